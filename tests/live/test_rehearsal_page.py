"""The page from which a trainer rehearses the evening before."""

import datetime as dt
from pathlib import Path

import msgspec
import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.settings import Settings
from training.courses import service as courses
from training.courses.model import CourseState
from training.live import store
from training.live.rehearsing import RESULT_NAME, Figures, Kept, Part, Progress, Spread, Step


class Launcher:
    """Stands where the server puts its launcher; starts nothing."""

    def __init__(self) -> None:
        self.started: list[int] = []
        self.running: Progress | None = None
        self.broke_off = False

    def start(self, phones: int) -> bool:
        if self.running is not None:
            return False
        self.started.append(phones)
        self.running = Progress(Step.SLIDES, 30)
        return True

    def progress(self) -> Progress | None:
        return self.running

    def stop(self) -> None:
        self.running, self.broke_off = None, True


@pytest.fixture
def launcher(app: Flask) -> Launcher:
    made = Launcher()
    app.extensions["training.rehearsals"] = made
    return made


@pytest.fixture
def page(app: Flask, workshop: Workshop) -> str:
    """Of the course, planned again."""
    with app.extensions["training.database"].writing() as session:
        courses.get_course(session, workshop.course_id).state = CourseState.PLANNED
        session.commit()
    return f"/courses/{workshop.course_id}/rehearsal"


@pytest.fixture
def trainer(client_for: ClientMaker, workshop: Workshop) -> ProofReadingClient:
    return client_for(account_id=workshop.trainer_id)


def keep_result(settings: Settings, worst_slide_ms: int) -> None:
    waited = Spread(60, 10, worst_slide_ms, worst_slide_ms)
    figures = Figures(
        began_at=NINE_THIRTY - dt.timedelta(hours=14), seconds=84.0, phones=60, cores=2,
        system="Linux", over="copy", parts=(Part("slides", waited, 0),),
        kept=(Kept("quiz", 900, 0, 0),), cpu_percent=None, busiest_cpu_percent=None,
        start_memory_mb=None, most_memory_mb=None,
    )  # fmt: skip
    Path(settings.data_folder / RESULT_NAME).write_bytes(msgspec.json.encode(figures))


def test_the_button_starts_one_and_the_page_shows_how_far_it_is(
    trainer: ProofReadingClient, page: str, launcher: Launcher
) -> None:
    assert "Start the rehearsal" in trainer.get(page).text
    assert trainer.post(page, data={"phones": "៤០"}).location == page
    assert launcher.started == [40]
    shown = trainer.get(page).text
    assert "The phones follow twenty slides" in shown
    assert 'value="30"' in shown
    assert 'http-equiv="refresh"' in shown
    assert "Start the rehearsal" not in shown


def test_a_second_one_at_the_same_time_is_refused(
    trainer: ProofReadingClient, page: str, launcher: Launcher
) -> None:
    trainer.post(page, data={"phones": "40"})
    again = trainer.post(page, data={"phones": "40"})
    assert again.status_code == 409
    assert "running already" in again.text
    assert launcher.started == [40]


def test_it_can_be_stopped_and_that_is_said(
    trainer: ProofReadingClient, page: str, launcher: Launcher
) -> None:
    trainer.post(page, data={"phones": "40"})
    assert trainer.post(f"{page}/stop").location == page
    assert "broke off" in trainer.get(page).text
    assert launcher.running is None


@pytest.mark.parametrize(
    ("worst_ms", "verdict", "language"),
    [
        (40, "This laptop will hold.", "en"),
        (900, "without much to spare", "en"),
        (4000, "will not hold like this", "en"),
    ],
)
def test_the_last_result_is_shown_with_its_day(
    worst_ms: int,
    verdict: str,
    language: str,
    trainer: ProofReadingClient,
    page: str,
    settings: Settings,
    launcher: Launcher,
) -> None:
    keep_result(settings, worst_ms)
    shown = trainer.get(page).text
    assert verdict in shown
    assert "22 November 2026" in shown
    assert "19:30" in shown
    assert 'value="60"' in shown


def test_seconds_stand_in_khmer_digits_on_the_khmer_page(
    client_for: ClientMaker, workshop: Workshop, page: str, settings: Settings, app: Flask
) -> None:
    keep_result(settings, 900)
    with app.test_request_context(headers={"Cookie": "lang=km"}):
        from training.live import rehearsal_texts
        from training.web.locale import translate

        assert "០.៩" in translate(rehearsal_texts.slides(900, 1000), "km")


@pytest.mark.parametrize("typed", ["", "0", "501", "-3", "many", "9" * 30, "1e2", "٤٠x"])
def test_a_number_that_is_none_is_refused_in_a_sentence(
    typed: str, trainer: ProofReadingClient, page: str, launcher: Launcher
) -> None:
    answer = trainer.post(page, data={"phones": typed})
    assert answer.status_code == 422
    assert "from 1 to 500" in answer.text
    assert launcher.started == []


def test_while_the_course_runs_none_is_started(
    trainer: ProofReadingClient, workshop: Workshop, launcher: Launcher
) -> None:
    page = f"/courses/{workshop.course_id}/rehearsal"
    assert "The course is running" in trainer.get(page).text
    assert trainer.post(page, data={"phones": "40"}).status_code == 409
    assert launcher.started == []


def test_while_phones_are_connected_anywhere_none_is_started(
    app: Flask, trainer: ProofReadingClient, page: str, workshop: Workshop, launcher: Launcher
) -> None:
    with app.extensions["training.database"].writing() as session:
        here = {workshop.seat_elsewhere_id: workshop.elsewhere_id}
        store.note_presence(session, here, {}, NINE_THIRTY)
        session.commit()
    assert trainer.post(page, data={"phones": "40"}).status_code == 409
    assert launcher.started == []


def test_a_server_of_several_processes_says_where_to_do_it(
    trainer: ProofReadingClient, page: str
) -> None:
    assert "flask --app app rehearse" in trainer.get(page).text
    assert trainer.post(page, data={"phones": "40"}).status_code == 409


def test_from_another_machine_over_plain_http_nothing_is_started(
    trainer: ProofReadingClient, page: str, launcher: Launcher
) -> None:
    elsewhere = {"REMOTE_ADDR": "192.168.8.77"}
    answer = trainer.post(page, data={"phones": "40"}, environ_base=elsewhere)
    assert answer.status_code == 403
    assert trainer.post(f"{page}/stop", environ_base=elsewhere).status_code == 403
    assert launcher.started == []


@ON_SQLITE
def test_the_cockpit_of_a_planned_course_leads_to_both(
    trainer: ProofReadingClient, page: str, workshop: Workshop
) -> None:
    cockpit = trainer.get(f"/courses/{workshop.course_id}").text
    assert f'href="{page}"' in cockpit
    assert f'href="/courses/{workshop.course_id}/venue"' in cockpit
