"""Pages about seats: parallel groups, leaving, and somebody who joined twice."""

import uuid
from collections.abc import Mapping, Sequence

from flask import flash, redirect, render_template, request, url_for

from training.courses import merging, permissions, seating, service, texts
from training.courses.blueprint import Page, blueprint
from training.courses.model import LONGEST_GROUP, Foreseen, Pair, SeatedPerson, SeatView
from training.courses.tables import Course, Seat
from training.kernel.ids import as_id
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import actor, db, now
from training.web.forms import tidy
from training.web.guard import permit
from training.web.locale import gettext, ngettext
from training.web.transaction import refused

LONGEST_REASON = 200


@blueprint.route("/courses/<uuid:course_id>/people/groups", methods=["GET", "POST"])
@permit(permissions.ARRANGE_SEATS)
def groups(course_id: uuid.UUID) -> Page:
    """Everybody's parallel group; an even division is shown before it is saved."""
    course = service.get_course(db(), course_id)
    offered = seating.groups_to_choose(db(), course_id)
    if not offered:
        raise Refusal(texts.NO_GROUPS, status=409)
    if request.method == "GET":
        return _groups_page(course, offered)
    seats = service.list_seats(db(), course_id)
    if "divide" in request.form:
        return _groups_page(course, offered, seating.divide(seats, offered))
    wanted = _changed_groups(request.form, seats)
    moved = seating.set_groups(db(), course_id, wanted, actor().who(), now())
    words = ngettext("%(count)s person was moved.", "%(count)s people were moved.", moved)
    flash(words if moved else gettext(N_("Nothing was changed.")), "saved" if moved else "info")
    return redirect(url_for("courses.groups", course_id=course_id), 303)


def _changed_groups(sent: Mapping[str, str], seats: Sequence[SeatView]) -> dict[uuid.UUID, str]:
    """What was chosen otherwise than the page had it: codes have put others into groups since."""
    chosen = {seat.seat_id: sent.get(f"group-{seat.seat_id}") for seat in seats}
    return {
        seat_id: group[: LONGEST_GROUP + 1]
        for seat_id, group in chosen.items()
        if group is not None and group != sent.get(f"was-{seat_id}")
    }


def _groups_page(
    course: Course, offered: tuple[str, ...], proposed: dict[uuid.UUID, str] | None = None
) -> str:
    seats = service.list_seats(db(), course.id)
    chosen = {seat.seat_id: seat.group for seat in seats} | (proposed or {})
    return render_template(
        "courses/groups.html",
        course=course,
        seats=seats,
        groups=offered,
        chosen=chosen,
        is_proposed=proposed is not None,
        sizes={
            group: sum(chosen[seat.seat_id] == group and not seat.has_left for seat in seats)
            for group in ("", *offered)
        },
    )


@blueprint.post("/courses/<uuid:course_id>/people/<uuid:seat_id>/left")
@permit(permissions.ARRANGE_SEATS)
def set_left(course_id: uuid.UUID, seat_id: uuid.UUID) -> Page:
    """Notes that somebody has left, or is back."""
    has_left = request.form.get("left") == "yes"
    reason = " ".join(tidy(request.form.get("reason", "")).split())[:LONGEST_REASON]
    seating.set_left(db(), course_id, seat_id, has_left, reason, actor().who(), now())
    words = N_("Noted: has left the course.") if has_left else N_("Noted: is back.")
    flash(gettext(words), "saved")
    return redirect(url_for("courses.person", course_id=course_id, seat_id=seat_id), 303)


MERGE = "/courses/<uuid:course_id>/people/<uuid:seat_id>/merge"


@blueprint.get(MERGE)
@permit(permissions.ARRANGE_SEATS)
def merge(course_id: uuid.UUID, seat_id: uuid.UUID) -> Page:
    """The other seat of the same person: chosen, and what merging would do."""
    course = service.get_course(db(), course_id)
    seat = service.get_seat(db(), course_id, seat_id)
    if not request.args:
        return _merge_page(course, seat)
    try:
        pair = _pair(course_id, seat_id, request.args)
        return _merge_page(course, seat, pair, merging.foresee(db(), pair))
    except Refusal as refusal:
        return _merge_page(course, seat, refusal=refusal), refusal.status


@blueprint.post(MERGE)
@permit(permissions.ARRANGE_SEATS)
def merge_seats(course_id: uuid.UUID, seat_id: uuid.UUID) -> Page:
    """Merges the two for good; pressing twice is once."""
    try:
        pair = _pair(course_id, seat_id, request.form)
        staying = merging.merge(db(), pair, actor().who(), now())
    except Refusal as refusal:
        refused(refusal)
        course = service.get_course(db(), course_id)
        seat = service.get_seat(db(), course_id, seat_id)
        return _merge_page(course, seat, refusal=refusal), refusal.status
    flash(gettext(N_("Merged: this person has one seat now.")), "saved")
    return redirect(url_for("courses.person", course_id=course_id, seat_id=staying.id), 303)


def _pair(course_id: uuid.UUID, seat_id: uuid.UUID, asked: Mapping[str, str]) -> Pair:
    """Which seat stays and which goes. Raises Refusal (422) unless both were chosen."""
    other_id, stays = as_id(asked.get("other", "")), asked.get("stays", "")
    if other_id is None or stays not in {"this", "other"}:
        raise Refusal(texts.CHOOSE_THE_OTHER, field="other")
    if stays == "this":
        return Pair(course_id, seat_id, other_id)
    return Pair(course_id, other_id, seat_id)


def _merge_page(
    course: Course,
    seat: Seat,
    pair: Pair | None = None,
    foreseen: Sequence[Foreseen] | None = None,
    refusal: Refusal | None = None,
) -> str:
    people = service.list_people(db(), course.id)
    own = next((each for each in people if each.seat_id == seat.id), None)
    if own is None:
        raise Refusal(texts.MERGED_ALREADY, status=409)
    others = [each for each in people if each.seat_id != seat.id]
    alike, rest = merging.split_alike(own, others)
    return render_template(
        "courses/merge.html",
        course=course,
        own=own,
        alike=alike,
        rest=rest,
        other=_other(others, pair, seat.id),
        stays_this=pair is None or pair.staying == seat.id,
        foreseen=foreseen,
        refusal=refusal,
    )


def _other(
    others: Sequence[SeatedPerson], pair: Pair | None, seat_id: uuid.UUID
) -> SeatedPerson | None:
    chosen = {pair.staying, pair.going} - {seat_id} if pair else set()
    return next((each for each in others if each.seat_id in chosen), None)
