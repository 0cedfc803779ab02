"""TOML with line numbers, and tables that are read key by key with a fault for each mistake."""

import re
import tomllib
from collections.abc import Iterator
from datetime import date
from typing import Any

from training.kernel.locales import Bilingual
from training.modules.findings import Place

ID = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_HEADER = re.compile(r"\s*(\[\[?)\s*([A-Za-z0-9_.-]+)\s*\]\]?\s*(?:#.*)?")
_KEY = re.compile(r"\s*([A-Za-z0-9_-]+(?:\s*\.\s*[A-Za-z0-9_-]+)*)\s*=")
_WHERE = re.compile(r"\(at line (\d+), column \d+\)")
MAX_TEXT_SIGNS = 5_000
MAX_LINE_SIGNS = 6_000
_QUOTED = re.compile(r""" "(?:[^"\\]|\\.)*" | '[^']*' """, re.VERBOSE)
_DEEP_KEY = re.compile(r"(?:\.\s*[A-Za-z0-9_-]+\s*){8}")
"""A dotted key of nine parts or more; tomllib needs 30 MB for one of 3,000."""

Path = tuple[str | int, ...]


def read_toml(text: str, place: Place) -> "Table | None":
    """The file's top table, or None after a fault that names the unreadable line."""
    for number, line in enumerate(text.split("\n"), 1):
        if len(line) > MAX_LINE_SIGNS:
            place.fault(number, f"This line is longer than {MAX_LINE_SIGNS} signs. Break it up.")
            return None
        if line.count(".") > 7 and _DEEP_KEY.search(_QUOTED.sub("q", line).partition("#")[0]):
            place.fault(number, "This is not TOML as a pack has it: it is nested too deeply.")
            return None
    try:
        content = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, ValueError, RecursionError) as error:
        place.fault(_line_of(error, text), f"This is not TOML: {_reason(error)}.")
        return None
    return Table(content, (), place, line_numbers(text))


def _line_of(error: Exception, text: str) -> int:
    found = _WHERE.search(str(error))
    if found:
        return int(found[1])
    return text.count("\n") + 1 if "end of document" in str(error) else 1


def _reason(error: Exception) -> str:
    if isinstance(error, RecursionError):
        return "it is nested too deeply"
    return re.sub(r"\s*\(at [^()]*\)$", "", str(error)).rstrip(".")


def line_numbers(text: str) -> dict[Path, int]:
    """The line of every header and key, by its path; arrays of tables are counted from 0."""
    lines: dict[Path, int] = {}
    counts: dict[Path, int] = {}
    here: Path = ()
    for number, line in _outside_long_strings(text):
        header = _HEADER.fullmatch(line)
        if header:
            here = _path_of(header[2], header[1] == "[[", counts)
            lines.setdefault(here, number)
            continue
        key = _KEY.match(line)
        if key:
            path = here
            for part in key[1].split("."):
                path = (*path, part.strip())
                lines.setdefault(path, number)
    return lines


def _outside_long_strings(text: str) -> Iterator[tuple[int, str]]:
    quote = ""
    for number, line in enumerate(text.split("\n"), 1):
        if not quote:
            yield number, line
        for mark in re.findall(r'"""|' + "'''", line):
            quote = "" if quote == mark else (quote or mark)


def _path_of(name: str, is_array: bool, counts: dict[Path, int]) -> Path:
    path: Path = ()
    parts = name.split(".")
    for part in parts[:-1]:
        path = (*path, part)
        if path in counts:
            path = (*path, counts[path])
    path = (*path, parts[-1])
    if is_array:
        counts[path] = counts.get(path, -1) + 1
        path = (*path, counts[path])
    return path


