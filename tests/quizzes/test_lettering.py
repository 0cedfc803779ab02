"""Letters on paper: what is typed of a sheet becomes the answer that stands on it."""

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.quizzes import kinds
from tests.quizzes.conftest import single, true_false
from tests.quizzes.test_answers import ITEMS, MATCHING, ORDERING, SCALE, SEVERAL, item, options
from training.kernel.locales import khmer_digits
from training.kernel.refusal import Refusal
from training.modules.model import Item, ItemKind
from training.quizzes import answers, lettering, scoring
from training.quizzes.lettering import KHMER, LATIN, choices_on_paper, read_line, read_sheet

ONE, FACT = single("one", *"abcd"), true_false("fact", True)
ROOM = (ONE, FACT, SEVERAL, SCALE)
"""Questions of which each has its place in the line."""


def codes_of(asked: Item) -> st.SearchStrategy[str]:
    """Every answer that can be kept for it; empty for none."""
    ids = [each.code for each in answers.choices_of(asked)]
    if asked.kind in answers.CHOSEN:
        return st.sampled_from(["", *ids])
    if asked.kind is ItemKind.SEVERAL:
        chosen = st.sets(st.sampled_from(ids))
        return chosen.map(lambda found: " ".join(each for each in ids if each in found))
    if asked.kind is ItemKind.ORDERING:
        return st.sampled_from(["", *map(" ".join, permutations(ids))])
    if asked.kind is ItemKind.MATCHING:
        lefts = [pair.id for pair in asked.pairs]
        sides = st.lists(st.sampled_from(["", *ids]), min_size=len(lefts), max_size=len(lefts))
        return sides.map(
            lambda found: " ".join(f"{a}:{b}" for a, b in zip(lefts, found, strict=True) if b)
        )
    return st.sampled_from(["", "12.5" if asked.kind is ItemKind.NUMBER else "ស្រេប្រេនីតសា"])


@pytest.mark.parametrize("asked", [*ITEMS, *kinds.ITEMS], ids=lambda each: each.id)
@pytest.mark.parametrize("alphabet", [LATIN, KHMER])
@given(data=st.data())
def test_every_answer_goes_to_letters_and_back(
    asked: Item, alphabet: str, data: st.DataObject
) -> None:
    code = data.draw(codes_of(asked))
    typed = lettering.typed_of(asked, code, alphabet)
    assert lettering.read_typed(asked, typed) == code
    assert lettering.read_typed(asked, khmer_digits(typed.lower())) in {code, khmer_digits(code)}


@given(st.data())
def test_a_line_says_the_same_in_both_alphabets_in_digits_and_mixed(data: st.DataObject) -> None:
    codes = {each.id: data.draw(codes_of(each)) for each in ROOM}

    def sign_of(asked: Item) -> str:
        alphabet = data.draw(st.sampled_from([LATIN, KHMER, lettering.DIGITS]))
        typed = lettering.typed_of(asked, codes[asked.id], alphabet)
        blank = data.draw(st.sampled_from("- –"))
        return f"({typed})" if len(typed) > 1 else typed or blank

    line = "".join(sign_of(asked) for asked in ROOM)
    assert read_line(ROOM, line) == lettering.Typed(codes)


def test_one_line_of_each_way_of_typing() -> None:
    asked = (ONE, FACT, SCALE, SEVERAL)
    wanted = {ONE.id: "b", FACT.id: "true", SCALE.id: "", SEVERAL.id: "a c"}
    for line in ("BA-(AC)", "ba-[ca]", "ខក-(កគ)", "21 (13)", "២១-(១៣)", "Bក-(A,C)  "):
        assert read_line(asked, line) == lettering.Typed(wanted), line


def test_questions_without_letters_have_no_place_in_the_line() -> None:
    asked = (MATCHING, ONE, ORDERING, FACT)
    assert read_line(asked, "DB").codes == {ONE.id: "d", FACT.id: "false"}


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("EA(AC)3", "Question 1: “E” is none of the letters, which end with D/ឃ."),
        ("AC(AC)3", "Question 2: “C” is none of the letters, which end with B/ខ."),
        ("A(AB)(AC)3", "Question 2: Only one letter is possible here."),
        ("AA?3", "Question 3: “?” is none of the letters, which end with E/ង."),
        ("AAA9", "Question 4: “9” is none of the letters, which end with E/ង."),
        ("AAA", "The sheet has 4 questions with letters, and 3 were typed."),
        ("AAAAA", "The sheet has 4 questions with letters, and 5 were typed."),
        ("AA(AC3", "A bracket is not closed, or closed twice."),
        ("AA((AC))3", "A bracket is not closed, or closed twice."),
    ],
)
def test_what_is_unclear_is_asked_with_the_number_of_its_question(line: str, fault: str) -> None:
    (found,) = read_line(ROOM, line).faults
    assert str(found).startswith(fault)


def test_everything_unclear_is_asked_at_once() -> None:
    assert [str(fault)[:11] for fault in read_line(ROOM, "?X(A?)-").faults] == [
        "Question 1:", "Question 2:", "Question 3:",
    ]  # fmt: skip


@given(st.text(max_size=12))
def test_nothing_that_is_typed_is_an_error(line: str) -> None:
    found = read_line(ROOM, line)
    assert found.faults or set(found.codes) == {each.id for each in ROOM}
    for asked in ITEMS:
        sheet = read_sheet([asked], {asked.id: line})
        assert sheet.faults or set(sheet.codes) == {asked.id}


@pytest.mark.parametrize(
    ("asked", "typed", "fault"),
    [
        (MATCHING, "AB", "Please type a letter for each of the 4 lines"),
        (MATCHING, "ABCX", "“X” is none of the letters"),
        (ORDERING, "1124", "Please type the places of all 4 lines"),
        (ORDERING, "ABCD", "Please type the places of all 4 lines"),
        (kinds.NUMBER, "many", "Please write a number"),
    ],
)
def test_a_sheet_names_the_question_that_it_asks_about(asked: Item, typed: str, fault: str) -> None:
    (found,) = read_sheet([ONE, asked], {asked.id: typed}).faults
    assert str(found).startswith(f"Question 2: {fault}")


def test_ten_choices_and_places_parted_by_spaces() -> None:
    ids = [f"{letter}{digit}" for letter in "ab" for digit in "12345"]
    ten = single("ten", *ids)
    assert lettering.read_typed(ten, "j") == lettering.read_typed(ten, "ញ") == ids[-1]
    lines = item(ItemKind.ORDERING, options=options(5))
    assert lettering.read_typed(lines, "2 1 3 5 4") == lettering.read_typed(lines, "២១៣៥៤")


@pytest.mark.parametrize("lines", [2, 3, 4, 5])
def test_the_order_of_the_paper_does_not_give_the_answer_away(lines: int) -> None:
    ordering = item(ItemKind.ORDERING, lines, options=options(lines))
    shown = " ".join(choice.code for choice in choices_on_paper(ordering))
    assert scoring.marks_of(ordering, shown) < lines
    assert choices_on_paper(ordering) == choices_on_paper(ordering)
    straight = lettering.read_typed(MATCHING, "ABCD")
    assert not scoring.is_right(MATCHING, straight)


def test_choices_stand_in_the_order_of_the_pack() -> None:
    assert [each.code for each in choices_on_paper(ONE)] == list("abcd")


def test_a_letter_for_each_alphabet() -> None:
    assert len(LATIN) == len(KHMER)
    with pytest.raises(Refusal):
        lettering.read_typed(ONE, "ដ")
