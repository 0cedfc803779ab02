"""Pages of the trainer: the roll, and the history of a mark."""

import uuid
from typing import Any

from flask import (
    flash,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)

from training.attendance import marking, permissions, rules, service, texts
from training.attendance.blueprint import Page, blueprint, secret
from training.attendance.forms import read_hand_mark, read_id, read_key
from training.attendance.model import Mark
from training.courses import service as courses
from training.courses.model import AgendaItem
from training.kernel.ids import as_id
from training.kernel.locales import digits_only
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.people import service as people
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import ngettext, time_of_day, translate
from training.web.transaction import refused


@blueprint.get("/courses/<uuid:course_id>/attendance")
@permit(permissions.KEEP_ROLL)
def roll(course_id: uuid.UUID) -> Page:
    """Everybody in the course, with a button for each thing that can be recorded."""
    return _roll_page(course_id, as_id(request.args.get("item", "")))


def _roll_page(
    course_id: uuid.UUID, item_id: uuid.UUID | None, **fault: uuid.UUID | Text | None
) -> str:
    course = courses.get_course(db(), course_id)
    items = rules.counted_items(courses.list_agenda(db(), course_id))
    by_id = {item.id: item for item in items}
    opening = service.find_open(db(), course_id)
    open_item = by_id.get(opening.agenda_item_id) if opening else None
    by_clock = rules.choose_item(items, course.date, course.time_zone, now())
    item = by_id.get(item_id) or open_item or by_clock
    return render_template(
        "attendance/roll.html",
        course=course,
        items=items,
        item=item,
        opening=opening,
        open_item=open_item,
        code=service.code_of(secret(), course_id, opening, now()).digits if opening else "",
        texts=texts,
        rest="rest" in request.args,
        **(_people(course_id, item) if item else {}),
        **fault,
    )


def _people(course_id: uuid.UUID, item: AgendaItem) -> dict[str, Any]:
    seats = courses.list_seats(db(), course_id)
    held = service.list_current_marks(db(), course_id, item_id=item.id)
    marks = {mark.seat_id: mark for mark in held}
    return {
        "seats": seats,
        "marks": marks,
        "unmarked": sum(seat.seat_id not in marks for seat in seats),
        "highest_number": max((seat.number for seat in seats), default=0),
    }


def _to_roll(course_id: uuid.UUID, item_id: uuid.UUID, seat_id: uuid.UUID | None = None) -> str:
    rest = "1" if "rest" in request.args else None
    seat = courses.find_seat(db(), seat_id) if seat_id else None
    anchor = f"seat-{seat.number}" if seat and not rest else None
    return url_for("attendance.roll", course_id=course_id, item=item_id, rest=rest, _anchor=anchor)


@blueprint.post("/courses/<uuid:course_id>/attendance/hand")
@permit(permissions.KEEP_ROLL)
def mark_by_hand(course_id: uuid.UUID) -> Page:
    """One tap on a row; answers a script in JSON, and a form with the roll."""
    wants_json = request.accept_mimetypes.best == "application/json"
    try:
        wanted = read_hand_mark(request.form)
        mark = _mark(course_id)
    except Refusal as refusal:
        if wants_json:
            refused(refusal)
            return jsonify(message=translate(refusal.reason)), refusal.status
        return _refused_row(course_id, refusal)
    if wants_json:
        return jsonify(_mark_as_json(course_id, mark))
    return redirect(_to_roll(course_id, wanted.agenda_item_id, wanted.seat_id), 303)


def _mark(course_id: uuid.UUID) -> Mark:
    wanted, key = read_hand_mark(request.form), read_key(request.form)
    return marking.mark_by_hand(db(), course_id, wanted, key, actor().who(), now())


def _refused_row(course_id: uuid.UUID, refusal: Refusal) -> Page:
    refused(refusal)
    seat_id, item_id = (as_id(request.form.get(name, "")) for name in ("seat", "item"))
    page = _roll_page(course_id, item_id, fault_seat=seat_id, fault=refusal.reason)
    return page, refusal.status


def _mark_as_json(course_id: uuid.UUID, mark: Mark) -> dict[str, object]:
    course = courses.get_course(db(), course_id)
    seats = courses.count_seats(db(), [course_id]).get(course_id, 0)
    marked = service.count_marked(db(), course_id, mark.agenda_item_id)
    return {
        "status": mark.status.value,
        "words": translate(texts.mark_words(mark)),
        "time": time_of_day(mark.marked_at, zone=course.time_zone),
        "source": translate(texts.SOURCES[mark.source]),
        "marked": translate(texts.count_words(marked, seats)),
        "rest": translate(texts.rest_words(seats - marked)) if marked < seats else "",
    }


@blueprint.post("/courses/<uuid:course_id>/attendance/rest")
@permit(permissions.KEEP_ROLL)
def mark_rest_present(course_id: uuid.UUID) -> Page:
    """Marks those present who have no mark yet."""
    item_id = read_id(request.form, "item", texts.UNKNOWN_ITEM)
    highest = int(digits_only(request.form.get("up_to", ""))[:9] or 0)
    key = read_key(request.form)
    count = marking.mark_rest_present(db(), course_id, item_id, highest, key, actor().who(), now())
    flash(
        str(ngettext("%(count)s person marked present", "%(count)s people marked present", count)),
        "saved",
    )
    return redirect(_to_roll(course_id, item_id), 303)


@blueprint.route(
    "/courses/<uuid:course_id>/attendance/<uuid:item_id>/<uuid:seat_id>", methods=["GET", "POST"]
)
@permit(permissions.KEEP_ROLL)
def history(course_id: uuid.UUID, item_id: uuid.UUID, seat_id: uuid.UUID) -> Page:
    """Every version of one mark, with who and when, and a form for both kinds of minutes."""
    if request.method == "GET":
        return _history_page(course_id, item_id, seat_id)
    try:
        _mark(course_id)
    except Refusal as refusal:
        refused(refusal)
        return _history_page(course_id, item_id, seat_id, refusal.reason), refusal.status
    return redirect(request.path, 303)


def _history_page(
    course_id: uuid.UUID, item_id: uuid.UUID, seat_id: uuid.UUID, fault: Text | None = None
) -> str:
    item = service.get_item(db(), course_id, item_id)
    seat = courses.find_seat(db(), seat_id)
    if seat is None or seat.course_id != course_id:
        raise Refusal(texts.UNKNOWN_SEAT, status=404)
    versions = service.list_versions(db(), item_id, seat_id)
    return render_template(
        "attendance/history.html",
        course=courses.get_course(db(), course_id),
        item=item,
        seat=seat,
        person=people.get_details(db(), seat.person_id),
        versions=versions,
        markers=service.list_markers(db(), item_id, seat_id, versions),
        texts=texts,
        fault=fault,
    )