class Table:
    """One TOML table; every question about a key notes a fault when the answer is no good."""

    def __init__(
        self, content: dict[str, Any], path: Path, place: Place, lines: dict[Path, int]
    ) -> None:
        self._content = content
        self._path = path
        self._place = place
        self._lines = lines
        self._asked: set[str] = set()

    def line(self, *keys: str) -> int:
        """The line of a key, of its first block, or of the nearest table around it."""
        path: Path = (*self._path, *keys)
        if (*path, 0) in self._lines:
            return self._lines[(*path, 0)]
        while path and path not in self._lines:
            path = path[:-1]
        return self._lines.get(path, 1)

    def fault(self, message: str, *keys: str) -> None:
        """Note a fault at a key."""
        self._place.fault(self.line(*keys), message)

    def warn(self, message: str, *keys: str) -> None:
        """Note a warning at a key."""
        self._place.warn(self.line(*keys), message)

    def _get(self, key: str) -> Any:
        self._asked.add(key)
        return self._content.get(key)

    def has(self, key: str) -> bool:
        """Whether the table has this key."""
        self._asked.add(key)
        return key in self._content

    def text(self, key: str, required: bool = True) -> str:
        """A text without blanks around it; empty after a fault, or when it may be missing."""
        value = self._get(key)
        if value is None and not required:
            return ""
        if not isinstance(value, str) or not value.strip():
            self.fault(f'{key} is missing. Write {key} = "…".', key)
            return ""
        if len(value) > MAX_TEXT_SIGNS:
            self.fault(f"{key} is longer than {MAX_TEXT_SIGNS} signs. Shorten it.", key)
            return ""
        return value.strip()

    def id(self, what: str) -> str:
        """The id of this table, or empty after a fault."""
        value = self.text("id")
        if value and not ID.fullmatch(value):
            self.fault(f'The id "{value}" of {what} may have a-z, 0-9 and hyphens only.', "id")
            return ""
        return value

    def choice(self, key: str, allowed: tuple[str, ...]) -> str | None:
        """One of the allowed words, or None after a fault."""
        value = self._get(key)
        if isinstance(value, str) and value in allowed:
            return value
        self.fault(f"{key} must be one of: {', '.join(allowed)}.", key)
        return None

    def whole(self, key: str, low: int, high: int, required: bool = True) -> int:
        """A whole number from low to high; `low` after a fault, 0 when it may be missing."""
        value = self._get(key)
        if value is None and not required:
            return 0
        if not isinstance(value, int) or isinstance(value, bool) or not low <= value <= high:
            self.fault(f"{key} must be a whole number from {low} to {high}.", key)
            return low
        return value

    def flag(self, key: str, required: bool = False) -> bool | None:
        """True or false; None after a fault, False when it may be missing."""
        value = self._get(key)
        if value is None and not required:
            return False
        if not isinstance(value, bool):
            self.fault(f"{key} must be true or false, without quotes.", key)
            return None
        return value

    def day(self, key: str, required: bool = True) -> date | None:
        """A date, or None after a fault or when it may be missing."""
        value = self._get(key)
        if value is None and not required:
            return None
        if type(value) is not date:
            self.fault(f"{key} must be a date such as 2019-07-31, without quotes.", key)
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts; empty when it is missing or after a fault."""
        value = self._get(key)
        if value is None:
            return ()
        if not isinstance(value, list) or not all(isinstance(one, str) for one in value):
            self.fault(f'{key} must be a list of texts: {key} = ["…", "…"].', key)
            return ()
        return tuple(value)

    def table(self, key: str) -> "Table":
        """The table `[key]`; an empty one after a fault."""
        value = self._get(key)
        if not isinstance(value, dict):
            self.fault(f"{key} must be written as a table [{key}].", key)
            value = {}
        return self._inner(value, (*self._path, key))

    def tables(self, key: str) -> list["Table"]:
        """The tables of an array `[[key]]`; empty when it is missing or after a fault."""
        value = self._get(key)
        if value is None:
            return []
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            self.fault(f"{key} must be written as [[{key}]] blocks.", key)
            return []
        path = (*self._path, key)
        return [self._inner(one, (*path, number)) for number, one in enumerate(value)]

    def words(self, key: str, what: str) -> Bilingual:
        """Words as `key.en` and `key.km`; a missing Khmer is a warning."""
        value = self._get(key)
        if not isinstance(value, dict):
            self.fault(f'{what} has no {key}. Write {key}.en = "…" and {key}.km = "…".', key)
            return Bilingual(km="", en="")
        inner = self._inner(value, (*self._path, key))
        words = inner.own_words(f"The {key} of {what}")
        inner.refuse_the_rest()
        return words

    def own_words(self, what: str) -> Bilingual:
        """Words as `en` and `km` of this table itself; a missing Khmer is a warning."""
        en, km = self._get("en"), self._get("km")
        if not isinstance(en, str) or not en.strip() or len(en) > MAX_TEXT_SIGNS:
            self.fault(f'{what} has no English. Write en = "…".', "en")
            en = ""
        if km is not None and (not isinstance(km, str) or len(km) > MAX_TEXT_SIGNS):
            self.fault(f"{what}: km must be a text in quotes.", "km")
            km = ""
        elif not km or not km.strip():
            self.warn(f"{what} has no Khmer. The English is shown until it is translated.", "km")
        return Bilingual(km=(km or "").strip(), en=en.strip())

    def _inner(self, content: dict[str, Any], path: Path) -> "Table":
        return Table(content, path, self._place, self._lines)

    def refuse_the_rest(self) -> None:
        """Note a fault for every key that nobody asked for: most are misspelt."""
        for key in self._content:
            if key not in self._asked:
                self.fault(f'The key "{key}" is not known here. Mend its spelling.', key)
