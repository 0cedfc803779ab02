"""What can be seen in a text without understanding it: brackets, digits, letters, their order.

The order of signs is that of SIL's Khmer Character Specification (2024), whose reordering the
library `khmerspell` has; it is used here to detect only, never to change a text.
"""

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from khmerspell import khnormal

from training.kernel.locales import khmer_digits


class Spot(NamedTuple):
    """A finding in a text: where it begins, counted in signs from 0, and a sentence."""

    at: int
    says: str


_PAIRS = {")": "(", "]": "[", "»": "«", "”": "“"}
_SIGNS = re.compile("[\u1780-\u17dd\u200c\u200d]+")
_LATIN = re.compile(r"[A-Za-z\u00c0-\u024f][A-Za-z\u00c0-\u024f'’-]*")
_DIGITS = re.compile(r"[0-9]+(?:[.,][0-9]+)*")
_BRACKETS = re.compile(r"\([^()]*\)")
_MARKUP = re.compile(r"^:::.*$|^\s*\d+[.)](?=\s)|\]\([^)\s]*\)|^\s*\|[-:| ]+\|\s*$", re.MULTILINE)
_INVISIBLE = re.compile("[\u200b\u2060]")


def without_markup(text: str) -> str:
    """The text with Markdown's own signs and addresses blanked out, every sign in its place."""
    return _MARKUP.sub(_blank, text)


def _blank(found: re.Match[str]) -> str:
    return re.sub(r"[^\n]", " ", found[0])


def unbalanced(text: str) -> Iterator[Spot]:
    """The first quotation mark or bracket that is never closed, or never opened."""
    open_ones: list[tuple[str, int]] = []
    for at, sign in enumerate(text):
        if sign in _PAIRS.values():
            open_ones.append((sign, at))
        elif sign in _PAIRS and (not open_ones or open_ones.pop()[0] != _PAIRS[sign]):
            yield Spot(at, f"{sign} closes what was not opened.")
            return
    if open_ones:
        sign, at = open_ones[-1]
        yield Spot(at, f"{sign} is not closed.")
    elif text.count('"') % 2:
        yield Spot(text.rindex('"'), 'The quotation mark " has no other half.')


def unusual_order(text: str) -> Iterator[Spot]:
    """Words whose signs are not in the order of the specification: they look alike, but differ."""
    for found in _SIGNS.finditer(text):
        usual = khnormal(found[0])
        if usual != found[0]:
            yield Spot(found.start(), f"{found[0]} has its signs in an unusual order: {usual}")


def foreign_signs(text: str, allowed: re.Pattern[str]) -> Iterator[Spot]:
    """Latin words and Western digits that stand in Khmer text neither in brackets nor allowed."""
    plain = _BRACKETS.sub(_blank, without_markup(text))
    plain = allowed.sub(_blank, plain)
    for found in _LATIN.finditer(plain):
        yield Spot(found.start(), f"{found[0]} is Latin outside brackets.")
    for found in _DIGITS.finditer(_LATIN.sub(_blank, plain)):
        says = f"{found[0]} has Western digits: write {khmer_digits(found[0])}"
        yield Spot(found.start(), says)


def allowed_pattern(entries: Sequence[str]) -> re.Pattern[str]:
    """What the allowed words match, the longest first; * stands for any signs of a word."""
    longest_first = sorted(entries, key=len, reverse=True)
    parts = (re.escape(entry).replace(r"\*", r"[A-Za-z0-9./()-]*") for entry in longest_first)
    inner = "|".join(parts)
    return re.compile(rf"(?<![A-Za-z0-9])(?:{inner})(?![A-Za-z0-9])" if inner else r"(?!)")


def bare(text: str) -> str:
    """The text as words are searched in it: no invisible signs, one way of writing a blank."""
    return re.sub(r"\s+", " ", _INVISIBLE.sub("", text)).replace("\u17d2\u178a", "\u17d2\u178f")
