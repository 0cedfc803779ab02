"""A table of questions: one a row, one column for each part, named in the first row.

    type, title, category, marks, question.km, question.en, a.km, a.en, a.weight, a.why.km, a.to.km,
    …, b.km, …, right, reason.km, reason.en, rubric.km, rubric.en

A column without `.km` or `.en` has words in the language that they are in. `type` may be left out:
then it is true-false, single or several by what `right` says ("B", "A, C", "true"), or by weights.
`a` to `z` are the answers: the options, the lines in their right order, the left sides of pairs
(the right ones in `a.to`), the accepted spellings, or a number ("3", "3:0.5", "2.5..3.5").
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import zip_longest

from training.kernel.locales import Bilingual, western_digits
from training.kernel.texts import say
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    NOTHING,
    Choice,
    Kind,
    NotTaken,
    Question,
    Remark,
    plain,
)
from training.quizzes.exchange.parts import read_marks, read_number, read_weight, truths
from training.quizzes.exchange.wording import default_title, in_its_language, tidy, tidy_line

Row = tuple[int, Sequence[str]]
"""The line where it begins, and its cells."""
LETTERS = "abcdefghijklmnopqrstuvwxyz"
_WORDS = ("question", "reason", "rubric")
_PLAIN = ("type", "title", "category", "marks", "right")
_COLUMN = re.compile(
    r"(?:(?:question|reason|rubric|[a-z](?:\.to|\.why)?)(?:\.km|\.en)?|[a-z]\.weight|"
    rf"{'|'.join(_PLAIN)})"
)
_ANSWER = re.compile(r"(?:answer|option|choice)([1-9]|1[0-9]|2[0-6]|[a-z])((?:\.[a-z.]+)?)")
_RIGHT = ("correct", "correctanswer", "rightanswer", "key", "answer", "ចម្លើយ", "ចម្លើយត្រឹមត្រូវ")
_QUESTION = "សំណួរ"
_KHMER_LETTERS = str.maketrans("កខគឃងចឆជឈញ", "abcdefghij")
_KHMER_LETTER = re.compile("(?:ចម្លើយ)?([ក-ញ])")
_LETTER_LIST = re.compile(r"(?:[a-z]|[0-9]{1,2})(?:\s*[,;+ ]\s*(?:[a-z]|[0-9]{1,2}))*")
_TRUTHS = {"true": True, "t": True, "false": False, "f": False, "ត្រូវ": True, "ខុស": False}
_FULL_BY_THEMSELVES = (Kind.MATCHING, Kind.ORDERING, Kind.SHORT, Kind.NUMBER)
Cells = dict[str, str]


def read(rows: Sequence[Row]) -> Iterator[Question | Remark]:
    """Every question of the table in its order, or why it cannot be taken."""
    if not rows:
        return
    line, named = rows[0]
    columns = [_column(name) for name in named]
    if not any(column.partition(".")[0] == "question" for column in columns):
        yield Remark(
            line, say("The first row names no column question, question.km or question.en.")
        )
        return
    unknown = [
        name
        for at, (name, column) in enumerate(zip(named, columns, strict=True))
        if column and (not _COLUMN.fullmatch(column) or column in columns[:at])
    ]
    if unknown:
        named_so = ", ".join(unknown)[:200]
        yield Remark(
            line, say("These columns are not known or stand twice: %(names)s.", names=named_so)
        )
    for number, row in rows[1:]:
        if any(cell.strip() for cell in row):
            try:
                yield _read_row(number, _cells(columns, row))
            except NotTaken as fault:
                yield Remark(number, fault.reason)


def _cells(columns: Sequence[str], row: Sequence[str]) -> Cells:
    """The cells of a row by their columns. Raises NotTaken for one that stands under no name."""
    found = {}
    for column, cell in zip_longest(columns, row, fillvalue=""):
        if cell.strip() and not column:
            reason = say('"%(written)s" stands under no name of a column.', written=cell[:40])
            raise NotTaken(reason)
        if cell.strip() and _COLUMN.fullmatch(column):
            found[column] = cell.strip()
    return found


def _column(name: str) -> str:
    """The name of a column as it is known here; others write "Answer 2", "Option b", "Correct"."""
    plain_name = re.sub("[\\s_\u200b]+", "", name).lower()
    if plain_name in _RIGHT:
        return "right"
    if plain_name == _QUESTION:
        return "question"
    khmer = _KHMER_LETTER.fullmatch(plain_name)
    if khmer:
        return khmer[1].translate(_KHMER_LETTERS)
    numbered = _ANSWER.fullmatch(plain_name)
    if not numbered:
        return plain_name
    which, part = numbered.groups()
    return (LETTERS[int(which) - 1] if which.isdecimal() else which) + part


def _read_row(line: int, cells: Cells) -> Question:
    words = _words(cells, "question")
    kind = _kind(cells)
    marks, lost = read_marks(cells.get("marks", ""), kind)
    return Question(
        line=line,
        kind=kind,
        title=tidy_line(cells.get("title", "")) or default_title(words),
        words=words,
        choices=_choices(kind, cells),
        reason=_words(cells, "reason"),
        rubric=_words(cells, "rubric"),
        category=tidy_line(cells.get("category", "")),
        marks=marks,
        left_out=tuple(lost),
    )


def _kind(cells: Cells) -> Kind:
    written, right = cells.get("type", "").lower(), cells.get("right", "").lower()
    if written:
        if written not in tuple(Kind):
            kinds = ", ".join(Kind)
            reason = say(
                'The type "%(type)s" is none of these: %(kinds)s.', type=written[:40], kinds=kinds
            )
            raise NotTaken(reason)
        return Kind(written)
    if right in _TRUTHS and not any(each in cells for each in _names("a")):
        return Kind.TRUE_FALSE
    if not right and any(column.endswith(".weight") for column in cells):
        return Kind.SINGLE if FULL in _weights(cells) else Kind.SEVERAL
    return Kind.SEVERAL if len(_letters(right)) > 1 else Kind.SINGLE


def _weights(cells: Cells) -> list[Decimal]:
    return [_weight_in(cell) for column, cell in cells.items() if column.endswith(".weight")]


def _weight_in(cell: str) -> Decimal:
    return read_weight(cell.rstrip("% "))


def _letters(right: str) -> list[str]:
    """The letters in a cell such as `B`, `A, C`, `1, 3` or `ខ`."""
    right = western_digits(right).translate(_KHMER_LETTERS)
    named = re.findall("[a-z]|[0-9]+", right) if _LETTER_LIST.fullmatch(right) else []
    return [LETTERS[int(each) - 1 : int(each)] if each.isdecimal() else each for each in named]


def _choices(kind: Kind, cells: Cells) -> tuple[Choice, ...]:
    right = cells.get("right", "").lower()
    if kind is Kind.TRUE_FALSE:
        if right not in _TRUTHS:
            raise NotTaken(say('Its cell right has neither "true" nor "false".'))
        return truths(_TRUTHS[right], _words(cells, "a.why"), _words(cells, "b.why"))
    letters = _letters(right)
    if right and not letters:
        raise NotTaken(say('"%(written)s" is not the letter of one answer.', written=right[:40]))
    used = [each for each in LETTERS if any(column.split(".")[0] == each for column in cells)]
    if set(letters) - set(used):
        raise NotTaken(say("Its cell right names an answer that it has not."))
    return tuple(_choice(kind, letter, cells, letter in letters) for letter in used)


def _choice(kind: Kind, letter: str, cells: Cells, is_right: bool) -> Choice:
    words = _words(cells, letter)
    written = cells.get(f"{letter}.weight", "")
    weight = FULL if kind in _FULL_BY_THEMSELVES or is_right else NOTHING
    if written:
        weight = _weight_in(written)
    number = None
    if kind is Kind.NUMBER:
        number, words = read_number(words.km or words.en), NO_WORDS
    return Choice(
        words, weight, _words(cells, f"{letter}.why"), _words(cells, f"{letter}.to"), number
    )


def _names(name: str) -> tuple[str, str, str]:
    return name, f"{name}.km", f"{name}.en"


def _words(cells: Cells, name: str) -> Bilingual:
    alone, km, en = (tidy(cells.get(each, "")) for each in _names(name))
    if not alone:
        return Bilingual(km=km, en=en)
    found = in_its_language(alone)
    return Bilingual(km=km or found.km, en=en or found.en)


def write(questions: Sequence[Question]) -> list[list[str]]:
    """The table, its first row with it; columns that nothing uses are left out."""
    rows = [_written(question) for question in questions]
    used = {column for row in rows for column, cell in row.items() if cell}
    columns = [
        column for column in _order() if column in used | {"type", "question.km", "question.en"}
    ]
    return [columns, *([row.get(column, "") for column in columns] for row in rows)]


def _order() -> Iterator[str]:
    yield from ("type", "title", "category", "marks", "question.km", "question.en")
    for letter in LETTERS:
        for part in ("km", "en", "to.km", "to.en", "weight", "why.km", "why.en"):
            yield f"{letter}.{part}"
    yield from ("right", "reason.km", "reason.en", "rubric.km", "rubric.en")


def _written(question: Question) -> Cells:
    cells = {
        "type": question.kind.value,
        "title": question.title,
        "category": question.category,
        "marks": str(question.marks) if question.marks != 1 else "",
        **_both("question", question.words),
        **_both("reason", question.reason),
        **_both("rubric", question.rubric),
    }
    if question.picture:
        raise NotTaken(say("A table carries no pictures. Choose Moodle XML."))
    is_truth = question.kind is Kind.TRUE_FALSE
    if is_truth:
        cells["right"] = "true" if question.choices[0].weight == FULL else "false"
    for letter, choice in zip(LETTERS, question.choices, strict=False):
        cells |= _both(f"{letter}.why", choice.feedback)
        if not is_truth:
            cells |= _both(letter, choice.words) | _both(f"{letter}.to", choice.to)
            cells[f"{letter}.weight"] = _weight(question.kind, choice.weight)
        if choice.number:
            cells[f"{letter}.en"] = str(choice.number)
    return cells


def _weight(kind: Kind, weight: Decimal) -> str:
    usual = FULL if kind in _FULL_BY_THEMSELVES else NOTHING
    return "" if weight == usual else plain(weight)


def _both(name: str, words: Bilingual) -> Cells:
    return {f"{name}.km": words.km, f"{name}.en": words.en}
