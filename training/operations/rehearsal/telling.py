"""What a rehearsal says: to the person at the terminal, and line by line to whoever started it."""

import os
import signal
import sys
import threading
from collections.abc import Callable
from typing import Any

import click
import msgspec

from training.live import rehearsal_texts as texts
from training.live.rehearsing import Figures, Progress, judge

_WIDTH = 30
_MARKS = {"good": "  ", "narrow": " !", "bad": "!!"}


class Line(msgspec.Struct, frozen=True):
    """One line for the page: how far it is, or in the end the figures or a fault."""

    progress: Progress | None = None
    figures: Figures | None = None
    fault: str = ""


def end_in_order(*, with_input: bool) -> None:
    """Lets a SIGTERM end everything as Ctrl-C does, and the end of the input as well."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    if with_input:
        threading.Thread(target=_wait_for_the_end, daemon=True).start()


def _wait_for_the_end() -> None:
    sys.stdin.buffer.read()
    if sys.platform == "win32":
        signal.raise_signal(signal.SIGINT)
    else:
        os.kill(os.getpid(), signal.SIGINT)


def teller(lines: bool) -> Callable[[Progress], None]:
    """Shows progress: a line of JSON each on stdout, or on stderr a bar; steps where it is kept."""
    if lines:
        return _tell_line
    return _show_bar if sys.stderr.isatty() else _name_steps()


def _tell_line(progress: Progress) -> None:
    click.echo(msgspec.json.encode(Line(progress=progress)))


def _show_bar(progress: Progress) -> None:
    done = _WIDTH * progress.percent // 100
    bar = "#" * done + "-" * (_WIDTH - done)
    words = texts.STEPS[progress.step]
    click.echo(f"\r[{bar}] {progress.percent:3} %  {words:<70}", err=True, nl=False)


def _name_steps() -> Callable[[Progress], None]:
    """For a file or a pipe: each step once."""
    named: set[str] = set()

    def name(progress: Progress) -> None:
        if progress.step not in named:
            named.add(progress.step)
            click.echo(f"{progress.percent:3} %  {texts.STEPS[progress.step]}", err=True)

    return name


def as_report(figures: Figures) -> dict[str, Any]:
    """The figures and what they come to, as one object."""
    verdict = judge(figures)
    return {
        "holds": verdict.holds,
        "level": verdict.level.value,
        "reasons": [
            {"level": each.level.value, "words": str(each.words)} for each in verdict.findings
        ],
        **msgspec.to_builtins(figures),
    }


def as_lines(figures: Figures) -> list[str]:
    """The verdict first, then why, then every figure."""
    verdict = judge(figures)
    width = max(len(words) for words in texts.PARTS.values())
    return [
        "",
        f"{texts.LEVELS[verdict.level]} ({figures.phones} phones, {figures.seconds:.0f} seconds)",
        "",
        *(f"{_MARKS[each.level]} {each.words}" for each in verdict.findings),
        "",
        f"   {'Milliseconds':<{width}}  {'times':>6}  {'p50':>6}  {'p99':>6}  {'worst':>6}",
        *(
            f"   {texts.PARTS[each.name]:<{width}}  {each.waited.count:>6}  "
            f"{each.waited.p50_ms:>6}  {each.waited.p99_ms:>6}  {each.waited.worst_ms:>6}"
            for each in figures.parts
        ),
        "",
        _machine(figures),
        "",
    ]


def _machine(figures: Figures) -> str:
    over = "a copy of the data" if figures.over == "copy" else "an empty installation"
    told = f"   Over {over}, {figures.cores} cores, {figures.system}"
    if figures.cpu_percent is None:
        return f"{told}; this system does not tell the program's CPU and memory."
    return (
        f"{told}; the program used {figures.cpu_percent} % of one core "
        f"({figures.busiest_cpu_percent} % in the busiest five seconds) and "
        f"{figures.most_memory_mb} MB of memory."
    )
