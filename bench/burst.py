"""500 phones that send at the same instant, to a real server on SQLite with FULL.

The client is a process of its own (bench/burst_client.py) with its connections open beforehand.
Afterwards the database is counted: nothing lost, nothing double.
"""

import http.client
import json
import re
import subprocess
import sys
import uuid
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from flask import Flask
from sqlalchemy import func, select

from bench.room import Crowd, phone_cookie
from bench.server import ROOT, Server
from training.adapters import clock
from training.attendance.tables import AttendanceMark
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.live import asking
from training.live.model import Driver, NewQuestion, QuestionKind
from training.live.tables import LiveAnswer
from training.quizzes.tables import QuizAnswer, QuizAttempt

TOKEN = re.compile(r'(?:data-token|name="csrf_token" value)="([^"]+)"')
PATIENCE_SECONDS = 120
ROOM = "500 answers to the room within 3 s"
ROOM_SECONDS = 3.0
MARKS = "500 attendance marks"
CHECK_INS = "500 check-ins within 60 s"
CHECK_IN_SECONDS = 60.0
SPREAD = "500 complete quizzes within 10 s"
SPREAD_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Phone:
    """One seat's phone after its page was opened: what it sends with every form."""

    cookie: str
    token: str


@dataclass(frozen=True, slots=True)
class Burst:
    """What 500 phones met with, in ms from the instant to the last answer of each."""

    name: str
    phones: int
    requests: int
    p50_ms: int
    p99_ms: int
    max_ms: int
    errors: int
    lost: int
    double: int


def measure(
    server: Server, app: Flask, quiz: Crowd, taps: Crowd, slug: str, items: Sequence[str]
) -> list[Burst]:
    """Complete quizzes in one course; single answers and marks in another."""
    secret = str(app.config["SECRET_KEY"])
    whole = _burst(
        "500 complete quizzes", server, secret, quiz, f"/c/{quiz.course_id}/quiz/{slug}",
        lambda path, phone: complete_quiz(path, phone, items),
        lambda: _sheets(app, quiz, len(items)),
    )  # fmt: skip
    single = _burst(
        "500 single answers", server, secret, taps, f"/c/{taps.course_id}/quiz/{slug}",
        lambda path, phone: [_answer(path, phone, items[0])],
        lambda: _answers(app, taps),
    )  # fmt: skip
    spread = _burst(
        SPREAD, server, secret, taps, f"/c/{taps.course_id}/quiz/{slug}",
        lambda path, phone: complete_quiz(path, phone, items[1:]),
        lambda: _sheets(app, taps, len(items)),
        SPREAD_SECONDS,
    )  # fmt: skip
    marks = _burst(
        MARKS, server, secret, taps, f"/c/{taps.course_id}/attendance",
        lambda path, phone: [_form(path, phone, ("code", taps.attendance_code(secret)))],
        lambda: _marks(app, taps),
    )  # fmt: skip
    check_ins = _burst(
        CHECK_INS, server, secret, quiz, f"/c/{quiz.course_id}/attendance",
        lambda path, phone: [_form(path, phone)],
        lambda: _marks(app, quiz),
        CHECK_IN_SECONDS,
        quiz.scan_path,
    )  # fmt: skip
    question = _ask(app, taps)
    room = _burst(
        ROOM, server, secret, taps, f"/c/{taps.course_id}/live",
        lambda path, phone: [
            _form(f"{path}/questions/{question}/answer", phone, ("choice", "3"))
        ],
        lambda: _room_answers(app, question, taps),
        ROOM_SECONDS,
    )  # fmt: skip
    return [whole, single, spread, marks, check_ins, room]


def _ask(app: Flask, crowd: Crowd) -> uuid.UUID:
    """A question to the room of that course, still open."""
    asked = NewQuestion(QuestionKind.SCALE, Bilingual("ប៉ុន្មាន?", "How much?"))
    with app.extensions["training.database"].writing() as session:
        driver = Driver("bench", "")
        made = asking.ask(session, crowd.course_id, asked, "bench", driver, SYSTEM, clock.now())
        session.commit()
    return made


def _room_answers(app: Flask, question: uuid.UUID, crowd: Crowd) -> tuple[int, int]:
    """Seats without an answer to the question, and those with more than one."""
    asked = (
        select(LiveAnswer.seat_id, func.count())
        .where(LiveAnswer.question_id == question)
        .group_by(LiveAnswer.seat_id)
    )
    return _lost_and_double(app, crowd, asked)


def complete_quiz(path: str, phone: Phone, items: Sequence[str]) -> list[str]:
    """The request with which a phone hands in its 15 answers, none of which was saved before."""
    answers = [("answer", f"{item} 1 {uuid.uuid4().hex}") for item in items]
    return [_form(f"{path}/finish", phone, *answers)]


def _answer(path: str, phone: Phone, item: str) -> str:
    return _form(f"{path}/answers", phone, ("item", item), ("choice", "1"))


