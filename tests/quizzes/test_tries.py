"""Tries, time limits and the bounds of terms."""

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import FORMS
from tests.quizzes.openings import after, let, set_terms, shut
from tests.quizzes.sheets import at_desk, begin, finish, tap
from tests.quizzes.test_rules import BEGUN
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal
from training.quizzes import (
    opening,
    results,
    rules,
    service,
    store,
    taking,
)
from training.quizzes.assessments import PRE_TEST
from training.quizzes.model import EndedBy, Given, Standing, Terms


def test_so_many_tries_and_no_more_and_the_best_counts(session: Session, planned: Workshop) -> None:
    set_terms(session, planned, "forms", Terms(tries=2))
    let(session, planned, "forms")
    for code in ("a", "b"):
        begin(session, planned, "forms")
        tap(session, planned, "forms", FORMS.items[0], code, NINE_THIRTY)
        finish(session, planned, "forms", NINE_THIRTY)
    begin(session, planned, "forms")
    sheets = store.list_attempts(session, planned.course_id, slug="forms")
    assert [each.score for each in sheets] == [1, 0]
    best = results.counting(sheets)
    assert best
    assert best.number == 1
    report = service.report(session, planned.course_id, "forms", NINE_THIRTY)
    assert report.attempts[planned.seat_id].score == 1


def test_the_day_shows_the_try_that_counts(session: Session, planned: Workshop) -> None:
    set_terms(session, planned, "forms", Terms(tries=2))
    let(session, planned, "forms")
    for number, code in enumerate(("a", "b")):
        begin(session, planned, "forms", after(number))
        tap(session, planned, "forms", FORMS.items[0], code, after(number))
        finish(session, planned, "forms", after(number))
    day = service.state_for_seat(session, planned.course_id, planned.seat_id, after(3))
    (shown,) = (each for each in day if each.slug == "forms")
    assert (shown.score, shown.most) == (1, 1)


def test_what_was_meant_for_one_try_does_not_reach_the_next(
    session: Session, planned: Workshop
) -> None:
    """A page that stayed open on another phone, and what waited there."""
    set_terms(session, planned, "forms", Terms(tries=2))
    let(session, planned, "forms")
    first = begin(session, planned, "forms").attempt
    finish(session, planned, "forms", after(1))
    second = begin(session, planned, "forms", after(2)).attempt
    assert first
    assert second
    whose = (session, planned.course_id, planned.seat_id, "forms")
    given = Given("own", "1", "from the first")
    with pytest.raises(Refusal, match="earlier try"):
        taking.answer(*whose, given, after(3), sheet_id=first.id)
    for answers in ((), (given,)):
        with pytest.raises(Refusal, match="earlier try"):
            taking.finish(*whose, answers, SYSTEM, after(3), sheet_id=first.id)
    found = at_desk(session, planned, "forms").attempt
    assert found
    assert found.finished_at is None
    assert not service.answers_of(session, found)
    assert taking.answer(*whose, given, after(4), sheet_id=second.id).at == after(4)


def test_a_time_limit_is_longer_for_whoever_was_given_more(
    session: Session, planned: Workshop
) -> None:
    course_id, seat_id = planned.course_id, planned.seat_id
    set_terms(session, planned, "forms", Terms(minutes=10))
    opening.give_extra_time(session, course_id, seat_id, 50, SYSTEM, NINE_THIRTY)
    let(session, planned, "forms")
    sheet = begin(session, planned, "forms").attempt
    assert sheet
    assert sheet.due_at == after(15)
    opening.give_extra_time(session, course_id, seat_id, 100, SYSTEM, NINE_THIRTY)
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet is not None
    assert sheet.due_at == after(20), "also in the middle of it"
    tap(session, planned, "forms", FORMS.items[0], "a", after(19))
    with pytest.raises(Refusal, match="time was up at 09:50"):
        tap(session, planned, "forms", FORMS.items[0], "b", after(20))


@pytest.mark.parametrize("percent", [-1, 301])
def test_more_time_has_bounds(session: Session, planned: Workshop, percent: int) -> None:
    with pytest.raises(Refusal, match="0 to 300"):
        opening.give_extra_time(
            session, planned.course_id, planned.seat_id, percent, SYSTEM, NINE_THIRTY
        )


@pytest.mark.parametrize(
    ("slug", "terms"),
    [
        ("forms", Terms(tries=21)),
        ("forms", Terms(minutes=-1)),
        ("forms", Terms(pass_percent=101)),
        (PRE_TEST, Terms(tries=2)),
    ],
)
def test_terms_have_bounds(session: Session, planned: Workshop, slug: str, terms: Terms) -> None:
    with pytest.raises(Refusal) as caught:
        set_terms(session, planned, slug, terms)
    assert caught.value.status == 422


def test_practice_takes_no_second_answer_from_a_form_that_one_goes_back_to(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "forms")
    shut(session, planned, "forms", after(1))
    let(session, planned, "practice.forms", after(2))
    begin(session, planned, "practice.forms", after(2))
    # Both times the same page, so the same key.
    tap(session, planned, "practice.forms", FORMS.items[0], "b", after(3))
    tap(session, planned, "practice.forms", FORMS.items[0], "b", after(3))
    with pytest.raises(Refusal, match="shown already"):
        tap(session, planned, "practice.forms", FORMS.items[0], "a", after(3))


def test_a_sheet_ended_by_its_own_time_says_so(session: Session, planned: Workshop) -> None:
    set_terms(session, planned, "forms", Terms(minutes=10))
    let(session, planned, "forms")
    begin(session, planned, "forms")
    finish(session, planned, "forms", after(11))
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet
    assert (sheet.finished_by, sheet.finished_at) == (EndedBy.TIME, after(10))
    found = at_desk(session, planned, "forms")
    assert rules.standing(found, after(11)) is Standing.FINISHED
    assert BEGUN.finished_by is None
