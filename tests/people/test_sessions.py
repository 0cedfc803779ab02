"""Staff sessions end everywhere: when somebody signs out, and when a password is chosen."""

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.audit import service as audit
from training.kernel.access import SYSTEM
from training.people import links, service
from training.people.passwords import hash_password
from training.people.tables import Account

PASSWORD = "a long enough password"


@pytest.fixture
def signed_in(app: Flask, workshop: Workshop, client_for: ClientMaker) -> ClientMaker:
    """`signed_in()`: a browser in which SOK Bopha has typed name and password."""
    with app.extensions["training.database"].writing() as session:
        account = session.get_one(Account, workshop.trainer_id)
        service.choose_password(session, account, hash_password(PASSWORD), NINE_THIRTY)
        session.commit()

    def sign_in() -> ProofReadingClient:
        client = client_for()
        sent = {"sign_in_name": "bopha", "password": PASSWORD}
        assert client.post("/sign-in", data=sent).status_code == 302
        return client

    return sign_in


def is_inside(client: ProofReadingClient, workshop: Workshop) -> bool:
    status = client.get(f"/courses/{workshop.course_id}").status_code
    assert status in {200, 302}
    return status == 200


def test_signing_out_ends_every_session_of_the_account_and_no_other(
    workshop: Workshop, signed_in: ClientMaker, administrator: ProofReadingClient
) -> None:
    laptop, projector = signed_in(), signed_in()
    assert is_inside(laptop, workshop)
    assert is_inside(projector, workshop)
    assert laptop.post("/sign-out").location == "/"
    assert not is_inside(laptop, workshop)
    assert not is_inside(projector, workshop)
    assert is_inside(administrator, workshop)
    assert is_inside(signed_in(), workshop)


def test_signing_out_is_in_the_trail(
    app: Flask, workshop: Workshop, signed_in: ClientMaker
) -> None:
    signed_in().post("/sign-out")
    with app.extensions["training.database"].reading() as session:
        entries = audit.list_entries(session, workshop.trainer_id)
    assert [each.action for each in entries[:1]] == ["signed out"]


def test_choosing_a_password_ends_every_session_but_the_one_that_chose(
    app: Flask, workshop: Workshop, signed_in: ClientMaker, client_for: ClientMaker
) -> None:
    before = signed_in()
    with app.app_context(), app.extensions["training.database"].reading() as session:
        token = links.password_token(session.get_one(Account, workshop.trainer_id))
    chooser = client_for()
    answer = chooser.post(f"/password/{token}", data={"password": "another long password"})
    assert answer.status_code == 302
    assert is_inside(chooser, workshop)
    assert not is_inside(before, workshop)


def test_a_closed_account_is_outside_at_once(
    app: Flask, workshop: Workshop, signed_in: ClientMaker
) -> None:
    inside = signed_in()
    with app.extensions["training.database"].writing() as session:
        session.get_one(Account, workshop.trainer_id).active = False
        session.commit()
    assert not is_inside(inside, workshop)
    with app.extensions["training.database"].writing() as session:
        service.end_sessions(session, workshop.trainer_id, SYSTEM, NINE_THIRTY)
        session.commit()
    sent = {"sign_in_name": "bopha", "password": PASSWORD}
    assert inside.post("/sign-in", data=sent).status_code == 422
