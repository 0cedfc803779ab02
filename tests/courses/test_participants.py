"""A list of participants from its file to seats: pages, ticks, refusals, and who comes then."""

import io
import re
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.courses.roster.files import BOPHA, DARA, csv_of, ministry_list
from tests.proofreading import ProofReadingClient
from training.adapters import waiting_files
from training.audit.tables import AuditEntry
from training.courses import service as courses
from training.courses.model import SeatedPerson
from training.courses.tables import ListFile, Seat
from training.kernel.ids import new_id

TWO = csv_of([("No", "Name", "Organisation"), ("1", " ".join(DARA), "R2P"), ("2", BOPHA[0], "")])


@pytest.fixture
def path(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/people/list"


def seated(app: Flask, workshop: Workshop) -> dict[str, SeatedPerson]:
    with app.extensions["training.database"].reading() as session:
        rows = courses.list_people(session, workshop.course_id)
    return {row.details.name_km or row.details.name_latin: row for row in rows}


def choose(
    client: ProofReadingClient, path: str, content: bytes, name: str = "list.csv"
) -> TestResponse:
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(content), name)})
    return client.post(path, data=body, content_type=f"multipart/form-data; boundary={boundary}")


def chosen(client: ProofReadingClient, path: str, content: bytes, name: str = "list.csv") -> str:
    """Where the columns of that file can be looked at."""
    answer = choose(client, path, content, name)
    assert answer.status_code == 303, answer.text
    return str(answer.location)


def ticks(page: str) -> dict[str, list[str]]:
    """The boxes of the page: those for new people with their tick, those for the same names."""
    boxes = re.findall(r'<input type="checkbox" name="(\w+)" value="(\d+)"( checked)?', page)
    return {
        "take": [line for name, line, tick in boxes if name == "take" and tick],
        "asked": [line for name, line, tick in boxes if not tick],
    }


def take_all(client: ProofReadingClient, path: str, content: bytes, **more: Any) -> None:
    rows = chosen(client, path, content) + "/rows"
    take = ticks(client.get(rows).text)["take"]
    answer = client.post(rows, data={"take": take, **more})
    assert answer.status_code == 303, answer.text


