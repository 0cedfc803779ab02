"""The list of courses: whose, in which order, how many queries, and when there is none."""

import datetime as dt
import re

from flask import Flask

from tests.conftest import DAY, NINE_THIRTY, ClientMaker, Workshop
from tests.hearing import heard
from tests.proofreading import ProofReadingClient
from training.courses import service
from training.courses.model import CoursePlan
from training.courses.tables import CourseTrainer
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual


def plan_many(app: Flask, workshop: Workshop, count: int) -> None:
    with app.extensions["training.database"].writing() as session:
        for number in range(count):
            plan = CoursePlan(
                title=Bilingual("", f"Course {number}"),
                date=DAY + dt.timedelta(days=number),
                province="12",
                venue=Bilingual("", ""),
                time_zone="Asia/Phnom_Penh",
                revision_ids=(workshop.revision_id,),
            )
            service.plan_course(
                session, plan, workshop.trainer_id, f"many-{number}", SYSTEM, NINE_THIRTY
            )
        session.commit()


def test_list_shows_trainers_their_own_and_administrators_all(
    trainer: ProofReadingClient, administrator: ProofReadingClient, workshop: Workshop
) -> None:
    assert str(workshop.elsewhere_id) not in trainer.get("/courses").text
    everything = administrator.get("/courses").text
    assert str(workshop.elsewhere_id) in everything
    assert str(workshop.course_id) in everything


def test_list_shows_both_titles_and_the_number_of_people(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    page = trainer.get("/courses").text
    assert "A test course" in page
    assert "វគ្គសាកល្បង" in page
    assert re.search(r"/people\">2</a>", page)


def test_list_asks_the_database_as_often_for_thirty_as_for_three(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    asked: list[str] = []
    with heard(app.extensions["training.database"], lambda *given: asked.append(given[2])):
        plan_many(app, workshop, 2)
        asked.clear()
        trainer.get("/courses")
        for_three = len(asked)
        plan_many(app, workshop, 29)
        asked.clear()
        trainer.get("/courses")
    assert len(asked) == for_three


def test_list_goes_on_to_older_courses(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    plan_many(app, workshop, 31)
    first = trainer.get("/courses").text
    older = re.search(r"before=([^\"]+)", first)
    assert older is not None
    second = trainer.get(f"/courses?before={older[1]}").text
    titles = re.findall(r"Course \d+|A test course", first + second)
    assert len(titles) == len(set(titles)) == 32
    assert trainer.get("/courses?before=nonsense").status_code == 200


def test_an_empty_list_offers_the_first_step(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    with app.extensions["training.database"].writing() as session:
        session.query(CourseTrainer).delete()
        session.commit()
    page = client_for(account_id=workshop.trainer_id).get("/courses").text
    assert "/courses/new" in page
    assert "make demo" in page
