"""The evaluation: nobody's words can be led back to them, and few are not shown at all."""

import logging
import sqlite3

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import ON_SQLITE, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.forms import add_seats, evaluate, say
from tests.quizzes.openings import after, let, shut
from tests.web.test_races import all_at_once, posting
from training.adapters.database import Base, Database
from training.adapters.settings import Settings
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal
from training.quizzes import anonymous, answer_store, opening, service, store, taking
from training.quizzes.assessments import EVALUATION
from training.quizzes.evaluation import get_evaluation
from training.quizzes.model import Given, Terms
from training.quizzes.tables import QuizAnswer, QuizAttempt

CLOSED = after(30)


def words_shown(session: Session, workshop: Workshop) -> list[str]:
    said = get_evaluation(session, workshop.course_id).said
    return sorted(words.code for each in said for words in each.words)


def everything(session: Session) -> list[tuple[str, str]]:
    """Every row of the database as text, by table."""
    return [
        (table.name, repr(tuple(row)))
        for table in Base.metadata.sorted_tables
        for row in session.execute(select(table))
    ]


@pytest.fixture
def closed(session: Session, workshop: Workshop) -> Workshop:
    """The workshop whose evaluation twelve people have answered, half without sending it."""
    let(session, workshop, EVALUATION)
    evaluate(session, workshop, add_seats(session, workshop, 12))
    shut(session, workshop, EVALUATION, CLOSED)
    return workshop


def test_the_words_stand_once_and_on_a_sheet_that_belongs_to_nobody(
    session: Session, closed: Workshop
) -> None:
    holding = [(name, row) for name, row in everything(session) if "Words number" in row]
    assert [name for name, _ in holding] == ["quiz_answers"] * 12
    owners = select(QuizAttempt.seat_id).join(QuizAnswer, QuizAnswer.attempt_id == QuizAttempt.id)
    assert set(session.scalars(owners)) == {None}


def test_neither_keys_nor_times_nor_ids_are_carried_over(
    session: Session, closed: Workshop
) -> None:
    assert not any("key-" in row for name, row in everything(session) if name == "quiz_answers")
    answers = session.scalars(select(QuizAnswer)).all()
    assert {each.given_at for each in answers} == {CLOSED}
    sheets = store.list_attempts(session, closed.course_id, slug=EVALUATION)
    nameless = [each for each in sheets if each.seat_id is None]
    assert {(each.started_at, each.finished_at) for each in nameless} == {(CLOSED, CLOSED)}
    assert {(each.seed, each.number, each.form, each.due_at) for each in nameless} == {
        (0, 1, "", None)
    }
    newest_before = max(each.id for each in sheets if each.seat_id is not None)
    assert all(each.id > newest_before for each in nameless)


def test_their_order_is_not_the_order_of_giving(session: Session, closed: Workshop) -> None:
    asked = select(QuizAnswer.choice).where(QuizAnswer.item_id == "change")
    found = list(session.scalars(asked.order_by(QuizAnswer.id)))
    by_sheet = list(session.scalars(asked.order_by(QuizAnswer.attempt_id)))
    given = [f"Words number {place} at 1" for place in range(12)]
    assert sorted(found) == sorted(given)
    assert found != given  # by lot, one time in 479 million
    assert by_sheet != given


def test_each_seat_keeps_its_sheet_finished_and_empty(session: Session, closed: Workshop) -> None:
    sheets = store.list_attempts(session, closed.course_id, slug=EVALUATION)
    of_seats = [each for each in sheets if each.seat_id is not None]
    assert len(of_seats) == 12
    assert all(each.finished_at is not None for each in of_seats)
    assert answer_store.kept_answers(session, [each.id for each in of_seats]) == {}


def test_an_answer_that_comes_late_is_not_taken_whenever_it_was_given(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, EVALUATION)
    seats = add_seats(session, workshop, 6)
    evaluate(session, workshop, seats)
    shut(session, workshop, EVALUATION, CLOSED)
    before = everything(session)
    late = Given("change", "Too late", "key-late", after(20))
    again = Given("change", "Words number 0 at 1", f"key-{seats[0]}-change", after(1))
    for given in (late, again):
        with pytest.raises(Refusal, match="closed"):
            taking.answer(session, workshop.course_id, seats[0], EVALUATION, given, after(31))
        kept = taking.finish(
            session, workshop.course_id, seats[0], EVALUATION, [given], SYSTEM, after(31)
        )
        assert kept == ()
    assert everything(session) == before


