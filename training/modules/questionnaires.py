"""Questionnaires of the platform: what every course may ask, whatever its modules are.

Each is one file in the folder `_questionnaires` beside the packs: a title and items of which none
has marks. It becomes a module of items only, which no course plans.
"""

from pathlib import Path

from training.modules.findings import Findings
from training.modules.folder import Folder
from training.modules.model import Item, Module, Reading, Status, Use
from training.modules.quiz_reader import read_items
from training.modules.shelf import Shelf
from training.modules.toml_reading import Table, read_toml

FOLDER = "_questionnaires"
NAMES = ("evaluation", "plan")
"""`evaluation.toml` becomes the module `course.evaluation`."""
FEWEST, MOST = 1, 20
"""So many questions somebody answers at the end of a day."""


def read_questionnaires(packs: Path) -> tuple[Reading, ...]:
    """Those that are there, each with its faults; never raises for bad content."""
    folder = Folder(packs / FOLDER)
    return tuple(_read(folder, name) for name in NAMES if folder.has(f"{name}.toml"))


def _read(folder: Folder, name: str) -> Reading:
    findings = Findings(FOLDER)
    shelf = Shelf(folder, findings, {})
    place = shelf.place(f"{name}.toml")
    text = folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    module = _module(top, f"course.{name}", shelf) if top else None
    faults = findings.faults()
    return Reading(
        slug=f"{FOLDER}/{name}",
        module=None if faults else module,
        pictures={},
        faults=faults,
        warnings=findings.warnings(),
    )


def _module(top: Table, slug: str, shelf: Shelf) -> Module:
    title = top.words("title", "the questionnaire")
    items = read_items(top, (), shelf)
    if not FEWEST <= len(items) <= MOST:
        top.fault(f"A questionnaire has {FEWEST} to {MOST} items; this one has {len(items)}.")
    for table, item in zip(top.tables("item"), items, strict=False):
        _check(table, item)
    return Module(slug, 0, "1", Status.READY, title, items=items)


def _check(table: Table, item: Item) -> None:
    """Notes what cannot be asked where nobody is right or wrong."""
    if item.is_scored:
        table.fault(f"A questionnaire gives no marks. Write marks = 0 in item {item.id}.", "marks")
    if item.picture:
        table.fault(f"A questionnaire has no pictures. Delete the one of {item.id}.", "picture")
    if item.use is not Use.MODULE:
        table.fault(f"A questionnaire is asked as a whole. Delete use of {item.id}.", "use")
