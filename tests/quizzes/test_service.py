"""Opening, answering, sending, closing: what is saved once, what is frozen, what is refused."""

import datetime as dt
import threading

import pytest
from sqlalchemy.dialects import postgresql
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import SLUG, close, count, give
from training.adapters.database import Database
from training.audit.tables import AuditEntry
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal
from training.quizzes import service, statements, store, taking
from training.quizzes.model import Attempt, Given, Standing
from training.quizzes.tables import QuizAnswer, QuizAttempt, QuizOpening

LATER = NINE_THIRTY + dt.timedelta(minutes=5)


def attempt_of(session: Session, workshop: Workshop) -> Attempt:
    desk = service.get_desk(session, workshop.course_id, workshop.seat_id, SLUG)
    assert desk.attempt is not None
    return desk.attempt


def kept(session: Session, workshop: Workshop) -> dict[str, str]:
    answers = service.answers_of(session, attempt_of(session, workshop))
    return {item: answer.code for item, answer in answers.items()}


def finish(session: Session, workshop: Workshop, now: dt.datetime = NINE_THIRTY) -> None:
    taking.finish(session, workshop.course_id, workshop.seat_id, SLUG, (), SYSTEM, now)


def reopen(session: Session, workshop: Workshop) -> None:
    service.open_quiz(session, workshop.course_id, SLUG, "open-2", SYSTEM, LATER)


def test_opening_twice_is_opening_once(session: Session, opened: Workshop) -> None:
    for key in ("open-1", "open-2"):
        service.open_quiz(session, opened.course_id, SLUG, key, SYSTEM, LATER)
    assert count(session, QuizOpening) == 1
    (found,) = service.list_open(session, opened.course_id)
    assert (found.slug, found.items, found.opened_at) == (SLUG, 3, NINE_THIRTY)


def test_a_replayed_opening_does_not_open_again(session: Session, opened: Workshop) -> None:
    close(session, opened)
    service.open_quiz(session, opened.course_id, SLUG, "open-1", SYSTEM, LATER)
    assert service.list_open(session, opened.course_id) == ()


def test_a_quiz_opens_only_while_the_course_runs(session: Session, workshop: Workshop) -> None:
    courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    with pytest.raises(Refusal) as caught:
        service.open_quiz(session, workshop.course_id, SLUG, "k", SYSTEM, NINE_THIRTY)
    assert caught.value.status == 409


def test_an_unknown_quiz_is_refused(session: Session, workshop: Workshop) -> None:
    with pytest.raises(Refusal) as caught:
        service.open_quiz(session, workshop.course_id, "none", "k", SYSTEM, NINE_THIRTY)
    assert caught.value.status == 404


def test_beginning_twice_gives_one_sheet(session: Session, begun: Workshop) -> None:
    before = attempt_of(session, begun)
    taking.begin(session, begun.course_id, begun.seat_id, SLUG, LATER)
    assert attempt_of(session, begun) == before
    assert count(session, QuizAttempt) == 1


def test_an_unopened_quiz_cannot_be_begun(session: Session, workshop: Workshop) -> None:
    with pytest.raises(Refusal, match="not opened"):
        taking.begin(session, workshop.course_id, workshop.seat_id, SLUG, NINE_THIRTY)


def test_an_answer_sent_again_is_answered_as_at_first(session: Session, begun: Workshop) -> None:
    first = give(session, begun, "water", "true", "k1")
    given = Given("water", first.written, "k1")
    again = taking.answer(session, begun.course_id, begun.seat_id, SLUG, given, LATER)
    assert again == first
    assert count(session, QuizAnswer) == 1


def test_the_latest_answer_counts_and_the_first_is_kept(session: Session, begun: Workshop) -> None:
    give(session, begun, "water", "true", "k1")
    give(session, begun, "water", "false", "k2")
    assert kept(session, begun) == {"water": "false"}
    give(session, begun, "water", "true", "k1")
    assert kept(session, begun) == {"water": "false"}, "a replay changes nothing"
    assert count(session, QuizAnswer) == 2


def test_two_taps_on_one_page_are_two_answers(session: Session, begun: Workshop) -> None:
    """The page has one key; whoever corrects a tap before the reply must not lose the second."""
    give(session, begun, "colour", "a", "page")
    give(session, begun, "colour", "b", "page")
    assert kept(session, begun) == {"colour": "b"}


def test_finishing_freezes_score_and_most(session: Session, begun: Workshop) -> None:
    give(session, begun, "colour", "b", "k1")
    give(session, begun, "stone", "true", "k2")
    finish(session, begun)
    finish(session, begun, LATER)
    attempt = attempt_of(session, begun)
    assert (attempt.score, attempt.most, attempt.finished_at) == (1, 3, NINE_THIRTY)
    with pytest.raises(Refusal, match="sent at 09:30"):
        give(session, begun, "stone", "false", "k3")
    assert count(session, QuizAnswer) == 2


def test_finishing_what_was_not_begun_is_refused(session: Session, opened: Workshop) -> None:
    with pytest.raises(Refusal, match="not been begun"):
        finish(session, opened)


