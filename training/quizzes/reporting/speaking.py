"""How figures become words and cells in the reader's language."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from training.adapters.line_breaks import wrapped
from training.kernel.locales import Bilingual, Language, has_khmer, khmer_digits
from training.kernel.texts import Text, say
from training.quizzes import texts
from training.quizzes.analysis import said
from training.quizzes.analysis.drawing import Words
from training.quizzes.analysis.figures import Interval
from training.quizzes.model import Choice
from training.quizzes.reporting.model import Cell

_LINE_EMS = 24.0
"""How much fits on a line of a drawing."""
NOTHING = Cell("–")


@dataclass(frozen=True, slots=True)
class Speaker:
    """Speaks one language. `translate` says a text in it."""

    language: Language
    translate: Callable[[Text | str], str]

    def say(self, msgid: str, /, **params: object) -> str:
        """A sentence with named blanks."""
        return self.translate(say(msgid, **params))

    def spoken(self, words: Bilingual) -> str:
        """Bilingual words, in the other language where this one has none."""
        return words.best(self.language)[0]

    def choices(self, choices: Sequence[Choice]) -> str:
        """An answer, in one line."""
        return "; ".join(
            self.translate(texts.TRUTHS[each.code])
            if each.words is None
            else self.spoken(each.words)
            for each in choices
        )

    def lines(self, words: str, indent: float = 0) -> Words:
        """Words for a drawing; `indent` in ems is not there for them."""
        return Words(wrapped(words, _LINE_EMS - indent), has_khmer(words))

    def number(self, value: int) -> str:
        """A whole number."""
        return khmer_digits(value) if self.language == "km" else str(value)

    def share(self, value: float) -> str:
        """A share from 0 to 1, as per cent."""
        return said.share(value, self.language)

    def percent(self, value: float) -> str:
        """Per cent."""
        return said.percent(value, self.language)

    def points(self, value: float) -> str:
        """Points of per cent, with their sign."""
        return said.points(value, self.language)

    def tenth(self, value: float) -> str:
        """With one decimal."""
        return said.decimal(value, self.language, 1)

    # Cells: what a spreadsheet gets stands beside the words.

    def content(self, words: Bilingual) -> Cell:
        """Words of a module."""
        return Cell(self.spoken(words), is_content=True)

    def count_cell(self, value: int) -> Cell:
        """A whole number."""
        return Cell(self.number(value), value)

    def share_cell(self, value: float) -> Cell:
        """A share from 0 to 1, as per cent."""
        return Cell(self.share(value), round(100 * value, 1))

    def percent_cell(self, value: float) -> Cell:
        """Per cent."""
        return Cell(self.percent(value), round(value, 1))

    def points_cell(self, value: float) -> Cell:
        """Points of per cent."""
        return Cell(self.points(value), round(value, 1))

    def decimal_cell(self, value: float | None) -> Cell:
        """With two decimals."""
        if value is None:
            return NOTHING
        return Cell(said.decimal(value, self.language), round(value, 2))

    def tenth_cell(self, value: float) -> Cell:
        """With one decimal."""
        return Cell(self.tenth(value), round(value, 1))

    def whole_cell(self, value: float) -> Cell:
        """Without decimals."""
        return Cell(said.decimal(value, self.language, 0), round(value, 1))

    def interval_cell(self, interval: Interval | None) -> Cell:
        """From where to where."""
        return NOTHING if interval is None else Cell(said.between(interval, self.language))

    def too_few(self) -> Cell:
        """What is said instead of a figure."""
        return Cell(self.say("too few"))
