"""What a rehearsal measured, and whether this laptop will hold: figures in, a verdict out."""

import datetime as dt
import enum
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from training.kernel.texts import Text
from training.live import rehearsal_texts as texts

RESULT_NAME = "rehearsal.json"
FEWEST_PHONES, MOST_PHONES = 1, 500
USUAL_PHONES = 60


class Step(enum.StrEnum):
    """The steps of a rehearsal, in their order."""

    PREPARE = "prepare"
    JOIN = "join"
    SLIDES = "slides"
    POLL = "poll"
    QUIZ = "quiz"
    ATTENDANCE = "attendance"
    DROP = "drop"
    COUNT = "count"


class Progress(msgspec.Struct, frozen=True):
    """How far a rehearsal is; `percent` is of all of it."""

    step: Step
    percent: int


class Spread(msgspec.Struct, frozen=True):
    """How long something took, in ms, over `count` times; all 0 where it never happened."""

    count: int
    p50_ms: int
    p99_ms: int
    worst_ms: int


class Part(msgspec.Struct, frozen=True):
    """One part of the day: what every phone waited for, and how often it did not come."""

    name: str
    waited: Spread
    failed: int
    """Requests refused or not answered; changes of slide that never reached a phone."""


class Kept(msgspec.Struct, frozen=True):
    """What phones were told is saved, held against the rows of the database afterwards."""

    name: str
    sent: int
    lost: int
    double: int


class Figures(msgspec.Struct, frozen=True, kw_only=True):
    """A rehearsal. CPU and memory are the server's, None on a system that does not tell."""

    began_at: dt.datetime
    seconds: float
    phones: int
    cores: int
    system: str
    """Of this machine, such as `Linux`."""
    over: str
    """What it was played over: `copy` of the data, or `empty` where they are on a server."""
    parts: tuple[Part, ...]
    kept: tuple[Kept, ...]
    cpu_percent: int | None
    """Of one core, over the whole rehearsal."""
    busiest_cpu_percent: int | None
    """Of one core, over the busiest five seconds."""
    start_memory_mb: int | None
    most_memory_mb: int | None


def spread(times_ms: Sequence[float]) -> Spread:
    """The spread of these times; p99 is the time that 99 in 100 do not exceed (nearest rank)."""
    if not times_ms:
        return Spread(0, 0, 0, 0)
    ordered = sorted(times_ms)
    last = len(ordered) - 1
    p50, p99 = (ordered[min(last, -(-len(ordered) * share // 100) - 1)] for share in (50, 99))
    return Spread(len(ordered), round(p50), round(p99), round(ordered[-1]))


class Level(enum.StrEnum):
    """What a finding, and the whole of them, comes to."""

    GOOD = "good"
    NARROW = "narrow"
    """Within the limit, but above two thirds of it."""
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was held against a limit, in a sentence."""

    level: Level
    words: Text


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether this laptop will hold, and why; the findings in the order of the day."""

    level: Level
    findings: tuple[Finding, ...]

    @property
    def holds(self) -> bool:
        """Whether a workshop can be held like this."""
        return self.level is not Level.BAD


@dataclass(frozen=True, slots=True)
class Limit:
    """A limit: what is measured, how much of it may be, and how it is said."""

    read: Callable[[Figures], float | None]
    most: float
    say: Callable[[float, float], Text]


def _p99(*names: str) -> Callable[[Figures], float | None]:
    def read(figures: Figures) -> float | None:
        found = [each.waited.p99_ms for each in figures.parts if each.name in names]
        return max(found, default=None)

    return read


def _worst(*names: str) -> Callable[[Figures], float | None]:
    def read(figures: Figures) -> float | None:
        found = [each.waited.worst_ms for each in figures.parts if each.name in names]
        return max(found, default=None)

    return read


LIMITS = (
    Limit(lambda figures: sum(each.lost for each in figures.kept), 0, texts.lost),
    Limit(lambda figures: sum(each.double for each in figures.kept), 0, texts.double),
    Limit(lambda figures: sum(each.failed for each in figures.parts), 0, texts.failed),
    Limit(_p99("join", "pages"), 2000, texts.pages),
    Limit(_p99("slides"), 1000, texts.slides),
    Limit(_p99("poll", "quiz", "attendance"), 2000, texts.answers),
    Limit(_worst("return"), 5000, texts.returns),
    Limit(lambda figures: figures.busiest_cpu_percent, 90, texts.cpu),
    Limit(lambda figures: figures.most_memory_mb, 600, texts.memory),
)
"""Times in ms, CPU in per cent of one core, memory in MB. Pages are to come within two seconds and
a slide within one; nothing may be lost."""
NARROW_SHARE = 2 / 3


def judge(figures: Figures) -> Verdict:
    """Holds the figures against the limits. What was not measured is not judged."""
    findings = tuple(
        Finding(_level(found, limit.most), limit.say(found, limit.most))
        for limit in LIMITS
        if (found := limit.read(figures)) is not None
    )
    found_levels = {each.level for each in findings}
    worst = next((each for each in (Level.BAD, Level.NARROW) if each in found_levels), Level.GOOD)
    return Verdict(worst, findings)


def _level(found: float, most: float) -> Level:
    if found > most:
        return Level.BAD
    return Level.NARROW if most and found > NARROW_SHARE * most else Level.GOOD


def read_last(data_folder: Path) -> Figures | None:
    """The figures of the last rehearsal that a trainer started; None where there are none."""
    try:
        return msgspec.json.decode((data_folder / RESULT_NAME).read_bytes(), type=Figures)
    except (OSError, msgspec.DecodeError):
        return None