def _form(path: str, phone: Phone, *fields: tuple[str, str]) -> str:
    """A POST as it travels."""
    own = [("csrf_token", phone.token), ("submission_key", uuid.uuid4().hex)]
    body = urlencode([*own, *fields])
    return (
        f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1\r\nCookie: {phone.cookie}\r\n"
        "Accept: application/json\r\nAccept-Encoding: gzip\r\n"
        "Content-Type: application/x-www-form-urlencoded\r\n"
        f"Content-Length: {len(body)}\r\n\r\n{body}"
    )


def _burst(
    name: str,
    server: Server,
    secret: str,
    crowd: Crowd,
    path: str,
    requests_of: Callable[[str, Phone], list[str]],
    count: Callable[[], tuple[int, int]],
    seconds: float = 0,
    scan: Callable[[str], str] | None = None,
) -> Burst:
    """`scan` gives the address that each phone's camera opened before, if any."""
    phones = _open_pages(server.port, secret, crowd, path, scan)
    sent = [requests_of(path, phone) for phone in phones]
    done = subprocess.run(
        [sys.executable, "-m", "bench.burst_client"],
        cwd=ROOT,
        input=json.dumps({"port": server.port, "seconds": seconds, "phones": sent}),
        capture_output=True,
        text=True,
        check=True,
        timeout=PATIENCE_SECONDS,
    )
    told: list[dict[str, Any]] = json.loads(done.stdout)
    waited = sorted(each["ms"] for each in told)
    lost, double = count()
    p50, p99, longest = (round(waited[int(share * (len(waited) - 1))]) for share in (0.5, 0.99, 1))
    errors = sum(each["errors"] for each in told)
    return Burst(name, len(told), sum(map(len, sent)), p50, p99, longest, errors, lost, double)


def _open_pages(
    port: int, secret: str, crowd: Crowd, path: str, scan: Callable[[str], str] | None
) -> list[Phone]:
    """Each phone opens the page with the form: its cookies and its token."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE_SECONDS)
    phones = []
    for seat_id in crowd.seat_ids:
        own = "=".join(phone_cookie(secret, seat_id))
        if scan is not None:
            own += _scanned(line, scan(secret), own)
        line.request("GET", path, headers={"Cookie": own})
        answer = line.getresponse()
        page = answer.read().decode()
        token = TOKEN.search(page)
        if answer.status != 200 or token is None:
            raise RuntimeError(f"{path} answered {answer.status} and has no form")
        session = (answer.getheader("Set-Cookie") or "").partition(";")[0]
        phones.append(Phone(f"{own}; {session}", token[1]))
    line.close()
    return phones


def _scanned(line: http.client.HTTPConnection, path: str, cookie: str) -> str:
    """The cookies that a phone gets from the address in the QR."""
    line.request("GET", path, headers={"Cookie": cookie})
    answer = line.getresponse()
    answer.read()
    given = [value for name, value in answer.getheaders() if name.lower() == "set-cookie"]
    if answer.status != 303:
        raise RuntimeError(f"{path} answered {answer.status}")
    return "".join(f"; {each.partition(';')[0]}" for each in given)


def _sheets(app: Flask, crowd: Crowd, items: int) -> tuple[int, int]:
    """Answers missing from finished sheets (all 15 of an unfinished one), and those twice."""
    with app.extensions["training.database"].reading() as session:
        attempts = session.execute(
            select(QuizAttempt.id, QuizAttempt.finished_at).where(
                QuizAttempt.course_id == crowd.course_id,
                QuizAttempt.finished_by == "seat",
            )
        ).all()
        kept = Counter(
            session.execute(
                select(QuizAnswer.attempt_id, QuizAnswer.item_id)
                .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
                .where(QuizAttempt.course_id == crowd.course_id)
            ).tuples()
        )
    finished = {attempt_id for attempt_id, at in attempts if at is not None}
    whole = sum(attempt_id in finished for attempt_id, _ in kept)
    return len(crowd.seat_ids) * items - whole, kept.total() - len(kept)


def _answers(app: Flask, crowd: Crowd) -> tuple[int, int]:
    asked = (
        select(QuizAnswer.attempt_id, func.count())
        .join(QuizAttempt, QuizAttempt.id == QuizAnswer.attempt_id)
        .where(QuizAttempt.course_id == crowd.course_id)
        .group_by(QuizAnswer.attempt_id)
    )
    return _lost_and_double(app, crowd, asked)


def _marks(app: Flask, crowd: Crowd) -> tuple[int, int]:
    asked = (
        select(AttendanceMark.seat_id, func.count())
        .where(AttendanceMark.course_id == crowd.course_id, AttendanceMark.source == "code")
        .group_by(AttendanceMark.seat_id)
    )
    return _lost_and_double(app, crowd, asked)


def _lost_and_double(app: Flask, crowd: Crowd, asked: Any) -> tuple[int, int]:
    with app.extensions["training.database"].reading() as session:
        counts = [count for _, count in session.execute(asked)]
    return len(crowd.seat_ids) - len(counts), sum(counts) - len(counts)
