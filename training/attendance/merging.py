"""Somebody joined twice: what is recorded of the seat that goes is said of the one that stays.

Where nothing is recorded there, the mark comes over as it is: status, minutes, source, time. Where
something is, the other seat's word becomes a claim, so that a difference is a conflict like any
other, which a person settles. The rows of the seat that goes stay as they are.
"""

import datetime as dt
import uuid
from collections.abc import Sequence

from msgspec import structs
from sqlalchemy.orm import Session

from training.attendance import recording, rules, service, store, texts
from training.attendance.model import Mark, MarkStatus
from training.courses import service as courses
from training.courses.model import Foreseen, Pair
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.texts import say, say_n


def foresee(session: Session, pair: Pair) -> Sequence[Foreseen]:
    """How many marks come over, and each item where the two seats say otherwise."""
    agenda = {item.id: item.title for item in courses.list_agenda(session, pair.course_id)}
    held = rules.newest(store.list_current_marks(session, pair.course_id, pair.staying))
    coming = store.list_current_marks(session, pair.course_id, pair.going)
    new = [mark for mark in coming if mark.agenda_item_id not in held]
    found = []
    if new:
        words = say_n(
            "%(count)s attendance mark comes over.",
            "%(count)s attendance marks come over.",
            len(new),
        )
        found.append(Foreseen(words))
    for mark in coming:
        own = held.get(mark.agenda_item_id)
        if own is not None and rules.is_here(own.status) != rules.is_here(mark.status):
            words = say(
                "%(item)s: the seat that stays says “%(one)s”, the other says “%(other)s”. "
                "This has to be settled under “Attendance” afterwards.",
                item=agenda[mark.agenda_item_id],
                one=texts.mark_words(own),
                other=texts.mark_words(mark),
            )
            found.append(Foreseen(words, collides=True))
    return found


def carry_over(session: Session, pair: Pair, _who: Who, _now: dt.datetime) -> None:
    """Brings marks and what speaks against them over; each once, however often it is asked."""
    for mark in store.list_current_marks(session, pair.course_id, pair.going):
        key = f"merged.{mark.id}"
        open_claims = service.find_conflict(session, mark)
        if not _add_where_nothing_holds(session, pair, mark, key):
            _claim(session, pair, mark, key)
        for claim in open_claims.claims if open_claims else ():
            said = recording.Said(
                claim.agenda_item_id, pair.staying, claim.source, claim.status, claim.said_at,
                claim.said_by,
            )  # fmt: skip
            recording.take(session, pair.course_id, said, f"merged.{claim.id}")


def _add_where_nothing_holds(session: Session, pair: Pair, mark: Mark, key: str) -> bool:
    current = store.find_newest(session, mark.agenda_item_id, pair.staying)
    if current is not None and current.status is not MarkStatus.UNMARKED:
        return False
    version = current.version + 1 if current else 1
    copy = structs.replace(mark, id=new_id(), seat_id=pair.staying, version=version)
    store.add_marks(session, [recording.as_row(pair.course_id, copy, key)])
    return True


def _claim(session: Session, pair: Pair, mark: Mark, key: str) -> uuid.UUID:
    said = recording.Said(
        mark.agenda_item_id, pair.staying, mark.source, mark.status, mark.marked_at,
        mark.marked_by, mark.device,
    )  # fmt: skip
    return recording.take(session, pair.course_id, said, key).id
