"""Marking answers in words: one question at a time, without seeing whose answer it is."""

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.modules.model import Item, ItemKind
from training.quizzes import answer_store, desk, freezing, key_store, rules, store, texts
from training.quizzes.model import Attempt, QuizLine
from training.quizzes.outcomes import Written


class InWords(NamedTuple):
    """A question that is answered in words, with the answers on finished sheets."""

    item: Item
    answers: tuple[Written, ...]

    @property
    def left(self) -> int:
        """How many wait for marks."""
        return sum(each.marks is None for each in self.answers)


def list_in_words(session: Session, course_id: uuid.UUID, slug: str) -> tuple[InWords, ...]:
    """The questions of that assessment that a person marks. Raises Refusal (404)."""
    found = desk.get_desk(session, course_id, None, slug)
    items = items_in_words(session, course_id, slug, found.revision_id)
    if not items:
        return ()
    sheets = [
        sheet
        for sheet in store.list_attempts(session, course_id, slug=slug)
        if sheet.finished_at is not None
    ]
    ids = [sheet.id for sheet in sheets]
    kept, marks = answer_store.kept_answers(session, ids), key_store.given_marks(session, ids)
    return tuple(
        InWords(
            item,
            tuple(
                Written(sheet, answer.code, answer.at, marks.get(sheet.id, {}).get(item.id))
                for sheet in shuffled(sheets, item.id)
                if (answer := kept.get(sheet.id, {}).get(item.id)) and answer.code
            ),
        )
        for item in items
    )


def items_in_words(
    session: Session, course_id: uuid.UUID, slug: str, revision_id: uuid.UUID | None
) -> list[Item]:
    """The questions of that assessment, of a test in both forms, that a person marks."""
    return [
        item
        for item in desk.all_questions(session, course_id, slug, revision_id)
        if item.kind is ItemKind.TEXT and item.is_scored
    ]


def shuffled(sheets: Sequence[Attempt], item_id: str) -> list[Attempt]:
    """In an order of this question's own, so that the place says nothing of whose sheet it is."""

    def rank(sheet: Attempt) -> bytes:
        return hashlib.sha256(f"{sheet.id}/{item_id}".encode()).digest()

    return sorted(sheets, key=rank)


def get_in_words(session: Session, course_id: uuid.UUID, slug: str, item_id: str) -> InWords:
    """One of those questions. Raises Refusal (404)."""
    asked = list_in_words(session, course_id, slug)
    found = next((each for each in asked if each.item.id == item_id), None)
    if found is None:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    return found


def count_waiting(session: Session, course_id: uuid.UUID, line: QuizLine) -> int | None:
    """How many answers of that assessment wait for marks; None where nothing is marked by hand."""
    if not items_in_words(session, course_id, line.slug, line.revision_id):
        return None
    asked = list_in_words(session, course_id, line.slug)
    return sum(question.left for question in asked)


class NewMarks(NamedTuple):
    """Marks as a form sends them; `seen` is when the answer was given that was read."""

    attempt_id: uuid.UUID | None
    marks: str
    seen: str
    submission_key: str


def give_marks(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    item_id: str,
    given: NewMarks,
    who: Who,
    now: dt.datetime,
) -> tuple[int, int]:
    """Gives an answer its marks, and its sheet the new score; the newest marks count.

    The marks, and the most that there are. Sent again, nothing is added; the same page with another
    button is a new form. Raises Refusal: 404 for no such answer, 409 for an answer that
    another one took the place of, 422 for marks that there are not.
    """
    rules.check_key(given.submission_key)
    item, answers = get_in_words(session, course_id, slug, item_id)
    found = next((each for each in answers if each.sheet.id == given.attempt_id), None)
    if found is None:
        raise Refusal(texts.NO_SUCH_ANSWER, status=404)
    if found.at.isoformat() != given.seen:
        raise Refusal(texts.ANSWER_CHANGED, status=409)
    marks = _read_marks(given.marks, item.marks)
    sheet = found.sheet
    key = f"{marks}/{given.submission_key}"
    if key_store.add_marks(session, sheet.id, item_id, marks, key, now):
        audit.record(
            session, who, now, "marked", "quiz attempt", sheet.id, course_id=course_id,
            before={"item": item_id, "marks": found.marks},
            after={"item": item_id, "marks": marks},
        )  # fmt: skip
        freezing.score_again(session, course_id, sheet, "marked", who, now)
    return marks, item.marks


def _read_marks(written: str, most: int) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 4 and int(written) <= most):
        raise Refusal(say(texts.NUMBER_OUT_OF_BOUNDS, most=most), field="marks")
    return int(written)
