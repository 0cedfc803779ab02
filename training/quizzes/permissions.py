"""Who may do what with quizzes."""

from training.kernel.access import STAFF_OF_COURSE, TRAINEES, Permission

TAKE = Permission("quizzes.take", TRAINEES)
MANAGE = Permission("quizzes.manage", STAFF_OF_COURSE)
