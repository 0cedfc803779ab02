"""Time: UTC in the database, the course's own zone on screen."""

import datetime as dt
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
