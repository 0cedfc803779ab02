"""Certificates from several processes, and from one that is killed: everybody gets exactly one."""

import subprocess
import sys
import time

from flask import Flask
from sqlalchemy import func, select

from tests.certificates.issued import end_with, require_one_each
from tests.conftest import Workshop
from tests.faults.commands import administer
from tests.faults.serving import PATIENCE_SECONDS, ROOT, environment
from training.adapters.settings import Settings
from training.certificates.tables import Certificate

PEOPLE = 50


def begin_issuing(settings: Settings, workshop: Workshop) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - our own command
        [sys.executable, "-m", "flask", "--app", "app", "certificates", "issue",
         str(workshop.course_id)],
        cwd=ROOT,
        env=environment(settings),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        encoding="utf-8",
    )  # fmt: skip


def count(app: Flask) -> int:
    with app.extensions["training.database"].reading() as session:
        return session.scalar(select(func.count()).select_from(Certificate)) or 0


def test_two_processes_that_issue_one_course_at_once_give_everybody_one(
    app: Flask, settings: Settings, workshop: Workshop
) -> None:
    end_with(app, workshop, PEOPLE)
    app.extensions["training.database"].dispose()
    both = [begin_issuing(settings, workshop) for _ in range(2)]
    said = [each.communicate(timeout=PATIENCE_SECONDS) for each in both]
    assert [each.returncode for each in both] == [0, 0], said
    require_one_each(app, workshop, PEOPLE)
    issued = [int(words.split()[0]) for words, _ in said if words[0].isdigit()]
    assert sum(issued) == PEOPLE


def test_what_a_killed_process_had_issued_stays_and_the_next_press_goes_on(
    app: Flask, settings: Settings, workshop: Workshop
) -> None:
    end_with(app, workshop, PEOPLE)
    killed = begin_issuing(settings, workshop)
    until = time.monotonic() + PATIENCE_SECONDS
    while count(app) == 0 and time.monotonic() < until:
        time.sleep(0.01)
    killed.kill()
    killed.communicate()
    before = count(app)
    assert 0 < before < PEOPLE
    said = administer(settings, "certificates", "issue", workshop.course_id)
    assert f"{PEOPLE - before} certificates issued." in said
    require_one_each(app, workshop, PEOPLE)
