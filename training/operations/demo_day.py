"""How the demonstration's people spend a day: who comes when, and who answers what.

Nothing is left to chance: the same roster always gives the same marks and the same scores.
"""

import datetime as dt
import hashlib
import uuid
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from training.adapters.house_fonts import characters_without_glyph
from training.attendance import code_marking, marking
from training.attendance import service as attendance
from training.attendance.model import HandMark, MarkStatus
from training.courses import joining
from training.courses.model import AgendaItem
from training.courses.tables import Course, Seat
from training.kernel.access import ActorKind, Who
from training.kernel.moments import PHNOM_PENH, clock
from training.modules.model import Item
from training.people.model import PersonDetails
from training.quizzes import entering, taking
from training.quizzes import rules as quiz_rules
from training.quizzes import service as quizzes
from training.quizzes.model import Given

CODES_OPEN_MINUTES = 12
LEAST_ON_PAPER = 50
"""Per cent that even the weakest knows of those whose sheet is entered."""


@dataclass(frozen=True, slots=True)
class Stage:
    """One course of the demonstration, and everything that acting in it needs."""

    session: Session
    course: Course
    trainer: Who
    secret: str
    now: dt.datetime
    """Nothing is dated after this moment."""

    def at(self, minutes: float) -> dt.datetime:
        """That many minutes after midnight of the course's first day, but never after `now`."""
        zone = ZoneInfo(PHNOM_PENH)
        midnight = dt.datetime.combine(self.course.date, dt.time(), tzinfo=zone)
        return min((midnight + dt.timedelta(minutes=minutes)).astimezone(dt.UTC), self.now)

    def key(self, *parts: object) -> str:
        """A submission key that no other deed of the demonstration has."""
        return "-".join(("demo", *map(str, parts)))


@dataclass(frozen=True, slots=True)
class Came:
    """A mark that is not simply `present`."""

    status: MarkStatus
    minutes: int = 0
    """Minutes late for LATE, minutes early for LEFT_EARLY."""


def join(
    stage: Stage, people: tuple[PersonDetails, ...], without_phone: frozenset[int]
) -> list[Seat]:
    """Everybody joins from 07:45 on, or is added by the trainer; places in the roster from 0."""
    seats = []
    for place, details in enumerate(people):
        key, now = stage.key("join", place), stage.at(7 * 60 + 45 + place * 0.7)
        if place in without_phone:
            seat = joining.add_without_phone(
                stage.session, stage.course.id, details, key, stage.trainer, now,
                characters_without_glyph,
            )  # fmt: skip
        else:
            seat = joining.join(
                stage.session, stage.course, details, key, now, characters_without_glyph
            )
        seats.append(seat)
    return seats


def mark(
    stage: Stage,
    item: AgendaItem,
    seats: list[Seat],
    others: dict[int, Came | None],
    *,
    close: bool,
) -> None:
    """One agenda item: phones by code, the rest by the trainer's hand.

    `others` says what is not simply `present`, by place in the roster; None is not marked at all.
    Without `close` the code stays open and those without a phone are not marked yet.
    """
    item_id = get_id(item)
    opened_at = stage.at(item.begins)
    opening = attendance.open_attendance(
        stage.session,
        stage.course.id,
        item_id,
        stage.key("code", item_id),
        stage.trainer,
        opened_at,
    )
    for place, seat in enumerate(seats):
        if place not in others and not seat.without_phone:
            at = stage.at(item.begins + 1 + place * 0.2)
            code = attendance.code_of(stage.secret, stage.course.id, opening, at).digits
            code_marking.mark_by_code(
                stage.session, stage.course.id, seat.id, code, stage.key(item_id), stage.secret, at
            )
    if not close:
        return
    closed_at = stage.at(item.begins + CODES_OPEN_MINUTES)
    attendance.close_attendance(
        stage.session, stage.course.id, opening.id, stage.trainer, closed_at
    )
    for place, seat in enumerate(seats):
        came = others.get(place, Came(MarkStatus.PRESENT) if seat.without_phone else None)
        if came is not None:
            _mark_by_hand(stage, item, seat, came)


