"""The agenda of several days and parallel groups: asking for them, copying a day, limits."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.courses.test_agenda_views import agenda, typed_day
from tests.proofreading import ProofReadingClient
from training.courses import service
from training.courses.model import AgendaItem, ItemKind
from training.kernel.locales import Bilingual


@pytest.fixture
def path(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/agenda"


def new_row(place: int, starts: str, ends: str, title: str, **more: str) -> dict[str, str]:
    row = {"starts": starts, "ends": ends, "title_en": title, "kind": "session", **more}
    return {f"lines-{place}-{name}": value for name, value in row.items()}


def test_days_and_groups_are_out_of_the_way_until_asked_for(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    page = trainer.get(path).text
    assert "-day" not in re.sub("line-day", "", page)
    assert "-group" not in page
    day = typed_day(agenda(app, workshop.course_id), **{"lines-0-title_en": "Typed before"})
    for button, field in (("days", "lines-0-day"), ("groups", "lines-0-group")):
        answer = trainer.post(path, data={**day, "also": button})
        assert answer.status_code == 200
        assert f'name="{field}"' in answer.text
        assert 'value="Typed before"' in answer.text, "nothing typed is lost"
    assert agenda(app, workshop.course_id)[0].title.en != "Typed before", "and nothing saved"


def test_a_day_like_the_first_is_added_in_one_act_and_once(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    before = agenda(app, workshop.course_id)
    for _ in range(2):
        answer = trainer.post(path, data=typed_day(before, also="copy"))
        assert answer.status_code == 302
    after = agenda(app, workshop.course_id)
    assert after[: len(before)] == before, "the first day stays, with its ids"
    second = after[len(before) :]
    assert [(item.starts_at, item.title, item.counts) for item in second] == [
        (item.starts_at, item.title, item.counts) for item in before
    ]
    assert {item.day for item in second} == {1}
    assert not {item.id for item in second} & {item.id for item in before}
    page = trainer.get(path).text
    assert "Day 2 · 24 November 2026" in page
    assert "Add a day like day 1" in page


def test_the_span_of_days_stands_on_every_page_that_names_the_date(
    app: Flask,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    path: str,
) -> None:
    trainer.post(path, data=typed_day(agenda(app, workshop.course_id), also="copy"))
    for page in ("/courses", f"/courses/{workshop.course_id}", path, f"/join/{workshop.join_code}"):
        assert "23–24 November 2026" in trainer.get(page).text, page
    khmer = client_for(seat_id=workshop.seat_id, language="km")
    assert "ថ្ងៃទី២៣–២៤ ខែវិច្ឆិកា ឆ្នាំ២០២៦" in khmer.get(f"/c/{workshop.course_id}").text


def test_two_groups_may_work_at_the_same_time_and_one_may_not_twice(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    items = agenda(app, workshop.course_id)
    mine = new_row(15, "18:00", "19:00", "Plans of A", group="A")
    theirs = new_row(16, "18:00", "19:30", "Plans of B", group="B")
    assert trainer.post(path, data=typed_day(items, **mine, **theirs)).status_code == 302
    found = [(item.title.en, item.group) for item in agenda(app, workshop.course_id)[-2:]]
    assert found == [("Plans of A", "A"), ("Plans of B", "B")]
    now = agenda(app, workshop.course_id)
    clash = new_row(17, "18:30", "19:00", "Song", group="A")
    answer = trainer.post(path, data=typed_day(now, **clash))
    assert answer.status_code == 422
    assert "at the same time" in answer.text
    everybody = new_row(17, "19:00", "20:00", "Dinner")
    assert trainer.post(path, data=typed_day(now, **everybody)).status_code == 422


def rows(count: int, more: Callable[[int], dict[str, str]]) -> dict[str, str]:
    """So many rows after those of the template, twelve half hours from 18:00 on."""
    found: dict[str, str] = {}
    for place in range(count):
        hour, half = 18 + place % 12 // 2, place % 2 * 3
        found |= new_row(
            15 + place, f"{hour}:{half}0", f"{hour}:{half + 2}9", "Room", **more(place)
        )
    return found


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        (new_row(15, "18:00", "19:00", "Late", day="11"), "a day from 1 to 10"),
        (new_row(15, "18:00", "19:00", "Late", day="x"), "a day from 1 to 10"),
        (new_row(15, "18:00", "19:00", "Late", day="-1"), "a day from 1 to 10"),
        (new_row(15, "18:00", "19:00", "Late", group="G" * 21), "too long"),
        (new_row(15, "18:00", "19:00", "Late", group="\U0001f600"), "cannot be printed"),
        (
            rows(9, lambda place: {"group": f"G{place}"}),
            "eight parallel groups",
        ),
        (
            rows(106, lambda place: {"day": str(place // 12 + 2)}),
            "room for 120 items",
        ),
    ],
)  # fmt: skip
def test_limits_are_said_and_nothing_is_saved(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    fault: dict[str, str],
    sentence: str,
) -> None:
    items = agenda(app, workshop.course_id)
    answer = trainer.post(path, data=typed_day(items, **fault))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert agenda(app, workshop.course_id) == items


def test_an_eleventh_day_is_refused(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    items = agenda(app, workshop.course_id)
    last: dict[str, Any] = new_row(15, "08:00", "09:00", "The tenth", day="10")
    assert trainer.post(path, data=typed_day(items, **last)).status_code == 302
    items = agenda(app, workshop.course_id)
    answer = trainer.post(path, data=typed_day(items, also="copy"))
    assert answer.status_code == 422
    assert "ten days" in answer.text
    assert agenda(app, workshop.course_id) == items


NIGHT = (
    (0, 1420, 1440, "Vigil"),
    (1, 0, 25, "Midnight"),
    (1, 30, 90, "Half past midnight"),
    (1, 480, 660, "Second morning"),
)


@pytest.fixture
def night(app: Flask, workshop: Workshop, change_items: Callable[[list[AgendaItem]], None]) -> None:
    items = list(agenda(app, workshop.course_id))
    for day, starts, ends, title in NIGHT:
        words = Bilingual("", title)
        items.append(AgendaItem(None, starts, ends, words, ItemKind.SESSION, True, day))
    change_items(items)


@pytest.mark.parametrize(
    ("utc", "on"),
    [
        ("2026-11-23T16:50+00:00", "Vigil"),
        ("2026-11-23T17:10+00:00", "Midnight"),
        ("2026-11-23T17:30+00:00", "Half past midnight"),
    ],
)
@pytest.mark.usefixtures("night")
def test_the_pages_of_trainer_and_trainee_know_the_day_of_a_session_after_midnight(
    utc: str,
    on: str,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    workshop: Workshop,
    at: Callable[[dt.datetime], None],
) -> None:
    at(dt.datetime.fromisoformat(utc))
    board = trainer.get(f"/courses/{workshop.course_id}").text
    now = board.split("board-word")[1].split("board-word")[0]
    assert on in now
    page = trainee.get(f"/c/{workshop.course_id}").text
    first, second = page.split("Day 1 · 23 November 2026")[1].split("Day 2 · 24 November 2026")
    own = first if on == "Vigil" else second
    current = own.split('aria-current="time"')[1].split("</li>")[0]
    assert on in current
    assert page.count('aria-current="time"') == 1


@pytest.fixture
def groups(
    app: Flask, workshop: Workshop, change_items: Callable[[list[AgendaItem]], None]
) -> None:
    """At 18:00 group A and group B part."""
    items = list(agenda(app, workshop.course_id))
    for group, ends in (("A", 1140), ("B", 1170)):
        words = Bilingual("", f"Plans of {group}")
        items.append(AgendaItem(None, 1080, ends, words, ItemKind.SESSION, True, 0, group))
    change_items(items)


@pytest.mark.usefixtures("night")
def test_pages_about_one_mark_say_which_day_and_a_phone_lists_todays_alone(
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    workshop: Workshop,
    at: Callable[[dt.datetime], None],
) -> None:
    item, roll = workshop.item_ids[3], f"/courses/{workshop.course_id}/attendance"
    sent = {"item": str(item), "seat": "1", "status": "present", "submission_key": "k"}
    trainer.post(f"{roll}/hand", data=sent)
    phone = f"/c/{workshop.course_id}/attendance"
    assert "Marked today" in trainee.get(phone).text
    for page in (f"{roll}/{item}/1", f"{roll}/{item}/heads"):
        assert "Day 1 · 09:00" in trainer.get(page).text
    at(NINE_THIRTY + dt.timedelta(days=1))
    assert "Marked today" not in trainee.get(phone).text


@pytest.mark.usefixtures("groups")
def test_the_cockpit_says_what_is_on_in_each_group(
    trainer: ProofReadingClient, workshop: Workshop, at: Callable[[dt.datetime], None]
) -> None:
    at(dt.datetime(2026, 11, 23, 11, 30, tzinfo=dt.UTC))
    page = trainer.get(f"/courses/{workshop.course_id}").text
    now = page.split("board-word")[1].split("board-word")[0]
    assert "Plans of A" in now
    assert "Plans of B" in now
    assert "30 minutes left" in now
    assert "60 minutes left" in now


@pytest.mark.usefixtures("groups")
def test_my_day_shows_the_items_of_the_own_group_only(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    page = trainee.get(f"/c/{workshop.course_id}").text
    assert "Plans of A" in page
    assert "Plans of B" in page
    with app.extensions["training.database"].writing() as session:
        service.get_seat(session, workshop.course_id, workshop.seat_id).group = "B"
        session.commit()
    page = trainee.get(f"/c/{workshop.course_id}").text
    assert "Plans of A" not in page
    assert "Plans of B" in page
    assert "Group B" in page
