"""Requests that a fuzz run found, kept: each was a fault of the software before it was mended."""

import pytest
from flask import Flask

from tests.conftest import Workshop
from tests.fuzz.conftest import Visitor
from tests.fuzz.sending import Sent, kept, to_keep
from tests.proofreading import ProofReadingClient
from tests.saying import nothing_saved

NAMELESS = b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n--x--"
SURROGATE = b'--x\r\nContent-Disposition: form-data; name="code"\r\n\r\n\xed\xa0\x80\r\n--x--'
FORM = "application/x-www-form-urlencoded"
FOUND = {
    "a host that is too long": (Sent("GET", "/join", headers={"Host": "x" * 400}), 400),
    "a host with an address in it": (Sent("GET", "/join", headers={"Host": "a@b/c?d"}), 400),
    "a part of a form without a name": (
        Sent("POST", "/courses/new", body=NAMELESS, kind="multipart/form-data; boundary=x"),
        400,
    ),
    "a host that is none, in a page of a course": (
        Sent("GET", "/c/<course_id>", headers={"Host": "x" * 400}),
        400,
    ),
    "NUL in a form": (Sent("POST", "/join", body=b"code=1%002", kind=FORM), 400),
    "half a surrogate pair in a form": (
        Sent("POST", "/join", body=SURROGATE, kind="multipart/form-data; boundary=x"),
        400,
    ),
    "bytes that are no text stay as they were written": (
        Sent("POST", "/join", body=b"code=%ED%A0%80", kind=FORM),
        404,
    ),
    "NUL in an address": (Sent("GET", "/join/%00"), 400),
    "bytes that are no text in an address": (Sent("GET", "/join/%FF"), 400),
    "an address with // inside": (Sent("GET", "/c//join"), 404),
    "an address that leads elsewhere": (Sent("GET", "/static/%2F%2Fevil.test%2F"), 404),
}


@pytest.mark.parametrize("found", FOUND)
def test_a_request_once_found_is_answered_in_a_sentence_and_changes_nothing(
    found: str, app: Flask, workshop: Workshop, administrator: ProofReadingClient
) -> None:
    as_kept, status = FOUND[found]
    sent = kept(as_kept, workshop)
    client: ProofReadingClient = app.test_client(use_cookies=False)  # type: ignore[assignment] # set by the fixture
    cookie = {"Cookie": Visitor("administrator", administrator).cookie(tampered=False)}
    with nothing_saved(app):
        answer = Sent(**{**vars(sent), "headers": {**cookie, **sent.headers}}).send(client)
    assert answer.status_code == status
    assert "<h1>" in answer.text


def test_a_request_is_kept_without_the_ids_of_one_run(workshop: Workshop) -> None:
    path = f"/courses/{workshop.course_id}/people/{workshop.seat_id}"
    sent = Sent("POST", path, body=f"item={workshop.item_ids[3]}".encode())
    keeping = to_keep(sent, workshop)
    assert keeping.path == "/courses/<course_id>/people/<seat_id>"
    assert keeping.body == b"item=<item_ids[3]>"
    assert kept(keeping, workshop) == sent
