"""Words of the attendance room."""

from training.attendance.model import Claim, Mark, MarkSource, MarkStatus
from training.kernel.texts import N_, Text, say, say_n

STATUSES = {
    MarkStatus.PRESENT: N_("Present"),
    MarkStatus.LATE: N_("Late"),
    MarkStatus.LEFT_EARLY: N_("Left early"),
    MarkStatus.EXCUSED: N_("Excused"),
    MarkStatus.ABSENT: N_("Absent"),
    MarkStatus.UNMARKED: N_("Taken back"),
}
TO_CHOOSE = tuple(each for each in MarkStatus if each is not MarkStatus.UNMARKED)
"""What a trainer can record."""
SOURCES = {
    MarkSource.CODE: N_("by code"),
    MarkSource.HAND: N_("by hand"),
    MarkSource.PAPER: N_("on paper"),
}

SCAN_OR_TYPE = say("Scan with the phone, or type the digits, to mark attendance")
TYPE_CODE = say("Type these digits on the phone to mark attendance")
NOTHING_OPEN_ON_SCREEN = say("Attendance is closed")

SIX_DIGITS = say("The code has six digits. Please look at the screen again.")
WRONG_CODE = say("This is not the code on the screen. Please look again and type it once more.")
JOIN_CODE = say(
    "This is the code for joining. The code for attendance stands on the screen now, and changes "
    "every half minute."
)
LISTED = say("on the list, not seen yet")
OLD_CODE = say(
    "This code has changed meanwhile: it does every half minute. "
    "Please take the one that the screen shows now."
)
UNKNOWN_SCAN = say(
    "This is not the code on the screen. Please point the camera at the screen once more."
)
SCAN_GONE = say(
    "This phone has not seen the code in the last half hour. "
    "Please scan the code on the screen, or type its digits."
)
SCAN_USED = say(
    "This scan was used already, and the trainer has taken the mark back. "
    "Please scan the code that the screen shows now."
)
HAS_LEFT = say(
    "The trainer has noted that you left this course. Please tell the trainer if you are back."
)
NOTHING_OPEN = say("Attendance is not open now. The trainer opens it and shows the code.")
COURSE_PLANNED = say("This course has not begun yet. Open the course first, then its attendance.")
NOT_THE_DAY = say(
    "This course has not begun yet. Attendance can be marked on its day, or once it is opened."
)
COURSE_ENDED = say(
    "This course has ended. To change its attendance, take the course up again first."
)
UNKNOWN_ITEM = say(
    "This agenda item does not count for attendance any more. Please reload the page."
)
UNKNOWN_SEAT = say("This person is not in this course. Please reload the page.")
REASON_TOO_LONG = say("A reason can have at most %(most)s characters.", most=300)
NOT_CONTESTED = say("Nothing is recorded for this person any more. Please reload the page.")
COUNT_NEEDED = say("Please write how many people are in the room, as a whole number.")
NOTHING_TO_TAKE_BACK = say("There is nothing to take back here any more.")
RECORDED_SINCE = say(
    "Something else was recorded meanwhile, so this was not taken back. "
    "Please look at the history of this person."
)
EVERYBODY_IS_MARKED = say("Everybody has a mark already.")
NO_MARK = N_("not yet")
UNKNOWN_STATUS = say("Nothing was saved. Please use one of the buttons on the page.")
REASON_WITHOUT_CHOICE = say(
    "Nothing was saved: of some marks a reason is written, but neither “Was there” nor "
    "“Was not there” is chosen. Please choose one, or take the reason away."
)
MINUTES_NEEDED = say(
    "Please write how many minutes, then tap again. "
    "They follow from the clock only while the agenda item is on."
)
MINUTES_NO_NUMBER = say("Please write the minutes as a whole number.")

REGISTER_NOT_PRINTED = say(
    "The register could not be printed. Please look at the names of people and sessions: one of "
    "them may hold a character that cannot be printed."
)


def too_many_minutes(most: int) -> Text:
    """For more missed minutes than the agenda item has."""
    return say("This agenda item lasts %(most)s minutes, so nobody can miss more.", most=most)


def code_closed(item: str) -> Text:
    """For a code that was right until it closed. `item` is the title in the reader's language."""
    return say("The code of “%(item)s” has closed. Ask the trainer to mark you by hand.", item=item)


def other_group(group: str, own: str) -> Text:
    """For the code of a parallel group that the person is not in."""
    return say(
        "This code is for group %(group)s, and you are in group %(own)s. "
        "Please ask the trainer to change your group.",
        group=group,
        own=own,
    )


def count_words(marked: int | str, people: int | str) -> Text:
    """How many of those in the course are marked."""
    return say("%(marked)s of %(people)s marked", marked=marked, people=people)


def mark_words(mark: Mark) -> Text:
    """A mark in words, with the minutes that it takes off."""
    late, early = mark.minutes_late, mark.minutes_early
    if late and early:
        return say("Late %(late)s min, left early %(early)s min", late=late, early=early)
    if late:
        return say("Late, %(minutes)s min", minutes=late)
    if early:
        return say("Left early, %(minutes)s min", minutes=early)
    return Text(STATUSES[mark.status])


def said_words(said: Mark | Claim) -> Text:
    """A version, or what was said beside it, in words."""
    return mark_words(said) if isinstance(said, Mark) else Text(STATUSES[said.status])


def marked_present(count: int) -> Text:
    """What marking the rest came to."""
    return say_n("%(count)s person marked present", "%(count)s people marked present", count)


def taken_back(count: int) -> Text:
    """What taking back came to."""
    return say_n("%(count)s mark taken back", "%(count)s marks taken back", count)


def kept_since(count: int) -> Text:
    """For marks that stay although the act was taken back."""
    return say_n(
        "%(count)s mark stays: something else was recorded meanwhile.",
        "%(count)s marks stay: something else was recorded meanwhile.",
        count,
    )


def contested_words(count: int) -> Text:
    """That something is to be settled."""
    return say_n(
        "%(count)s mark is contested: phone, paper and hand do not agree. Settle it",
        "%(count)s marks are contested: phone, paper and hand do not agree. Settle them",
        count,
    )
