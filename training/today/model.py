"""What "My day" and the cockpit show, as plain values."""

import enum
from dataclasses import dataclass

from training.courses.model import AgendaItem


class Step(enum.StrEnum):
    """The one thing for a trainee to do now."""

    GET_CERTIFICATE = "get-certificate"
    MARK_ATTENDANCE = "mark-attendance"
    ANSWER_QUIZ = "answer-quiz"
    CHECK_NAME = "check-name"
    FOLLOW = "follow"
    READ_SLIDES = "read-slides"
    WAIT_FOR_OPENING = "wait-for-opening"
    WAIT_FOR_CERTIFICATE = "wait-for-certificate"
    SEE_WHY_NOT = "see-why-not"


@dataclass(frozen=True, slots=True)
class Running:
    """An agenda item that is on."""

    item: AgendaItem
    minutes_left: int


@dataclass(frozen=True, slots=True)
class TraineeFacts:
    """What decides on the next step."""

    is_running: bool
    has_ended: bool
    has_certificate: bool
    is_entitled: bool
    attendance_waits: bool
    """Attendance is open for an item that the trainee is not marked in."""
    quiz_waits: bool
    """A quiz is open that the trainee has not finished."""
    room_asks: bool
    """A question to the room is on."""
    name_waits: bool
    """The own name is to be looked at before the certificate is issued, and it is time."""
    room_follows: bool
    """The trainer has shown a slide, or asked a question, to the room."""
