"""What is shown to be proofread: the words of the paper, and nothing that could stop the page."""

import datetime as dt
import html
import re

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from training.certificates import issuing, service
from training.certificates.designs import designs
from training.certificates.model import Design, Facts, Kind, Wording
from training.certificates.paper import formulas
from training.courses import service as courses
from training.courses.model import CertificateRule, CourseState
from training.kernel.access import SYSTEM
from training.people.tables import Person

AFTERNOON = NINE_THIRTY + dt.timedelta(hours=4)


def words_on(page: str) -> str:
    """What stands in the main part of a page, in one line."""
    main = page[page.index("<main") : page.index("</main>")]
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", main)).split())


def lines_of(facts: Facts) -> list[str]:
    """What the paper says of the person, in both languages."""
    said = [formulas.heading, formulas.certify, formulas.deed, formulas.held]
    pairs = [each(facts) for each in said]
    pairs += [each for each in (formulas.may_deliver(facts),) if each]
    whose = [facts.title_km, facts.title_en, facts.name_km, facts.name_en]
    return [each for pair in pairs for each in (pair.km, pair.en)] + [
        each for each in whose if each
    ]


@pytest.mark.parametrize("title", ["", "ms", "venerable"])
def test_the_words_that_are_proofread_are_those_that_the_paper_prints(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop, own: str, title: str
) -> None:
    green = Design(wording=Wording(deed_en="has been with us at", certify_km="យើងបញ្ជាក់ថា"))
    with app.extensions["training.database"].writing() as session:
        made = designs.make(session, Kind.TRAINER, "Green", "k", SYSTEM, NINE_THIRTY)
        designs.change(session, made.id, "Green", green, "l", SYSTEM, NINE_THIRTY)
        course = courses.get_course(session, workshop.course_id)
        course.rule = CertificateRule(
            half_days=0, kinds=("attendance", "trainer"), designs={"trainer": made.family}
        )
        seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
        session.get_one(Person, seat.person_id).title = title
        session.commit()
    shown = words_on(trainee.get(own).text)
    with app.extensions["training.database"].writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, AFTERNOON)
        service.issue_all(session, workshop.course_id, workshop.press, SYSTEM, AFTERNOON)
        trainer = issuing.issue_exception(
            session, workshop.course_id, workshop.seat_id, Kind.TRAINER, "Teaches.",
            workshop.press, SYSTEM, AFTERNOON,
        ).facts  # fmt: skip
        first = service.get_of_seat(session, workshop.seat_id).facts
        session.commit()
    assert [each for each in lines_of(first) if each not in shown] == []
    assert (trainer.title_en != "", trainer.is_monk) == (title != "", title == "venerable")
    for said in (formulas.heading(trainer), formulas.deed(trainer), formulas.may_deliver(trainer)):
        assert said is not None
        assert said.km in shown
        assert said.en in shown
    after = words_on(trainee.get(own).text)
    assert [each for each in lines_of(first) if each not in after] == []


def test_words_that_cannot_be_printed_yet_can_be_looked_at(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop, own: str
) -> None:
    with app.extensions["training.database"].writing() as session:
        courses.get_course(session, workshop.course_id).title_en = "名" * 300
        session.commit()
    assert "SUN Sopheap" in words_on(trainee.get(own).text)
