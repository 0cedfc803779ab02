"""All packs of a folder, checked: what `modules check` and the modules page tell."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from training.kernel.locales import Language
from training.modules.facts import read_terms
from training.modules.findings import Place
from training.modules.folder import Folder
from training.modules.model import Fault, Module, Reading
from training.modules.reader import TERMS, facts_of, read_pack, slugs_of
from training.modules.rules import coverage, list_stale


class PackReport(msgspec.Struct, frozen=True):
    """How one pack stands. Coverage is a share from 0.0 to 1.0 for each language."""

    slug: str
    status: str
    slides: int = 0
    items: int = 0
    coverage: dict[Language, float] = {}
    stale: int = 0
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def check_packs(packs: Path) -> tuple[PackReport, ...]:
    """A report for every pack in the folder, in the order of slugs.

    Faults of facts.toml and terms.tsv concern all packs and stand in every report.
    """
    facts, shared = facts_of(packs)
    if Folder(packs).has(TERMS):
        read_terms(Folder(packs), Place(TERMS, shared))
    readings = [read_pack(packs, slug, facts) for slug in slugs_of(packs)]
    return tuple(
        _report(reading, (*shared.faults(), *_number_faults(reading, readings)))
        for reading in readings
    )


def can_all_be_taught(reports: tuple[PackReport, ...]) -> bool:
    """Whether no pack has a fault: then the check exits with 0."""
    return not any(report.faults for report in reports)


def as_json(reports: tuple[PackReport, ...]) -> str:
    """The reports as one line of JSON; findings are given as file, line and message."""
    modules = [msgspec.to_builtins(report) for report in reports]
    for module in modules:
        for key in ("faults", "warnings"):
            module[key] = [_without_severity(one) for one in module[key]]
    return msgspec.json.encode({"modules": modules}).decode()


def as_lines(reports: tuple[PackReport, ...]) -> Iterator[str]:
    """The findings as lines for a terminal, each once: file:line: severity: message."""
    found = (one for report in reports for one in (*report.faults, *report.warnings))
    for one in dict.fromkeys(found):
        yield f"{one.file}:{one.line}: {one.severity}: {one.message}"


def _without_severity(finding: dict[str, Any]) -> dict[str, Any]:
    return {key: finding[key] for key in ("file", "line", "message")}


def _number_faults(reading: Reading, readings: list[Reading]) -> Iterator[Fault]:
    if not reading.module:
        return
    for other in readings:
        twin = other.module
        if twin and twin.slug != reading.slug and twin.number == reading.module.number:
            message = f"The module {twin.slug} has the number {twin.number} too. Change one."
            yield Fault(f"{reading.slug}/module.toml", 1, message)


def _report(reading: Reading, more: tuple[Fault, ...]) -> PackReport:
    faults = (*more, *reading.faults)
    status = "faulty" if faults else "warnings" if reading.warnings else "ok"
    counts = _counts(reading.module) if reading.module else {"coverage": {"en": 0.0, "km": 0.0}}
    return PackReport(
        slug=reading.slug, status=status, faults=faults, warnings=reading.warnings, **counts
    )


def _counts(module: Module) -> dict[str, Any]:
    return {
        "slides": len(module.slides),
        "items": len(module.items),
        "coverage": {language: round(share, 4) for language, share in coverage(module).items()},
        "stale": len(list_stale(module)),
    }
