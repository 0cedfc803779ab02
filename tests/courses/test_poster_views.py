"""The poster's page and its PDF."""

from typing import Any

import pytest
from flask import Flask

from tests.conftest import Workshop
from tests.printed import text_of
from tests.proofreading import ProofReadingClient
from training.courses import poster_views
from training.courses.join_address import offer_addresses, read_address
from training.courses.tables import Course
from training.kernel.refusal import Refusal


@pytest.fixture
def path(workshop: Workshop, monkeypatch: pytest.MonkeyPatch) -> str:
    monkeypatch.setattr(poster_views, "lan_addresses", lambda: ("192.168.8.2",))
    return f"/courses/{workshop.course_id}/poster"


def poster(**more: Any) -> dict[str, Any]:
    return {
        "wifi_name": "R2P Training",
        "wifi_password": "peace;2026",
        "without_internet": "y",
        "address": "http://192.168.8.2",
        "submission_key": "w1",
        **more,
    }


def test_poster_offers_this_machines_addresses(trainer: ProofReadingClient, path: str) -> None:
    page = trainer.get(path).text
    assert 'value="http://192.168.8.2"' in page
    assert "Save the poster first" in page
    assert trainer.get(f"{path}.pdf").status_code == 409


def test_poster_keeps_the_wifi_and_prints_a_pdf(
    trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    for _ in range(2):
        assert trainer.post(path, data=poster()).status_code == 302
    page = trainer.get(path).text
    assert f"http://192.168.8.2/join/{workshop.join_code}" in page
    assert "peace;2026" in page
    answer = trainer.get(f"{path}.pdf")
    assert answer.data.startswith(b"%PDF")
    assert answer.mimetype == "application/pdf"
    name = f"poster-2026-11-23-{workshop.join_code}.pdf"
    assert answer.headers["Content-Disposition"] == f'inline; filename="{name}"'
    words = text_of(answer.data)
    assert "192.168.8.2/join" in words
    assert "R2P Training" in words


def test_poster_takes_a_typed_address_before_the_chosen_one(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    answer = trainer.post(path, data=poster(address_typed=" Training.Local:8000/ "))
    assert answer.status_code == 302
    with app.extensions["training.database"].reading() as session:
        wifi = session.get_one(Course, workshop.course_id).wifi
        assert wifi.address == "http://training.local:8000"
    page = trainer.get(path).text
    assert 'value="training.local:8000"' in page
    assert "does not have the address" not in page


def test_poster_warns_when_the_laptop_has_moved(trainer: ProofReadingClient, path: str) -> None:
    trainer.post(path, data=poster())
    assert "does not have the address" not in trainer.get(path).text
    trainer.post(path, data=poster(address_typed="192.168.99.4"))
    assert "does not have the address" in trainer.get(path).text


def test_poster_of_a_course_with_one_title_is_printed(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    trainer.post(path, data=poster(wifi_name="", wifi_password=""))
    with app.extensions["training.database"].writing() as session:
        session.get_one(Course, workshop.course_id).title_km = ""
        session.commit()
    assert trainer.get(f"{path}.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"wifi_name": "ក" * 11}, "at most 32 bytes"),
        ({"wifi_name": ""}, "Please write the name of the Wi-"),
        ({"wifi_password": "short"}, "8 to 63"),
        ({"wifi_password": "p" * 64}, "8 to 63"),
        ({"wifi_password": "ពាក្យសម្ងាត់"}, "8 to 63"),
        ({"address": ""}, "choose the address"),
        ({"address": "other-typed"}, "choose the address"),
        ({"address": "http://10.9.9.9"}, "one of the answers"),
        ({"address_typed": "javascript://x"}, "as phones type it"),
        ({"address_typed": "192.168.8.2:99999"}, "as phones type it"),
        ({"address_typed": "192.168.8.2/path"}, "as phones type it"),
        ({"address_typed": "a b"}, "as phones type it"),
        ({"address_typed": "x" * 5000}, "too long"),
    ],
)
def test_poster_says_what_is_at_fault(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    fault: dict[str, str],
    sentence: str,
) -> None:
    answer = trainer.post(path, data=poster(**fault))
    assert answer.status_code == 422
    assert sentence in answer.text
    with app.extensions["training.database"].reading() as session:
        assert session.get_one(Course, workshop.course_id).wifi.name == ""


def test_offer_addresses_brings_the_port_and_leaves_this_machine_out() -> None:
    lan = ("192.168.8.2", "10.0.0.5")
    assert offer_addresses(lan, "http://localhost:8000/", "") == (
        "http://192.168.8.2:8000",
        "http://10.0.0.5:8000",
    )
    assert offer_addresses((), "http://127.0.0.1:8000/", "https://training.example") == (
        "https://training.example",
    )
    assert offer_addresses(lan[:1], "http://192.168.8.2:8000/", "") == ("http://192.168.8.2:8000",)


def test_read_address_takes_what_people_type() -> None:
    assert read_address("192.168.8.2:8000") == "http://192.168.8.2:8000"
    assert read_address("HTTPS://Training.Example/") == "https://training.example"
    for wrong in ("", "http://", "ftp://x", "x:0", "user@x", "http://x?y", "-x"):
        with pytest.raises(Refusal):
            read_address(wrong)
