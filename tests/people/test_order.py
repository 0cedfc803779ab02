"""Khmer order comes from the stored key: the same on every database, and not code-point order."""

import random

import icu
import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import NINE_THIRTY, any_glyph
from training.adapters.collation import sort_key
from training.people import service as people
from training.people.model import PersonDetails
from training.people.tables import Person

NAMES = [
    "កែវ ចាន់ថា", "កង សុភាព", "ក្រឹម វណ្ណា", "ខៀវ សំអាត", "ខ្លូត ធីតា", "គង់ ស្រីមុំ", "ឃួន ដារ៉ា",
    "ចាន់ បុប្ផា", "ឆាយ សុខា", "ជា វិសាល", "ឈឹម រតនា", "ញ៉ែម សុផល", "ដួង ច័ន្ទ", "តាំង ម៉ារី", "ថន សុវណ្ណ",
    "នួន សំបូរ", "ប៊ុន រ៉ា", "ប្រាក់ សុធី", "ផល លីដា", "ពៅ សុភ័ក្ត្រ", "ភួង សុខ", "មាស សុផល", "យឹម សារ៉ាត់",
    "រស់ ចិន្តា", "លី ម៉ារី", "វ៉ាន់ ធឿន", "សុខ សុខា", "ស៊ុន សុភាព", "ស្រី ពេជ្រ", "ហេង ស្រីមុំ", "ឡុង សំណាង",
    "អ៊ុំ សុវណ្ណ", "ឥន្ទ សុភា", "ឧក រស្មី", "ឯក វុទ្ធី",
]  # fmt: skip


@pytest.fixture
def stored(app: Flask) -> list[str]:
    """The names as the database of this run sorts them, by the key alone."""
    mixed = random.Random(7).sample(NAMES, len(NAMES))  # noqa: S311 - any other order would do
    with app.extensions["training.database"].writing() as session:
        for name in mixed:
            people.add_person(session, PersonDetails(name, "LATIN"), NINE_THIRTY, any_glyph)
        session.flush()
        asked = select(Person.name_km).where(Person.name_latin == "LATIN")
        return list(session.scalars(asked.order_by(Person.sort_key, Person.id)))


def test_every_database_sorts_as_icu_does(stored: list[str]) -> None:
    collator = icu.Collator.createInstance(icu.Locale("km"))
    by_icu = sorted(NAMES, key=collator.getSortKey)
    assert stored == by_icu


def test_that_is_not_the_order_of_code_points(stored: list[str]) -> None:
    assert stored != sorted(NAMES)


def test_a_page_can_begin_after_any_key(app: Flask, stored: list[str]) -> None:
    """The keyset of a list: no name is skipped and none comes twice, whatever the key's bytes."""
    with app.extensions["training.database"].writing() as session:
        for name in NAMES:
            people.add_person(session, PersonDetails(name, "LATIN"), NINE_THIRTY, any_glyph)
        session.flush()
        found: list[str] = []
        after = b""
        while True:
            asked = select(Person).where(Person.sort_key > after).order_by(Person.sort_key).limit(3)
            page = session.scalars(asked).all()
            if not page:
                break
            found += [person.name_km for person in page]
            after = page[-1].sort_key
    assert found == stored


def test_signs_that_nobody_sees_do_not_move_a_name() -> None:
    assert sort_key("សុខ\u200bសុខា") == sort_key("សុខសុខា")
