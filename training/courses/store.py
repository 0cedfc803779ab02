"""Queries of the courses room."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func, or_, select, tuple_, update
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.courses import statements
from training.courses.model import (
    AgendaItem,
    CourseDay,
    CourseState,
    ItemKind,
    Logo,
    LogoRole,
    SeatedPerson,
    SeatView,
)
from training.courses.tables import (
    AgendaRow,
    Course,
    CourseLogo,
    CourseModule,
    CourseTrainer,
    Seat,
)
from training.kernel.locales import Bilingual
from training.people.model import PersonDetails
from training.people.rules import may_be_same, search_key
from training.people.service import details_of
from training.people.tables import Person

PAGE = 30


def find_course(session: Session, course_id: uuid.UUID) -> Course | None:
    """The course, or None."""
    return session.get(Course, course_id)


def find_day(session: Session, course_id: uuid.UUID) -> CourseDay | None:
    """Where the course stands, its day and zone; a fifth of what the whole course costs."""
    row = ask(session, statements.DAY, {"course_id": course_id}).first()
    return CourseDay(CourseState(row[0]), *row[1:]) if row else None


def find_course_by_code(session: Session, join_code: str) -> Course | None:
    """The course that is joined with this code."""
    return session.scalar(select(Course).where(Course.join_code == join_code))


def find_course_by_key(session: Session, submission_key: str) -> Course | None:
    """The course that this form made already, when it is sent twice."""
    return session.scalar(select(Course).where(Course.submission_key == submission_key))


def list_courses(
    session: Session, account_id: uuid.UUID | None, before: tuple[dt.date, uuid.UUID] | None
) -> Sequence[Course]:
    """A page of courses, newest day first; only those that `account_id` trains, if one is given."""
    asked = select(Course).order_by(Course.date.desc(), Course.id.desc()).limit(PAGE + 1)
    if account_id is not None:
        own = select(CourseTrainer.course_id).where(CourseTrainer.account_id == account_id)
        asked = asked.where(Course.id.in_(own))
    if before is not None:
        asked = asked.where(tuple_(Course.date, Course.id) < before)
    return session.scalars(asked).all()


def has_courses(session: Session) -> bool:
    """Whether there is any course at all."""
    return session.scalar(select(Course.id).limit(1)) is not None


def is_trainer(session: Session, course_id: uuid.UUID, account_id: uuid.UUID) -> bool:
    """Whether that account trains that course."""
    asked = {"course_id": course_id, "account_id": account_id}
    return ask(session, statements.TRAINS, asked).first() is not None


def list_revision_ids(session: Session, course_id: uuid.UUID) -> Sequence[uuid.UUID]:
    """The pinned revisions, in teaching order."""
    return ask(session, statements.PINNED, {"course_id": course_id}).scalars().all()


def count_teaching(session: Session, revision_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many courses teach each of these revisions; those that none teaches are not in it."""
    asked = select(CourseModule.revision_id, func.count()).group_by(CourseModule.revision_id)
    found = session.execute(asked.where(CourseModule.revision_id.in_(revision_ids)))
    return dict(found.all())


def as_item(row: Any) -> AgendaItem:
    """A row of the agenda as a value."""
    id_, starts_at, ends_at, km, en, kind, counts, day, group = row
    return AgendaItem(
        id_, starts_at, ends_at, Bilingual(km, en), ItemKind(kind), counts, day, group
    )


def list_agenda(session: Session, course_id: uuid.UUID) -> tuple[AgendaItem, ...]:
    """The days in their order; parallel groups by name."""
    return tuple(map(as_item, ask(session, statements.AGENDA, {"course_id": course_id}).all()))


def find_item(session: Session, course_id: uuid.UUID, item_id: uuid.UUID) -> AgendaItem | None:
    """One item of this course's agenda."""
    row = ask(session, statements.ONE_ITEM, {"course_id": course_id, "item_id": item_id}).first()
    return as_item(row) if row else None


def find_seat(session: Session, seat_id: uuid.UUID) -> Seat | None:
    """The seat, or None."""
    return session.get(Seat, seat_id)


def find_seat_id(session: Session, course_id: uuid.UUID, number: int) -> uuid.UUID | None:
    """The seat of this course with that number; None for one that was merged into another."""
    found: uuid.UUID | None = ask(
        session, statements.NUMBERED, {"course_id": course_id, "number": number}
    ).scalar()
    return found


