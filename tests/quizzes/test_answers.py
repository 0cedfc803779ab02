"""Answers of every kind: read from a page, kept, shown again, and what they are worth."""

import itertools
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.quizzes.conftest import single, true_false, written
from training.kernel.locales import Bilingual, khmer_digits
from training.kernel.refusal import Refusal
from training.modules.model import NO_WORDS, Item, ItemKind, Option, Pair
from training.quizzes import answers, scoring

SEEDS = st.integers(min_value=0, max_value=2**31 - 1)
CODES = "abcde"


def item(kind: ItemKind, marks: int = 1, **changes: object) -> Item:
    words = Bilingual("សំណួរ", "Question")
    made = Item(f"the-{kind.value}", kind, "aim", 1, words, words, marks=marks)
    return structs.replace(made, **changes)


def options(count: int, right: str = "") -> tuple[Option, ...]:
    return tuple(
        Option(code, Bilingual(f"ក{code}", code.upper()), right=code in right)
        for code in CODES[:count]
    )


SEVERAL = item(ItemKind.SEVERAL, 4, options=options(5, "ac"))
MATCHING = item(
    ItemKind.MATCHING,
    4,
    pairs=tuple(Pair(code, Bilingual("", code), Bilingual("", code * 2)) for code in "abcd"),
)
SHARING = structs.replace(
    MATCHING,
    id="sharing",
    pairs=tuple(
        Pair(code, Bilingual("", code), Bilingual("", "xy"[code > "a"])) for code in "abcd"
    ),
)
"""The three last left sides share a right one."""
ORDERING = item(ItemKind.ORDERING, 3, options=options(4))
SHORT = item(ItemKind.SHORT, accepted=("Srebrenica", "ស្រេប្រេនីតសា"))
NUMBER = item(ItemKind.NUMBER, value="1.7", tolerance="0.05")
PEOPLE = item(ItemKind.NUMBER, value="6000", tolerance="500")
MARKED = (
    single("one", *CODES),
    true_false("fact", True),
    SEVERAL,
    MATCHING,
    SHARING,
    ORDERING,
    SHORT,
    NUMBER,
    structs.replace(PEOPLE, id="people"),
)
SCALE = item(
    ItemKind.SCALE, 0, ends=(Bilingual("មិនយល់", "Not at all"), Bilingual("", "Very well")), steps=5
)
TEXT = item(ItemKind.TEXT, 3, rubric=Bilingual("ក", "One point a line."))
OPINION = item(ItemKind.SEVERAL, 0, options=options(4), reason=NO_WORDS)
ITEMS = (*MARKED, SCALE, TEXT, OPINION)
GIVEN_MARKS = st.dictionaries(st.just(TEXT.id), st.integers(-1, 9))


@st.composite
def given_answers(draw: st.DrawFn) -> tuple[Item, str]:
    """An item, and any answer that a page can send for it on the sheet with seed 0."""
    asked = draw(st.sampled_from(ITEMS))
    count = len(answers.choices_of(asked))
    places = st.integers(1, max(count, 1))
    if asked.kind in answers.CHOSEN:
        return asked, str(draw(places))
    if asked.kind is ItemKind.SEVERAL:
        return asked, ",".join(map(str, draw(st.sets(places))))
    if asked.kind is ItemKind.MATCHING:
        lefts = len(asked.pairs)
        some = draw(st.lists(st.integers(0, count), min_size=lefts, max_size=lefts))
        return asked, ",".join(map(str, some))
    if asked.kind is ItemKind.ORDERING:
        return asked, ",".join(map(str, draw(st.permutations(range(1, count + 1)))))
    if asked.kind is ItemKind.NUMBER:
        return asked, str(draw(st.decimals(-(10**9), 10**9, places=2)))
    return asked, draw(st.text(alphabet="abcកខគ្ិ 12\n\r", max_size=40))


@given(given_answers(), SEEDS)
def test_an_answer_comes_back_to_every_page_as_it_was_given(
    sent: tuple[Item, str], seed: int
) -> None:
    asked, text = sent
    code = answers.read_answer(asked, 0, text)
    again = answers.read_answer(asked, seed, written(asked, seed, code))
    assert again == code


