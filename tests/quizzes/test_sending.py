"""A finish that carries answers: all of them with the score, or none; sent twice is sent once."""

import threading
from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import SLUG, close, count, give, place_of
from training.adapters.database import Database
from training.audit.tables import AuditEntry
from training.quizzes import service
from training.quizzes.model import Attempt
from training.quizzes.tables import QuizAnswer

JSON = {"Accept": "application/json"}
RIGHT = (("colour", "b"), ("stone", "false"), ("water", "true"))


def page(workshop: Workshop, rest: str = "", slug: str = SLUG) -> str:
    return f"/c/{workshop.course_id}/quiz/{slug}{rest}"


def sent(
    database: Database, workshop: Workshop, *given: tuple[str, str, str]
) -> dict[str, list[str]]:
    """The form: each answer as `item place key`, in the order of giving."""
    with database.reading() as session:
        places = [place_of(session, workshop, item, code) for item, code, _ in given]
    fields = zip(given, places, strict=True)
    return {"answer": [f"{item} {place} {key}" for (item, _, key), place in fields]}


def attempt_of(database: Database, workshop: Workshop) -> Attempt:
    with database.reading() as session:
        attempt = service.get_desk(session, workshop.course_id, workshop.seat_id, SLUG).attempt
    assert attempt is not None
    return attempt


def rows(database: Database) -> int:
    with database.reading() as session:
        return count(session, QuizAnswer)


def test_answers_that_come_with_the_sending_are_scored(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    data = sent(database, begun, *((item, code, f"k-{item}") for item, code in RIGHT))
    assert trainee.post(page(begun, "/finish"), data=data).location == page(begun, "/result")
    assert "Right: 3 of 3" in trainee.get(page(begun, "/result")).text
    assert rows(database) == 3


def test_sending_twice_is_sending_once(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    data = sent(database, begun, ("colour", "b", "k1"), ("water", "true", "k2"))
    replies = [
        trainee.post(page(begun, "/finish"), data=data, headers=JSON).get_json() for _ in "12"
    ]
    assert replies[0] == replies[1]
    assert replies[0] == {
        "finished": True,
        "kept": ["k1", "k2"],
        "result": page(begun, "/result"),
    }
    assert attempt_of(database, begun).score == 2
    assert rows(database) == 2
    with database.reading() as session:
        assert session.query(AuditEntry).filter_by(action="scored").count() == 1


def test_the_last_of_a_batch_counts(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    data = sent(
        database, begun, ("colour", "b", "k1"), ("colour", "a", "k2"), ("colour", "b", "k3")
    )
    trainee.post(page(begun, "/finish"), data=data)
    assert attempt_of(database, begun).score == 1
    assert rows(database) == 3


def test_an_answer_that_had_arrived_stays_in_its_place(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    """The reply to the first was lost: it comes again, before what was tapped after it."""
    with database.writing() as session:
        give(session, begun, "colour", "a", "k1")
        session.commit()
    data = sent(database, begun, ("colour", "a", "k1"), ("colour", "b", "k2"))
    reply = trainee.post(page(begun, "/finish"), data=data, headers=JSON).get_json()
    assert reply["kept"] == ["k1", "k2"]
    assert attempt_of(database, begun).score == 1
    assert rows(database) == 2


def test_what_comes_again_does_not_undo_what_was_saved_after_it(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    with database.writing() as session:
        give(session, begun, "colour", "a", "k1")
        give(session, begun, "colour", "b", "k2")
        session.commit()
    trainee.post(page(begun, "/finish"), data=sent(database, begun, ("colour", "a", "k1")))
    assert attempt_of(database, begun).score == 1


@pytest.mark.parametrize(
    "answer",
    [
        "none 1 k",
        "water 9 k",
        "water x k",
        "water 1",
        "water 1 ",
        "",
        "water",
        "water 1 " + "k" * 65,
    ],
)
def test_one_answer_that_cannot_be_read_stops_them_all(
    database: Database, trainee: ProofReadingClient, begun: Workshop, answer: str
) -> None:
    good = sent(database, begun, ("colour", "b", "k1"))["answer"]
    for headers in (JSON, {}):
        reply = trainee.post(
            page(begun, "/finish"), data={"answer": [*good, answer]}, headers=headers
        )
        assert reply.status_code == 422
    assert rows(database) == 0
    assert attempt_of(database, begun).finished_at is None


def test_more_answers_than_a_phone_can_hold_are_refused(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    many = [f"water 1 {number}" for number in range(1000)]
    assert trainee.post(page(begun, "/finish"), data={"answer": many}).status_code == 422
    assert rows(database) == 0


def test_a_sheet_that_the_trainer_closed_takes_nothing_and_says_so(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    with database.writing() as session:
        give(session, begun, "water", "true", "k1")
        close(session, begun)
        session.commit()
    data = sent(database, begun, ("water", "true", "k1"), ("colour", "b", "k2"))
    reply = trainee.post(page(begun, "/finish"), data=data, headers=JSON).get_json()
    assert reply["kept"] == ["k1"]
    assert trainee.post(page(begun, "/finish"), data=data).location == page(begun, "/result")
    assert attempt_of(database, begun).score == 1
    assert rows(database) == 1


def test_a_quiz_that_takes_no_answers_takes_none_with_the_sending(
    database: Database, trainee: ProofReadingClient, opened: Workshop
) -> None:
    """Not begun: there is no sheet on which they could stand."""
    reply = trainee.post(page(opened, "/finish"), data={"answer": ["water 1 k"]}, headers=JSON)
    assert reply.status_code == 409
    assert reply.get_json()["saved"] is False
    assert rows(database) == 0


def test_two_phones_of_one_seat_that_send_at_once_are_one_sending(
    app: Flask, database: Database, client_for: ClientMaker, begun: Workshop
) -> None:
    data = sent(database, begun, *((item, code, f"k-{item}") for item, code in RIGHT))
    clients = [client_for(seat_id=begun.seat_id) for _ in range(4)]
    statuses: list[int] = []

    def send(client: ProofReadingClient) -> None:
        statuses.append(client.post(page(begun, "/finish"), data=data).status_code)

    threads = [threading.Thread(target=send, args=(client,)) for client in clients]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert statuses == [303] * 4
    assert attempt_of(database, begun).score == 3
    assert rows(database) == 3


def test_sending_costs_the_same_in_every_quiz(
    database: Database,
    trainee: ProofReadingClient,
    workshop: Workshop,
    add_quiz: Callable[[str, int], None],
    statements: list[str],
) -> None:
    spent = {}
    for slug, items in (("three", 3), ("fifteen", 15)):
        add_quiz(slug, items)
        with database.reading() as session:
            places = {
                f"item-{each}": place_of(session, workshop, f"item-{each}", "a", slug)
                for each in range(items)
            }
        data = {"answer": [f"{item} {place} {item}" for item, place in places.items()]}
        statements.clear()
        assert trainee.post(page(workshop, "/finish", slug), data=data).status_code == 303
        spent[items] = list(statements)
    assert len(spent[3]) == len(spent[15])
    assert len(spent[15]) <= 8, "seat, desk, sheet, what was there, answers, key, score, trail"
