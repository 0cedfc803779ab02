"""Which words are shown, where a slide stands, and how crowded it is."""

import pytest

from training.kernel.locales import Bilingual
from training.modules.model import Layout, Module, Section, Slide, SlideText, Status
from training.slides import rules
from training.slides.model import Notes, View

EN = SlideText("Title", "- a point", "Say this.")
KM = SlideText("ចំណងជើង", "- ចំណុច", "និយាយ។")


def slide(name: str = "one", km: SlideText | None = KM, en: SlideText = EN) -> Slide:
    return Slide(name, Layout.POINTS, 3, en, km)


def module(*sections: Section) -> Module:
    return Module("m", 1, "1", Status.READY, Bilingual("ម", "M"), sections=sections)


def section(name: str, *slides: Slide) -> Section:
    return Section(name, 10, Bilingual("ផ្នែក", "Part"), slides)


def test_slides_are_numbered_through_the_sections() -> None:
    places = rules.list_places(
        module(section("a", slide("one"), slide("two")), section("b", slide("three")))
    )
    assert [(each.number, each.slide.id, each.section.id) for each in places] == [
        (1, "one", "a"),
        (2, "two", "a"),
        (3, "three", "b"),
    ]
    assert [each.begins_section for each in places] == [True, False, True]


def test_a_place_is_found_by_its_id_and_the_first_without_one() -> None:
    places = rules.list_places(module(section("a", slide("one"), slide("two"))))
    assert rules.find_place(places, "two") == places[1]
    assert rules.find_place(places, "") == places[0]
    assert rules.find_place(places, "three") is None
    assert rules.find_place((), "") is None


@pytest.mark.parametrize(
    ("km", "view", "languages"),
    [
        (KM, View.KM, ("km",)),
        (KM, View.EN, ("en",)),
        (KM, View.BOTH, ("km", "en")),
        (None, View.KM, ("en",)),
        (None, View.BOTH, ("en",)),
    ],
)
def test_english_stands_in_for_missing_khmer(
    km: SlideText | None, view: View, languages: tuple[str, ...]
) -> None:
    assert rules.languages_shown(slide(km=km), view) == languages


def test_notes_come_in_english_where_the_khmer_has_none() -> None:
    assert rules.notes_of(slide(), "km") == Notes("និយាយ។", "km")
    assert rules.notes_of(slide(), "en") == Notes("Say this.", "en")
    assert rules.notes_of(slide(km=SlideText("ច")), "km") == Notes("Say this.", "en")
    assert rules.notes_of(slide(km=None), "km") == Notes("Say this.", "en")


@pytest.mark.parametrize(
    ("body", "description", "caption"),
    [
        ("![A box](pictures/box.svg)", "", "A box"),
        ("![A box](pictures/box.svg)\n\nIts own words", "", ""),
        ("", "What it shows", "What it shows"),
        ("Its own words", "What it shows", ""),
    ],
)
def test_a_picture_without_a_caption_gets_its_description(
    body: str, description: str, caption: str
) -> None:
    text = SlideText("T", body, description=description)
    picture = Slide("p", Layout.PICTURE, 1, text, picture="box.svg")
    assert rules.caption_in_need(picture, text) == caption


def test_only_picture_slides_get_a_caption() -> None:
    assert rules.caption_in_need(slide(), SlideText("T", "", description="D")) == ""


def test_more_words_crowd_a_slide_and_khmer_crowds_it_sooner() -> None:
    few = slide(en=SlideText("T", "word " * 10), km=SlideText("T", "word " * 10))
    many = slide(en=SlideText("T", "word " * 60), km=SlideText("T", "word " * 60))
    assert rules.crowding(few, ("en",)) == 0
    assert rules.crowding(few, ("en",)) <= rules.crowding(few, ("km", "en"))
    assert rules.crowding(many, ("en",)) < rules.crowding(many, ("km", "en")) == 4


def test_signs_above_and_below_the_line_take_no_room() -> None:
    bare, signed = SlideText("ក" * 120), SlideText("កុំ" * 120)
    assert rules.crowding(slide(km=bare), ("km",)) == rules.crowding(slide(km=signed), ("km",))


def test_untranslated_slides_are_counted() -> None:
    made = module(section("a", slide("one"), slide("two", km=None)))
    assert rules.count_untranslated(made) == 1