@given(given_answers(), GIVEN_MARKS)
def test_marks_are_whole_and_between_nothing_and_all(
    sent: tuple[Item, str], given_marks: dict[str, int]
) -> None:
    asked, text = sent
    marks = scoring.marks_of(asked, answers.read_answer(asked, 0, text), given_marks)
    assert isinstance(marks, int)
    assert 0 <= marks <= asked.marks


@given(st.lists(given_answers(), max_size=6, unique_by=lambda sent: sent[0].id), GIVEN_MARKS)
def test_a_sheet_is_worth_what_its_answers_are_worth(
    sent: list[tuple[Item, str]], given_marks: dict[str, int]
) -> None:
    codes = {asked.id: answers.read_answer(asked, 0, text) for asked, text in sent}
    items = [asked for asked, _ in sent]
    total = scoring.score(items, {**codes, "of another quiz": "a"}, given_marks)
    assert total == sum(scoring.marks_of(asked, codes[asked.id], given_marks) for asked in items)
    assert total <= scoring.most_of(items)
    assert scoring.score(items, {}) == 0


@pytest.mark.parametrize("asked", MARKED, ids=lambda asked: asked.kind.value)
def test_the_right_answer_is_worth_all(asked: Item) -> None:
    assert scoring.is_right(asked, answers.right_code(asked))
    assert answers.is_given(asked, answers.right_code(asked))
    assert answers.said(asked, answers.right_code(asked))


@pytest.mark.parametrize("asked", ITEMS, ids=lambda asked: asked.kind.value)
@given(text=st.text(max_size=12) | st.sampled_from(["0", "9", "1,1", "1,2,3,4,5,6", "-", "1e9"]))
def test_whatever_is_sent_is_an_answer_or_refused(asked: Item, text: str) -> None:
    try:
        code = answers.read_answer(asked, 7, text)
    except Refusal:
        return
    assert answers.read_answer(asked, 7, written(asked, 7, code)) == code
    assert 0 <= scoring.marks_of(asked, code) <= asked.marks


@pytest.mark.parametrize(
    ("chosen", "marks"),
    [("", 0), ("a", 2), ("a c", 4), ("a b c", 2), ("a b c d", 0), ("a b c d e", 0), ("b d e", 0)],
)
def test_several_choices_give_marks_for_right_ones_and_take_them_for_wrong_ones(
    chosen: str, marks: int
) -> None:
    assert scoring.marks_of(SEVERAL, chosen) == marks


def test_with_one_mark_several_choices_are_right_as_a_whole_or_not_at_all() -> None:
    asked = structs.replace(SEVERAL, marks=1)
    for size in range(6):
        for chosen in itertools.combinations(CODES, size):
            assert scoring.marks_of(asked, " ".join(chosen)) == (chosen == ("a", "c"))


@pytest.mark.parametrize(
    ("code", "marks"),
    [("", 0), ("a:a", 1), ("a:a b:b c:d d:c", 2), ("a:b b:a c:d d:c", 0), ("a:a b:a c:a d:a", 1)],
)
def test_every_pair_that_belongs_together_counts(code: str, marks: int) -> None:
    assert scoring.marks_of(MATCHING, code) == marks


def test_left_sides_may_share_a_right_side_which_is_offered_once() -> None:
    offered = [choice.words for choice in answers.choices_of(SHARING)]
    assert offered == [Bilingual("", "x"), Bilingual("", "y")]
    for code, marks in [("a:a b:b c:b d:b", 4), ("a:b b:b c:a", 1), ("a:a b:b c:c d:d", 2)]:
        assert scoring.marks_of(SHARING, code) == marks
    lines = [line.words for line in answers.said_right(SHARING)]
    assert lines == [Bilingual("", pair) for pair in ("a → x", "b → y", "c → y", "d → y")]


@pytest.mark.parametrize(
    ("code", "marks"),
    [("a b c d", 3), ("b c d a", 2), ("d c b a", 0), ("a b d c", 1), ("a b c", 0), ("a a a a", 0)],
)
def test_lines_that_follow_one_another_count(code: str, marks: int) -> None:
    assert scoring.marks_of(ORDERING, code) == marks


@pytest.mark.parametrize(
    "typed", ["srebrenica", " SREBRENICA. ", "ស្រេប្រេនីតសា", "ស្រេ\u200bប្រេនីតសា។", "Srebre nica"]
)
def test_accepted_words_are_known_however_they_are_typed(typed: str) -> None:
    assert scoring.is_right(SHORT, answers.read_answer(SHORT, 0, typed))


