"""Groups, leaving and coming back: what the trainer does, and what follows for everybody."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from msgspec.structs import replace
from sqlalchemy import select

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.courses.conftest import ChangeItems
from tests.courses.test_agenda_views import agenda, typed_day
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import give_sheet
from training.attendance import code_marking
from training.attendance import service as attendance
from training.audit.tables import AuditEntry
from training.courses import seating, service
from training.courses.model import AgendaItem, ItemKind, SeatView
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.quizzes import overseeing
from training.quizzes import service as quizzes


@pytest.fixture
def path(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/people"


@pytest.fixture
def two_groups(app: Flask, workshop: Workshop, change_items: ChangeItems) -> tuple[uuid.UUID, ...]:
    """Items of groups A and B at 18:00."""
    items = list(agenda(app, workshop.course_id))
    for group in ("A", "B"):
        words = Bilingual("", f"Plans of {group}")
        items.append(AgendaItem(None, 1080, 1140, words, ItemKind.SESSION, True, 0, group))
    change_items(items)
    return tuple(item.id for item in agenda(app, workshop.course_id)[-2:] if item.id)


@pytest.fixture
def groups_of(app: Flask, workshop: Workshop) -> Callable[[], dict[uuid.UUID, str]]:
    def read() -> dict[uuid.UUID, str]:
        with app.extensions["training.database"].reading() as session:
            seats = service.list_seats(session, workshop.course_id)
            return {seat.seat_id: seat.group for seat in seats}

    return read


def actions(app: Flask, seat_id: uuid.UUID) -> list[str]:
    with app.extensions["training.database"].reading() as session:
        asked = select(AuditEntry.action).where(AuditEntry.subject_id == seat_id)
        return list(session.scalars(asked.order_by(AuditEntry.id)))


def seat(number: int, *, has_left: bool = False) -> SeatView:
    return SeatView(uuid.uuid4(), uuid.uuid4(), number, Bilingual("", "X"), False, "", has_left)


def test_people_are_dealt_evenly_by_seat_number_and_not_who_has_left() -> None:
    seats = [seat(5), seat(1), seat(2, has_left=True), seat(3), seat(9)]
    dealt = seating.divide(seats, ("A", "B", "C"))
    by_number = {each.number: dealt.get(each.seat_id) for each in seats}
    assert by_number == {1: "A", 3: "B", 5: "C", 9: "A", 2: None}


def test_a_course_without_groups_offers_none(
    trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    assert "/groups" not in trainer.get(path).text
    assert trainer.get(f"{path}/groups").status_code == 409


@pytest.mark.usefixtures("two_groups")
def test_a_division_is_shown_before_it_is_saved(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    groups_of: Callable[[], dict[uuid.UUID, str]],
) -> None:
    answer = trainer.post(f"{path}/groups", data={"divide": "yes"})
    assert answer.status_code == 200
    assert "not saved yet" in answer.text
    assert set(groups_of().values()) == {""}
    wanted = {f"group-{workshop.seat_id}": "A", f"group-{workshop.other_seat_id}": "B"}
    for _ in range(2):
        assert trainer.post(f"{path}/groups", data=wanted).status_code == 303
    assert groups_of() == {workshop.seat_id: "A", workshop.other_seat_id: "B"}
    assert actions(app, workshop.seat_id) == ["joined", "set group of"]
    assert "– → A" in trainer.get(f"{path}/{workshop.seat_id}").text


@pytest.mark.usefixtures("two_groups")
def test_people_go_along_with_a_group_that_is_renamed_and_leave_one_that_is_gone(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    groups_of: Callable[[], dict[uuid.UUID, str]],
    change_items: ChangeItems,
) -> None:
    one, other = workshop.seat_id, workshop.other_seat_id
    trainer.post(f"{path}/groups", data={f"group-{one}": "A", f"group-{other}": "B"})
    *common, of_a, of_b = agenda(app, workshop.course_id)
    change_items([*common, replace(of_a, group="Kampot"), of_b])
    assert groups_of() == {one: "Kampot", other: "B"}
    change_items([*common, of_b])
    assert groups_of() == {one: "", other: "B"}
    change_items([*common, replace(of_b, group="")])
    assert groups_of() == {one: "", other: ""}
    assert actions(app, one) == ["joined", *["set group of"] * 3]


@pytest.mark.usefixtures("two_groups")
def test_the_planner_reads_how_many_are_in_no_group_any_more(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    trainer.post(f"{path}/groups", data={f"group-{workshop.seat_id}": "A"})
    without_a = [item for item in agenda(app, workshop.course_id) if item.group != "A"]
    where = f"/courses/{workshop.course_id}/agenda"
    page = trainer.post(where, data=typed_day(tuple(without_a)), follow_redirects=True).text
    assert "1 person is in no group now" in page


@pytest.mark.usefixtures("two_groups")
def test_whom_a_code_has_put_into_a_group_meanwhile_stays_there(
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    groups_of: Callable[[], dict[uuid.UUID, str]],
) -> None:
    one, other = workshop.seat_id, workshop.other_seat_id
    page = trainer.get(f"{path}/groups").text
    trainer.post(f"{path}/groups", data={f"group-{one}": "B"})
    was = {f"was-{each}": "" for each in (one, other)}
    assert all(f'name="{name}" value=""' in page for name in was)
    trainer.post(f"{path}/groups", data={**was, f"group-{one}": "", f"group-{other}": "A"})
    assert groups_of() == {one: "B", other: "A"}


@pytest.mark.usefixtures("two_groups")
def test_a_group_that_the_agenda_does_not_have_is_refused(
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    groups_of: Callable[[], dict[uuid.UUID, str]],
) -> None:
    wrong = {f"group-{workshop.seat_id}": "A", f"group-{workshop.other_seat_id}": "Z"}
    answer = trainer.post(f"{path}/groups", data=wrong)
    assert answer.status_code == 422
    assert "not in the agenda" in answer.text
    assert set(groups_of().values()) == {""}


def test_who_has_no_group_comes_into_that_of_the_first_code_with_a_trace(
    app: Flask,
    workshop: Workshop,
    two_groups: tuple[uuid.UUID, ...],
    groups_of: Callable[[], dict[uuid.UUID, str]],
) -> None:
    with app.extensions["training.database"].writing() as session:
        opening = attendance.open_attendance(
            session, workshop.course_id, two_groups[1], "k", SYSTEM, NINE_THIRTY
        )
        seat = code_marking.find_seat(session, workshop.course_id, workshop.seat_id)
        code_marking.mark_present(
            session, workshop.course_id, opening, seat, "k", NINE_THIRTY, NINE_THIRTY
        )
        session.commit()
    assert groups_of()[workshop.seat_id] == "B"
    assert "set group of" in actions(app, workshop.seat_id)


def leave(trainer: ProofReadingClient, workshop: Workshop, left: str = "yes", **more: str) -> None:
    path = f"/courses/{workshop.course_id}/people/{workshop.seat_id}/left"
    assert trainer.post(path, data={"left": left, **more}).status_code == 303


def test_leaving_and_coming_back_leave_their_traces_once(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    for _ in range(2):
        leave(trainer, workshop, reason="Called  home")
    page = trainer.get(f"{path}/{workshop.seat_id}").text
    assert "Called home" in page
    assert "has left" in trainer.get(path).text
    for _ in range(2):
        leave(trainer, workshop, "no")
    assert actions(app, workshop.seat_id) == ["joined", "left", "came back"]
    assert "has left" not in trainer.get(path).text


def test_who_has_left_is_listed_and_not_counted(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    leave(trainer, workshop)
    with app.extensions["training.database"].reading() as session:
        assert service.count_seats(session, [workshop.course_id]) == {workshop.course_id: 1}
        seats = {each.seat_id: each for each in service.list_seats(session, workshop.course_id)}
    assert seats[workshop.seat_id].has_left
    board = trainer.get(f"/courses/{workshop.course_id}").text
    assert "of 1" in board.split("tile-name")[2]


def test_who_has_left_is_refused_by_the_code_and_told_so_on_the_own_page(
    app: Flask,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    workshop: Workshop,
) -> None:
    with app.extensions["training.database"].writing() as session:
        opening = attendance.open_attendance(
            session, workshop.course_id, workshop.item_ids[3], "k", SYSTEM, NINE_THIRTY
        )
        session.commit()
    assert 'data-step="mark-attendance"' in trainee.get(f"/c/{workshop.course_id}").text
    leave(trainer, workshop)
    page = trainee.get(f"/c/{workshop.course_id}").text
    assert "noted that you left" in page
    assert 'data-step="mark-attendance"' not in page
    with app.extensions["training.database"].writing() as session:
        seat = code_marking.find_seat(session, workshop.course_id, workshop.seat_id)
        with pytest.raises(Refusal) as refused:
            code_marking.mark_present(
                session, workshop.course_id, opening, seat, "k", NINE_THIRTY, NINE_THIRTY
            )
    assert refused.value.status == 409


def test_an_unfinished_quiz_of_who_has_left_is_not_waited_for_and_a_result_stays(
    app: Flask, trainer: ProofReadingClient, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    with app.extensions["training.database"].writing() as session:
        quizzes.open_quiz(session, workshop.course_id, "small", "k", SYSTEM, NINE_THIRTY)
        session.commit()
    begin = f"/c/{workshop.course_id}/quiz/small/begin"
    assert trainee.post(begin).status_code == 303
    with app.extensions["training.database"].writing() as session:
        give_sheet(session, workshop, workshop.other_seat_id, {"colour": "b"})
        session.commit()
        assert quizzes.count_unfinished(session, workshop.course_id) == 1
    leave(trainer, workshop)
    with app.extensions["training.database"].reading() as session:
        assert quizzes.count_unfinished(session, workshop.course_id) == 0
        report = overseeing.report(session, workshop.course_id, "small", NINE_THIRTY)
        assert (report.line.began, report.line.finished) == (1, 1)
        assert workshop.seat_id in report.attempts, "the sheet itself stays to be read"
    assert trainee.get(f"/c/{workshop.course_id}/quiz/small").status_code == 200


def test_an_ended_course_lets_nobody_leave_or_change_group(
    trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    trainer.post(f"/courses/{workshop.course_id}/state", data={"state": "ended"})
    answer = trainer.post(f"{path}/{workshop.seat_id}/left", data={"left": "yes"})
    assert answer.status_code == 409


def test_nobody_of_another_course_can_be_noted_as_left(
    client_for: ClientMaker, workshop: Workshop, path: str
) -> None:
    trainer = client_for(account_id=workshop.trainer_id)
    answer = trainer.post(f"{path}/{workshop.seat_elsewhere_id}/left", data={"left": "yes"})
    assert answer.status_code == 404
