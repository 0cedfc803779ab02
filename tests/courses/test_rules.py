"""Days and groups: which day an hour belongs to, what is on in each group, what may be planned."""

import datetime as dt
from collections.abc import Sequence

import pytest
from msgspec.structs import replace

from training.courses import rules, texts
from training.courses.model import AgendaItem, ItemKind
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.kernel.moments import read_clock

FIRST = dt.date(2026, 11, 23)
ZONE = "Asia/Phnom_Penh"


def item(day: int, starts: str, ends: str, group: str = "") -> AgendaItem:
    """An item that counts, titled by its day, hour and group; `day` counts from 0."""
    title = Bilingual("", f"{day} {starts} {group}".strip())
    begins, until = read_clock(starts), read_clock(ends)
    assert begins is not None
    assert until is not None
    return AgendaItem(None, begins, until, title, ItemKind.SESSION, True, day, group)


def local(day: int, hour: int, minute: int) -> dt.datetime:
    """That time on the wall in Phnom Penh on 23 November 2026 plus `day` days, as UTC."""
    return dt.datetime(2026, 11, 23 + day, hour, minute, tzinfo=dt.UTC) - dt.timedelta(hours=7)


def titles(items: Sequence[AgendaItem]) -> list[str]:
    return [each.title.en for each in items]


LATE, MIDNIGHT = item(0, "23:40", "24:00"), item(1, "00:00", "00:25")
HALF_PAST, MORNING = item(1, "00:30", "01:30"), item(1, "08:00", "11:00")
NIGHT = (item(0, "00:30", "01:30"), LATE, MIDNIGHT, HALF_PAST, MORNING)


@pytest.mark.parametrize(
    ("now", "on", "coming"),
    [
        (local(0, 0, 29), [], "0 00:30"),
        (local(0, 0, 30), ["0 00:30"], "0 23:40"),
        (local(0, 23, 50), ["0 23:40"], "1 00:00"),
        (local(1, 0, 10), ["1 00:00"], "1 00:30"),
        (local(1, 0, 30), ["1 00:30"], "1 08:00"),
        (local(1, 1, 30), [], "1 08:00"),
    ],
)
def test_a_session_at_half_past_midnight_belongs_to_its_own_day(
    now: dt.datetime, on: list[str], coming: str
) -> None:
    assert titles(rules.items_on(NIGHT, FIRST, ZONE, now)) == on
    assert titles(rules.next_items(NIGHT, FIRST, ZONE, now)) == [coming]


def test_half_past_midnight_in_phnom_penh_is_the_evening_before_in_utc() -> None:
    now = local(1, 0, 30)
    assert now.date() == FIRST
    assert rules.minute_of_course(FIRST, ZONE, now) == 24 * 60 + 30


def test_the_half_days_of_a_night_are_told_apart_by_their_day() -> None:
    found = [(slot.day, slot.half.value) for slot in rules.slots_of(NIGHT)]
    assert found == [(0, "morning"), (0, "afternoon"), (1, "morning")]


def test_the_days_of_a_course_bear_their_dates() -> None:
    days = rules.split_days(NIGHT, FIRST)
    assert [(day.number, day.date.day, len(day.items)) for day in days] == [(1, 23, 2), (2, 24, 3)]


COMMON, LUNCH = item(0, "08:00", "09:00"), item(0, "12:00", "13:00")
GROUP_A, GROUP_B = item(0, "09:00", "10:00", "A"), item(0, "09:00", "11:00", "B")
PARALLEL = (COMMON, GROUP_A, GROUP_B, item(0, "10:00", "12:00", "A"), LUNCH)


@pytest.mark.parametrize(
    ("now", "on", "coming"),
    [
        (local(0, 8, 30), ["0 08:00"], ["0 09:00 A", "0 09:00 B"]),
        (local(0, 9, 30), ["0 09:00 A", "0 09:00 B"], ["0 10:00 A", "0 12:00"]),
        (local(0, 11, 30), ["0 10:00 A"], ["0 12:00"]),
        (local(0, 14, 0), [], []),
    ],
)
def test_each_group_has_its_own_now_and_next(
    now: dt.datetime, on: list[str], coming: list[str]
) -> None:
    assert titles(rules.items_on(PARALLEL, FIRST, ZONE, now)) == on
    assert titles(rules.next_items(PARALLEL, FIRST, ZONE, now)) == coming


def test_a_group_goes_through_its_own_agenda_and_one_without_sees_all() -> None:
    assert titles(rules.own_items(PARALLEL, "B")) == ["0 08:00", "0 09:00 B", "0 12:00"]
    assert rules.own_items(PARALLEL, "") == PARALLEL


def test_a_group_with_another_name_is_known_by_its_items() -> None:
    with_ids = tuple(replace(each, id=new_id()) for each in PARALLEL)
    common, of_a, of_b, more_of_a, lunch = with_ids
    kampot, more_of_kampot = (replace(each, group="Kampot") for each in (of_a, more_of_a))
    assert rules.renamed_groups(with_ids, (common, kampot, of_b, more_of_kampot, lunch)) == {
        "A": "Kampot"
    }
    assert rules.renamed_groups(with_ids, (common, kampot, of_b, lunch)) == {"A": "Kampot"}
    split = (common, kampot, of_b, replace(more_of_a, group="Kep"), lunch)
    assert rules.renamed_groups(with_ids, split) == {}
    assert rules.renamed_groups(with_ids, (common, of_b, lunch)) == {}
    assert rules.renamed_groups(with_ids, (common, kampot, of_b, more_of_a, lunch)) == {}


def test_groups_may_work_at_the_same_time_and_nobody_else() -> None:
    assert rules.agenda_faults(PARALLEL) == {}
    everybody = replace(GROUP_B, group="")
    assert set(rules.agenda_faults((*PARALLEL[:2], everybody)).values()) == {texts.AGENDA_OVERLAPS}
    same = (GROUP_A, replace(GROUP_B, group="A"))
    assert rules.agenda_faults(same) == {1: texts.AGENDA_OVERLAPS}


def test_the_same_hour_on_another_day_is_another_time() -> None:
    assert rules.agenda_faults((COMMON, replace(COMMON, day=1))) == {}
