"""The page of the trainer that counts heads, and names marks at which to look twice."""

import uuid

from flask import redirect, render_template, request

from training.attendance import counting, permissions, service, texts
from training.attendance.blueprint import Page, blueprint
from training.attendance.forms import read_key, read_whole
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.people import service as people
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.transaction import refused


@blueprint.route(
    "/courses/<uuid:course_id>/attendance/<uuid:item_id>/heads", methods=["GET", "POST"]
)
@permit(permissions.KEEP_ROLL)
def head_count(course_id: uuid.UUID, item_id: uuid.UUID) -> Page:
    """One number to enter; what was counted before, and the hints."""
    if request.method == "GET":
        return _page(course_id, item_id)
    try:
        counted = read_whole(request.form.get("counted", ""))
        counting.count_heads(
            db(), course_id, item_id, counted, read_key(request.form), actor().who(), now()
        )
    except Refusal as refusal:
        refused(refusal)
        return _page(course_id, item_id, refusal.reason), refusal.status
    return redirect(request.path, 303)


def _page(course_id: uuid.UUID, item_id: uuid.UUID, fault: Text | None = None) -> str:
    counts = counting.list_counts(db(), course_id, item_id)
    counters = {each.counted_by for each in counts if each.counted_by}
    return render_template(
        "attendance/head_count.html",
        course=courses.get_course(db(), course_id),
        item=service.get_item(db(), course_id, item_id),
        here=counting.count_here(db(), course_id, item_id),
        counts=counts,
        names=people.names_of_accounts(db(), counters),
        surprises=counting.list_surprises(db(), course_id, item_id),
        seats={seat.seat_id: seat for seat in courses.list_seats(db(), course_id)},
        texts=texts,
        fault=fault,
    )
