"""The register of a course as a page and as files."""

import csv
import io
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.attendance.conftest import hand
from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.plans import statements_of
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance.model import MarkSource, MarkStatus
from training.attendance.recording import Said, take
from training.attendance.tables import AttendanceMark, HeadCount
from training.courses.tables import Seat
from training.kernel.ids import new_id
from training.people.tables import Person


@pytest.fixture
def path(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/attendance/register"


@pytest.fixture
def recorded(trainer: ProofReadingClient, workshop: Workshop, database: Database) -> None:
    """SUN Sopheap was ten minutes late, her sheet says absent; seven heads were counted."""
    late = hand(workshop, "late", minutes="10")
    answer = trainer.post(f"/courses/{workshop.course_id}/attendance/hand", data=late)
    assert answer.status_code == 303
    with database.writing() as session:
        mark = session.scalars(select(AttendanceMark)).one()
        said = Said(
            workshop.item_ids[3], workshop.seat_id, MarkSource.PAPER, MarkStatus.ABSENT,
            mark.marked_at, workshop.trainer_id,
        )  # fmt: skip
        take(session, workshop.course_id, said, "sheet-1")
        for counted in (9, 7):
            row = HeadCount(
                id=new_id(), course_id=workshop.course_id, agenda_item_id=workshop.item_ids[3],
                counted=counted, marked=1, counted_by=None, counted_at=mark.marked_at,
                submission_key=str(counted),
            )  # fmt: skip
            session.add(row)
            session.flush()
        session.commit()


def test_the_page_shows_marks_conflicts_and_head_counts(
    trainer: ProofReadingClient, path: str, recorded: None
) -> None:
    page = trainer.get(path).text
    assert "L10" in page
    assert "h!" in page
    assert "What the signs mean" in page
    assert ">7<" in page.replace(" ", "")


def test_the_page_speaks_khmer(client_for: ClientMaker, workshop: Workshop, path: str) -> None:
    trainer = client_for(account_id=workshop.trainer_id, language="km")
    answer = trainer.get(path)
    assert answer.status_code == 200
    assert "វត្តមាន" in answer.text


def test_the_files_are_named_by_the_day(
    trainer: ProofReadingClient, path: str, recorded: None
) -> None:
    for ending, kind in (("csv", "text/csv"), ("xlsx", "spreadsheetml"), ("pdf", "pdf")):
        answer = trainer.get(f"{path}.{ending}")
        assert answer.status_code == 200
        assert kind in answer.content_type
        assert f'filename="attendance-2026-11-23.{ending}"' in answer.headers["Content-Disposition"]


def test_the_csv_has_everybody(trainer: ProofReadingClient, path: str, recorded: None) -> None:
    text = trainer.get(f"{path}.csv").data.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert sorted(row["Latin name"] for row in rows) == ["KEO Chantha", "SUN Sopheap"]
    (sopheap,) = (row for row in rows if row["Latin name"] == "SUN Sopheap")
    late = [value for name, value in sopheap.items() if name.endswith(": Minutes late") and value]
    assert late == ["10"]
    assert sopheap["Not settled yet"] == "1"


def test_an_organisation_that_is_a_formula_is_text_in_the_csv(
    trainer: ProofReadingClient, path: str, database: Database, workshop: Workshop
) -> None:
    with database.writing() as session:
        seat = session.get_one(Seat, workshop.seat_id)
        session.get_one(Person, seat.person_id).organisation = '=HYPERLINK("http://x")'
        session.commit()
    assert '"\'=HYPERLINK(""http://x"")"' in trainer.get(f"{path}.csv").text


@ON_SQLITE
def test_more_people_cost_no_more_questions_to_the_database(
    app: Flask,
    trainer: ProofReadingClient,
    path: str,
    recorded: None,
    add_people: Callable[[int], None],
) -> None:
    def spent() -> int:
        with statements_of(app) as asked:
            assert trainer.get(f"{path}.csv").status_code == 200
        return len(asked)

    spent()
    few = spent()
    add_people(20)
    assert spent() == few <= 14


def test_the_register_is_for_the_staff_of_the_course(
    client_for: ClientMaker, workshop: Workshop, path: str
) -> None:
    stranger = client_for(account_id=workshop.stranger_id)
    for ending in ("", ".csv", ".xlsx", ".pdf"):
        assert stranger.get(path + ending).status_code == 403
