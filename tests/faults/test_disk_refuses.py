"""The disk refuses to keep what was written: nobody is told that it is saved, until it is."""

import errno
import json
import os
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.faults.conftest import ON_SQLITE, Browse
from tests.faults.room import Room
from tests.journeys.serving import serving
from training.adapters.bridge import NOT_KEPT
from training.adapters.database import Database
from training.adapters.sqlite_file import SqliteFile
from training.quizzes.tables import QuizAnswer
from training.web.locale import in_language_of

KEY = "the-same-key-each-time"


def answers_kept(database: Database) -> int:
    with database.reading() as session:
        asked = select(func.count()).where(QuizAnswer.submission_key == KEY)
        return int(session.execute(asked).scalar_one())


@ON_SQLITE
@pytest.mark.parametrize("language", ["km", "en"])
def test_an_answer_is_acknowledged_only_when_the_disk_has_it(
    app: Flask, room: Room, browse: Browse, monkeypatch: pytest.MonkeyPatch, language: str
) -> None:
    database: Database = app.extensions["training.database"]

    def refuse(*_more: object) -> None:
        raise OSError(errno.EIO, "the disk is broken")

    with serving(app) as address:
        here: Any = SimpleNamespace(port=int(address.rpartition(":")[2]))
        phone = browse(here, {**room.phone(0), "lang": language})
        assert phone.get(room.sheet).status == 200
        answer = {"item": "colour", "choice": "1", "submission_key": KEY}

        monkeypatch.setattr(os, "fsync", refuse)
        monkeypatch.setattr(SqliteFile, "_begin_log_anew", refuse)
        refused = phone.post(f"{room.sheet}/answers", answer, by_script=True)
        assert refused.status == 507
        told = in_language_of(app, f"lang={language}", NOT_KEPT)
        assert json.loads(refused.body) == {"message": told}
        assert phone.post(f"{room.sheet}/answers", answer).text.strip() == told

        monkeypatch.undo()
        again = phone.post(f"{room.sheet}/answers", answer, by_script=True)
        assert again.status == 200
    assert answers_kept(database) == 1
