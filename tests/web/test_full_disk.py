"""A full disk: a sentence, status 507, nothing half-saved; and the same form succeeds later.

Two real ones. SQLite may be told how many pages its file can have: it then raises "database or disk
is full" in the middle of a transaction. And the system can refuse every byte that is written to a
file, which SQLite meets when it writes its log at the commit.
"""

import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import event, select, text
from werkzeug.test import TestResponse

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.credentials.signed import keep_new_key
from tests.operations.terminal import runner
from tests.proofreading import ProofReadingClient
from tests.saying import counts, grown, nothing_saved, require_said, sentence
from tests.web.conftest import NAMES, Change, quiz
from training.adapters.database import Database
from training.attendance import service as attendance
from training.cli.edge import PASSPHRASE
from training.courses import service as courses
from training.courses.model import CourseState
from training.credentials.tables import IssuerKey
from training.quizzes import service as quizzes
from training.web.errors import STORAGE_FULL

pytestmark = ON_SQLITE
JSON = {"Accept": "application/json"}
MOST_TRIES = 400
Disk = Callable[[Flask], AbstractContextManager[None]]
Post = Callable[[int], TestResponse]


@contextmanager
def no_page_left(app: Flask) -> Iterator[None]:
    """The database file may not grow by a page."""
    database: Database = app.extensions["training.database"]

    def bound(connection: object, *_more: object) -> None:
        connection.execute("PRAGMA max_page_count = 1")  # type: ignore[attr-defined] # the driver's

    database.dispose()
    event.listen(database.writing_engine, "connect", bound)
    yield
    event.remove(database.writing_engine, "connect", bound)
    database.dispose()


@contextmanager
def no_byte_left(app: Flask) -> Iterator[None]:
    """No file may be written to at all."""
    if sys.platform == "win32":
        raise AssertionError("this system cannot be asked to refuse")
    import resource

    with app.extensions["training.database"].reading() as session:
        session.execute(text("SELECT 1"))  # the log and its index are there
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


DISKS = [no_page_left] if sys.platform == "win32" else [no_page_left, no_byte_left]


def until_refused(post: Post) -> tuple[int, TestResponse]:
    """Posts one form after another, as a room of people does, until one is not taken."""
    for number in range(MOST_TRIES):
        answer = post(number)
        if answer.status_code >= 400:
            return number, answer
    raise AssertionError("the disk never became full")


def require_refused_whole(app: Flask, post: Post, number: int) -> None:
    """What was refused left no row."""
    with nothing_saved(app):
        assert post(number).status_code == 507


def joining(phone: ProofReadingClient, workshop: Workshop) -> Post:
    def post(number: int) -> TestResponse:
        name = {"name_latin": f"{NAMES['name_latin']} {number}", "submission_key": f"k{number}"}
        return phone.post(f"/join/{workshop.join_code}", data={**NAMES, **name})

    return post


@pytest.mark.parametrize("full", DISKS)
def test_joining_on_a_full_disk(
    app: Flask, phone: ProofReadingClient, workshop: Workshop, language: str, full: Disk
) -> None:
    post = joining(phone, workshop)
    with full(app):
        number, answer = until_refused(post)
        require_refused_whole(app, post, number)
    require_said(app, answer, 507, STORAGE_FULL, language)
    before = counts(app)
    assert post(number).status_code == post(number).status_code == 302
    assert grown(before, counts(app)) == {"persons": 1, "seats": 1, "audit_entries": 1}


@pytest.mark.parametrize("full", DISKS)
def test_answering_on_a_full_disk(
    app: Flask,
    seated: ProofReadingClient,
    workshop: Workshop,
    language: str,
    answer_data: dict[str, str],
    full: Disk,
) -> None:
    def post(number: int) -> TestResponse:
        data = {**answer_data, "submission_key": f"key-{number}"}
        return seated.post(quiz(workshop, "/answers"), data=data, headers=JSON)

    with full(app):
        number, answer = until_refused(post)
        require_refused_whole(app, post, number)
    assert answer.status_code == 507
    assert answer.json == {"message": sentence(app, STORAGE_FULL, language)}
    before = counts(app)
    assert post(number).json == {**(post(number).json or {}), "saved": True}
    assert grown(before, counts(app)) == {"quiz_answers": 1}


