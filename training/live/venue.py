"""What the router of a venue does to phones: their measurements in, findings out."""

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass

from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.live import venue_texts as texts
from training.live.rehearsing import Finding, Level, spread

EVERY_MS = 500
PINGS = 60
MOST_PINGS = 200
LONGEST_MS = 60_000
MOST_ADDRESSES = 9
SILENT_AFTER = dt.timedelta(seconds=75)
"""A phone that began so long ago and gave no result has stopped."""
LOST_NARROW, LOST_BAD = 2, 10
"""Per cent of the requests of a phone."""
SLOW_MS = 500
GAP_MS = 3000
DEVICES = ("Android", "iPhone", "iPad", "Windows", "Macintosh", "Linux")
_TIME = re.compile(r"\d{1,6}", re.ASCII)


@dataclass(frozen=True, slots=True)
class Measured:
    """What a phone met with; times in ms from a request to its answer."""

    sent: int
    lost: int
    median_ms: int
    worst_ms: int
    gap_ms: int
    """The longest stretch without an answer."""
    addresses: int
    """How many addresses of the phone the laptop saw."""

    @property
    def was_away(self) -> bool:
        """Whether the longest stretch is more than lost requests: the phone was not there."""
        return self.gap_ms >= GAP_MS

    @property
    def lost_while_there(self) -> int:
        """What was lost beside the stretch in which the phone was not there."""
        return self.lost - (self.gap_ms // EVERY_MS if self.was_away else 0)


@dataclass(frozen=True, slots=True)
class Check:
    """One phone's check; without `measured` it is under way, or was broken off."""

    number: int
    device: str
    began_at: dt.datetime
    measured: Measured | None

    def is_silent(self, now: dt.datetime) -> bool:
        """Whether no result is to be expected any more."""
        return self.measured is None and now - self.began_at > SILENT_AFTER


def read_measured(times: str, addresses: str) -> Measured:
    """What a phone sends: a number of ms for each request in order, `-` for one without an answer.

    Raises Refusal (422).
    """
    written = times.split()
    if not 0 < len(written) <= MOST_PINGS:
        raise Refusal(texts.UNREADABLE)
    if not all(each == "-" or _TIME.fullmatch(each) for each in written):
        raise Refusal(texts.UNREADABLE)
    if not _TIME.fullmatch(addresses):
        raise Refusal(texts.UNREADABLE)
    answered = [min(int(each), LONGEST_MS) for each in written if each != "-"]
    waited = spread(answered)
    return Measured(
        sent=len(written),
        lost=len(written) - len(answered),
        median_ms=waited.p50_ms,
        worst_ms=waited.worst_ms,
        gap_ms=EVERY_MS * longest_run([each == "-" for each in written]),
        addresses=min(int(addresses), MOST_ADDRESSES),
    )


def longest_run(lost: Sequence[bool]) -> int:
    """The longest number of True in a row."""
    longest = run = 0
    for each in lost:
        run = run + 1 if each else 0
        longest = max(longest, run)
    return longest


def device_of(user_agent: str) -> str:
    """The family of a device, as its browser calls itself; "" for one that is not known."""
    return next((each for each in DEVICES if each in user_agent), "")


def find_out(checks: Sequence[Check], now: dt.datetime) -> tuple[Finding, ...]:
    """What the checks say about this router, in sentences with advice; the gravest first."""
    if not checks:
        return (Finding(Level.NARROW, texts.NOBODY_YET),)
    found = [Finding(Level.GOOD, texts.ARRIVED)]
    for check in checks:
        found += _about(check, now)
    if all(each.level is Level.GOOD for each in found) and any(each.measured for each in checks):
        found.append(Finding(Level.GOOD, texts.ALL_WELL))
    order = (Level.BAD, Level.NARROW, Level.GOOD)
    return tuple(sorted(found, key=lambda each: order.index(each.level)))


def _about(check: Check, now: dt.datetime) -> list[Finding]:
    measured = check.measured
    if measured is None:
        return [Finding(Level.BAD, texts.silent(check.number))] if check.is_silent(now) else []
    found = []
    percent = 100 * measured.lost_while_there / measured.sent
    if percent > LOST_NARROW:
        level = Level.BAD if percent > LOST_BAD else Level.NARROW
        words = texts.lost(check.number, measured.lost_while_there, measured.sent)
        found.append(Finding(level, words))
    if measured.median_ms > SLOW_MS:
        found.append(Finding(Level.NARROW, texts.slow(check.number, measured.median_ms)))
    if measured.addresses > 1:
        found.append(Finding(Level.BAD, texts.wandered(check.number)))
    elif measured.was_away:
        found.append(Finding(Level.BAD, texts.away(check.number, measured.gap_ms)))
    return found


def advice(findings: Sequence[Finding]) -> tuple[Text, ...]:
    """What to do about what was found, each once."""
    needed = [
        texts.ADVICE[each.words.msgid] for each in findings if each.words.msgid in texts.ADVICE
    ]
    return tuple(dict.fromkeys(needed))