@pytest.mark.parametrize("typed", ["", "Srebrenic", "ស្រេប្រេនីត", "Srebrenica 1995"])
def test_other_words_are_not(typed: str) -> None:
    assert not scoring.is_right(SHORT, answers.read_answer(SHORT, 0, typed))


def test_khmer_spellings_that_are_typed_for_one_another_are_one() -> None:
    for one, other in (("កន្ដាល", "កន្តាល"), ("ឲ្យ", "ឱ្យ"), ("១២", "12")):
        assert scoring.folded(one) == scoring.folded(other)
    assert scoring.folded("ក") != scoring.folded("ខ")


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("12", "12"), ("១២", "12"), (" 3.5 ", "3.5"), ("3,5", "3.5"), ("៣,៥", "3.5"),
        ("6.000", "6000"), ("6,000", "6000"), ("1,234,567.5", "1234567.5"),
        ("1.234.567,5", "1234567.5"), ("0.125", "0.125"), ("-7", "-7"), ("−7", "-7"),
        ("1 700 000", "1700000"), ("+3", "3"), ("0", "0"), ("-0", "0"), ("007", "7"),
        ("1234.567", "1234.567"),
    ],
)  # fmt: skip
def test_a_number_is_read_as_people_write_it(typed: str, value: str) -> None:
    assert answers.read_answer(PEOPLE, 0, typed) == value


@pytest.mark.parametrize(
    ("value", "tolerance", "typed", "code"),
    [
        ("3.1415", "0.0005", "3.142", "3.142"), ("3.1415", "0.0005", "៣,១៤២", "3.142"),
        ("3", "0.5", "-3,250", "-3.25"), ("3", "1", "3.250", "3250"),
        ("1700.5", "0", "1.700", "1700"), ("999", "1.5", "1,000", "1000"),
        ("3.1415", "0.0005", "3,142.5", "3142.5"),
    ],
)  # fmt: skip
def test_where_a_small_decimal_is_asked_for_a_single_sign_begins_the_decimals(
    value: str, tolerance: str, typed: str, code: str
) -> None:
    asked = structs.replace(NUMBER, value=value, tolerance=tolerance)
    assert answers.read_answer(asked, 0, typed) == code


@pytest.mark.parametrize("asked", [NUMBER, PEOPLE], ids=["decimal", "whole"])
@given(value=st.decimals(-(10**4), 10**4, places=3))
def test_a_number_stays_the_same_when_its_page_is_sent_again(asked: Item, value: Decimal) -> None:
    code = answers.read_answer(asked, 0, f"{value:f}0")
    assert Decimal(code) == value
    assert answers.read_answer(asked, 0, written(asked, 0, code)) == code


@pytest.mark.parametrize(
    "typed", ["x", "1e5", "1.2.3", "1,2,3", "--3", "3-", "٣", "1.", ".5", "½", "9" * 40, "1,23,456"]
)
def test_what_is_no_number_is_refused(typed: str) -> None:
    with pytest.raises(Refusal):
        answers.read_answer(NUMBER, 0, typed)


@given(st.decimals(-(10**9), 10**9, places=4))
def test_a_number_is_the_same_in_khmer_digits_and_kept_as_it_is(value: Decimal) -> None:
    typed = format(value, "f")
    code = answers.read_answer(NUMBER, 0, typed)
    assert Decimal(code) == value
    assert answers.read_answer(NUMBER, 0, khmer_digits(typed)) == code


@pytest.mark.parametrize(("typed", "is_right"), [("1.65", True), ("1.75", True), ("1.76", False)])
def test_the_ends_of_a_tolerance_belong_to_it(typed: str, is_right: bool) -> None:
    assert scoring.is_right(NUMBER, typed) is is_right


def test_a_half_matched_question_is_not_answered_yet() -> None:
    assert not answers.is_given(MATCHING, "a:a b:b c:c")
    assert answers.is_given(MATCHING, "a:a b:b c:c d:d")
    assert not answers.is_given(SEVERAL, "")


def test_two_lines_in_one_place_are_refused_in_a_sentence() -> None:
    with pytest.raises(Refusal, match="same place"):
        answers.read_answer(ORDERING, 0, "1,1,2,3")


