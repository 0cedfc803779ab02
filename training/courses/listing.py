"""Use cases of lists of participants: looked at first, then seats for the ticked."""

import datetime as dt
import uuid
from collections.abc import Collection, Sequence

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import expected, list_files, store, texts
from training.courses.expected import WithoutGlyph
from training.courses.model import CourseState
from training.courses.roster.comparing import SAME_NAME, Compared, compare
from training.courses.roster.model import MOST_PEOPLE, NAMES, Mapping, Reading, Sheet
from training.courses.roster.people import read_people
from training.courses.roster.reading import TOO_LONG
from training.courses.service import lock_course
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.kernel.texts import say

NO_NAMES = say("Please choose which column holds the names.")
NOBODY = say("Nobody is ticked, so nothing was saved.")
MEANWHILE = say(
    "Somebody of this list has joined meanwhile. Please look at the list again; nothing was saved."
)


def look_at(sheet: Sheet, mapping: Mapping, without_glyph: WithoutGlyph) -> Reading:
    """The people of a sheet and the lines that are nobody. Raises Refusal (422) where no column
    holds names, or for more people than a list may have."""
    if not NAMES.intersection(mapping.meanings):
        raise Refusal(NO_NAMES)
    reading = read_people(sheet, mapping, without_glyph)
    if len(reading.people) > MOST_PEOPLE:
        raise Refusal(TOO_LONG)
    return reading


def compare_with(session: Session, course_id: uuid.UUID, reading: Reading) -> tuple[Compared, ...]:
    """The people of a list, held against those who sit in the course now."""
    seated = [each.details for each in store.list_people(session, course_id)]
    return compare(reading.people, seated)


def take_in(
    session: Session,
    account_id: uuid.UUID,
    course_id: uuid.UUID,
    file_id: uuid.UUID,
    reading: Reading,
    ticked: Collection[int],
    others: Collection[int],
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> int:
    """Seats for the ticked lines, and for those of `others`, said to be other people of the same
    name; how many there are. Asking twice for the same file gives the first answer.

    Raises Refusal: 404 for a file that is gone, 409 for an ended course or where somebody has
    joined meanwhile, 422 where nobody is ticked.
    """
    course = lock_course(session, course_id)
    row = list_files.hold_row(session, account_id, course_id, file_id)
    if row.seats_made:
        return row.seats_made
    if course.state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    chosen = _chosen(compare_with(session, course_id, reading), ticked, others)
    listed = [(f"list.{file_id}.{each.listed.line}", each.listed.details) for each in chosen]
    expected.add_seats(session, course, listed, who, now, without_glyph)
    after = {"file": row.name, "people": len(chosen)}
    audit.record(
        session, who, now, "imported", "participants", course.id, course_id=course.id, after=after
    )
    row.content, row.seats_made = b"", len(chosen)
    return len(chosen)


def _chosen(
    compared: Sequence[Compared], ticked: Collection[int], others: Collection[int]
) -> list[Compared]:
    chosen = list[Compared]()
    for each in compared:
        if each.listed.line in others and each.fate in SAME_NAME:
            chosen.append(each)
        elif each.listed.line in ticked:
            if each.fate in SAME_NAME:
                raise Refusal(MEANWHILE, status=409)
            chosen.append(each)
    if not chosen:
        raise Refusal(NOBODY)
    return chosen
