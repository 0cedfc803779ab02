"""A pack with every layout, recognisable notes and a slide without Khmer; a course of it."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.conftest import NINE_THIRTY, Workshop, any_glyph, plan_of
from training.courses import joining
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.modules import service as modules
from training.people.model import PersonDetails

SECRET_EN = "Whispered to the trainer"
SECRET_KM = "ខ្សឹបប្រាប់គ្រូ"
PICTURE = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 6"><rect width="9" height="6"/></svg>'
)
DOT = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01" + bytes(9)
WALL = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 80 40">
<defs><linearGradient id="shade"><stop offset="0" stop-color="#a88439"/></linearGradient></defs>
<rect width="80" height="40" fill="url(#shade)"/><text id="top" x="9" y="20">?</text></svg>
"""
WALL_WORDS = '[top]\nen = "Protection"\nkm = "ការការពារ"\n'
CHAPTER = """# How it began {#how-it-began}

A **State** protects its people.

## The way there {#the-way-there}

| What | When |
|---|---|
| a report | 2001 |

::: since
**2020** It was agreed again.
:::

## Sources {#how-it-began-sources}

- A/RES/60/1
"""
SUMMARY = "# របៀបដែលចាប់ផ្តើម {#how-it-began}\n\nរដ្ឋការពារប្រជាជន តាមទំនួលខុសត្រូវក្នុងការការពារ។\n"
CARDS = """# In or out? {#in-or-out kind=cards}

Cut along the lines.

## Flood
A flood leaves thousands hungry.

## Army
An army attacks villages.

::: key
1. Secret: out
2. Secret: in
:::
"""
CARDS_KM = """# ក្នុងឬក្រៅ? {#in-or-out}

សូមកាត់។

## ទឹកជំនន់
មនុស្សអត់ឃ្លាន។

## កងទ័ព
កងទ័ពវាយប្រហារ។

::: key
1. ក្រៅ
:::
"""
SHEET = "# A sheet {#a-sheet kind=sheet}\n\nWrite here: _____\n\n___\n"
TERMS = (
    "en\tkm\tbinding\tsource\tnote\n"
    "genocide\tអំពើប្រល័យពូជសាសន៍\tyes\ts\t\n"
    "pillar\tសសរស្តម្ភ\tconfirm\ts\t\n"
)
GLOSSARY = """[[group]]
title.en = "Words"
title.km = "ពាក្យ"
terms = ["genocide", "pillar"]
"""

MANIFEST = """\
number = 7
version = "1.0"
status = "ready"
minutes = 40
true_as_of = 2019-07-31
licence = "CC-BY-4.0"
title.en = "Every layout"
title.km = "គ្រប់ទម្រង់"
sources = ["A/RES/60/1"]

[[aim]]
id = "small"
en = "try things out"
km = "សាកល្បង"

[[section]]
file = "1-first"
minutes = 25
title.en = "Opening part"
title.km = "ផ្នែកបើក"

[[section]]
file = "2-second"
minutes = 15
title.en = "Closing part"
title.km = "ផ្នែកបិទ"
"""
BODIES = {
    "title": ("A subtitle\n\n- one aim", "ចំណងជើងរង\n\n- គោលបំណងមួយ"),
    "points": ("- One point\n- **Another** point", "- ចំណុចមួយ\n- ចំណុច**មួយទៀត**"),
    "columns": (
        "::: column\n## Left\nHere\n:::\n\n::: column\n## Right\nThere\n:::",
        "::: column\n## ឆ្វេង\nនេះ\n:::\n\n::: column\n## ស្តាំ\nនោះ\n:::",
    ),
    "timeline": ("- **1948** Convention\n- **2005** Summit", "- **១៩៤៨** អនុសញ្ញា\n- **២០០៥** កំពូល"),
    "table": ("| A | B |\n|---|---|\n| one | two |", "| ក | ខ |\n|---|---|\n| មួយ | ពីរ |"),
    "question": ("What do you think?", "តើយល់យ៉ាងណា?"),
    "activity": ("The aim.\n\n1. Begin.\n2. End.", "គោលបំណង។\n\n1. ចាប់ផ្តើម។\n2. បញ្ចប់។"),
    "board": (
        "9. **Tensions** of groups\n10. **Signs** of intent\n\n::: since\n**2024** Revised.\n:::",
        "9. **ភាពតានតឹង** រវាងក្រុម\n10. **សញ្ញា** នៃចេតនា\n\n::: since\n**២០២៤** បានកែ។\n:::",
    ),
    "figure": (
        "![A wall](pictures/wall.svg)\n\nA line below",
        "![ជញ្ជាំង](pictures/wall.svg)\n\nពាក្យក្រោម",
    ),
    "picture": ("![A plain box](pictures/box.svg)", "![ប្រអប់មួយ](pictures/box.svg)"),
}
LAST = {
    "dotted": ("![A dot](pictures/dot.png)\n\nWith a caption", "![ចុច](pictures/dot.png)\n\nពាក្យ"),
    "untranslated": ("- English alone here", ""),
}


