"""Words of the quizzes room."""

from training.kernel.texts import N_, say
from training.modules.model import ItemKind

KINDS = {
    ItemKind.SINGLE: N_("One answer is right"),
    ItemKind.SEVERAL: N_("Several answers are right"),
    ItemKind.TRUE_FALSE: N_("True or false"),
    ItemKind.MATCHING: N_("Pairs"),
    ItemKind.ORDERING: N_("Put in order"),
    ItemKind.SHORT: N_("Answer in words"),
    ItemKind.NUMBER: N_("Answer is a number"),
    ItemKind.SCALE: N_("A scale"),
    ItemKind.TEXT: N_("A text of one's own"),
}
TRUTHS = {"true": N_("True"), "false": N_("False")}

NO_SUCH_QUIZ = say("This course has no quiz at this address. Please go back to the page before.")
NOT_OPEN = say("The trainer has not opened this quiz yet.")
NOT_BEGUN = say("This quiz has not been begun yet. Please open its page again.")
UNREADABLE = say("This answer could not be read, so it was not saved. Please reload the page.")
OPEN_ONLY_WHILE_RUNNING = say("A quiz can be opened only while the course is running.")
CLOSED_AT = N_("The quiz was closed at %(time)s. Answers given before then are kept.")
CLOSED_ON = N_("The quiz was closed on %(day)s at %(time)s. Answers given before then are kept.")
TIME_UP_AT = N_("Your time was up at %(time)s. Answers given before then are kept.")
SENT_AT = N_("These answers were sent at %(time)s, so they can no longer be changed.")
CAME_LATE = say("It came after the end, but you had answered before it. So it counts.")
ALREADY_SHOWN = say("What is right here was shown already, so the answer stands as it is.")
ANSWER_TOO_LONG = say("This answer is too long. Please shorten it.")
NO_NUMBER = say("Please write a number, such as 12 or 3.5.")
TWO_IN_ONE_PLACE = say("Two lines stand in the same place. Please give each a place of its own.")
DEADLINE_OVER = say("The deadline of this is over. Please choose a later one first.")
QUIZ_FIRST = say(
    "Practice shows the right answers at once, so it can be opened only after the module's quiz"
    " was closed."
)
PRE_TEST_OPEN = say("The pre-test is still open. Please close it first.")
POST_TEST_WAS = say("The post-test was opened already, so the pre-test cannot be opened any more.")
TEST_ONCE = say("A test is taken once, so that before and after can be compared.")
ORDER_STANDS = say("Somebody has begun already, so the order of the questions cannot be changed.")
NUMBER_OUT_OF_BOUNDS = N_("Please write a whole number from 0 to %(most)s.")
EXTRA_TIME_WRONG = say("Please write a whole number from 0 to 300, in per cent.")
NOTHING_RIGHT = say("This question has no marks, so there is nothing to correct in it.")
CHOOSE_CORRECTION = say("Please choose what should hold from now on.")
SAY_WHY_CORRECTED = say("Please say why, in a sentence. People read it beside their result.")
ONE_MUST_BE_RIGHT = say("Please say at least one right answer.")
TOO_MANY_SPELLINGS = N_("Please write at most %(most)s spellings.")
HOLDS_ALREADY = say("This is what holds already, so nothing was changed.")
NO_SUCH_ANSWER = say("This sheet has no such answer to be marked.")
ANSWER_CHANGED = say("This answer came anew in the meantime. Please read it once more.")
PAPER_NOT_PRINTED = say(
    "This paper could not be made. A text in the module may hold a character that cannot be "
    "printed. Please tell the administrator."
)

PURPOSES = {
    "module": N_("Quiz"),
    "practice": N_("Practice"),
    "home": N_("Home assignment"),
    "pre-test": N_("Pre-test"),
    "post-test": N_("Post-test"),
    "evaluation": N_("Evaluation of the course"),
    "plan": N_("My training plan"),
}
OPENING = {
    "module": N_("Open the quiz"),
    "practice": N_("Open the practice"),
    "home": N_("Open the home assignment"),
    "pre-test": N_("Open the pre-test"),
    "post-test": N_("Open the post-test"),
    "evaluation": N_("Open the evaluation"),
    "plan": N_("Open the training plan"),
}
CLOSING = {
    "module": N_("Close the quiz"),
    "practice": N_("Close the practice"),
    "home": N_("Close the home assignment"),
    "pre-test": N_("Close the pre-test"),
    "post-test": N_("Close the post-test"),
    "evaluation": N_("Close the evaluation"),
    "plan": N_("Close the training plan"),
}
FORMS = {"a": N_("Form A"), "b": N_("Form B")}
DAY_AND_TIME = N_("%(day)s, %(time)s")

RESULTS = {
    "at-once": N_("At once, when they have sent their answers"),
    "after-closing": N_("After you have closed it"),
    "never": N_("Never"),
}
RESULTS_OF_TESTS = {
    "after-closing": N_("When the post-test is closed"),
    "never": N_("Never"),
}
OLD_RESULTS = {
    "late": N_("before answers came late: %(right)s of %(all)s"),
    "corrected": N_("before a correction: %(right)s of %(all)s"),
    "marked": N_("before it was marked: %(right)s of %(all)s"),
}
DEADLINE_PAST = say("This moment is over already. Please choose a later one.")
DEADLINE_FAR = say("This is more than a year away. Please choose an earlier day.")
NO_SUCH_DAY = say("Please write a day as year-month-day, such as 2026-11-23.")
NO_SUCH_TIME = say("Please write a time such as 18:00.")
DAY_TOO = say("Please choose the day too.")
TIME_TOO = say("Please write the time too.")
TEST_RESULTS = say("What is right in a test can be shown only once the post-test is closed.")
CHOOSE = say("Please choose one of these.")
CHOOSE_PERSON = say("Please choose a person.")
