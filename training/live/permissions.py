"""Who may do what while the room follows."""

from training.kernel.access import EVERYBODY, STAFF_OF_COURSE, TRAINEES, Permission

FOLLOW = Permission("live.follow", TRAINEES)
DRIVE = Permission("live.drive", STAFF_OF_COURSE)
USE_LINK = Permission("live.use_link", EVERYBODY)
"""A link is its own key: the view itself looks at what it opens."""
PREPARE = Permission("live.prepare", STAFF_OF_COURSE)
"""The rehearsal and the venue check, before the day."""
