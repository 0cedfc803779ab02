"""What somebody proofreads: the own certificates, line by line as they will stand on the paper."""

import datetime as dt
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.certificates import freezing, rules, store
from training.certificates.designs import designs
from training.certificates.freezing import Ground
from training.certificates.model import Facts
from training.courses import rules as course_rules
from training.courses import service as courses
from training.kernel.moments import local_date
from training.modules import service as modules_room
from training.people.model import PersonDetails

if TYPE_CHECKING:
    from training.courses.tables import Course, Seat


def list_proofs(
    session: Session, course: "Course", seat: "Seat", person: PersonDetails, now: dt.datetime
) -> tuple[Facts, ...]:
    """The words of each kind that the course gives, or of those that were issued already.

    With today's name, and without number, logos or signature. One at least.
    """
    issued = store.list_of_seat(session, seat.id)
    if issued:
        return tuple(freezing.about(each.facts, person) for each in issued)
    kinds = rules.kinds_of_seats(course.rule)
    ids = courses.list_revision_ids(session, course.id)
    ground = Ground(
        course=course,
        modules=[modules_room.get_module(session, each) for each in ids],
        designs={kind: designs.design_for(session, course, kind) for kind in kinds},
        logos=(),
        issued_on=local_date(now, course.time_zone),
    )
    agenda = courses.list_agenda(session, course.id)
    minutes = course_rules.minutes_held_for(agenda, seat.group)
    return tuple(freezing.draft(ground, kind, minutes, person) for kind in kinds)
