"""Codes, minutes, half-days: pure decisions."""

import datetime as dt
import uuid
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.attendance import rules, texts
from training.attendance.model import HandMark, Mark, MarkSource, MarkStatus, Presence
from training.courses.model import AgendaItem, CourseState, HalfDay, ItemKind, Slot
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal

DAY = dt.date(2026, 11, 23)
ZONE = "Asia/Phnom_Penh"
AT = dt.datetime(2026, 11, 23, 2, 30, tzinfo=dt.UTC)
SEAT = uuid.UUID(int=7)


def item(starts_at: int, ends_at: int, number: int = 1, counts: bool = True) -> AgendaItem:
    title = Bilingual("", f"Item {number}")
    kind = ItemKind.SESSION
    return AgendaItem(uuid.UUID(int=number), starts_at, ends_at, title, kind, counts)


def mark(
    status: MarkStatus, late: int = 0, early: int = 0, number: int = 1, version: int = 1
) -> Mark:
    return Mark(
        uuid.UUID(int=99), uuid.UUID(int=number), SEAT, version, status, late, early,
        MarkSource.HAND, None, AT,
    )  # fmt: skip


def wanted(status: MarkStatus, late: int | None = None, early: int | None = None) -> HandMark:
    return HandMark(uuid.UUID(int=1), SEAT, status, late, early)


ids = st.uuids()
statuses = st.sampled_from(MarkStatus)
minutes = st.integers(0, 600)


@given(minutes, statuses, minutes, minutes)
def test_nobody_has_more_minutes_than_the_item_nor_less_than_none(
    length: int, status: MarkStatus, late: int, early: int
) -> None:
    span = rules.time_present(item(500, 500 + length), mark(status, late, early))
    assert span is None or 500 <= span[0] < span[1] <= 500 + length


def test_the_time_of_each_status() -> None:
    session = item(540, 610)
    assert rules.time_present(session, None) is None
    assert rules.time_present(session, mark(MarkStatus.PRESENT)) == (540, 610)
    assert rules.time_present(session, mark(MarkStatus.LATE, late=20)) == (560, 610)
    assert rules.time_present(session, mark(MarkStatus.LEFT_EARLY, late=20, early=15)) == (560, 595)
    assert rules.time_present(session, mark(MarkStatus.ABSENT)) is None
    assert rules.time_present(session, mark(MarkStatus.EXCUSED)) is None


@given(
    st.lists(st.tuples(statuses, st.integers(1, 3), st.integers(0, 90)), max_size=12), st.randoms()
)
def test_the_order_of_marks_does_not_matter(
    drawn: list[tuple[MarkStatus, int, int]], shuffler: object
) -> None:
    items = [item(540, 610, 1), item(780, 855, 2), item(600, 660, 3, counts=False)]
    marks = [
        mark(status, late, 0, number, version)
        for version, (status, number, late) in enumerate(drawn, 1)
    ]
    mixed = list(marks)
    shuffler.shuffle(mixed)  # type: ignore[attr-defined] # hypothesis gives a random.Random
    whole = rules.summary(items, mixed)
    assert whole == rules.summary(items, marks)
    assert 0 <= whole.minutes <= 145
    assert bool(whole.half_days) == (whole.minutes > 0)


def test_summary_takes_the_newest_mark_of_items_that_count() -> None:
    items = [item(540, 610, 1), item(780, 855, 2), item(600, 660, 3, counts=False)]
    marks = [
        mark(MarkStatus.PRESENT, number=1, version=1),
        mark(MarkStatus.ABSENT, number=1, version=2),
        mark(MarkStatus.LATE, 5, number=2),
        mark(MarkStatus.PRESENT, number=3),
    ]
    afternoon = Slot(0, HalfDay.AFTERNOON)
    assert rules.summary(items, marks) == Presence(frozenset({afternoon}), {afternoon: 70})


def test_whoever_missed_a_whole_item_was_not_there() -> None:
    assert rules.summary([item(540, 610)], [mark(MarkStatus.LATE, 70)]).half_days == frozenset()


def test_two_items_at_one_time_give_no_minute_twice() -> None:
    """Group A works from 9 to 11, group B from 10 to 12, and somebody is marked in both."""
    both = [item(540, 660, 1), item(600, 720, 2)]
    there = [mark(MarkStatus.PRESENT, number=1), mark(MarkStatus.PRESENT, number=2)]
    assert rules.summary(both, there).minutes == 180
    changed = [mark(MarkStatus.LEFT_EARLY, 0, 60, 1), mark(MarkStatus.LATE, 60, 0, 2)]
    assert rules.summary(both, changed).minutes == 120
    away = [mark(MarkStatus.PRESENT, number=1), mark(MarkStatus.ABSENT, number=2)]
    assert rules.summary(both, away).minutes == 120


