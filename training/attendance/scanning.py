"""Marking oneself with the QR on the screen: judged when the scan arrives, used when it is tapped.

The address that the camera opens could be texted to somebody outside; so it marks nobody by itself.
It gives the phone that opened it in time a proof, which lasts while its owner joins.
"""

import datetime as dt
import uuid

from sqlalchemy.orm import Session

from training.attendance import code_marking, codes, texts
from training.attendance.model import Mark, MarkStatus, Scan
from training.courses import joining
from training.kernel.access import Device
from training.kernel.refusal import Refusal
from training.throttle import service as throttle

LASTS = dt.timedelta(minutes=30)
"""How long somebody may take to join after scanning."""


def judge(
    session: Session,
    course_id: uuid.UUID,
    token: str,
    device: Device,
    secret: str,
    now: dt.datetime,
) -> Scan:
    """The proof that this device saw the code of one of the course's openings in time.

    Raises Refusal: 404 for a token that never was one, 409 unless the course is running, 410 for
    one that has closed or grown old, 429 after too many unknown ones of this device.
    """
    openings = code_marking.list_openings_while_running(session, course_id)
    guesses = joining.require_guess(session, f"scan:{course_id}", device, now)
    for opening in openings:
        age = codes.age_of_token(token, secret, course_id, opening.agenda_item_id, now)
        if age is None:
            continue
        if opening.closed_at is not None:
            raise code_marking.code_closed(session, course_id, opening)
        if not codes.is_fresh(age):
            raise Refusal(texts.OLD_CODE, status=410)
        return Scan(course_id, opening.agenda_item_id, now.replace(microsecond=0), device.mark)
    raise throttle.wrong_try(texts.UNKNOWN_SCAN, guesses, now, status=404)


def is_good(scan: Scan, course_id: uuid.UUID, device: Device, now: dt.datetime) -> bool:
    """Whether a proof still speaks for this device in this course.

    One that seems to come from the future is as good as new: the server's clock was set back.
    """
    return scan.course_id == course_id and scan.device == device.mark and now - scan.seen_at < LASTS


def mark_by_scan(session: Session, scan: Scan, seat_id: uuid.UUID, now: dt.datetime) -> Mark:
    """The mark that holds after a seat of the phone used its proof, even once the code has closed.

    A proof is good once for each seat. Raises Refusal: 409 while the course is not running, for a
    seat that has left or is in another parallel group, or when what the proof marked was taken back
    since; 410 for an opening that is not there.
    """
    openings = code_marking.list_openings_while_running(session, scan.course_id)
    opening = next((each for each in openings if each.agenda_item_id == scan.agenda_item_id), None)
    if opening is None:
        raise Refusal(texts.SCAN_GONE, status=410)
    key = f"scan.{int(scan.seen_at.timestamp())}"
    seat = code_marking.find_seat(session, scan.course_id, seat_id)
    if seat.made_by(key, scan.agenda_item_id) is None:
        return code_marking.mark_present(
            session, scan.course_id, opening, seat, key, scan.seen_at, now, scan.device
        )
    current = seat.newest(scan.agenda_item_id)
    if current is None or current.status is MarkStatus.UNMARKED:
        raise Refusal(texts.SCAN_USED, status=409)
    return current
