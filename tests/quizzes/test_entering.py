"""Answers on paper, typed in by the trainer: whose they are, what they replace, and until when."""

import datetime as dt
import threading

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import SLUG
from tests.quizzes.openings import after, let, set_terms, shut
from training.adapters.database import Database
from training.audit.tables import AuditEntry
from training.courses.model import SeatView
from training.kernel.access import ActorKind, Who
from training.kernel.refusal import Refusal
from training.quizzes import (
    answer_store,
    assessments,
    entering,
    lettering,
    result_store,
    service,
    store,
    taking,
)
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.entering import PaperSheet
from training.quizzes.model import Attempt, EndedBy, Given, Terms

BOPHA = Who(ActorKind.ACCOUNT, None, "SOK Bopha")
RIGHT, WRONG = {"colour": "b", "water": "true"}, {"colour": "a", "water": "false"}


def enter(
    session: Session,
    workshop: Workshop,
    codes: dict[str, str],
    *,
    slug: str = SLUG,
    key: str = "",
    now: dt.datetime = NINE_THIRTY,
    replaces_phone: bool = False,
) -> bool:
    """What is on the paper of seat 1, which is SUN Sopheap's."""
    return entering.enter(
        session, workshop.course_id, slug, 1, codes, key or f"{codes}", BOPHA, now,
        replaces_phone=replaces_phone,
    )  # fmt: skip


def sheet_of(session: Session, workshop: Workshop, slug: str = SLUG) -> PaperSheet:
    desk = service.get_desk(session, workshop.course_id, None, slug)
    return entering.get_sheet(session, desk, 1)


def attempt_of(session: Session, workshop: Workshop, slug: str = SLUG) -> Attempt:
    found = sheet_of(session, workshop, slug).attempt
    assert found is not None
    return found


def tap(session: Session, workshop: Workshop, item: str, place: str) -> None:
    given = Given(item, place, f"tap {item} {place}")
    taking.answer(session, workshop.course_id, workshop.seat_id, SLUG, given, NINE_THIRTY)


def trail(session: Session, workshop: Workshop) -> list[tuple[str, str]]:
    asked = select(AuditEntry.action, AuditEntry.actor_name)
    found = session.execute(
        asked.where(AuditEntry.subject == "quiz attempt").order_by(AuditEntry.id)
    )
    return [(action, name) for action, name in found]


def test_a_sheet_is_begun_answered_and_scored_at_once(session: Session, workshop: Workshop) -> None:
    let(session, workshop, SLUG)
    assert enter(session, workshop, {"colour": "b", "water": ""})
    found = attempt_of(session, workshop)
    assert (found.score, found.most, found.finished_by) == (1, 3, EndedBy.STAFF)
    assert answer_store.kept_codes(session, found.id) == {"colour": "b"}
    assert trail(session, workshop) == [("entered", "SOK Bopha"), ("scored", "SOK Bopha")]
    assert sheet_of(session, workshop).is_entered


def test_entering_again_corrects_and_keeps_the_old_result(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, SLUG)
    enter(session, workshop, WRONG)
    assert enter(session, workshop, RIGHT, now=after(5))
    found = attempt_of(session, workshop)
    assert (found.score, found.number) == (2, 1)
    (old,) = result_store.list_old_results(session, [found.id])[found.id]
    assert (old.score, old.most, old.reason) == (0, 3, "entered")
    assert trail(session, workshop)[2:] == [
        ("entered", "SOK Bopha"), ("scored again", "SOK Bopha"),
    ]  # fmt: skip


def test_an_answer_is_taken_away_again(session: Session, workshop: Workshop) -> None:
    let(session, workshop, SLUG)
    enter(session, workshop, RIGHT)
    enter(session, workshop, {"water": ""}, now=after(1))
    found = attempt_of(session, workshop)
    assert found.score == 1
    assert answer_store.kept_codes(session, found.id) == {"colour": "b", "water": ""}


def test_entering_the_same_twice_is_entering_it_once(session: Session, workshop: Workshop) -> None:
    let(session, workshop, SLUG)
    assert enter(session, workshop, RIGHT, key="one")
    assert not enter(session, workshop, RIGHT, key="one")
    assert not enter(session, workshop, RIGHT, key="two")
    assert len(trail(session, workshop)) == 2


def test_a_sending_that_comes_again_late_does_not_undo_what_came_after_it(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, SLUG)
    enter(session, workshop, WRONG, key="first")
    enter(session, workshop, RIGHT, key="second")
    assert not enter(session, workshop, WRONG, key="first")
    assert attempt_of(session, workshop).score == 2


def test_what_was_answered_by_phone_is_replaced_only_when_that_is_said(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, SLUG)
    taking.begin(session, workshop.course_id, workshop.seat_id, SLUG, NINE_THIRTY)
    tap(session, workshop, "water", "2")
    with pytest.raises(Refusal, match="has answered on the phone") as refused:
        enter(session, workshop, RIGHT)
    assert refused.value.status == 409
    found = attempt_of(session, workshop)
    assert answer_store.kept_codes(session, found.id) == {"water": "false"}
    assert found.finished_at is None
    assert enter(session, workshop, RIGHT, replaces_phone=True)
    found = attempt_of(session, workshop)
    assert (found.score, found.finished_by) == (2, EndedBy.STAFF)
    with pytest.raises(Refusal, match="can no longer be changed"):
        tap(session, workshop, "colour", "1")


