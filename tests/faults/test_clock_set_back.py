"""The clock is set back by an hour in the middle of a course: what came later still counts."""

import datetime as dt
import html
import itertools
import signal
import sys
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import NINE_THIRTY, Workshop
from tests.faults.browser import Browser
from tests.faults.clockwork import AHEAD_SECONDS
from tests.faults.conftest import ON_SQLITE, Browse
from tests.faults.room import AFTERNOON, PHONES, Room
from tests.faults.serving import Servers
from tests.proofreading import ProofReadingClient
from training import preparation
from training.adapters.settings import Settings
from training.attendance import code_marking
from training.attendance import service as attendance
from training.attendance.tables import AttendanceMark
from training.audit.tables import AuditEntry
from training.certificates.tables import Certificate
from training.kernel import ids
from training.kernel.access import SYSTEM
from training.kernel.ids import new_id
from training.quizzes import answer_store
from training.quizzes.tables import QuizAnswer

AHEAD = ("-m", "tests.faults.clockwork")
AN_HOUR = dt.timedelta(hours=1)
COLOUR = 3
Tap = Callable[[Browser], None]
pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGUSR1")


@pytest.fixture
def tap(app: Flask, room: Room) -> Tap:
    """`tap(browser)` changes the phone's answer, and fails unless the new one counts."""
    numbers = itertools.count(COLOUR, COLOUR)

    def change(browser: Browser) -> None:
        number = next(numbers)
        deed = room.answer(f"tap-{number}", number, room.phone(0))
        assert browser.post(deed.path, deed.fields, by_script=True).status == 200
        with app.extensions["training.database"].reading() as session:
            given = QuizAnswer.submission_key == deed.row[1]
            answer = session.scalars(select(QuizAnswer).where(given)).one()
            counting = answer_store.kept_answers(session, [answer.attempt_id])[answer.attempt_id]
            assert counting[answer.item_id].code == answer.choice

    return change


@ON_SQLITE
def test_phones_and_trainer_go_on_while_the_server_runs(
    app: Flask, settings: Settings, room: Room, serve: Servers, browse: Browse, tap: Tap
) -> None:
    server = serve(settings, *AHEAD)
    phone, laptop = browse(server, room.phone(0)), browse(server, room.trainer)
    phone.get(room.sheet)
    laptop.get(room.roll)
    tap(phone)
    mark = {"item": str(room.workshop.item_ids[AFTERNOON]), "seat": room.number_of(room.seats[0])}
    present = {**mark, "status": "present", "submission_key": "ahead"}
    assert laptop.post(f"{room.roll}/hand", present).status == 303
    course, seat = room.ended[0]
    issue = f"/courses/{course}/certificates/issue"
    assert laptop.post(issue, {}).status == 302

    server.process.send_signal(signal.SIGUSR1)
    # The pages are still open, and their forms are still good.
    tap(phone)
    excused = {**mark, "status": "excused", "submission_key": "right"}
    assert laptop.post(f"{room.roll}/hand", excused).status == 303
    assert laptop.post(issue, {}).status == 302
    with app.extensions["training.database"].reading() as session:
        item_id = room.workshop.item_ids[AFTERNOON]
        versions = attendance.list_versions(session, item_id, room.seats[0])
        assert [(each.version, each.status) for each in versions] == [
            (2, "excused"),
            (1, "present"),
        ]
        assert versions[0].marked_at < versions[1].marked_at  # as the clock said
        of_seat = select(func.count()).where(Certificate.seat_id == seat)
        assert session.scalar(of_seat) == 1
    assert phone.post(f"{room.sheet}/finish", {}).status == 303
    assert phone.get(f"{room.sheet}/result").status == 200


@ON_SQLITE
def test_what_is_closed_and_opened_again_is_open(
    app: Flask, settings: Settings, room: Room, serve: Servers, browse: Browse
) -> None:
    server = serve(settings, *AHEAD)
    laptop = browse(server, {**room.trainer, "lang": "en"})
    quiz = f"/courses/{room.workshop.course_id}/quiz"
    reopen(laptop, quiz, "small", "ahead")
    server.process.send_signal(signal.SIGUSR1)
    reopen(laptop, quiz, "small", "right")
    server.kill()
    server = serve(settings)
    laptop.go_to(server)
    reopen(laptop, quiz, "small", "restarted")
    newcomer = browse(server, room.cookies_of(room.seats[PHONES]))
    assert f'action="{room.sheet}/begin"' in newcomer.get(room.sheet).text


