"""What a cookie is worth: nothing when it was changed, is too old, or comes from elsewhere."""

import datetime as dt
import itertools
from collections.abc import Callable

import pytest
from flask import Flask
from flask.sessions import SecureCookieSessionInterface

from tests.conftest import ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.proofreading import ProofReadingClient
from tests.web.test_permissions import list_routes, path_of
from training.application import LONGEST_IDLE
from training.courses import seat_cookie
from training.people.passwords import hash_password
from training.people.tables import Account

pytestmark = ON_SQLITE
PAGE = (200, "text/html")
PASSWORD = "my cat eats rice"


def changes(value: str) -> list[str]:
    """The value with one sign changed, at ten places; its halves; parts in another order."""
    places = range(0, len(value), max(len(value) // 10, 1))
    spoilt = [value[:at] + ("A" if value[at] != "A" else "B") + value[at + 1 :] for at in places]
    turned = [".".join(parts) for parts in itertools.permutations(value.split("."))][1:]
    return [*spoilt, value[: len(value) // 2], value + "A", "." + value, *turned, ""]


def test_a_staff_cookie_that_was_changed_signs_nobody_in(
    trainer: ProofReadingClient, client_for: ClientMaker, workshop: Workshop
) -> None:
    page = f"/courses/{workshop.course_id}"
    assert trainer.get(page).status_code == 200
    ((name, value),) = [
        pair for pair in cookies_of(trainer).items() if pair[0].startswith("session-")
    ]
    for spoilt in changes(value):
        client = client_for()
        client.set_cookie(name, spoilt)
        assert client.get(page).status_code == 302, spoilt


def test_a_seat_cookie_that_was_changed_gives_no_seat(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    key = str(app.config["SECRET_KEY"])
    good = seat_cookie.signed(key, [workshop.seat_id])
    for spoilt in (*changes(good), seat_cookie.signed("another key", [workshop.seat_id])):
        client = client_for()
        client.set_cookie(seat_cookie.cookie_name(key), spoilt)
        assert client.get(f"/c/{workshop.course_id}").status_code == 302, spoilt


def test_a_cookie_of_one_kind_is_none_of_another(
    app: Flask, trainee: ProofReadingClient, client_for: ClientMaker, workshop: Workshop
) -> None:
    """All are signed with one key, each with a purpose of its own."""
    trainee.get("/join")
    kept = cookies_of(trainee)
    names = [name for name in kept if name != "lang"]
    assert len(names) == 3
    for into, out_of in itertools.permutations(names, 2):
        client = client_for()
        client.set_cookie(into, kept[out_of])
        assert client.get(f"/c/{workshop.course_id}").status_code == 302
        assert client.get("/courses").status_code == 302


@pytest.mark.parametrize(("idle", "status"), [(-60, 200), (60, 302)])
def test_a_browser_left_alone_overnight_has_to_sign_in_again(
    idle: int,
    status: int,
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    serializer = SecureCookieSessionInterface().get_signing_serializer(app)
    assert serializer is not None
    later = int(dt.datetime.now(dt.UTC).timestamp() + LONGEST_IDLE.total_seconds()) + idle
    signer = type(serializer.make_signer(b""))
    monkeypatch.setattr(signer, "get_timestamp", lambda _self: later)
    assert trainer.get(f"/courses/{workshop.course_id}").status_code == status


@pytest.fixture
def type_password(app: Flask, workshop: Workshop) -> Callable[[ProofReadingClient], None]:
    """SOK Bopha signs in with a password."""
    with app.extensions["training.database"].writing() as session:
        session.get_one(Account, workshop.trainer_id).password_hash = hash_password(PASSWORD)
        session.commit()

    def type_it(client: ProofReadingClient) -> None:
        sent = {"sign_in_name": "bopha", "password": PASSWORD}
        assert client.post("/sign-in", data=sent).status_code == 302

    return type_it


def test_signing_in_gives_another_cookie_and_the_one_before_opens_nothing(
    client_for: ClientMaker,
    workshop: Workshop,
    type_password: Callable[[ProofReadingClient], None],
) -> None:
    client, thief = client_for(), client_for()
    client.get("/join")
    before = cookies_of(client)
    for name, value in before.items():
        thief.set_cookie(name, value)
    type_password(client)
    after = cookies_of(client)
    assert all(after[name] != before[name] for name in before if name.startswith("session-"))
    assert client.get(f"/courses/{workshop.course_id}").status_code == 200
    assert thief.get(f"/courses/{workshop.course_id}").status_code == 302


def test_every_page_of_the_staff_has_its_way_out(
    app: Flask, administrator: ProofReadingClient, workshop: Workshop
) -> None:
    """But for what hangs on the wall: projectors, notes and the code on the screen."""
    shown = {"slides.show", "slides.notes", "attendance.show_code", "live.project"}
    found = 0
    for rule, method in list_routes(app):
        is_staffs = rule.endpoint not in shown and rule.rule.startswith(("/courses", "/staff"))
        answer = administrator.get(path_of(app, rule, workshop)) if method == "GET" else None
        if answer is not None and is_staffs and (answer.status_code, answer.mimetype) == PAGE:
            assert 'action="/sign-out"' in answer.text, rule.rule
            found += 1
    assert found > 10
