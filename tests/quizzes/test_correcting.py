"""Corrections as plain values: what they change in an item, and what a sheet is worth by them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.quizzes.test_answers import (
    MARKED,
    MATCHING,
    NUMBER,
    ORDERING,
    SCALE,
    SEVERAL,
    SHORT,
    TEXT,
    given_answers,
)
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.modules.model import Item, ItemKind, Module, Status, Use
from training.quizzes import answers, assessments, correcting, scoring
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.correcting import BACK, KEY, VOID
from training.quizzes.model import Correction

SINGLE, FACT = MARKED[0], MARKED[1]
KEYED = tuple(item for item in MARKED if item.kind not in correcting.WITHOUT_KEY)
SCORED = (*MARKED, TEXT)
KEY_PARTS = ("answer", "accepted", "value", "tolerance", "options")
WORDS = st.text(alphabet="abcកខគ 12", min_size=1, max_size=9).filter(scoring.folded)


@st.composite
def keys(draw: st.DrawFn) -> tuple[Item, Correction]:
    """An item, and a correction of its key that a form can send."""
    item = draw(st.sampled_from(KEYED))
    codes = [choice.code for choice in answers.choices_of(item)]
    if item.kind is ItemKind.ORDERING:
        fields = [str(place) for place in draw(st.permutations(range(1, len(codes) + 1)))]
    elif item.kind is ItemKind.TRUE_FALSE:
        fields = [draw(st.sampled_from(codes))]
    elif item.kind is ItemKind.SHORT:
        fields = ["\n".join(draw(st.lists(WORDS, min_size=1, max_size=4)))]
    elif item.kind is ItemKind.NUMBER:
        some = st.decimals(0, 10**6, places=2).map(str)
        fields = [draw(some), draw(some)]
    else:
        fields = list(draw(st.sets(st.sampled_from(codes), min_size=1)))
    return item, correcting.read_correction(item, KEY, fields, "So it is.")


def plain(item: Item) -> dict[str, object]:
    """All of an item but what is right in it."""
    found = {name: getattr(item, name) for name in item.__struct_fields__ if name not in KEY_PARTS}
    return {**found, "options": {option.id: option.words for option in item.options}}


@given(keys())
def test_a_correction_changes_what_is_right_and_nothing_else(sent: tuple[Item, Correction]) -> None:
    item, correction = sent
    corrected = correcting.with_correction(item, correction)
    assert plain(corrected) == plain(item)
    assert correcting.key_in(corrected) == correction.right
    assert scoring.marks_of(corrected, answers.right_code(corrected)) == item.marks


@given(keys())
def test_taking_a_correction_back_restores_the_item(sent: tuple[Item, Correction]) -> None:
    item, _ = sent
    back = correcting.read_correction(item, BACK, [], "It was right.")
    assert correcting.with_correction(item, back) == item
    key = correcting.key_of("kinds", [item], {("kinds", item.id): back})
    assert (key.items, dict(key.corrections)) == ((item,), {})


@given(keys())
def test_the_fields_of_the_form_say_what_holds(sent: tuple[Item, Correction]) -> None:
    item, correction = sent
    fields = correcting.fields_of(item, correction.right)
    assert correcting.read_correction(item, KEY, fields, correction.reason) == correction


@given(keys(), given_answers())
def test_marks_stay_between_nothing_and_all(
    sent: tuple[Item, Correction], answered: tuple[Item, str]
) -> None:
    item, correction = sent
    asked, text = answered
    code = answers.read_answer(asked, 0, text)
    key = correcting.key_of("kinds", [item], {("kinds", item.id): correction})
    assert 0 <= key.score({asked.id: code}) <= key.most == item.marks


@given(st.sets(st.sampled_from(SCORED), max_size=4), st.lists(given_answers(), max_size=6))
def test_a_void_question_gives_everybody_all_its_marks(
    void: set[Item], sent: list[tuple[Item, str]]
) -> None:
    codes = {asked.id: answers.read_answer(asked, 0, text) for asked, text in sent}
    everybody = {
        ("kinds", item.id): Correction((), is_void=True, reason="Unclear.") for item in void
    }
    key = correcting.key_of("kinds", SCORED, everybody)
    rest = [item for item in SCORED if item not in void]
    assert key.items == SCORED
    assert key.score(codes) == scoring.score(rest, codes) + scoring.most_of(list(void))
    assert key.score({}) == scoring.most_of(list(void))
    assert not any(scoring.is_waiting(TEXT, "Words", key.by_hand()) for _ in void & {TEXT})


def test_of_several_options_that_count_as_right_one_is_enough() -> None:
    correction = correcting.read_correction(SINGLE, KEY, ["c", "a"], "Both are.")
    corrected = correcting.with_correction(SINGLE, correction)
    assert [scoring.marks_of(corrected, code) for code in "abc"] == [1, 0, 1]


def test_an_item_is_corrected_wherever_its_course_asks_it() -> None:
    found = {("m", SINGLE.id): Correction(("b",), reason="So it is.")}
    module = Module(
        "m", 1, "1", Status.READY, Bilingual("", "M"), items=(SINGLE,),
        kept_items=(structs.replace(SINGLE, use=Use.FORM_A),),
    )  # fmt: skip
    for slug in ("m", "practice.m", "home.m", PRE_TEST, POST_TEST):
        name = assessments.read_slug(slug)
        assert name
        items = assessments.items_of(name.purpose, [module], "a")
        (corrected,) = correcting.key_of(slug, items, found).items
        assert answers.right_code(corrected) == "b"


def test_a_correction_of_another_module_changes_nothing() -> None:
    key = correcting.key_of("m", [SINGLE], {("other", SINGLE.id): Correction(("b",))})
    assert (key.items, dict(key.corrections)) == ((SINGLE,), {})


def test_options_that_the_pack_no_longer_has_change_no_order() -> None:
    assert correcting.with_correction(ORDERING, Correction(("a", "b", "gone"))) == ORDERING


def test_a_number_with_three_decimals_comes_back_from_its_form() -> None:
    fields = correcting.fields_of(NUMBER, ("1.125", "0.001"))
    assert correcting.read_correction(NUMBER, KEY, fields, "So it is.").right == ("1.125", "0.001")


REFUSED = [
    (SINGLE, KEY, [], "at least one right answer"),
    (SINGLE, KEY, ["z"], "could not be read"),
    (FACT, KEY, ["true", "false"], "could not be read"),
    (SEVERAL, "", ["a"], "choose what should hold"),
    (MATCHING, KEY, ["a:b"], "choose what should hold"),
    (TEXT, KEY, ["words"], "choose what should hold"),
    (ORDERING, KEY, ["1", "1", "2", "3"], "Two lines stand in the same place"),
    (ORDERING, KEY, ["1", "2"], "could not be read"),
    (SHORT, KEY, [" \n \u200b \n"], "at least one right answer"),
    (SHORT, KEY, ["\n".join(str(number) for number in range(31))], "at most 30"),
    (SHORT, KEY, ["a" * 201], "too long"),
    (NUMBER, KEY, ["many", "1"], "write a number"),
    (NUMBER, KEY, ["1", "-1"], "write a number"),
    (NUMBER, KEY, ["1"], "could not be read"),
    (SCALE, VOID, [], "has no marks"),
]


@pytest.mark.parametrize(("item", "way", "fields", "words"), REFUSED)
def test_nonsense_is_refused_in_words(item: Item, way: str, fields: list[str], words: str) -> None:
    with pytest.raises(Refusal, match=words) as caught:
        correcting.read_correction(item, way, fields, "So it is.")
    assert caught.value.status == 422


@pytest.mark.parametrize("reason", ["", "  \n ", "a" * 501, "\x00"])
def test_a_correction_without_a_reason_is_refused(reason: str) -> None:
    with pytest.raises(Refusal) as caught:
        correcting.read_correction(SINGLE, VOID, [], reason)
    assert caught.value.status == 422
