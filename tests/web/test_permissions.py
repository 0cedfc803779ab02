"""Every route against every role, held against the list of permissions."""

import uuid
from typing import Any

import pytest
from flask import Flask, abort
from werkzeug.routing import Rule

from tests.conftest import ClientMaker, Workshop
from training.kernel.access import Role
from training.web import guard

ROLES_OF = {
    "visitor": {Role.VISITOR},
    "trainee": {Role.VISITOR, Role.TRAINEE},
    "trainee elsewhere": {Role.VISITOR},
    "trainer": {Role.VISITOR, Role.STAFF, Role.TRAINER},
    "trainer elsewhere": {Role.VISITOR, Role.STAFF},
    "administrator": {Role.VISITOR, Role.STAFF, Role.ADMINISTRATOR},
}
"""What each person is in the workshop's course; without a course, TRAINER and TRAINEE fall away."""
FILE_ID = uuid.UUID("01a21313-0000-7000-8000-000000000002")
"""Of a file of questions that waits, where there is one; the same in every run."""
OUTSIDE_COURSES = {Role.TRAINER, Role.TRAINEE}


def client_arguments(who: str, workshop: Workshop) -> dict[str, Any]:
    return {
        "visitor": {},
        "trainee": {"seat_id": workshop.seat_id},
        "trainee elsewhere": {"seat_id": workshop.seat_elsewhere_id},
        "trainer": {"account_id": workshop.trainer_id},
        "trainer elsewhere": {"account_id": workshop.stranger_id},
        "administrator": {"account_id": workshop.administrator_id},
    }[who]


def path_of(app: Flask, rule: Rule, workshop: Workshop) -> str:
    values: dict[str, Any] = {
        "course_id": workshop.course_id,
        "seat_id": workshop.seat_id,
        "account_id": workshop.trainer_id,
        "item_id": workshop.item_ids[3],
        "seat_number": 1,
        "code": workshop.join_code,
        "slug": "small",
        "number": "R2P-00000-00000",
        "chosen": "en",
        "token": "AAAAAAAA",
        "question_id": workshop.seat_id,
        "answer_id": workshop.seat_id,
        "deed": "close",
        "file_id": FILE_ID,
        "logo_id": workshop.seat_id,
        "photo_id": workshop.seat_id,
        "design_id": workshop.seat_id,
        "digest": "0" * 64,
        "sheet_number": 1,
        "proposal_id": workshop.seat_id,
        "letter_id": workshop.seat_id,
        "key_id": "0123456789abcdef",
        "purpose": "revocation",
        "list_number": 0,
    }
    given = {name: values.get(name, "unknown") for name in rule.arguments}
    with app.test_request_context():
        return str(app.url_for(rule.endpoint, **given))


def list_routes(app: Flask) -> list[tuple[Rule, str]]:
    rules = (rule for rule in app.url_map.iter_rules() if rule.endpoint != "static")
    return [
        (rule, method)
        for rule in rules
        for method in sorted((rule.methods or set()) & {"GET", "POST", "PUT", "DELETE", "PATCH"})
    ]


@pytest.mark.parametrize("who", ROLES_OF)
def test_every_route_opens_for_those_whom_its_permission_names_and_nobody_else(
    who: str,
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    turned: list[str] = []

    def turn_away(permission: Any, _actor: Any) -> Any:
        turned.append(permission.name)
        abort(403)

    monkeypatch.setattr(guard, "_turn_away", turn_away)
    # The tests' tables are made without migrations; test_readiness.py has some that are.
    monkeypatch.delitem(app.extensions["training.conditions"], "schema")
    routes = list_routes(app)
    assert len(routes) > 30
    for rule, method in routes:
        permission = guard.permission_of(app, rule.endpoint)
        assert permission is not None
        roles = ROLES_OF[who] - (set() if "course_id" in rule.arguments else OUTSIDE_COURSES)
        turned.clear()
        client = client_for(**client_arguments(who, workshop))
        answer = client.open(path_of(app, rule, workshop), method=method, data={})
        assert bool(turned) is not permission.allows(frozenset(roles)), (who, method, rule.rule)
        assert answer.status_code < 500, (who, method, rule.rule)


def test_a_view_without_a_permission_does_not_start(app: Flask) -> None:
    app.view_functions["bare"] = lambda: "open to the world"
    with pytest.raises(RuntimeError, match="bare"):
        guard.require_permissions(app)


def test_a_visitor_is_led_to_the_way_in(client_for: ClientMaker, workshop: Workshop) -> None:
    visitor = client_for()
    assert visitor.get(f"/c/{workshop.course_id}").location == "/join"
    assert (visitor.get("/courses").location or "").startswith("/sign-in?next=/courses")


def test_a_stranger_is_told_so(client_for: ClientMaker, workshop: Workshop) -> None:
    answer = client_for(account_id=workshop.stranger_id).get(f"/courses/{workshop.course_id}")
    assert answer.status_code == 403
    assert "not for this account" in answer.text
