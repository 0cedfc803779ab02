"""The trainee's page: one tap after a scan, one field for the digits, and what is recorded."""

import uuid

from flask import make_response, redirect, request, url_for

from training.attendance import (  # the other pages register themselves
    code_marking,
    code_views,
    count_views,
    history_views,
    permissions,
    register_views,
    roll_views,
    scan_cookie,
    scan_views,
    scanning,
    sheet_entry_views,
    sheet_views,
    texts,
)
from training.attendance.blueprint import Page, blueprint, secret
from training.attendance.forms import CodeForm, read_id
from training.attendance.mark_page import in_own_words, mark_page
from training.attendance.model import Mark, Scan
from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.refusal import Refusal
from training.web.context import actor, db, now
from training.web.device import device
from training.web.guard import permit
from training.web.transaction import refused

__all__ = [
    "blueprint",
    "code_views",
    "count_views",
    "history_views",
    "register_views",
    "roll_views",
    "scan_views",
    "sheet_entry_views",
    "sheet_views",
]


@blueprint.route("/c/<uuid:course_id>/attendance", methods=["GET", "POST"])
@permit(permissions.MARK_SELF)
def mark(course_id: uuid.UUID) -> Page:
    """Marks one of the phone's seats present: by typed digits, or by what the phone has scanned."""
    if request.method == "GET":
        return mark_page(course_id, CodeForm(), as_id(request.args.get("marked", "")))
    typed = CodeForm() if "code" in request.form else None
    if typed is not None and not typed.validate():
        return mark_page(course_id, typed), 422
    try:
        made = _by_scan(course_id) if typed is None else _by_digits(course_id, typed)
    except Refusal as refusal:
        refused(refusal)
        form = typed or CodeForm()
        form.blame(in_own_words(refusal))
        return mark_page(course_id, form), refusal.status
    place = url_for("attendance.mark", course_id=course_id, marked=made.agenda_item_id)
    answer = make_response(redirect(place, 303))
    if typed is not None and made.marked_at == now():
        # The digits were seen in time: whoever shares this phone need not type them again.
        seen_at = now().replace(microsecond=0)
        scan = Scan(course_id, made.agenda_item_id, seen_at, device().mark)
        scan_cookie.keep(answer, scan)
    return answer


def _by_digits(course_id: uuid.UUID, form: CodeForm) -> Mark:
    typed, key = form.code.data or "", form.submission_key.data or ""
    seat_id = _wanted_seat(course_id)
    return code_marking.mark_by_code(
        db(), course_id, seat_id, typed, key, secret(), now(), device().mark
    )


def _by_scan(course_id: uuid.UUID) -> Mark:
    scan = scan_cookie.find(course_id, now())
    if scan is None:
        raise Refusal(texts.SCAN_GONE, status=410)
    return scanning.mark_by_scan(db(), scan, _wanted_seat(course_id), now())


def _wanted_seat(course_id: uuid.UUID) -> uuid.UUID:
    """The seat of the button, which must be one of this phone's; else the one that is on.

    Raises Refusal (403, 404).
    """
    own = actor().seat_id
    if own is None:
        raise Refusal(texts.UNKNOWN_SEAT, status=403)
    if "seat" not in request.form:
        return own
    wanted = read_id(request.form, "seat", texts.UNKNOWN_SEAT)
    if wanted == own:
        return own
    held = courses.list_held_seats(db(), course_id, actor().held_seat_ids)
    if wanted not in {seat.seat_id for seat in held}:
        raise Refusal(texts.UNKNOWN_SEAT, status=404)
    return wanted
