"""An invented nation around the room: people, courses, marks, quizzes, certificates, the trail.

Made from a seed, written in bulk past the services, with the keys that the services would write.
"""

import datetime as dt
import itertools
import random
import uuid
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import func, insert, select
from sqlalchemy.orm import Session

from bench.room import ROSTER
from training.adapters.collation import sort_key
from training.adapters.database import Database
from training.attendance.model import MarkSource, MarkStatus
from training.attendance.tables import AttendanceMark, AttendanceOpening
from training.audit.tables import AuditEntry
from training.certificates import rules as certificate_rules
from training.certificates.model import Facts, Named
from training.certificates.tables import Certificate
from training.courses.agenda import one_day_template
from training.courses.model import ASKABLE, Asking, CertificateRule, CourseState, WiFi
from training.courses.tables import AgendaRow, Course, CourseModule, CourseTrainer, Seat
from training.kernel.access import ActorKind
from training.kernel.ids import CROCKFORD
from training.kernel.moments import PHNOM_PENH
from training.modules import service as modules
from training.modules.model import Module
from training.operations import demo_workshops
from training.people import rules as people_rules
from training.people.model import PROVINCES, AccountRole
from training.people.tables import Account, Person
from training.quizzes import rules as quiz_rules
from training.quizzes.tables import QuizAnswer, QuizAttempt, QuizOpening

SEED = 20261123
COURSES_AT_ONCE = 50
YEARS = 5
TABLES = (
    Person, Account, Course, CourseModule, CourseTrainer, AgendaRow, Seat, AttendanceOpening,
    AttendanceMark, QuizOpening, QuizAttempt, QuizAnswer, Certificate, AuditEntry,
)  # fmt: skip
"""In an order in which each row finds what it refers to."""


@dataclass(frozen=True, slots=True)
class Scale:
    """How large a nation is."""

    people: int
    courses: int
    seats: int
    """In each course; a person comes to several courses."""
    staff: int
    with_certificates: int
    """So many of the courses have issued theirs."""
    of_one_trainer: int
    """So many of the courses are trained by the room's trainer."""


PROVINCE = Scale(700, 70, 10, 110, 60, 35)
"""Large enough to fill a page of every list."""
NATION = Scale(20_000, 1_000, 50, 400, 400, 35)