def reopen(laptop: Browser, quiz: str, slug: str, key: str) -> None:
    """Closes the quiz that is open, and opens it."""
    page = laptop.get(quiz).text
    opening = page.split('name="opening" value="')[1].split('"')[0]
    assert laptop.post(f"{quiz}/{slug}/close", {"opening": opening}).status == 303
    assert f'action="{quiz}/{slug}/open"' in laptop.get(quiz).text
    assert laptop.post(f"{quiz}/{slug}/open", {"submission_key": key}).status == 303
    assert f'action="{quiz}/{slug}/close"' in laptop.get(quiz).text


@ON_SQLITE
def test_an_answer_after_a_restart_counts_more_than_one_from_before(
    settings: Settings, room: Room, serve: Servers, browse: Browse, tap: Tap
) -> None:
    server = serve(settings, *AHEAD)
    phone = browse(server, room.phone(0))
    phone.get(room.sheet)
    tap(phone)
    server.kill()
    phone.go_to(serve(settings))
    tap(phone)
    tap(phone)


def test_two_servers_whose_clocks_disagree_keep_the_order_of_taps(
    settings: Settings, room: Room, serve: Servers, browse: Browse, tap: Tap
) -> None:
    servers = [serve(settings), serve(settings, *AHEAD)]
    phone = browse(servers[0], room.phone(0))
    phone.get(room.sheet)
    for server in servers * 2:
        phone.go_to(server)
        tap(phone)


def test_ids_go_on_after_those_in_the_database(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    ahead = uuid.UUID(int=new_id().int + (AHEAD_SECONDS * 1000 << 80))
    with app.extensions["training.database"].writing() as session:
        entry = {"at": NINE_THIRTY, "actor_kind": "system", "actor_name": "", "subject": "course"}
        session.add(AuditEntry(id=ahead, action="tried", before={}, after={}, **entry))
        session.commit()
    monkeypatch.setattr(ids, "_ticks", ids._Ticks())  # as in a new process
    assert new_id() < ahead
    preparation.prepare(app)
    assert new_id() > ahead


@ON_SQLITE
def test_whoever_typed_wrong_codes_is_not_locked_out_for_longer(
    app: Flask,
    workshop: Workshop,
    trainee: ProofReadingClient,
    at: Callable[[dt.datetime], None],
) -> None:
    path = f"/c/{workshop.course_id}/attendance"
    with app.extensions["training.database"].writing() as session:
        opening = attendance.open_attendance(
            session, workshop.course_id, workshop.item_ids[3], "open", SYSTEM, NINE_THIRTY
        )
        session.commit()

    def code_at(moment: dt.datetime) -> str:
        secret = app.config["SECRET_KEY"]
        return attendance.code_of(secret, workshop.course_id, opening, moment).digits

    def enter(typed: str, key: str) -> int:
        return trainee.post(path, data={"code": typed, "submission_key": key}).status_code

    wrong = f"{(int(code_at(NINE_THIRTY)) + 1) % 10**6:06d}"
    tries = [enter(wrong, f"ahead-{each}") for each in range(code_marking.WRONG_CODES + 1)]
    assert tries == [422] * code_marking.WRONG_CODES + [429]
    at(NINE_THIRTY - AN_HOUR)
    again = [enter(wrong, f"right-{each}") for each in range(code_marking.WRONG_CODES + 1)]
    assert again == tries
    afterwards = NINE_THIRTY - AN_HOUR + dt.timedelta(minutes=15)
    at(afterwards)
    assert enter(code_at(afterwards), "code") == 303
    with app.extensions["training.database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(AttendanceMark)) == 1


@ON_SQLITE
def test_the_trail_of_a_person_keeps_the_order_of_deeds(
    workshop: Workshop, trainer: ProofReadingClient, at: Callable[[dt.datetime], None]
) -> None:
    path = f"/courses/{workshop.course_id}/people/{workshop.seat_id}"
    for moment, name in ((NINE_THIRTY, "SUN Sopheapy"), (NINE_THIRTY - AN_HOUR, "SUN Sopheary")):
        at(moment)
        sent = {"name_km": "ស៊ុន សុភាព", "name_latin": name}
        assert trainer.post(path, data=sent).status_code == 302
    page = html.unescape(trainer.get(path).text)
    assert page.index("→ SUN Sopheary") < page.index("→ SUN Sopheapy")
