"""What staff make of the names at the desk."""

import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.certificates.names.conftest import RIGHT, TODAY, Sent, form, name_of
from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import counts, grown, nothing_saved, require_said
from training.audit import service as audit
from training.certificates.names import checks as name_checks
from training.certificates.names import desk as name_desk
from training.certificates.names import texts as name_texts
from training.certificates.names.rules import Said, Spelling
from training.courses import service as courses
from training.kernel.texts import Text, say
from training.people import rules as people_rules


def test_merging_two_seats_says_that_a_request_is_not_taken_over(
    trainee: ProofReadingClient, trainer: ProofReadingClient, workshop: Workshop, own: str
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    merge = f"/courses/{workshop.course_id}/people/{workshop.other_seat_id}/merge"
    page = trainer.get(f"{merge}?other={workshop.seat_id}&stays=this").text
    assert "a correction of the name is asked for. That is not taken over" in page
    trainer.post(merge, data={"other": str(workshop.seat_id), "stays": "this"})
    desk = f"/courses/{workshop.course_id}/certificates"
    assert "asks for a correction" not in trainer.get(desk).text


def test_the_desk_corrects_the_person_with_one_press(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    page = trainer.get(desk).text
    assert "Asks for a correction: <b>1</b>" in page
    assert f'value="{RIGHT.km}"' in page
    overview = trainer.get(f"/courses/{workshop.course_id}/certificates").text
    assert "1 asks for a correction" in overview
    before = counts(app)
    sent = {"version": "1", "settle": "correct", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    for _ in range(2):
        answer = trainer.post(f"{desk}/{workshop.seat_id}", data=sent)
        assert (answer.status_code, answer.location) == (303, desk)
    assert grown(before, counts(app)) == {"audit_entries": 1}
    assert name_of(reading(), workshop) == RIGHT
    entry = audit.list_entries(reading(), _person(reading(), workshop))[0]
    assert (entry.action, entry.actor_id) == ("corrected", workshop.trainer_id)
    assert "The name was corrected. Please look at it once more." in trainee.get(own).text
    trainee.post(own, data=form("yes", said="right") | {"seen": RIGHT.mark})
    (row,) = (
        row
        for row in name_desk.gather(reading(), workshop.course_id).rows
        if row.person.seat_id == workshop.seat_id
    )
    assert row.said is Said.RIGHT


def _person(session: Session, workshop: Workshop) -> uuid.UUID:
    return courses.get_seat(session, workshop.course_id, workshop.seat_id).person_id


def test_the_desk_leaves_a_name_as_it_is(
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    answer = trainer.post(f"{desk}/{workshop.seat_id}", data={"version": "1", "settle": "leave"})
    assert answer.status_code == 303
    assert name_of(reading(), workshop) == TODAY
    assert "left the name as it was" in trainee.get(own).text
    assert name_checks.count_open(reading(), workshop.course_id) == 0


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"version": "1", "name_km": "ស", "name_latin": ""}, 409, name_texts.NOT_THE_NEWEST),
        ({"version": "x", "settle": "leave"}, 409, name_texts.NOT_THE_NEWEST),
        (
            {"version": "2", "name_km": TODAY.km, "name_latin": TODAY.latin},
            422,
            name_texts.STILL_THE_SAME,
        ),
        ({"version": "2", "name_km": "", "name_latin": ""}, 422, people_rules.NAME_NEEDED),
        (
            {"version": "2", "name_km": TODAY.km, "name_latin": "SUN 漢"},
            422,
            say(
                "These characters cannot be printed on a certificate: %(characters)s",
                characters="漢",
            ),
        ),
    ],
)
def test_what_the_desk_cannot_do_is_said_and_nothing_is_saved(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    sent: Sent,
    status: int,
    told: Text,
) -> None:
    trainee.post(own, data=form("no", said="wrong"))
    trainee.post(own, data=form("so", RIGHT))
    with nothing_saved(app):
        answer = trainer.post(f"{desk}/{workshop.seat_id}", data=sent)
    require_said(app, answer, status, told, "en")


def test_nobody_is_corrected_who_did_not_ask(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, desk: str
) -> None:
    sent = {"version": "1", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    for seat_id in (workshop.other_seat_id, workshop.seat_elsewhere_id):
        with nothing_saved(app):
            answer = trainer.post(f"{desk}/{seat_id}", data=sent)
        assert answer.status_code == 404


def test_a_correction_by_hand_settles_with_the_request(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    trainee.post(own, data=form("no", said="wrong"))
    person = f"/courses/{workshop.course_id}/people/{workshop.seat_id}"
    names = {"name_km": RIGHT.km, "name_latin": RIGHT.latin}
    assert trainer.post(person, data=names).status_code == 302
    trainer.post(f"{desk}/{workshop.seat_id}", data={"version": "1", **names})
    assert name_checks.count_open(reading(), workshop.course_id) == 0
    assert "Asked for a correction of the name" in trainer.get(person).text


def test_odd_signs_and_twins_stand_at_the_desk(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, desk: str
) -> None:
    people_page = f"/courses/{workshop.course_id}/people"
    for number, name in enumerate(("ស៊ុន\u200bសុភាព", "S\u0421N Dara")):
        field = "name_latin" if number else "name_km"
        answer = trainer.post(
            people_page, data={field: name, "submission_key": f"k{number}", "another_person": "y"}
        )
        assert answer.status_code == 302
    page = trainer.get(desk).text
    assert "It holds a sign that nobody sees: U+200B" in page
    assert "\u0421 (U+0421) is a letter of another script" in page
    assert page.count("Perhaps the same person") == 2


def test_what_is_odd_in_the_spelling_that_is_asked_for_is_shown_before_it_is_accepted(
    trainee: ProofReadingClient, trainer: ProofReadingClient, own: str, desk: str
) -> None:
    """Here: the name of somebody else in the room, with a sign that nobody sees."""
    assert "Perhaps the same person" not in trainer.get(desk).text
    trainee.post(own, data=form("so", Spelling("កែវ\u200bចាន់ថា", "")))
    page = trainer.get(desk).text
    assert "It holds a sign that nobody sees: U+200B" in page
    assert "Perhaps the same person: seat 2" in page
