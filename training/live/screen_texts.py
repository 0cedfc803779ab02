"""Words of the projector: each is asked for in the languages that stand on it."""

from training.kernel.texts import N_, Text, say, say_n

JOIN = N_("Join on the phone")
JOIN_WIFI = N_("Choose this Wi-Fi")
JOIN_SCAN = N_("Point the camera here, or open")
JOIN_CODE = N_("and type this code")
SCAN_OR_TYPE = N_("Scan with the phone, or type the digits, to mark attendance")
ENTER_CODE = N_("Type these digits on the phone to mark attendance")
NO_CODE = N_("No attendance is open now.")
ANSWER_NOW = N_("Answer on the phone")
CLOSED = N_("Closed")
RIGHT = N_("Right")
MEAN = N_("Mean")
WORDS_COME = N_("The room's words will stand here.")
QUIZ = N_("Quiz")
QUIZ_WAITS = N_("The quiz is not open yet.")
QUIZ_OPEN = N_("The quiz is open: answer on the phone")
QUIZ_RESULT = N_("So many had each question right")
HARDEST = N_("The hardest question")
RANKING = N_("Ranking")
NOBODY_RANKED = N_("Nobody stands here yet. A nickname can be chosen on the phone.")


def joined(count: int) -> Text:
    """How many have joined the course."""
    return say_n("%(count)s person has joined", "%(count)s people have joined", count)


def marked(count: int, people: int) -> Text:
    """How many of those in the course are marked as present."""
    return say("%(marked)s of %(people)s marked", marked=count, people=people)


def answered(count: int) -> Text:
    """How many have answered."""
    return say_n("%(count)s answer", "%(count)s answers", count)


def more_words(count: int) -> Text:
    """How many words do not fit on the wall."""
    return say("and %(count)s more", count=count)


def sent(count: int, people: int) -> Text:
    """How many have sent their quiz."""
    return say("%(sent)s of %(people)s have sent their answers", sent=count, people=people)


def right_answers(count: int) -> Text:
    """How many right answers somebody gave."""
    return say("%(count)s right", count=count)
