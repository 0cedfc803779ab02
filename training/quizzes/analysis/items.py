"""One question under the glass: how many have it right, whom it tells apart, what was chosen.

All sheets are of the same questions. Who left a question out is among those who do not have it
right, as on the sheet.
"""

import statistics
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from training.modules.model import Item, ItemKind
from training.quizzes import scoring
from training.quizzes.analysis import choices
from training.quizzes.analysis.choices import Chosen, Tallied
from training.quizzes.analysis.crowds import LEAST, Crowd, TooFew, gathered
from training.quizzes.analysis.figures import Sums, correlation, with_rest
from training.quizzes.analysis.model import Sheet

PARTS = 3
LEAST_FOR_THIRDS = PARTS * LEAST
"""A third is a group as well."""


@dataclass(frozen=True, slots=True)
class Discrimination:
    """Whether those who know more have this question right more often."""

    with_rest: float | None
    """The correlation of its marks with the marks of all other questions, -1 to 1: the corrected
    item-total correlation (Henrysson, 1963), without the question's own part in the total. None
    where all have the same."""
    index: float
    """D, -1 to 1: the share of marks of the strongest third less that of the weakest (Ebel and
    Frisbie, 1991). Thirds instead of Kelley's 27 per cent (1939): these would be five people only
    from 19 on, and the optimum is flat (Cureton, 1957)."""


@dataclass(frozen=True, slots=True)
class ItemFigures:
    """One question as at least five people answered it."""

    item: Item
    n: int
    answered: int
    right: int
    """How many have all its marks."""
    facility: float
    """Marks given of marks there were, 0 to 1: the difficulty index, which is high for an easy
    question (Lord and Novick, 1968). `right / n` where there is no part of the marks."""
    discrimination: Discrimination | TooFew
    chosen: tuple[Chosen, ...]
    seconds: float | TooFew
    """The median time of those whose time is known."""

    @property
    def omitted(self) -> int:
        """How many left it out."""
        return self.n - self.answered

    @property
    def share_right(self) -> float:
        """How many of all have all its marks, 0 to 1."""
        return self.right / self.n

    @property
    def most_chosen_wrong(self) -> Chosen | None:
        """The wrong option that most people chose; None where nobody did."""
        wrong = [each for each in self.chosen if not each.is_right and each.count]
        return min(wrong, key=lambda each: (-each.count, each.code), default=None)


@dataclass(frozen=True, slots=True)
class Marked:
    """One question on every sheet: what was answered, and what each answer is worth."""

    item: Item
    keys: tuple[str, ...]
    """The answer of each sheet; of a text, which only people can judge, its marks."""
    worth: Mapping[str, int]

    @property
    def marks(self) -> Iterable[int]:
        """The marks of each sheet."""
        return map(self.worth.__getitem__, self.keys)


def scored(items: Iterable[Item]) -> tuple[Item, ...]:
    """Those in which something is right."""
    return tuple(item for item in items if item.is_scored)


def mark(items: Iterable[Item], sheets: Crowd[Sheet]) -> tuple[Marked, ...]:
    """The questions that have marks. What is answered alike is marked once."""
    return tuple(_marked(item, sheets) for item in scored(items))


def _marked(item: Item, sheets: Crowd[Sheet]) -> Marked:
    if item.kind is ItemKind.TEXT:
        texts = tuple([_marks_of_text(item, sheet) for sheet in sheets.members])
        return Marked(item, texts, {key: int(key or 0) for key in set(texts)})
    keys = tuple([sheet.codes.get(item.id, "") for sheet in sheets.members])
    return Marked(item, keys, {key: scoring.marks_of(item, key) for key in set(keys)})


def _marks_of_text(item: Item, sheet: Sheet) -> str:
    code = sheet.codes.get(item.id, "")
    return str(scoring.marks_of(item, code, sheet.marks)) if code else ""


def totals(marked: Sequence[Marked], n: int) -> tuple[int, ...]:
    """The marks of each sheet in all questions together."""
    return tuple(map(sum, zip(*(each.marks for each in marked), strict=True))) or (0,) * n


def sums_of(marked: Marked, total: Sequence[int]) -> Sums:
    """The sums of its marks and the total over all sheets."""
    marks = tuple(marked.marks)
    return Sums(
        n=len(total),
        x=sum(marks),
        y=sum(total),
        xx=sum(x * x for x in marks),
        yy=sum(y * y for y in total),
        xy=sum(x * y for x, y in zip(marks, total, strict=True)),
    )


