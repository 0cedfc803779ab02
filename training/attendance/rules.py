"""Codes, minutes and half-days: facts in, decisions out."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence

from training.attendance import texts
from training.attendance.model import (
    IN_THE_ROOM,
    WITH_MINUTES,
    Claim,
    Conflict,
    HandMark,
    Mark,
    MarkSource,
    MarkStatus,
    Opening,
    OwnSeat,
    Presence,
)
from training.courses import rules as course_rules
from training.courses.model import AgendaItem, CourseState, SeatView, Slot
from training.kernel.moments import local_date, minutes_covered, minutes_each_adds
from training.kernel.refusal import Refusal
from training.kernel.texts import Text


def counted_items(agenda: Iterable[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The agenda items that attendance is kept for."""
    return tuple(item for item in agenda if item.counts)


def choose_item(
    items: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime
) -> AgendaItem | None:
    """The item to show first: the one that is on, else the next, else the first of the day."""
    on = course_rules.current_item(items, day, time_zone, now)
    coming = on or course_rules.next_item(items, day, time_zone, now)
    return coming or next(iter(items), None)


def require_open_for_hand(
    state: CourseState, day: dt.date, time_zone: str, now: dt.datetime, days: int = 1
) -> None:
    """Raises Refusal (409) unless the course is running, or planned for today.

    Its days are as many as `days` says, from `day` on.
    """
    if state is CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    passed = (local_date(now, time_zone) - day).days
    if state is CourseState.PLANNED and not 0 <= passed < days:
        raise Refusal(texts.NOT_THE_DAY, status=409)


def missed_minutes(wanted: HandMark, item: AgendaItem, minute_now: int) -> tuple[int, int]:
    """Minutes late and minutes early that a mark by hand takes off.

    Where none are written for the status, the clock gives them while the item is on: `minute_now`
    is in minutes since the midnight before the course's first day. Raises Refusal (422) when it
    cannot, or for more minutes than the item has.
    """
    if wanted.status not in WITH_MINUTES:
        return 0, 0
    late, early = wanted.minutes_late, wanted.minutes_early
    if wanted.status is MarkStatus.LATE and late is None:
        late = _on(item, minute_now) - item.begins
    if wanted.status is MarkStatus.LEFT_EARLY and early is None:
        early = item.ends - _on(item, minute_now)
    late, early = late or 0, early or 0
    if late + early > item.minutes:
        raise Refusal(texts.too_many_minutes(item.minutes), field="minutes")
    return late, early


def _on(item: AgendaItem, minute_now: int) -> int:
    if not item.begins <= minute_now < item.ends:
        raise Refusal(texts.MINUTES_NEEDED, field="minutes")
    return minute_now


def says_the_same(current: Mark | None, status: MarkStatus, late: int, early: int) -> bool:
    """Whether a trainer has already recorded exactly this."""
    if current is None or current.source is not MarkSource.HAND:
        return False
    return (current.status, current.minutes_late, current.minutes_early) == (status, late, early)


def time_present(item: AgendaItem, mark: Mark | None) -> tuple[int, int] | None:
    """From which minute of the course until before which one somebody with this mark was there.

    None for nobody, and for less than a minute.
    """
    if mark is None or mark.status not in IN_THE_ROOM:
        return None
    begins, ends = item.begins + mark.minutes_late, item.ends - mark.minutes_early
    return (begins, ends) if begins < ends else None


def newest(marks: Iterable[Mark]) -> dict[uuid.UUID, Mark]:
    """One person's mark that holds for each agenda item: the one of the highest version."""
    held: dict[uuid.UUID, Mark] = {}
    for mark in marks:
        before = held.get(mark.agenda_item_id)
        if before is None or before.version < mark.version:
            held[mark.agenda_item_id] = mark
    return held


def summary(items: Iterable[AgendaItem], marks: Iterable[Mark]) -> Presence:
    """What the marks of one person come to over the items that count.

    Each mark is a time from when until when. Where two items run in parallel and both have a mark,
    their times overlap, and the minutes are those of the union: nobody has more than the clock.
    """
    there = sorted(_times_present(items, marks))
    minutes = Counter[Slot]()
    added = minutes_each_adds((begins, ends) for begins, ends, _ in there)
    for (_, _, slot), count in zip(there, added, strict=True):
        minutes[slot] += count
    return Presence(frozenset(slot for _, _, slot in there), minutes)


