"""Pages of the trainer: the history of a mark with its exceptions, and what is contested."""

import uuid

from flask import flash, redirect, render_template, request, url_for

from training.attendance import history as histories
from training.attendance import marking, permissions, service, settling, texts
from training.attendance.blueprint import Page, blueprint
from training.attendance.forms import (
    LONGEST_REASON,
    read_hand_mark,
    read_key,
    read_reason,
    read_words,
)
from training.attendance.model import Claim, Mark, Settled
from training.attendance.roll_views import seat_of
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, Text
from training.people import service as people
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.transaction import refused


@blueprint.route(
    "/courses/<uuid:course_id>/attendance/<uuid:item_id>/<int(max=99999):seat_number>",
    methods=["GET", "POST"],
)
@permit(permissions.KEEP_ROLL)
def history(course_id: uuid.UUID, item_id: uuid.UUID, seat_number: int) -> Page:
    """Every version and claim, with who and when, and buttons for each thing to record."""
    if request.method == "GET":
        return _history_page(course_id, item_id, seat_number)
    try:
        wanted = read_hand_mark(request.form, seat_of(course_id, seat_number))
        marking.act_by_hand(
            db(), course_id, wanted, read_key(request.form), actor().who(), now(),
            read_reason(request.form),
        )  # fmt: skip
    except Refusal as refusal:
        refused(refusal)
        return _history_page(course_id, item_id, seat_number, refusal.reason), refusal.status
    return redirect(request.path, 303)


def _history_page(
    course_id: uuid.UUID, item_id: uuid.UUID, seat_number: int, fault: Text | None = None
) -> str:
    item = service.get_item(db(), course_id, item_id)
    seat = courses.get_seat(db(), course_id, seat_of(course_id, seat_number))
    return render_template(
        "attendance/history.html",
        course=courses.get_course(db(), course_id),
        item=item,
        seat=seat,
        person=people.get_details(db(), seat.person_id),
        lines=histories.list_history(db(), item_id, seat.id, seat.number),
        current=service.find_current_mark(db(), item_id, seat.id),
        texts=texts,
        fault=fault,
        longest=LONGEST_REASON,
    )


@blueprint.get("/courses/<uuid:course_id>/attendance/conflicts")
@permit(permissions.KEEP_ROLL)
def conflicts(course_id: uuid.UUID) -> Page:
    """Where phone, paper and hand do not agree, with both sides and a choice for each."""
    return _conflicts_page(course_id)


def _conflicts_page(course_id: uuid.UUID, fault: Text | None = None) -> str:
    found = service.list_conflicts(db(), course_id)
    said: list[Mark | Claim] = [conflict.mark for conflict in found]
    said += [claim for conflict in found for claim in conflict.claims]
    return render_template(
        "attendance/conflicts.html",
        course=courses.get_course(db(), course_id),
        conflicts=found,
        seats={seat.seat_id: seat for seat in courses.list_seats(db(), course_id)},
        items={item.id: item for item in courses.list_agenda(db(), course_id)},
        names=histories.names_of(db(), said),
        texts=texts,
        fault=fault,
        longest=LONGEST_REASON,
    )


@blueprint.post("/courses/<uuid:course_id>/attendance/conflicts")
@permit(permissions.KEEP_ROLL)
def settle(course_id: uuid.UUID) -> Page:
    """A person's word on as many of them as were chosen; the others stay."""
    try:
        done = settling.settle(
            db(), course_id, read_words(request.form), read_key(request.form), actor().who(), now()
        )
    except Refusal as refusal:
        refused(refusal)
        return _conflicts_page(course_id, refusal.reason), refusal.status
    flash(_said(done), "saved" if done.settled else "info")
    return redirect(url_for("attendance.conflicts", course_id=course_id), 303)


def _said(done: Settled) -> str:
    said = []
    if done.settled:
        said.append(
            ngettext("%(count)s mark was settled.", "%(count)s marks were settled.", done.settled)
        )
    if done.kept:
        said.append(
            ngettext(
                "%(count)s had been settled or changed in the meantime, and stays as it is.",
                "%(count)s had been settled or changed in the meantime, and stay as they are.",
                done.kept,
            )
        )
    return " ".join(said) or gettext(N_("Nothing was changed."))
