"""Use cases of the trainer with paper: which sheet is whose, and entering what stands on one.

A sheet is entered from the first opening of its assessment until 24 hours after the closing, as
long as answers of phones are waited for; so the trainer may type in the break, or in the evening.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import SeatView
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.modules.model import Item
from training.quizzes import answer_store, assessments, key_store, result_store, rules, store, texts
from training.quizzes.desk import get_desk, items_of
from training.quizzes.freezing import freeze, score_again, settle
from training.quizzes.model import Attempt, Desk, EndedBy, Given, Purpose


@dataclass(frozen=True, slots=True)
class PaperSheet:
    """Whose sheet it is, which form of a test is on it, and what was handed in for it so far."""

    seat: SeatView
    form: str
    attempt: Attempt | None

    @property
    def is_entered(self) -> bool:
        """Whether it was typed in by the staff."""
        return self.attempt is not None and self.attempt.finished_by is EndedBy.STAFF

    @property
    def is_missing(self) -> bool:
        """Whether there is nothing of this person yet that has a result."""
        return self.attempt is None or self.attempt.finished_at is None


def list_sheets(session: Session, desk: Desk) -> tuple[PaperSheet, ...]:
    """A sheet for everybody in the course; first who is missing, and of those who has no phone.

    Who has left may have handed in a sheet before, and stands behind those who are expected.
    """
    latest = _latest(session, desk.course_id, desk.slug)
    before = _latest(session, desk.course_id, assessments.PRE_TEST) if desk.purpose.is_test else {}
    sheets = [
        _sheet(desk, seat, latest.get(seat.seat_id), before.get(seat.seat_id))
        for seat in courses.list_seats(session, desk.course_id)
    ]
    return tuple(sorted(sheets, key=_urgency))


def _urgency(sheet: PaperSheet) -> tuple[bool, bool, bool, int]:
    seat = sheet.seat
    return not sheet.is_missing, seat.has_left, not seat.without_phone, seat.number


def _latest(session: Session, course_id: uuid.UUID, slug: str) -> dict[uuid.UUID, Attempt]:
    found = store.list_attempts(session, course_id, slug=slug)
    return {each.seat_id: each for each in found if each.seat_id is not None}


def _sheet(
    desk: Desk, seat: SeatView, attempt: Attempt | None, before: Attempt | None
) -> PaperSheet:
    drawn = assessments.form_of_seat(
        desk.course_id, desk.purpose, seat.number, before.form if before else None
    )
    return PaperSheet(seat, attempt.form if attempt else drawn, attempt)


def get_sheet(session: Session, desk: Desk, seat_number: int) -> PaperSheet:
    """The sheet of the person in that seat. Raises Refusal (404)."""
    sheets = list_sheets(session, desk)
    found = next((each for each in sheets if each.seat.number == seat_number), None)
    if found is None:
        raise Refusal(say(texts.NOBODY_AT_NUMBER, number=seat_number), status=404, field="line")
    return found


def items_on(session: Session, desk: Desk, sheet: PaperSheet) -> tuple[Item, ...]:
    """The questions of that sheet, in the order of the paper."""
    return items_of(session, desk, sheet.form)


def require_enterable(desk: Desk, now: dt.datetime) -> None:
    """Raises Refusal (409) unless what people wrote on paper can be entered now."""
    if desk.purpose is Purpose.EVALUATION:
        raise Refusal(texts.NO_NAMES_ON_PAPER, status=409)
    if desk.opening is None:
        raise Refusal(texts.ENTERED_AFTER_OPENING, status=409)
    end = rules.ended_at(desk)
    if end is not None and now > end + rules.FAIR:
        raise Refusal(texts.ENTERING_OVER, status=409)


def enter(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    seat_number: int,
    codes: Mapping[str, str],
    submission_key: str,
    who: Who,
    now: dt.datetime,
    *,
    replaces_phone: bool = False,
) -> bool:
    """The answers of that seat are these from now on, and its sheet has a result.

    `codes` are by item id; an empty one is no answer, and items that are left out stay as they are.
    A sheet that had a result gets another one, and the old one is kept. Whether anything changed:
    entering the same again is nothing.

    Raises Refusal: 404 for no such quiz or seat, 409 when nothing can be entered, or where the
    person answered by phone and `replaces_phone` does not say that this counts instead.
    """
    rules.check_key(submission_key)
    desk = get_desk(session, course_id, None, slug)
    require_enterable(desk, now)
    sheet = get_sheet(session, desk, seat_number)
    corrections = key_store.list_corrections(session, course_id)  # before the sheet is held
    attempt = _held(session, desk, sheet, now)
    kept = answer_store.kept_codes(session, attempt.id)
    changed = {item: code for item, code in codes.items() if code != kept.get(item, "")}
    if attempt.finished_at is not None and (
        not changed or _is_sent_again(session, attempt, changed, submission_key)
    ):
        return False
    by_phone = any(kept.values()) and attempt.finished_by is not EndedBy.STAFF
    if by_phone and not replaces_phone:
        raise Refusal(texts.ANSWERED_BY_PHONE, status=409)
    given = [(Given(item, code, submission_key), code) for item, code in changed.items()]
    answer_store.add_answers(session, attempt.id, given, now)
    audit.record(
        session, who, now, "entered", "quiz attempt", attempt.id, course_id=course_id,
        after={"module": slug, "seat": seat_number, "answers": len(changed), "instead": by_phone},
    )  # fmt: skip
    if attempt.finished_at is None:
        all_codes = {**kept, **changed}
        freeze(session, course_id, attempt, all_codes, EndedBy.STAFF, who, now, corrections)
    else:
        score_again(session, course_id, attempt, "entered", who, now)
        result_store.end_by(session, attempt.id, EndedBy.STAFF)
    return True


def _is_sent_again(
    session: Session, attempt: Attempt, changed: Mapping[str, str], submission_key: str
) -> bool:
    """Whether this very sending was saved before, and something else since."""
    item, code = next(iter(changed.items()))
    found = answer_store.find_answer_time(session, attempt.id, item, code, submission_key)
    return found is not None


def _held(session: Session, desk: Desk, sheet: PaperSheet, now: dt.datetime) -> Attempt:
    """The seat's newest sheet, begun now if there is none, held until the commit."""
    seat_id = sheet.seat.seat_id
    if sheet.attempt is None:
        store.add_attempt(session, desk, seat_id, sheet.form, None, now)
    result_store.lock_attempt(session, _newest(session, desk, seat_id).id)
    settle(session, desk.course_id, _newest(session, desk, seat_id), now)
    return _newest(session, desk, seat_id)


def _newest(session: Session, desk: Desk, seat_id: uuid.UUID) -> Attempt:
    attempt = get_desk(session, desk.course_id, seat_id, desk.slug).attempt
    if attempt is None:
        raise LookupError("a sheet that was begun is not there")
    return attempt


def kept_on(session: Session, sheet: PaperSheet) -> Mapping[str, str]:
    """The codes that count on it, by item id."""
    return answer_store.kept_codes(session, sheet.attempt.id) if sheet.attempt else {}


def without_phone(sheets: Sequence[PaperSheet]) -> tuple[PaperSheet, ...]:
    """The sheets of people without a phone."""
    return tuple(each for each in sheets if each.seat.without_phone)
