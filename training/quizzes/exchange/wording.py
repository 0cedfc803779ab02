"""The words of files made tidy, and the language that they are in."""

import re
import unicodedata

from training.kernel.locales import Bilingual, has_khmer

MOST_DEFAULT_TITLE_SIGNS = 60
_BLANKS = re.compile(r"[^\S\n]+")
_EMPTY_LINES = re.compile(r"\n{3,}")
_UNWANTED = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff\ufffe\uffff\ud800-\udfff\ufdd0-\ufdef"
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
    + "".join(chr(plane << 16 | last) for plane in range(1, 17) for last in (0xFFFE, 0xFFFF))
    + "]"
)
"""Control signs, signs that turn the direction of writing, and what XML cannot hold."""


def tidy(text: str) -> str:
    """Words as they are kept: NFC, single blanks, at most one empty line, none at the ends."""
    text = _UNWANTED.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    lines = _BLANKS.sub(" ", unicodedata.normalize("NFC", text)).split("\n")
    return _EMPTY_LINES.sub("\n\n", "\n".join(line.strip() for line in lines)).strip("\n")


def tidy_line(text: str) -> str:
    """The same on one line."""
    return " ".join(tidy(text).split("\n")).replace("  ", " ")


def in_its_language(text: str) -> Bilingual:
    """Words without a mark of their language: Khmer where they have a Khmer letter."""
    return Bilingual(km=text, en="") if has_khmer(text) else Bilingual(km="", en=text)


def speaks_for_itself(words: Bilingual) -> bool:
    """Whether the words, written without a mark of their language, are read as the same again."""
    return not (words.km and words.en) and in_its_language(words.km or words.en) == words


def default_title(words: Bilingual) -> str:
    """The beginning of a question, as its title where the file has none."""
    return tidy_line(words.best("en")[0])[:MOST_DEFAULT_TITLE_SIGNS].strip()
