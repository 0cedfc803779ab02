"""What may be asked and what is taken as an answer."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.courses.model import CourseState
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.live import rules
from training.live.model import Choice, Given, NewQuestion, Question, QuestionKind, SignalKind
from training.modules.model import Use

NINE = dt.datetime(2026, 11, 23, 2, 0, tzinfo=dt.UTC)
SECOND = dt.timedelta(seconds=1)
THREE = tuple(Choice(code, Bilingual("", code.upper())) for code in "abc")


def question(kind: QuestionKind = QuestionKind.SINGLE, **changes: object) -> Question:
    choices = {
        QuestionKind.TRUE_FALSE: rules.TRUE_FALSE,
        QuestionKind.SCALE: rules.SCALE,
        QuestionKind.WORDS: (),
    }.get(kind, THREE)
    made = Question(
        uuid.UUID(int=1), kind, Bilingual("", "Which?"), choices, (), Bilingual("", ""),
        NINE, None, None, None,
    )  # fmt: skip
    return replace(made, **changes)  # type: ignore[arg-type] # fields by name


@pytest.mark.parametrize("use", [Use.FORM_A, Use.FORM_B])
def test_an_item_of_a_test_form_is_never_asked_to_the_room_while_the_course_runs(use: Use) -> None:
    with pytest.raises(Refusal, match="test before or after"):
        rules.require_askable(CourseState.RUNNING, use, False)


@pytest.mark.parametrize("use", [Use.MODULE, Use.RESERVE, None])
def test_other_items_may_be_asked_unless_their_quiz_is_open(use: Use | None) -> None:
    rules.require_askable(CourseState.RUNNING, use, False)
    with pytest.raises(Refusal, match="open now"):
        rules.require_askable(CourseState.RUNNING, use, True)


@pytest.mark.parametrize("state", [CourseState.PLANNED, CourseState.ENDED])
def test_nothing_is_asked_unless_the_course_runs(state: CourseState) -> None:
    with pytest.raises(Refusal):
        rules.require_askable(state, None, False)


def test_a_time_limit_has_some_seconds_of_grace_and_a_closing_has_none() -> None:
    limited = question(closes_at=NINE + 30 * SECOND)
    assert rules.is_taking(limited, NINE + 30 * SECOND + rules.GRACE)
    assert not rules.is_taking(limited, NINE + 31 * SECOND + rules.GRACE)
    assert not rules.is_taking(question(closed_at=NINE), NINE)
    assert rules.is_taking(question(), NINE + dt.timedelta(hours=9))


@pytest.mark.parametrize(
    ("kind", "codes", "kept"),
    [
        (QuestionKind.SINGLE, ("b",), ("b",)),
        (QuestionKind.SEVERAL, ("c", "a"), ("a", "c")),
        (QuestionKind.TRUE_FALSE, ("false",), ("false",)),
        (QuestionKind.SCALE, ("5",), ("5",)),
    ],
)
def test_an_answer_is_kept_in_the_order_of_the_question(
    kind: QuestionKind, codes: tuple[str, ...], kept: tuple[str, ...]
) -> None:
    assert rules.read_answer(question(kind), Given(codes, "", "key")).codes == kept


@given(
    kind=st.sampled_from([kind for kind in QuestionKind if kind is not QuestionKind.WORDS]),
    codes=st.lists(st.text(max_size=6) | st.sampled_from(["a", "b", "true", "1", "5"]), max_size=5),
)
def test_whatever_is_sent_is_an_answer_of_that_kind_or_refused(
    kind: QuestionKind, codes: list[str]
) -> None:
    asked = question(kind)
    known = {each.code for each in asked.choices}
    sent = Given(tuple(codes), "", "key")
    is_one = len(codes) == 1 or (kind is QuestionKind.SEVERAL and codes)
    if is_one and set(codes) <= known and len(set(codes)) == len(codes):
        assert sorted(rules.read_answer(asked, sent).codes) == sorted(codes)
    else:
        with pytest.raises(Refusal):
            rules.read_answer(asked, sent)


@pytest.mark.parametrize("typed", ["", "   ", "\n", "x" * 81, "a\x00b"])
def test_words_are_one_short_line(typed: str) -> None:
    with pytest.raises(Refusal):
        rules.read_answer(question(QuestionKind.WORDS), Given((), typed, "key"))


def test_words_are_tidied() -> None:
    kept = rules.read_answer(question(QuestionKind.WORDS), Given((), "  សន្តិភាព \n peace ", "k"))
    assert kept.words == "សន្តិភាព peace"


@pytest.mark.parametrize("key", ["", "x" * 65, "a\nb"])
def test_an_answer_needs_a_key(key: str) -> None:
    with pytest.raises(Refusal):
        rules.read_answer(question(), Given(("a",), "", key))


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"words": Bilingual("", "")}, "write the question"),
        ({"words": Bilingual("", "x" * 501)}, "too long"),
        ({"choices": THREE[:1]}, "at least two"),
        ({"choices": tuple(Choice(str(n)) for n in range(9))}, "eight"),
        ({"choices": (*THREE[:1], Choice("z", Bilingual("", "x" * 201)))}, "too long"),
        ({"choices": (THREE[0], THREE[0])}, "could not be read"),
        ({"right": ("q",)}, "could not be read"),
        ({"seconds": -1}, "could not be read"),
        ({"seconds": 3601}, "could not be read"),
    ],
)
def test_a_question_that_cannot_be_asked_is_refused(changes: dict[str, object], says: str) -> None:
    good = NewQuestion(QuestionKind.SINGLE, Bilingual("", "Which?"), THREE)
    assert rules.check_question(good) == good
    with pytest.raises(Refusal, match=says):
        rules.check_question(replace(good, **changes))  # type: ignore[arg-type] # fields by name


def test_a_question_brings_its_own_answers_where_its_kind_has_them() -> None:
    for kind, count in ((QuestionKind.TRUE_FALSE, 2), (QuestionKind.SCALE, 5)):
        made = rules.check_question(NewQuestion(kind, Bilingual("", "So?"), THREE))
        assert len(made.choices) == count
    assert (
        rules.check_question(NewQuestion(QuestionKind.WORDS, Bilingual("", "So?"), THREE)).choices
        == ()
    )


def test_only_a_question_of_a_trainee_has_words() -> None:
    assert rules.read_signal(SignalKind.HAND, "hello") == ""
    assert rules.read_signal(SignalKind.QUESTION, " Why? ") == "Why?"
    with pytest.raises(Refusal):
        rules.read_signal(SignalKind.QUESTION, " ")
    with pytest.raises(Refusal):
        rules.read_signal(SignalKind.QUESTION, "x" * 301)


@pytest.mark.parametrize(("typed", "kept"), [("", ""), (" លោតា  1 ", "លោតា 1")])
def test_a_nickname_may_be_left_out(typed: str, kept: str) -> None:
    assert rules.read_nickname(typed) == kept


@pytest.mark.parametrize("typed", ["x", "x" * 21, "a\x07b"])
def test_a_nickname_has_2_to_20_letters(typed: str) -> None:
    with pytest.raises(Refusal):
        rules.read_nickname(typed)
