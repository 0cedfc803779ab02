"""The workshop at four moments of its day, and who looks at it."""

import uuid
from collections.abc import Callable
from typing import Any

from flask import Flask
from sqlalchemy import update
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from training.attendance import marking, photographs, sheets
from training.attendance import service as attendance
from training.attendance.model import HandMark, MarkStatus
from training.attendance.tables import SheetPhoto
from training.certificates import service as certificates
from training.certificates.designs import designs, pictures
from training.certificates.model import Design, Kind, Logo, Signatory
from training.certificates.names import checks as name_checks
from training.certificates.names.checks import Heard
from training.certificates.names.rules import Spelling
from training.certificates.tables import CertificateDesign
from training.courses import logos
from training.courses import service as courses
from training.courses.model import CourseState, LogoRole, WiFi
from training.courses.tables import Course, CourseLogo, ListFile
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.live import asking, signalling
from training.live import service as live
from training.live.model import Driver, Given, NewQuestion, QuestionKind, SignalKind
from training.live.tables import LiveQuestion, LiveStage
from training.quizzes import opening, taking
from training.quizzes import service as quizzes
from training.quizzes.model import Terms
from training.quizzes.tables import QuestionFile

SLUG = "small"
QUESTION_ID = uuid.UUID("01a21313-0000-7000-8000-000000000001")
"""Of the question to the room, the same in every run."""
FILE_ID = uuid.UUID("01a21313-0000-7000-8000-000000000002")
"""Of the files of questions and of participants that wait, the same in every run."""
LOGO_ID = uuid.UUID("01a21313-0000-7000-8000-000000000003")
PHOTO_ID = uuid.UUID("01a21313-0000-7000-8000-000000000004")
"""Of the course's logo, and of the photograph of its sheet; the same in every run."""
DESIGN_ID = uuid.UUID("01a21313-0000-7000-8000-000000000005")
"""Of a design for certificates with that drawing as its logo, the same in every run."""
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'
Day = Callable[[Session, Workshop], None]


def design(session: Session) -> None:
    """An administrator has made a design."""
    digest = pictures.keep_picture(session, DRAWING, SYSTEM, NINE_THIRTY)
    made = designs.make(session, Kind.ATTENDANCE, "Ministry", "design", SYSTEM, NINE_THIRTY)
    look = Design(logos=(Logo(digest),), signatories=(Signatory("", "KEO", "", "", digest),))
    designs.change(session, made.id, "Ministry", look, "look", SYSTEM, NINE_THIRTY)
    session.execute(update(CertificateDesign).values(id=DESIGN_ID))


def planned(session: Session, workshop: Workshop) -> None:
    """Not opened yet; the trainer looks at a file of questions and at one of participants.

    An administrator has made a design for certificates.
    """
    design(session)
    session.add(
        QuestionFile(
            id=FILE_ID,
            account_id=workshop.trainer_id,
            name="rain.gift",
            format="gift",
            content=b"::one::Does it rain?{T}\n\nNever closed?{=a",
            becomes="",
            kept_as="",
            uploaded_at=NINE_THIRTY,
        )
    )
    session.add(
        ListFile(
            id=FILE_ID,
            account_id=workshop.trainer_id,
            course_id=workshop.course_id,
            name="list.csv",
            content=b"No,Name,Sex\n1,PEN Sovann,M\n2,SUN Sopheap,F\n",
            seats_made=0,
            uploaded_at=NINE_THIRTY,
        )
    )
    waiting = update(Course).where(Course.id == workshop.course_id)
    session.execute(waiting.values(state=CourseState.PLANNED.value))


def busy(session: Session, workshop: Workshop) -> None:
    """Quiz, attendance and a question are open; SUN Sopheap is in the middle of the quiz."""
    course = workshop.course_id
    courses.set_wifi(session, course, WiFi("R2P", "a-password", "http://192.168.8.2:8000", True))
    limited = Terms(minutes=60, tries=3, pass_percent=50)
    opening.change_terms(session, course, SLUG, limited, SYSTEM, NINE_THIRTY)
    opening.give_extra_time(session, course, workshop.seat_id, 50, SYSTEM, NINE_THIRTY)
    quizzes.open_quiz(session, course, SLUG, "open", SYSTEM, NINE_THIRTY)
    taking.begin(session, course, workshop.seat_id, SLUG, NINE_THIRTY)
    attendance.open_attendance(session, course, workshop.item_ids[3], "open", SYSTEM, NINE_THIRTY)
    _ask_the_room(session, workshop)
    _sign_in(session, workshop)
    _ask_for_a_name(session, workshop)


def _ask_for_a_name(session: Session, workshop: Workshop) -> None:
    """SUN Sopheap wants to be spelt otherwise, and nobody has answered."""
    shown, wanted = Spelling("ស៊ុន សុភាព", "SUN Sopheap"), Spelling("ស៊ុន សុភា", "SUN Sophea")
    heard = Heard(False, shown.mark, "name", wanted, "As on my card.")
    course, seat = workshop.course_id, workshop.seat_id
    name_checks.hear(session, course, seat, heard, SYSTEM, NINE_THIRTY, any_glyph)


