"""Questions written as GIFT, so that Moodle and this software read the same again."""

from collections.abc import Iterator

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.quizzes.exchange.markup import MOST_MARKUP_SIGNS, as_html, is_bare
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    Choice,
    Kind,
    NotTaken,
    Question,
    plain,
)
from training.quizzes.exchange.pictures import address_of

_ESCAPES = str.maketrans({sign: f"\\{sign}" for sign in "\\~=#{}:"})


def write(question: Question, category: str) -> tuple[str, list[Text]]:
    """The question with what comes before it where it opens a category, and what is left out.

    `category` is that of the question before. Raises NotTaken.
    """
    lines = []
    if question.category != category:
        lines.append(f"$CATEGORY: $course$/top/{question.category}\n")
    lines.append(f"::{_escaped(question.title)}::{_asked(question)}{{{_answers(question)}}}\n")
    return "\n".join(lines), list(_left_out(question))


def _asked(question: Question) -> str:
    """The words, with a picture written out beside them in each language."""
    if question.picture is None:
        return _words(question.words)
    written = as_html(question.words, address_of(question.picture), question.picture.alt)
    if len(written) > MOST_MARKUP_SIGNS:
        raise NotTaken(say("Its picture is too large for GIFT. Choose Moodle XML."))
    return f"[html]{_escaped(written)}"


def _left_out(question: Question) -> Iterator[Text]:
    if question.rubric != NO_WORDS:
        yield say("GIFT has no place for the rubric.")
    if question.marks != 1:
        yield say("GIFT has no place for marks.")


def _answers(question: Question) -> str:
    written = _truth(question) if question.kind is Kind.TRUE_FALSE else _listed(question)
    reason = f"####{_words(question.reason)}" if question.reason != NO_WORDS else ""
    return written + reason


def _truth(question: Question) -> str:
    of_true, of_false = question.choices
    right, wrong = (of_true, of_false) if of_true.weight == FULL else (of_false, of_true)
    told = "TRUE" if right is of_true else "FALSE"
    if wrong.feedback != NO_WORDS or right.feedback != NO_WORDS:
        told += f"#{_words(wrong.feedback)}"
    return told + (f"#{_words(right.feedback)}" if right.feedback != NO_WORDS else "")


def _listed(question: Question) -> str:
    opening = {Kind.NUMBER: "#", Kind.ORDERING: f">{len(question.choices)} ALL "}
    lines = [_LINE[question.kind](each) for each in question.choices]
    return (
        opening.get(question.kind, "")
        + "".join(f"\n\t{line}" for line in lines)
        + "\n" * bool(lines)
    )


def _single(choice: Choice) -> str:
    return f"={_told(choice)}" if choice.weight == FULL else _several(choice)


def _several(choice: Choice) -> str:
    weight = f"%{plain(choice.weight)}%" if choice.weight else ""
    return f"~{weight}{_told(choice)}"


def _told(choice: Choice) -> str:
    return _words(choice.words) + _feedback(choice)


def _feedback(choice: Choice) -> str:
    return f"#{_words(choice.feedback)}" if choice.feedback != NO_WORDS else ""


def _pair(choice: Choice) -> str:
    to = choice.to.km or choice.to.en if is_bare(choice.to) else as_html(choice.to)
    return f"={_words(choice.words)} -> {_escaped(to)}"


def _spelling(choice: Choice) -> str:
    words = (choice.words.km or choice.words.en).replace("*", "\\*")
    if "->" in words:
        raise NotTaken(say("GIFT would read -> as a pair. Choose Moodle XML."))
    form = "[plain]" if words.startswith("[") else ""
    return f"=%{plain(choice.weight)}%{form}{_escaped(words)}{_feedback(choice)}"


def _number(choice: Choice) -> str:
    return f"=%{plain(choice.weight)}%{choice.number}{_feedback(choice)}"


def _line(choice: Choice) -> str:
    return _words(choice.words)


_LINE = {
    Kind.SINGLE: _single,
    Kind.SEVERAL: _several,
    Kind.MATCHING: _pair,
    Kind.ORDERING: _line,
    Kind.SHORT: _spelling,
    Kind.NUMBER: _number,
}


def _words(words: Bilingual) -> str:
    if is_bare(words):
        return _escaped(words.km or words.en)
    return f"[html]{_escaped(as_html(words))}"


def _escaped(text: str) -> str:
    return text.translate(_ESCAPES)
