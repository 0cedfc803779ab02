"""The certificate on its owner's page, and a name that is corrected once it is issued."""

import json
import uuid
from collections.abc import Callable

from flask import Flask
from sqlalchemy.orm import Session

from tests.certificates.issued import issue_one
from tests.certificates.names.conftest import RIGHT, TODAY, form, name_of
from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import nothing_saved
from training.certificates import changing, service
from training.certificates.model import State
from training.certificates.names.rules import Spelling
from training.certificates.tables import Certificate
from training.kernel.access import SYSTEM


def test_after_the_issue_a_corrected_certificate_takes_the_place(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    old = reading().get_one(Certificate, issue_one(app, workshop))
    trainee.post(own, data=form("so", RIGHT))
    sent = {"version": "1", "settle": "correct", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    for _ in range(2):
        assert trainer.post(f"{desk}/{workshop.seat_id}", data=sent).status_code == 303
    new = service.get_of_seat(reading(), workshop.seat_id)
    assert (new.edition, new.replaces) == (2, old.id)
    assert Spelling(new.facts.name_km, new.facts.name_en) == RIGHT
    page = trainee.get(f"/c/{workshop.course_id}/certificate").text
    assert new.facts.number in page
    assert f"It took the place of {old.facts.number}" in page
    gone = trainee.get(f"/c/{workshop.course_id}/certificate.pdf?number={old.facts.number}")
    assert gone.status_code == 404


def test_a_suspended_certificate_is_not_corrected_by_half(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    certificate_id = issue_one(app, workshop)
    _change(app, certificate_id, State.SUSPENDED)
    trainee.post(own, data=form("so", RIGHT))
    sent = {"version": "1", "settle": "correct", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    with nothing_saved(app):
        answer = trainer.post(f"{desk}/{workshop.seat_id}", data=sent)
    assert answer.status_code == 409
    assert "This certificate is suspended. Please reinstate it first." in answer.text
    assert name_of(reading(), workshop) == TODAY


def _change(app: Flask, certificate_id: uuid.UUID, state: State) -> None:
    with app.extensions["training.database"].writing() as session:
        changing.change(
            session,
            certificate_id,
            state,
            "Wrong day.",
            state.value,
            SYSTEM,
            NINE_THIRTY,
        )
        session.commit()


def test_the_own_page_says_whether_it_counts_and_gives_out_only_what_does(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    certificate_id = issue_one(app, workshop)
    page = f"/c/{workshop.course_id}/certificate"
    assert "certificate.pdf" in trainee.get(page).text
    assert trainee.get(f"{page}.pdf").data.startswith(b"%PDF")
    for state, words in ((State.SUSPENDED, "for the time being"), (State.REVOKED, "any more")):
        _change(app, certificate_id, state)
        found = trainee.get(page).text
        assert f"It does not count {words}." in found
        assert "Wrong day." in found
        assert "certificate.pdf" not in found
        assert trainee.get(f"{page}.pdf").status_code == 410


def test_the_owner_takes_the_signed_credential_along(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    issue_one(app, workshop)
    page = f"/c/{workshop.course_id}/certificate"
    assert "Signed credential (JSON)" in trainee.get(page).text
    answer = trainee.get(f"{page}.json")
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "OpenBadgeCredential" in json.loads(answer.text)["type"]
