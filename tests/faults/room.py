"""A course at work: phones that answer and mark attendance, trainers who mark and issue."""

import datetime as dt
import itertools
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop, any_glyph, plan_of
from tests.faults.load import Deed, Load, Person, kept
from training.adapters.database import Database
from training.attendance import marking
from training.attendance import service as attendance
from training.attendance.model import HandMark, MarkStatus, Opening
from training.courses import joining, seat_cookie
from training.courses import service as courses
from training.courses.model import CourseState
from training.courses.tables import Course
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.live import asking
from training.live.model import Choice, Driver, NewQuestion, QuestionKind
from training.people.model import PersonDetails
from training.quizzes import service as quizzes
from training.quizzes import taking

SEATED_BEFORE = 2
PHONES = 4
SEATS = 150
ENDED = 60
MARKS_PER_CERTIFICATE = 5
MORNING, AFTERNOON = 3, 8
MOST_MINUTES = 30
ITEMS = ("colour", "water", "stone")
POLL = NewQuestion(
    QuestionKind.SINGLE,
    Bilingual("តែ ឬកាហ្វេ?", "Tea or coffee?"),
    tuple(Choice(code, Bilingual("", code)) for code in "abc"),
)
Cookies = dict[str, str]


@dataclass(frozen=True, slots=True)
class Room:
    """The course with its quiz and its attendance open, and courses that wait for certificates."""

    workshop: Workshop
    opening: Opening
    seats: tuple[uuid.UUID, ...]
    secret: str
    trainer: Cookies
    ended: tuple[tuple[uuid.UUID, uuid.UUID], ...]
    """A course, and the seat in it that is entitled to a certificate."""
    question: uuid.UUID
    """Asked to the room; everybody may answer it, again and again."""

    @property
    def sheet(self) -> str:
        """The phones' address of the quiz."""
        return f"/c/{self.workshop.course_id}/quiz/small"

    @property
    def roll(self) -> str:
        """The trainer's address of attendance."""
        return f"/courses/{self.workshop.course_id}/attendance"

    def cookies_of(self, *seats: uuid.UUID) -> Cookies:
        """What the phone that holds these seats has."""
        return {seat_cookie.cookie_name(self.secret): seat_cookie.signed(self.secret, seats)}

    def number_of(self, seat: uuid.UUID) -> str:
        """The number that the roll's buttons send; the workshop's own people sit before."""
        return str(self.seats.index(seat) + 1 + SEATED_BEFORE)

    def phone(self, number: int) -> Cookies:
        """One of the first four seats, who have begun the quiz."""
        return self.cookies_of(self.seats[number])

    def load(self, database: Database) -> Load:
        """Everybody with something to do; what is there already must stay."""
        others = iter(self.seats[PHONES:])
        people = [
            Person(self.sheet, self.phone(each), self._of_phone(each, others))
            for each in range(PHONES)
        ]
        trainers = (self._marks(self.seats[:20]), self._issuing(self.seats[20:40]))
        people += [Person(self.roll, self.trainer, deeds) for deeds in trainers]
        return Load(people, kept(database))

    def answer(self, key: str, number: int, cookies: Cookies) -> Deed:
        """A tap on the quiz."""
        fields = {
            "item": ITEMS[number % len(ITEMS)],
            "choice": str(number % 2 + 1),
            "submission_key": key,
        }
        return Deed(("answer", key), f"{self.sheet}/answers", fields, 200, True, cookies)

    def _of_phone(self, phone: int, others: Iterator[uuid.UUID]) -> Iterator[Deed]:
        """Answers; now and then the phone goes to somebody else, who marks attendance by code."""
        for number in itertools.count():
            key = f"{phone}-{number}"
            other = next(others, None) if number % 4 == 3 else None
            if number % 4 == 2:
                yield self._live_answer(key, number, self.phone(phone))
            elif other:
                yield self._code(key, other)
            else:
                yield self.answer(key, number, self.phone(phone))

    def _live_answer(self, key: str, number: int, cookies: Cookies) -> Deed:
        path = f"/c/{self.workshop.course_id}/live/questions/{self.question}/answer"
        fields = {"choice": "abc"[number % 3], "submission_key": key}
        return Deed(("live answer", key), path, fields, 200, True, cookies)

    def _code(self, key: str, seat: uuid.UUID) -> Deed:
        path = f"/c/{self.workshop.course_id}/attendance"
        # The server is a process of its own, whose clock does not stand still as the test's does.
        now = dt.datetime.now(dt.UTC)
        code = attendance.code_of(self.secret, self.workshop.course_id, self.opening, now).digits
        fields = {"code": code, "submission_key": key}
        return Deed(("mark", key), path, fields, 303, cookies=self.cookies_of(seat))

    def _marks(self, seats: Sequence[uuid.UUID]) -> Iterator[Deed]:
        """Late by another number of minutes each time, so that each is the next version."""
        fields = {"item": str(self.workshop.item_ids[AFTERNOON]), "status": MarkStatus.LATE.value}
        for turn in itertools.count():
            for seat in seats:
                key, minutes = f"{seat}-{turn}", str(turn % MOST_MINUTES + 1)
                fields |= {"seat": self.number_of(seat), "minutes": minutes, "submission_key": key}
                yield Deed(("mark by hand", key), f"{self.roll}/hand", dict(fields), 200, True)

    def _issuing(self, seats: Sequence[uuid.UUID]) -> Iterator[Deed]:
        """Marks too, and a certificate after every few of them."""
        marks = self._marks(seats)
        for course, seat in self.ended:
            yield from itertools.islice(marks, MARKS_PER_CERTIFICATE)
            path = f"/courses/{course}/certificates/issue"
            yield Deed(("certificate", str(seat)), path, {}, 302)
        yield from marks