def _sign_in(session: Session, workshop: Workshop) -> None:
    """A sheet with the logo of the organiser is printed and photographed, and not entered yet."""
    course, words = workshop.course_id, Bilingual("", "The organiser")
    logo = ("image/svg+xml", DRAWING)
    role = LogoRole.ORGANISER
    logos.add_logo(session, course, role, words, logo, "logo", SYSTEM, NINE_THIRTY)
    session.execute(update(CourseLogo).values(id=LOGO_ID))
    morning = sheets.list_occasions(session, course)[0]
    sheet = sheets.make_sheet(session, course, morning, 3, "sheet", SYSTEM, NINE_THIRTY)
    photographs.add_photos(session, sheet, [b"a photograph"], "photo", SYSTEM, NINE_THIRTY)
    session.execute(update(SheetPhoto).values(id=PHOTO_ID))


def _ask_the_room(session: Session, workshop: Workshop) -> None:
    """A slide is on, the room is asked for a few words, and one hand is up."""
    course, driver = workshop.course_id, Driver("page", "SOK Bopha")
    live.turn(session, course, SLUG, "second", 0, driver, NINE_THIRTY)
    asked = NewQuestion(QuestionKind.WORDS, Bilingual("ពាក្យមួយ?", "One word?"))
    asking.ask(session, course, asked, "asked", driver, SYSTEM, NINE_THIRTY)
    session.execute(update(LiveQuestion).values(id=QUESTION_ID))
    session.execute(update(LiveStage).values(question_id=QUESTION_ID))
    given = Given((), "peace", "words")
    asking.answer(session, course, QUESTION_ID, workshop.other_seat_id, given, NINE_THIRTY)
    seat = workshop.other_seat_id
    signalling.send(session, course, seat, SignalKind.HAND, "", "hand", NINE_THIRTY)


def quiet(session: Session, workshop: Workshop) -> None:
    """Everything that was open is closed, joining too; SUN Sopheap is marked everywhere."""
    busy(session, workshop)
    course = workshop.course_id
    for item in courses.list_agenda(session, course):
        if item.counts and item.id:
            wanted = HandMark(item.id, workshop.seat_id, MarkStatus.PRESENT)
            marking.mark_by_hand(session, course, wanted, "hand", SYSTEM, NINE_THIRTY)
    quizzes.close_all(session, course, SYSTEM, NINE_THIRTY)
    attendance.close_all(session, course, SYSTEM, NINE_THIRTY)
    courses.set_join_open(session, course, False, SYSTEM, NINE_THIRTY)


def ended(session: Session, workshop: Workshop) -> None:
    """The course has ended, and whoever earned a certificate has it."""
    quiet(session, workshop)
    courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    issued = certificates.issue_all(
        session, workshop.course_id, workshop.press, SYSTEM, NINE_THIRTY
    )
    assert issued == 1


DAYS: dict[str, Day] = {each.__name__: each for each in (planned, busy, quiet, ended)}


def make(app: Flask, workshop: Workshop, day: str) -> None:
    """Brings the workshop there."""
    with app.extensions["training.database"].writing() as session:
        DAYS[day](session, workshop)
        session.commit()


def secrets_from(app: Flask, workshop: Workshop, who: str, day: str) -> dict[str, str]:
    """What no page may show to `who`, by what it is."""
    with app.extensions["training.database"].reading() as session:
        hidden: dict[str, Any] = {
            "the signing key": app.config["SECRET_KEY"],
            "a password hash": "no hash fits this",
        }
        own = {"trainee": workshop.seat_id, "trainee elsewhere": workshop.seat_elsewhere_id}
        for seat_id in (workshop.seat_id, workshop.other_seat_id, workshop.seat_elsewhere_id):
            seat = courses.find_seat(session, seat_id)
            assert seat is not None
            here = seat.course_id == workshop.course_id
            may = {"administrator", "trainer" if here else "trainer elsewhere"}
            if who not in may and own.get(who) != seat_id:
                hidden[f"seat code of {seat_id}"] = seat.code
        if who != "trainer":
            hidden["a question of somebody's file"] = "Does it rain?"
        if who not in {"administrator", "trainer"}:
            opening = attendance.find_open(session, workshop.course_id)
            if opening is not None:
                key = str(app.config["SECRET_KEY"])
                code = attendance.code_of(key, workshop.course_id, opening, NINE_THIRTY).digits
                hidden["the attendance code"] = code
        before_the_end = who == "trainee" and day in {"planned", "busy"}
        if before_the_end or who in {"visitor", "trainee elsewhere"}:
            # Whoever may plan courses may read the questions of every module.
            hidden["a reason of the quiz"] = "On a clear day the sky is blue."
    return hidden
