"""Use cases of the trainee: beginning a quiz, giving answers, sending them."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.modules import service as modules
from training.quizzes import rules, store, texts
from training.quizzes.model import Desk, Given, Saved
from training.quizzes.service import MODULE, freeze, get_desk


def begin(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, slug: str, now: dt.datetime
) -> None:
    """A sheet for this seat; beginning twice is beginning once.

    Raises Refusal: 404 for no such quiz, 409 unless course and quiz are open.
    """
    desk = get_desk(session, course_id, seat_id, slug)
    if desk.attempt is not None:
        return
    rules.require_open(desk)
    if desk.opening is None or not store.hold_opening(session, desk.opening.id):
        raise Refusal(texts.NOT_OPEN, status=409)
    store.add_attempt(session, course_id, seat_id, desk.revision_id, MODULE, now)


def answer(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    slug: str,
    given: Given,
    now: dt.datetime,
) -> Saved:
    """Saves one answer with one query and one insert; sent again, it is answered as at first.

    Raises Refusal: 404 for no such quiz, 409 when no answer is taken now, 422 for nonsense.
    """
    rules.check_key(given.submission_key)
    found = store.find_open_attempt(session, course_id, seat_id, slug, MODULE)
    if found is None:
        return _answer_again(session, get_desk(session, course_id, seat_id, slug), given)
    code = _read(session, found.revision_id, found.seed, given)
    key = given.submission_key
    at: dt.datetime | None = now
    if not store.add_answer(session, found, given.item_id, code, key, now):
        at = store.find_answer_time(session, found.attempt_id, given.item_id, code, key)
    return Saved(given.item_id, given.written, at or now, found.time_zone)


def _read(session: Session, revision_id: uuid.UUID, seed: int, given: Given) -> str:
    (code,) = rules.read_answers(modules.get_module(session, revision_id).items, seed, (given,))
    return code


def _answer_again(session: Session, desk: Desk, given: Given) -> Saved:
    """The reply to an answer that was saved before no more were taken, else the refusal."""
    if desk.attempt is not None:
        code = _read(session, desk.revision_id, desk.attempt.seed, given)
        at = store.find_answer_time(
            session, desk.attempt.id, given.item_id, code, given.submission_key
        )
        if at is not None:
            return Saved(given.item_id, given.written, at, desk.time_zone)
    rules.require_answerable(desk)
    raise Refusal(texts.NOT_OPEN, status=409)


def finish(
    session: Session,
    course_id: uuid.UUID,
    seat_id: uuid.UUID,
    slug: str,
    given: Sequence[Given],
    who: Who,
    now: dt.datetime,
) -> tuple[str, ...]:
    """Freezes the score, after saving the answers that come along; the keys of those that stand.

    `given` is in the order of giving: an answer that had arrived before stays where it was, a new
    one is younger than all that were saved. Finishing twice changes nothing, so an answer that
    comes with the second is kept only if it stood there. It may be done after the course too.

    Raises Refusal: 404 for no such quiz, 409 for a quiz that this seat has not begun or, with
    answers, that takes none now, 422 for nonsense; then nothing is saved.
    """
    desk = get_desk(session, course_id, seat_id, slug)
    sheet = desk.attempt
    if sheet is None:
        rules.require_open(desk)
        raise Refusal(texts.NOT_BEGUN, status=409)
    if sheet.finished_at is not None or not store.hold_attempt(session, sheet.id):
        standing = store.list_keys(session, sheet.id) if given else frozenset()
        return tuple(each.submission_key for each in given if each.submission_key in standing)
    items = modules.get_module(session, desk.revision_id).items
    if given:
        rules.require_open(desk)
        codes = rules.read_answers(items, sheet.seed, given)
        store.add_answers(session, sheet.id, list(zip(given, codes, strict=True)), now)
    freeze(session, course_id, sheet.id, items, store.kept_codes(session, sheet.id), who, now)
    return tuple(each.submission_key for each in given)
