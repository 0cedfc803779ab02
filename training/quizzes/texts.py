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
OTHER_SHEET = say(
    "This belongs to an earlier try, so it changed nothing. Please open the page again."
)
ALREADY_SHOWN = say("What is right here was shown already, so the answer stands as it is.")
ANSWER_TOO_LONG = say("This answer is too long. Please shorten it.")
NO_NUMBER = say("Please write a number, such as 12 or 3.5.")
TWO_IN_ONE_PLACE = say("Two lines stand in the same place. Please give each a place of its own.")
DEADLINE_OVER = say("The deadline of this is over. Please choose a later one first.")
QUIZ_FIRST = say(
    "Practice shows the right answers at once, so it can be opened only after the module's quiz"
    " was closed."
)
SAME_QUESTIONS_OPEN = say(
    "The same questions are open elsewhere, where right answers could be seen. Please close that"
    " first."
)
PRE_TEST_OPEN = say("The pre-test is still open. Please close it first.")
POST_TEST_WAS = say("The post-test was opened already, so the pre-test cannot be opened any more.")
TEST_ONCE = say("A test is taken once, so that before and after can be compared.")
EVALUATION_ONCE = say("An evaluation is answered once, so that everybody has one voice.")
ORDER_STANDS = say("Somebody has begun already, so the order of the questions cannot be changed.")
NUMBER_OUT_OF_BOUNDS = N_("Please write a whole number from 0 to %(most)s.")
NO_SUCH_LETTER = N_("“%(sign)s” is none of the letters, which end with %(last)s.")
ONE_LETTER_ONLY = say("Only one letter is possible here.")
LETTER_FOR_EACH = N_(
    "Please type a letter for each of the %(lines)s lines, and - where there is none."
)
PLACE_FOR_EACH = N_(
    "Please type the places of all %(lines)s lines, each number once, such as 2 1 3."
)
IN_QUESTION = N_("Question %(number)s: %(reason)s")
BRACKETS_WRONG = say("A bracket is not closed, or closed twice. Several letters are typed as (AC).")
SIGNS_MISCOUNTED = N_(
    "The sheet has %(asked)s questions with letters, and %(given)s were typed. Please type - for a"
    " question without an answer, and several letters as (AC)."
)
NOBODY_AT_NUMBER = N_("Nobody in this course has the seat number %(number)s.")
BEGIN_WITH_NUMBER = say(
    "Please begin with the seat number, then a space, then the letters: 12 BADC."
)
ENTERED_AFTER_OPENING = say("Sheets of paper can be entered once this was opened.")
ENTERING_OVER = say(
    "Sheets of paper can be entered until 24 hours after the closing. That time is over."
)
NO_NAMES_ON_PAPER = say("The evaluation has no names, so no sheet of it is entered for a person.")
ANSWERED_BY_PHONE = say(
    "This person has answered on the phone. If the paper should count instead, tick the box and"
    " send it once more; the answers of the phone are kept, but count no longer."
)
NOBODY_TO_PRINT_FOR = say("There is nobody to print a sheet for yet.")
LETTERS_ENTERED = say("The letters are entered. What is written in words and numbers comes here.")
NOT_PRINTED = say(
    "This paper could not be made. A text in the module may hold a character that cannot be "
    "printed. Please tell the administrator."
)
KEY_AFTER_CLOSING = say(
    "The right answers can be printed once they give nothing away: after the closing, and those of"
    " the two tests after the post-test."
)
EXTRA_TIME_WRONG = say("Please write a whole number from 0 to 300, in per cent.")
NOTHING_RIGHT = say("This question has no marks, so there is nothing to correct in it.")
CHOOSE_CORRECTION = say("Please choose what should hold from now on.")
SAY_WHY_CORRECTED = say("Please say why, in a sentence. People read it beside their result.")
ONE_MUST_BE_RIGHT = say("Please say at least one right answer.")
TOO_MANY_SPELLINGS = N_("Please write at most %(most)s spellings.")
HOLDS_ALREADY = say("This is what holds already, so nothing was changed.")
NO_SUCH_ANSWER = say("This sheet has no such answer to be marked.")
ANSWER_CHANGED = say("This answer came anew in the meantime. Please read it once more.")

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
    "entered": N_("before its paper was entered: %(right)s of %(all)s"),
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

COLUMNS = (N_("Question"), N_("Answer"), N_("People who gave it"), N_("People who answered"))
"""Of the evaluation as a table."""
NAMES = (N_("Name in Khmer"), N_("Name in English"))
NOT_FOR_CERTIFICATE = say("The certificate does not depend on it.")
TO_HAND_IN = say("For the certificate it has to be handed in.")
TO_PASS = say("For the certificate it has to be passed.")
