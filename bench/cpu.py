"""CPU per request, in this process, warm: what the application itself costs without a network."""

import re
import statistics
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from typing import Any

from flask import Flask, render_template_string
from flask.testing import FlaskClient
from sqlalchemy import event

from bench.room import Room, phone_cookie
from training.courses import seat_cookie

TURNS = 7
BARE_SECONDS = 0.03
BATCH_SECONDS = 0.08
MOST_IN_A_BATCH = 200
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
BARE = """<!doctype html><html lang="en"><head><title>{{ title }}</title></head><body>
<h1>{{ title }}</h1><ul>{% for line in lines %}<li>{{ line }}</li>{% endfor %}</ul></body></html>"""
Send = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Cost:
    """One request: CPU in ms, how many bare pages that is, statements, bytes of the body."""

    name: str
    cpu_ms: float
    bare_pages: float
    statements: int
    body_bytes: int


def measure(app: Flask, room: Room) -> list[Cost]:
    """The bare page first, then every request that a day is made of.

    Each is measured in turns with the bare page, so that a machine that is busy with other things
    slows both: the multiple stays true where the milliseconds do not.
    """
    bare = _bare_page()
    rows = []
    bare_ms: list[float] = []
    for name, send in _requests(app, room):
        statements, body = _look(app, send)
        turns = [(_cpu_ms(bare, BARE_SECONDS), _cpu_ms(send, BATCH_SECONDS)) for _ in range(TURNS)]
        bare_ms += [plain for plain, _ in turns]
        spent = statistics.median(whole for _, whole in turns)
        multiple = statistics.median(whole / plain for plain, whole in turns)
        rows.append(Cost(name, round(spent, 2), round(multiple, 1), statements, body))
    first = Cost(
        "a bare Flask page", round(statistics.median(bare_ms), 2), 1.0, 0, len(bare().data)
    )
    return [first, *rows]


def as_json(rows: list[Cost]) -> list[dict[str, Any]]:
    """For results.json."""
    return [asdict(row) for row in rows]


def _bare_page() -> Send:
    app = Flask("bare")

    @app.get("/")
    def page() -> str:
        return render_template_string(BARE, title="Bare", lines=range(10))

    client = app.test_client()
    return lambda: client.get("/")


def _cpu_ms(send: Send, seconds: float) -> float:
    """CPU for one of as many warm requests as fit into that time."""
    began = time.process_time()
    send()
    once = max(time.process_time() - began, 1e-5)
    count = max(1, min(MOST_IN_A_BATCH, int(seconds / once)))
    began = time.process_time()
    for _ in range(count):
        send()
    return (time.process_time() - began) / count * 1000


def _look(app: Flask, send: Send) -> tuple[int, int]:
    """Statements and body bytes of one warm request, which must succeed."""
    engine = app.extensions["training.database"].reading_engine
    sent: list[str] = []

    def note(*given: Any) -> None:
        sent.append(given[2])

    send()
    event.listen(engine, "before_cursor_execute", note)
    answer = send()
    event.remove(engine, "before_cursor_execute", note)
    if answer.status_code >= 400:
        raise RuntimeError(f"{answer.request.path} answered {answer.status_code}")
    return sum(not each.startswith("BEGIN") for each in sent), len(answer.data)


def _client(app: Flask, *cookies: tuple[str, str]) -> FlaskClient:
    client = app.test_client()
    client.set_cookie("lang", "km")
    for name, value in cookies:
        client.set_cookie(name, value)
    return client


def _phone(app: Flask, seat_id: uuid.UUID) -> FlaskClient:
    return _client(app, phone_cookie(str(app.config["SECRET_KEY"]), seat_id))


