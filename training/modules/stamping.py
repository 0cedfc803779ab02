"""Writes the fingerprints of the English slides into the Khmer files, after a reading."""

import os
import re
from pathlib import Path

from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.model import Fault
from training.modules.rules import slide_fingerprint
from training.modules.slide_files import Draft, cut
from training.modules.toml_reading import ID

_FROM = re.compile(r"""\s*\bfrom=(?:"[^"]*"|[^\s}]*)""")


class UnreadableSlides(ValueError):
    """The slide files cannot be cut into slides; `faults` says where and why."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        super().__init__("; ".join(f"{one.file}:{one.line}: {one.message}" for one in faults))
        self.faults = faults


def stamp_translations(packs: Path, slug: str) -> int:
    """Write the current `from=` into every Khmer slide; how many slides were changed.

    Nothing but the braces is touched. Raises `UnreadableSlides` before anything is written.
    """
    findings = Findings(slug)
    if not ID.fullmatch(slug) or (packs / slug).is_symlink() or not (packs / slug).is_dir():
        Place("module.toml", findings).fault(1, f"There is no pack {slug} here.")
        raise UnreadableSlides(findings.faults())
    folder = Folder(packs / slug)
    names = [name for name in folder.names("slides") if name.endswith(".km.md")]
    changes = [_stamped(folder, f"slides/{name}", findings) for name in names]
    if findings.faults():
        raise UnreadableSlides(findings.faults())
    for name, (content, count) in zip(names, changes, strict=True):
        if count:
            _replace(folder.path / "slides" / name, content)
    return sum(count for _, count in changes)


def _stamped(folder: Folder, name: str, findings: Findings) -> tuple[bytes, int]:
    english = {draft.id: draft for draft in _drafts(folder, _english(name), findings)}
    khmer = _drafts(folder, name, findings)
    if findings.faults():
        return b"", 0
    raw = (folder.path / name).read_bytes().decode("utf-8")
    lines = re.split(r"(\r\n|\r|\n)", raw)
    count = 0
    for draft in khmer:
        source = english.get(draft.id)
        index = 2 * (draft.line - 1)
        if source and draft.id:
            stamped = _with_from(lines[index], slide_fingerprint(source.words))
            count += stamped != lines[index]
            lines[index] = stamped
    return "".join(lines).encode(), count


def _english(name: str) -> str:
    return name.removesuffix(".km.md") + ".en.md"


def _drafts(folder: Folder, name: str, findings: Findings) -> list[Draft]:
    place = Place(name, findings)
    text = folder.text_of(place)
    return cut(text, place) if text is not None else []


def _with_from(heading: str, fingerprint: str) -> str:
    before, _, inside = heading.rpartition("{")
    inner = _FROM.sub("", inside.rstrip()[:-1]).rstrip()
    return f"{before}{{{inner} from={fingerprint}}}"


def _replace(path: Path, content: bytes) -> None:
    beside = path.with_name(f".{path.name}.new")
    beside.write_bytes(content)
    os.replace(beside, path)  # noqa: PTH105 (replaces in one step, also on Windows)
