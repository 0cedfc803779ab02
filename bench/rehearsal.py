"""The rehearsal that a trainer runs, over the room's data: see training/operations/rehearsal."""

import os
from dataclasses import asdict, dataclass
from typing import Any

import msgspec

from bench.room import PEOPLE
from training.adapters.settings import Settings
from training.live import rehearsal_texts as texts
from training.live.rehearsing import judge
from training.operations.rehearsal.orders import USUAL
from training.operations.rehearsal.staging import rehearse


@dataclass(frozen=True, slots=True)
class Whole:
    """What the parts have in common."""

    verdict: str
    phones: int
    seconds: float
    others: str
    """The load of the machine over the last minute, before and after: its cores' worth of work."""
    saved: int
    lost: int
    double: int
    cpu_percent: int | None
    busiest_cpu_percent: int | None
    start_memory_mb: int | None
    most_memory_mb: int | None


def measure(settings: Settings) -> dict[str, Any]:
    """One rehearsal with the usual pace."""
    before = _load()
    figures = rehearse(settings, PEOPLE, USUAL, lambda _: None)
    whole = Whole(
        verdict=texts.LEVELS[judge(figures).level],
        phones=figures.phones,
        seconds=figures.seconds,
        others=f"{before}, {_load()}",
        saved=sum(each.sent for each in figures.kept),
        lost=sum(each.lost for each in figures.kept),
        double=sum(each.double for each in figures.kept),
        cpu_percent=figures.cpu_percent,
        busiest_cpu_percent=figures.busiest_cpu_percent,
        start_memory_mb=figures.start_memory_mb,
        most_memory_mb=figures.most_memory_mb,
    )
    parts = [
        {**msgspec.to_builtins(each.waited), "name": texts.PARTS[each.name], "failed": each.failed}
        for each in figures.parts
    ]
    return {"whole": asdict(whole), "parts": parts}


def _load() -> str:
    """A dash on a system that does not tell."""
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "–"