def test_a_list_becomes_expected_seats_after_the_yes(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    assert trainer.get(path).status_code == 200
    before = set(seated(app, workshop))
    file = chosen(trainer, path, ministry_list(), "ministry.xlsx")
    columns = trainer.get(file).text
    assert "not kept" in columns
    assert "អនុប្រធាន" in columns
    rows = trainer.get(f"{file}/rows?sheet=0").text
    assert DARA[0] in rows
    assert "looks like a sum" in rows
    assert set(seated(app, workshop)) == before
    answer = trainer.post(f"{file}/rows?sheet=0", data={"take": ["6", "7"]})
    assert answer.status_code == 303
    found = seated(app, workshop)
    assert set(found) - before == {DARA[0], BOPHA[0]}
    dara = found[DARA[0]]
    assert dara.is_expected
    assert dara.without_phone
    assert dara.details.province == "02"
    assert dara.number != found[BOPHA[0]].number
    people = trainer.get(str(answer.location)).text
    assert "2 people of the list have not joined with a phone yet." in people
    assert "expected" in people


def test_the_columns_that_were_chosen_count(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    file = chosen(trainer, path, b"Lunch,Guest\nyes,SOK Dara\nno,KEO Bopha\n")
    rows = f"{file}/rows?first=2&c0=not-kept&c1=name"
    assert ticks(trainer.get(rows).text)["take"] == ["2", "3"]
    assert "SOK Dara" not in trainer.get(f"{file}/rows?first=3&c0=not-kept&c1=name").text
    trainer.post(rows, data={"take": ["2"]})
    assert seated(app, workshop)["SOK Dara"].details.organisation == ""


@pytest.mark.parametrize(
    "query", ["sheet=7", "sheet=x", "first=0", "first=x", "c0=colour", "first=99999999"]
)
def test_an_address_that_was_changed_by_hand_is_refused(
    trainer: ProofReadingClient, path: str, query: str
) -> None:
    file = chosen(trainer, path, TWO.encode())
    for method in (trainer.get, trainer.post):
        assert method(f"{file}/rows?{query}").status_code == 422


def test_without_a_column_of_names_the_columns_are_asked_for_again(
    trainer: ProofReadingClient, path: str
) -> None:
    file = chosen(trainer, path, TWO.encode())
    answer = trainer.get(f"{file}/rows?c1=not-kept")
    assert answer.status_code == 422
    assert "which column holds the names" in answer.text


def test_two_clicks_on_yes_seat_everybody_once(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    rows = chosen(trainer, path, TWO.encode()) + "/rows"
    for _ in range(2):
        assert trainer.post(rows, data={"take": ["2", "3"]}).status_code == 303
    assert len(seated(app, workshop)) == 4
    assert trainer.get(rows).status_code == 303
    with app.extensions["training.database"].reading() as session:
        assert [row.content for row in session.scalars(select(ListFile))] == [b""]
        entries = session.scalars(select(AuditEntry).where(AuditEntry.action == "imported"))
        assert [entry.after for entry in entries] == [{"file": "list.csv", "people": 2}]


def test_the_same_name_is_asked_about_and_never_merged(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    content = csv_of([("Name",), ("SUN Sopheap",), ("SOK Dara",), ("Sok dara",)]).encode()
    rows = chosen(trainer, path, content) + "/rows"
    page = trainer.get(rows).text
    assert ticks(page) == {"take": ["3"], "asked": ["2", "4"]}
    assert "in the course already" in page
    assert "The same name as in line 3" in page
    assert trainer.post(rows, data={"take": ["3"], "another": ["4"]}).status_code == 303
    with app.extensions["training.database"].reading() as session:
        latin = [row.details.name_latin for row in courses.list_people(session, workshop.course_id)]
    assert sorted(latin) == ["KEO Chantha", "SOK Dara", "SUN Sopheap", "Sok dara"]


def test_whoever_joined_between_the_look_and_the_yes_is_not_seated_twice(
    app: Flask,
    trainer: ProofReadingClient,
    visitor: ProofReadingClient,
    workshop: Workshop,
    path: str,
) -> None:
    rows = chosen(trainer, path, TWO.encode()) + "/rows"
    joined = {"name_km": DARA[0], "submission_key": "k"}
    assert visitor.post(f"/join/{workshop.join_code}", data=joined).status_code == 302
    before = set(seated(app, workshop))
    answer = trainer.post(rows, data={"take": ["2", "3"]})
    assert answer.status_code == 409
    assert "has joined meanwhile" in answer.text
    assert set(seated(app, workshop)) == before
    assert ticks(answer.text) == {"take": ["3"], "asked": ["2"]}


def test_nobody_ticked_is_nobody_seated(trainer: ProofReadingClient, path: str) -> None:
    rows = chosen(trainer, path, TWO.encode()) + "/rows"
    answer = trainer.post(rows, data={"take": ["99", "x", ""]})
    assert answer.status_code == 422
    assert "Nobody is ticked" in answer.text


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "This file is empty."),
        (b"PK\x03\x04", "no XLSX that can be read"),
        ("".join(f"SOK Dara {each}\n" for each in range(5_000)).encode(), "more than 1,?000 lines"),
    ],
)
def test_a_file_that_is_no_list_is_not_kept(
    app: Flask, trainer: ProofReadingClient, path: str, content: bytes, reason: str
) -> None:
    answer = choose(trainer, path, content)
    assert answer.status_code == 422
    assert re.search(reason, answer.text)
    with app.extensions["training.database"].reading() as session:
        assert session.scalars(select(ListFile)).all() == []


def test_a_file_that_is_too_large_is_not_read(trainer: ProofReadingClient, path: str) -> None:
    answer = choose(trainer, path, b"x" * 2_100_000)
    assert answer.status_code == 413


def test_a_thousand_and_one_people_are_too_many(trainer: ProofReadingClient, path: str) -> None:
    content = "Name,Sex\n" + "".join(f"SOK Dara {each},M\n" for each in range(1_001))
    answer = trainer.get(chosen(trainer, path, content.encode()) + "/rows")
    assert answer.status_code == 422
    assert "more than 1000 lines with people" in answer.text


def test_a_file_can_be_thrown_away_and_is_nobody_elses(
    client_for: ClientMaker, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    file = chosen(trainer, path, TWO.encode())
    administrator = client_for(account_id=workshop.administrator_id)
    assert administrator.get(file).status_code == 404
    assert administrator.post(f"{file}/rows", data={"take": "2"}).status_code == 404
    assert trainer.post(f"{file}/forget").status_code == 303
    for page in (file, f"{file}/rows"):
        assert trainer.get(page).status_code == 404


def test_a_file_of_one_course_is_not_found_in_another(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    administrator = client_for(account_id=workshop.administrator_id)
    file = chosen(administrator, f"/courses/{workshop.course_id}/people/list", TWO.encode())
    elsewhere = file.replace(str(workshop.course_id), str(workshop.elsewhere_id))
    assert administrator.get(file).status_code == 200
    assert administrator.post(f"{elsewhere}/rows", data={"take": "2"}).status_code == 404


def test_an_ended_course_takes_no_list(
    trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    rows = chosen(trainer, path, TWO.encode()) + "/rows"
    trainer.post(f"/courses/{workshop.course_id}/state", data={"state": "ended"})
    assert trainer.post(rows, data={"take": "2"}).status_code == 409
    answer = choose(trainer, path, TWO.encode())
    assert answer.status_code == 409


@ON_SQLITE
def test_an_account_has_three_files_for_a_day(
    app: Flask, trainer: ProofReadingClient, path: str
) -> None:
    for number in range(4):
        chosen(trainer, path, TWO.encode(), f"{number}.csv")
    with app.extensions["training.database"].reading() as session:
        names = sorted(row.name for row in session.scalars(select(ListFile)))
    assert names == ["1.csv", "2.csv", "3.csv"]
    assert waiting_files.MOST_WAITING == 3


# Who comes then.


def join(client: ProofReadingClient, workshop: Workshop, **person: str) -> Any:
    sent = {"submission_key": new_id().hex, **person}
    return client.post(f"/join/{workshop.join_code}", data=sent)


@pytest.mark.parametrize(
    "typed",
    [
        {"name_km": DARA[0], "name_latin": DARA[1]},
        {"name_km": "សុខដារ៉ា"},
        {"name_latin": "sok dara"},
    ],
)
def test_joining_takes_the_expected_seat_of_that_name(
    app: Flask,
    trainer: ProofReadingClient,
    visitor: ProofReadingClient,
    workshop: Workshop,
    path: str,
    typed: dict[str, str],
) -> None:
    take_all(trainer, path, TWO.encode())
    listed = seated(app, workshop)[DARA[0]]
    assert join(visitor, workshop, **typed).status_code == 302
    found = seated(app, workshop)
    assert len(found) == 4
    taken = found[DARA[0]]
    assert (taken.seat_id, taken.number) == (listed.seat_id, listed.number)
    assert (taken.is_expected, taken.without_phone) == (False, False)
    assert taken.details.name_latin == DARA[1]
    assert visitor.get(f"/c/{workshop.course_id}").status_code == 200
    history = trainer.get(f"/courses/{workshop.course_id}/people/{taken.seat_id}").text
    assert "Took the seat that the list kept" in history


def test_what_was_typed_completes_the_list_and_changes_nothing_of_it(
    app: Flask,
    trainer: ProofReadingClient,
    visitor: ProofReadingClient,
    workshop: Workshop,
    path: str,
) -> None:
    content = csv_of([("Name", "Province"), (BOPHA[0], "Kep")]).encode()
    take_all(trainer, path, content)
    typed = {"name_km": BOPHA[0], "name_latin": BOPHA[1], "gender": "female", "province": "17"}
    assert join(visitor, workshop, **typed).status_code == 302
    details = seated(app, workshop)[BOPHA[0]].details
    assert (details.name_latin, details.gender) == (BOPHA[1], "female")
    assert details.province == "23"
    seat = seated(app, workshop)[BOPHA[0]].seat_id
    history = trainer.get(f"/courses/{workshop.course_id}/people/{seat}").text
    assert "the list’s words stayed" in history
    assert "Siem Reap" in history


def test_sending_the_form_again_gives_the_same_seat(
    app: Flask,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    path: str,
) -> None:
    take_all(trainer, path, TWO.encode())
    for _ in range(2):
        answer = join(client_for(), workshop, name_km=DARA[0], submission_key="same")
        assert answer.status_code == 302
    assert len(seated(app, workshop)) == 4


def test_the_second_phone_with_that_name_is_asked(
    app: Flask,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    path: str,
) -> None:
    take_all(trainer, path, TWO.encode())
    assert join(client_for(), workshop, name_km=DARA[0]).status_code == 302
    second = join(client_for(), workshop, name_km=DARA[0])
    assert second.status_code == 409
    assert "Someone with this name has already joined" in second.text
    other = join(client_for(), workshop, name_km=DARA[0], another_person="y")
    assert other.status_code == 302


def test_a_name_that_is_expected_twice_is_asked_about(
    app: Flask,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    path: str,
) -> None:
    content = csv_of([("Name",), ("SOK Dara",), ("SOK Dara",)]).encode()
    take_all(trainer, path, content, another=["3"])
    assert join(client_for(), workshop, name_latin="SOK Dara").status_code == 409


def test_the_seat_code_takes_an_expected_seat_too(
    app: Flask,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    path: str,
) -> None:
    take_all(trainer, path, TWO.encode())
    seat = seated(app, workshop)[BOPHA[0]]
    sent = {"code": workshop.join_code, "seat_code": seat.code}
    assert client_for().post("/continue", data=sent).status_code == 302
    assert not seated(app, workshop)[BOPHA[0]].is_expected


def test_somebody_who_was_noted_as_left_is_not_given_the_seat(
    app: Flask,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    path: str,
) -> None:
    take_all(trainer, path, TWO.encode())
    with app.extensions["training.database"].writing() as session:
        seat = session.get_one(Seat, seated(app, workshop)[DARA[0]].seat_id)
        seat.left_at = seat.joined_at
        session.commit()
    assert join(client_for(), workshop, name_km=DARA[0]).status_code == 409
