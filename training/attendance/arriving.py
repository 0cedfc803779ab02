"""What happens to a proof of a scan when its phone comes to hold a seat."""

import uuid

from flask import url_for
from sqlalchemy.orm import Session

from training.attendance import scan_cookie, scanning
from training.kernel.refusal import Refusal
from training.web.context import now


def mark_on_arrival(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> str:
    """Marks whoever scanned before joining, and gives the page that says so; "" without a scan.

    A proof that cannot mark this seat keeps nobody from joining: the page says why.
    """
    scan = scan_cookie.find(course_id, now())
    if scan is None:
        return ""
    try:
        made = scanning.mark_by_scan(session, scan, seat_id, now())
    except Refusal:  # it is raised before anything is written
        return url_for("attendance.mark", course_id=course_id)
    return url_for("attendance.mark", course_id=course_id, marked=made.agenda_item_id)
