import http.client
import socket
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import create_engine, text

from tests.journeys.serving import serving as running_app
from training import serving
from training.adapters import migrating
from training.adapters.database import open_database
from training.adapters.lanes import SingleLane
from training.adapters.server import ServerError, open_listener
from training.adapters.settings import Settings, load_settings
from training.kernel.access import Role
from training.quizzes.exchange.formats import MOST_BYTES
from training.web.guard import permission_of


@pytest.fixture
def taken_port() -> Iterator[int]:
    listener: socket.socket = open_listener("127.0.0.1", 0)
    yield listener.getsockname()[1]
    listener.close()


def settings_from(tmp_path: Path, **given: str) -> Settings:
    return load_settings({"TRAINING_DATA": str(tmp_path / "data"), **given})


def test_a_data_folder_that_cannot_be_made_is_said_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    with pytest.raises(ServerError, match=r"cannot be written.*Set TRAINING_DATA"):
        serving.check_data_folder(tmp_path / "file" / "data")


def test_missing_fonts_are_said_in_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("training.adapters.house_fonts.fonts_are_installed", lambda: False)
    with pytest.raises(ServerError, match="make setup"):
        serving.check_fonts()


def test_a_port_in_use_ends_with_one_line_and_1(
    taken_port: int,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("TRAINING_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("TRAINING_HOST", "127.0.0.1")
    monkeypatch.setenv("PORT", str(taken_port))
    monkeypatch.setattr(serving, "check_fonts", lambda: None)
    assert serving.serve() == 1
    said = capsys.readouterr()
    assert f"Port {taken_port} is in use" in said.err
    assert said.err.count("\n") == 1
    assert said.out == ""


def test_a_wrong_setting_ends_with_one_line_and_1(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("PORT", "many")
    assert serving.serve() == 1
    assert "PORT" in capsys.readouterr().err


def test_a_database_that_does_not_answer_is_said_without_its_password(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(app: Flask) -> None:
        with create_engine(f"sqlite:///{tmp_path / 'no' / 'folder.db'}").connect() as connection:
            connection.execute(text("select 1"))

    monkeypatch.setattr("training.application.create_app", lambda settings: Flask("tiny"))
    monkeypatch.setattr("training.preparation.prepare", refuse)
    settings = settings_from(tmp_path, TRAINING_DATABASE_URL="postgresql://r2p:secret@db/training")
    with pytest.raises(ServerError) as raised:
        serving.prepared_app(settings)
    assert "cannot be used" in str(raised.value)
    assert "secret" not in str(raised.value)


def test_a_database_of_a_newer_version_is_said_in_one_sentence(tmp_path: Path) -> None:
    settings = settings_from(tmp_path)
    migrating.upgrade(settings.database_url)
    engine = create_engine(settings.database_url)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    engine.dispose()
    with pytest.raises(ServerError, match="restore the backup"):
        serving.prepared_app(settings)


def test_the_edge_takes_more_than_flask_so_that_flask_can_explain() -> None:
    app = Flask("tiny")
    app.config["MAX_CONTENT_LENGTH"] = 1000
    assert serving.edge_limit(app) == 4000


def test_the_edge_takes_the_largest_file_that_any_view_takes(app: Flask) -> None:
    assert serving.edge_limit(app) >= MOST_BYTES
    assert serving.edge_limit(app) < 2 * MOST_BYTES


@pytest.mark.parametrize(
    ("language", "told"), [("km", "មិនបានរក្សាទុកអ្វីទេ"), ("en", "Nothing was saved.")]
)
def test_a_file_of_fifty_megabytes_is_refused_in_the_readers_language(
    app: Flask, language: str, told: str
) -> None:
    body = b"x" * 50_000_000
    with running_app(app) as address:
        port = int(address.rpartition(":")[2])
        with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=20)) as connection:
            headers = {"Content-Type": "text/plain", "Cookie": f"a=b; lang={language}"}
            connection.request("POST", "/questions", body=body, headers=headers)
            answer = connection.getresponse()
            assert answer.status == 413
            assert told in answer.read().decode()


def rules_in(app: Flask, lane: str) -> set[str]:
    """The routes whose requests wait in that lane."""
    return {
        rule.rule
        for rule in app.url_map.iter_rules()
        for method in rule.methods or ()
        if serving.lane_of({"method": method, "path": rule.rule}) == lane
    }


def test_only_the_trainers_commands_to_the_stage_overtake_others(app: Flask) -> None:
    stage = {"/courses/<uuid:course_id>/live/stage", "/remote/<token>/stage"}
    assert rules_in(app, serving.STAGE) == stage


def test_what_phones_send_waits_in_a_line_of_its_own(app: Flask) -> None:
    """And what staff sends, who may bring large files, does not keep a room waiting."""
    sent = rules_in(app, serving.PHONES)
    seat = "/c/<uuid:course_id>"
    assert {"/join", "/continue", f"{seat}/attendance", f"{seat}/quiz/<slug>/finish"} <= sent
    for rule in sent:
        endpoints = [each.endpoint for each in app.url_map.iter_rules() if each.rule == rule]
        permissions = [permission_of(app, endpoint) for endpoint in endpoints]
        assert all(each and each.roles & {Role.TRAINEE, Role.VISITOR} for each in permissions)


def test_a_file_has_one_thread_for_what_phones_send_and_settles_it(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path / 'training.db'}")
    lane = serving.lanes_for(database)[serving.PHONES]
    assert isinstance(lane, SingleLane)
    assert lane.keeper is database.file


def test_a_database_of_many_writers_has_more_threads_for_them() -> None:
    lanes = serving.lanes_for(open_database("postgresql://nobody@127.0.0.1:1/none"))
    assert lanes[serving.PHONES].threads == 3
