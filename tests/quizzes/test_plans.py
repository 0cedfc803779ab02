"""Training plans: with names, changed as often as their owners want, the newest counts."""

import io
import shutil
from pathlib import Path

import pytest
from openpyxl import load_workbook
from sqlalchemy.orm import Session

from tests.conftest import ON_SQLITE, PACKS, ClientMaker, Workshop
from tests.hearing import heard
from tests.proofreading import ProofReadingClient
from tests.quizzes.forms import add_seats, plan, say, send
from tests.quizzes.openings import after, let, shut
from training.adapters.database import Database
from training.modules import service as modules
from training.modules.questionnaires import FOLDER
from training.quizzes import answer_store, plans, service, store, taking
from training.quizzes.assessments import PLAN
from training.quizzes.plans import Plan


@pytest.fixture
def opened(session: Session, workshop: Workshop) -> Workshop:
    """The workshop where training plans can be written."""
    let(session, workshop, PLAN)
    return workshop


def told(found: Plan) -> list[list[str]]:
    """The answers in English."""
    return [
        [choice.words.best("en")[0] for choice in each.said if choice.words] for each in found.told
    ]


def plan_of(session: Session, workshop: Workshop) -> list[list[str]]:
    (found,) = plans.list_plans(session, workshop.course_id)
    return told(found)


# Writing and changing.


def test_the_trainer_sees_what_was_planned(session: Session, opened: Workshop) -> None:
    plan(session, opened, opened.seat_id, "Pailin, Wat Rattanak", after(1))
    (found,) = plans.list_plans(session, opened.course_id)
    assert found.name.en == "SUN Sopheap"
    assert told(found) == [["Pailin, Wat Rattanak"], ["Teachers"], ["Soon"]]


def test_a_new_try_begins_with_what_was_there(session: Session, opened: Workshop) -> None:
    plan(session, opened, opened.seat_id, "Pailin", after(1))
    taking.begin(session, opened.course_id, opened.seat_id, PLAN, after(2))
    assert plan_of(session, opened) == [["Pailin"], ["Teachers"], ["Soon"]]
    say(session, opened, opened.seat_id, PLAN, [("when", "2")], after(3))
    assert plan_of(session, opened) == [["Pailin"], ["Teachers"], ["Later"]]


def test_beginning_twice_copies_once_and_the_first_sheet_stays(
    session: Session, opened: Workshop
) -> None:
    plan(session, opened, opened.seat_id, "Pailin", after(1))
    for minute in (2, 3):
        taking.begin(session, opened.course_id, opened.seat_id, PLAN, after(minute))
    say(session, opened, opened.seat_id, PLAN, [("where", "Takeo")], after(4))
    first, second = store.list_attempts(session, opened.course_id, seat_id=opened.seat_id)
    assert answer_store.kept_codes(session, first.id)["where"] == "Pailin"
    assert answer_store.kept_codes(session, second.id)["where"] == "Takeo"
    assert len(answer_store.list_keys(session, second.id)) == 2


def test_a_plan_that_was_not_sent_is_seen_too_and_an_empty_one_is_not(
    session: Session, opened: Workshop
) -> None:
    say(session, opened, opened.seat_id, PLAN, [("where", "Kep")], after(1))
    say(session, opened, opened.other_seat_id, PLAN, [], after(1))
    assert [each.name.en for each in plans.list_plans(session, opened.course_id)] == ["SUN Sopheap"]


def test_after_the_closing_it_stays_as_it_is(session: Session, opened: Workshop) -> None:
    plan(session, opened, opened.seat_id, "Kratie", after(1))
    shut(session, opened, PLAN, after(5))
    taking.begin(session, opened.course_id, opened.seat_id, PLAN, after(6))
    assert len(store.list_attempts(session, opened.course_id, slug=PLAN)) == 1
    assert plan_of(session, opened)[0] == ["Kratie"]


def test_what_is_not_scored_keeps_its_order_on_every_sheet(
    session: Session, opened: Workshop
) -> None:
    for seat_id in add_seats(session, opened, 6):
        plan(session, opened, seat_id, "Kampot", after(1))
    found = plans.list_plans(session, opened.course_id)
    assert [told(each)[2] for each in found] == [["Soon"]] * 6


