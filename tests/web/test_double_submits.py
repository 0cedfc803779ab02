"""A form that is sent twice: one act, one answer, in both languages."""

from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import counts, digits, grown, nothing_saved, require_said
from tests.web.conftest import KEY, NAMES, Change, quiz
from training.attendance import service as attendance
from training.certificates import texts as certificate_texts
from training.courses import service as courses
from training.courses.model import CourseState

Sent = tuple[ProofReadingClient, str, dict[str, str]]


def twice(app: Flask, sent: Sent) -> tuple[TestResponse, TestResponse, dict[str, int]]:
    """Both answers to the same form, and by how much the first made the tables grow."""
    client, path, data = sent
    before = counts(app)
    first = client.post(path, data=data)
    after = counts(app)
    with nothing_saved(app):
        second = client.post(path, data=data)
    return first, second, grown(before, after)


def test_joining_twice(
    app: Flask, phone: ProofReadingClient, workshop: Workshop, language: str
) -> None:
    sent = (phone, f"/join/{workshop.join_code}", {**NAMES, "submission_key": KEY})
    first, second, growth = twice(app, sent)
    assert first.status_code == second.status_code == 302
    assert first.location == second.location == f"/c/{workshop.course_id}"
    assert growth == {"persons": 1, "seats": 1, "audit_entries": 1}


def test_planning_twice(
    app: Flask, staff: ProofReadingClient, workshop: Workshop, language: str
) -> None:
    plan = {
        "title_en": "Twice", "date": "2026-12-01", "province": "12", "submission_key": KEY,
        "modules": str(workshop.revision_id), "half_days": "2", "minutes": "0",
        "kinds": "attendance",
    }  # fmt: skip
    first, second, growth = twice(app, (staff, "/courses/new", plan))
    assert first.status_code == second.status_code == 302
    assert first.location == second.location
    assert growth.pop("agenda_items") > 5
    assert growth == {"courses": 1, "course_modules": 1, "course_trainers": 1, "audit_entries": 1}


def test_answering_twice(
    app: Flask,
    seated: ProofReadingClient,
    workshop: Workshop,
    language: str,
    answer_data: dict[str, str],
) -> None:
    first, second, growth = twice(app, (seated, quiz(workshop, "/answers"), answer_data))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert growth == {"quiz_answers": 1}


def test_marking_twice(
    app: Flask, seated: ProofReadingClient, workshop: Workshop, language: str, change: Change
) -> None:
    change(attendance.open_attendance, workshop.item_ids[3], "open")
    with app.extensions["training.database"].reading() as session:
        opening = attendance.find_open(session, workshop.course_id)
    assert opening is not None
    code = attendance.code_of(
        app.config["SECRET_KEY"], workshop.course_id, opening, NINE_THIRTY
    ).digits
    sent = {"code": digits(code, language), "submission_key": KEY}
    mark = f"/c/{workshop.course_id}/attendance"
    first, second, growth = twice(app, (seated, mark, sent))
    assert first.status_code == second.status_code == 303
    assert first.location == second.location
    assert growth == {"attendance_marks": 1}


def present_all_day(staff: ProofReadingClient, workshop: Workshop, seat: int) -> None:
    for place in (3, 8):
        item = str(workshop.item_ids[place])
        sent = {"item": item, "seat": str(seat), "status": "present", "submission_key": item}
        answer = staff.post(f"/courses/{workshop.course_id}/attendance/hand", data=sent)
        assert answer.status_code == 303


def test_issuing_twice(
    app: Flask, staff: ProofReadingClient, workshop: Workshop, language: str, change: Change
) -> None:
    present_all_day(staff, workshop, 1)
    change(courses.set_state, CourseState.ENDED)
    issue = f"/courses/{workshop.course_id}/certificates/issue"
    first, second, growth = twice(app, (staff, issue, {}))
    assert first.location == second.location
    assert growth == {
        "certificates": 1, "certificate_credentials": 1, "audit_entries": 1, "issuer_keys": 1,
    }  # fmt: skip
    page = staff.get(second.location)
    require_said(app, page, 200, certificate_texts.NOBODY_ENTITLED, language)
