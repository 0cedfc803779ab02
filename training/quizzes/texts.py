"""Words of the quizzes room."""

from training.kernel.texts import N_, say

TRUTHS = {"true": N_("True"), "false": N_("False")}

NO_SUCH_QUIZ = say("This course has no quiz at this address. Please go back to the page before.")
NOT_OPEN = say("The trainer has not opened this quiz yet.")
NOT_BEGUN = say("This quiz has not been begun yet. Please open its page again.")
UNREADABLE = say("This answer could not be read, so it was not saved. Please reload the page.")
OPEN_ONLY_WHILE_RUNNING = say("A quiz can be opened only while the course is running.")
CLOSED_AT = N_("The quiz was closed at %(time)s. Answers given before then are kept.")
SENT_AT = N_("These answers were sent at %(time)s, so they can no longer be changed.")
ANSWER_TOO_LONG = say("This answer is too long. Please shorten it.")
NO_NUMBER = say("Please write a number, such as 12 or 3.5.")
TWO_IN_ONE_PLACE = say("Two lines stand in the same place. Please give each a place of its own.")
