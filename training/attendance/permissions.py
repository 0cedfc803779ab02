"""Who may do what with attendance."""

from training.kernel.access import EVERYBODY, STAFF_OF_COURSE, TRAINEES, Permission

SCAN = Permission("attendance.scan", EVERYBODY)
MARK_SELF = Permission("attendance.mark_self", TRAINEES)
KEEP_ROLL = Permission("attendance.keep_roll", STAFF_OF_COURSE)
SHOW_CODE = Permission("attendance.show_code", STAFF_OF_COURSE)
