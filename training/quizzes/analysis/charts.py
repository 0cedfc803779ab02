"""The charts: plain values and words in, drawings out. A table beside each says the same.

All scales begin at nothing and end at all, so a bar is as long as what it says. Every value is
written at its mark; colour says nothing that form does not say.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.quizzes.analysis.drawing import (
    WIDTH,
    Drawing,
    Stroke,
    Words,
    bar,
    dot,
    label,
    line,
    note,
    tick,
    value,
)

Say = Callable[[float], str]
"""Writes a share from 0 to 1."""
_LEFT, _TRACK = 10.0, 294.0
_BAR, _ROW = 14.0, 24.0
_NUMBER = 30.0
_COLUMNS = 130.0


@dataclass(frozen=True, slots=True)
class Frame:
    """What every chart has: a key of its own on the page, a title, a sentence on what it shows."""

    key: str
    title: str
    description: str

    def around(self, height: float, strokes: Sequence[Stroke]) -> Drawing:
        """The drawing."""
        return Drawing(self.key, self.title, self.description, height, tuple(strokes))


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar; `share` from 0 to 1. What is right is filled and has a tick."""

    words: Words
    share: float
    is_right: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A share before and after, from 0 to 1."""

    words: Words
    before: float
    after: float


@dataclass(frozen=True, slots=True)
class Names:
    """What the two marks of a chart are called."""

    before: str
    after: str


def numbered_bars(frame: Frame, shares: Sequence[tuple[str, float]], say: Say) -> Drawing:
    """Short bars with a number before each: how many have each question right."""
    left, track, foot = _LEFT + _NUMBER, _TRACK - _NUMBER, 4 + _ROW * len(shares)
    strokes: list[Stroke] = []
    for part in (0.0, 0.5, 1.0):
        at = left + track * part
        strokes += [line(at, 0, at, foot), note(at, foot + 16, say(part))]
    for place, (number, share) in enumerate(shares):
        top = 4 + _ROW * place
        strokes += [
            value(left - 8, top + 12, number, "end"),
            bar(left, top, track * share, _BAR),
            _at_end(top + 12, say(share)),
        ]
    return frame.around(foot + 24, strokes)


def labelled_bars(frame: Frame, bars: Sequence[Bar], say: Say) -> Drawing:
    """Bars with words above each: what was chosen."""
    strokes: list[Stroke] = []
    left, y = _LEFT - 5, 2.0
    for each in bars:
        strokes += label(left + 18 * each.is_right, y, each.words)
        if each.is_right:
            strokes.append(tick(left, y + 13))
        y += each.words.height + 2
        strokes += [
            line(left, y + _BAR, left + _TRACK, y + _BAR),
            bar(left, y, _TRACK * each.share, _BAR, filled=each.is_right),
            _at_end(y + 12, say(each.share)),
        ]
        y += _ROW
    return frame.around(y, strokes)


def moves(frame: Frame, rows: Sequence[Move], names: Names, say: Say) -> Drawing:
    """From before to after: a ring, a line and a dot on each row."""
    strokes, y = _legend(names, dot(18, 12, filled=False), dot(WIDTH / 2 + 8, 12)), 30.0
    for each in rows:
        strokes += label(_LEFT - 5, y, each.words)
        y += each.words.height + 14
        strokes += _move(each, y, say)
        y += 30
    return frame.around(y, strokes)


def _move(row: Move, y: float, say: Say) -> list[Stroke]:
    start, end = _LEFT + _TRACK * row.before, _LEFT + _TRACK * row.after
    ticks = (_LEFT + _TRACK * part for part in (0, 0.5, 1))
    return [
        line(_LEFT, y, _LEFT + _TRACK, y),
        *(line(at, y - 6, at, y + 6) for at in ticks),
        line(start, y, end, y, strong=True),
        dot(start, y, filled=False),
        dot(end, y),
        _at_end(y + 5, say(row.after)),
        note(max(start, _LEFT + 6), y + 21, say(row.before)),
    ]


def columns(
    frame: Frame,
    bands: Sequence[str],
    counts: Sequence[tuple[int, int]],
    names: Names,
    say: Callable[[int], str],
) -> Drawing:
    """How many people are in each band of the scale, before beside after."""
    legend = _legend(names, bar(13, 6, 10, 12, filled=False), bar(WIDTH / 2 + 3, 6, 10, 12))
    return _columns(frame, bands, counts, ((-23, False), (1, True)), legend, say)


def single_columns(
    frame: Frame, bands: Sequence[str], counts: Sequence[int], say: Callable[[int], str]
) -> Drawing:
    """How many people are in each band of the scale."""
    return _columns(frame, bands, [(count,) for count in counts], ((-11, True),), [], say)


def _columns(
    frame: Frame,
    bands: Sequence[str],
    counts: Sequence[tuple[int, ...]],
    places: Sequence[tuple[float, bool]],
    legend: Sequence[Stroke],
    say: Callable[[int], str],
) -> Drawing:
    """`places` are, from the middle of a band, where each bar begins and whether it is filled."""
    strokes, top = list(legend), 50 if legend else 26
    most = max(max(group) for group in counts) or 1
    wide, foot = (WIDTH - 2 * _LEFT) / len(bands), top + _COLUMNS
    for place, (band, group) in enumerate(zip(bands, counts, strict=True)):
        middle = _LEFT + wide * (place + 0.5)
        for count, (shift, filled) in zip(group, places, strict=True):
            high = _COLUMNS * count / most
            write = value if filled else note
            strokes += [
                bar(middle + shift, foot - high, 22, high, filled=filled),
                write(middle + shift + 11, foot - high - 5, say(count)),
            ]
        strokes.append(note(middle, foot + 19, band))
    strokes.append(line(_LEFT, foot, WIDTH - _LEFT, foot))
    return frame.around(foot + 28, strokes)


def _at_end(y: float, words: str) -> Stroke:
    return value(WIDTH - 2, y, words, "end")


def _legend(names: Names, before: str, after: str) -> list[Stroke]:
    half = WIDTH / 2
    return [
        before,
        note(30, 17, names.before, "start"),
        after,
        value(half + 20, 17, names.after, "start"),
    ]
