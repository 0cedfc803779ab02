"""Pages about the people of a course: the list, adding somebody, correcting a name."""

import uuid

from flask import flash, redirect, render_template, request, url_for

from training.adapters.addresses import lan_addresses
from training.adapters.typesetting import characters_without_glyph
from training.audit import service as audit
from training.courses import history, joining, permissions, seating, service
from training.courses.blueprint import Page, blueprint
from training.courses.join_address import offer_addresses, spoken_address
from training.courses.staff_forms import ALL_OPTIONAL, StaffPersonForm, values_of
from training.courses.tables import Course, Seat
from training.kernel.ids import grouped
from training.kernel.moments import local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.people import service as people
from training.people.model import PROVINCES, title_words
from training.web.context import actor, db, now, settings
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused


@blueprint.route("/courses/<uuid:course_id>/people", methods=["GET", "POST"], endpoint="people")
@permit(permissions.CORRECT_NAMES)
def list_people(course_id: uuid.UUID) -> Page:
    """Everybody in the course, and a form for somebody without a phone."""
    course = service.get_course(db(), course_id)
    form = StaffPersonForm()
    form.offer(ALL_OPTIONAL)
    if request.method == "POST" and form.validate():
        try:
            seat = joining.add_without_phone(
                db(),
                course_id,
                form.details(),
                form.submission_key.data or "",
                actor().who(),
                now(),
                characters_without_glyph,
                bool(form.another_person.data),
            )
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _list_page(course, form), refusal.status
        added = N_("Added. The seat code is %(code)s.")
        flash(gettext(added, code=grouped(seat.code)), "saved")
        return redirect(url_for("courses.people", course_id=course_id))
    return _list_page(course, form), 422 if form.errors else 200


def _list_page(course: Course, form: StaffPersonForm) -> str:
    rows = service.list_people(db(), course.id)
    return render_template(
        "courses/people.html",
        course=course,
        form=form,
        rows=rows,
        expected=sum(row.is_expected and not row.has_left for row in rows),
        provinces=PROVINCES,
        title_words=title_words,
        groups=seating.groups_to_choose(db(), course.id),
    )


@blueprint.route("/courses/<uuid:course_id>/people/<uuid:seat_id>", methods=["GET", "POST"])
@permit(permissions.CORRECT_NAMES)
def person(course_id: uuid.UUID, seat_id: uuid.UUID) -> Page:
    """Corrects a name and facts; shows what was changed before, and the seat code."""
    course = service.get_course(db(), course_id)
    seat = service.get_seat(db(), course_id, seat_id)
    if seat.merged_into is not None:
        onward = url_for("courses.person", course_id=course_id, seat_id=seat.merged_into)
        return redirect(onward, 303)
    is_sent = request.method == "POST"
    details = people.get_details(db(), seat.person_id)
    form = StaffPersonForm() if is_sent else StaffPersonForm(data=values_of(details))
    form.offer(ALL_OPTIONAL)
    if is_sent and form.validate():
        try:
            is_changed = joining.correct(
                db(),
                seat,
                form.details(),
                actor().who(),
                now(),
                characters_without_glyph,
                bool(form.another_person.data),
            )
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _person_page(course, seat, form), refusal.status
        words = N_("The correction was saved.") if is_changed else N_("Nothing was changed.")
        flash(gettext(words), "saved" if is_changed else "info")
        return redirect(url_for("courses.person", course_id=course_id, seat_id=seat_id))
    return _person_page(course, seat, form), 422 if form.errors else 200


def _person_page(course: Course, seat: Seat, form: StaffPersonForm) -> str:
    entries = [*audit.list_entries(db(), seat.person_id), *audit.list_entries(db(), seat.id)]
    offered = offer_addresses(lan_addresses(), request.host_url, settings().public_url)
    address = course.wifi.address or next(iter(offered), request.host_url.rstrip("/"))
    return render_template(
        "courses/person.html",
        course=course,
        seat=seat,
        details=people.get_details(db(), seat.person_id),
        form=form,
        day_of=local_date,
        deeds=history.deeds_of(entries),
        merged=[number for _, number in service.list_merged(db(), seat.id)],
        address=spoken_address(f"{address}/continue"),
    )
