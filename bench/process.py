"""The server as a process: how soon it answers, and how much memory it holds after work."""

import http.client
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode

from bench.deeds import TOKEN
from bench.room import PASSWORD, Room, phone_cookie
from bench.server import Server, served
from training.people.model import AccountRole

STARTS = 4
SIGN_INS = 12
PDFS = 20
AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Process:
    """Seconds from the start of the process to its first answered page; resident megabytes."""

    first_start_seconds: float
    """On an empty folder: tables are made, content packs read."""
    start_seconds: float
    """The fastest of the others: the host only ever adds."""
    start_seconds_slowest: float
    start_cpu_seconds: float | None
    """CPU that the fastest of them had spent by then."""
    memory_idle_mb: float | None
    memory_after_sign_ins_mb: float | None
    """After 12 sign-ins through the form, four at a time."""
    memory_after_pdfs_mb: float | None
    """After 20 PDFs of one person each, four at a time, as well."""
    memory_after_work_mb: float | None
    """After one PDF of 40 certificates as well."""


def measure(empty: Path, furnished: Path, secret: str, room: Room) -> Process:
    """Starts a new installation, then an old one a few times, and lets the last one work."""
    with served(empty) as first:
        first_start = first.start_seconds
    starts, spent, idle = [], [], []
    for _ in range(STARTS - 1):
        with served(furnished) as again:
            starts.append(again.start_seconds)
            spent.append(again.cpu_seconds())
            idle.append(again.memory_mb())
    with served(furnished) as server:
        starts.append(server.start_seconds)
        spent.append(server.cpu_seconds())
        idle.append(server.memory_mb())
        memory = _work(server, secret, room)
    known = [each for each in idle if each is not None]
    fastest = min(range(STARTS), key=starts.__getitem__)
    return Process(
        first_start, starts[fastest], max(starts), spent[fastest], max(known, default=None), *memory
    )


def _work(server: Server, secret: str, room: Room) -> list[float | None]:
    """Memory after each kind of work."""
    memory = []
    with ThreadPoolExecutor(AT_ONCE) as several:
        sessions = list(several.map(lambda _: _sign_in(server.port), range(SIGN_INS)))
        memory.append(server.memory_mb())
        list(several.map(lambda seat: _own_pdf(server, secret, room, seat), range(PDFS)))
        memory.append(server.memory_mb())
    server.fetch(f"/courses/{room.ended_id}/certificates.pdf", sessions[0])
    return [*memory, server.memory_mb()]


def _own_pdf(server: Server, secret: str, room: Room, place: int) -> None:
    name, value = phone_cookie(secret, room.awarded_seat_ids[place])
    server.fetch(f"/c/{room.ended_id}/certificate.pdf", f"{name}={value}")


def _sign_in(port: int) -> str:
    """The trainer's session, opened with the form and the password."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    line.request("GET", "/sign-in")
    answer = line.getresponse()
    token = TOKEN.search(answer.read().decode())
    session = _cookies(answer)
    if token is None:
        raise RuntimeError("/sign-in has no form")
    sent = {
        "csrf_token": token[1], "sign_in_name": AccountRole.TRAINER.value, "password": PASSWORD,
    }  # fmt: skip
    headers = {"Cookie": session, "Content-Type": "application/x-www-form-urlencoded"}
    line.request("POST", "/sign-in", urlencode(sent), headers)
    answer = line.getresponse()
    answer.read()
    line.close()
    if answer.status != 302:
        raise RuntimeError(f"/sign-in answered {answer.status}")
    return _cookies(answer)


def _cookies(answer: http.client.HTTPResponse) -> str:
    """What a browser sends back after that answer."""
    given = answer.headers.get_all("Set-Cookie") or []
    return "; ".join(each.partition(";")[0] for each in given)
