"""What a course's evaluation says, for its trainer: nothing before the closing, and no names."""

import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.quizzes import anonymous, assessments, store
from training.quizzes.desk import get_desk, items_of
from training.quizzes.model import Opening
from training.quizzes.opinions import Opinion, opinions


@dataclass(frozen=True, slots=True)
class Evaluation:
    """How the evaluation stands; `said` is empty while there is nothing that may be read.

    `began` and `sent` count seats; `waiting` are sheets that too few others stand beside.
    """

    opening: Opening | None
    began: int
    sent: int
    shown: int
    waiting: int
    said: tuple[Opinion, ...]


def get_evaluation(session: Session, course_id: uuid.UUID) -> Evaluation:
    """The evaluation of the course. Raises Refusal (404) where there is none to be opened."""
    desk = get_desk(session, course_id, None, assessments.EVALUATION)
    sheets = store.list_attempts(session, course_id, slug=desk.slug)
    of_seats = [each for each in sheets if each.seat_id is not None]
    shown = anonymous.shown(sheets)
    codes = anonymous.codes_of(session, shown)
    return Evaluation(
        opening=desk.opening,
        began=len(of_seats),
        sent=sum(each.finished_at is not None for each in of_seats),
        shown=len(shown),
        waiting=anonymous.count_waiting(sheets),
        said=opinions(items_of(session, desk), codes) if shown else (),
    )
