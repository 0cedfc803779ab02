"""No page reads through a whole table that grows with the nation: SQLite's own plan says so.

The plans are those of a small database without statistics, so they follow from the indexes alone.
"""

from collections.abc import Iterator

import pytest
from flask import Flask, Response, request
from sqlalchemy import Table, UniqueConstraint

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.plans import Asked, faults, statements_of
from tests.web.test_permissions import list_routes
from tests.web.whole_day import Day
from training.adapters.database import Base
from training.adapters.settings import Settings

NOT_WALKED = {
    "people.start",  # before the first administrator, so before there is a nation
    "slides.picture",  # by its primary key; the small pack has none
    # The small pack has none of them: tests/slides/test_papers.py looks at their statements.
    "slides.manual",
    "slides.manual_pdf",
    "slides.handout_pdf",
    "slides.glossary_pdf",
    # It has no forms for tests: tests/quizzes/test_analysis_views.py does.
    "quizzes.learning",
    "quizzes.learning_xlsx",
    "quizzes.learning_pdf",
    "live.start_rehearsal",  # starts a process of its own
    "today.demo",  # opens a demonstration beside an empty installation
    "certificates.did_document",  # of a server with a domain: tests/certificates/test_key_views.py
    "certificates.download",  # as `print_one`, by the seat
    # It needs a public address: tests/certificates/test_status_lists.py looks at its statements.
    "certificates.status",
}
Visited = set[tuple[str, str]]


@pytest.fixture
def asked(app: Flask) -> Iterator[Asked]:
    """Every statement of the requests from now on."""
    with statements_of(app) as sent:
        yield sent


@pytest.fixture
def visited(app: Flask) -> Visited:
    """Endpoint and method of every request from now on that was not refused."""
    seen: Visited = set()

    @app.after_request
    def note(answer: Response) -> Response:
        if answer.status_code < 400 and request.endpoint:
            seen.add((request.endpoint, request.method))
        return answer

    return seen


@pytest.fixture
def day(app: Flask, workshop: Workshop, client_for: ClientMaker, visited: Visited) -> Day:
    """A whole day, with every page and every form of it."""
    return Day(app, workshop, client_for)


@ON_SQLITE
def test_no_page_reads_through_a_table_that_grows(
    app: Flask, day: Day, asked: Asked, visited: Visited, settings: Settings
) -> None:
    day.walk()
    routes = {(rule.endpoint, method) for rule, method in list_routes(app)}
    in_rooms = {each for each in routes if not each[0].startswith("web.")}
    assert {each for each in in_rooms - visited if each[0] not in NOT_WALKED} == set()
    assert faults(str(settings.data_folder / "training.db"), asked) == []


@ON_SQLITE
def test_what_refers_to_a_deleted_row_is_found_by_an_index(day: Day, asked: Asked) -> None:
    day.walk()
    deleted = {statement.split()[2] for statement, _ in asked if statement.startswith("DELETE")}
    assert "agenda_items" in deleted
    missing = [
        f"{table.name}.{key.parent.name}"
        for table in Base.metadata.tables.values()
        for key in table.foreign_keys
        if key.column.table.name in deleted and key.parent.name not in first_columns(table)
    ]
    assert missing == []


def first_columns(table: Table) -> set[str]:
    """The columns by which some index or key of the table begins."""
    keys = [each for each in table.constraints if isinstance(each, UniqueConstraint)]
    whole = [each for each in table.indexes if each.dialect_options["sqlite"]["where"] is None]
    columns = [*(each.columns for each in keys), *(each.columns for each in whole)]
    return {next(iter(each)).name for each in [table.primary_key.columns, *columns]}
