"""What trainees say of their names, each on the own telephone."""

import datetime as dt
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.certificates.names.conftest import RIGHT, TODAY, Sent, form, said_by
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import nothing_saved, require_said
from training.attendance import marking
from training.attendance.model import HandMark, MarkStatus
from training.audit import service as audit
from training.certificates import store
from training.certificates.names import checks as name_checks
from training.certificates.names import texts as name_texts
from training.certificates.names.checks import Heard
from training.certificates.names.rules import Spelling
from training.kernel.access import SYSTEM
from training.kernel.texts import Text, say
from training.people import rules as people_rules

AFTERNOON = NINE_THIRTY + dt.timedelta(hours=4)
"""13:30 in Phnom Penh: the last half-day has begun."""
MORNING = (3, 5)
"""Places in the agenda of what counts before noon."""


def step_of(phone: ProofReadingClient, workshop: Workshop) -> str:
    page = phone.get(f"/c/{workshop.course_id}").text
    return page.split('data-step="')[1].split('"')[0]


def test_in_the_last_half_day_my_day_asks_to_look_at_the_name(
    trainee: ProofReadingClient,
    workshop: Workshop,
    own: str,
    at: Callable[[dt.datetime], None],
) -> None:
    assert step_of(trainee, workshop) == "read-slides"
    at(AFTERNOON)
    assert step_of(trainee, workshop) == "check-name"
    trainee.post(own, data=form("no", said="wrong"))
    assert step_of(trainee, workshop) == "read-slides"
    trainee.post(own, data=form("yes", said="right"))
    assert step_of(trainee, workshop) == "read-slides"


def test_who_cannot_get_a_certificate_any_more_is_not_asked(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop, at: Callable[[dt.datetime], None]
) -> None:
    with app.extensions["training.database"].writing() as session:
        for place in MORNING:
            absent = HandMark(workshop.item_ids[place], workshop.seat_id, MarkStatus.ABSENT)
            marking.mark_by_hand(
                session, workshop.course_id, absent, f"k{place}", SYSTEM, NINE_THIRTY
            )
        session.commit()
    at(AFTERNOON)
    assert step_of(trainee, workshop) == "read-slides"


def test_one_tap_confirms_and_is_counted_once(
    app: Flask,
    trainee: ProofReadingClient,
    workshop: Workshop,
    own: str,
    reading: Callable[[], Session],
) -> None:
    page = trainee.get(own).text
    assert TODAY.km in page
    assert TODAY.latin in page
    for _ in range(3):
        answer = trainee.post(own, data=form("one", said="right"))
        assert answer.status_code == 303
        assert answer.location == f"/c/{workshop.course_id}"
    assert said_by(reading(), workshop) == [(1, True, "", True)]
    assert "Confirmed" in trainee.get(own).text
    entries = audit.list_entries(reading(), workshop.seat_id)
    assert [each.action for each in entries] == ["confirmed the name of", "joined"]


def test_one_tap_asks_for_a_correction_and_the_spelling_can_follow(
    trainee: ProofReadingClient, workshop: Workshop, own: str, reading: Callable[[], Session]
) -> None:
    assert trainee.post(own, data=form("no", said="wrong")).location == own
    page = trainee.get(own).text
    assert "The trainer has been asked to correct it" in page
    for _ in range(2):
        trainee.post(own, data=form("so", RIGHT, note="As on my card."))
    assert said_by(reading(), workshop) == [(1, False, "", True), (2, False, RIGHT.latin, False)]
    assert name_checks.count_open(reading(), workshop.course_id) == 1
    page = trainee.get(own).text
    assert f'value="{RIGHT.latin}"' in page
    trainee.post(own, data=form("yes", said="right"))
    assert name_checks.count_open(reading(), workshop.course_id) == 0


def test_a_tap_on_an_old_page_does_not_take_back_the_spelling(
    trainee: ProofReadingClient, workshop: Workshop, own: str, reading: Callable[[], Session]
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    assert trainee.post(own, data=form("old page", said="wrong")).status_code == 303
    assert said_by(reading(), workshop) == [(1, False, RIGHT.latin, False)]


@pytest.mark.parametrize(
    ("field", "typed", "sign"),
    [
        ("name_km", "ស៊ុន 😀", "😀"),
        ("name_latin", "SUN 😀", "😀"),
        ("name_km", "ស៊ុន สุภา", "ส ุ ภ า"),
    ],
)
@pytest.mark.parametrize("language", ["en", "km"])
def test_a_sign_that_cannot_be_printed_is_named_and_nothing_is_saved(
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    own: str,
    field: str,
    typed: str,
    sign: str,
    language: str,
) -> None:
    phone = client_for(seat_id=workshop.seat_id, language=language)
    sent = form("key", RIGHT) | {field: typed}
    with nothing_saved(app):
        answer = phone.post(own, data=sent)
    told = say(
        "These characters cannot be printed on a certificate: %(characters)s", characters=sign
    )
    require_said(app, answer, 422, told, language)
    assert typed in answer.text


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        (form("k", Spelling("SUN", "SUN")), 422, people_rules.NOT_KHMER),
        (form("k", Spelling("ក" * 121, "SUN")), 422, people_rules.NAME_TOO_LONG),
        (form("k", TODAY), 422, name_texts.SAY_WHAT),
        (form("k", said="right") | {"seen": RIGHT.mark}, 409, name_texts.NAME_CHANGED),
        ({}, 409, name_texts.NAME_CHANGED),
    ],
)
def test_what_cannot_be_heard_is_answered_with_a_sentence(
    app: Flask, trainee: ProofReadingClient, own: str, sent: Sent, status: int, told: Text
) -> None:
    with nothing_saved(app):
        answer = trainee.post(own, data=sent)
    require_said(app, answer, status, told, "en")


def test_words_about_something_else_are_enough(
    trainee: ProofReadingClient, workshop: Workshop, own: str, reading: Callable[[], Session]
) -> None:
    trainee.post(own, data=form("title", TODAY, note="I am a doctor."))
    assert said_by(reading(), workshop) == [(1, False, "", False)]


def test_nobody_says_so_without_end(app: Flask, trainee: ProofReadingClient, own: str) -> None:
    for number in range(name_checks.MOST_SAID):
        assert trainee.post(own, data=form(f"k{number}", said="right")).status_code == 303
    with nothing_saved(app):
        answer = trainee.post(own, data=form("one more", said="right"))
    require_said(app, answer, 429, name_texts.SAID_TOO_OFTEN, "en")


def test_the_same_form_from_two_requests_is_one_word(app: Flask, workshop: Workshop) -> None:
    with app.extensions["training.database"].writing() as session:
        for key in ("a", "a", "b"):
            name_checks.hear(
                session, workshop.course_id, workshop.seat_id, Heard(True, TODAY.mark, key),
                SYSTEM, NINE_THIRTY, lambda _: [],
            )  # fmt: skip
        newest = store.find_newest_name_check(session, workshop.seat_id)
        assert newest is not None
        assert newest.version == 2
