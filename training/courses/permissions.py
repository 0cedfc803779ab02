"""Who may do what with courses."""

from training.kernel.access import (
    ADMINISTRATORS,
    ANY_STAFF,
    EVERYBODY,
    STAFF_OF_COURSE,
    TRAINEES,
    Permission,
)

JOIN = Permission("courses.join", EVERYBODY)
SWITCH_SEAT = Permission("courses.switch_seat", TRAINEES)
LIST = Permission("courses.list", ANY_STAFF)
PLAN = Permission("courses.plan", ANY_STAFF)
MANAGE = Permission("courses.manage", STAFF_OF_COURSE)
CORRECT_NAMES = Permission("courses.correct_names", STAFF_OF_COURSE)
ARRANGE_SEATS = Permission("courses.arrange_seats", STAFF_OF_COURSE)
CHOOSE_TRAINERS = Permission("courses.choose_trainers", ADMINISTRATORS)
