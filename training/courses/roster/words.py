"""What the words of a list mean: titles, names of two scripts in one cell, genders, provinces."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from training.kernel.locales import western_digits
from training.people.model import GENDERS, PROVINCES, TITLES
from training.people.rules import search_key

_EXCELLENCY = "excellency"
"""H.E. says of nobody whether he or she is meant: the gender does, or a Khmer title."""
_TITLES_KM = {
    "ព្រះតេជព្រះគុណ": "venerable",
    "ព្រះតេជគុណ": "venerable",
    "ព្រះភិក្ខុ": "venerable",
    "ភិក្ខុ": "venerable",
    "ឯកឧត្តម": "his-excellency",
    "ឯ.ឧ.": "his-excellency",
    "ឯ.ឧ": "his-excellency",
    "លោកជំទាវ": "her-excellency",
    "ល.ជ.ទ.": "her-excellency",
    "លោកស្រី": "ms",
    "អ្នកស្រី": "ms",
    "អ្នកនាង": "miss",
    "កញ្ញា": "miss",
    "លោក": "mr",
    "បណ្ឌិត": "dr",
    "សាស្ត្រាចារ្យ": "professor",
    "ដូនជី": "lay-nun",
}
_TITLES_LATIN = {
    "venerable": "venerable",
    "ven": "venerable",
    "h.e": _EXCELLENCY,
    "he": _EXCELLENCY,
    "excellency": _EXCELLENCY,
    "mr": "mr",
    "mrs": "ms",
    "ms": "ms",
    "miss": "miss",
    "dr": "dr",
    "prof": "professor",
    "professor": "professor",
}
_LATIN_TITLE = re.compile(
    r"(venerable|excellency|professor|miss|mrs|mr|ms|dr|prof|ven(?=\.)|h\.\s?e|he(?=\.))\b\.?\s*",
    re.IGNORECASE,
)
_KHMER_TITLES = sorted(_TITLES_KM.items(), key=lambda it: -len(it[0]))
_DEPENDENT = re.compile(r"[\u17b6-\u17d3]")
_KHMER = r"[\u1780-\u17d3\u17d7\u17dd\u200b-\u200d.]"
_KHMER_RUN = re.compile(rf"{_KHMER}*[\u1780-\u17d3]{_KHMER}*")
_BETWEEN = re.compile(r"[()\[\]{}/\\|,;:\n\t–—•]+")
_DIGITS, _PLACE = re.compile(r"[0-9+][0-9+.()\-]*"), re.compile(r"\s*[0-9]+\s*[.)\-]+\s*")

_FEMALE = "f female femme woman lady ms mrs miss ស ស្រី ស្ត្រី ស្រ្តី ស្រ្ដី នារី ន"
_MALE = "m male homme man gentleman mr ប ប្រុស បុរស"
_GENDERS = {
    **{search_key(word): "female" for word in _FEMALE.split()},
    **{search_key(word): "male" for word in _MALE.split()},
    **{search_key(word): code for code, both in GENDERS.items() for word in (both.km, both.en)},
}
_TICKS = frozenset({"x", "✓", "✔", "√", "ü", "v", "1", "•", "þ", "*"})
_PROVINCE_ALIASES = {
    "bantey meanchey": "01", "batdambang": "02", "battambong": "02", "kampongspueu": "05",
    "kaoh kong": "09", "kracheh": "10", "mondolkiri": "11", "mondulkiri": "11", "pp": "12",
    "phnompenh": "12", "pousat": "15", "ratanakiri": "16", "rattanakiri": "16",
    "rotanakiri": "16", "siem reab": "17", "siemreap": "17", "sihanoukville": "18",
    "sihanouk ville": "18", "kampongsom": "18", "កំពង់សោម": "18", "ក្រុងព្រះសីហនុ": "18",
    "stoeng treng": "19", "svayrieng": "20", "takaev": "21", "otdar meanchey": "22",
    "oddormeanchey": "22", "krong kep": "23", "krong pailin": "24", "tbong khmum": "25",
    "tboungkhmum": "25", "tbaung khmum": "25",
}  # fmt: skip
_PROVINCE_WORDS = re.compile(
    r"ខេត្ត|រាជធានី|\b(?:province|capital|city|municipality|krong|khaet|khet)\b", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Name:
    """What a cell with a name says."""

    km: str = ""
    latin: str = ""
    title: str = ""
    """A code of TITLES, or `excellency` where it is not said whether he or she is meant."""


def read_name(cell: str) -> Name:
    """The names and the title in a cell, whichever scripts and signs it has them in.

    Numbers, be they the person's place in the list or a phone, are no name.
    """
    km, latin = list[str](), list[str]()
    for piece in _BETWEEN.split(western_digits(cell)):
        rest = _without_numbers(piece)
        km.append(" ".join(found.strip(". ") for found in _KHMER_RUN.findall(rest)))
        latin.append(_KHMER_RUN.sub(" ", rest))
    name_km, title_km = _without_khmer_titles(" ".join(" ".join(km).split()))
    name_latin, title_latin = _without_latin_titles(" ".join(" ".join(latin).split()).strip(" .-"))
    if not any(sign.isalpha() for sign in name_latin):
        name_latin = ""
    return Name(name_km, name_latin, title_km or title_latin)


def _without_numbers(words: str) -> str:
    bare = _PLACE.sub("", words, count=1) if _PLACE.match(words) else words
    return " ".join(each for each in bare.split() if not _DIGITS.fullmatch(each))


def _without_khmer_titles(words: str) -> tuple[str, str]:
    """The name, and the first of its titles; a title alone may be somebody's name."""
    first, found = "", True
    while found:
        found = False
        for title, code in _KHMER_TITLES:
            rest = words.removeprefix(title)
            if rest != words and rest.strip(" .") and not _DEPENDENT.match(rest):
                words, first, found = rest.lstrip(" ."), first or code, True
                break
    return words, first