@dataclass(slots=True)
class _Maker:
    """Rows by table, from one stream of random numbers."""

    scale: Scale
    trainer_id: uuid.UUID
    revision_id: uuid.UUID
    module: Module
    now: dt.datetime
    chance: random.Random = field(default_factory=lambda: random.Random(SEED))
    rows: dict[Any, list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    people: list[uuid.UUID] = field(default_factory=list)
    staff: list[uuid.UUID] = field(default_factory=list)
    ticks: Iterator[int] = field(default_factory=itertools.count)

    def id_at(self, moment: dt.datetime) -> uuid.UUID:
        """A UUIDv7 of about that time; ids of one day rise in the order of making."""
        ticks = next(self.ticks)
        value = (int(moment.timestamp() * 1000) + (ticks >> 12)) << 80
        value |= 0x7 << 76 | (ticks & 0xFFF) << 64 | 0b10 << 62
        return uuid.UUID(int=value | self.chance.getrandbits(62))

    def add(self, table: Any, **values: Any) -> None:
        self.rows[table].append(values)


def populate(database: Database, scale: Scale, trainer_id: uuid.UUID, now: dt.datetime) -> None:
    """Writes the nation beside what is there."""
    with database.writing() as session:
        (revision_id, module), *_ = modules.list_offered(session)
        maker = _Maker(scale, trainer_id, revision_id, module, now)
        _add_people(maker)
        _add_staff(maker)
        codes = _free_codes(session, maker)
        for number, code in enumerate(codes):
            _add_course(maker, number, code)
            if number % COURSES_AT_ONCE == 0:
                _write(session, maker)
        _write(session, maker)
        session.commit()


def count_rows(database: Database) -> dict[str, int]:
    """How many rows each table holds."""
    with database.reading() as session:
        return {
            table.__tablename__: session.scalar(select(func.count()).select_from(table)) or 0
            for table in TABLES
        }


def _write(session: Session, maker: _Maker) -> None:
    for table in TABLES:
        if maker.rows[table]:
            plain: Any = table.__table__
            session.connection().execute(insert(plain), maker.rows[table])
    maker.rows.clear()


def _free_codes(session: Session, maker: _Maker) -> list[str]:
    taken = set(session.scalars(select(Course.join_code)))
    drawn = map(str, maker.chance.sample(range(100_000, 1_000_000), maker.scale.courses + 10))
    return [code for code in drawn if code not in taken][: maker.scale.courses]


@cache
def _names() -> tuple[tuple[str, str], ...]:
    """Every family name of the invented people with every given name, in both scripts."""
    parts = [(each.name_km.split(" ", 1), each.name_latin.split(" ", 1)) for each in ROSTER]
    families = {km[0]: latin[0] for km, latin in parts}
    given = {km[1]: latin[1] for km, latin in parts}
    return tuple(
        (f"{family} {name}", f"{families[family]} {given[name]}")
        for family in families
        for name in given
    )


@cache
def _keys(km: str, latin: str) -> tuple[bytes, str]:
    return sort_key(km), people_rules.search_key(f"{km} {latin}")


def _add_person(maker: _Maker, joined: dt.datetime) -> tuple[uuid.UUID, bytes]:
    km, latin = maker.chance.choice(_names())
    by_name, to_find = _keys(km, latin)
    made = maker.id_at(joined)
    maker.add(
        Person, id=made, name_km=km, name_latin=latin, sort_key=by_name, search_key=to_find,
        title="mr", gender="male", organisation="", sector="teacher",
        province=maker.chance.choice(list(PROVINCES)), created_at=joined,
    )  # fmt: skip
    return made, by_name


def _add_people(maker: _Maker) -> None:
    for number in range(maker.scale.people):
        joined = maker.now - dt.timedelta(days=365 * YEARS * (1 - number / maker.scale.people))
        maker.people.append(_add_person(maker, joined)[0])


def _add_staff(maker: _Maker) -> None:
    for number in range(maker.scale.staff):
        person_id, by_name = _add_person(maker, maker.now)
        made = maker.id_at(maker.now)
        maker.add(
            Account, id=made, person_id=person_id, sort_key=by_name,
            sign_in_name=f"trainer-{number}", password_hash="no password fits",
            role=AccountRole.TRAINER.value, active=True, epoch=1, created_at=maker.now,
        )  # fmt: skip
        maker.staff.append(made)


def _add_course(maker: _Maker, number: int, code: str) -> None:
    """One day that has ended, with all that its people did."""
    began = maker.now - dt.timedelta(days=2 + 365 * YEARS * number / maker.scale.courses)
    course_id = maker.id_at(began)
    maker.add(
        Course, id=course_id, title_km="វគ្គបណ្តុះបណ្តាលគ្រូបង្គោល", title_en=f"Course {number}",
        date=began.date(), province=maker.chance.choice(list(PROVINCES)),
        venue_km=demo_workshops.VENUE.km, venue_en=demo_workshops.VENUE.en, time_zone=PHNOM_PENH,
        state=CourseState.ENDED.value, join_code=code, join_open=True,
        organisers=demo_workshops.ORGANISERS, signatories=demo_workshops.SIGNATORIES,
        asked=dict.fromkeys(ASKABLE, Asking.OPTIONAL), rule=CertificateRule(), wifi=WiFi(),
        seats_given=maker.scale.seats, submission_key=f"nation-{number}", created_at=began,
        ended_at=began,
    )  # fmt: skip
    maker.add(CourseModule, course_id=course_id, position=0, revision_id=maker.revision_id)
    own = number % max(1, maker.scale.courses // maker.scale.of_one_trainer) == 0
    trainer = maker.trainer_id if own else maker.chance.choice(maker.staff)
    maker.add(CourseTrainer, course_id=course_id, account_id=trainer)
    items = _add_agenda(maker, course_id, began)
    maker.add(
        QuizOpening, id=maker.id_at(began), course_id=course_id, revision_id=maker.revision_id,
        slug=maker.module.slug, submission_key="open", opened_at=began, closed_at=began,
    )  # fmt: skip
    for place, person_id in enumerate(maker.chance.sample(maker.people, maker.scale.seats), 1):
        seat_id = _add_seat(maker, course_id, person_id, place, began)
        _add_marks(maker, course_id, seat_id, items, began)
        _add_sheet(maker, course_id, seat_id, began)
        if number < maker.scale.with_certificates:
            _add_certificate(maker, course_id, seat_id, began)


def _add_agenda(maker: _Maker, course_id: uuid.UUID, began: dt.datetime) -> list[uuid.UUID]:
    """The day; the ids of the items that count, each of which was opened once."""
    counted = []
    for item in one_day_template():
        made = maker.id_at(began)
        maker.add(
            AgendaRow, id=made, course_id=course_id, starts_at=item.starts_at,
            ends_at=item.ends_at, title_km=item.title.km, title_en=item.title.en,
            kind=item.kind.value, counts=item.counts,
        )  # fmt: skip
        if item.counts:
            counted.append(made)
            maker.add(
                AttendanceOpening, id=maker.id_at(began), course_id=course_id,
                agenda_item_id=made, opened_at=began, closed_at=began, opened_by=None,
                submission_key=made.hex,
            )  # fmt: skip
    return counted


def _add_seat(
    maker: _Maker, course_id: uuid.UUID, person_id: uuid.UUID, number: int, began: dt.datetime
) -> uuid.UUID:
    seat_id = maker.id_at(began)
    maker.add(
        Seat, id=seat_id, course_id=course_id, person_id=person_id, number=number,
        code="".join(maker.chance.choices(CROCKFORD, k=8)), without_phone=False,
        submission_key=seat_id.hex, joined_at=began,
    )  # fmt: skip
    _note(maker, "joined", "seat", course_id, seat_id, began)
    return seat_id


def _note(
    maker: _Maker, action: str, subject: str, course_id: uuid.UUID, about: uuid.UUID,
    began: dt.datetime,
) -> None:  # fmt: skip
    maker.add(
        AuditEntry, id=maker.id_at(began), at=began, actor_kind=ActorKind.SEAT.value,
        actor_id=about, actor_name="", course_id=course_id, subject=subject, subject_id=about,
        action=action, before={}, after={},
    )  # fmt: skip


def _add_marks(
    maker: _Maker, course_id: uuid.UUID, seat_id: uuid.UUID, items: list[uuid.UUID],
    began: dt.datetime,
) -> None:  # fmt: skip
    for item_id in items:
        maker.add(
            AttendanceMark, id=maker.id_at(began), course_id=course_id, agenda_item_id=item_id,
            seat_id=seat_id, version=1, status=MarkStatus.PRESENT.value, minutes_late=0,
            minutes_early=0, source=MarkSource.CODE.value, marked_by=None, marked_at=began,
            submission_key=item_id.hex,
        )  # fmt: skip


def _add_sheet(maker: _Maker, course_id: uuid.UUID, seat_id: uuid.UUID, began: dt.datetime) -> None:
    """A finished quiz with an answer to each of its items."""
    attempt_id, items = maker.id_at(began), maker.module.items
    codes = {item.id: maker.chance.choice(_codes_of(maker.module)[item.id]) for item in items}
    maker.add(
        QuizAttempt, id=attempt_id, course_id=course_id, seat_id=seat_id,
        slug=maker.module.slug, revision_id=maker.revision_id, form="", number=1, seed=1,
        started_at=began, due_at=None, finished_at=began, finished_by="seat", seen_at=began,
        score=quiz_rules.score(items, codes),
        most=len(items),
    )  # fmt: skip
    for item_id, code in codes.items():
        maker.add(
            QuizAnswer, id=maker.id_at(began), attempt_id=attempt_id, item_id=item_id,
            choice=code, submission_key=item_id, given_at=began, arrived_at=None,
        )  # fmt: skip


_codes: dict[str, dict[str, list[str]]] = {}


def _codes_of(module: Module) -> dict[str, list[str]]:
    if module.slug not in _codes:
        _codes[module.slug] = {
            item.id: [each.code for each in quiz_rules.choices_in_order(item, 1)]
            for item in module.items
        }
    return _codes[module.slug]


def _add_certificate(
    maker: _Maker, course_id: uuid.UUID, seat_id: uuid.UUID, began: dt.datetime
) -> None:
    number = "".join(maker.chance.choices(CROCKFORD, k=10))
    facts = Facts(
        number=certificate_rules.written_number(number), name_km="សុខ ដារ៉ា", name_en="SOK Dara",
        title_km="", title_en="", is_monk=False, course_title_km="វគ្គ", course_title_en="Course",
        modules=(Named(maker.module.title.km, maker.module.title.en),), minutes_held=360,
        venue_km=demo_workshops.VENUE.km, venue_en=demo_workshops.VENUE.en, province_km="",
        province_en="", date=began.date(), organisers=(), signatories=(),
        issued_on=began.date(), verify_url="",
    )  # fmt: skip
    maker.add(
        Certificate, id=maker.id_at(began), number=number, course_id=course_id, seat_id=seat_id,
        kind="attendance", edition=1, facts=facts, issued_at=began, issued_by=None,
    )  # fmt: skip
    _note(maker, "issued", "certificate", course_id, seat_id, began)
