"""What the eye does not see in a name: invisible signs, signs out of order, letters of elsewhere.

Nothing here changes a name: staff are shown what is odd, and decide. The order of Khmer signs is
that of SIL's Khmer Character Specification (2024), which the library `khmerspell` knows.
"""

import enum
import re
import unicodedata
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from khmerspell import khnormal


class Oddity(enum.StrEnum):
    """Why something in a name is shown."""

    INVISIBLE = "invisible"
    ORDER = "order"
    """Looks like the usual spelling, and is found by nobody who types that."""
    FOREIGN = "foreign"
    """A letter of a script that the name is not written in."""
    NO_LETTER = "no-letter"
    """A digit or a sign that names do not have."""


@dataclass(frozen=True, slots=True)
class Odd:
    """One odd thing, as it stands in the name."""

    oddity: Oddity
    signs: str
    usual: str = ""
    """The same signs in the usual order, where the order is the trouble."""

    @property
    def code_points(self) -> str:
        """Such as `U+200B`; several with a space between."""
        return code_points_of(self.signs)


_KHMER_RUN = re.compile("[\u1780-\u17d3\u17dd\u200c\u200d]+")
_INVISIBLE = {"Cf", "Cc", "Zl", "Zp"}
_COMMON = frozenset(" .,-'’·()")


def code_points_of(text: str) -> str:
    """Every sign by its number: `U+17B6 U+17C6`."""
    return " ".join(f"U+{ord(sign):04X}" for sign in text)


def odd_in_khmer(name: str) -> tuple[Odd, ...]:
    """What is odd in a name in Khmer letters, in the order of its signs."""
    return (*_odd_signs(name, _is_khmer), *_unusual_order(name))


def odd_in_latin(name: str) -> tuple[Odd, ...]:
    """What is odd in a name in Latin letters."""
    return tuple(_odd_signs(name, _is_latin))


def _odd_signs(name: str, is_own: Callable[[str], bool]) -> Iterator[Odd]:
    for sign in dict.fromkeys(name):
        if unicodedata.category(sign) in _INVISIBLE or (sign.isspace() and sign != " "):
            yield Odd(Oddity.INVISIBLE, sign)
        elif sign in _COMMON or is_own(sign):
            continue
        elif sign.isalpha() or unicodedata.category(sign).startswith("M"):
            yield Odd(Oddity.FOREIGN, sign)
        else:
            yield Odd(Oddity.NO_LETTER, sign)


def _is_khmer(sign: str) -> bool:
    return _is_of("KHMER", sign)


def _is_latin(sign: str) -> bool:
    return _is_of("LATIN", sign)


def _is_of(script: str, sign: str) -> bool:
    """Whether it is a letter or a mark of that script, by its name in Unicode."""
    is_letter = unicodedata.category(sign)[0] in "LM"
    return is_letter and unicodedata.name(sign, "").startswith(script)


def _unusual_order(name: str) -> Iterator[Odd]:
    for found in _KHMER_RUN.finditer(name):
        usual = str(khnormal(found[0]))
        if usual != found[0]:
            yield Odd(Oddity.ORDER, found[0], usual)


def in_usual_order(name: str) -> str:
    """The name with its Khmer signs in the usual order: for comparing, never for keeping."""
    return _KHMER_RUN.sub(lambda found: str(khnormal(found[0])), name)
