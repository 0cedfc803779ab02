"""Where the QR on the screen leads: the scan is judged now, and used by the page that follows."""

import uuid

from flask import make_response, redirect, render_template, url_for

from training.attendance import permissions, scan_cookie, scanning
from training.attendance.blueprint import Page, blueprint, secret
from training.attendance.forms import CodeForm
from training.attendance.mark_page import in_own_words, mark_page
from training.courses import joining
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.web.context import actor, db, now
from training.web.device import device
from training.web.guard import permit
from training.web.transaction import refused


@blueprint.get("/a/<code>/<token>")
@permit(permissions.SCAN)
def scan(code: str, token: str) -> Page:
    """Gives a phone that scanned in time its proof: one with a seat marks with a tap, others join.

    Nothing is written here: whoever opens an address by accident has marked nobody.
    """
    course = joining.find_course(db(), code, device(), now())
    course_id, join_code = course.id, course.join_code
    seat_id = courses.find_held_seat(db(), course_id, actor().held_seat_ids)
    try:
        seen = scanning.judge(db(), course_id, token, device(), secret(), now())
    except Refusal as refusal:
        refused(refusal)
        return _refused(course_id, join_code, seat_id, in_own_words(refusal))
    to_mark = url_for("attendance.mark", course_id=course_id)
    to_join = url_for("courses.join_course", code=join_code)
    answer = make_response(redirect(to_mark if seat_id else to_join, 303))
    scan_cookie.keep(answer, seen)
    return answer


def _refused(
    course_id: uuid.UUID, join_code: str, seat_id: uuid.UUID | None, refusal: Refusal
) -> Page:
    """Whoever is in the course may type the digits instead; others may join first."""
    if seat_id is None:
        page = render_template("attendance/scan.html", reason=refusal.reason, join_code=join_code)
        return page, refusal.status
    form = CodeForm(formdata=None)
    form.form_errors.append(refusal.reason)
    return mark_page(course_id, form), refusal.status
