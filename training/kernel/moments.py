"""Time: UTC in the database, the course's own zone on screen."""

import datetime as dt
from collections.abc import Iterable, Iterator
from zoneinfo import ZoneInfo

PHNOM_PENH = "Asia/Phnom_Penh"


def minutes_of(moment: dt.datetime, time_zone: str) -> int:
    """Minutes since midnight in that zone."""
    local = moment.astimezone(ZoneInfo(time_zone))
    return local.hour * 60 + local.minute


def local_date(moment: dt.datetime, time_zone: str) -> dt.date:
    """The calendar day of that moment in that zone."""
    return moment.astimezone(ZoneInfo(time_zone)).date()


def milliseconds(moment: dt.datetime) -> int:
    """Milliseconds since 1970, as scripts count."""
    return int(moment.timestamp() * 1000)


def minutes_each_adds(spans: Iterable[tuple[int, int]]) -> Iterator[int]:
    """How many minutes each span adds to those before it, so that no minute counts twice.

    A span is its first minute and the one after its last; they come in the order in which they
    begin. The sum is the length of their union, which no clock can exceed.
    """
    until: int | None = None
    for begins, ends in spans:
        new_from = begins if until is None else max(begins, until)
        yield max(0, ends - new_from)
        until = max(ends, new_from)


def minutes_covered(spans: Iterable[tuple[int, int]]) -> int:
    """How many minutes lie in at least one of the spans, which come in any order."""
    return sum(minutes_each_adds(sorted(spans)))


def clock(minutes: int) -> str:
    """Minutes since midnight as `HH:MM`."""
    return f"{minutes // 60:02d}:{minutes % 60:02d}"


def read_clock(typed: str) -> int | None:
    """`HH:MM` as minutes since midnight; None where it is no time of day."""
    hours, separator, minutes = typed.strip().partition(":")
    if not (separator and hours.isascii() and minutes.isascii()):
        return None
    if not (hours.isdigit() and minutes.isdigit() and len(hours) <= 2 and len(minutes) == 2):
        return None
    total = int(hours) * 60 + int(minutes)
    return total if int(minutes) < 60 and total <= 24 * 60 else None
