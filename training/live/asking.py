"""Use cases of questions to the room: asking, answering, closing, revealing."""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.live import asked, question_store, reckoning, rules, store, texts
from training.live.model import (
    Answer,
    Driver,
    Given,
    NewQuestion,
    OwnAnswer,
    Question,
    QuestionKind,
    Ranked,
    Shows,
    Standing,
    Tally,
)
from training.live.service import change_as, get_deck, hold
from training.modules.model import Use
from training.quizzes import service as quizzes


def ask_item(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    item_id: str,
    seconds: int,
    submission_key: str,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> uuid.UUID:
    """Asks the room an item of a module; the question's id.

    Raises Refusal: 404 for no such item, 409 for one that would give something away, or in a course
    that is not running.
    """
    deck = get_deck(session, course_id, slug)
    found = asked.find_item(deck.module, item_id)
    item = quizzes.as_corrected(session, course_id, slug, found)
    in_open_quiz = quizzes.is_being_asked(session, course_id, slug, item_id)
    is_kept = item.use in rules.FORMS and not quizzes.are_forms_free(session, course_id)
    made = asked.question_of(item, deck.revision_id, seconds)
    use = item.use if is_kept else None
    return _ask(session, course_id, made, use, in_open_quiz, submission_key, driver, who, now)


def ask_slide(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    slide_id: str,
    kind: QuestionKind,
    seconds: int,
    submission_key: str,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> uuid.UUID:
    """Asks the room what a slide asks; the question's id.

    Raises Refusal: 404 for no such slide, 409 in a course that is not running.
    """
    deck = get_deck(session, course_id, slug)
    slide = asked.find_asking_slide(deck.module, slide_id)
    made = asked.question_of_slide(slide, deck.revision_id, kind, seconds)
    return _ask(session, course_id, made, None, False, submission_key, driver, who, now)


def ask(
    session: Session,
    course_id: uuid.UUID,
    question: NewQuestion,
    submission_key: str,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> uuid.UUID:
    """Asks the room a question made on the spot; its id. Raises Refusal (409, 422)."""
    return _ask(session, course_id, question, None, False, submission_key, driver, who, now)


def _ask(
    session: Session,
    course_id: uuid.UUID,
    question: NewQuestion,
    use: Use | None,
    in_open_quiz: bool,
    submission_key: str,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> uuid.UUID:
    rules.check_key(submission_key)
    stage = hold(session, course_id)
    known = question_store.find_question_by_key(session, course_id, submission_key)
    if known is not None:
        return known
    state = CourseState(courses.get_course(session, course_id).state)
    rules.require_askable(state, use, in_open_quiz)
    checked = rules.check_question(question)
    made = question_store.add_question(session, course_id, checked, submission_key, now)
    if stage.question_id is not None:
        question_store.close_question(session, stage.question_id, now)
    change_as(session, course_id, driver, now, question_id=made, shows=Shows.QUESTION.value,
              is_blank=False)  # fmt: skip
    audit.record(
        session, who, now, "asked", "question to the room", made,
        course_id=course_id, after={"kind": checked.kind.value, "item": checked.item_id},
    )  # fmt: skip
    return made


def get_question(session: Session, course_id: uuid.UUID, question_id: uuid.UUID) -> Question:
    """A question of that course. Raises Refusal (404)."""
    found = question_store.find_question(session, course_id, question_id)
    if found is None:
        raise Refusal(texts.NO_SUCH_QUESTION, status=404)
    return found


def close(
    session: Session,
    course_id: uuid.UUID,
    question_id: uuid.UUID,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> None:
    """Takes no more answers. Doing it twice is doing it once."""
    get_question(session, course_id, question_id)
    hold(session, course_id)
    if question_store.close_question(session, question_id, now):
        _note(session, course_id, question_id, "closed", who, now)
        change_as(session, course_id, driver, now)


def reveal(
    session: Session,
    course_id: uuid.UUID,
    question_id: uuid.UUID,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> None:
    """Closes the question and lets the room see what was right, and why."""
    get_question(session, course_id, question_id)
    hold(session, course_id)
    question_store.close_question(session, question_id, now)
    if question_store.reveal_question(session, question_id, now):
        _note(session, course_id, question_id, "revealed", who, now)
        change_as(session, course_id, driver, now)


def put_away(
    session: Session,
    course_id: uuid.UUID,
    question_id: uuid.UUID,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> None:
    """Closes the question and takes it from the projector and the phones."""
    get_question(session, course_id, question_id)
    stage = hold(session, course_id)
    if question_store.close_question(session, question_id, now):
        _note(session, course_id, question_id, "closed", who, now)
    if stage.question_id == question_id:
        change_as(session, course_id, driver, now, question_id=None, shows=Shows.SLIDE.value)


def _note(
    session: Session,
    course_id: uuid.UUID,
    question_id: uuid.UUID,
    action: str,
    who: Who,
    now: dt.datetime,
) -> None:
    audit.record(
        session, who, now, action, "question to the room", question_id, course_id=course_id
    )


def answer(
    session: Session,
    course_id: uuid.UUID,
    question_id: uuid.UUID,
    seat_id: uuid.UUID,
    given: Given,
    now: dt.datetime,
) -> None:
    """Saves an answer with one query and one insert; sent again, it is answered as at first.

    Raises Refusal: 404 for no such question, 409 when none is taken now, 422 for nonsense.
    """
    found = question_store.find_answerable(session, course_id, question_id, seat_id)
    if found is None:
        raise Refusal(texts.NO_SUCH_QUESTION, status=404)
    question, state, newest = found
    clean = rules.read_answer(question, given)
    if state is CourseState.RUNNING and rules.is_taking(question, now):
        question_store.add_answer(session, question_id, seat_id, clean, newest, now)
    elif not question_store.has_answer(session, question_id, seat_id, clean.submission_key):
        raise Refusal(texts.TAKES_NONE, status=409)


def set_standing(
    session: Session,
    course_id: uuid.UUID,
    answer_id: uuid.UUID,
    standing: Standing,
    who: Who,
    now: dt.datetime,
) -> None:
    """Lets the room see somebody's words, or not. Raises Refusal (404)."""
    if not question_store.set_standing(session, course_id, answer_id, standing):
        raise Refusal(texts.NO_SUCH_QUESTION, status=404)
    audit.record(
        session, who, now, standing.value, "words from the room", answer_id, course_id=course_id
    )


def answers_to(session: Session, question: Question) -> tuple[Answer, ...]:
    """The answers to a question that count, in the order of giving."""
    return tuple(question_store.answers_of(session, [question.id]).get(question.id, ()))


def tally_of(session: Session, question: Question) -> Tally:
    """What came of a question so far."""
    return reckoning.tally(question, answers_to(session, question))


def own_answer(session: Session, question: Question, seat_id: uuid.UUID) -> OwnAnswer:
    """What this seat answered to a question."""
    found = question_store.answers_of(session, [question.id], seat_id).get(question.id, ())
    return reckoning.own(question, found[0] if found else None)


def own_answers(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID
) -> tuple[OwnAnswer, ...]:
    """Every question of the course with what this seat answered, in the order of asking."""
    questions = question_store.list_questions(session, course_id)
    found = question_store.answers_of(session, [each.id for each in questions], seat_id)
    return tuple(
        reckoning.own(each, next(iter(found.get(each.id, ())), None)) for each in questions
    )


def ranking(session: Session, course_id: uuid.UUID) -> tuple[Ranked, ...]:
    """The ranking of the course, by right answers alone."""
    questions = question_store.list_questions(session, course_id)
    found = question_store.answers_of(session, [each.id for each in questions])
    return reckoning.rank(questions, found, store.list_nicknames(session, course_id))


list_questions = question_store.list_questions
is_taking = rules.is_taking
