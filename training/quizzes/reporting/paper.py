"""A report as a PDF: what goes into the page, and the call."""

from pathlib import Path

from training.adapters.typesetting import typeset
from training.kernel.locales import KEPT_TOGETHER, Language
from training.quizzes.analysis.drawing import SIZE, WIDTH, Drawing
from training.quizzes.reporting.model import Cell, Part, Report, Table

_TEMPLATE = Path(__file__).resolve().parents[1] / "paper" / "report.typ"


def as_pdf(report: Report, language: Language) -> bytes:
    """The report, A4 upright. Raises TypesettingError for a text that cannot be printed."""
    return typeset(_TEMPLATE, paper_words(report, language))


def paper_words(report: Report, language: Language) -> dict[str, object]:
    """The report as the template reads it."""
    return {
        "title": report.title,
        "language": language,
        "about": list(report.about),
        "headline": report.headline,
        "sentences": list(report.sentences),
        "kept": KEPT_TOGETHER,
        "unit": {"width": WIDTH, "size": SIZE},
        "parts": [_part(part) for part in report.parts],
    }


def _part(part: Part) -> dict[str, object]:
    return {
        "heading": part.heading,
        "is_small": part.is_small,
        "sentences": list(part.sentences),
        "notes": list(part.notes),
        "drawing": _drawing(part.drawing) if part.drawing else None,
        "table": _table(part.table) if part.table else None,
    }


def _drawing(drawing: Drawing) -> dict[str, object]:
    return {
        "bare_svg": drawing.bare_svg,
        "height": drawing.height,
        "description": drawing.description,
        "words": [
            {
                "x": each.x,
                "y": each.y,
                "words": each.words,
                "anchor": each.anchor,
                "is_strong": each.is_strong,
                "is_soft": each.is_soft,
            }
            for each in drawing.words
        ],
    }


def _table(table: Table) -> dict[str, object]:
    return {
        "columns": [
            {"words": each.words, "is_figure": each.is_figure, "is_narrow": each.is_narrow}
            for each in table.columns
        ],
        "rows": [[_cell(cell) for cell in row] for row in table.rows],
    }


def _cell(cell: Cell) -> str:
    return cell.words
