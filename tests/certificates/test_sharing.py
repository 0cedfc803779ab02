"""A link opens one certificate for whoever has it, and no other."""

import datetime as dt

import pytest
from flask import Flask
from sqlalchemy import select

from tests.certificates.issued import issue_one
from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import require_said
from training.certificates import changing
from training.certificates.delivery import sharing
from training.certificates.model import State
from training.certificates.names import texts as name_texts
from training.certificates.tables import Certificate
from training.kernel.access import SYSTEM


@pytest.fixture
def link(app: Flask, workshop: Workshop) -> str:
    """The path of SUN Sopheap's link."""
    certificate_id = issue_one(app, workshop)
    with app.app_context(), app.extensions["training.database"].reading() as session:
        number = session.get_one(Certificate, certificate_id).number
        return f"/certificate/{sharing.token_of(number)}"


def test_the_owner_finds_the_link_and_anybody_can_open_it(
    trainee: ProofReadingClient, visitor: ProofReadingClient, workshop: Workshop, link: str
) -> None:
    assert link in trainee.get(f"/c/{workshop.course_id}/certificate").text
    page = visitor.get(link)
    assert page.status_code == 200
    assert "SUN Sopheap" in page.text
    assert "/v/R2P-" in page.text
    file = visitor.get(f"{link}/certificate.pdf")
    assert file.data.startswith(b"%PDF")
    assert file.data == trainee.get(f"/c/{workshop.course_id}/certificate.pdf").data


def test_the_day_of_a_change_is_that_of_cambodia(
    app: Flask, visitor: ProofReadingClient, link: str
) -> None:
    in_the_night = dt.datetime(2026, 11, 24, 18, 30, tzinfo=dt.UTC)  # 01:30 of the next day there
    with app.extensions["training.database"].writing() as session:
        (found,) = session.scalars(select(Certificate)).all()
        changing.change(session, found.id, State.SUSPENDED, "A mistake", "k", SYSTEM, in_the_night)
        session.commit()
    assert "25 November 2026" in visitor.get(link).text
    assert visitor.get(f"{link}/certificate.pdf").status_code == 410


def test_a_link_that_nobody_made_opens_nothing(
    app: Flask, visitor: ProofReadingClient, link: str
) -> None:
    with app.app_context():
        unknown = sharing.token_of("0000000000")
    changed = link[:-1] + ("A" if link[-1] != "A" else "B")
    for path in ("/certificate/AAAA.BBBB", changed, f"/certificate/{unknown}"):
        for end in ("", "/certificate.pdf"):
            answer = visitor.get(path + end)
            require_said(app, answer, 404, name_texts.LINK_UNKNOWN, "en")
