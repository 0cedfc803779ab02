"""Who may do what with quizzes."""

from training.kernel.access import ADMINISTRATORS, ANY_STAFF, STAFF_OF_COURSE, TRAINEES, Permission

TAKE = Permission("quizzes.take", TRAINEES)
MANAGE = Permission("quizzes.manage", STAFF_OF_COURSE)
SEE_PLANS = Permission("quizzes.see_plans", ADMINISTRATORS)
EXCHANGE = Permission("quizzes.exchange", ANY_STAFF)
"""Questions from files and into files: for whoever may plan a course, since a course that was
planned keeps the version it was planned with, and nothing that is kept is ever changed."""
