"""Writes the fingerprints of the English texts into the Khmer files, after a reading."""

import os
import re
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.manual_reader import passage_of, split_chapter
from training.modules.model import Fault, HandoutText
from training.modules.parts import HANDOUT, MANUAL, SLIDES, SUMMARY, Draft, Grammar, cut
from training.modules.rules import chapter_fingerprint, handout_fingerprint, slide_fingerprint
from training.modules.toml_reading import ID

_FROM = re.compile(r"""\s*\bfrom=(?:"[^"]*"|[^\s}]*)""")


def _slide(draft: Draft, _place: Place) -> str:
    return slide_fingerprint(draft.words)


def _chapter(draft: Draft, place: Place) -> str:
    return chapter_fingerprint([passage_of(part) for part in split_chapter(draft, place)])


def _handout(draft: Draft, _place: Place) -> str:
    body = draft.body.strip("\n").rstrip()
    return handout_fingerprint(HandoutText(draft.title, body, draft.block("key").text))


class _Kind(NamedTuple):
    folder: str
    english: Grammar
    khmer: Grammar
    fingerprint: Callable[[Draft, Place], str]


_KINDS = (
    _Kind("slides", SLIDES, SLIDES, _slide),
    _Kind("manual", MANUAL, SUMMARY, _chapter),
    _Kind("handouts", HANDOUT, HANDOUT, _handout),
)


class UnreadableSlides(ValueError):
    """The files cannot be cut into their parts; `faults` says where and why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{one.file}:{one.line}: {one.message}" for one in faults))
        self.faults = faults


def stamp_translations(packs: Path, slug: str) -> int:
    """Write the current `from=` into every Khmer slide, summary and handout; how many changed.

    Nothing but the braces is touched. Raises `UnreadableSlides` before anything is written.
    """
    findings = Findings(slug)
    if not ID.fullmatch(slug) or (packs / slug).is_symlink() or not (packs / slug).is_dir():
        Place("module.toml", findings).fault(1, f"There is no pack {slug} here.")
        raise UnreadableSlides(findings.faults())
    folder = Folder(packs / slug)
    changes = {
        f"{kind.folder}/{name}": _stamped(folder, kind, name, findings)
        for kind in _KINDS
        for name in folder.names(kind.folder)
        if name.endswith(".km.md")
    }
    if findings.faults():
        raise UnreadableSlides(findings.faults())
    for name, (content, count) in changes.items():
        if count:
            _replace(folder.path / name, content)
    return sum(count for _, count in changes.values())


def _stamped(folder: Folder, kind: _Kind, file: str, findings: Findings) -> tuple[bytes, int]:
    name = f"{kind.folder}/{file}"
    place = Place(_english(name), findings)
    english = {draft.id: draft for draft in _drafts(folder, place, kind.english)}
    khmer = _drafts(folder, Place(name, findings), kind.khmer)
    if findings.faults():
        return b"", 0
    raw = (folder.path / name).read_bytes().decode("utf-8")
    lines = re.split(r"(\r\n|\r|\n)", raw)
    count = 0
    for draft in khmer:
        source = english.get(draft.id)
        index = 2 * (draft.line - 1)
        if source and draft.id:
            stamped = _with_from(lines[index], kind.fingerprint(source, place))
            count += stamped != lines[index]
            lines[index] = stamped
    return "".join(lines).encode(), count


def _english(name: str) -> str:
    return name.removesuffix(".km.md") + ".en.md"


def _drafts(folder: Folder, place: Place, grammar: Grammar) -> list[Draft]:
    text = folder.text_of(place)
    return cut(text, place, grammar) if text is not None else []


def _with_from(heading: str, fingerprint: str) -> str:
    before, _, inside = heading.rpartition("{")
    inner = _FROM.sub("", inside.rstrip()[:-1]).rstrip()
    return f"{before}{{{inner} from={fingerprint}}}"


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105 (replaces in one step, also on Windows)
