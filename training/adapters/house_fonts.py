"""The fonts that every paper is set in, and which characters they have."""

import unicodedata
from collections.abc import Iterable
from functools import cache

from fontTools.ttLib import TTFont

from training.adapters.places import FONTS

FILES = (
    "Moul-Regular.ttf",
    "Battambang-Regular.ttf",
    "Battambang-Bold.ttf",
    "NotoSerif.ttf",
    "NotoSerif-Italic.ttf",
)
# Signs that take no room and need no picture: the marks that tell where a line may break or letters
# join. Line ends and tabs become spaces before they are set.
_WITHOUT_PICTURE = frozenset("\u200b\u200c\u200d\u2060\n\t")
# Signs that turn the direction of letters, so that other words are seen than are there, and those
# that steer machines: never printed, though some font has them (Unicode Technical Report 36, 2.8;
# PDF/A forbids U+FEFF).
_NEVER = frozenset(
    map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x2070), 0xFEFF, *range(0x20), 0x7F))
) - {"\r"}


def fonts_are_installed() -> bool:
    """Whether every font file is in its place; `python tools/install_assets.py` puts them there."""
    return all((FONTS / name).is_file() for name in FILES)


def characters_without_glyph(text: str) -> list[str]:
    """The characters of `text` that no font can print, each once, in the order met.

    Raises FileNotFoundError where the fonts are not installed.
    """
    known = _printable()
    # The typesetter composes a letter and its accent, so the composed form must be there as well.
    written = unicodedata.normalize("NFC", text)
    return list(dict.fromkeys(sign for sign in written if sign not in known))


def describe_characters(characters: Iterable[str]) -> str:
    """Characters as a person can find them: `“漢” (U+6F22), “\u20ac” (U+20AC)`."""
    return ", ".join(_described(sign) for sign in characters)


def _described(sign: str) -> str:
    visible = f"\u201c{sign}\u201d " if sign.isprintable() else ""
    return f"{visible}(U+{ord(sign):04X})"


@cache
def _printable() -> frozenset[str]:
    found: set[int] = set()
    for name in FILES:
        with TTFont(FONTS / name, lazy=True) as font:
            found.update(font.getBestCmap())
    return (frozenset(map(chr, found)) - _NEVER) | _WITHOUT_PICTURE
