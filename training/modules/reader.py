"""A pack: one folder, read into a module, with every fault and warning that was found."""

import re
from pathlib import Path

from msgspec import structs

from training.modules.commons import Commons, read_commons
from training.modules.figures import read_figure, words_file
from training.modules.findings import Findings
from training.modules.folder import MAX_PICTURE_BYTES, Folder
from training.modules.handout_reader import read_handouts
from training.modules.manual_reader import read_chapter
from training.modules.model import (
    NO_WORDS,
    OWN,
    Aim,
    Fault,
    Figure,
    Item,
    Module,
    Reading,
    Section,
    Status,
    Use,
)
from training.modules.pictures import PICTURE_NAME, picture_faults
from training.modules.quiz_reader import read_items
from training.modules.shelf import Shelf
from training.modules.slides_reader import read_slides, slide_file
from training.modules.toml_reading import ID, Table, read_toml

MAX_SECTIONS = 50
MAX_PICTURES = 100
_VERSION = re.compile(r"\d+(?:\.\d+){0,2}")


def slugs_of(packs: Path) -> list[str]:
    """The names of the folders in the folder of packs, sorted; hidden ones are left out."""
    folder = Folder(packs)
    names = (name for name in folder.names() if not name.startswith((".", "_")))
    return [name for name in names if (packs / name).is_dir() or (packs / name).is_symlink()]


def read_pack(packs: Path, slug: str, commons: Commons | None = None) -> Reading:
    """One pack; the module is None when there is a fault. Never raises for bad content.

    Without `commons`, the files beside the pack are read, and their faults count as the
    pack's.
    """
    findings = Findings(slug)
    outer: tuple[Fault, ...] = ()
    if commons is None:
        commons = read_commons(packs)
        outer = commons.findings.faults()
    shelf = Shelf(Folder(packs / slug), findings, commons.facts)
    module, pictures = _read(packs / slug, slug, shelf)
    faults = (*outer, *findings.faults())
    if module and module.status is Status.READY:
        module = structs.replace(module, glossary=commons.glossary)
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
    if slug.startswith(OWN):
        place.fault(1, f"Folders that begin with {OWN} are for questions from files. Rename it.")
        return None, {}
    if path.is_symlink() or not path.is_dir():
        place.fault(1, f"{slug} is not a plain folder here. Put the folder itself in this place.")
        return None, {}
    text = shelf.folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    if top is None:
        return None, {}
    module = _read_module(top, slug, shelf)
    pictures = _read_pictures(shelf)
    return structs.replace(module, figures=_read_figures(pictures, shelf)), pictures


def _read_module(top: Table, slug: str, shelf: Shelf) -> Module:
    status = top.choice("status", tuple(Status))
    is_ready = status == Status.READY
    shelf.true_as_of = top.day("true_as_of", required=is_ready)
    aims = _read_aims(top, is_ready)
    items = _read_quiz(tuple(aim.id for aim in aims), is_ready, shelf)
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
        items=tuple(item for item in items if item.use is Use.MODULE),
        kept_items=tuple(item for item in items if item.use is not Use.MODULE),
        handouts=read_handouts(shelf),
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
    sections = [_read_section(table, seen, is_ready, shelf) for table in tables[:MAX_SECTIONS]]
    for folder in ("slides", "manual"):
        for name in shelf.folder.names(folder):
            if name.rpartition(".")[0].rpartition(".")[0] not in seen:
                place = shelf.place(f"{folder}/{name}")
                place.warn(1, "No section names this file, so nobody sees it.")
    return tuple(sections)


def _read_section(table: Table, seen: set[str], is_ready: bool, shelf: Shelf) -> Section:
    name = table.text("file")
    if name and not ID.fullmatch(name):
        table.fault(f'The file "{name}" may have a-z, 0-9 and hyphens only, no ending.', "file")
        name = ""
    elif name in seen:
        table.fault(f"The section {name} is named twice. Delete one.", "file")
        name = ""
    seen.add(name)
    minutes = table.whole("minutes", 1, 600, required=is_ready)
    title = table.words("title", f"section {name}")
    aim = table.words("aim", f"section {name}") if table.has("aim") else NO_WORDS
    table.refuse_the_rest()
    has_slides = name and (is_ready or shelf.folder.has(slide_file(name, "en")))
    slides = read_slides(name, shelf) if has_slides else ()
    chapter = read_chapter(name, shelf) if name else None
    planned = sum(slide.minutes for slide in slides)
    if planned > minutes > 0:
        table.warn(f"The slides of {name} take {planned} minutes, more than {minutes}.", "minutes")
    return Section(name, minutes, title, slides, chapter, aim)


def _check_minutes(top: Table, module: Module) -> None:
    planned = sum(section.minutes for section in module.sections)
    if planned and planned != module.minutes:
        top.warn(f"The sections take {planned} minutes, not {module.minutes}.", "minutes")


def _read_quiz(aims: tuple[str, ...], is_ready: bool, shelf: Shelf) -> tuple[Item, ...]:
    place = shelf.place("quiz.toml")
    if not shelf.folder.has(place.file):
        if is_ready:
            place.warn(1, "This file is missing: the module has no quiz.")
        return ()
    text = shelf.folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    if top is None:
        return ()
    return read_items(top, aims, shelf)


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
    words = {words_file(name) for name in pictures}
    for name in shelf.folder.names("pictures"):
        if name not in shelf.pictures and f"pictures/{name}" not in words:
            place = shelf.place(f"pictures/{name}")
            place.warn(
                1,
                "No slide and no item shows this picture."
                if PICTURE_NAME.fullmatch(name)
                else "Only svg, png and jpg files belong in pictures/.",
            )
    return pictures


def _read_figures(pictures: dict[str, bytes], shelf: Shelf) -> tuple[Figure, ...]:
    figures = {}
    for name, content in pictures.items():
        if not picture_faults(name, content):
            figure = read_figure(name, content, shelf)
            if figure:
                figures[name] = figure
    for name, (file, line) in shelf.drawn.items():
        if name in pictures and name not in figures and not shelf.folder.has(words_file(name)):
            message = f"The layout figure needs {words_file(name)} with the words of {name}."
            shelf.place(file).fault(line, message)
    return tuple(figures.values())
