"""An evaluation has no names: what is done so that nobody can say who wrote what.

While it is open, answers stand on the sheet of their seat, so that they can be changed and an
interrupted phone goes on. At the closing, in the same transaction, all of them go to new sheets
without a seat, in an order drawn by lot: with new ids, the time of the closing, and no submission
key. The seats keep their sheets, finished and empty, so that nobody answers twice.

Where fewer than five have answered since the closing before, nothing of theirs is shown: else an
evaluation that was opened again for one person would show what that person wrote. Their sheets wait
and are mixed with those of the next closing.
"""

import datetime as dt
import secrets
import uuid
from collections import Counter
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.quizzes import answer_store, store
from training.quizzes.model import Attempt, Desk

FEWEST = 5
"""So many sheets are shown together at least."""
AT_CLOSING = "at closing"
"""The submission key of every answer without a name."""


def take_names_off(session: Session, desk: Desk, now: dt.datetime) -> None:
    """Moves the answers of an evaluation that was closed, and whose sheets are all finished.

    Who had joined twice and answered on both seats speaks once: by the seat that stayed.
    """
    counted = {each.id for each in store.list_attempts(session, desk.course_id, slug=desk.slug)}
    sheets = store.list_attempts(session, desk.course_id, slug=desk.slug, also_merged=True)
    waiting = [each.id for each in _apart(sheets, are_shown=False)]
    moved = [*waiting, *(each.id for each in sheets if each.seat_id is not None)]
    kept = answer_store.kept_answers(session, moved)
    said = [
        {item_id: answer.code for item_id, answer in sorted(own.items()) if answer.code}
        for sheet_id, own in kept.items()
        if sheet_id in counted
    ]
    said = [own for own in said if own]
    secrets.SystemRandom().shuffle(said)
    answer_store.forget_answers(session, moved)
    store.forget_attempts(session, waiting)
    for own in said:
        sheet_id = store.add_nameless(session, desk, now)
        answer_store.add_codes(session, sheet_id, own, AT_CLOSING, now)


def _apart(sheets: Sequence[Attempt], *, are_shown: bool) -> list[Attempt]:
    """The sheets without a name that are shown, or those that wait for more."""
    nameless = [each for each in sheets if each.seat_id is None]
    together = Counter(each.finished_at for each in nameless)
    return [each for each in nameless if (together[each.finished_at] >= FEWEST) is are_shown]


def shown(sheets: Sequence[Attempt]) -> list[Attempt]:
    """Of the sheets of an evaluation those that may be read."""
    return _apart(sheets, are_shown=True)


def count_waiting(sheets: Sequence[Attempt]) -> int:
    """How many sheets without a name wait until there are enough of them."""
    return len(_apart(sheets, are_shown=False))


def codes_of(session: Session, sheets: Sequence[Attempt]) -> dict[uuid.UUID, dict[str, str]]:
    """The answers on these sheets: codes by sheet and item id."""
    kept = answer_store.kept_answers(session, [each.id for each in sheets])
    return {
        sheet_id: {item_id: answer.code for item_id, answer in own.items()}
        for sheet_id, own in kept.items()
    }