def _slide(title: str, braces: str, body: str, secret: str) -> str:
    return f"# {title} {{{braces}}}\n\n{body}\n\n::: notes\n{secret} {title}\n:::\n\n"


def _write_pack(packs: Path) -> None:
    folder = packs / "every-layout"
    (folder / "slides").mkdir(parents=True)
    (folder / "pictures").mkdir()
    (folder / "module.toml").write_text(MANIFEST, encoding="utf-8")
    (folder / "quiz.toml").write_text(QUIZ, encoding="utf-8")
    (folder / "pictures" / "box.svg").write_bytes(PICTURE)
    (folder / "pictures" / "dot.png").write_bytes(DOT)
    files = {
        packs / "facts.toml": "",
        packs / "terms.tsv": TERMS,
        packs / "glossary.toml": GLOSSARY,
        folder / "pictures/wall.svg": WALL,
        folder / "pictures/wall.toml": WALL_WORDS,
        folder / "manual/1-first.en.md": CHAPTER,
        folder / "manual/1-first.km.md": SUMMARY,
        folder / "handouts/in-or-out.en.md": CARDS,
        folder / "handouts/in-or-out.km.md": CARDS_KM,
        folder / "handouts/a-sheet.en.md": SHEET,
    }
    for path, content in files.items():
        path.parent.mkdir(exist_ok=True)
        path.write_text(content, encoding="utf-8")
    sections = {"1-first": {name: (name, *each) for name, each in BODIES.items()}}
    layouts = {"dotted": "picture", "untranslated": "points"}
    sections["2-second"] = {name: (layouts[name], *each) for name, each in LAST.items()}
    for section, slides in sections.items():
        english = [
            _slide(f"The {name}", f"#{name} layout={layout} minutes=3", body, SECRET_EN)
            for name, (layout, body, _) in slides.items()
        ]
        khmer = [
            _slide(f"ស្លាយ {name}", f"#{name}", body, SECRET_KM)
            for name, (_, _, body) in slides.items()
            if body
        ]
        (folder / f"slides/{section}.en.md").write_text("".join(english), encoding="utf-8")
        (folder / f"slides/{section}.km.md").write_text("".join(khmer), encoding="utf-8")


QUIZ = """\
[[item]]
id = "one"
kind = "true-false"
objective = "small"
difficulty = 1
answer = true
question.en = "Is it?"
question.km = "មែនទេ?"
reason.en = "It is."
reason.km = "មែន។"
"""


@dataclass(frozen=True, slots=True)
class Course:
    """A running course that teaches the pack with every layout, with one trainee."""

    id: uuid.UUID
    seat_id: uuid.UUID
    slug: str = "every-layout"

    @property
    def read(self) -> str:
        """The trainees' page."""
        return f"/c/{self.id}/slides/{self.slug}"

    @property
    def desk(self) -> str:
        """The beginning of the staff's pages."""
        return f"/courses/{self.id}/slides"


def run_course(app: Flask, workshop: Workshop, revision_id: uuid.UUID, name: str) -> Course:
    """Plans and opens a course of one module, trained by the workshop's trainer."""
    plan = plan_of(Bilingual("វគ្គស្លាយ", "A course of slides"), revision_id)
    with app.extensions["training.database"].writing() as session:
        made = courses.plan_course(session, plan, workshop.trainer_id, name, SYSTEM, NINE_THIRTY)
        courses.set_state(session, made.id, CourseState.RUNNING, SYSTEM, NINE_THIRTY)
        person = PersonDetails("ហេង ស្រីមុំ", "HENG Sreymom")
        seat = joining.join(session, made, person, name, NINE_THIRTY, any_glyph)
        session.commit()
        return Course(made.id, seat.id)


@pytest.fixture
def course(app: Flask, workshop: Workshop, tmp_path: Path) -> Course:
    """See Course."""
    _write_pack(tmp_path / "packs")
    with app.extensions["training.database"].writing() as session:
        (reading,) = modules.read_packs(session, tmp_path / "packs", NINE_THIRTY)
        assert not reading.faults
        session.commit()
        found = {module.slug: each for each, module in modules.list_offered(session)}
    return run_course(app, workshop, found["every-layout"], "slides")


@pytest.fixture
def small_course(app: Flask, workshop: Workshop) -> Course:
    """A course of the small pack: three slides, one section."""
    made = run_course(app, workshop, workshop.revision_id, "small")
    return Course(made.id, made.seat_id, "small")


@contextmanager
def counted_queries() -> Iterator[list[str]]:
    """Collects every statement that any engine runs meanwhile."""
    seen: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        seen.append(statement)

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield seen
    finally:
        event.remove(Engine, "before_cursor_execute", note)
