"""Every route, every role, four moments of a day, hostile values: nothing breaks, leaks or stays.

Bounded and always the same. `make fuzz` sends fifty requests to each instead of two. A failure
prints the request ("to keep: Sent(…)"): paste it into test_requests_once_found.py to send it again.
"""

import logging
import os
import re
import zlib
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from flask import Flask
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.conftest import Workshop
from tests.fuzz import days, shelf
from tests.fuzz.conftest import Visit, Visitor
from tests.fuzz.hostile import MARKUP, SUM
from tests.fuzz.sending import Sent, requests, to_keep
from tests.proofreading import ProofReadingClient
from tests.saying import COUNTED_TRIES
from tests.web.test_permissions import ROLES_OF

TIMES = int(os.environ.get("TRAINING_FUZZ") or 2)
CALM = settings(
    max_examples=TIMES,
    database=None,
    deadline=None,
    phases=(Phase.generate, Phase.shrink),
    suppress_health_check=list(HealthCheck),
)
LOOKING = {"GET", "HEAD", "OPTIONS"}


def list_all_routes(app: Flask) -> list[tuple[Rule, str]]:
    """Every rule with each method that it has a view for, static files included."""
    rules = list(app.url_map.iter_rules())
    return [
        (rule, method)
        for rule in rules
        for method in sorted((rule.methods or set()) - {"HEAD", "OPTIONS"})
    ]


@contextmanager
def quiet_log() -> Iterator[list[str]]:
    """What is logged as an error inside."""
    said: list[str] = []
    handler = logging.Handler(logging.ERROR)
    handler.emit = lambda record: said.append(record.getMessage())  # type: ignore[method-assign]
    logging.getLogger().addHandler(handler)
    try:
        yield said
    finally:
        logging.getLogger().removeHandler(handler)


def shows(page: str, secret: str) -> bool:
    """Whether the page says it; the digits of a code within a longer number are not the code."""
    return re.search(rf"(?<![\d.]){re.escape(secret)}(?!\d)", page) is not None


def faults_of(sent: Sent, answer: TestResponse, hidden: dict[str, str]) -> list[str]:
    """What is wrong with this answer."""
    page = answer.get_data().decode("utf-8", "replace")
    found = [
        f"shows {what}" for what, it in hidden.items() if shows(page, it) and not sent.says(it)
    ]
    # A test's tables are not made by migrations, so this one says rightly that it is not ready.
    is_not_ready = sent.path == "/readyz" and answer.status_code == 503
    if answer.status_code >= 500 and not is_not_ready:
        found.append(f"status {answer.status_code}")
    if "Traceback" in page:
        found.append("a traceback")
    if answer.mimetype == "text/html":
        found += [f"reflects {each}" for each in MARKUP if each in page]
        found += [f"works out {SUM}"] * (SUM in page)
    if not re.match(r"(/(?![/\\])|$)", answer.headers.get("Location", "")):
        found.append(f"leads to {answer.headers['Location']}")
    for cookie in answer.headers.getlist("Set-Cookie"):
        if "HttpOnly" not in cookie or "SameSite=Lax" not in cookie:
            found.append(f"sets {cookie.split('=')[0]} carelessly")
        if ("Secure" in cookie) is not (sent.scheme == "https"):
            found.append(f"sets {cookie.split('=')[0]} for the wrong scheme")
    return found


def may_change(sent: Sent, answer: TestResponse) -> bool:
    return sent.method not in LOOKING and answer.status_code < 400


class Room:
    """The workshop at one moment, which one role sends its requests to."""

    def __init__(
        self,
        app: Flask,
        workshop: Workshop,
        visitor: Visitor,
        hidden: dict[str, str],
        watch: shelf.Watch,
    ) -> None:
        self.app = app
        self.workshop = workshop
        self.visitor = visitor
        self.hidden = hidden
        self.before = shelf.take(app)
        self.watch = watch
        watch.saw_a_commit()

    def try_out(self, sent: Sent, *, csrf: bool, tampered: bool) -> TestResponse:
        """Sends it, fails with every fault, and puts the day back as it was."""
        self.app.config["WTF_CSRF_ENABLED"] = csrf
        client: ProofReadingClient = self.app.test_client(use_cookies=False)  # type: ignore[assignment] # set by the fixture
        headers = {"Cookie": self.visitor.cookie(tampered=tampered), **sent.headers}
        if csrf and self.visitor.token:
            headers["X-CSRFToken"] = self.visitor.token
        with quiet_log() as said:
            answer = Sent(**{**vars(sent), "headers": headers}).send(client)
        found = faults_of(sent, answer, self.hidden) + [f"logs {each}" for each in said]
        answer.close()
        changed = self.put_back()
        if not may_change(sent, answer) and changed - {COUNTED_TRIES}:
            found.append(f"changes {', '.join(sorted(changed))} with {answer.status_code}")
        told = f"{self.visitor.who} gets {answer.status_code}: " + "; ".join(found)
        assert not found, f"{told}\nto keep: {to_keep(sent, self.workshop)}"
        return answer

    def put_back(self) -> set[str]:
        """Makes the day what it was: the names of the tables that were not."""
        if not self.watch.saw_a_commit():
            return set()
        after = shelf.take(self.app)
        changed = {name for name, rows in after.items() if rows != self.before[name]}
        if changed:
            shelf.put_back(self.app, self.before)
            self.watch.saw_a_commit()  # its own
        return changed


# On PostgreSQL the busiest day is enough to see what it refuses and SQLite takes.
@pytest.mark.parametrize(
    ("database_kind", "day"),
    [*(("sqlite", each) for each in days.DAYS), ("postgresql", "busy")],
    indirect=["database_kind"],
)
@pytest.mark.parametrize("who", ROLES_OF)
def test_whatever_is_sent_nothing_breaks_leaks_or_stays(
    who: str, day: str, app: Flask, workshop: Workshop, visit: Visit, watch: shelf.Watch
) -> None:
    days.make(app, workshop, day)
    visitor = visit(who)
    room = Room(app, workshop, visitor, days.secrets_from(app, workshop, who, day), watch)
    statuses: set[int] = set()
    for rule, method in list_all_routes(app):
        fields = visitor.forms.get(rule.endpoint, {})

        @CALM
        @seed(zlib.crc32(f"{who}/{day}/{rule.rule}/{method}".encode()))
        @given(
            sent=requests(rule, method, fields, workshop),
            csrf=st.booleans(),
            tampered=st.sampled_from((False, False, False, True)),
        )
        def one_route(sent: Sent, csrf: bool, tampered: bool) -> None:
            statuses.add(room.try_out(sent, csrf=csrf, tampered=tampered).status_code)

        one_route()
    assert {200, 302, 400, 404} <= statuses
