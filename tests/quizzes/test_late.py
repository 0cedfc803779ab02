"""Answers that come after the end: which count, and that they are flagged."""

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import FORMS
from tests.quizzes.openings import after, let, shut
from tests.quizzes.sheets import at_desk, begin, tap
from training.kernel.refusal import Refusal
from training.quizzes import (
    result_store,
    rules,
    service,
    store,
)


def test_what_was_tapped_before_the_closing_counts_and_is_flagged(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "forms")
    begin(session, planned, "forms")
    shut(session, planned, "forms", after(5))
    tap(session, planned, "forms", FORMS.items[0], "a", after(8), tapped_at=after(4))
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet
    assert sheet.score == 1
    (old,) = result_store.list_old_results(session, [sheet.id])[sheet.id]
    assert (old.score, old.reason) == (0, "late")
    report = service.report(session, planned.course_id, "forms", NINE_THIRTY)
    assert report.late == {sheet.id: 1}


@pytest.mark.parametrize(
    ("tapped", "arrives"),
    [(None, 6.0), (5.1, 6.0), (7.0, 6.0), (-1.0, 6.0), (4.0, 60 * 24 + 6.0)],
    ids=["does not say", "after the end", "in the future", "before the beginning", "a day later"],
)
def test_what_was_not_tapped_in_time_does_not_count(
    session: Session, planned: Workshop, tapped: float | None, arrives: float
) -> None:
    let(session, planned, "forms")
    begin(session, planned, "forms")
    shut(session, planned, "forms", after(5))
    at = None if tapped is None else after(tapped)
    with pytest.raises(Refusal, match=r"closed (at|on 2026-11-23 at) 09:35"):
        tap(session, planned, "forms", FORMS.items[0], "a", after(arrives), tapped_at=at)


def test_whoever_saw_what_was_right_can_add_nothing(session: Session, planned: Workshop) -> None:
    let(session, planned, "forms")
    sheet = begin(session, planned, "forms").attempt
    assert sheet
    shut(session, planned, "forms", after(5))
    result_store.note_seen(session, sheet.id, after(6))
    with pytest.raises(Refusal, match="closed at"):
        tap(session, planned, "forms", FORMS.items[0], "a", after(7), tapped_at=after(4))


def test_what_was_tapped_before_the_closing_counts_also_when_it_was_opened_again(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "forms")
    begin(session, planned, "forms")
    shut(session, planned, "forms", after(5))
    let(session, planned, "forms", after(7))
    assert rules.waits_for_phone(at_desk(session, planned, "forms"), after(8))
    tap(session, planned, "forms", FORMS.items[0], "a", after(8), tapped_at=after(4))
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet
    assert sheet.score == 1
    with pytest.raises(Refusal):
        tap(session, planned, "forms", FORMS.items[0], "b", after(9), tapped_at=after(8))


def test_an_answer_on_time_needs_no_clock_of_the_phone(session: Session, planned: Workshop) -> None:
    let(session, planned, "forms")
    begin(session, planned, "forms")
    tap(session, planned, "forms", FORMS.items[0], "a", after(1), tapped_at=after(99))
    assert store.list_attempts(session, planned.course_id, slug="forms")[0].finished_at is None
