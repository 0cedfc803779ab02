"""The people of a course: adding somebody without a phone, correcting a name, the trail."""

from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from training.audit.tables import AuditEntry
from training.courses import service
from training.courses.tables import Seat
from training.kernel.ids import grouped


@pytest.fixture
def path(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/people"


def person(**more: Any) -> dict[str, Any]:
    return {
        "name_km": "ហេង ស្រីមុំ",
        "name_latin": "HENG Sreymom",
        "submission_key": "p1",
        **more,
    }


def names(app: Flask, workshop: Workshop) -> list[str]:
    with app.extensions["training.database"].reading() as session:
        rows = service.list_people(session, workshop.course_id)
        return [row.details.name_latin for row in rows]


def test_people_lists_everybody_in_khmer_order_with_seat_codes(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    page = trainer.get(path).text
    assert page.index("KEO Chantha") < page.index("SUN Sopheap")
    with app.extensions["training.database"].reading() as session:
        assert grouped(session.get_one(Seat, workshop.seat_id).code) in page


def test_people_adds_somebody_without_a_phone_once(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    facts = {"title_typed": "ឧកញ៉ា", "gender": "female", "province": "17"}
    for _ in range(2):
        assert trainer.post(path, data=person(**facts)).status_code == 302
    assert sorted(names(app, workshop)) == ["HENG Sreymom", "KEO Chantha", "SUN Sopheap"]
    page = trainer.get(path).text
    assert "ឧកញ៉ា" in page
    assert "Siem Reap" in page
    assert "without" in page


def test_people_asks_about_the_same_name(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    same = person(name_km="ស៊ុន សុភាព", name_latin="SUN Sopheap")
    answer = trainer.post(path, data=same)
    assert answer.status_code == 409
    assert 'name="another_person"' in answer.text
    assert len(names(app, workshop)) == 2
    assert trainer.post(path, data={**same, "another_person": "y"}).status_code == 302
    assert names(app, workshop).count("SUN Sopheap") == 2


FAULTS: list[tuple[dict[str, str], str]] = [
    ({"name_km": "ក" * 300}, "at most 120 characters"),
    ({"name_latin": "A" * 5000}, "too long"),
    ({"name_latin": "LI \u674e"}, "cannot be printed"),
    ({"name_km": "", "name_latin": ""}, "write the name"),
    ({"name_km": "Heng"}, "in Khmer letters"),
    ({"province": "99"}, "one of the answers"),
    ({"gender": "robot"}, "one of the answers"),
    ({"organisation": "o" * 10_000}, "too long"),
]


@pytest.mark.parametrize(("fault", "sentence"), FAULTS)
def test_people_refuses_a_faulty_person_and_keeps_what_was_typed(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    fault: dict[str, str],
    sentence: str,
) -> None:
    answer = trainer.post(path, data={**person(title_typed="Okhna"), **fault})
    assert answer.status_code == 422
    assert sentence in answer.text
    assert 'value="Okhna"' in answer.text
    assert len(names(app, workshop)) == 2


def test_people_of_an_ended_course_get_nobody_more(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    trainer.post(f"/courses/{workshop.course_id}/state", data={"state": "ended"})
    answer = trainer.post(path, data=person())
    assert answer.status_code == 409
    assert "has ended" in answer.text
    assert len(names(app, workshop)) == 2


def test_person_is_corrected_with_a_trace(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    here = f"{path}/{workshop.seat_id}"
    right = {"name_km": "ស៊ុន សុភាពី", "name_latin": "SUN Sopheapy", "gender": "female"}
    for _ in range(2):
        assert trainer.post(here, data=right).status_code == 302
    with app.extensions["training.database"].reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "corrected")).one()
        assert entry.actor_name == "SOK Bopha"
        assert entry.course_id == workshop.course_id
        assert entry.before["name_latin"] == "SUN Sopheap"
        assert entry.after == {**right, "name_km": "ស៊ុន សុភាពី"}
    page = trainer.get(here).text
    assert "SOK Bopha" in page
    assert "SUN Sopheap → SUN Sopheapy" in page
    assert "→ Female" in page


def test_person_shows_the_seat_code_and_where_to_go_on(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    page = trainer.get(f"{path}/{workshop.seat_id}").text
    with app.extensions["training.database"].reading() as session:
        assert grouped(session.get_one(Seat, workshop.seat_id).code) in page
    assert "/continue" in page


@pytest.mark.parametrize(("fault", "sentence"), FAULTS)
def test_person_refuses_a_faulty_correction(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    fault: dict[str, str],
    sentence: str,
) -> None:
    answer = trainer.post(f"{path}/{workshop.seat_id}", data=person(**fault))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "SUN Sopheap" in names(app, workshop)


def test_person_asks_before_taking_the_name_of_another(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    here = f"{path}/{workshop.seat_id}"
    same = {"name_km": "កែវ ចាន់ថា", "name_latin": "KEO Chantha"}
    assert trainer.post(here, data=same).status_code == 409
    assert trainer.post(here, data={**same, "another_person": "y"}).status_code == 302
    assert trainer.post(here, data={**same, "gender": "male"}).status_code == 302


def test_person_of_another_course_is_not_here(
    trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    assert trainer.get(f"{path}/{workshop.seat_elsewhere_id}").status_code == 404
    elsewhere = f"/courses/{workshop.elsewhere_id}/people/{workshop.seat_elsewhere_id}"
    assert trainer.post(elsewhere, data=person()).status_code == 403
