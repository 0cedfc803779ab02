"""The two languages, and digits that turn from one script into the other."""

from dataclasses import dataclass
from typing import Literal

Language = Literal["km", "en"]
LANGUAGES: tuple[Language, ...] = ("km", "en")
FIRST_LANGUAGE: Language = "km"
OWN_NAMES: dict[Language, str] = {"km": "ខ្មែរ", "en": "English"}

_TO_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_TO_WESTERN = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def khmer_digits(value: object) -> str:
    """The text of `value` with Khmer digits."""
    return str(value).translate(_TO_KHMER)


def western_digits(typed: str) -> str:
    """What was typed, with Khmer digits turned into Western ones."""
    return typed.translate(_TO_WESTERN)


def digits_only(typed: str) -> str:
    """The digits in what was typed, Western, nothing else: `១២៣ 456` gives `123456`."""
    return "".join(sign for sign in western_digits(typed) if sign in "0123456789")


# Words of the subject that browsers' dictionaries take apart at the end of a line.
_JOINED = (("ទំនួល", "ខុស", "ត្រូវ"), ("ការ", "ការពារ"), ("ការ", "បង្ការ"), ("វត្ត", "មាន"))
KEPT_TOGETHER = tuple(map("".join, _JOINED))
"""The same words whole, for those who keep them on one line in another way."""
_WORD_JOINER = "\u2060"


def kept_together(text: str) -> str:
    """The text with an invisible sign (U+2060) where a line must not break inside a word.

    For showing only: what is stored, typed or compared never holds it.
    """
    for parts in _JOINED:
        text = text.replace("".join(parts), _WORD_JOINER.join(parts))
    return text


def has_khmer(text: str) -> bool:
    """Whether one letter of the Khmer block is in the text."""
    return any("\u1780" <= sign <= "\u17b3" for sign in text)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in both languages; either may be empty, then the other stands in."""

    km: str
    en: str

    def best(self, language: str) -> tuple[str, Language]:
        """The words to show a reader of `language`, and the language that they are in."""
        if language == "km":
            return (self.km, "km") if self.km else (self.en, "en")
        return (self.en, "en") if self.en else (self.km, "km")
