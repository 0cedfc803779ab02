"""Scores, orders and refusals, without a database."""

import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NINE_THIRTY
from tests.quizzes.conftest import single, true_false
from training.courses.model import CourseState
from training.kernel.refusal import Refusal
from training.quizzes import answers, results, rules, sheet
from training.quizzes.model import Attempt, Desk, EndedBy, KeptAnswer, Opening, Purpose, Standing

COLOUR = single("colour", "blue", "red", "green", "grey")
WATER = true_false("water", True)
STONE = true_false("stone", False)
ITEMS = (COLOUR, WATER, STONE)
NOBODY = uuid.UUID(int=0)
OPEN = Opening(NOBODY, "small", NOBODY, NINE_THIRTY, None)
CLOSED = replace(OPEN, closed_at=NINE_THIRTY)
BEGUN = Attempt(
    NOBODY, NOBODY, "small", NOBODY, "", 1, 7, NINE_THIRTY, None, None, None, None, None, None
)
FINISHED = replace(BEGUN, finished_at=NINE_THIRTY, finished_by=EndedBy.SEAT, score=1, most=3)


def desk(
    opening: Opening | None = OPEN,
    attempt: Attempt | None = BEGUN,
    state: CourseState = CourseState.RUNNING,
) -> Desk:
    return Desk(NOBODY, "small", Purpose.MODULE, NOBODY, state, "Asia/Phnom_Penh", opening, attempt)


def test_score_counts_what_is_right() -> None:
    assert rules.score(ITEMS, {}) == 0
    assert rules.score(ITEMS, {"colour": "blue", "water": "true", "stone": "false"}) == 3
    assert rules.score(ITEMS, {"colour": "red", "water": "true", "gone": "a"}) == 1


@given(st.integers(min_value=0, max_value=2**31 - 1))
def test_an_order_is_the_same_each_time_and_loses_nothing(seed: int) -> None:
    order = rules.choices_in_order(COLOUR, seed)
    assert order == rules.choices_in_order(COLOUR, seed)
    assert sorted(each.code for each in order) == ["blue", "green", "grey", "red"]


def test_orders_differ_between_sheets() -> None:
    orders = {rules.choices_in_order(COLOUR, seed) for seed in range(50)}
    assert len(orders) > 10


def test_true_stays_before_false() -> None:
    for seed in range(20):
        assert [each.code for each in rules.choices_in_order(WATER, seed)] == ["true", "false"]


def test_every_place_reads_back_as_its_choice() -> None:
    for item in ITEMS:
        for place, choice in enumerate(rules.choices_in_order(item, 7), 1):
            assert answers.read_answer(item, 7, str(place)) == choice.code


@pytest.mark.parametrize("place", ["", "0", "5", "-1", "blue", "1.0", "៣", "999999"])
def test_a_place_that_is_none_is_refused(place: str) -> None:
    with pytest.raises(Refusal):
        answers.read_answer(COLOUR, 7, place)


@pytest.mark.parametrize("key", ["", "x" * 65, "a\nb"])
def test_a_key_that_cannot_be_kept_is_refused(key: str) -> None:
    with pytest.raises(Refusal):
        rules.check_key(key)


def test_an_unknown_item_is_refused() -> None:
    with pytest.raises(Refusal):
        rules.get_item(ITEMS, "gone")


def test_next_unanswered_goes_on_and_comes_round() -> None:
    ids = ("a", "b", "c")
    assert rules.next_unanswered(ids, {"a"}, "a") == "b"
    assert rules.next_unanswered(ids, {"b", "c"}, "c") == "a"
    assert rules.next_unanswered(ids, {"a", "b", "c"}, "b") is None
    assert rules.next_unanswered(ids, ()) == "a"


@pytest.mark.parametrize(
    ("opening", "attempt", "state", "expected"),
    [
        (None, None, CourseState.RUNNING, Standing.NOT_OPEN),
        (OPEN, None, CourseState.RUNNING, Standing.OPEN),
        (OPEN, None, CourseState.ENDED, Standing.CLOSED),
        (OPEN, BEGUN, CourseState.RUNNING, Standing.BEGUN),
        (OPEN, FINISHED, CourseState.RUNNING, Standing.FINISHED),
        (CLOSED, None, CourseState.RUNNING, Standing.CLOSED),
        (CLOSED, FINISHED, CourseState.ENDED, Standing.FINISHED),
    ],
)
def test_standing(
    opening: Opening | None, attempt: Attempt | None, state: CourseState, expected: Standing
) -> None:
    assert rules.standing(desk(opening, attempt, state), NINE_THIRTY) is expected


def test_answers_are_taken_from_a_begun_sheet_alone() -> None:
    rules.require_answerable(desk(), NINE_THIRTY)
    refusals = {
        "not opened": desk(opening=None),
        "closed at 09:30": desk(opening=CLOSED),
        "sent at 09:30": desk(attempt=FINISHED),
        "not been begun": desk(attempt=None),
        "ended": desk(state=CourseState.ENDED),
    }
    for words, standing in refusals.items():
        with pytest.raises(Refusal, match=words) as caught:
            rules.require_answerable(standing, NINE_THIRTY)
        assert caught.value.status == 409


def test_shares_put_the_misunderstood_first() -> None:
    sheets = [
        {"colour": "red", "water": "true", "stone": "false"},
        {"colour": "red", "water": "true"},
        {"colour": "green", "water": "true", "stone": "true"},
    ]
    shares = results.item_shares(ITEMS, sheets)
    assert [(each.item.id, each.right, each.of) for each in shares] == [
        ("colour", 0, 3),
        ("stone", 1, 3),
        ("water", 3, 3),
    ]
    assert [each.code for each in shares[0].instead] == ["red"]
    assert shares[0].instead_count == 2
    assert shares[2].instead == ()
    assert results.item_shares(ITEMS, []) == ()


def test_a_sheet_shows_the_same_for_right_and_wrong() -> None:
    """Only the chosen mark may tell rows apart: nothing in a row says what is right."""
    shown = sheet.questions(ITEMS, 7, {"colour": KeptAnswer("blue", NINE_THIRTY)})
    assert {field for row in shown[0].rows for field in row.__slots__} == {
        "place",
        "choice",
        "chosen",
    }
    assert [row.choice.code for row in shown[0].rows if row.chosen] == ["blue"]
    assert not any(row.chosen for row in shown[1].rows)


def test_question_shown_is_the_wanted_or_the_first_open_one() -> None:
    shown = sheet.questions(ITEMS, 7, {"colour": KeptAnswer("blue", NINE_THIRTY)})
    assert sheet.question_shown(shown, "3").id == "stone"
    for nonsense in ("", "0", "4", "x", "៣", "9" * 5000):
        assert sheet.question_shown(shown, nonsense).id == "water"
    whole = sheet.questions(ITEMS, 7, {each.id: KeptAnswer("x", NINE_THIRTY) for each in ITEMS})
    assert sheet.question_shown(whole, "").id == "stone"
