"""A report: words in the reader's language, drawings, and tables that say the same."""

from dataclasses import dataclass

from training.quizzes.analysis.drawing import Drawing


@dataclass(frozen=True, slots=True)
class Cell:
    """One cell. `value` is what a spreadsheet gets, in the column's unit; None for words."""

    words: str
    value: float | None = None
    is_content: bool = False
    """Words of a module or of a person, which may be in the other language."""


@dataclass(frozen=True, slots=True)
class Column:
    """The head of a column: of figures, of words, or of a word or two."""

    words: str
    is_figure: bool = False
    is_narrow: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table; every row has a cell for each column."""

    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a report. `key` names it in addresses and on sheets of a spreadsheet."""

    key: str
    heading: str
    sentences: tuple[str, ...] = ()
    drawing: Drawing | None = None
    table: Table | None = None
    notes: tuple[str, ...] = ()
    """What the figures mean, below them."""
    is_small: bool = False
    """One question of many."""


@dataclass(frozen=True, slots=True)
class Report:
    """A whole report: what it is about, the sentence that counts, and the parts."""

    title: str
    about: tuple[str, ...]
    headline: str
    sentences: tuple[str, ...]
    parts: tuple[Part, ...]
