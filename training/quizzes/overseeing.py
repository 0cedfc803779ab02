"""What the trainer sees: the list of all assessments of a course, and one of them in full.

The list counts in the database; answers are read for one assessment alone.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.quizzes import (
    answer_store,
    assessments,
    correcting,
    key_store,
    result_store,
    results,
    rules,
    store,
    terms_store,
    texts,
)
from training.quizzes.desk import asked_beside, desk_of, list_assessments, questions
from training.quizzes.model import Assessment, Attempt, Desk, Opening, QuizLine
from training.quizzes.outcomes import ItemShare, QuizReport


def list_lines(session: Session, course_id: uuid.UUID, now: dt.datetime) -> tuple[QuizLine, ...]:
    """Every assessment of the course, in the order of the day."""
    course = courses.get_course(session, course_id)
    openings, changed = (
        store.latest_openings(session, course_id),
        terms_store.list_terms(session, course_id),
    )
    counts = store.count_sheets(session, course_id)
    found = [
        (each, desk_of(course, each, openings, changed, None))
        for each in list_assessments(session, course_id)
    ]
    return tuple(
        _line(each, desk, counts, _why_not(session, desk, openings, now)) for each, desk in found
    )


def _line(
    asked: Assessment, desk: Desk, counts: Mapping[str, store.SheetCount], why_not: Text | None
) -> QuizLine:
    count = counts.get(asked.slug, store.NO_SHEETS)
    return QuizLine(
        slug=asked.slug,
        purpose=asked.purpose,
        revision_id=asked.revision_id,
        title=asked.title,
        items=asked.items,
        opening=desk.opening,
        terms=desk.terms,
        began=count.began,
        finished=count.finished,
        unfinished=count.unfinished,
        why_not=why_not,
    )


def _why_not(
    session: Session, desk: Desk, openings: Mapping[str, Opening], now: dt.datetime
) -> Text | None:
    if desk.opening is not None and desk.opening.is_open:
        return None
    try:
        rules.require_openable(desk, openings, asked_beside(session, desk), now)
    except Refusal as refusal:
        return refusal.reason
    return None


def report(session: Session, course_id: uuid.UUID, slug: str, now: dt.datetime) -> QuizReport:
    """One assessment in full. Raises Refusal (404)."""
    lines = {each.slug: each for each in list_lines(session, course_id, now)}
    line = lines.get(slug)
    if line is None:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    by_seat = _by_seat(store.list_attempts(session, course_id, slug=slug))
    attempts = _counting(by_seat)
    ids = [sheet.id for sheet in attempts.values()]
    post_test = lines.get(assessments.POST_TEST)
    has_ended = courses.get_course(session, course_id).state == CourseState.ENDED
    return QuizReport(
        line=line,
        attempts=attempts,
        tries={seat_id: len(own) for seat_id, own in by_seat.items()},
        beside=_beside(session, course_id, slug),
        extra=terms_store.list_extra_percent(session, course_id),
        late=answer_store.count_late(session, ids),
        old=result_store.list_old_results(session, ids),
        shares=_shares(session, course_id, line, attempts),
        gives_away=results.gives_away(
            line.purpose,
            line.opening,
            post_test.opening if post_test else None,
            has_ended=has_ended,
        ),
    )


def _beside(
    session: Session, course_id: uuid.UUID, slug: str
) -> dict[uuid.UUID, list[tuple[int, Attempt]]]:
    found: dict[uuid.UUID, list[tuple[int, Attempt]]] = {}
    for staying, number, sheet in store.list_merged_sheets(session, course_id, slug):
        found.setdefault(staying, []).append((number, sheet))
    return found


def list_shares(session: Session, course_id: uuid.UUID, line: QuizLine) -> tuple[ItemShare, ...]:
    """How its questions went on the finished sheets that count, the most misunderstood first."""
    sheets = store.list_attempts(session, course_id, slug=line.slug)
    return _shares(session, course_id, line, _counting(_by_seat(sheets)))


def _by_seat(sheets: Sequence[Attempt]) -> dict[uuid.UUID, list[Attempt]]:
    found: dict[uuid.UUID, list[Attempt]] = {}
    for sheet in sheets:
        if sheet.seat_id is not None:
            found.setdefault(sheet.seat_id, []).append(sheet)
    return found


def _counting(by_seat: Mapping[uuid.UUID, Sequence[Attempt]]) -> dict[uuid.UUID, Attempt]:
    found = ((seat_id, results.counting(own)) for seat_id, own in by_seat.items())
    return {seat_id: sheet for seat_id, sheet in found if sheet is not None}


def _shares(
    session: Session,
    course_id: uuid.UUID,
    line: QuizLine,
    attempts: Mapping[uuid.UUID, Attempt],
) -> tuple[ItemShare, ...]:
    if not line.purpose.is_scored:
        return ()
    finished = [sheet for sheet in attempts.values() if sheet.finished_at is not None]
    kept = answer_store.kept_answers(session, [sheet.id for sheet in finished])
    codes: dict[str, list[dict[str, str]]] = {}
    for sheet in finished:
        own = {item: answer.code for item, answer in kept.get(sheet.id, {}).items()}
        codes.setdefault(sheet.form, []).append(own)
    corrections = key_store.list_corrections(session, course_id)
    shares = (
        share
        for form, given in codes.items()
        for share in results.item_shares(
            correcting.key_of(
                line.slug,
                questions(session, course_id, line.slug, line.revision_id, form),
                corrections,
            ).items,
            given,
        )
    )
    return tuple(sorted(shares, key=lambda share: share.right / share.of))
