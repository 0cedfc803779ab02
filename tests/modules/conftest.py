"""A small good pack, and a way to break it."""

from pathlib import Path

import pytest

from tests.modules.sample_pack import (
    CARDS,
    CARDS_KM,
    CHAPTER,
    DRAWING,
    EN,
    ENGLISH,
    FACTS,
    KHMER,
    KM,
    MODULE,
    QUIZ,
    SUMMARY,
    TERMS,
    WALL,
    WALL_WORDS,
)
from training.modules.model import Module, Reading
from training.modules.reader import read_pack
from training.modules.stamping import stamp_translations


class Pack:
    """The pack `first` in a folder of packs; every change is one line in a test."""

    slug = "first"

    def __init__(self, packs: Path) -> None:
        self.packs = packs
        self.path = packs / self.slug

    def write(self, name: str, content: str | bytes) -> None:
        path = self.path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)

    def edit(self, name: str, old: str, new: str) -> None:
        text = (self.path / name).read_text(encoding="utf-8")
        assert old in text, f"{old!r} is not in {name}"
        self.write(name, text.replace(old, new, 1))

    def line(self, name: str, words: str) -> int:
        lines = (self.path / name).read_text(encoding="utf-8").split("\n")
        return next(number for number, line in enumerate(lines, 1) if words in line)

    def read(self) -> Reading:
        return read_pack(self.packs, self.slug)

    def module(self) -> Module:
        reading = self.read()
        assert reading.module is not None, reading.faults
        return reading.module

    def stamp(self) -> int:
        return stamp_translations(self.packs, self.slug)

    def fault(self) -> tuple[str, int, str]:
        """The one fault of the pack, as file, line and message."""
        reading = self.read()
        assert reading.module is None
        assert len(reading.faults) == 1, reading.faults
        only = reading.faults[0]
        return only.file.removeprefix(f"{self.slug}/"), only.line, only.message

    def warning(self) -> tuple[str, int, str]:
        """The one warning of a pack that can be taught."""
        reading = self.read()
        assert reading.module is not None, reading.faults
        assert len(reading.warnings) == 1, reading.warnings
        only = reading.warnings[0]
        return only.file.removeprefix(f"{self.slug}/"), only.line, only.message


@pytest.fixture
def pack(tmp_path: Path) -> Pack:
    """A pack without a fault or a warning."""
    return build_pack(tmp_path / "modules")


def build_pack(packs: Path) -> Pack:
    """Write the good pack and stamp its translations."""
    made = Pack(packs)
    made.write("module.toml", MODULE)
    made.write("quiz.toml", QUIZ)
    made.write(EN, ENGLISH)
    made.write(KM, KHMER)
    made.write("pictures/drawing.svg", DRAWING)
    made.write("pictures/wall.svg", WALL)
    made.write("pictures/wall.toml", WALL_WORDS)
    made.write("manual/1-start.en.md", CHAPTER)
    made.write("manual/1-start.km.md", SUMMARY)
    made.write("handouts/in-or-out.en.md", CARDS)
    made.write("handouts/in-or-out.km.md", CARDS_KM)
    (packs / "facts.toml").write_text(FACTS, encoding="utf-8")
    (packs / "terms.tsv").write_text(TERMS, encoding="utf-8")
    made.stamp()
    return made
