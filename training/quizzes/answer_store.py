"""Queries of answers: those that count, and adding one more, once."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence

import msgspec
from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from training.adapters.database import ask, is_postgresql
from training.kernel.ids import continue_after, new_id, new_ids
from training.quizzes.model import Given, KeptAnswer, OpenSheet
from training.quizzes.statements import ANSWERS, CODES, KEPT, adding_answers
from training.quizzes.store import insert_once
from training.quizzes.tables import QuizAnswer, mark_of


def add_answer(
    session: Session,
    sheet: OpenSheet,
    item_id: str,
    code: str,
    submission_key: str,
    now: dt.datetime,
) -> bool:
    """Adds an answer; False when this very answer is there already."""
    return insert_once(
        session,
        QuizAnswer,
        id=new_id(sheet.newest_answer_id),
        attempt_id=sheet.attempt_id,
        item_id=item_id,
        choice=code,
        submission_key=submission_key,
        given_at=now,
        arrived_at=None,
    )


def add_answers(
    session: Session,
    attempt_id: uuid.UUID,
    answers: Iterable[tuple[Given, str]],
    given_at: dt.datetime,
    arrived_at: dt.datetime | None = None,
) -> dict[str, str]:
    """Adds answers, each with the code of its choice, in the order of giving.

    A late one was given when its phone says, and has `arrived_at`.

    What is there already stays as it is: its id, and so its place in that order. The sheet must be
    held. Gives the codes that count then, by item id.
    """
    before = ask(session, ANSWERS, {"attempt_id": attempt_id}).all()
    if before:
        continue_after(before[-1].id)
    codes = {row.item_id: row.choice for row in before}
    known = {(row.item_id, row.choice, row.submission_key) for row in before}
    new = []
    for given, code in answers:
        answer = given.item_id, code, given.submission_key
        if answer not in known:
            known.add(answer)
            codes[given.item_id] = code
            new.append(answer)
    _add(session, attempt_id, new, given_at, arrived_at)
    return codes


def _add(
    session: Session,
    attempt_id: uuid.UUID,
    answers: Sequence[tuple[str, str, str]],
    given_at: dt.datetime,
    arrived_at: dt.datetime | None = None,
) -> None:
    """Adds answers, each of which is the id of an item, a code and a submission key."""
    if answers:
        rows = [
            (new.hex, item, code, mark_of(code), key)
            for new, (item, code, key) in zip(new_ids(len(answers)), answers, strict=True)
        ]
        values = {
            "rows": msgspec.json.encode(rows).decode(), "attempt_id": attempt_id,
            "given_at": given_at, "arrived_at": arrived_at,
        }  # fmt: skip
        ask(session, adding_answers(for_postgresql=is_postgresql(session)), values)


def newest_answer_time(session: Session, attempt_id: uuid.UUID) -> dt.datetime | None:
    """When the answer that was given last was given."""
    asked = select(QuizAnswer.given_at).where(QuizAnswer.attempt_id == attempt_id)
    return session.scalar(asked.order_by(QuizAnswer.id.desc()).limit(1))


def add_codes(
    session: Session,
    attempt_id: uuid.UUID,
    codes: Mapping[str, str],
    submission_key: str,
    now: dt.datetime,
) -> None:
    """Gives a new sheet answers that were kept elsewhere: codes by item id."""
    answers = [(item_id, code, submission_key) for item_id, code in codes.items()]
    _add(session, attempt_id, answers, now)


def forget_answers(session: Session, attempt_ids: Sequence[uuid.UUID]) -> None:
    """Takes every answer off these sheets: only where that is what was promised."""
    session.execute(delete(QuizAnswer).where(QuizAnswer.attempt_id.in_(attempt_ids)))


def count_late(session: Session, attempt_ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many answers of each sheet came after its end; sheets without any are left out."""
    asked = select(QuizAnswer.attempt_id, func.count()).where(
        QuizAnswer.attempt_id.in_(list(attempt_ids)), QuizAnswer.arrived_at.is_not(None)
    )
    rows = session.execute(asked.group_by(QuizAnswer.attempt_id))
    return {row[0]: row[1] for row in rows}


def list_keys(session: Session, attempt_id: uuid.UUID) -> frozenset[str]:
    """The submission keys of every answer on the sheet."""
    asked = select(QuizAnswer.submission_key).where(QuizAnswer.attempt_id == attempt_id)
    return frozenset(session.scalars(asked))


def find_answer_time(
    session: Session, attempt_id: uuid.UUID, item_id: str, code: str, submission_key: str
) -> dt.datetime | None:
    """When this very answer was saved."""
    return session.scalar(
        select(QuizAnswer.given_at).where(
            QuizAnswer.attempt_id == attempt_id,
            QuizAnswer.item_id == item_id,
            QuizAnswer.choice == code,
            QuizAnswer.submission_key == submission_key,
        )
    )


def kept_answers(
    session: Session, attempt_ids: Iterable[uuid.UUID]
) -> dict[uuid.UUID, dict[str, KeptAnswer]]:
    """The answers that count, by sheet and item id."""
    found: dict[uuid.UUID, dict[str, KeptAnswer]] = {}
    rows = ask(session, KEPT, {"attempt_ids": list(attempt_ids)})
    for attempt_id, item_id, code, at in rows:
        found.setdefault(attempt_id, {})[item_id] = KeptAnswer(code, at)
    return found


def kept_codes(session: Session, attempt_id: uuid.UUID) -> dict[str, str]:
    """The codes that count on one sheet, by item id: all that its score needs."""
    return {row.item_id: row.choice for row in ask(session, CODES, {"attempt_id": attempt_id})}
