"""What several tests of the courses room need."""

from collections.abc import Callable

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, Workshop
from training.courses import service
from training.courses.model import AgendaItem
from training.kernel.access import SYSTEM

ChangeItems = Callable[[list[AgendaItem]], None]


@pytest.fixture
def change_items(app: Flask, workshop: Workshop) -> ChangeItems:
    """`change_items(items)`: the agenda of the workshop's course from now on."""

    def change(items: list[AgendaItem]) -> None:
        with app.extensions["training.database"].writing() as session:
            service.change_agenda(
                session, workshop.course_id, items, frozenset(), SYSTEM, NINE_THIRTY
            )
            session.commit()

    return change
