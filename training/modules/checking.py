"""All packs of a folder, checked: what `modules check` and the modules page tell."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec import structs

from training.kernel.locales import Language
from training.modules.commons import read_commons
from training.modules.completeness import what_lacks
from training.modules.model import Fault, Module, Reading, Status, Use
from training.modules.questionnaires import read_questionnaires
from training.modules.reader import read_pack, slugs_of
from training.modules.rules import count_manual_words, coverage, list_stale, share_with_notes
from training.modules.wording import WordingCheck


class PackReport(msgspec.Struct, frozen=True):
    """How one pack stands. Coverage and notes are shares from 0.0 to 1.0 for each language.

    `status` says what the check found; `readiness` is what the pack says of itself, and None where
    that cannot be read.
    """

    slug: str
    status: str
    readiness: Status | None = None
    slides: int = 0
    items: int = 0
    coverage: dict[Language, float] = {}
    notes_en: float = 0.0
    notes_km: float = 0.0
    forms: dict[str, int] = {}
    manual_words_en: int = 0
    stale: int = 0
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()


def check_packs(packs: Path) -> tuple[PackReport, ...]:
    """A report for every pack in the folder, in the order of slugs.

    Faults of facts.toml and terms.tsv concern all packs and stand in every report.
    """
    commons = read_commons(packs)
    wording = WordingCheck(packs, commons)
    shared = (*commons.findings.faults(), *wording.faults)
    warned = commons.findings.warnings()
    readings = [read_pack(packs, slug, commons) for slug in slugs_of(packs)]
    return tuple(
        _report(
            reading,
            (*shared, *_number_faults(reading, readings)),
            (*warned, *wording.warnings(reading.slug, reading.module)),
        )
        for reading in readings
    )


def check_questionnaires(packs: Path) -> tuple[PackReport, ...]:
    """A report for every questionnaire beside the packs."""
    return tuple(_questionnaire_report(reading) for reading in read_questionnaires(packs))


def _questionnaire_report(reading: Reading) -> PackReport:
    counts = _counts(reading.module) if reading.module else {}
    return PackReport(
        slug=reading.slug,
        status=_status(reading.faults, reading.warnings),
        items=counts.get("items", 0),
        coverage=counts.get("coverage", {"en": 0.0, "km": 0.0}),
        faults=reading.faults,
        warnings=reading.warnings,
    )


def with_warnings(report: PackReport, more: tuple[Fault, ...]) -> PackReport:
    """The report with what was found later, such as slides that do not fit a screen."""
    status = "warnings" if more and report.status == "ok" else report.status
    return structs.replace(report, status=status, warnings=(*report.warnings, *more))


def can_all_be_taught(reports: tuple[PackReport, ...]) -> bool:
    """Whether no pack has a fault: then the check exits with 0."""
    return not any(report.faults for report in reports)


def as_json(reports: tuple[PackReport, ...], questionnaires: tuple[PackReport, ...] = ()) -> str:
    """The reports as one line of JSON; findings are given as file, line and message."""
    told: dict[str, Any] = {"modules": [_told(report) for report in reports]}
    if questionnaires:
        told["questionnaires"] = [
            {key: value for key, value in _told(report).items() if key in _OF_QUESTIONNAIRES}
            for report in questionnaires
        ]
    return msgspec.json.encode(told).decode()


_OF_QUESTIONNAIRES = ("slug", "status", "items", "coverage", "faults", "warnings")


def _told(report: PackReport) -> dict[str, Any]:
    told: dict[str, Any] = msgspec.to_builtins(report)
    for key in ("faults", "warnings"):
        told[key] = [_without_severity(one) for one in told[key]]
    return told


def as_lines(reports: tuple[PackReport, ...]) -> Iterator[str]:
    """The findings as lines for a terminal, each once: file:line: severity: message."""
    found = (one for report in reports for one in (*report.faults, *report.warnings))
    for one in dict.fromkeys(found):
        yield f"{one.file}:{one.line}: {one.severity}: {one.message}"


def as_summary(reports: tuple[PackReport, ...]) -> str:
    """What can be taught, and what is in preparation, for the last line in a terminal."""
    faulty = [report.slug for report in reports if report.faults]
    if faulty:
        return f"Cannot be taught as they are: {', '.join(faulty)}."
    ready = [report for report in reports if report.readiness is Status.READY]
    others = [report.slug for report in reports if report.readiness is Status.IN_PREPARATION]
    slides, items = sum(one.slides for one in ready), sum(one.items for one in ready)
    names = ", ".join(report.slug for report in ready) or "none"
    told = f"Ready to be taught: {names} ({slides} slides, {items} quiz items)."
    return f"{told} In preparation: {', '.join(others)}." if others else told


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


def _report(reading: Reading, more: tuple[Fault, ...], wording: tuple[Fault, ...]) -> PackReport:
    faults = (*more, *reading.faults)
    lacking = what_lacks(reading.module) if reading.module else ()
    warnings = tuple(dict.fromkeys((*sorted((*reading.warnings, *wording)), *lacking)))
    status = _status(faults, warnings)
    nothing: dict[str, Any] = {"coverage": {"en": 0.0, "km": 0.0}, "forms": {"a": 0, "b": 0}}
    counts = _counts(reading.module) if reading.module else nothing
    return PackReport(slug=reading.slug, status=status, faults=faults, warnings=warnings, **counts)


def _status(faults: tuple[Fault, ...], warnings: tuple[Fault, ...]) -> str:
    return "faulty" if faults else "warnings" if warnings else "ok"


def _counts(module: Module) -> dict[str, Any]:
    return {
        "readiness": module.status,
        "slides": len(module.slides),
        "items": len(module.items) + len(module.kept_items),
        "coverage": {language: round(share, 4) for language, share in coverage(module).items()},
        "notes_en": round(share_with_notes(module, "en"), 4),
        "notes_km": round(share_with_notes(module, "km"), 4),
        "forms": {
            "a": len(module.items_for(Use.FORM_A)),
            "b": len(module.items_for(Use.FORM_B)),
        },
        "manual_words_en": count_manual_words(module),
        "stale": len(list_stale(module)),
    }
