"""GIFT, the plain-text format of Moodle's question banks, read and written.

Read as Moodle's own importer reads it (docs.moodle.org, "GIFT format"; `>` for questions of order
as the plugin ordering has it), and more kindly where that loses a teacher's work: an empty line
inside braces, or a missing one between two questions.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.quizzes.exchange import gift_blocks
from training.quizzes.exchange.gift_blocks import Block, pieces, unescaped
from training.quizzes.exchange.html_words import Form
from training.quizzes.exchange.markup import read_markup
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    NOTHING,
    Choice,
    Kind,
    NotTaken,
    Question,
    Remark,
)
from training.quizzes.exchange.parts import (
    OTHER,
    read_category,
    read_number,
    read_spelling,
    read_weight,
    truths,
)
from training.quizzes.exchange.pictures import refuse_pictures, the_picture, without_pictures
from training.quizzes.exchange.wording import default_title, tidy_line

_FORM = re.compile(r"\s*\[(html|moodle|plain|markdown)\]")
_WEIGHT = re.compile(r"%\s*([+-]?[0-9]{1,3}(?:[.,][0-9]*)?)\s*%")
_ORDER = re.compile(
    r">[^\S\n]*[0-9]*(?:[^\S\n]+(?:[A-Z]+[A-Z_]*|[01]|none|123|abc|iii))*[^\S\n]*(?=\n)|>\s*[0-9]*"
)
"""How many lines are asked for, which, and how they are shown: none of it is kept."""
_TRUE, _FALSE = ("T", "TRUE"), ("F", "FALSE")


def read(text: str) -> Iterator[Question | Remark]:
    """Every question of the file in its order, or why it cannot be taken."""
    written = category = ""
    for block in gift_blocks.split(text):
        if block.category is not None:
            written = block.category
            continue
        if written:
            written, category = "", read_category(written)
        try:
            yield _read_block(block, category)
        except NotTaken as fault:
            yield Remark(fault.line or block.line, fault.reason)


def _read_block(block: Block, category: str) -> Question:
    if block.fault:
        raise NotTaken(block.fault)
    if block.answers is None:
        raise NotTaken(
            say("It has no answers in braces: a text that asks nothing cannot be taken.")
        )
    form, asked = _form_of(block.words, Form.AUTO)
    marked = read_markup(asked, form)
    picture = the_picture(marked, {})
    answers, separator, told = block.answers.rpartition("####")
    reason, left_out = NO_WORDS, list[Text]()
    if separator:
        reason, left_out = _words(told, form)
    else:
        answers = block.answers
    kind, choices, lost = _read_answers(answers.strip(), form)
    return Question(
        line=block.line,
        kind=kind,
        title=tidy_line(unescaped(block.title)) or default_title(marked.words),
        words=marked.words,
        choices=choices,
        reason=reason,
        category=category,
        picture=picture,
        left_out=(*marked.left_out, *left_out, *lost),
    )


Answers = tuple[Kind, tuple[Choice, ...], list[Text]]


def _read_answers(answers: str, form: Form) -> Answers:
    """What stands in the braces; which kind it is follows Moodle's order of asking."""
    reader = next((reader for fits, reader in _READERS if fits(answers)), _spellings)
    return reader(answers, form)


def _is_truth(answers: str) -> bool:
    return answers.partition("#")[0].strip().upper() in (*_TRUE, *_FALSE)


def _nothing(answers: str, form: Form) -> Answers:  # noqa: ARG001 - as the other readers
    return Kind.TEXT, (), []


def _choices(answers: str, form: Form) -> Answers:
    choices, left_out = [], []
    for mark, answer in pieces(answers, "~="):
        if not mark:
            raise NotTaken(say("Its first answer has no ~ or = before it."))
        weight, rest = _weight_of(answer, FULL if mark == "=" else NOTHING)
        words, feedback, lost = _answer(rest, form)
        choices.append(Choice(words, weight, feedback))
        left_out += lost
    kind = Kind.SINGLE if "=" in answers else Kind.SEVERAL
    return kind, tuple(choices), left_out


