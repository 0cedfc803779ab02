"""Row numbers as people type them from a sheet, and as they are written back."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from training.kernel.locales import western_digits

MOST_SIGNS = 1000
_BETWEEN = re.compile("[\\s\u200b,;،、，.។៕៖]+")
"""What stands between two numbers; the Khmer full stops and the invisible space count as well."""
_TO = re.compile("\\s*(?:[-‐‑–—−]|\\bto\\b|ដល់)\\s*")
_NUMBERS = re.compile(r"([0-9]{1,4})(?:-([0-9]{1,4}))?")


@dataclass(frozen=True, slots=True)
class Typed:
    """What was read, and the pieces that are no row numbers."""

    rows: frozenset[int]
    strange: tuple[str, ...] = ()


def read(typed: str) -> Typed:
    """`1-12, 15, 17` as a set of numbers, in Khmer or Western digits; signs may be Khmer too.

    Of what is longer than MOST_SIGNS nothing is read: cut off, `17` might become row 1.
    """
    if len(typed) > MOST_SIGNS:
        return Typed(frozenset(), (typed,))
    rows: set[int] = set()
    strange = []
    for piece in _BETWEEN.split(_TO.sub("-", western_digits(typed))):
        found = _NUMBERS.fullmatch(piece)
        if found is None:
            strange += [piece] if piece else []
            continue
        first, last = int(found[1]), int(found[2] or found[1])
        if first > last:
            strange.append(piece)
        rows.update(range(first, last + 1))
    return Typed(frozenset(rows), tuple(strange))


def written(rows: Collection[int]) -> str:
    """The same the short way: `1–12, 15, 17`."""
    spans: list[list[int]] = []
    for row in sorted(rows):
        if spans and spans[-1][1] == row - 1:
            spans[-1][1] = row
        else:
            spans.append([row, row])
    return ", ".join(f"{a}" if a == b else f"{a}–{b}" for a, b in spans)