@dataclass(frozen=True, slots=True)
class Thirds:
    """How much of each sheet is in the strongest and in the weakest third, 0 to 1.

    Empty where they would be too few. Where more sheets have the same marks than there is room
    for, each has the same part.
    """

    size: int
    strongest: tuple[float, ...]
    weakest: tuple[float, ...]

    def __bool__(self) -> bool:
        return bool(self.strongest)


def thirds(total: Sequence[int]) -> Thirds:
    """The thirds by marks, rounded down, so that the middle is no smaller than they."""
    size = len(total) // PARTS
    if len(total) < LEAST_FOR_THIRDS:
        return Thirds(size, (), ())
    return Thirds(size, _parts(total, size), _parts([-each for each in total], size))


def _parts(total: Sequence[int], size: int) -> tuple[float, ...]:
    """The part of each in the `size` highest."""
    edge = sorted(total, reverse=True)[size - 1]
    above, at_edge = sum(each > edge for each in total), sum(each == edge for each in total)
    part = (size - above) / at_edge
    return tuple([1.0 if each > edge else part if each == edge else 0.0 for each in total])


def figures(items: Sequence[Item], sheets: Crowd[Sheet]) -> tuple[ItemFigures, ...]:
    """Every question that has marks, in their order."""
    marked = mark(items, sheets)
    total = totals(marked, len(sheets))
    parts = thirds(total)
    return tuple(_figures(each, sheets, total, parts) for each in marked)


def _figures(
    marked: Marked, sheets: Crowd[Sheet], total: Sequence[int], parts: Thirds
) -> ItemFigures:
    item, n = marked.item, len(sheets)
    sums = sums_of(marked, total)
    tallied = tally(marked.keys, parts)
    return ItemFigures(
        item=item,
        n=n,
        answered=n - tallied.get("", choices.NOBODY).count,
        right=sum(number.count for key, number in tallied.items()
                  if marked.worth[key] == item.marks),
        facility=sums.x / (n * item.marks),
        discrimination=_discrimination(marked, sums, tallied, parts),
        chosen=_chosen(item, n, tallied, parts),
        seconds=_seconds(item, sheets),
    )  # fmt: skip


def tally(keys: Sequence[str], parts: Thirds) -> dict[str, Tallied]:
    """How often each answer was given; of those without one under the empty key."""
    counts: dict[str, list[float]] = {}
    if not parts:
        for key in keys:
            counts.setdefault(key, [0, 0.0, 0.0])[0] += 1
    for key, strong, weak in zip(keys, parts.strongest, parts.weakest, strict=False):
        row = counts.setdefault(key, [0, 0.0, 0.0])
        row[0] += 1
        row[1] += strong
        row[2] += weak
    return {key: Tallied(int(count), strong, weak) for key, (count, strong, weak) in counts.items()}


def _discrimination(
    marked: Marked, sums: Sums, tallied: Mapping[str, Tallied], parts: Thirds
) -> Discrimination | TooFew:
    if not parts:
        return TooFew(sums.n, LEAST_FOR_THIRDS)
    apart = sum(
        marked.worth[key] * (number.strongest - number.weakest) for key, number in tallied.items()
    )
    return Discrimination(correlation(with_rest(sums)), apart / (parts.size * marked.item.marks))


def _chosen(
    item: Item, n: int, tallied: Mapping[str, Tallied], parts: Thirds
) -> tuple[Chosen, ...]:
    found = choices.tally_options(item, tallied)
    return tuple(
        Chosen(
            code=code,
            words=choices.words_of(item, code),
            is_right=choices.is_right(item, code),
            why=choices.why_of(item, code),
            count=number.count,
            share=number.count / n,
            strongest=number.strongest / parts.size if parts else None,
            weakest=number.weakest / parts.size if parts else None,
        )
        for code, number in found.items()
    )


def _seconds(item: Item, sheets: Crowd[Sheet]) -> float | TooFew:
    known = gathered([each.seconds[item.id] for each in sheets.members if item.id in each.seconds])
    return known if isinstance(known, TooFew) else float(statistics.median(known.members))
