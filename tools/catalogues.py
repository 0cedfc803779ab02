"""Keeps the interface's translations in step with the code.

`python -m tools.catalogues check` fails, with a file and a line each, on every text that is not
translated, marked fuzzy, no longer used, or whose translation has other blanks than the original.
`update` collects the texts into each catalogue: new ones are empty, changed ones are marked fuzzy.
The application reads the catalogues as they are: nothing needs to be compiled.
"""

import re
import sys
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_keywords
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parent.parent
BLANK = re.compile(r"%\((\w+)\)[-0-9.]*[a-z]|%[sd]|\{(\w*)\}")
TAG = re.compile(r"</?[a-z][^>]*>")


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that a translator or a programmer has to put right, and where."""

    place: str
    problem: str

    def __str__(self) -> str:
        return f"{self.place}: {self.problem}"


@dataclass(frozen=True, slots=True)
class Plan:
    """From `pyproject.toml`: which files hold texts, which calls mark them, which languages."""

    mappings: tuple[tuple[str, str], ...]
    options: dict[str, dict[str, str]]
    keywords: tuple[str, ...]
    locales: tuple[str, ...]


def read_plan(root: Path) -> Plan:
    """The tables `tool.babel` and `tool.catalogues` of the project at `root`."""
    tables = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["tool"]
    mappings = tables["babel"]["mappings"]
    named = ("method", "pattern")
    return Plan(
        mappings=tuple((entry["pattern"], entry["method"]) for entry in mappings),
        options={
            entry["pattern"]: {key: entry[key] for key in entry if key not in named}
            for entry in mappings
        },
        keywords=tuple(tables["catalogues"]["keywords"]),
        locales=tuple(tables["catalogues"]["locales"]),
    )


def extract(root: Path, plan: Plan) -> Catalog:
    """All texts that the code and the templates hold now, with where they stand."""
    tops = {pattern.split("/")[0] for pattern, _ in plan.mappings}
    found = Catalog(project="r2p-training", charset="utf-8")
    rows = extract_from_dir(
        root,
        method_map=list(plan.mappings),
        options_map=plan.options,
        keywords=parse_keywords(plan.keywords),
        comment_tags=("Translators:",),
        strip_comment_tags=True,
        directory_filter=lambda folder: _is_wanted(Path(folder).relative_to(root), tops),
    )
    for name, line, message, comments, context in sorted(rows, key=lambda row: (row[0], row[1])):
        place = Path(name).as_posix()
        found.add(message, None, [(place, line)], auto_comments=comments, context=context)
    return found


def _is_wanted(folder: Path, tops: set[str]) -> bool:
    return folder.parts[0] in tops and folder.name not in ("__pycache__", "assets", "static")


def catalogue_path(root: Path, locale: str) -> Path:
    """Where the translations into `locale` are kept."""
    return root / "translations" / locale / "LC_MESSAGES" / "messages.po"


def read_catalogue(path: Path, locale: str) -> Catalog:
    """The translations in that file; an empty catalogue when there is no such file."""
    if not path.is_file():
        return Catalog(locale=locale, project="r2p-training", charset="utf-8", fuzzy=False)
    with path.open("rb") as file:
        return read_po(file, locale=locale, abort_invalid=True)


def find_faults(fresh: Catalog, known: Catalog, file_name: str) -> Iterator[Fault]:
    """Every way in which the translations in `known` do not fit the texts in `fresh`."""
    for text in fresh:
        if text.id:
            here = known.get(_singular(text), text.context)
            yield from _faults_of(text, here, file_name)
    for entry in known:
        if entry.id and fresh.get(_singular(entry), entry.context) is None:
            place = f"{file_name}:{entry.lineno}"
            yield Fault(place, f"no longer used: {_quote(entry)}. Run `make strings`.")


def _faults_of(text: Message, here: Message | None, file_name: str) -> Iterator[Fault]:
    wheres = ", ".join(f"{name}:{line}" for name, line in text.locations)
    if here is None or not all(_strings(here)):
        yield Fault(wheres, f"not translated in {file_name}: {_quote(text)}")
        return
    place = f"{file_name}:{here.lineno}"
    if here.fuzzy:
        yield Fault(place, f"fuzzy, compare with the new text in {wheres}: {_quote(text)}")
    if isinstance(text.id, tuple) != isinstance(here.id, tuple):
        yield Fault(place, f"singular here, plural in {wheres}, or the reverse: {_quote(text)}")
    original = text.id[-1] if isinstance(text.id, tuple) else str(text.id)
    for translated in _strings(here):
        if blanks(original) != blanks(translated):
            yield Fault(place, f"other blanks than the original: {_quote(text)}")
        if tags(original) != tags(translated):
            yield Fault(place, f"other tags than the original: {_quote(text)}")


def blanks(text: str) -> list[str]:
    """What is filled in when the text is shown: `%(name)s`, `%s` and `{name}`, sorted."""
    return sorted({match.group(0) for match in BLANK.finditer(text.replace("%%", ""))})


def tags(text: str) -> list[str]:
    """The HTML tags in the text, sorted."""
    return sorted(TAG.findall(text))


def _singular(entry: Message) -> str:
    return str(entry.id[0] if isinstance(entry.id, (tuple, list)) else entry.id)


def _strings(entry: Message) -> Sequence[str]:
    return entry.string if isinstance(entry.string, (tuple, list)) else (str(entry.string or ""),)


def _quote(entry: Message) -> str:
    shown = " ".join(_singular(entry).split())
    return f'"{shown if len(shown) <= 70 else shown[:69] + "…"}"'


def check(root: Path) -> int:
    """Prints every fault; 1 when there was one."""
    plan = read_plan(root)
    fresh = extract(root, plan)
    faults: list[Fault] = []
    for locale in plan.locales:
        path = catalogue_path(root, locale)
        known = read_catalogue(path, locale)
        faults += find_faults(fresh, known, path.relative_to(root).as_posix())
    for fault in faults:
        print(fault)
    print(f"Catalogues: {len(fresh)} texts, {len(faults)} faults.")
    return 1 if faults else 0


def update(root: Path) -> int:
    """Merges the texts of the code into each catalogue."""
    plan = read_plan(root)
    fresh = extract(root, plan)
    for locale in plan.locales:
        path = catalogue_path(root, locale)
        known = read_catalogue(path, locale)
        known.update(fresh, update_creation_date=False)
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as file:
            write_po(file, known, width=100, sort_by_file=True, include_lineno=False)
        left = sum(1 for entry in known if entry.id and (entry.fuzzy or not all(_strings(entry))))
        print(f"{path.relative_to(root).as_posix()}: {len(known)} texts, {left} to translate.")
    return 0


ACTIONS: dict[str, Any] = {"check": check, "update": update}


def main(arguments: list[str]) -> int:
    """Runs the one action that was named."""
    if len(arguments) != 1 or arguments[0] not in ACTIONS:
        print(f"Say one of: {', '.join(ACTIONS)}.", file=sys.stderr)
        return 2
    outcome: int = ACTIONS[arguments[0]](ROOT)
    return outcome


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
