"""Putting people into parallel groups; nobody is in one that the agenda does not name."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import rules, store
from training.courses.model import AgendaItem
from training.courses.tables import Seat
from training.kernel.access import Who


def put_in_group(session: Session, seat: Seat, group: str, who: Who, now: dt.datetime) -> None:
    """Puts one person into a group, or into none (""), with a trace."""
    before, seat.group = seat.group, group
    audit.record(
        session, who, now, "set group of", "seat", seat.id, course_id=seat.course_id,
        before={"group": before}, after={"group": group},
    )  # fmt: skip


def follow_agenda(
    session: Session,
    course_id: uuid.UUID,
    earlier: Sequence[AgendaItem],
    later: Sequence[AgendaItem],
    who: Who,
    now: dt.datetime,
) -> int:
    """People go along with a group that has a new name; one that is gone has nobody in it.

    Gives how many people are in no group from now on.
    """
    renamed = rules.renamed_groups(earlier, later)
    outside = store.list_seats_outside(session, course_id, rules.groups_of(later))
    for seat in outside:
        put_in_group(session, seat, renamed.get(seat.group, ""), who, now)
    return sum(not seat.group for seat in outside)
