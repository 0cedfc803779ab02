"""What is printed of a quiz: questions, answer sheets and the key, as one reads them."""

import datetime as dt

import pytest
from msgspec import structs

from tests.printed import pages, pictures_described, starts_of_text, text_of, texts_of_pages
from tests.quizzes import kinds
from tests.quizzes.conftest import single
from tests.quizzes.test_answers import SCALE, TEXT
from training.kernel.locales import Bilingual
from training.modules.model import Item
from training.quizzes import correcting
from training.quizzes.model import Correction
from training.quizzes.paper import (
    BOTH,
    Booklet,
    Occasion,
    Sheet,
    answer_sheets_pdf,
    key_pdf,
    questions_pdf,
)

ABOUT = Occasion(
    Bilingual("វគ្គសាកល្បង", "A test course"),
    Bilingual("តេស្តមុនវគ្គ", "Pre-test"),
    dt.date(2026, 11, 25),
)
SMILEYS = structs.replace(SCALE, id="smileys", smileys=True)
ALL = Booklet("", (*kinds.ITEMS, SCALE, SMILEYS, TEXT))
SOPHEAP = Sheet("", 12, Bilingual("ស៊ុន សុភាព", "SUN Sopheap"))
DRAWING = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 30">'
    '<rect width="40" height="30" fill="#888"/></svg>'
)
DOT = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108020000009077"
    "53de0000000c49444154789c63606060000000040001f61738550000000049454e44ae426082"
)
"""A PNG of one black pixel."""


def test_the_questions_stand_in_the_order_of_the_pack_with_their_letters() -> None:
    words = text_of(questions_pdf(ABOUT, [Booklet("", (kinds.SINGLE, kinds.SEVERAL))], "en"))
    assert "A In 2005 B In 2001" in words
    assert "A Genocide B War crimes C Floods and droughts D Corruption" in words


@pytest.mark.parametrize(("language", "letters"), [("km", "ក ខ"), ("en", "A B"), (BOTH, "ក A")])
def test_letters_are_those_of_the_language(language: str, letters: str) -> None:
    words = text_of(questions_pdf(ABOUT, [Booklet("", (kinds.TRUE_FALSE,))], language))
    assert all(letter in words for letter in letters.split())
    assert ("True" in words, "ត្រូវ" in words) == (language != "km", language != "en")


def test_questions_without_khmer_stand_in_english() -> None:
    item = structs.replace(kinds.SHORT, question=Bilingual("", "Only in English?"))
    assert "Only in English?" in text_of(questions_pdf(ABOUT, [Booklet("", (item,))], "km"))


def test_the_questions_say_nothing_of_what_is_right() -> None:
    words = text_of(questions_pdf(ABOUT, [ALL], BOTH)) + text_of(
        answer_sheets_pdf(ABOUT, [ALL], [SOPHEAP])
    )
    assert [secret for secret in kinds.SECRETS if secret in words] == []
    assert "One point a line." not in words


@pytest.mark.parametrize(("name", "content"), [("a.svg", DRAWING.encode()), ("a.png", DOT)])
def test_a_picture_is_printed_with_what_it_shows(name: str, content: bytes) -> None:
    item = structs.replace(kinds.SHORT, picture=name, alt=Bilingual("", "A grey field"))
    booklet = Booklet("", (item,), {item.id: (name, content)})
    assert "A grey field" in pictures_described(questions_pdf(ABOUT, [booklet], "en"))


def test_a_picture_too_large_to_print_is_described() -> None:
    item = structs.replace(kinds.SHORT, picture="a.png", alt=Bilingual("", "A grey field"))
    booklet = Booklet("", (item,), {item.id: ("a.png", DOT + bytes(600_000))})
    made = questions_pdf(ABOUT, [booklet], "en")
    assert "A grey field" in text_of(made)
    assert pictures_described(made) == []


def test_a_sheet_says_whose_it_is_and_what_form_it_has() -> None:
    booklets = [Booklet("a", (kinds.SINGLE,)), Booklet("b", (kinds.TRUE_FALSE,))]
    people = [sheet_for("a", 3), sheet_for("b", 4)]
    first, second = texts_of_pages(answer_sheets_pdf(ABOUT, booklets, people))
    assert ("Form A" in first, "Form B" in first, "វិញ្ញាសា ក" in first) == (True, False, True)
    assert "Form B" in second
    assert "True" in second
    assert "SUN Sopheap" in first
    assert " 3 " in first


def sheet_for(form: str, number: int) -> Sheet:
    return Sheet(form, number, SOPHEAP.name)


def many(count: int, choices: int) -> tuple[Item, ...]:
    return tuple(single(f"item-{number}", *"abcdefghij"[:choices]) for number in range(count))


@pytest.mark.parametrize(
    "items",
    [many(20, 6), (*many(17, 4), kinds.MATCHING, kinds.ORDERING, TEXT), ALL.items, many(20, 10)],
)
def test_twenty_questions_fit_on_one_page(items: tuple[Item, ...]) -> None:
    long_name = Bilingual(
        "ព្រះករុណា ព្រះបាទសម្តេចព្រះ នរោត្តម វង្សា សុវណ្ណារិទ្ធិ", "NORODOM Vongsa Sovannarith Chanthavy"
    )
    made = answer_sheets_pdf(ABOUT, [Booklet("", items)], [Sheet("", 120, long_name)] * 2)
    assert len(pages(made)) == 2
    for x, y in starts_of_text(made):
        assert 30 < x < 560
        assert 20 < y < 820


def test_a_sheet_for_an_opinion_has_no_name_and_no_number() -> None:
    words = text_of(answer_sheets_pdf(ABOUT, [ALL], [SOPHEAP], named=False))
    assert "Seat number" not in words
    assert "SUN Sopheap" not in words


def test_the_key_says_letters_words_and_that_it_is_not_for_the_room() -> None:
    (page,) = texts_of_pages(key_pdf(ABOUT, [ALL], [correcting.key_of("kinds", ALL.items, {})]))
    for words in ("not for the room", "កខ AB", "Genocide", "ACB", "1 4 3 2", "Srebrenica", "1.7"):
        assert words in page, words
    assert "One point a line." in page


def test_the_key_is_the_corrected_one_in_the_letters_of_the_paper() -> None:
    reversed_order = tuple(option.id for option in reversed(kinds.ORDERING.options))
    corrections = {
        ("kinds", kinds.SINGLE.id): Correction(right=("wrong",)),
        ("kinds", kinds.TRUE_FALSE.id): Correction(is_void=True),
        ("kinds", kinds.ORDERING.id): Correction(right=reversed_order),
    }
    booklet = Booklet("", (kinds.SINGLE, kinds.TRUE_FALSE, kinds.ORDERING))
    key = correcting.key_of("kinds", booklet.items, corrections)
    words = text_of(key_pdf(ABOUT, [booklet], [key]))
    assert "ខ B" in words
    assert "In 2001" in words
    assert "Everybody has the points" in words
    assert "4 1 2 3" in words


def test_the_key_names_every_letter_that_is_enough() -> None:
    right = tuple(option.id for option in kinds.SINGLE.options[:2])
    corrections = {("kinds", kinds.SINGLE.id): Correction(right=right)}
    booklet = Booklet("", (kinds.SINGLE,))
    key = correcting.key_of("kinds", booklet.items, corrections)
    assert "A/B" in text_of(key_pdf(ABOUT, [booklet], [key]))


def test_the_same_room_gives_the_same_file() -> None:
    assert questions_pdf(ABOUT, [ALL], BOTH) == questions_pdf(ABOUT, [ALL], BOTH)