def _mark_by_hand(stage: Stage, item: AgendaItem, seat: Seat, came: Came) -> None:
    late = came.minutes if came.status is MarkStatus.LATE else None
    early = came.minutes if came.status is MarkStatus.LEFT_EARLY else None
    wanted = HandMark(get_id(item), seat.id, came.status, late, early)
    when = stage.at(item.ends - 1)
    key = stage.key("hand", item.id)
    marking.mark_by_hand(stage.session, stage.course.id, wanted, key, stage.trainer, when)


def get_id(item: AgendaItem) -> uuid.UUID:
    """The id of an item that is in the database. Raises ValueError for any other."""
    if item.id is None:
        raise ValueError(f"the item at {clock(item.starts_at)} has no id")
    return item.id


@dataclass(frozen=True, slots=True)
class Sitting:
    """How the people answer one assessment; `begins` is minutes since midnight.

    Of those places in the roster that `upto` divides, only the first half of the questions is
    answered, and the sheet is not sent; 0 divides nobody. `least_percent` are right even for the
    weakest.
    """

    slug: str
    begins: int
    left_out: frozenset[int]
    upto: int = 0
    least_percent: int = 55


def answer_quiz(stage: Stage, seats: list[Seat], sitting: Sitting) -> None:
    """Everybody but those left out answers."""
    for place, seat in enumerate(seats):
        if place in sitting.left_out:
            continue
        half = sitting.upto > 0 and place % sitting.upto == 0
        _answer(stage, seat, place, sitting, half=half)
        if not half:
            who = Who(ActorKind.SEAT, seat.id, "")
            end = stage.at(sitting.begins + 8)
            taking.finish(stage.session, stage.course.id, seat.id, sitting.slug, (), who, end)


def enter_from_paper(stage: Stage, seats: list[Seat], slug: str, at: dt.datetime) -> None:
    """The trainer enters the sheets of those who have no phone."""
    desk = quizzes.get_desk(stage.session, stage.course.id, None, slug)
    for place, seat in enumerate(seats):
        if seat.without_phone:
            sheet = entering.get_sheet(stage.session, desk, seat.number)
            items = entering.items_on(stage.session, desk, sheet)
            codes = {item.id: choose(item, place, LEAST_ON_PAPER) for item in items}
            key = stage.key("paper", slug, seat.number)
            entering.enter(
                stage.session, stage.course.id, slug, seat.number, codes, key, stage.trainer, at
            )


def _answer(stage: Stage, seat: Seat, place: int, sitting: Sitting, *, half: bool) -> None:
    session, course_id, slug = stage.session, stage.course.id, sitting.slug
    taking.begin(session, course_id, seat.id, slug, stage.at(sitting.begins))
    desk = quizzes.get_desk(session, course_id, seat.id, slug)
    if desk.attempt is None:
        raise ValueError("a sheet that was begun is not there")
    items = [each for each in quizzes.items_of(session, desk) if each.kind in quiz_rules.CHOSEN]
    for number, item in enumerate(items[: len(items) // 2] if half else items):
        codes = [choice.code for choice in quiz_rules.choices_in_order(item, desk.attempt.seed)]
        shown = codes.index(choose(item, place, sitting.least_percent)) + 1
        given = Given(item.id, str(shown), stage.key("answer", slug, number))
        when = stage.at(sitting.begins + 0.5 * number)
        taking.answer(session, course_id, seat.id, slug, given, when)


def choose(item: Item, place: int, least_percent: int) -> str:
    """The code that this person chooses: right more often for some people than for others.

    Where nothing is right, one of all that there are.
    """
    right = quiz_rules.right_code(item) if item.is_scored else ""
    wrong = [choice.code for choice in quiz_rules.choices_of(item) if choice.code != right]
    # Up to 40 in a hundred more are right, by person; an item's difficulty takes some away.
    skill_percent = least_percent + place * 7 % 41 - 5 * (item.difficulty - 1)
    first, second, *_ = hashlib.sha256(f"{place}/{item.id}".encode()).digest()
    is_known = right and first * 100 < skill_percent * 256
    return right if is_known or not wrong else wrong[second % len(wrong)]