def minutes_at_best(
    items: Iterable[AgendaItem], marks: Iterable[Mark], to_come: Iterable[AgendaItem]
) -> int:
    """Minutes in all, as above, of somebody who will be in the whole of what is `to_come`."""
    there = [(begins, ends) for begins, ends, _ in _times_present(items, marks)]
    return minutes_covered([*there, *(item.span for item in to_come)])


def _times_present(
    items: Iterable[AgendaItem], marks: Iterable[Mark]
) -> Iterator[tuple[int, int, Slot]]:
    held = newest(marks)
    for item in items:
        mark = held.get(item.id) if item.counts and item.id else None
        span = time_present(item, mark)
        if span is not None:
            yield *span, item.slot


def is_here(status: MarkStatus) -> bool:
    """Whether somebody with this status was in the room, be it for a part of the time."""
    return status in IN_THE_ROOM


def conflict(mark: Mark | None, claims: Iterable[Claim]) -> Conflict | None:
    """What a person has to settle for one seat and agenda item; None where all agree.

    A claim counts when it was made after the word of the mark that holds, which otherwise has
    settled it, and says that the person was there while the mark says not, or the other way round.
    Of each source the last word counts.
    """
    if mark is None:
        return None
    last: dict[MarkSource, Claim] = {}
    for claim in sorted(claims, key=lambda each: each.id):
        if claim.id > mark.word_id:
            last[claim.source] = claim
    against = tuple(each for each in last.values() if is_here(each.status) != is_here(mark.status))
    return Conflict(mark, against) if against else None


def opening_for(openings: Iterable[Opening], group: str) -> Opening | None:
    """The first of these that somebody of the parallel group can mark; "": one of no group."""
    return next((each for each in openings if not group or each.group in {"", group}), None)


def own_seat(
    seat: SeatView,
    marks: Mapping[uuid.UUID, Mark],
    agenda: Sequence[AgendaItem],
    openings: Iterable[Opening],
    scanned: uuid.UUID | None,
    asked: uuid.UUID | None,
) -> OwnSeat:
    """What the trainee's page offers a seat of its phone.

    `marks` are those that hold for the seat, by agenda item; `scanned` is the item whose code the
    phone has seen, `asked` the one that it has just marked.
    """
    items = {item.id: item for item in agenda if item.id is not None}
    opening = opening_for(openings, seat.group)
    open_id = opening.agenda_item_id if opening else None
    marked = (each for each in (asked, scanned, open_id) if each in marks and each in items)
    shown = next(((items[each], marks[each]) for each in marked), None)
    to_tap = items.get(scanned) if scanned and scanned not in marks else None
    hindrance = _hindrance(seat, to_tap)
    if hindrance is not None:
        return OwnSeat(seat, shown, None, None, hindrance)
    to_type = items.get(open_id) if open_id and open_id not in marks else None
    return OwnSeat(seat, shown, to_tap, to_type if to_type != to_tap else None)


def _hindrance(seat: SeatView, scanned: AgendaItem | None) -> Text | None:
    if seat.has_left:
        return texts.HAS_LEFT
    if scanned is not None and not scanned.may_come(seat.group):
        return texts.other_group(scanned.group, seat.group)
    return None


def settled(mark: Mark, was_there: bool) -> HandMark:
    """What a person records who says whether somebody was there.

    Where that is what the mark says, it stays with its minutes; else it becomes present or absent.
    """
    if is_here(mark.status) == was_there:
        return HandMark(
            mark.agenda_item_id, mark.seat_id, mark.status, mark.minutes_late, mark.minutes_early
        )
    status = MarkStatus.PRESENT if was_there else MarkStatus.ABSENT
    return HandMark(mark.agenda_item_id, mark.seat_id, status)


def are_rivals(one: AgendaItem, other: AgendaItem) -> bool:
    """Whether two agenda items cannot be open for marking together: somebody takes part in both."""
    return one.is_for(other.group) or other.is_for(one.group)