def _spellings(answers: str, form: Form) -> Answers:
    choices, left_out = [], []
    for _, answer in pieces(answers, "="):
        weight, rest = _weight_of(answer, FULL)
        written, _, told = rest.partition("#")
        if written.strip() == "*" and weight < FULL:
            left_out.append(OTHER)
            continue
        _, spelling = _form_of(written, form)
        feedback, lost = _words(told, form)
        choices.append(Choice(read_spelling(spelling), weight, feedback))
        left_out += lost
    return Kind.SHORT, tuple(choices), left_out


def _truth(answers: str, form: Form) -> Answers:
    answer, *told = answers.split("#", 2)
    wrong, right = [_words(each, form) for each in (*told, "", "")][:2]
    is_true = answer.strip().upper() in _TRUE
    of_true, of_false = (right, wrong) if is_true else (wrong, right)
    choices = truths(is_true, of_true[0], of_false[0])
    return Kind.TRUE_FALSE, choices, [*wrong[1], *right[1]]


def _pairs(answers: str, form: Form) -> Answers:
    choices, left_out = [], []
    for _, answer in pieces(answers, "="):
        left, arrow, right = answer.partition("->")
        if not arrow:
            raise NotTaken(say("One of its pairs has no -> between its sides."))
        words, lost = _words(left, form)
        to, more_lost = _words(right, Form.AUTO)
        choices.append(Choice(words, FULL, to=to))
        left_out += [*lost, *more_lost]
    return Kind.MATCHING, tuple(choices), left_out


def _order(answers: str, form: Form) -> Answers:
    lines = _ORDER.sub("", answers, count=1).split("\n")
    found = [_words(each, form) for each in lines if each.strip()]
    left_out = [text for _, lost in found for text in lost]
    return Kind.ORDERING, tuple(Choice(words, FULL) for words, _ in found), left_out


def _numbers(answers: str, form: Form) -> Answers:
    choices, left_out = [], []
    right, tilde, _ = answers.removeprefix("#").partition("~")
    if tilde:
        left_out.append(OTHER)
    for _, answer in pieces(right, "="):
        weight, rest = _weight_of(answer, FULL)
        written, _, told = rest.partition("#")
        if written.strip() == "*" and weight < FULL:
            left_out.append(OTHER)
            continue
        feedback, lost = _words(told, form)
        choices.append(
            Choice(weight=weight, feedback=feedback, number=read_number(unescaped(written)))
        )
        left_out += lost
    return Kind.NUMBER, tuple(choices), left_out


def _answer(written: str, form: Form) -> tuple[Bilingual, Bilingual, list[Text]]:
    """The words of an answer, what is said to those who chose it, and what was left out."""
    words, _, told = written.partition("#")
    form, words = _form_of(words, form)
    marked = read_markup(words, form)
    refuse_pictures(marked)
    feedback, left_out = _words(told, form)
    return marked.words, feedback, [*marked.left_out, *left_out]


def _words(written: str, form: Form) -> tuple[Bilingual, list[Text]]:
    form, words = _form_of(written, form)
    return without_pictures(read_markup(words, form))


def _form_of(written: str, form: Form) -> tuple[Form, str]:
    """How a piece of text is written, where it says so, and the text as it is meant."""
    named = _FORM.match(written)
    if named:
        form, written = Form(named[1]), written[named.end() :]
    return form, unescaped(written)


def _weight_of(answer: str, otherwise: Decimal) -> tuple[Decimal, str]:
    found = _WEIGHT.match(answer)
    if not found:
        return otherwise, answer
    return read_weight(found[1]), answer[found.end() :]


_READERS: tuple[tuple[Callable[[str], bool], Callable[[str, Form], Answers]], ...] = (
    (lambda answers: not answers, _nothing),
    (lambda answers: answers.startswith("#"), _numbers),
    (lambda answers: answers.startswith(">"), _order),
    (lambda answers: "~" in answers, _choices),
    (lambda answers: "=" in answers and "->" in answers, _pairs),
    (_is_truth, _truth),
)
