"""The page of the day: changing, adding and removing items, and every fault beside its row."""

import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from training.audit.tables import AuditEntry
from training.courses import service
from training.courses.model import AgendaItem
from training.kernel.moments import clock


def agenda(app: Flask, course_id: uuid.UUID) -> tuple[AgendaItem, ...]:
    with app.extensions["training.database"].reading() as session:
        return service.list_agenda(session, course_id)


def typed_day(items: tuple[AgendaItem, ...], **more: Any) -> dict[str, Any]:
    """The form as the page holds it, with empty rows after the items."""
    found: dict[str, Any] = {"submission_key": "day-1"}
    for place, item in enumerate(items):
        row = {
            "item_id": str(item.id),
            "starts": clock(item.starts_at),
            "ends": clock(item.ends_at),
            "title_km": item.title.km,
            "title_en": item.title.en,
            "kind": item.kind.value,
            **({"day": str(item.day + 1)} if item.day else {}),
            **({"group": item.group} if item.group else {}),
            **({"counts": "y"} if item.counts else {}),
        }
        found |= {f"lines-{place}-{name}": value for name, value in row.items()}
    for place in range(len(items), len(items) + 3):
        found |= {f"lines-{place}-kind": "session", f"lines-{place}-starts": ""}
    return {**found, **more}


@pytest.fixture
def path(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/agenda"


def test_agenda_starts_from_the_one_day_template(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    page = trainer.get(path).text
    assert 'value="11:15"' in page
    assert "Lunch (monks are served first)" in page
    assert page.count('name="lines-') >= (15 + 3) * 6


def test_agenda_unchanged_leaves_no_trace(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    before = agenda(app, workshop.course_id)
    assert trainer.post(path, data=typed_day(before)).status_code == 302
    assert agenda(app, workshop.course_id) == before
    with app.extensions["training.database"].reading() as session:
        assert session.scalar(select(AuditEntry).where(AuditEntry.subject == "agenda")) is None


def test_agenda_takes_a_new_item_once_and_puts_it_in_order(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    items = agenda(app, workshop.course_id)
    new = {
        "lines-15-starts": "០៧:០០",
        "lines-15-ends": "07:45",
        "lines-15-title_en": "Breakfast",
        "lines-15-kind": "pause",
    }
    for _ in range(2):
        assert trainer.post(path, data=typed_day(items, **new)).status_code == 302
    after = agenda(app, workshop.course_id)
    assert len(after) == len(items) + 1
    assert after[0].title.en == "Breakfast"
    assert after[1:] == items
    with app.extensions["training.database"].reading() as session:
        entry = session.scalars(select(AuditEntry).where(AuditEntry.subject == "agenda")).one()
        assert entry.actor_name == "SOK Bopha"
        assert len(entry.after["items"]) == len(entry.before["items"]) + 1


def test_agenda_changes_what_counts_and_removes_what_is_ticked(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    items = agenda(app, workshop.course_id)
    day = typed_day(items, **{"lines-0-remove": "y", "lines-2-counts": "y"})
    assert trainer.post(path, data=day).status_code == 302
    after = agenda(app, workshop.course_id)
    assert [item.id for item in after] == [item.id for item in items[1:]]
    assert after[1].counts


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"lines-3-starts": "nine"}, "must end after it begins"),
        ({"lines-3-ends": "25:00"}, "must end after it begins"),
        ({"lines-3-ends": "08:59"}, "must end after it begins"),
        ({"lines-3-ends": "10:30"}, "at the same time"),
        ({"lines-3-title_km": "", "lines-3-title_en": ""}, "needs a title"),
        ({"lines-3-title_en": "z" * 10_000}, "too long"),
        ({"lines-3-kind": "party"}, "one of the answers"),
        ({"lines-4-counts": "y"}, "break never counts"),
        ({"lines-15-starts": "18:00"}, "must end after it begins"),
    ],
)
def test_agenda_says_the_fault_beside_the_row(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    path: str,
    fault: dict[str, str],
    sentence: str,
) -> None:
    items = agenda(app, workshop.course_id)
    day = typed_day(items, **{"lines-16-title_en": "", "lines-0-title_en": "Changed"}, **fault)
    answer = trainer.post(path, data=day)
    assert answer.status_code == 422
    assert answer.text.count(sentence) >= 2, "in the list on top and beside the row"
    assert "line-fault" in answer.text
    assert 'value="Changed"' in answer.text
    assert agenda(app, workshop.course_id) == items


@pytest.fixture
def guarded(workshop: Workshop) -> Iterator[uuid.UUID]:
    """Attendance was marked in Module 1, part A."""
    used = workshop.item_ids[3]

    def guard(_session: Session, _course_id: uuid.UUID) -> frozenset[uuid.UUID]:
        return frozenset({used})

    service.agenda_guards.append(guard)
    yield used
    service.agenda_guards.remove(guard)


def test_agenda_keeps_an_item_in_use(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str, guarded: uuid.UUID
) -> None:
    assert 'name="lines-3-remove"' not in trainer.get(path).text
    items = agenda(app, workshop.course_id)
    answer = trainer.post(path, data=typed_day(items, **{"lines-3-remove": "y"}))
    assert answer.status_code == 409
    assert "Attendance was marked" in answer.text
    assert agenda(app, workshop.course_id) == items


def test_agenda_takes_no_item_of_another_course(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    theirs = agenda(app, workshop.elsewhere_id)
    items = agenda(app, workshop.course_id)
    day = typed_day(items, **{"lines-0-item_id": str(theirs[0].id)})
    assert trainer.post(path, data=day).status_code == 409
    assert agenda(app, workshop.elsewhere_id) == theirs


def test_agenda_of_an_old_page_undoes_nothing_of_somebody_else(
    app: Flask,
    trainer: ProofReadingClient,
    administrator: ProofReadingClient,
    workshop: Workshop,
    path: str,
) -> None:
    seen = trainer.get(path).text.split('name="seen" value="')[1].split('"')[0]
    items = agenda(app, workshop.course_id)
    theirs = typed_day(items, **{"lines-0-title_en": "Theirs", "seen": seen})
    for _ in range(2):
        assert administrator.post(path, data=theirs).status_code == 302
    changed = agenda(app, workshop.course_id)
    mine = typed_day(items, **{"lines-1-title_en": "Mine", "seen": seen})
    assert trainer.post(path, data=mine).status_code == 409
    assert agenda(app, workshop.course_id) == changed


def test_agenda_never_makes_one_item_of_two_rows(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    items = agenda(app, workshop.course_id)
    day = typed_day(items, **{"lines-1-item_id": str(items[0].id)})
    assert trainer.post(path, data=day).status_code == 409
    assert agenda(app, workshop.course_id) == items


def test_agenda_of_an_ended_course_stands_still(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    items = agenda(app, workshop.course_id)
    trainer.post(f"/courses/{workshop.course_id}/state", data={"state": "ended"})
    answer = trainer.post(path, data=typed_day(items, **{"lines-0-title_en": "Late"}))
    assert answer.status_code == 409


def test_agenda_without_counted_items_warns(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, path: str
) -> None:
    assert "Nobody can meet" not in trainer.get(path).text
    day = typed_day(agenda(app, workshop.course_id))
    day = {name: value for name, value in day.items() if not name.endswith("counts")}
    assert trainer.post(path, data=day).status_code == 302
    assert "Nobody can meet" in trainer.get(path).text