def test_closing_scores_what_is_there(session: Session, begun: Workshop) -> None:
    give(session, begun, "water", "true", "k1")
    assert service.count_unfinished(session, begun.course_id) == 1
    assert close(session, begun) == 1
    assert close(session, begun) == 0
    attempt = attempt_of(session, begun)
    assert (attempt.score, attempt.most) == (1, 3)
    assert service.count_unfinished(session, begun.course_id) == 0
    with pytest.raises(Refusal, match=r"closed at 09:30\. Answers given before then are kept"):
        give(session, begun, "water", "false", "k2")


def test_an_answer_saved_before_the_closing_is_answered_after_it(
    session: Session, begun: Workshop
) -> None:
    first = give(session, begun, "water", "true", "k1")
    close(session, begun)
    assert give(session, begun, "water", "true", "k1") == first


def test_a_score_stays_when_the_quiz_opens_again(session: Session, begun: Workshop) -> None:
    close(session, begun)
    reopen(session, begun)
    assert attempt_of(session, begun).score == 0
    with pytest.raises(Refusal, match="sent at"):
        give(session, begun, "water", "true", "k1")
    taking.begin(session, begun.course_id, begun.other_seat_id, SLUG, LATER)
    assert service.count_unfinished(session, begun.course_id) == 1


def test_a_replayed_closing_does_not_close_the_next_opening(
    session: Session, opened: Workshop
) -> None:
    first = service.get_desk(session, opened.course_id, None, SLUG).opening
    assert first is not None
    close(session, opened)
    reopen(session, opened)
    service.close_quiz(session, opened.course_id, SLUG, first.id, SYSTEM, LATER)
    assert len(service.list_open(session, opened.course_id)) == 1


def test_the_end_of_the_course_closes_all_and_scores(session: Session, begun: Workshop) -> None:
    give(session, begun, "water", "true", "k1")
    courses.set_state(session, begun.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    with pytest.raises(Refusal, match="ended"):
        give(session, begun, "stone", "false", "k2")
    assert service.list_open(session, begun.course_id) == ()
    assert attempt_of(session, begun).score == 1
    assert service.close_all(session, begun.course_id, SYSTEM, LATER) == 0


def test_state_for_seat_tells_each_stage(session: Session, workshop: Workshop) -> None:
    def standing() -> Standing:
        (quiz,) = service.state_for_seat(session, workshop.course_id, workshop.seat_id, NINE_THIRTY)
        return quiz.standing

    assert standing() is Standing.NOT_OPEN
    reopen(session, workshop)
    assert standing() is Standing.OPEN
    taking.begin(session, workshop.course_id, workshop.seat_id, SLUG, NINE_THIRTY)
    assert standing() is Standing.BEGUN
    close(session, workshop)
    (quiz,) = service.state_for_seat(session, workshop.course_id, workshop.seat_id, NINE_THIRTY)
    assert (quiz.standing, quiz.score, quiz.most) == (Standing.FINISHED, 0, 3)
    course_id, seat_id = workshop.course_id, workshop.other_seat_id
    (other,) = service.state_for_seat(session, course_id, seat_id, NINE_THIRTY)
    assert other.standing is Standing.CLOSED


def test_one_course_sees_nothing_of_another(session: Session, begun: Workshop) -> None:
    elsewhere = begun.elsewhere_id
    assert service.list_open(session, elsewhere) == ()
    assert store.list_attempts(session, elsewhere) == []
    assert {each.began for each in service.list_lines(session, elsewhere, NINE_THIRTY)} == {0}


def test_scores_and_openings_leave_a_trace(session: Session, begun: Workshop) -> None:
    close(session, begun)
    session.flush()
    found = session.query(AuditEntry).where(AuditEntry.course_id == begun.course_id)
    actions = [(each.subject, each.action) for each in found.order_by(AuditEntry.id)]
    assert actions[-3:] == [("quiz", "opened"), ("quiz attempt", "scored"), ("quiz", "closed")]


def test_a_double_submit_at_the_same_moment_is_saved_once(
    database: Database, begun: Workshop
) -> None:
    ready = threading.Barrier(2)
    replies: list[object] = []

    def submit() -> None:
        ready.wait()
        with database.writing() as session:
            replies.append(give(session, begun, "water", "true", "k1"))
            session.commit()

    threads = [threading.Thread(target=submit) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(replies) == 2
    assert replies[0] == replies[1]
    with database.reading() as session:
        assert count(session, QuizAnswer) == 1


def test_two_phones_that_begin_at_once_share_one_sheet(
    database: Database, opened: Workshop
) -> None:
    ready = threading.Barrier(2)

    def begin() -> None:
        ready.wait()
        with database.writing() as session:
            taking.begin(session, opened.course_id, opened.seat_id, SLUG, NINE_THIRTY)
            session.commit()

    threads = [threading.Thread(target=begin) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with database.reading() as session:
        assert count(session, QuizAttempt) == 1


def test_the_hot_query_fits_postgresql() -> None:
    """The shared lock names its tables, as PostgreSQL wants it where rows are joined; in the
    order in which a closing takes them, so that neither waits for the other for ever."""
    words = str(statements.OPEN_SHEET.compile(dialect=postgresql.dialect()))  # type: ignore[no-untyped-call] # theirs
    assert words.endswith("FOR SHARE OF quiz_openings, quiz_attempts")
    assert "OUTER" not in words