def list_merged(session: Session, seat_id: uuid.UUID) -> tuple[tuple[uuid.UUID, int], ...]:
    """The seats, with their numbers, that were merged into this one."""
    asked = select(Seat.id, Seat.number).where(Seat.merged_into == seat_id).order_by(Seat.number)
    return tuple((id_, number) for id_, number in ask(session, asked, {}))


def has_seat(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> bool:
    """Whether that seat is one of this course."""
    return _find_held(session, statements.HELD, course_id, seat_id) is not None


def go_on_with(session: Session, seat_id: uuid.UUID) -> uuid.UUID:
    """The seat that the person goes on with: this one, unless it was merged into another.

    It is not merged before the commit.
    """
    found: uuid.UUID | None = ask(session, statements.ONE_FAST, {"seat_id": seat_id}).scalar()
    return found or seat_id


def hold_to_merge(session: Session, seat_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, Seat]:
    """These seats; whatever phones and staff do for them waits until the commit."""
    asked = select(Seat).where(Seat.id.in_(seat_ids)).order_by(Seat.id).with_for_update()
    found = session.scalars(asked.execution_options(populate_existing=True))
    return {seat.id: seat for seat in found}


def lead_on(session: Session, going: uuid.UUID, staying: uuid.UUID) -> None:
    """From now on this seat, and every seat merged into it before, leads to the one that stays."""
    change = update(Seat).where(or_(Seat.id == going, Seat.merged_into == going))
    session.execute(change.values(merged_into=staying))


def find_seat_by_key(session: Session, course_id: uuid.UUID, submission_key: str) -> Seat | None:
    """The seat that this form made already, when it is sent twice."""
    asked = select(Seat).where(Seat.course_id == course_id, Seat.submission_key == submission_key)
    return session.scalar(asked)


def find_seat_by_code(session: Session, course_id: uuid.UUID, code: str) -> Seat | None:
    """The seat of this course with that seat code."""
    return session.scalar(select(Seat).where(Seat.course_id == course_id, Seat.code == code))


def list_named(
    session: Session, course_id: uuid.UUID, details: PersonDetails
) -> tuple[SeatedPerson, ...]:
    """Those in the course whose name may be this one; who has left among them."""
    km, latin = search_key(details.name_km), search_key(details.name_latin)
    alike: list[ColumnElement[bool]] = [Person.search_key.in_({km + latin, km, latin} - {""})]
    alike += [Person.search_key.startswith(km, autoescape=True)] if km else []
    alike += [Person.search_key.endswith(latin, autoescape=True)] if latin else []
    asked = select(Seat, Person).join(Person, Person.id == Seat.person_id)
    asked = asked.where(Seat.course_id == course_id, statements.OWN, or_(*alike))
    found = (_seated(seat, person) for seat, person in session.execute(asked))
    return tuple(each for each in found if may_be_same(each.details, details))


def list_seats(session: Session, course_id: uuid.UUID) -> tuple[SeatView, ...]:
    """Everybody in the course, in the Khmer order of names; who has left among them.

    A seat that was merged into another one is not among them.
    """
    rows = ask(session, statements.ALL_SEATED, {"course_id": course_id}).all()
    return tuple(map(_as_view, rows))


def list_seats_outside(
    session: Session, course_id: uuid.UUID, groups: Collection[str]
) -> Sequence[Seat]:
    """Those who are in a parallel group that is none of these."""
    asked = select(Seat).where(Seat.course_id == course_id, statements.OWN)
    asked = asked.where(Seat.group.not_in({"", *groups}))
    return session.scalars(asked.order_by(Seat.number)).all()


def list_held_seats(
    session: Session, course_id: uuid.UUID, seat_ids: Sequence[uuid.UUID]
) -> tuple[SeatView, ...]:
    """Those of these seats that are in that course, in their order.

    For one that was merged into another, the seat that the person goes on with.
    """
    held = select(func.coalesce(Seat.merged_into, Seat.id))
    held = held.where(Seat.course_id == course_id, Seat.id.in_(seat_ids))
    found = [_as_view(row) for row in session.execute(statements.SEATED.where(Seat.id.in_(held)))]
    places = {seat_id: place for place, seat_id in enumerate(seat_ids)}
    return tuple(sorted(found, key=lambda seat: places.get(seat.seat_id, len(places))))


def _as_view(row: Any) -> SeatView:
    seat_id, person_id, number, km, latin, without_phone, group, left_at, is_listed = row
    name, has_left = Bilingual(km or latin, latin or km), left_at is not None
    return SeatView(seat_id, person_id, number, name, without_phone, group, has_left, is_listed)


def list_people(session: Session, course_id: uuid.UUID) -> tuple[SeatedPerson, ...]:
    """Everybody in the course with all that they told, in the Khmer order of names."""
    asked = select(Seat, Person).join(Person, Person.id == Seat.person_id)
    asked = asked.where(Seat.course_id == course_id, statements.OWN)
    asked = asked.order_by(Person.sort_key, Seat.number)
    return tuple(_seated(seat, person) for seat, person in session.execute(asked))


def _seated(seat: Seat, person: Person) -> SeatedPerson:
    return SeatedPerson(
        seat.id, person.id, seat.number, seat.code, seat.without_phone, details_of(person),
        seat.group, seat.left_at is not None, seat.is_expected,
    )  # fmt: skip


def take_expected(
    session: Session, seat_id: uuid.UUID, submission_key: str, now: dt.datetime
) -> bool:
    """Gives an expected seat to a phone; False when another one was first."""
    asked = update(Seat).where(Seat.id == seat_id, Seat.is_expected, Seat.left_at.is_(None))
    taken = {
        "is_expected": False,
        "without_phone": False,
        "submission_key": submission_key,
        "joined_at": now,
    }
    return session.scalar(asked.values(taken).returning(Seat.id)) is not None


def list_trainers(session: Session, course_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The accounts that train the course."""
    asked = select(CourseTrainer.account_id).where(CourseTrainer.course_id == course_id)
    return frozenset(session.scalars(asked))


def count_seats(session: Session, course_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many are in each of these courses; who has left is not counted."""
    asked = select(Seat.course_id, func.count()).where(Seat.course_id.in_(course_ids))
    asked = asked.where(statements.OWN, Seat.left_at.is_(None))
    return dict(session.execute(asked.group_by(Seat.course_id)).all())


def count_days(session: Session, course_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many days the agenda of each of these courses has; one without an agenda is left out."""
    asked = select(AgendaRow.course_id, func.max(AgendaRow.day) + 1)
    asked = asked.where(AgendaRow.course_id.in_(course_ids))
    return dict(session.execute(asked.group_by(AgendaRow.course_id)).all())


def find_held_seat(
    session: Session,
    course_id: uuid.UUID,
    seat_ids: Sequence[uuid.UUID],
    *,
    for_a_deed: bool = False,
) -> uuid.UUID | None:
    """Which of these seats is in that course; the newest, where there are two.

    For one that was merged into another, the seat that the person goes on with. With `for_a_deed`
    none of them is merged before the commit, so that what a phone does is never left behind.
    """
    statement = statements.HELD_FAST if for_a_deed else statements.HELD
    found = (_find_held(session, statement, course_id, each) for each in seat_ids)
    return next((each for each in found if each is not None), None)


def _find_held(
    session: Session, statement: Any, course_id: uuid.UUID, seat_id: uuid.UUID
) -> uuid.UUID | None:
    asked = {"course_id": course_id, "seat_id": seat_id}
    held: uuid.UUID | None = ask(session, statement, asked).scalar()
    return held


def list_logos(session: Session, course_id: uuid.UUID) -> tuple[Logo, ...]:
    """The logos on the papers of the course, organisers' before funders', each in their order."""
    asked = select(CourseLogo).where(CourseLogo.course_id == course_id)
    rows = session.scalars(asked.order_by(CourseLogo.position, CourseLogo.id)).all()
    return tuple(_as_logo(row) for role in LogoRole for row in rows if row.role == role)


def find_logo(session: Session, course_id: uuid.UUID, logo_id: uuid.UUID) -> Logo | None:
    """The logo, or None where this course has none of that id."""
    row = session.get(CourseLogo, logo_id)
    return _as_logo(row) if row is not None and row.course_id == course_id else None


def _as_logo(row: CourseLogo) -> Logo:
    words = Bilingual(row.words_km, row.words_en)
    return Logo(row.id, LogoRole(row.role), words, row.media_type, row.content)