def test_an_answer_is_said_line_by_line_in_both_languages() -> None:
    said = answers.said(MATCHING, "a:b")
    assert [line.words.en for line in said if line.words] == ["a → bb"]
    assert [line.code for line in answers.said(ORDERING, "c a b d")] == ["c", "a", "b", "d"]


@pytest.mark.parametrize("asked", [SCALE, OPINION], ids=lambda asked: asked.kind.value)
@given(data=st.data())
def test_what_is_not_scored_is_worth_nothing_and_never_right(
    asked: Item, data: st.DataObject
) -> None:
    chosen = data.draw(st.sampled_from(answers.choices_of(asked))).code
    assert scoring.most_of([asked]) == scoring.marks_of(asked, chosen) == 0
    assert not scoring.is_right(asked, chosen)
    assert not scoring.is_waiting(asked, chosen)
    assert answers.is_given(asked, chosen)
    assert answers.said_right(asked) == ()
    with pytest.raises(ValueError, match="no right answer"):
        answers.right_code(asked)


def test_a_scale_has_no_marks_whatever_it_says_of_itself() -> None:
    assert scoring.most_of([structs.replace(SCALE, marks=4)]) == 0


@given(SEEDS)
def test_a_scale_stands_in_its_own_order_and_says_its_ends(seed: int) -> None:
    shown = answers.choices_in_order(SCALE, seed)
    assert [choice.code for choice in shown] == ["1", "2", "3", "4", "5"]
    assert [choice.words.en for choice in shown if choice.words] == [
        "1 / 5 Not at all", "2 / 5", "3 / 5", "4 / 5", "5 / 5 Very well",
    ]  # fmt: skip
    assert [choice.words.km for choice in shown if choice.words] == [
        "១ / ៥ មិនយល់", "២ / ៥", "៣ / ៥", "៤ / ៥", "",
    ]  # fmt: skip


@pytest.mark.parametrize("sent", ["", "0", "6", "1,2", "one", "²"])
def test_a_step_that_a_scale_has_not_is_refused(sent: str) -> None:
    with pytest.raises(Refusal):
        answers.read_answer(SCALE, 0, sent)


def test_a_text_waits_until_the_trainer_has_marked_it() -> None:
    text = answers.read_answer(TEXT, 0, "First, the chief.")
    items, given = [NUMBER, TEXT], {NUMBER.id: "1.7", TEXT.id: text}
    assert scoring.most_of(items) == 4
    assert scoring.is_waiting(TEXT, text)
    assert scoring.score(items, given) == 1
    assert not scoring.is_waiting(TEXT, text, {TEXT.id: 0})
    assert scoring.score(items, given, {TEXT.id: 2}) == 3
    assert not scoring.is_right(TEXT, text, {TEXT.id: 2})
    assert scoring.is_right(TEXT, text, {TEXT.id: 3})


def test_nothing_waits_where_nothing_was_written_or_nothing_is_marked() -> None:
    assert not scoring.is_waiting(TEXT, "")
    assert scoring.marks_of(TEXT, "") == 0
    assert not scoring.is_waiting(structs.replace(TEXT, marks=0), "Thank you")


def test_a_text_is_kept_with_its_lines_and_without_its_loose_ends() -> None:
    typed = "  One  thing:\r\n\n\n\n  * ក\u0020ខ\t\rthen \n\n"
    kept = answers.read_answer(TEXT, 0, typed)
    assert kept == "One thing:\n\n* ក ខ\nthen"
    assert [each.words for each in answers.said(TEXT, kept)] == [Bilingual(kept, "")]


def test_a_text_may_have_two_thousand_signs_and_no_more() -> None:
    assert len(answers.read_answer(TEXT, 0, "ab\n" * 667)) == 2_000
    for typed in ("a" * 2_001, "ab\n" * 668):
        with pytest.raises(Refusal, match="too long"):
            answers.read_answer(TEXT, 0, typed)
    with pytest.raises(Refusal, match="could not be read"):
        answers.read_answer(TEXT, 0, "bell\x07")


def test_any_option_that_a_corrected_key_calls_right_is_right() -> None:
    asked = item(ItemKind.SINGLE, 2, options=options(4, "bc"))
    assert [scoring.marks_of(asked, code) for code in "abcd"] == [0, 2, 2, 0]
    assert answers.right_code(asked) == "b"
    assert [each.code for each in answers.said_right(asked)] == ["b", "c"]
