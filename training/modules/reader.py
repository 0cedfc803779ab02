"""A pack: one folder, read into a module, with every fault and warning that was found."""

import re
from collections.abc import Mapping
from pathlib import Path

from training.modules.facts import read_facts
from training.modules.findings import Findings, Place
from training.modules.folder import MAX_PICTURE_BYTES, Folder
from training.modules.model import Aim, Fact, Item, Module, Reading, Section, Status
from training.modules.pictures import PICTURE_NAME, picture_faults
from training.modules.quiz_reader import read_items
from training.modules.slides_reader import Shelf, read_slides
from training.modules.toml_reading import ID, Table, read_toml

MAX_SECTIONS = 50
MAX_PICTURES = 100
FACTS, TERMS = "facts.toml", "terms.tsv"
_VERSION = re.compile(r"\d+(?:\.\d+){0,2}")


def slugs_of(packs: Path) -> list[str]:
    """The names of the folders in the folder of packs, sorted; hidden ones are left out."""
    folder = Folder(packs)
    names = (name for name in folder.names() if not name.startswith((".", "_")))
    return [name for name in names if (packs / name).is_dir() or (packs / name).is_symlink()]


def facts_of(packs: Path) -> tuple[dict[str, Fact], Findings]:
    """The facts beside the packs, and what is wrong in their file."""
    findings = Findings()
    return read_facts(Folder(packs), Place(FACTS, findings)), findings


def read_pack(packs: Path, slug: str, facts: Mapping[str, Fact] | None = None) -> Reading:
    """One pack; the module is None when there is a fault. Never raises for bad content.

    Without `facts`, those beside the pack are read, and their faults count as the pack's.
    """
    findings = Findings(slug)
    outer: tuple[Findings, ...] = ()
    if facts is None:
        facts, facts_findings = facts_of(packs)
        outer = (facts_findings,)
    shelf = Shelf(Folder(packs / slug), findings, facts)
    module, pictures = _read(packs / slug, slug, shelf)
    faults = tuple(one for part in (*outer, findings) for one in part.faults())
    return Reading(
        slug=slug,
        module=None if faults else module,
        pictures={} if faults else pictures,
        faults=faults,
        warnings=findings.warnings(),
    )


def _read(path: Path, slug: str, shelf: Shelf) -> tuple[Module | None, dict[str, bytes]]:
    place = shelf.place("module.toml")
    if not ID.fullmatch(slug):
        place.fault(1, f'The folder name "{slug}" may have a-z, 0-9 and hyphens only.')
        return None, {}
    if path.is_symlink() or not path.is_dir():
        place.fault(1, f"{slug} is not a plain folder here. Put the folder itself in this place.")
        return None, {}
    text = shelf.folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    if top is None:
        return None, {}
    module = _read_module(top, slug, shelf)
    return module, _read_pictures(shelf)


def _read_module(top: Table, slug: str, shelf: Shelf) -> Module:
    status = top.choice("status", tuple(Status))
    is_ready = status == Status.READY
    shelf.true_as_of = top.day("true_as_of", required=is_ready)
    aims = _read_aims(top, is_ready)
    module = Module(
        slug=slug,
        number=top.whole("number", 1, 99),
        version=_version(top),
        status=Status(status or Status.READY),
        title=top.words("title", "the module"),
        working_title=bool(top.flag("working_title")),
        minutes=top.whole("minutes", 1, 600, required=is_ready),
        true_as_of=shelf.true_as_of,
        licence=top.text("licence", required=is_ready),
        sources=top.texts("sources"),
        aims=aims,
        sections=_read_sections(top, is_ready, shelf),
        items=_read_quiz(tuple(aim.id for aim in aims), is_ready, shelf),
    )
    top.refuse_the_rest()
    _check_minutes(top, module)
    return module


def _version(top: Table) -> str:
    version = top.text("version")
    if version and not _VERSION.fullmatch(version):
        top.fault('version must be digits and dots, in quotes: version = "1.0".', "version")
    return version