def test_a_sheet_that_the_phone_sent_gets_another_result_when_that_is_said(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, SLUG)
    taking.begin(session, workshop.course_id, workshop.seat_id, SLUG, NINE_THIRTY)
    tap(session, workshop, "water", "2")
    taking.finish(session, workshop.course_id, workshop.seat_id, SLUG, (), BOPHA, after(1))
    with pytest.raises(Refusal, match="has answered on the phone"):
        enter(session, workshop, RIGHT)
    assert enter(session, workshop, RIGHT, replaces_phone=True)
    found = attempt_of(session, workshop)
    assert (found.score, found.finished_by) == (2, EndedBy.STAFF)
    (old,) = result_store.list_old_results(session, [found.id])[found.id]
    assert old.score == 0


def test_an_empty_sheet_of_a_phone_is_in_nobodys_way(session: Session, workshop: Workshop) -> None:
    let(session, workshop, SLUG)
    taking.begin(session, workshop.course_id, workshop.seat_id, SLUG, NINE_THIRTY)
    assert enter(session, workshop, RIGHT)


def test_a_late_tap_does_not_change_what_was_entered(session: Session, workshop: Workshop) -> None:
    let(session, workshop, SLUG)
    taking.begin(session, workshop.course_id, workshop.seat_id, SLUG, NINE_THIRTY)
    enter(session, workshop, RIGHT)
    shut(session, workshop, SLUG, after(10))
    late = Given("water", "2", "late", after(5))
    with pytest.raises(Refusal):
        taking.answer(session, workshop.course_id, workshop.seat_id, SLUG, late, after(11))
    assert attempt_of(session, workshop).score == 2


def test_sheets_are_entered_from_the_opening_until_a_day_after_the_closing(
    session: Session, workshop: Workshop
) -> None:
    with pytest.raises(Refusal, match="can be entered once this was opened"):
        enter(session, workshop, RIGHT)
    let(session, workshop, SLUG)
    shut(session, workshop, SLUG, after(10))
    with pytest.raises(Refusal, match="That time is over"):
        enter(session, workshop, RIGHT, now=after(10 + 24 * 60 + 1))
    assert enter(session, workshop, RIGHT, now=after(10 + 24 * 60))


def test_a_deadline_and_the_time_of_a_sheet_are_not_for_paper(
    session: Session, workshop: Workshop
) -> None:
    set_terms(session, workshop, SLUG, Terms(minutes=5))
    let(session, workshop, SLUG)
    enter(session, workshop, WRONG)
    assert enter(session, workshop, RIGHT, now=after(60))
    assert attempt_of(session, workshop).finished_by is EndedBy.STAFF


def test_nobody_sits_at_an_unknown_number(session: Session, workshop: Workshop) -> None:
    let(session, workshop, SLUG)
    with pytest.raises(Refusal, match="Nobody in this course has the seat number 99") as refused:
        entering.enter(session, workshop.course_id, SLUG, 99, RIGHT, "key", BOPHA, NINE_THIRTY)
    assert refused.value.status == 404


@pytest.mark.parametrize("begins_by_phone", [True, False])
def test_the_form_of_a_test_is_the_one_that_a_phone_would_have(
    session: Session, planned: Workshop, begins_by_phone: bool
) -> None:
    drawn = assessments.drawn_form(planned.course_id, 1)
    let(session, planned, PRE_TEST)
    sheet = sheet_of(session, planned, PRE_TEST)
    assert sheet.form == drawn
    items = entering.items_on(
        session, service.get_desk(session, planned.course_id, None, PRE_TEST), sheet
    )
    if begins_by_phone:
        taking.begin(session, planned.course_id, planned.seat_id, PRE_TEST, NINE_THIRTY)
    codes = lettering.read_line(items, "AA").codes
    assert enter(session, planned, dict(codes), slug=PRE_TEST)
    assert attempt_of(session, planned, PRE_TEST).form == drawn
    shut(session, planned, PRE_TEST)
    let(session, planned, POST_TEST)
    assert sheet_of(session, planned, POST_TEST).form == assessments.other_form(drawn)


def test_who_is_missing_stands_first_and_of_them_who_has_no_phone(
    session: Session, workshop: Workshop
) -> None:
    def sheet(number: int, *, phone: bool) -> PaperSheet:
        base = sheet_of(session, workshop).seat
        seat = SeatView(base.seat_id, base.person_id, number, base.name, not phone)
        return PaperSheet(seat, "", None)

    assert entering.without_phone([sheet(1, phone=True), sheet(2, phone=False)])[0].seat.number == 2
    let(session, workshop, SLUG)
    desk = service.get_desk(session, workshop.course_id, None, SLUG)
    assert [each.seat.number for each in entering.list_sheets(session, desk)] == [1, 2]
    enter(session, workshop, RIGHT)
    assert [each.seat.number for each in entering.list_sheets(session, desk)] == [2, 1]


def test_two_who_type_in_the_same_sheet_at_once_leave_one_with_its_own_result(
    database: Database, opened: Workshop
) -> None:
    ready = threading.Barrier(2)

    def type_in(codes: dict[str, str]) -> None:
        ready.wait()
        with database.writing() as session:
            enter(session, opened, codes)
            session.commit()

    threads = [threading.Thread(target=type_in, args=(codes,)) for codes in (RIGHT, WRONG)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        (sheet,) = store.list_attempts(session, opened.course_id, slug=SLUG)
        kept = answer_store.kept_codes(session, sheet.id)
        assert kept in (RIGHT, WRONG)
        assert sheet.score == (2 if kept == RIGHT else 0)
        assert len(result_store.list_old_results(session, [sheet.id])[sheet.id]) == 1
