"""The page for the projector: a QR that cameras read, digits, how long both last, and whose."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from flask import Flask

from tests.attendance.conftest import Open, Opener
from tests.conftest import NINE_THIRTY, Workshop
from tests.printed import read_qr
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.courses import join_address
from training.courses import service as courses
from training.courses.model import WiFi
from training.courses.tables import AgendaRow

QR = re.compile(r'<div class="code-qr">(<svg.*?</svg>)', re.DOTALL)
DIGITS = re.compile(r'class="code-digits"[^>]*><span>(\d+)</span><span>(\d+)</span>')
LARGEST = 33
"""Squares along the side of a version 4 code."""
LAN = "http://192.168.100.200:8000"


@pytest.fixture(autouse=True)
def wifi(database: Database, workshop: Workshop) -> None:
    """The poster names this address."""
    with database.writing() as session:
        courses.set_wifi(session, workshop.course_id, WiFi("R2P", "", LAN, True))
        session.commit()


def page_of(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/attendance/code"


def shown(page: str) -> tuple[str, str]:
    """What the camera reads, and the digits."""
    picture, digits = QR.search(page), DIGITS.search(page)
    assert picture
    assert digits
    return read_qr(picture[1]), "".join(digits.groups())


def test_the_qr_leads_to_the_address_of_the_poster_and_is_coarse_enough_for_the_last_row(
    trainer: ProofReadingClient, trainee: ProofReadingClient, workshop: Workshop, opened: Open
) -> None:
    page = trainer.get(page_of(workshop)).text
    link, digits = shown(page)
    assert digits == opened.code
    assert re.fullmatch(rf"{re.escape(LAN)}/a/{workshop.join_code}/[\w-]{{8}}", link)
    size = re.search(r'viewBox="0 0 (\d+)', QR.search(page)[1])  # type: ignore[index] # found above
    assert size
    assert int(size[1]) - 8 <= LARGEST
    assert trainee.get(link.removeprefix(LAN)).status_code == 303


def test_digits_and_qr_change_together_and_the_page_says_how_long_they_last(
    trainer: ProofReadingClient,
    workshop: Workshop,
    opened: Open,
    at: Callable[[dt.datetime], None],
) -> None:
    lefts, codes = [], []
    for second in (0, 10.5, 29, 30):
        at(NINE_THIRTY + dt.timedelta(seconds=second))
        page = trainer.get(page_of(workshop)).text
        codes.append(shown(page))
        lefts += re.findall(r'data-left="(\d+)"', page)
    assert lefts == ["30", "20", "1", "30"]
    assert codes[0] == codes[1] == codes[2]
    assert codes[3][0] != codes[0][0]
    assert codes[3][1] != codes[0][1]


def test_without_scripts_the_page_asks_again(
    trainer: ProofReadingClient, workshop: Workshop, opened: Open
) -> None:
    page = trainer.get(page_of(workshop)).text
    assert '<noscript><meta http-equiv="refresh" content="5"></noscript>' in page


def test_of_parallel_groups_each_screen_shows_its_own_code(
    trainer: ProofReadingClient, database: Database, workshop: Workshop, opener: Opener
) -> None:
    first, second = workshop.item_ids[3], workshop.item_ids[5]
    with database.writing() as session:
        for item_id, group in ((first, "A"), (second, "B")):
            session.get_one(AgendaRow, item_id).group = group
        session.commit()
    codes = {item: opener(item, f"open-{item}").code for item in (first, second)}
    for item, other in ((first, second), (second, first)):
        page = trainer.get(f"{page_of(workshop)}?item={item}").text
        assert shown(page)[1] == codes[item]
        assert f'href="{page_of(workshop)}?item={other}"' in page
    assert shown(trainer.get(page_of(workshop)).text)[1] == codes[second]
    assert shown(trainer.get(f"{page_of(workshop)}?item=x").text)[1] == codes[second]


def test_a_machine_in_no_network_shows_the_digits_alone(
    app: Flask,
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    opened: Open,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    with database.writing() as session:
        courses.set_wifi(session, workshop.course_id, WiFi())
        session.commit()
    monkeypatch.setattr(join_address, "lan_addresses", tuple)
    page = trainer.get(page_of(workshop)).text
    assert QR.search(page) is None
    assert "Type these digits" in page
    assert DIGITS.search(page)


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_screen_says_when_nothing_is_open(
    trainer: ProofReadingClient, workshop: Workshop, language: str
) -> None:
    trainer.set_cookie("lang", language)
    page = trainer.get(page_of(workshop))
    assert page.status_code == 200
    assert "Attendance is closed" in page.text
    assert QR.search(page.text) is None
