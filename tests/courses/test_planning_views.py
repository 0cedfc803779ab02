"""The staff's pages about planning: the list, the plan, opening and ending."""

import datetime as dt
import re
import uuid
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.proofreading import ProofReadingClient
from training.audit.tables import AuditEntry
from training.courses import service
from training.courses.model import CourseState
from training.courses.tables import Course
from training.kernel.access import SYSTEM
from training.modules import service as modules
from training.people import service as people
from training.people.model import AccountRole, PersonDetails


def typed_plan(workshop: Workshop, **more: Any) -> dict[str, Any]:
    return {
        "title_km": "វគ្គថ្មី",
        "title_en": "A new course",
        "date": "2026-12-01",
        "time_zone": "Asia/Phnom_Penh",
        "province": "17",
        "venue_km": "សាលប្រជុំ",
        "venue_en": "Meeting hall",
        "organisers-0-name_km": "អង្គការ",
        "organisers-0-name_en": "An organisation",
        "organisers-3-name_en": "A second one",
        "signatories-1-name_en": "KEO Sovannary",
        "signatories-1-title_en": "Director",
        "modules": [str(workshop.revision_id)],
        "title": "no",
        "gender": "optional",
        "organisation": "required",
        "sector": "optional",
        "province_asked": "optional",
        "half_days": "1",
        "kinds": "attendance",
        "minutes": "១២០",
        "submission_key": "new-1",
        **more,
    }


def courses(app: Flask) -> int:
    with app.extensions["training.database"].reading() as session:
        return session.scalar(select(func.count()).select_from(Course)) or 0


def newest(app: Flask) -> Course:
    with app.extensions["training.database"].reading() as session:
        found: Course = session.scalars(select(Course).order_by(Course.id.desc())).first()
        return found


@pytest.mark.parametrize("language", ["km", "en"])
def test_every_page_is_there_in_both_languages(
    client_for: ClientMaker, workshop: Workshop, language: str
) -> None:
    client = client_for(account_id=workshop.trainer_id, language=language)
    base = f"/courses/{workshop.course_id}"
    for path in (
        "/courses",
        "/courses/new",
        f"{base}/plan",
        f"{base}/agenda",
        f"{base}/people",
        f"{base}/people/{workshop.seat_id}",
        f"{base}/poster",
    ):
        assert client.get(path).status_code == 200, path


def test_a_stranger_is_refused(client_for: ClientMaker, workshop: Workshop) -> None:
    stranger = client_for(account_id=workshop.stranger_id)
    base = f"/courses/{workshop.course_id}"
    for path in ("plan", "agenda", "people", f"people/{workshop.seat_id}", "poster", "poster.pdf"):
        assert stranger.get(f"{base}/{path}").status_code == 403, path
    for path in ("plan", "agenda", "people", "poster", "state", "joining", "trainers"):
        assert stranger.post(f"{base}/{path}", data={}).status_code == 403, path


