"""Words of the courses room."""

from training.courses.model import Asking, CourseState, HalfDay, ItemKind, LogoRole
from training.kernel.texts import N_, Text, say

STATES = {
    CourseState.PLANNED: N_("Planned"),
    CourseState.RUNNING: N_("Running"),
    CourseState.ENDED: N_("Ended"),
}
HALF_DAYS = {HalfDay.MORNING: N_("Morning"), HalfDay.AFTERNOON: N_("Afternoon")}
ITEM_KINDS = {
    ItemKind.SESSION: N_("Session"),
    ItemKind.MODULE: N_("Module"),
    ItemKind.PAUSE: N_("Break"),
    ItemKind.CEREMONY: N_("Ceremony"),
}
ASKED_LABELS = {
    "title": N_("Title"),
    "gender": N_("Gender"),
    "organisation": N_("Institution or organisation"),
    "sector": N_("Sector"),
    "province": N_("Province or capital"),
}
ASKINGS = {
    Asking.NO: N_("Not asked"),
    Asking.OPTIONAL: N_("Optional"),
    Asking.REQUIRED: N_("Needed"),
}

WRONG_JOIN_CODE = say(
    "No course has this code. Please look at the code on the screen or poster again."
)
ONCE_MORE = say("Many wrong codes come from this network. Please press the button once more.")
JOIN_CODE_CLOSED = say("This code has closed. Please ask the trainer.")
NOT_OPEN_YET = say("This course has not been opened yet. Please wait for the trainer.")
COURSE_ENDED = say("This course has ended, so nothing can be changed in it any more.")
SAME_NAME = say(
    "Someone with this name has already joined. To go on as that person, use the seat code. "
    "If this is another person with the same name, tick the box below and join."
)
WRONG_SEAT_CODE = say(
    "This seat code does not belong to this course. Please check it, or ask the trainer."
)
ASKED_FACT_MISSING = say("The organiser needs this fact. Please fill it in.")
TITLE_NEEDED = say("Please give the course a title in Khmer, in English, or both.")
MODULE_NEEDED = say("Please choose at least one module.")
TOO_MANY_SIGNATORIES = say("A certificate has room for three signatories.")
AGENDA_TIMES_WRONG = say("An agenda item must end after it begins. Please write times as 09:00.")
AGENDA_TITLE_NEEDED = say("Every agenda item needs a title in Khmer, in English, or both.")
AGENDA_OVERLAPS = say("Two agenda items are at the same time. Please change one of them.")
TOO_MANY_ITEMS = say("An agenda has room for 120 items.")
TOO_MANY_DAYS = say("A course lasts ten days at most.")
TOO_MANY_GROUPS = say("An agenda has room for eight parallel groups.")
DAY_WRONG = say("Please choose a day from 1 to 10.")
AGENDA_PAUSE_COUNTS = say(
    "A break never counts for attendance. Please untick it, or choose another kind."
)
AGENDA_IN_USE = say("Attendance was marked for this agenda item, so it cannot be removed.")
WRONG_STATE = say("This course cannot be changed in this way now. Please reload the page.")
UNKNOWN_CHOICE = say("Please choose one of the answers in the list.")
NO_COURSE = say("This course is not here. Please open it from the list of courses.")
NOT_ON_THIS_PHONE = say(
    "This phone does not have that seat. With the seat code one can go on from another phone."
)
NO_SEAT = say("Nobody in this course has this seat. Please open it from the list of people.")
NO_SUCH_DAY = say("This day is not in the calendar. Please write it as 2026-11-23.")
PERCENT_WRONG = say("Please write a whole number of per cent, from 0 to 100.")
QUIZ_NOT_TAUGHT = say(
    "This course does not have that quiz. Please choose another one, or tick its module."
)
KIND_NEEDED = say("Please tick at least one kind of certificate.")
TEST_NOT_TAUGHT = say(
    "One of these certificates asks for the test after the course, and none of the ticked modules "
    "has questions for it."
)
QUIZ_TO_PASS_NEEDED = say("Please choose the quiz that has to be passed.")
MINUTES_WRONG = say("Please write a whole number of minutes, from 0 to 1440.")
SIGNATORY_WITHOUT_NAME = say("Please write the name of this signatory, or leave the row empty.")
NAME_IN_COURSE = say(
    "Someone with this name is in the course already. If this is another person with the same "
    "name, please tick the box that says so, and save again."
)
TRAINER_NEEDED = say("Please keep at least one trainer, so that somebody can run the course.")
ADDRESS_NEEDED = say("Please choose the address that phones open, or write it.")
ADDRESS_WRONG = say("Please write the address as phones type it, such as 192.168.8.2:8000.")
WIFI_NAME_LONG = say(
    "A Wi-Fi name has at most 32 bytes: 32 Latin letters or 10 Khmer ones. "
    "Please copy it from the router."
)
WIFI_NAME_NEEDED = say("Please write the name of the Wi-Fi as well.")
WIFI_PASSWORD_WRONG = say(
    "A Wi-Fi password has 8 to 63 Latin letters, digits or signs. "
    "Leave the field empty for a Wi-Fi without a password."
)
POSTER_NOT_PRINTED = say(
    "The poster could not be made. Please look at the title, the venue and the Wi-Fi: one of them "
    "may be too long or hold a character that cannot be printed."
)

LOGO_ROLES = {LogoRole.ORGANISER: N_("Organiser"), LogoRole.FUNDER: N_("Funder")}
NO_LOGO = say("This logo is not here any more. Please reload the page.")
PICTURE_NEEDED = say("Please choose a picture.")
PICTURE_NO_PICTURE = say(
    "This is no picture in PNG, JPEG or SVG. Please save the picture as one of these."
)
PICTURE_TOO_LARGE = say("A picture may have 1 MB at most. Please save it smaller.")
PICTURE_TOO_MANY_PIXELS = say(
    "This picture has too many pixels to be printed. Please save it with at most 2,000 on a side."
)
PICTURE_NO_PLAIN_DRAWING = say(
    "This SVG is more than a drawing, so it is not taken. Please save it as “plain SVG”, without "
    "scripts, styles and pictures inside, or as PNG."
)
PICTURE_NOT_PRINTED = say("This drawing cannot be printed. Please save the picture as PNG.")
SAME_SEAT = say("Please choose another person: this is the same seat.")
MERGED_ALREADY = say("One of these seats was merged before. Please open the list of people again.")
CHOOSE_THE_OTHER = say("Please choose the other seat, and which of the two stays.")
UNKNOWN_GROUP = say("This group is not in the agenda. Please choose one of the list.")
NO_GROUPS = say("The agenda has no parallel groups. Please add them to the agenda first.")


def too_many_logos(most: int) -> Text:
    """For one more logo than a paper has room for."""
    return say("There is room for %(most)s logos of this kind. Remove one first.", most=most)
