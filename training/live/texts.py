"""Words of the live room."""

from training.kernel.texts import N_, say
from training.live.model import QuestionKind, Shows

TRUTHS = {"true": N_("True"), "false": N_("False")}
KINDS = {
    QuestionKind.SINGLE: N_("One answer"),
    QuestionKind.SEVERAL: N_("Several answers"),
    QuestionKind.TRUE_FALSE: N_("True or false"),
    QuestionKind.SCALE: N_("A scale from 1 to 5"),
    QuestionKind.WORDS: N_("A few words"),
}
SHOWS = {
    Shows.SLIDE: N_("The slide"),
    Shows.JOIN: N_("How to join"),
    Shows.ATTENDANCE: N_("The attendance code"),
    Shows.QUESTION: N_("The question"),
    Shows.QUIZ: N_("The quiz"),
    Shows.RANKING: N_("The ranking"),
}

REMOTE = say("the remote control")
COURSE_ENDED = say("This course has ended, so nothing can be shown to the room any more.")
NO_SUCH_SLIDE = say("There is no such slide in this course. Please reload the page.")
UNREADABLE = say("This could not be read, so nothing was changed. Please reload the page.")
NO_SUCH_QUESTION = say("There is no such question in this course. Please reload the page.")
NOT_RUNNING = say("Questions can be asked to the room only while the course is running.")
IN_A_TEST = say(
    "This question belongs to the test before or after the course. It can be asked to the room "
    "only when the test is over."
)
IN_OPEN_QUIZ = say("This question is in the quiz that is open now. Close the quiz first.")
NEEDS_WORDS = say("Please write the question, in Khmer or in English.")
NEEDS_CHOICES = say("Please write at least two answers, each on a line of its own.")
TOO_MANY_CHOICES = say("More than eight answers do not fit on the screen. Please leave some out.")
UNEQUAL_CHOICES = say("Both languages need the same number of answers, line by line.")
TOO_LONG = say("This is too long. Please shorten it.")
TAKES_NONE = say("This question is closed. Answers given before then are kept.")
UNREADABLE_ANSWER = say(
    "This answer could not be read, so it was not saved. Please reload the page."
)
CHOOSE_ONE = say("Please choose an answer first.")
WRITE_WORDS = say("Please write a few words first.")
NO_ATTENDANCE = say("Nothing that counts for attendance is on now. Open it under “Attendance”.")
NO_QUIZ = say("This module has no quiz.")
TOO_MANY_QUESTIONS = say(
    "The trainer has not seen to the earlier questions from this phone yet. Please wait a little."
)
WRITE_QUESTION = say("Please write the question first.")
TOLD = say("The trainer has been told.")
NICKNAME_SAVED = say("Saved. The nickname can be changed at any time.")
NICKNAME_TAKEN = say("Somebody else has this nickname. Please choose another one.")
NICKNAME_WRONG = say("A nickname has 2 to 20 letters.")
LINK_ENDED = say("This link no longer works. Ask the trainer for a new one.")
