"""The day at a glance: the trainee's "My day", the trainer's cockpit, the first page."""
