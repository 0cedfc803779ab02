"""Codes, minutes and half-days: facts in, decisions out."""

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Iterable, Sequence

from training.attendance import texts
from training.attendance.model import (
    IN_THE_ROOM,
    WITH_MINUTES,
    HandMark,
    Mark,
    MarkSource,
    MarkStatus,
    Presence,
)
from training.courses import rules as course_rules
from training.courses.model import AgendaItem, CourseState, HalfDay
from training.kernel.locales import digits_only
from training.kernel.moments import local_date, minutes_of
from training.kernel.refusal import Refusal

CODE_DIGITS = 6
_PURPOSE = b"attendance code 1\0"


def attendance_code(
    secret: str, course_id: uuid.UUID, item_id: uuid.UUID, opening_id: uuid.UUID
) -> str:
    """The six digits that mark attendance for one opening of one agenda item.

    HMAC-SHA256 with `secret` as the key over a purpose label and the three ids (16 bytes each),
    cut to decimal digits by the dynamic truncation of RFC 4226, section 5.3: the low four bits of
    the last byte choose four bytes, whose lower 31 bits are taken modulo 10^6. A time window can
    follow the ids as a further part of fixed length.
    """
    message = _PURPOSE + course_id.bytes + item_id.bytes + opening_id.bytes
    digest = hmac.new(secret.encode(), message, hashlib.sha256).digest()
    offset = digest[-1] & 0x0F
    number = int.from_bytes(digest[offset : offset + 4], "big") & 0x7FFFFFFF
    return f"{number % 10**CODE_DIGITS:0{CODE_DIGITS}d}"


def is_code(typed: str, code: str) -> bool:
    """Whether somebody typed this code, in Khmer or Western digits, with or without spaces."""
    return hmac.compare_digest(digits_only(typed), code)


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


def minute_of_day(day: dt.date, time_zone: str, now: dt.datetime) -> int | None:
    """Minutes since midnight on the course's day, None on any other."""
    return minutes_of(now, time_zone) if local_date(now, time_zone) == day else None


def require_open_for_hand(
    state: CourseState, day: dt.date, time_zone: str, now: dt.datetime
) -> None:
    """Raises Refusal (409) unless the course is running, or planned for today."""
    if state is CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    if state is CourseState.PLANNED and minute_of_day(day, time_zone, now) is None:
        raise Refusal(texts.NOT_THE_DAY, status=409)


def missed_minutes(wanted: HandMark, item: AgendaItem, minute_now: int | None) -> tuple[int, int]:
    """Minutes late and minutes early that a mark by hand takes off.

    Where none are written for the status, the clock gives them while the item is on: `minute_now`
    is in minutes since midnight. Raises Refusal (422) when it cannot, or for more minutes than the
    item has.
    """
    if wanted.status not in WITH_MINUTES:
        return 0, 0
    late, early = wanted.minutes_late, wanted.minutes_early
    if wanted.status is MarkStatus.LATE and late is None:
        late = _on(item, minute_now) - item.starts_at
    if wanted.status is MarkStatus.LEFT_EARLY and early is None:
        early = item.ends_at - _on(item, minute_now)
    late, early = late or 0, early or 0
    if late + early > item.minutes:
        raise Refusal(texts.too_many_minutes(item.minutes), field="minutes")
    return late, early


def _on(item: AgendaItem, minute_now: int | None) -> int:
    if minute_now is None or not item.starts_at <= minute_now < item.ends_at:
        raise Refusal(texts.MINUTES_NEEDED, field="minutes")
    return minute_now


def says_the_same(current: Mark | None, status: MarkStatus, late: int, early: int) -> bool:
    """Whether a trainer has already recorded exactly this."""
    if current is None or current.source is not MarkSource.HAND:
        return False
    return (current.status, current.minutes_late, current.minutes_early) == (status, late, early)


def minutes_present(item_minutes: int, mark: Mark | None) -> int:
    """How many of an item's minutes count for somebody with this mark; 0 without one."""
    if mark is None or mark.status not in IN_THE_ROOM:
        return 0
    return max(0, item_minutes - mark.minutes_late - mark.minutes_early)


def newest(marks: Iterable[Mark]) -> dict[uuid.UUID, Mark]:
    """One person's mark that holds for each agenda item: the one of the highest version."""
    held: dict[uuid.UUID, Mark] = {}
    for mark in marks:
        before = held.get(mark.agenda_item_id)
        if before is None or before.version < mark.version:
            held[mark.agenda_item_id] = mark
    return held


def half_days_present(items: Iterable[AgendaItem], marks: Iterable[Mark]) -> frozenset[HalfDay]:
    """The halves of the day in which one person was present for a minute or more that counts."""
    return summary(items, marks).half_days


def summary(items: Iterable[AgendaItem], marks: Iterable[Mark]) -> Presence:
    """What the marks of one person add up to over the items that count."""
    held = newest(marks)
    counted = [
        (item.half_day, minutes_present(item.minutes, held.get(item.id)))
        for item in items
        if item.counts and item.id is not None
    ]
    return Presence(
        half_days=frozenset(half for half, minutes in counted if minutes),
        minutes=sum(minutes for _, minutes in counted),
    )
