"""Answers that come at the moment at which somebody else ends their sheet: none is lost."""

import threading
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import SLUG, find_sheet, place_of
from tests.quizzes.openings import after
from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.quizzes import opening, service, taking
from training.quizzes.model import Given, Terms

Step = Callable[[Session, Workshop], None]


def brings(session: Session, workshop: Workshop, *, by_its_time: bool) -> tuple[str, ...]:
    """The phone brings its right answer of 09:34 at 09:36."""
    place = place_of(session, workshop, "colour", "b")
    given = (Given("colour", place, "brought", after(4)),)
    return taking.finish(
        session, workshop.course_id, workshop.seat_id, SLUG, given, SYSTEM, after(6),
        by_its_time=by_its_time,
    )  # fmt: skip


def closes(session: Session, workshop: Workshop) -> None:
    found = service.get_desk(session, workshop.course_id, None, SLUG).opening
    assert found is not None
    opening.close_quiz(session, workshop.course_id, SLUG, found.id, SYSTEM, after(5))


def settles(session: Session, workshop: Workshop) -> None:
    opening.settle_all(session, workshop.course_id, after(6))


def one_after_the_other(database: Database, first: Step, second: Step, workshop: Workshop) -> None:
    """The second begins while the first has not committed yet."""

    def meanwhile() -> None:
        with database.writing() as session:
            second(session, workshop)
            session.commit()

    other = threading.Thread(target=meanwhile)
    with database.writing() as session:
        first(session, workshop)
        other.start()
        other.join(0.3)
        session.commit()
    other.join()


@pytest.mark.parametrize("ends", [closes, settles])
@pytest.mark.parametrize("by_its_time", [True, False])
def test_what_is_brought_while_the_sheet_is_being_ended_counts(
    database: Database, begun: Workshop, ends: Step, *, by_its_time: bool
) -> None:
    if ends is settles:
        with database.writing() as session:
            opening.change_terms(
                session, begun.course_id, SLUG, Terms(minutes=5), SYSTEM, NINE_THIRTY
            )
            session.commit()
    kept: list[str] = []

    def bring(session: Session, workshop: Workshop) -> None:
        kept.extend(brings(session, workshop, by_its_time=by_its_time))

    one_after_the_other(database, ends, bring, begun)
    assert kept == ["brought"]
    with database.reading() as session:
        sheet = find_sheet(session, begun, SLUG)
        assert (sheet.score, service.count_late(session, sheet)) == (1, 1)


def test_what_was_brought_before_the_closing_is_scored_by_it(
    database: Database, begun: Workshop
) -> None:
    """The phone thought that the time was up; the sheet had more, and the closing ends it."""

    def bring(session: Session, workshop: Workshop) -> None:
        brings(session, workshop, by_its_time=True)

    one_after_the_other(database, bring, closes, begun)
    with database.reading() as session:
        assert find_sheet(session, begun, SLUG).score == 1


def test_more_time_that_is_given_at_the_end_of_the_time_is_not_lost(
    database: Database, begun: Workshop
) -> None:
    with database.writing() as session:
        opening.change_terms(session, begun.course_id, SLUG, Terms(minutes=5), SYSTEM, NINE_THIRTY)
        session.commit()

    def gives(session: Session, workshop: Workshop) -> None:
        opening.give_extra_time(
            session, workshop.course_id, workshop.seat_id, 100, SYSTEM, after(5)
        )

    one_after_the_other(database, gives, settles, begun)
    with database.reading() as session:
        sheet = find_sheet(session, begun, SLUG)
        assert (sheet.finished_at, sheet.due_at) == (None, after(10))
