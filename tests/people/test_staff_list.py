"""The list of the staff: in the Khmer order of names, a page at a time."""

import re

from flask import Flask

from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from tests.proofreading import ProofReadingClient
from training.kernel.access import SYSTEM
from training.people import service
from training.people.model import AccountRole, PersonDetails
from training.people.tables import Account

NEXT = re.compile(r'href="(/staff\?after=[^"]+)"')
NAMES = re.compile(r'<span lang="km">([^<]+)</span>')
ALPHABET = "កខគឃងចឆជឈញដឋឌឍណតថទធនបផពភមយរលវសហឡអ"
IN_ORDER = [f"{letter}{vowel}ន" for letter in ALPHABET for vowel in "ុូ"]


def add(app: Flask, *names: str) -> None:
    with app.extensions["training.database"].writing() as session:
        for number, name in enumerate(names):
            service.add_account(
                session, PersonDetails(name, f"NAME {number}"), f"name-{number}",
                AccountRole.TRAINER, SYSTEM, NINE_THIRTY, any_glyph,
            )  # fmt: skip
        session.commit()


def listed(administrator: ProofReadingClient) -> list[list[str]]:
    """The Khmer names of every page, from the first to the last."""
    pages, path = [], "/staff"
    while path:
        page = administrator.get(path).text
        pages.append(NAMES.findall(page))
        following = NEXT.search(page)
        path = following[1] if following else ""
    return pages


def test_staff_lists_everybody_once_in_khmer_order_over_several_pages(
    app: Flask, administrator: ProofReadingClient, workshop: Workshop
) -> None:
    add(app, *sorted(IN_ORDER, key=lambda name: name[::-1]))
    first, second = listed(administrator)
    assert first + second == IN_ORDER
    assert len(second) > 10


def test_staff_stands_under_a_corrected_name(
    app: Flask, administrator: ProofReadingClient, workshop: Workshop
) -> None:
    add(app, "កែវ", "ខៀវ", "អ៊ុំ")
    with app.extensions["training.database"].writing() as session:
        account = session.query(Account).filter_by(sign_in_name="name-0").one()
        service.correct_person(
            session, account.person_id, PersonDetails("ហេង", ""), SYSTEM, NINE_THIRTY, any_glyph
        )
        session.commit()
    assert listed(administrator) == [["ខៀវ", "ហេង", "អ៊ុំ"]]


def test_staff_begins_at_the_first_page_after_an_account_that_is_not_there(
    app: Flask, administrator: ProofReadingClient, workshop: Workshop
) -> None:
    add(app, "កែវ")
    for after in ("nonsense", str(workshop.seat_id)):
        assert NAMES.findall(administrator.get(f"/staff?after={after}").text) == ["កែវ"]
