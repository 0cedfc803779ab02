"""The door to the certificates room: how they stand, issue them, find one again."""

import datetime as dt
import uuid
from dataclasses import replace

from sqlalchemy.orm import Session

from training.adapters.typesetting import characters_without_glyph
from training.certificates import issuing, reviewing, rules, sealing, store, texts
from training.certificates.names import checks as name_checks
from training.certificates.tables import Certificate
from training.courses import service as courses
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.people import service as people
from training.people.model import PersonDetails

Prospect = reviewing.Prospect
review, review_own, foresee_own = reviewing.review, reviewing.review_own, reviewing.foresee_own
review_staff, say_rule = reviewing.review_staff, reviewing.say_rule
list_unsettled, item_to_mend = reviewing.list_unsettled, reviewing.item_to_mend
issue_all, press_of = issuing.issue_all, sealing.press_of
find_of_seat, list_of_seat = store.find_by_seat, store.list_of_seat
waits_for_name = name_checks.waits_for_name


def find_by_number(session: Session, typed: str) -> Certificate:
    """The certificate of a typed or scanned number. Raises Refusal (404)."""
    number = rules.read_number(typed)
    found = store.find_by_number(session, number) if number else None
    if found is None:
        raise Refusal(texts.UNKNOWN_NUMBER, status=404, field="number")
    return found


def correct_person_of(
    session: Session, certificate: Certificate, details: PersonDetails, who: Who, now: dt.datetime
) -> None:
    """Brings name and title of the person in the lists to what the certificate says now."""
    seat = courses.find_seat(session, certificate.seat_id) if certificate.seat_id else None
    if seat is None:
        return
    known = people.get_details(session, seat.person_id)
    wanted = replace(
        known, name_km=details.name_km, name_latin=details.name_latin, title=details.title
    )
    people.correct_person(
        session, seat.person_id, wanted, who, now, characters_without_glyph, seat.course_id
    )


def get_of_seat(session: Session, seat_id: uuid.UUID) -> Certificate:
    """The certificate of a seat. Raises Refusal (404) when none was issued."""
    found = store.find_by_seat(session, seat_id)
    if found is None:
        raise Refusal(texts.NO_CERTIFICATE, status=404)
    return found
