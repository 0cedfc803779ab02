"""Where a line may end, for drawings, in which nothing else breaks lines.

Browsers and the typesetter break Khmer between words by themselves; in an SVG nobody does. The
words come from ICU's dictionary (Unicode Standard Annex 14).
"""

from collections.abc import Iterator

import icu

from training.kernel.locales import has_khmer, kept_together

_JOINER = "\u2060"
_WIDE = {"W": 0.95, "M": 0.9, "m": 0.88, "w": 0.8}
_NARROW = frozenset("iljtfrI.,:;'!|()[] ")
_LATIN, _NARROW_WIDTH, _LETTER, _VOWEL = 0.58, 0.32, 0.68, 0.42
_COENG = "\u17d2"
_VOWELS_BESIDE = frozenset("ាើឿៀេែៃោៅះ")


def wrapped(words: str, most: float) -> tuple[str, ...]:
    """The words in lines of at most `most` ems, as well as widths can be told without the font.

    A word that is longer than a line has a line to itself.
    """
    lines, line = [], ""
    for piece in pieces(kept_together(words)):
        if line and width(line + piece.rstrip()) > most:
            lines.append(line.rstrip())
            line = ""
        line += piece
    return tuple(each for each in (*lines, line.rstrip()) if each)


def pieces(words: str) -> Iterator[str]:
    """The text in parts after each of which a line may end; joined, they are the text."""
    breaker = icu.BreakIterator.createLineInstance(icu.Locale("km"))
    breaker.setText(words)
    start = 0
    # ICU counts in UTF-16; what lies beyond its first plane is not in packs, but may be in quizzes.
    units = words.encode("utf-16-le", "surrogatepass")
    for end in breaker:
        yield units[2 * start : 2 * end].decode("utf-16-le").replace(_JOINER, "")
        start = end


def width(text: str) -> float:
    """About how many ems the text is wide."""
    return sum(_width(before, sign) for before, sign in zip(" " + text, text, strict=False))


def _width(before: str, sign: str) -> float:
    if not "\u1780" <= sign <= "\u17ff":
        return _NARROW_WIDTH if sign in _NARROW else _WIDE.get(sign, _LATIN)
    if has_khmer(sign):
        return 0.0 if before == _COENG else _LETTER
    return _VOWEL if sign in _VOWELS_BESIDE else 0.0 if sign < "\u17d4" else _LATIN
