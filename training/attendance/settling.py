"""A person's words on what is contested: as many as they can say, saved in one act."""

import datetime as dt
import uuid
from collections.abc import Iterable

from sqlalchemy.orm import Session

from training.attendance import marking, rules, service
from training.attendance.model import Settled, Word
from training.courses import service as courses
from training.kernel.access import Who


def settle(
    session: Session,
    course_id: uuid.UUID,
    words: Iterable[Word],
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Settled:
    """Each word becomes the next version of the mark that it was said about, by hand.

    A word about a mark that holds no more, or is not contested any more, changes nothing: somebody
    has settled it since, or this same form has. Raises Refusal (409) as `marking.act_by_hand`.
    """
    courses.lock_course(session, course_id)  # of two who settle at once, one comes after the other
    contested = {each.mark.id: each.mark for each in service.list_conflicts(session, course_id)}
    settled = kept = 0
    for word in words:
        mark = contested.get(word.mark_id)
        if mark is None:
            kept += 1
            continue
        wanted = rules.settled(mark, word.was_there)
        marking.act_by_hand(session, course_id, wanted, submission_key, who, now, word.reason)
        settled += 1
    return Settled(settled, kept)
