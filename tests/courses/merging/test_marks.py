"""Attendance of somebody who joined twice: what comes over, what collides, and a race."""

import threading
import uuid
from collections.abc import Callable

from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.courses.merging.conftest import (
    LATER,
    MORNING,
    Twice,
    by_hand,
    marks_of,
    merge,
)
from tests.proofreading import ProofReadingClient
from training.attendance import counting, marking, recording, undoing
from training.attendance import service as attendance
from training.attendance.model import MarkSource, MarkStatus, Undone
from training.courses import merging
from training.kernel.access import SYSTEM


def test_marks_come_over_as_they_are_and_those_that_collide_become_conflicts(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.LATE, minutes_late=20))
    do(*by_hand(workshop, twice.first, LATER, MarkStatus.ABSENT))
    do(*by_hand(workshop, twice.second, LATER, MarkStatus.PRESENT))
    before = marks_of(app, twice, twice.second)
    for _ in range(2):
        do(merge, twice.pair)
    own = marks_of(app, twice, twice.first)
    late = own[workshop.item_ids[MORNING]]
    assert (late.status, late.minutes_late, late.source, late.marked_at) == (
        MarkStatus.LATE, 20, MarkSource.HAND, NINE_THIRTY,
    )  # fmt: skip
    assert own[workshop.item_ids[LATER]].status is MarkStatus.ABSENT, "nothing is overwritten"
    assert marks_of(app, twice, twice.second) == before, "the records of both are kept"
    with app.extensions["training.database"].reading() as session:
        (conflict,) = attendance.list_conflicts(session, twice.course_id)
    assert conflict.mark.agenda_item_id == workshop.item_ids[LATER]
    assert [claim.status for claim in conflict.claims] == [MarkStatus.PRESENT]


def test_a_trainer_who_marks_the_old_seat_on_an_old_page_marks_the_person(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(merge, twice.pair)
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.PRESENT))
    assert workshop.item_ids[MORNING] in marks_of(app, twice, twice.first)
    assert marks_of(app, twice, twice.second) == {}


def shown_code(app: Flask, workshop: Workshop) -> str:
    """The code of Module 1, part A, which is open from now on."""
    with app.extensions["training.database"].writing() as session:
        opening = attendance.open_attendance(
            session, workshop.course_id, workshop.item_ids[MORNING], "k", SYSTEM, NINE_THIRTY
        )
        session.commit()
    secret = app.config["SECRET_KEY"]
    return attendance.code_of(secret, workshop.course_id, opening, NINE_THIRTY).digits


def test_taps_of_the_old_phone_during_the_merging_are_not_lost(
    app: Flask, workshop: Workshop, twice: Twice, client_for: ClientMaker
) -> None:
    """Whoever comes first, the mark is there for the seat that stays."""
    code = shown_code(app, workshop)
    trainer = client_for(account_id=workshop.trainer_id)
    phone = client_for(seat_id=twice.second)
    start = threading.Barrier(2)
    answers: dict[str, int] = {}

    def tap() -> None:
        start.wait(10)
        sent = {"code": code, "submission_key": "tap"}
        answers["tap"] = phone.post(f"/c/{twice.course_id}/attendance", data=sent).status_code

    def press() -> None:
        start.wait(10)
        sent = {"other": str(twice.second), "stays": "this"}
        answers["merge"] = trainer.post(twice.path, data=sent).status_code

    threads = [threading.Thread(target=each) for each in (tap, press)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers["merge"] == 303
    assert answers["tap"] < 400
    assert workshop.item_ids[MORNING] in marks_of(app, twice, twice.first)


def test_a_tap_that_waited_for_the_merging_goes_on_with_the_seat_that_stays(
    app: Flask, workshop: Workshop, twice: Twice, client_for: ClientMaker
) -> None:
    """The merging is held open until the tap has come; only then it commits."""
    code = shown_code(app, workshop)
    phone = client_for(seat_id=twice.second)
    answers: list[int] = []

    def tap() -> None:
        sent = {"code": code, "submission_key": "tap"}
        answers.append(phone.post(f"/c/{twice.course_id}/attendance", data=sent).status_code)

    with app.extensions["training.database"].writing() as session:
        merging.merge(session, twice.pair, SYSTEM, NINE_THIRTY)
        session.flush()
        thread = threading.Thread(target=tap)
        thread.start()
        thread.join(0.7)
        assert answers == [], "it waits"
        session.commit()
    thread.join(30)
    assert answers[0] < 400
    assert workshop.item_ids[MORNING] in marks_of(app, twice, twice.first)
    assert marks_of(app, twice, twice.second) == {}


def contest(workshop: Workshop, seat_id: uuid.UUID) -> tuple[object, ...]:
    """The phone of somebody who is marked absent says that they were there."""
    said = recording.Said(
        workshop.item_ids[MORNING], seat_id, MarkSource.CODE, MarkStatus.PRESENT, NINE_THIRTY,
        device="one phone",
    )  # fmt: skip
    return recording.take, workshop.course_id, said, f"scan-{seat_id}"


def test_what_was_contested_of_the_old_seat_is_settled_once_and_nobody_is_counted_twice(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    do: Callable[..., object],
) -> None:  # fmt: skip
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.ABSENT))
    do(*contest(workshop, twice.second))
    do(*by_hand(workshop, twice.second, LATER, MarkStatus.PRESENT))
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        (conflict,) = attendance.list_conflicts(session, twice.course_id)
        assert conflict.mark.seat_id == twice.first
        later = workshop.item_ids[LATER]
        assert counting.count_here(session, twice.course_id, later) == 1
        assert attendance.count_marked(session, twice.course_id, later) == 1
    roll = f"/courses/{twice.course_id}/attendance"
    sent = {f"said-{conflict.mark.id}": "here", "submission_key": "settle"}
    assert trainer.post(f"{roll}/conflicts", data=sent).status_code == 303
    with app.extensions["training.database"].reading() as session:
        assert attendance.list_conflicts(session, twice.course_id) == ()


def test_one_phone_of_somebody_who_joined_twice_is_no_surprise_after_the_merging(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    for seat_id in (twice.first, twice.second):
        do(*contest(workshop, seat_id))
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        found = counting.list_surprises(session, twice.course_id, workshop.item_ids[MORNING])
        assert found == ()


def test_taking_all_present_back_counts_the_person_once(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    item_id = workshop.item_ids[MORNING]
    given = (twice.course_id, item_id, 99, "all", SYSTEM, NINE_THIRTY)
    assert do(marking.mark_rest_present, *given) == 3
    do(merge, twice.pair)
    undone = do(undoing.take_back, twice.course_id, item_id, "all", SYSTEM, NINE_THIRTY)
    assert isinstance(undone, Undone)
    assert {mark.seat_id for mark in undone.marks} <= {twice.first, workshop.other_seat_id}
    assert marks_of(app, twice, twice.second), "the records of both are kept"