def furnish(app: Flask, workshop: Workshop, trainer: Cookies) -> Room:
    """Makes the room in the workshop's course, on disk as a server leaves it."""
    course_id, database = workshop.course_id, app.extensions["training.database"]
    secret = str(app.config["SECRET_KEY"])
    with database.writing() as session:
        course = courses.get_course(session, course_id)
        seats = [_join(session, course, number) for number in range(SEATS)]
        quizzes.open_quiz(session, course_id, "small", "open", SYSTEM, NINE_THIRTY)
        for seat in seats[:PHONES]:
            taking.begin(session, course_id, seat, "small", NINE_THIRTY)
        opening = attendance.open_attendance(
            session, course_id, workshop.item_ids[MORNING], "open", SYSTEM, NINE_THIRTY
        )
        ended = [_ended_course(session, workshop, number) for number in range(ENDED)]
        question = asking.ask(
            session, course_id, POLL, "asked", Driver("page", "the trainer"), SYSTEM, NINE_THIRTY
        )
        session.commit()
    database.dispose()
    return Room(workshop, opening, tuple(seats), secret, trainer, tuple(ended), question)


def _join(session: Session, course: Course, number: int) -> uuid.UUID:
    details = PersonDetails("", f"SOK {number}")
    key = f"join-{number}"
    return joining.join(session, course, details, key, NINE_THIRTY, any_glyph).id


def _ended_course(session: Session, workshop: Workshop, number: int) -> tuple[uuid.UUID, uuid.UUID]:
    plan = plan_of(Bilingual("វគ្គដែលបានបញ្ចប់", "A course that has ended"), workshop.revision_id)
    key = f"ended-{number}"
    course = courses.plan_course(session, plan, workshop.trainer_id, key, SYSTEM, NINE_THIRTY)
    courses.set_state(session, course.id, CourseState.RUNNING, SYSTEM, NINE_THIRTY)
    seat = _join(session, course, number)
    items = [item.id for item in courses.list_agenda(session, course.id)]
    for place in (MORNING, AFTERNOON):
        wanted = HandMark(items[place] or seat, seat, MarkStatus.PRESENT)
        marking.mark_by_hand(
            session, course.id, wanted, f"before-{number}-{place}", SYSTEM, NINE_THIRTY
        )
    courses.set_state(session, course.id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    return course.id, seat
