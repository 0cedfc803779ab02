"""Somebody who joined twice: which seat stays, what is said first, who finds the way then."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from tests.conftest import ClientMaker, Workshop
from tests.courses.merging.conftest import LATER, MORNING, Twice, by_hand, merge
from tests.proofreading import ProofReadingClient
from training.attendance.model import MarkStatus
from training.audit.tables import AuditEntry
from training.courses import seat_cookie, service
from training.courses.model import Pair
from training.courses.tables import Seat
from training.people.tables import Person


def test_a_near_name_is_suggested_and_what_would_happen_is_said_first(
    trainer: ProofReadingClient, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.PRESENT))
    do(*by_hand(workshop, twice.first, LATER, MarkStatus.ABSENT))
    do(*by_hand(workshop, twice.second, LATER, MarkStatus.PRESENT))
    page = trainer.get(twice.path).text
    alike, rest = page.split('label="The same name"')[1].split('label="Other people"')
    assert str(twice.second) in alike
    assert str(workshop.other_seat_id) in rest
    page = trainer.get(f"{twice.path}?other={twice.second}&stays=this").text
    assert "1 attendance mark comes over." in page
    assert "Module 1, part B, and quiz: the seat that stays says “Absent”" in page
    assert "cannot be taken back" in page


def test_both_trails_say_what_happened_and_both_persons_stay(
    app: Flask, trainer: ProofReadingClient, twice: Twice
) -> None:
    sent = {"other": str(twice.second), "stays": "this"}
    for _ in range(2):
        answer = trainer.post(twice.path, data=sent)
        assert answer.status_code == 303
        assert answer.location.endswith(f"/people/{twice.first}")
    with app.extensions["training.database"].reading() as session:
        found = {
            entry.subject_id: (entry.action, entry.actor_name, entry.after["number"])
            for entry in session.scalars(select(AuditEntry))
            if entry.action in {"took in", "merged into"}
        }
        assert found == {
            twice.first: ("took in", "SOK Bopha", 3),
            twice.second: ("merged into", "SOK Bopha", 1),
        }
        assert session.get_one(Seat, twice.second).merged_into == twice.first
        assert session.scalar(select(Person).where(Person.name_latin == "SUN Sophip"))
        seats = {seat.seat_id for seat in service.list_seats(session, twice.course_id)}
    assert twice.first in seats
    assert twice.second not in seats
    page = trainer.get(f"/courses/{twice.course_id}/people/{twice.first}").text
    assert "Seat 3 was merged into this one." in page
    gone = trainer.get(f"/courses/{twice.course_id}/people/{twice.second}")
    assert gone.location.endswith(str(twice.first))


def test_the_old_phone_and_the_old_seat_code_lead_to_the_seat_that_stays(
    app: Flask, client_for: ClientMaker, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(merge, twice.pair)
    old = client_for(seat_id=twice.second)
    assert "SUN Sopheap" in old.get(f"/c/{twice.course_id}").text
    with app.extensions["training.database"].reading() as session:
        code = session.get_one(Seat, twice.second).code
    held = old.get_cookie(seat_cookie.cookie_name(str(app.config["SECRET_KEY"])))
    assert held is not None
    signed = seat_cookie.signed(str(app.config["SECRET_KEY"]), [twice.first, twice.second])
    assert held.value == signed, "its stream looks at the cookie alone"
    new = client_for()
    typed = {"code": workshop.join_code, "seat_code": code}
    assert new.post("/continue", data=typed).status_code == 302
    assert "SUN Sopheap" in new.get(f"/c/{twice.course_id}").text


def test_a_seat_that_stayed_may_be_merged_itself_and_all_lead_to_the_last(
    app: Flask, client_for: ClientMaker, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(merge, twice.pair)
    do(merge, Pair(twice.course_id, workshop.other_seat_id, twice.first))
    old = client_for(seat_id=twice.second)
    assert "KEO Chantha" in old.get(f"/c/{twice.course_id}").text


@pytest.mark.parametrize(
    ("other", "stays", "status"),
    [("", "this", 422), ("x", "this", 422), ("own", "this", 422), ("far", "this", 404),
     ("other", "both", 422), ("none", "other", 404)],
)  # fmt: skip
def test_bad_choices_are_refused_with_a_sentence(
    trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    other: str, stays: str, status: int,
) -> None:  # fmt: skip
    known = {
        "own": twice.first,
        "far": workshop.seat_elsewhere_id,
        "other": twice.second,
        "none": uuid.UUID(int=7),
    }
    sent = {"other": str(known.get(other, other)), "stays": stays}
    assert trainer.get(twice.path, query_string=sent).status_code == status
    answer = trainer.post(twice.path, data=sent)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_one_phone_that_holds_both_seats_goes_on_with_one(
    app: Flask, twice: Twice, client_for: ClientMaker, do: Callable[..., object]
) -> None:
    phone = client_for()
    secret = str(app.config["SECRET_KEY"])
    both = seat_cookie.signed(secret, [twice.second, twice.first])
    phone.set_cookie(seat_cookie.cookie_name(secret), both)
    do(merge, twice.pair)
    assert "SUN Sopheap" in phone.get(f"/c/{twice.course_id}").text
