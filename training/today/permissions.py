"""Who may look at the day."""

from training.kernel.access import EVERYBODY, STAFF_OF_COURSE, TRAINEES, Permission

FRONT = Permission("today.front", EVERYBODY)
OPEN_DEMO = Permission("today.open_demo", EVERYBODY)
MY_DAY = Permission("today.my_day", TRAINEES)
COCKPIT = Permission("today.cockpit", STAFF_OF_COURSE)
