"""Every text of a pack that people read, as it stands in its files, with file and line."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.parts import HANDOUT, MANUAL, SLIDES, SUMMARY, Draft, Grammar, cut
from training.modules.toml_reading import line_numbers

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
    kind: str = ""
    """`title`, `body`, or the name of the block; empty in TOML files."""


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
        for name, line, text in _texts(draft):
            yield Words(f"{base}.en.md", line, draft.id, text, is_khmer=False, kind=name)
    for draft in _drafts(folder, f"{base}.km.md", khmer):
        source = found.get(draft.id)
        originals = {name: text for name, _, text in _texts(source)} if source and is_pair else {}
        for name, line, text in _texts(draft):
            original = originals.get(name, "")
            yield Words(f"{base}.km.md", line, draft.id, text, True, original, name)


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
