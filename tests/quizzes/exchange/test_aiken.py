"""Aiken as teachers write it."""

import pytest

from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format, Question

NOT_ONE = "and not one answer has this letter."
GOOD = "Who decides?\nA) The State\nB) The Security Council\nANSWER: B\n"


def read(text: str) -> tuple[list[Question], list[tuple[int, str]]]:
    found = formats.read(text.encode(), Format.AIKEN)
    return list(found.questions), [(each.line, str(each.reason)) for each in found.refused]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        GOOD.replace(")", "."),
        GOOD.replace(") ", ")"),
        GOOD.replace("\n", "\r\n"),
        GOOD.replace("ANSWER", "Answer").replace("A)", "a)").replace("B)", "b)"),
        GOOD.replace("Who decides?", "Who\ndecides?"),
        "\n\n" + GOOD,
    ],
)
def test_a_question_is_read_however_it_is_written(text: str) -> None:
    questions, refused = read(text)
    assert refused == []
    (found,) = questions
    assert found.words.en == "Who decides?"
    assert [(each.words.en, float(each.weight)) for each in found.choices] == [
        ("The State", 0),
        ("The Security Council", 100),
    ]


def test_khmer_letters_name_answers_too() -> None:
    questions, _ = read("តើអ្នកណាសម្រេច?\nក. រដ្ឋ\nខ. ក្រុមប្រឹក្សា\nចម្លើយ៖ ខ\n")
    assert [each.weight for each in questions[0].choices] == [0, 100]


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ("Q\nA) a\nANSWER: A", 1, "It needs at least 2 answers."),
        ("A) a\n", 1, "An answer stands here without a question before it."),
        ("Q\nA) a\nB) b\n", 1, "It has no line ANSWER: with the letter of the right answer."),
        ("Q\nA) a\nB) b\nANSWER: C", 1, f"The right answer is C, {NOT_ONE}"),
        ("Q\nA) a\nA) b\nANSWER: A", 1, f"The right answer is A, {NOT_ONE}"),
        ("Q\nA) a\nB) b\nANSWER: A, B", 1, '"A, B" is not the letter of one answer.'),
        ("Q\nA) a\nB)\nANSWER: A", 1, "One of its answers is empty."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_with_its_line(text: str, line: int, told: str) -> None:
    questions, refused = read(text + "\n\n" + GOOD)
    assert refused == [(line, told)]
    assert len(questions) == 1


def test_what_aiken_cannot_hold_is_refused_by_its_place() -> None:
    questions = formats.read(b"a?{T}\n\nb?{=x ~y#No}\n\nc?{~%50%x ~%50%y}", Format.GIFT).questions
    written = formats.write(questions, Format.AIKEN)
    assert written.content == b"b?\nA) x\nB) y\nANSWER: A\n"
    assert [each.line for each in written.refused] == [1, 3]
    assert [(each.line, str(each.reason)) for each in written.left_out] == [
        (2, "Aiken has no place for what is said about answers.")
    ]


def test_a_stop_and_a_bracket_may_both_stand_behind_a_letter() -> None:
    found = formats.read(b"Which?\nA.) one\nB.) two\nANSWER: B.)\n", Format.AIKEN)
    assert [each.words.en for each in found.questions[0].choices] == ["one", "two"]