def _without_latin_titles(words: str) -> tuple[str, str]:
    first, found = "", _LATIN_TITLE.match(words)
    while found and words[found.end() :]:
        code = _TITLES_LATIN["".join(found[1].casefold().split())]
        words, first = words[found.end() :], first or code
        found = _LATIN_TITLE.match(words)
    return words, first


def read_title(cell: str) -> str:
    """The code of a title; what is none of the list stands as it was written."""
    word = cell.casefold().strip(" .")
    for code, both in TITLES.items():
        if word in {both.km, both.en.casefold()} and both.en != "H.E.":
            return code
    latin = _TITLES_LATIN.get("".join(word.split()))
    return _TITLES_KM.get(cell.strip(), "") or _TITLES_KM.get(word, "") or latin or cell


def settled_title(title: str, gender: str) -> str:
    """The title with H.E. as his or hers, by the gender; his where none is said."""
    if title != _EXCELLENCY:
        return title
    return "her-excellency" if gender == "female" else "his-excellency"


def read_gender(cell: str, head: str = "") -> str | None:
    """The code of a gender; empty for none, None for words that mean none.

    Where a tick stands in the cell, the head of its column says what is ticked.
    """
    word = search_key(cell).strip(".")
    if word in _TICKS:
        ticked = (_GENDERS.get(search_key(each).strip(".")) for each in reversed(head.split()))
        return next((each for each in ticked if each), None)
    return _GENDERS.get(word) if word else ""


def _province_key(words: str) -> str:
    bare = _PROVINCE_WORDS.sub(" ", words)
    folded = search_key(re.sub(r"[\s\-.,'’()]+", "", bare))
    return folded.replace("kompong", "kampong")


def _province_keys() -> Iterable[tuple[str, str]]:
    for code, both in PROVINCES.items():
        yield _province_key(both.km), code
        yield _province_key(both.en), code
    for alias, code in _PROVINCE_ALIASES.items():
        yield _province_key(alias), code


_PROVINCES: Mapping[str, str] = dict(_province_keys())


def read_province(cell: str) -> str | None:
    """The code of a province or of the capital, in either language; None for other words."""
    if not cell:
        return ""
    for piece in (cell, *re.split(r"[/|,\n()]", cell)):
        found = _PROVINCES.get(_province_key(piece))
        if found:
            return found
    return None
