"""A register of three people over two days, with groups, made without a database."""

import datetime as dt

import pytest

from training.attendance.model import Mark, MarkSource, MarkStatus
from training.attendance.register.compiling import attended
from training.attendance.register.model import Counted, Register
from training.courses import rules as course_rules
from training.courses.model import AgendaItem, ItemKind, SeatedPerson
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.people.model import PersonDetails

MADE = dt.datetime(2026, 11, 23, 17, 5, tzinfo=dt.UTC)
"""00:05 on 24 November in Phnom Penh."""


def item(day: int, starts: int, minutes: int, title: str, group: str = "") -> AgendaItem:
    words = Bilingual(f"វេន {title}", f"Session {title}")
    return AgendaItem(new_id(), starts, starts + minutes, words, ItemKind.SESSION, True, day, group)


ITEMS = (
    item(0, 540, 60, "one"),
    item(0, 810, 90, "two", "A"),
    item(0, 810, 80, "three", "B"),
    item(1, 540, 50, "four"),
)


def mark(
    at: AgendaItem, status: MarkStatus, late: int = 0, early: int = 0,
    source: MarkSource = MarkSource.HAND,
) -> Mark:  # fmt: skip
    assert at.id is not None
    return Mark(new_id(), at.id, new_id(), 1, status, late, early, source, None, MADE)


def person(number: int, details: PersonDetails, group: str = "", **more: bool) -> SeatedPerson:
    return SeatedPerson(new_id(), new_id(), number, "code", False, details, group, **more)


@pytest.fixture
def register() -> Register:
    one, two, _three, four = ITEMS
    dara = [
        mark(one, MarkStatus.LATE, late=10, source=MarkSource.CODE),
        mark(two, MarkStatus.PRESENT, source=MarkSource.PAPER),
        mark(four, MarkStatus.LATE, late=5, early=15),
    ]
    bopha = [mark(one, MarkStatus.EXCUSED), mark(four, MarkStatus.ABSENT)]
    details = PersonDetails("សុខ ដារ៉ា", "SOK Dara", "mr", "male", "=1+1", "ngo", "12")

    def row(who: SeatedPerson, marks: list[Mark], *unsettled: AgendaItem):  # type: ignore[no-untyped-def]
        held = {each.agenda_item_id: each for each in marks}
        return attended(who, ITEMS, held, frozenset(each.id for each in unsettled if each.id))

    rows = (
        row(person(1, details, "A"), dara, four),
        row(person(2, PersonDetails("កែវ បុប្ផា", "", organisation="@cmd"), "B"), bopha),
        row(person(3, PersonDetails("", "HENG Mom"), has_left=True), []),
    )
    counted = tuple(
        Counted(number, each, number, 7 if number == 1 else None)
        for number, each in enumerate(ITEMS, 1)
    )
    return Register(
        Bilingual("វគ្គ", "A course"), Bilingual("", "Hall"), dt.date(2026, 11, 22), MADE,
        "Asia/Phnom_Penh", counted, course_rules.slots_of(ITEMS), rows,
    )  # fmt: skip