def _requests(app: Flask, room: Room) -> Iterator[tuple[str, Send]]:
    day, course = f"/c/{room.running_id}", f"/courses/{room.running_id}"
    visitor, phone = _client(app), _phone(app, room.seat_ids[0])
    staff = _client(app)
    with staff.session_transaction() as session:
        session["_user_id"], session["_fresh"] = f"{room.trainer_id}:1", True
    ended, awarded = f"/courses/{room.ended_id}", _phone(app, room.awarded_seat_id)
    quiz = f"{day}/quiz/{room.slug}"
    yield "join page", _get(visitor, f"/join/{room.join_code}")
    yield "join submit", _join(visitor, room)
    yield "my day", _get(phone, day)
    yield "slides page (24 slides)", _get(phone, f"{day}/slides/{room.slug}")
    yield "quiz page (15 items)", _get(phone, quiz)
    yield "one quiz answer", _answer(phone, quiz, room)
    yield "whole quiz of 15 (19 requests)", _whole_quiz(app, room, quiz)
    yield "attendance page", _get(phone, f"{day}/attendance")
    yield "attendance mark by code", _mark(app, room, f"{day}/attendance")
    yield "roll of 60", _get(staff, f"{course}/attendance")
    yield "cockpit of 60", _get(staff, course)
    yield "certificates page of 60", _get(staff, f"{ended}/certificates")
    yield "one certificate, PDF", _get(awarded, f"/c/{room.ended_id}/certificate.pdf")
    yield "60 certificates in one PDF", _get(staff, f"{ended}/certificates.pdf")


ENCODED = {"Accept-Encoding": "gzip", "Accept": "text/html"}


def _get(client: FlaskClient, path: str) -> Send:
    return lambda: client.get(path, headers=ENCODED)


def _token(client: FlaskClient, path: str) -> str:
    found = TOKEN.search(client.get(path).text)
    if found is None:
        raise RuntimeError(f"{path} has no form")
    return found[1]


def _join(client: FlaskClient, room: Room) -> Send:
    path = f"/join/{room.join_code}"
    token = _token(client, path)
    cookies = iter(range(10**6))

    def send() -> Any:
        number = next(cookies)
        client.delete_cookie(seat_cookie.cookie_name(str(client.application.config["SECRET_KEY"])))
        sent = {
            "csrf_token": token, "submission_key": f"bench-{number}",
            "name_km": f"ហេង ស្រីមុំ {number}", "name_latin": f"HENG Sreymom {number}",
        }  # fmt: skip
        return client.post(path, data=sent, headers=ENCODED)

    return send


def _answer(client: FlaskClient, path: str, room: Room) -> Send:
    token = _token(client, path)
    numbers = iter(range(10**6))

    def send() -> Any:
        number = next(numbers)
        sent = {
            "csrf_token": token, "submission_key": f"bench-{number}",
            "item": room.item_ids[number % len(room.item_ids)], "choice": str(number % 2 + 1),
        }  # fmt: skip
        return client.post(f"{path}/answers", data=sent, headers={"Accept": "application/json"})

    return send


def _whole_quiz(app: Flask, room: Room, path: str) -> Send:
    """One person after the other: the sheet, every answer, the check, the sending, the result."""
    people = iter(room.seat_ids[1:-1])

    def send() -> Any:
        phone = _phone(app, next(people))
        token = _token(phone, path)
        for item in room.item_ids:
            sent = {"csrf_token": token, "submission_key": item, "item": item, "choice": "1"}
            phone.post(f"{path}/answers", data=sent, headers={"Accept": "application/json"})
        phone.get(f"{path}/check", headers=ENCODED)
        phone.post(f"{path}/finish", data={"csrf_token": token}, headers=ENCODED)
        answer = phone.get(f"{path}/result", headers=ENCODED)
        if answer.status_code != 200:
            raise RuntimeError("the quiz was not finished")
        return answer

    return send


def _mark(app: Flask, room: Room, path: str) -> Send:
    """One phone after the other marks itself; after the last of the 60 the first comes again."""
    phones = [_phone(app, seat_id) for seat_id in room.seat_ids]
    # A token is worked out from the session's cookie, which each phone has of its own.
    tokens = [_token(phone, path) for phone in phones]
    numbers = iter(range(10**6))

    def send() -> Any:
        number = next(numbers)
        place = number % len(phones)
        sent = {
            "csrf_token": tokens[place], "submission_key": f"bench-{number}",
            "code": room.attendance_code,
        }  # fmt: skip
        return phones[place].post(path, data=sent, headers=ENCODED)

    return send