def test_a_trainee_and_a_visitor_see_none_of_it(
    trainee: ProofReadingClient, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    for client in (trainee, visitor):
        assert client.get("/courses").status_code == 302
        assert client.get(f"/courses/{workshop.course_id}/people").status_code == 302


def test_new_plans_a_course_once(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    before = courses(app)
    answers = [trainer.post("/courses/new", data=typed_plan(workshop)) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [302, 302]
    assert answers[0].location == answers[1].location
    assert courses(app) == before + 1
    made = newest(app)
    assert answers[0].location == f"/courses/{made.id}/agenda"
    assert trainer.get(answers[0].location).status_code == 200
    assert made.date == dt.date(2026, 12, 1)
    assert [each.name_en for each in made.organisers] == ["An organisation", "A second one"]
    assert [each.title_en for each in made.signatories] == ["Director"]
    assert made.asked["organisation"] == "required"
    assert (made.rule.half_days, made.rule.minutes) == (1, 120)


def test_new_starts_from_what_is_usual(trainer: ProofReadingClient, workshop: Workshop) -> None:
    page = trainer.get("/courses/new").text
    assert 'value="2026-11-23"' in page
    assert re.search(rf'value="{workshop.revision_id}"[^>]* checked', page)
    assert page.count('<option selected value="optional">') == 5
    assert '<option selected value="2">' in page


@pytest.mark.parametrize(
    ("fault", "sentence"),
    [
        ({"date": "2026-02-30"}, "not in the calendar"),
        ({"date": "soon"}, "not in the calendar"),
        ({"date": ""}, "fill in this field"),
        ({"province": "99"}, "one of the answers"),
        ({"province": ""}, "fill in this field"),
        ({"time_zone": "Europe/Paris"}, "one of the answers"),
        ({"title_en": "x" * 10_000}, "too long"),
        ({"title_km": "", "title_en": ""}, "give the course a title"),
        ({"venue_en": "Hall \u4e2d"}, "cannot be printed"),
        ({"organisers-0-name_en": "y" * 300}, "too long"),
        ({"signatories-1-name_en": ""}, "name of this signatory"),
        ({"modules": []}, "at least one module"),
        ({"modules": [str(uuid.uuid4())]}, "one of the answers"),
        ({"gender": "always"}, "one of the answers"),
        ({"half_days": "3"}, "one of the answers"),
        ({"minutes": "-5"}, "whole number of minutes"),
        ({"minutes": "99999999999999999999"}, "whole number of minutes"),
    ],
)
def test_new_says_what_is_at_fault_and_keeps_the_rest(
    app: Flask,
    trainer: ProofReadingClient,
    workshop: Workshop,
    fault: dict[str, Any],
    sentence: str,
) -> None:
    before = courses(app)
    answer = trainer.post("/courses/new", data=typed_plan(workshop, **fault))
    assert answer.status_code == 422
    assert sentence in answer.text
    assert "A second one" in answer.text
    assert courses(app) == before


def test_new_survives_strange_rows(trainer: ProofReadingClient, workshop: Workshop) -> None:
    strange = {f"organisers-{number}-name_en": "X" for number in ("²", "9" * 5000, "-1", "7")}
    answer = trainer.post("/courses/new", data=typed_plan(workshop, **strange))
    assert answer.status_code == 302


def test_plan_shows_what_was_planned_and_keeps_modules_of_a_running_course(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    path = f"/courses/{workshop.course_id}/plan"
    page = trainer.get(path).text
    assert 'value="A test course"' in page
    assert "KEO Sovannary" in page
    assert 'name="modules"' not in page
    changed = typed_plan(workshop, title_en="A better title", modules=[])
    assert trainer.post(path, data=changed).status_code == 302
    with app.extensions["training.database"].reading() as session:
        assert session.get_one(Course, workshop.course_id).title_en == "A better title"
        assert list(service.list_revision_ids(session, workshop.course_id)) == [
            workshop.revision_id
        ]
        entry = session.scalars(select(AuditEntry).where(AuditEntry.action == "changed")).one()
        assert entry.actor_name == "SOK Bopha"
        assert entry.before["title"]["en"] == "A test course"
        assert entry.after["title"]["en"] == "A better title"
        assert "time_zone" not in entry.after


def test_plan_of_an_ended_course_stands_still(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    base = f"/courses/{workshop.course_id}"
    trainer.post(f"{base}/state", data={"state": "ended"})
    assert trainer.get(f"{base}/plan").status_code == 200
    answer = trainer.post(f"{base}/plan", data=typed_plan(workshop))
    assert answer.status_code == 409
    assert "has ended" in answer.text


def test_set_state_ends_and_takes_up_again(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    path = f"/courses/{workshop.course_id}/state"
    for wanted in (CourseState.ENDED, CourseState.RUNNING, CourseState.RUNNING):
        following = f"/courses/{workshop.course_id}/people"
        answer = trainer.post(path, data={"state": wanted, "next": following})
        assert answer.location == following
        with app.extensions["training.database"].reading() as session:
            assert session.get_one(Course, workshop.course_id).state == wanted


@pytest.mark.parametrize("wanted", ["", "planned", "gone"])
def test_set_state_refuses_what_is_no_state(
    trainer: ProofReadingClient, workshop: Workshop, wanted: str
) -> None:
    answer = trainer.post(f"/courses/{workshop.course_id}/state", data={"state": wanted})
    assert answer.status_code == 422


def test_set_state_leads_nowhere_else(trainer: ProofReadingClient, workshop: Workshop) -> None:
    data = {"state": "ended", "next": "https://elsewhere.example/"}
    answer = trainer.post(f"/courses/{workshop.course_id}/state", data=data)
    assert answer.location == "/"


def test_set_joining_closes_and_opens_the_code(
    trainer: ProofReadingClient, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    path = f"/courses/{workshop.course_id}/joining"
    assert trainer.post(path, data={"open": "no"}).status_code == 302
    assert visitor.get(f"/join/{workshop.join_code}").status_code == 410
    assert trainer.post(path, data={"open": "yes"}).status_code == 302
    assert visitor.get(f"/join/{workshop.join_code}").status_code == 200


def test_set_trainers_lets_another_trainer_in(
    administrator: ProofReadingClient,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
) -> None:
    base = f"/courses/{workshop.course_id}"
    both = [str(workshop.trainer_id), str(workshop.stranger_id)]
    assert trainer.post(f"{base}/trainers", data={"trainers": both}).status_code == 403
    assert administrator.post(f"{base}/trainers", data={"trainers": both}).status_code == 302
    assert client_for(account_id=workshop.stranger_id).get(f"{base}/plan").status_code == 200
    nobody = administrator.post(f"{base}/trainers", data={"trainers": [str(uuid.uuid4())]})
    assert nobody.status_code == 422


def test_set_trainers_takes_one_more_by_the_name_to_sign_in_with(
    administrator: ProofReadingClient, client_for: ClientMaker, workshop: Workshop
) -> None:
    base = f"/courses/{workshop.course_id}"
    sent = {"trainers": [str(workshop.trainer_id)], "sign_in_name": " Vanna "}
    assert administrator.post(f"{base}/trainers", data=sent).status_code == 302
    assert client_for(account_id=workshop.stranger_id).get(f"{base}/plan").status_code == 200
    unknown = administrator.post(f"{base}/trainers", data={**sent, "sign_in_name": "nobody"})
    assert unknown.status_code == 422
    assert "Nobody signs in with this name" in unknown.text


def test_plan_asks_for_a_name_once_there_are_more_colleagues_than_it_lists(
    app: Flask, administrator: ProofReadingClient, workshop: Workshop
) -> None:
    path = f"/courses/{workshop.course_id}/plan"
    assert 'name="sign_in_name"' not in administrator.get(path).text
    with app.extensions["training.database"].writing() as session:
        for number in range(60):
            people.add_account(
                session, PersonDetails("", f"AAA Number {number:02}"), f"number-{number}",
                AccountRole.TRAINER, SYSTEM, NINE_THIRTY, any_glyph,
            )  # fmt: skip
        session.commit()
    page = administrator.get(path).text
    assert 'name="sign_in_name"' in page
    assert f'value="{workshop.trainer_id}" id="trainer-1" checked' in page
    assert page.count('name="trainers"') == 51


def test_modules_in_preparation_are_shown_and_cannot_be_chosen(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, tmp_path: Path
) -> None:
    folder = tmp_path / "more" / "later"
    folder.mkdir(parents=True)
    (folder / "module.toml").write_text(IN_PREPARATION, encoding="utf-8")
    with app.extensions["training.database"].writing() as session:
        (reading,) = modules.read_packs(session, tmp_path / "more", NINE_THIRTY)
        assert reading.faults == ()
        assert reading.warnings == ()
        session.commit()
        (found,) = modules.list_in_preparation(session)
        assert found.sections[0].aim.en == "Know the sources of law."
        assert found.slug not in [module.slug for _, module in modules.list_offered(session)]
    page = trainer.get("/courses/new").text
    assert "1 module is in preparation" in page
    assert "A later module" in page
    assert "working title" in page
    assert page.count('name="modules"') == 1


IN_PREPARATION = """number = 9
version = "0.1"
status = "in-preparation"
working_title = true
title.en = "A later module"
title.km = "ម៉ូឌុលក្រោយ"

[[aim]]
id = "law"
en = "say what the law asks"
km = "ប្រាប់ថា ច្បាប់តម្រូវអ្វី"

[[section]]
file = "1-law"
title.en = "The law"
title.km = "ច្បាប់"
aim.en = "Know the sources of law."
aim.km = "ស្គាល់ប្រភពនៃច្បាប់។"
"""