def test_a_sheet_without_an_answer_is_not_among_them(session: Session, workshop: Workshop) -> None:
    let(session, workshop, EVALUATION)
    seats = add_seats(session, workshop, 7)
    evaluate(session, workshop, seats[:5])
    say(session, workshop, seats[5], EVALUATION, [], after(2))
    say(session, workshop, seats[6], EVALUATION, [("change", "")], after(2))
    shut(session, workshop, EVALUATION, CLOSED)
    found = get_evaluation(session, workshop.course_id)
    assert (found.began, found.sent, found.shown) == (7, 7, 5)


def test_a_deadline_takes_the_names_off_too(session: Session, workshop: Workshop) -> None:
    terms = Terms(closes_at=after(10))
    opening.change_terms(session, workshop.course_id, EVALUATION, terms, SYSTEM, after(0))
    let(session, workshop, EVALUATION)
    evaluate(session, workshop, add_seats(session, workshop, 5))
    opening.settle_all(session, workshop.course_id, after(11))
    assert len(words_shown(session, workshop)) == 5


def test_the_end_of_the_course_takes_the_names_off_too(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, EVALUATION)
    evaluate(session, workshop, add_seats(session, workshop, 5))
    service.close_all(session, workshop.course_id, SYSTEM, CLOSED)
    assert len(words_shown(session, workshop)) == 5


