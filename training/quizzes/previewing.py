"""Questions as staff read them before they are kept or written: all words, and what is right."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from training.kernel.locales import Bilingual
from training.kernel.texts import Text
from training.modules.model import NO_WORDS, Item, ItemKind, Module
from training.quizzes import answers
from training.quizzes.exchange.items import Taken
from training.quizzes.exchange.model import Picture, Remark
from training.quizzes.exchange.pictures import address_of
from training.quizzes.exchange.wording import in_its_language
from training.quizzes.model import Choice

PAGE = 100
"""Questions, and refusals, on one page."""
MOST_PICTURE_BYTES = 3_000_000
"""Of all pictures on one page together; the page itself carries them."""


@dataclass(frozen=True, slots=True)
class Line:
    """One answer. `is_right` is None where the lines are right together, or none of them is."""

    choice: Choice
    is_right: bool | None = None
    to: Bilingual = NO_WORDS
    """The right side of a pair."""
    why: Bilingual = NO_WORDS


@dataclass(frozen=True, slots=True)
class Shown:
    """A question; `line` is where the file has it, 0 where it comes from no file."""

    number: int
    line: int
    item: Item
    lines: tuple[Line, ...]
    notes: tuple[Text, ...] = ()
    """What the file had and the question has not."""


@dataclass(frozen=True, slots=True)
class Page:
    """So many questions and refusals behind the first `skipped` of each, and how many there are."""

    questions: tuple[Shown, ...]
    refused: tuple[Remark, ...]
    skipped: int
    question_count: int
    refused_count: int

    @property
    def following(self) -> int | None:
        """How many the next page skips; None where this is the last one."""
        after = self.skipped + PAGE
        return after if after < max(self.question_count, self.refused_count) else None


def page_of_file(taken: Taken, skipped: int) -> Page:
    """What a file holds."""
    notes: dict[int, list[Text]] = {}
    for note in taken.notes:
        notes.setdefault(note.line, []).append(note.reason)
    lines = [question.line for question in taken.questions]
    return Page(
        questions=_shown(taken.items, lines, notes, skipped),
        refused=taken.refused[skipped : skipped + PAGE],
        skipped=skipped,
        question_count=len(taken.items),
        refused_count=len(taken.refused),
    )


def page_of_module(module: Module, skipped: int) -> Page:
    """The quiz of a module."""
    lines = [0] * len(module.items)
    return Page(_shown(module.items, lines, {}, skipped), (), skipped, len(module.items), 0)


def pictures_on(page: Page, pictures: Mapping[str, bytes]) -> dict[str, str]:
    """By their names, the pictures of a page as addresses that hold them, as many as it can bear.

    A file that waits has no other place from which a browser could fetch them.
    """
    found, room = dict[str, str](), MOST_PICTURE_BYTES
    for name in dict.fromkeys(each.item.picture for each in page.questions):
        content = pictures.get(name, b"")
        if content and len(content) <= room:
            room -= len(content)
            found[name] = address_of(Picture(name, content))
    return found


def read_skipped(written: str) -> int:
    """How many to skip, as an address says it; 0 for whatever is no such number."""
    is_number = written.isascii() and written.isdigit() and len(written) < 6
    return int(written) // PAGE * PAGE if is_number else 0


def _shown(
    items: Sequence[Item], lines: Sequence[int], notes: Mapping[int, list[Text]], skipped: int
) -> tuple[Shown, ...]:
    wanted = range(skipped, min(skipped + PAGE, len(items)))
    return tuple(
        Shown(at + 1, lines[at], items[at], _lines(items[at]), tuple(notes.get(lines[at], ())))
        for at in wanted
    )


def _lines(item: Item) -> tuple[Line, ...]:
    return _LINES[item.kind](item)


def _options(item: Item) -> tuple[Line, ...]:
    choices = zip(answers.choices_of(item), item.options, strict=True)
    return tuple(
        Line(choice, option.right if item.is_scored else None, why=option.why)
        for choice, option in choices
    )


def _truths(item: Item) -> tuple[Line, ...]:
    right = answers.right_code(item) if item.is_scored else None
    return tuple(
        Line(choice, None if right is None else choice.code == right)
        for choice in answers.choices_of(item)
    )


def _pairs(item: Item) -> tuple[Line, ...]:
    return tuple(Line(Choice(pair.id, pair.left), to=pair.right) for pair in item.pairs)


def _spellings(item: Item) -> tuple[Line, ...]:
    return tuple(Line(Choice(each, in_its_language(each))) for each in item.accepted)


def _ends(item: Item) -> tuple[Line, ...]:
    return tuple(Line(Choice("", words)) for words in item.ends)


def _nothing(_item: Item) -> tuple[Line, ...]:
    return ()


def _right_ones(item: Item) -> tuple[Line, ...]:
    return tuple(Line(choice) for choice in answers.said_right(item))


_LINES: dict[ItemKind, Callable[[Item], tuple[Line, ...]]] = {
    ItemKind.SINGLE: _options,
    ItemKind.SEVERAL: _options,
    ItemKind.TRUE_FALSE: _truths,
    ItemKind.MATCHING: _pairs,
    ItemKind.ORDERING: _right_ones,
    ItemKind.SHORT: _spellings,
    ItemKind.NUMBER: _right_ones,
    ItemKind.SCALE: _ends,
    ItemKind.TEXT: _nothing,
}
