"""The wording of a pack: what a careful reader of the Khmer would mark, with file and line.

Everything here is a warning. What is right although it looks odd stands in two files beside the
packs, each line with its reason: `allowed-latin.txt` and `allowed-terms.tsv`.
"""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from training.modules.commons import Commons
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.khmer_text import (
    Spot,
    allowed_pattern,
    foreign_signs,
    unbalanced,
    unusual_order,
)
from training.modules.model import Fault
from training.modules.parts import HANDOUT, MANUAL, SLIDES, SUMMARY, Draft, Grammar, cut
from training.modules.term_check import term_check
from training.modules.toml_reading import line_numbers

LATIN, TERMS = "allowed-latin.txt", "allowed-terms.tsv"
_TERM_COLUMNS = ["where", "term", "reason"]
_FOLDERS: tuple[tuple[str, Grammar, Grammar], ...] = (
    ("slides", SLIDES, SLIDES),
    ("manual", MANUAL, SUMMARY),
    ("handouts", HANDOUT, HANDOUT),
)


@dataclass(frozen=True)
class Words:
    """A text in one language as it stands in a file; `english` is what it translates, or empty."""

    file: str
    line: int
    part: str
    """The id of the slide, item, label or handout."""
    text: str
    is_khmer: bool
    english: str = ""


class WordingCheck:
    """Holds packs to the terms and to what is allowed beside the packs."""

    def __init__(self, packs: Path, commons: Commons) -> None:
        folder, findings = Folder(packs), Findings()
        self._packs = packs
        self._terms = term_check(commons.terms, commons.glossary)
        self._latin = allowed_pattern(_read_latin(folder, findings))
        self._excused = _read_excused(folder, findings)
        self.faults = findings.faults()

    def warnings(self, slug: str) -> tuple[Fault, ...]:
        """What is to be looked at in a pack, by file and line."""
        findings = Findings(slug)
        for words in words_of(Folder(self._packs / slug)):
            place = Place(words.file, findings)
            for spot in self._spots(words):
                line = words.line + words.text.count("\n", 0, spot.at)
                place.warn(line, f"{words.part}: {spot.says}")
            for en, km in self._missed(slug, words):
                place.warn(words.line, f'{words.part}: "{en}" is not {km} here: see terms.tsv.')
        return findings.warnings()

    def _spots(self, words: Words) -> Iterator[Spot]:
        yield from unbalanced(words.text)
        if words.is_khmer:
            yield from unusual_order(words.text)
            yield from foreign_signs(words.text, self._latin)
            yield from self._terms.variants(words.text)

    def _missed(self, slug: str, words: Words) -> Iterator[tuple[str, str]]:
        if not words.english:
            return
        for en, km in self._terms.missed(words.english, words.text):
            if (f"{slug}/{words.part}", en) not in self._excused:
                yield en, km


def _read_latin(folder: Folder, findings: Findings) -> list[str]:
    text = folder.text_of(Place(LATIN, findings)) if folder.has(LATIN) else None
    lines = [line.partition("#")[0].strip() for line in (text or "").split("\n")]
    return [line for line in lines if line]


def _read_excused(folder: Folder, findings: Findings) -> frozenset[tuple[str, str]]:
    place = Place(TERMS, findings)
    text = folder.text_of(place) if folder.has(TERMS) else None
    if not text:
        return frozenset()
    rows = [line.split("\t") for line in text.rstrip("\n").split("\n")]
    if rows[0] != _TERM_COLUMNS:
        place.fault(1, f"The first line must name the columns: {', '.join(_TERM_COLUMNS)}.")
    for number, row in enumerate(rows[1:], 2):
        if len(row) != len(_TERM_COLUMNS) or not all(cell.strip() for cell in row):
            place.fault(number, "A line has three filled cells: slug/id, the English term, why.")
    return frozenset((row[0], row[1]) for row in rows[1:] if len(row) == len(_TERM_COLUMNS))


def words_of(folder: Folder) -> Iterator[Words]:
    """Every text of a pack that people read, file by file; what cannot be read is left out."""
    for name, english, khmer in _FOLDERS:
        for file in folder.names(name):
            if file.endswith(".en.md"):
                base = f"{name}/{file.removesuffix('.en.md')}"
                yield from _of_pair(folder, base, english, khmer, is_pair=name != "manual")
    tomls = [f"pictures/{name}" for name in folder.names("pictures") if name.endswith(".toml")]
    for file in ("module.toml", "quiz.toml", *tomls):
        yield from _of_toml(folder, file)


def _of_pair(
    folder: Folder, base: str, english: Grammar, khmer: Grammar, is_pair: bool
) -> Iterator[Words]:
    found = {draft.id: draft for draft in _drafts(folder, f"{base}.en.md", english)}
    for draft in found.values():
        for _, line, text in _texts(draft):
            yield Words(f"{base}.en.md", line, draft.id, text, is_khmer=False)
    for draft in _drafts(folder, f"{base}.km.md", khmer):
        source = found.get(draft.id)
        originals = {name: text for name, _, text in _texts(source)} if source and is_pair else {}
        for name, line, text in _texts(draft):
            original = originals.get(name, "")
            yield Words(f"{base}.km.md", line, draft.id, text, is_khmer=True, english=original)


def _drafts(folder: Folder, file: str, grammar: Grammar) -> list[Draft]:
    place = Place(file, Findings())
    text = folder.text_of(place) if folder.has(file) else None
    return cut(text, place, grammar) if text is not None else []


def _texts(draft: Draft) -> Iterator[tuple[str, int, str]]:
    yield "title", draft.line, draft.title
    yield "body", draft.line + 1, draft.body
    for name, block in draft.blocks.items():
        yield name, block.line, "\n".join(block.lines)


def _of_toml(folder: Folder, file: str) -> Iterator[Words]:
    place = Place(file, Findings())
    text = folder.text_of(place) if folder.has(file) else None
    try:
        content = tomllib.loads(text) if text else {}
    except tomllib.TOMLDecodeError:
        return
    lines = line_numbers(text or "")
    for path, part, pair in _pairs(content, (), file):
        for language in ("en", "km"):
            words = pair.get(language)
            if isinstance(words, str) and words:
                line = lines.get((*path, language)) or lines.get(path) or 1
                english = pair.get("en", "") if language == "km" else ""
                yield Words(file, line, part, words, language == "km", str(english))


def _pairs(
    value: Any, path: tuple[str | int, ...], part: str
) -> Iterator[tuple[tuple[str | int, ...], str, dict[str, Any]]]:
    """Every table with `en` or `km`, its path, and the id of what it belongs to."""
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from _pairs(one, (*path, number), part)
    elif isinstance(value, dict):
        is_option = "option" in path
        part = part if is_option else str(value.get("id") or value.get("file") or part)
        if isinstance(value.get("en"), str) or isinstance(value.get("km"), str):
            yield path, part, value
        for key, inner in value.items():
            yield from _pairs(inner, (*path, key), part)