def _read_aims(top: Table, is_ready: bool) -> tuple[Aim, ...]:
    aims: list[Aim] = []
    for number, table in enumerate(top.tables("aim"), 1):
        name = table.id(f"aim {number}")
        if name and name in [aim.id for aim in aims]:
            table.fault(f"The aim id {name} is used twice. Give one a new id.", "id")
        aims.append(Aim(name, table.own_words(f"Aim {name or number}")))
        table.refuse_the_rest()
    if is_ready and not aims:
        top.fault("The module has no aims. Write at least one [[aim]].", "aim")
    return tuple(aims)


def _read_sections(top: Table, is_ready: bool, shelf: Shelf) -> tuple[Section, ...]:
    tables = top.tables("section")
    if is_ready and not tables:
        top.fault("The module has no sections. Write at least one [[section]].", "section")
    if len(tables) > MAX_SECTIONS:
        top.fault(f"A module has at most {MAX_SECTIONS} sections.", "section")
    seen: set[str] = set()
    sections = [_read_section(table, seen, shelf) for table in tables[:MAX_SECTIONS]]
    for name in shelf.folder.names("slides"):
        if name.rpartition(".")[0].rpartition(".")[0] not in seen:
            shelf.place(f"slides/{name}").warn(1, "No section names this file, so nobody sees it.")
    return tuple(sections)


def _read_section(table: Table, seen: set[str], shelf: Shelf) -> Section:
    name = table.text("file")
    if name and not ID.fullmatch(name):
        table.fault(f'The file "{name}" may have a-z, 0-9 and hyphens only, no ending.', "file")
        name = ""
    elif name in seen:
        table.fault(f"The section {name} is named twice. Delete one.", "file")
        name = ""
    seen.add(name)
    minutes = table.whole("minutes", 1, 600)
    title = table.words("title", f"section {name}")
    table.refuse_the_rest()
    slides = read_slides(name, shelf) if name else ()
    planned = sum(slide.minutes for slide in slides)
    if planned > minutes:
        table.warn(f"The slides of {name} take {planned} minutes, more than {minutes}.", "minutes")
    return Section(id=name, minutes=minutes, title=title, slides=slides)


def _check_minutes(top: Table, module: Module) -> None:
    planned = sum(section.minutes for section in module.sections)
    if module.sections and planned != module.minutes:
        top.warn(f"The sections take {planned} minutes, not {module.minutes}.", "minutes")


def _read_quiz(aims: tuple[str, ...], is_ready: bool, shelf: Shelf) -> tuple[Item, ...]:
    place = shelf.place("quiz.toml")
    if not shelf.folder.has(place.file):
        if is_ready:
            place.warn(1, "This file is missing: the module has no quiz.")
        return ()
    text = shelf.folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    return read_items(top, aims, shelf.facts, shelf.true_as_of) if top else ()


def _read_pictures(shelf: Shelf) -> dict[str, bytes]:
    pictures: dict[str, bytes] = {}
    for name, (file, line) in list(shelf.pictures.items())[:MAX_PICTURES]:
        place = shelf.place(file)
        content = shelf.folder.bytes_of(f"pictures/{name}", MAX_PICTURE_BYTES, place, line)
        if content is None:
            continue
        for sentence in picture_faults(name, content):
            shelf.place(f"pictures/{name}").fault(1, f"{name} {sentence}")
        pictures[name] = content
    if len(shelf.pictures) > MAX_PICTURES:
        shelf.place("module.toml").fault(1, f"A module has at most {MAX_PICTURES} pictures.")
    for name in shelf.folder.names("pictures"):
        if name not in shelf.pictures:
            place = shelf.place(f"pictures/{name}")
            place.warn(
                1,
                "No slide shows this picture."
                if PICTURE_NAME.fullmatch(name)
                else "Only svg, png and jpg files belong in pictures/.",
            )
    return pictures