def test_what_was_opened_keeps_its_questions_when_the_file_changes(
    session: Session, opened: Workshop, tmp_path: Path
) -> None:
    plan(session, opened, opened.seat_id, "Kampot", after(1))
    packs = Path(shutil.copytree(PACKS, tmp_path / "packs"))
    file = packs / FOLDER / "plan.toml"
    file.write_text(file.read_text(encoding="utf-8").replace("Where?", "In which place?"))
    modules.read_packs(session, packs, after(2))
    say(session, opened, opened.other_seat_id, PLAN, [("where", "Kep")], after(3))
    found = plans.list_plans(session, opened.course_id)
    assert {each.told[0].item.question.en for each in found} == {"Where?"}
    elsewhere = service.get_desk(session, opened.elsewhere_id, None, PLAN)
    (item, *_) = service.items_of(session, elsewhere)
    assert item.question.en == "In which place?"


# The pages.


@pytest.fixture
def written(database: Database, workshop: Workshop) -> Workshop:
    """The workshop where two people have sent a plan, one of them twice."""
    with database.writing() as session:
        let(session, workshop, PLAN)
        plan(session, workshop, workshop.seat_id, "Mondulkiri", after(1))
        plan(session, workshop, workshop.other_seat_id, "=1+1 Pursat", after(2))
        taking.begin(session, workshop.course_id, workshop.seat_id, PLAN, after(3))
        say(session, workshop, workshop.seat_id, PLAN, [("where", "Ratanakiri")], after(3))
        send(session, workshop, workshop.seat_id, PLAN, after(4))
        session.commit()
    return workshop


def address(workshop: Workshop, ending: str = "") -> str:
    return f"/courses/{workshop.course_id}/quiz/{PLAN}/answers{ending}"


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_trainers_page_has_the_newest_plan_of_each(
    written: Workshop, client_for: ClientMaker, language: str
) -> None:
    page = client_for(account_id=written.trainer_id, language=language).get(address(written)).text
    assert page.count("Ratanakiri") == 1
    assert "Mondulkiri" not in page
    assert "SUN Sopheap" in page


def test_the_table_has_one_person_a_row_and_no_formula(
    written: Workshop, trainer: ProofReadingClient
) -> None:
    book = load_workbook(io.BytesIO(trainer.get(address(written, ".xlsx")).data))
    head, *rows = book.worksheets[0].iter_rows(values_only=True)
    assert head[2:] == ("Where?", "For which groups?", "When?")
    assert sorted((row[1], row[2]) for row in rows) == [
        ("KEO Chantha", "=1+1 Pursat"),
        ("SUN Sopheap", "Ratanakiri"),
    ]
    assert {cell.data_type for row in book.worksheets[0].iter_rows() for cell in row} == {"s"}


def test_the_administrator_sees_the_plans_of_all_courses_and_nobody_else_does(
    written: Workshop, administrator: ProofReadingClient, client_for: ClientMaker
) -> None:
    page = administrator.get("/plans").text
    assert page.index("Ratanakiri") < page.index("Pursat")
    assert "A test course" in page
    for account_id in (written.trainer_id, written.stranger_id):
        assert client_for(account_id=account_id).get("/plans").status_code == 403


def test_thirty_plans_stand_on_a_page_and_the_rest_on_the_next(
    database: Database, written: Workshop, administrator: ProofReadingClient
) -> None:
    with database.writing() as session:
        for number, seat_id in enumerate(add_seats(session, written, 31)):
            plan(session, written, seat_id, f"Place {number:02}", after(10 + number))
        session.commit()
    first = administrator.get("/plans").text
    assert [f"Place {each:02}" in first for each in range(31)] == [False, *[True] * 30]
    with database.reading() as session:
        found, has_older = plans.list_all(session, None)
    assert has_older
    older = administrator.get(f"/plans?before={found[-1].id}").text
    assert "Place 00" in older
    assert "Ratanakiri" in older
    assert "Place 01" not in older


def test_a_page_of_plans_that_is_none_is_the_first(
    written: Workshop, administrator: ProofReadingClient
) -> None:
    assert "Ratanakiri" in administrator.get("/plans?before=nothing").text


@ON_SQLITE
def test_other_sheets_do_not_make_the_list_slower(database: Database, written: Workshop) -> None:
    sent: list[tuple[str, object]] = []

    def note(*given: object) -> None:
        sent.append((str(given[2]), given[3]))

    with heard(database, note), database.reading() as session:
        plans.list_all(session, None)
    statement, params = next(
        pair for pair in sent if "sort_key" not in pair[0] and "LIMIT" in pair[0]
    )
    with database.reading_engine.connect() as connection:
        rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", params)  # type: ignore[arg-type]
        told = [row[3] for row in rows]
    assert any("ix_quiz_attempts_slug_id" in each for each in told)
    assert not any(each.startswith(("SCAN", "USE TEMP B-TREE")) for each in told)
