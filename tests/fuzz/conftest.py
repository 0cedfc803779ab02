"""A client of every role, with cookies that can be read, and the forms that its pages have."""

import contextlib
import re
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from flask import Flask

from tests.conftest import ClientMaker, Workshop, cookies_of
from tests.fuzz.forms import Fields, forms_of
from tests.fuzz.shelf import Watch
from tests.proofreading import ProofReadingClient
from tests.web.test_permissions import client_arguments, list_routes, path_of

Visit = Callable[[str], "Visitor"]


@dataclass
class Visitor:
    """One role: its client, the forms on the pages that it may open, its tokens."""

    who: str
    client: ProofReadingClient
    forms: dict[str, Fields] = field(default_factory=dict)
    """By endpoint; all forms that lead there together."""
    token: str = ""

    def cookie(self, *, tampered: bool) -> str:
        """The Cookie header, as it is or with one sign of each value changed."""

        def written(value: str) -> str:
            place = zlib.crc32(value.encode()) % max(len(value), 1)
            other = "B" if value[place : place + 1] == "A" else "A"
            return value[:place] + other + value[place + 1 :] if tampered else value

        pairs = cookies_of(self.client).items()
        return "; ".join(f"{name}={written(value)}" for name, value in pairs)


@pytest.fixture
def watch(app: Flask) -> Iterator[Watch]:
    """Sees what is committed into the application's database."""
    with contextlib.closing(Watch(app)) as found:
        yield found


@pytest.fixture
def visit(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Visit:
    """`visit(who)`: the role, after it looked at every page that it may open."""

    def make(who: str) -> Visitor:
        visitor = Visitor(who, client_for(**client_arguments(who, workshop)))
        app.config["WTF_CSRF_ENABLED"] = True
        for rule, method in list_routes(app):
            path = path_of(app, rule, workshop)
            answer = visitor.client.get(path) if method == "GET" else None
            if answer is not None and answer.status_code == 200 and answer.mimetype == "text/html":
                _read(app, visitor, path, answer.text)
        assert visitor.token
        return visitor

    return make


def _read(app: Flask, visitor: Visitor, path: str, page: str) -> None:
    for endpoint, _method, fields in forms_of(app, path, page):
        known = visitor.forms.setdefault(endpoint, {})
        for name, values in fields.items():
            kept = known.setdefault(name, [])
            kept += [each for each in values if each not in kept]
    found = re.search(r'name="csrf_token" value="([^"]+)"', page)
    visitor.token = found[1] if found else visitor.token