def test_a_minute_in_two_half_days_counts_in_one_and_neither_half_day_is_lost() -> None:
    """The one begins before noon and lasts until 13:00; the other runs inside it, from noon on."""
    both = [item(660, 780, 1), item(720, 750, 2)]
    there = [mark(MarkStatus.PRESENT, number=1), mark(MarkStatus.PRESENT, number=2)]
    morning, afternoon = Slot(0, HalfDay.MORNING), Slot(0, HalfDay.AFTERNOON)
    assert rules.summary(both, there) == Presence(
        frozenset({morning, afternoon}), {morning: 120, afternoon: 0}
    )


spans = st.tuples(st.integers(0, 1439), st.integers(1, 1440)).filter(lambda at: at[0] < at[1])


@given(st.lists(st.tuples(spans, statuses, minutes, minutes), max_size=8))
def test_minutes_are_those_of_a_clock_whatever_runs_in_parallel(
    drawn: list[tuple[tuple[int, int], MarkStatus, int, int]],
) -> None:
    items = [item(*span, number) for number, (span, *_) in enumerate(drawn)]
    marks = [
        mark(status, late, early, number) for number, (_, status, late, early) in enumerate(drawn)
    ]
    seen = {
        minute
        for each, its in zip(items, marks, strict=True)
        for minute in range(*(rules.time_present(each, its) or (0, 0)))
    }
    found = rules.summary(items, marks)
    assert found.minutes == len(seen) == rules.minutes_at_best(items, marks, ())
    assert sum(found.minutes_of.values()) == found.minutes
    assert found.half_days == frozenset(found.minutes_of)
    at_best = rules.minutes_at_best(items, marks, items)
    assert at_best == len({minute for each in items for minute in range(*each.span)})


@given(statuses, st.none() | minutes, st.none() | minutes, st.integers(-1440, 2 * 1440))
def test_missed_minutes_never_exceed_the_item(
    status: MarkStatus, late: int | None, early: int | None, minute: int
) -> None:
    with suppress(Refusal):
        missed = rules.missed_minutes(wanted(status, late, early), item(540, 610), minute)
        assert 0 <= sum(missed) <= 70
        assert min(missed) >= 0


def test_the_clock_gives_minutes_while_the_item_is_on() -> None:
    on = item(540, 610)
    assert rules.missed_minutes(wanted(MarkStatus.LATE), on, 555) == (15, 0)
    assert rules.missed_minutes(wanted(MarkStatus.LEFT_EARLY), on, 600) == (0, 10)
    assert rules.missed_minutes(wanted(MarkStatus.LATE, 3), on, 555) == (3, 0)
    assert rules.missed_minutes(wanted(MarkStatus.PRESENT, 3, 4), on, 555) == (0, 0)


@pytest.mark.parametrize("minute", [-1, 539, 610, 1440 + 555])
def test_minutes_are_asked_for_outside_the_item(minute: int) -> None:
    with pytest.raises(Refusal) as refused:
        rules.missed_minutes(wanted(MarkStatus.LATE), item(540, 610), minute)
    assert refused.value.reason == texts.MINUTES_NEEDED


def test_the_item_to_show_first() -> None:
    items = (item(540, 610, 1), item(780, 855, 2))

    def at(hour: int, minute: int, day: int = 23) -> AgendaItem | None:
        moment = dt.datetime(2026, 11, day, hour - 7, minute, tzinfo=dt.UTC)
        return rules.choose_item(items, DAY, ZONE, moment)

    assert at(9, 30) == items[0]
    assert at(10, 30) == items[1]
    assert at(17, 0) == items[0]
    assert at(9, 30, day=25) == items[0]
    assert rules.choose_item((), DAY, ZONE, AT) is None


@pytest.mark.parametrize(
    ("state", "days", "allowed"),
    [
        (CourseState.RUNNING, 0, True),
        (CourseState.RUNNING, 3, True),
        (CourseState.PLANNED, 0, True),
        (CourseState.PLANNED, -1, False),
        (CourseState.ENDED, 0, False),
    ],
)
def test_when_a_hand_may_mark(state: CourseState, days: int, allowed: bool) -> None:
    moment = AT + dt.timedelta(days=days)
    if allowed:
        rules.require_open_for_hand(state, DAY, ZONE, moment)
    else:
        with pytest.raises(Refusal) as refused:
            rules.require_open_for_hand(state, DAY, ZONE, moment)
        assert refused.value.status == 409


@given(statuses, st.booleans(), minutes, minutes)
def test_a_settled_mark_says_what_the_person_said(
    status: MarkStatus, was_there: bool, late: int, early: int
) -> None:
    settled = rules.settled(mark(status, late, early), was_there)
    assert rules.is_here(settled.status) is was_there
    if rules.is_here(status) is was_there:
        assert (settled.status, settled.minutes_late) == (status, late)


def test_a_planned_course_may_be_marked_by_hand_on_each_of_its_days() -> None:
    second = AT + dt.timedelta(days=1)
    rules.require_open_for_hand(CourseState.PLANNED, DAY, ZONE, second, 2)
    with pytest.raises(Refusal):
        rules.require_open_for_hand(CourseState.PLANNED, DAY, ZONE, second, 1)