def require_keys_whole(app: Flask) -> None:
    """A key is a row and a file, or neither; nothing else lies in the folder."""
    folder = app.extensions["training.settings"].data_folder / "keys"
    with app.extensions["training.database"].reading() as session:
        known = set(session.scalars(select(IssuerKey.key_id)))
    assert {each.name for each in folder.glob("*")} == {f"{key_id}.key" for key_id in known}


@pytest.mark.parametrize("full", DISKS)
def test_issuing_on_a_full_disk(
    app: Flask,
    staff: ProofReadingClient,
    workshop: Workshop,
    language: str,
    change: Change,
    full: Disk,
) -> None:
    roll, certificates = (
        f"/courses/{workshop.course_id}/{each}" for each in ("attendance", "certificates")
    )
    join = joining(staff, workshop)
    for number in range(30):
        assert join(number).status_code == 302
    for place in (3, 8):
        sent = {"item": str(workshop.item_ids[place]), "up_to": "99", "submission_key": str(place)}
        assert staff.post(f"{roll}/rest", data=sent).status_code == 303
    change(courses.set_state, CourseState.ENDED)
    with full(app), nothing_saved(app, but=["issuer_keys"]):
        answer = staff.post(f"{certificates}/issue")
    require_said(app, answer, 507, STORAGE_FULL, language)
    require_keys_whole(app)
    before = counts(app) | {"issuer_keys": 1}  # it may be there from the first time
    for _ in range(2):
        assert staff.post(f"{certificates}/issue").status_code == 302
    after = counts(app)
    assert grown(before, after) == {
        "certificates": 32,
        "certificate_credentials": 32,
        "audit_entries": 32,
    }


@pytest.mark.skipif(sys.platform == "win32", reason="shown with pages above")
def test_what_only_counts_a_try_says_so_too(
    app: Flask, phone: ProofReadingClient, workshop: Workshop, language: str
) -> None:
    with no_byte_left(app):
        answer = phone.post("/join", data={"code": "000000"})
    require_said(app, answer, 507, STORAGE_FULL, language)


@pytest.mark.skipif(sys.platform == "win32", reason="shown with pages above")
def test_pages_can_still_be_read_on_a_full_disk(
    app: Flask, client_for: ClientMaker, workshop: Workshop, change: Change
) -> None:
    change(attendance.open_attendance, workshop.item_ids[3], "open")
    change(quizzes.open_quiz, "small", "open")
    reader = client_for(seat_id=workshop.seat_id)
    with no_byte_left(app):
        for path in ("", "/slides/small", "/attendance", "/certificate", "/quiz/small"):
            assert reader.get(f"/c/{workshop.course_id}{path}").status_code == 200


@pytest.mark.skipif(sys.platform == "win32", reason="the system cannot be asked to refuse")
def test_a_backup_to_a_full_disk_is_one_line_and_no_file(
    app: Flask, workshop: Workshop, tmp_path: Path
) -> None:
    with no_byte_left(app):
        result = runner(app)("backup", tmp_path / "backup.zip")
    assert result.exit_code == 1
    assert "No backup was made." in result.stderr
    assert result.stderr.count("\n") == 1
    assert not list(tmp_path.glob("*.zip*"))


@pytest.mark.skipif(sys.platform == "win32", reason="the system cannot be asked to refuse")
def test_keys_saved_to_a_full_disk_are_one_line_and_no_file(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(PASSPHRASE, "seven words on a paper")
    keep_new_key(app.extensions["training.settings"].data_folder)
    saved = tmp_path / "keys.box"
    with no_byte_left(app):
        result = runner(app)("certificates", "keys", "save", "--out", saved)
    assert (result.exit_code, result.stderr.count("\n")) == (1, 1)
    assert "cannot be used" in result.stderr
    assert not saved.exists()
    assert runner(app)("certificates", "keys", "save", "--out", saved).exit_code == 0
