"""What a name may be: cleaned, never rewritten, and printable."""

import unicodedata
from collections.abc import Callable, Sequence

from training.kernel.locales import has_khmer
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.people.easy_passwords import is_easy
from training.people.model import NAME_LENGTH, PersonDetails

NAME_NEEDED = say("Please write the name in Khmer letters, in Latin letters, or both.")
NAME_TOO_LONG = say(
    "A name can have at most %(most)s characters. Please shorten it.", most=NAME_LENGTH
)
NOT_KHMER = say("Please write this name in Khmer letters.")
NOT_LATIN = say("Please write this name in Latin letters.")
PASSWORD_LENGTH = 10
PASSWORD_TOO_SHORT = say("A password needs at least %(least)s characters.", least=PASSWORD_LENGTH)
PASSWORD_EASY = say(
    "This password is one of the first that somebody would try. Please choose another: a sentence "
    "that only you would write, for example."
)
PASSWORD_TOO_LONG = say("A password can have at most %(most)s characters.", most=256)
_JOINERS = {"\u200b", "\u200c", "\u200d"}


def clean_name(typed: str) -> str:
    """NFC, single spaces, no control or direction signs. Spelling is the person's own."""
    text = unicodedata.normalize("NFC", typed)
    kept = "".join(s for s in text if s in _JOINERS or unicodedata.category(s) not in {"Cc", "Cf"})
    return " ".join(kept.split()).strip("\u200b\u200c\u200d")


def check_details(
    details: PersonDetails, without_glyph: Callable[[str], Sequence[str]]
) -> PersonDetails:
    """The details with clean names. `without_glyph` says which characters no font can print.

    Raises Refusal, with the field that is at fault.
    """
    name_km, name_latin = clean_name(details.name_km), clean_name(details.name_latin)
    if not (name_km or name_latin):
        raise Refusal(NAME_NEEDED, field="name_km")
    title = clean_name(details.title)
    for field, words in (("name_km", name_km), ("name_latin", name_latin), ("title_typed", title)):
        _check_printable(field, words, without_glyph)
    if name_km and not has_khmer(name_km):
        raise Refusal(NOT_KHMER, field="name_km")
    if has_khmer(name_latin):
        raise Refusal(NOT_LATIN, field="name_latin")
    return PersonDetails(
        name_km,
        name_latin,
        title,
        details.gender,
        clean_name(details.organisation),
        details.sector,
        details.province,
    )


def _check_printable(field: str, words: str, without_glyph: Callable[[str], Sequence[str]]) -> None:
    if len(words) > NAME_LENGTH:
        raise Refusal(NAME_TOO_LONG, field=field)
    strange = without_glyph(words)
    if strange:
        raise Refusal(
            say(
                "These characters cannot be printed on a certificate: %(characters)s",
                characters=" ".join(strange),
            ),
            field=field,
        )


def check_password(password: str, *own: str) -> None:
    """Raises Refusal for a password that is too short, absurdly long or easy to guess.

    `own` are the owner's names, which must not be all there is to it.
    """
    if len(password) < PASSWORD_LENGTH:
        raise Refusal(PASSWORD_TOO_SHORT, field="password")
    if len(password) > 256:
        raise Refusal(PASSWORD_TOO_LONG, field="password")
    if is_easy(password, *own):
        raise Refusal(PASSWORD_EASY, field="password")


def search_key(name: str) -> str:
    """A form for finding: case, spaces, ZWSP and the spellings ្ដ/្ត and ឲ្យ/ឱ្យ count for nothing.

    Khmer names are written with a space between family and given name, or without one.
    """
    folded = unicodedata.normalize("NFC", name).casefold()
    for sign in _JOINERS:
        folded = folded.replace(sign, "")
    return "".join(folded.replace("\u17d2\u178a", "\u17d2\u178f").replace("ឲ្យ", "ឱ្យ").split())


def may_be_same(one: PersonDetails, other: PersonDetails) -> bool:
    """Whether two names may be one person's: in each script that both have they agree.

    Lists often have one script only, and so do phones.
    """
    pairs = ((one.name_km, other.name_km), (one.name_latin, other.name_latin))
    shared = [(search_key(a), search_key(b)) for a, b in pairs if a and b]
    return bool(shared) and all(a == b for a, b in shared)
