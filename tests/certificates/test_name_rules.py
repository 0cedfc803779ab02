"""When a name is to be looked at, what was said of it, and who may be there twice."""

import datetime as dt
import uuid
from dataclasses import dataclass

import pytest

from tests.conftest import DAY
from training.certificates.names.rules import (
    Said,
    Spelling,
    find_twins,
    is_time,
    said_of,
    spelling_to_offer,
)
from training.courses.model import AgendaItem, ItemKind, SeatedPerson
from training.kernel.locales import Bilingual
from training.people.model import PersonDetails

ZONE = "Asia/Phnom_Penh"
TODAY = Spelling("ស៊ុន សុភាព", "SUN Sopheap")
OTHER = Spelling("ស៊ុន សុភា", "SUN Sophea")
NOON = dt.datetime(2026, 11, 23, 5, tzinfo=dt.UTC)
"""12:00 in Phnom Penh."""


@dataclass
class Row:
    """What is read of a row."""

    is_right: bool
    name_km: str
    name_latin: str
    wanted_km: str
    wanted_latin: str
    settled_at: dt.datetime | None


def row(
    *,
    is_right: bool,
    shown: Spelling = TODAY,
    wanted: Spelling = OTHER,
    settled_at: dt.datetime | None = None,
) -> Row:
    return Row(is_right, shown.km, shown.latin, wanted.km, wanted.latin, settled_at)


@pytest.mark.parametrize(
    ("newest", "said"),
    [
        (None, Said.NOTHING),
        (row(is_right=True), Said.RIGHT),
        (row(is_right=True, shown=OTHER), Said.OTHER),
        (row(is_right=False), Said.ASKED),
        (row(is_right=False, settled_at=NOON), Said.ANSWERED),
    ],
)
def test_what_was_said_last_counts_for_the_spelling_that_was_shown(
    newest: Row | None, said: Said
) -> None:
    assert said_of(newest, TODAY) is said


def test_the_boxes_begin_with_what_is_asked_for_else_with_today() -> None:
    assert spelling_to_offer(row(is_right=False), TODAY) == OTHER
    assert spelling_to_offer(row(is_right=False, wanted=Spelling()), TODAY) == TODAY
    assert spelling_to_offer(None, TODAY) == TODAY


def test_another_spelling_has_another_mark() -> None:
    marks = {TODAY.mark, OTHER.mark, Spelling("a", "").mark, Spelling("", "a").mark}
    assert len(marks) == 4


def item(starts: int, day: int = 0, *, counts: bool = True) -> AgendaItem:
    return AgendaItem(
        None, starts * 60, starts * 60 + 60, Bilingual("", "x"), ItemKind.SESSION, counts, day
    )


def is_time_at(hour: int, *items: AgendaItem, day: int = 0) -> bool:
    moment = dt.datetime(2026, 11, 23 + day, hour, tzinfo=dt.timezone(dt.timedelta(hours=7)))
    return is_time(items, DAY, ZONE, moment)


def test_it_is_time_from_the_last_half_day_on() -> None:
    day = (item(9), item(12, counts=False), item(13), item(15), item(17, counts=False))
    assert not is_time_at(9, *day)
    assert not is_time_at(12, *day)
    assert is_time_at(13, *day)
    assert is_time_at(18, *day)


def test_of_several_days_only_the_last_half_day_is_the_time() -> None:
    days = (item(9), item(13), item(9, day=1))
    assert not is_time_at(18, *days)
    assert is_time_at(9, *days, day=1)


def test_without_an_agenda_it_is_time_on_the_day() -> None:
    assert not is_time_at(9, day=-1)
    assert is_time_at(9)


def seated(number: int, km: str, latin: str) -> SeatedPerson:
    return SeatedPerson(uuid.uuid4(), uuid.uuid4(), number, "CODE", False, PersonDetails(km, latin))


def twins_of(*names: tuple[str, str]) -> dict[int, list[int]]:
    people = [seated(number, *name) for number, name in enumerate(names, 1)]
    return {
        number: sorted(each.number for each in found)
        for number, found in find_twins(people).items()
    }


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("ស៊ុន សុភាព", "SUN Sopheap"), ("ស៊ុនសុភាព", "")),
        (("", "SUN Sopheap"), ("", "Sopheap Sun")),
        (("ស៊ុន\u200bសុភាព", ""), ("ស៊ុន សុភាព", "SOON Sophep")),
        (("ស\u17bb\u17d2រី", ""), ("ស\u17d2រ\u17bbី", "")),
    ],
)
def test_two_seats_with_one_name_may_be_twins(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert twins_of(one, ("កែវ ចាន់ថា", "KEO Chantha"), other) == {1: [3], 3: [1]}


def test_names_in_one_script_only_make_no_twins_of_their_empty_halves() -> None:
    assert twins_of(("ស៊ុន សុភាព", ""), ("កែវ ចាន់ថា", ""), ("", "LY Mary"), ("", "LY Dara")) == {}
