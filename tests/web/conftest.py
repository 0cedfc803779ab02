"""A phone and a laptop in each language, and a quiz with a sheet begun."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import place_of
from training.kernel.access import SYSTEM
from training.quizzes import service as quizzes

Change = Callable[..., None]
KEY = "one-key"
NAMES = {"name_km": "ហេង ស្រីមុំ", "name_latin": "HENG Sreymom"}


def quiz(workshop: Workshop, onward: str) -> str:
    """An address of the quiz."""
    return f"/c/{workshop.course_id}/quiz/small{onward}"


@pytest.fixture(params=["km", "en"])
def language(request: pytest.FixtureRequest) -> str:
    """The reader's language."""
    return str(request.param)


@pytest.fixture
def phone(client_for: ClientMaker, workshop: Workshop, language: str) -> ProofReadingClient:
    """A phone without a seat."""
    return client_for(language=language)


@pytest.fixture
def seated(client_for: ClientMaker, workshop: Workshop, language: str) -> ProofReadingClient:
    """SUN Sopheap's phone."""
    return client_for(seat_id=workshop.seat_id, language=language)


@pytest.fixture
def staff(client_for: ClientMaker, workshop: Workshop, language: str) -> ProofReadingClient:
    """The trainer's laptop."""
    return client_for(account_id=workshop.trainer_id, language=language)


@pytest.fixture
def change(app: Flask, workshop: Workshop) -> Change:
    """`change(verb, *values)` calls a service verb for the course, at 09:30, and commits."""

    def do(verb: Callable[..., Any], *values: object) -> None:
        with app.extensions["training.database"].writing() as session:
            verb(session, workshop.course_id, *values, SYSTEM, NINE_THIRTY)
            session.commit()

    return do


@pytest.fixture
def answer_data(
    app: Flask, seated: ProofReadingClient, workshop: Workshop, change: Change
) -> dict[str, str]:
    """SUN Sopheap has begun the open quiz: the form of one answer."""
    change(quizzes.open_quiz, "small", "open")
    assert seated.post(quiz(workshop, "/begin")).status_code == 303
    with app.extensions["training.database"].reading() as session:
        place = place_of(session, workshop, "colour", "b")
    return {"item": "colour", "choice": place, "submission_key": KEY}
