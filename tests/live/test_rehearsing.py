"""The rule that says whether this laptop will hold."""

import datetime as dt
from pathlib import Path
from typing import Any

import msgspec
import pytest

from training.live import rehearsal_texts as texts
from training.live.rehearsing import (
    Figures,
    Kept,
    Level,
    Part,
    Spread,
    Step,
    judge,
    read_last,
    spread,
)

QUICK = Spread(60, 10, 40, 60)
GOOD = Figures(
    began_at=dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC),
    seconds=90.0,
    phones=60,
    cores=2,
    system="Linux",
    over="copy",
    parts=tuple(
        Part(name, QUICK, 0)
        for name in ("join", "pages", "slides", "poll", "quiz", "attendance", "return")
    ),
    kept=tuple(Kept(name, 60, 0, 0) for name in ("seats", "poll", "quiz", "attendance")),
    cpu_percent=10,
    busiest_cpu_percent=30,
    start_memory_mb=100,
    most_memory_mb=150,
)


def with_part(name: str, waited: Spread = QUICK, failed: int = 0) -> Figures:
    changed = Part(name, waited, failed)
    parts = tuple(changed if each.name == name else each for each in GOOD.parts)
    return msgspec.structs.replace(GOOD, parts=parts)


def changed(**what: Any) -> Figures:
    return msgspec.structs.replace(GOOD, **what)


def test_a_quick_laptop_that_loses_nothing_holds() -> None:
    verdict = judge(GOOD)
    assert (verdict.level, verdict.holds) == (Level.GOOD, True)
    assert {each.level for each in verdict.findings} == {Level.GOOD}
    assert "Nothing was lost" in str(verdict.findings[0].words)


@pytest.mark.parametrize(
    ("figures", "words"),
    [
        (changed(kept=(Kept("quiz", 900, 1, 0),)), "1 thing that a phone was told is saved is not"),
        (changed(kept=(Kept("quiz", 900, 0, 2),)), "2 things are there twice"),
        (with_part("slides", failed=3), "3 times a page did not come or a slide did not reach"),
        (with_part("join", Spread(60, 900, 2100, 2500)), "99 of 100 pages came within 2.1 seconds"),
        (with_part("slides", Spread(60, 900, 1200, 1300)), "on 99 of 100 phones within 1.2"),
        (with_part("quiz", Spread(60, 90, 2600, 2600)), "answers were saved within 2.6 seconds"),
        (with_part("return", Spread(60, 90, 900, 6000)), "the right slide after 6 seconds"),
        (changed(busiest_cpu_percent=97), "97 per cent of one processor core"),
        (changed(most_memory_mb=800), "took 800 megabytes"),
    ],
)
def test_one_thing_above_its_limit_is_enough_and_is_said(figures: Figures, words: str) -> None:
    verdict = judge(figures)
    assert (verdict.level, verdict.holds) == (Level.BAD, False)
    (bad,) = [each for each in verdict.findings if each.level is Level.BAD]
    assert words in str(bad.words)


def test_what_is_near_its_limit_holds_without_much_to_spare() -> None:
    verdict = judge(with_part("slides", Spread(60, 500, 700, 800)))
    assert (verdict.level, verdict.holds) == (Level.NARROW, True)


def test_a_time_at_its_limit_still_holds() -> None:
    assert judge(with_part("slides", Spread(60, 500, 1000, 1000))).level is Level.NARROW


def test_a_system_that_does_not_tell_cpu_and_memory_is_not_judged_by_them() -> None:
    verdict = judge(changed(busiest_cpu_percent=None, most_memory_mb=None))
    assert verdict.level is Level.GOOD
    assert len(verdict.findings) == len(judge(GOOD).findings) - 2


@pytest.mark.parametrize(
    ("times", "expected"),
    [
        ([], Spread(0, 0, 0, 0)),
        ([7.4], Spread(1, 7, 7, 7)),
        ([float(each) for each in range(1, 101)], Spread(100, 50, 99, 100)),
        ([5.0, 1.0], Spread(2, 1, 5, 5)),
    ],
)
def test_a_spread_is_by_nearest_rank(times: list[float], expected: Spread) -> None:
    assert spread(times) == expected


def test_every_step_level_and_part_has_words() -> None:
    assert set(texts.STEPS) == set(Step)
    assert set(texts.LEVELS) == set(Level)
    assert set(texts.PARTS) == {each.name for each in GOOD.parts}


def test_the_last_result_is_read_and_a_broken_file_is_none(tmp_path: Path) -> None:
    assert read_last(tmp_path) is None
    (tmp_path / "rehearsal.json").write_bytes(msgspec.json.encode(GOOD))
    assert read_last(tmp_path) == GOOD
    (tmp_path / "rehearsal.json").write_text('{"phones": "many"}')
    assert read_last(tmp_path) is None