def test_a_closing_that_breaks_off_leaves_all_as_it_was(
    database: Database, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.writing() as session:
        let(session, workshop, EVALUATION)
        evaluate(session, workshop, add_seats(session, workshop, 6))
        session.commit()
        before = everything(session)
    real, calls = answer_store.add_codes, []

    def break_off(*given: object) -> None:
        calls.append(given)
        if len(calls) == 4:
            raise KeyboardInterrupt
        real(*given)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(answer_store, "add_codes", break_off)
    with pytest.raises(KeyboardInterrupt), database.writing() as session:
        shut(session, workshop, EVALUATION, CLOSED)
    with database.reading() as session:
        assert everything(session) == before
    monkeypatch.undo()
    with database.writing() as session:
        shut(session, workshop, EVALUATION, CLOSED)
        assert len(words_shown(session, workshop)) == 6


@ON_SQLITE
def test_no_unused_place_of_the_file_still_holds_an_answer(
    database: Database, workshop: Workshop, settings: Settings
) -> None:
    with database.writing() as session:
        let(session, workshop, EVALUATION)
        evaluate(session, workshop, add_seats(session, workshop, 6))
        session.commit()
    with database.writing() as session:
        shut(session, workshop, EVALUATION, CLOSED)
        session.commit()
    database.dispose()
    file = settings.data_folder / "training.db"
    connection = sqlite3.connect(file)
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    content = file.read_bytes()
    connection.execute("VACUUM")
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.close()
    packed = file.read_bytes()
    assert content.count(b"Words number") == packed.count(b"Words number") > 0
    assert content.count(b"-change") == 0


def test_nothing_of_it_is_in_the_log(
    database: Database,
    workshop: Workshop,
    client_for: ClientMaker,
    trainer: ProofReadingClient,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.DEBUG)
    base = f"/courses/{workshop.course_id}/quiz/{EVALUATION}"
    trainer.post(f"{base}/open", data={"submission_key": "one"})
    phone = client_for(seat_id=workshop.seat_id)
    sheet = f"/c/{workshop.course_id}/quiz/{EVALUATION}"
    phone.post(f"{sheet}/begin")
    form = {"item": "change", "choice": "Secret words", "submission_key": "secret-key"}
    assert phone.post(f"{sheet}/answers", data=form).status_code == 303
    assert phone.post(f"{sheet}/finish").status_code == 303
    with database.reading() as session:
        found = service.get_desk(session, workshop.course_id, None, EVALUATION).opening
    assert found is not None
    trainer.post(f"{base}/close", data={"opening": str(found.id)})
    assert "Secret words" not in caplog.text
    assert "secret-key" not in caplog.text


def test_answers_that_meet_the_closing_are_moved_or_refused_and_none_stays(
    database: Database, workshop: Workshop, client_for: ClientMaker, trainer: ProofReadingClient
) -> None:
    with database.writing() as session:
        let(session, workshop, EVALUATION)
        seats = add_seats(session, workshop, 8)
        for seat_id in seats:
            say(session, workshop, seat_id, EVALUATION, [("day", "3")])
        session.commit()
        found = service.get_desk(session, workshop.course_id, None, EVALUATION).opening
    assert found is not None
    path = f"/c/{workshop.course_id}/quiz/{EVALUATION}/answers"
    sends = [
        posting(
            client_for(seat_id=seat_id),
            path,
            {"item": "change", "choice": f"Words {place}", "submission_key": f"key-{place}"},
        )
        for place, seat_id in enumerate(seats)
    ]
    close = f"/courses/{workshop.course_id}/quiz/{EVALUATION}/close"
    sends.insert(4, posting(trainer, close, {"opening": str(found.id)}))
    answers = all_at_once(sends)
    assert {answer.status_code for answer in answers} <= {303, 409}
    saved = sum(answer.status_code == 303 for answer in answers) - 1
    with database.reading() as session:
        owners = select(QuizAttempt.seat_id).join(
            QuizAnswer, QuizAnswer.attempt_id == QuizAttempt.id
        )
        assert set(session.scalars(owners)) == {None}
        assert get_evaluation(session, workshop.course_id).shown == 8
        assert len(words_shown(session, workshop)) == saved


def test_who_has_answered_does_not_answer_again_and_others_may(
    session: Session, closed: Workshop
) -> None:
    let(session, closed, EVALUATION, after(40))
    first = next(
        each.seat_id
        for each in store.list_attempts(session, closed.course_id, slug=EVALUATION)
        if each.seat_id is not None
    )
    with pytest.raises(Refusal):
        say(session, closed, first, EVALUATION, [("day", "1")], after(41))
    evaluate(session, closed, add_seats(session, closed, 5), 41)
    shut(session, closed, EVALUATION, after(50))
    assert get_evaluation(session, closed.course_id).shown == 17


def test_few_who_come_later_wait_until_there_are_five(session: Session, closed: Workshop) -> None:
    first = words_shown(session, closed)
    for number, (people, waiting, shown) in enumerate([(2, 2, 12), (2, 4, 12), (1, 0, 17)]):
        now = 40 + 20 * number
        let(session, closed, EVALUATION, after(now))
        evaluate(session, closed, add_seats(session, closed, people), now + 1)
        shut(session, closed, EVALUATION, after(now + 10))
        found = get_evaluation(session, closed.course_id)
        assert (found.waiting, found.shown) == (waiting, shown)
        if waiting:
            assert words_shown(session, closed) == first


def test_four_are_not_shown_and_a_fifth_shows_them_all(
    session: Session, workshop: Workshop
) -> None:
    let(session, workshop, EVALUATION)
    evaluate(session, workshop, add_seats(session, workshop, 4))
    shut(session, workshop, EVALUATION, CLOSED)
    assert get_evaluation(session, workshop.course_id).said == ()
    let(session, workshop, EVALUATION, after(40))
    evaluate(session, workshop, add_seats(session, workshop, 1), 41)
    shut(session, workshop, EVALUATION, after(50))
    assert len(words_shown(session, workshop)) == 5


def test_everybody_has_one_voice(session: Session, workshop: Workshop) -> None:
    with pytest.raises(Refusal, match="answered once"):
        opening.change_terms(
            session, workshop.course_id, EVALUATION, Terms(tries=2), SYSTEM, after(0)
        )


def test_nothing_of_it_is_among_the_results(session: Session, closed: Workshop) -> None:
    report = service.report(session, closed.course_id, EVALUATION, after(31))
    assert report.shares == ()
    assert anonymous.FEWEST == 5
