"""The wording of a pack: what a careful reader of the Khmer would mark, with file and line.

Everything here is a warning. What is right although it looks odd stands in two files beside the
packs, each line with its reason: `allowed-latin.txt` and `allowed-terms.tsv`.
"""

from collections.abc import Iterator
from functools import partial
from pathlib import Path

from training.modules.commons import Commons
from training.modules.findings import Findings, Place
from training.modules.first_use import first_uses, unconfirmed_terms
from training.modules.folder import Folder
from training.modules.khmer_text import (
    Spot,
    allowed_pattern,
    foreign_signs,
    unbalanced,
    unusual_order,
)
from training.modules.model import Fault, Module
from training.modules.pack_words import Words, words_of
from training.modules.term_check import term_check

LATIN, TERMS = "allowed-latin.txt", "allowed-terms.tsv"
_TERM_COLUMNS = ["where", "term", "reason"]


class WordingCheck:
    """Holds packs to the terms and to what is allowed beside the packs."""

    def __init__(self, packs: Path, commons: Commons) -> None:
        folder, findings = Folder(packs), Findings()
        self._packs = packs
        self._terms = term_check(commons.terms, commons.glossary)
        self._unconfirmed = unconfirmed_terms(commons.glossary)
        self._latin = allowed_pattern(_read_latin(folder, findings))
        self._excused = _read_excused(folder, findings)
        self.faults = findings.faults()

    def warnings(self, slug: str, module: Module | None) -> tuple[Fault, ...]:
        """What is to be looked at in a pack, by file and line.

        First uses are looked for in the order of `module`; not while it cannot be read.
        """
        findings = Findings(slug)
        texts = list(words_of(Folder(self._packs / slug)))
        found = [(words, spot) for words in texts for spot in self._spots(slug, words)]
        if module:
            excused = partial(self._is_excused, slug)
            found += first_uses(texts, module, self._unconfirmed, excused)
        for words, spot in found:
            line = words.line + words.text.count("\n", 0, spot.at)
            Place(words.file, findings).warn(line, f"{words.part}: {spot.says}")
        return findings.warnings()

    def _is_excused(self, slug: str, part: str, en: str) -> bool:
        return (f"{slug}/{part}", en) in self._excused

    def _spots(self, slug: str, words: Words) -> Iterator[Spot]:
        yield from unbalanced(words.text)
        if words.is_khmer:
            yield from unusual_order(words.text)
            yield from foreign_signs(words.text, self._latin)
            yield from self._terms.variants(words.text)
            for en, km in self._terms.missed(words.english, words.text):
                if not self._is_excused(slug, words.part, en):
                    yield Spot(0, f'"{en}" is not {km} here: see terms.tsv.')


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
