"""Pages of the trainees' way in: the code, the person, going on from another phone."""

import uuid
from functools import lru_cache

from flask import get_template_attribute, make_response, redirect, render_template, request, url_for
from markupsafe import Markup
from werkzeug.wrappers import Response

from training.adapters.typesetting import characters_without_glyph
from training.courses import (  # the pages of the staff register themselves
    agenda_views,
    joining,
    list_views,
    logo_views,
    people_views,
    permissions,
    planning_views,
    poster_views,
    seat_cookie,
    seat_views,
    service,
    texts,
)
from training.courses.blueprint import Page, blueprint
from training.courses.forms import CodeForm, PersonForm, SeatCodeForm
from training.courses.model import Asking
from training.courses.tables import Course, Seat
from training.kernel.ids import as_id
from training.kernel.locales import Language
from training.kernel.refusal import Refusal
from training.web.context import actor, db, language, now
from training.web.device import device
from training.web.guard import permit
from training.web.transaction import refused

__all__ = [
    "agenda_views",
    "blueprint",
    "list_views",
    "logo_views",
    "people_views",
    "planning_views",
    "poster_views",
    "seat_views",
]


@blueprint.route("/join", methods=["GET", "POST"])
@permit(permissions.JOIN)
def join() -> Page:
    """The six-digit code."""
    form = CodeForm()
    device()  # whoever sees the form has an id to be counted by
    if request.method == "POST" and form.validate():
        try:
            course = joining.find_joinable(db(), form.code.data or "", device(), now())
            return redirect(url_for("courses.join_course", code=course.join_code))
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return render_template("courses/join.html", form=form), refusal.status
    return render_template("courses/join.html", form=form), 422 if form.errors else 200


@blueprint.route("/join/<code>", methods=["GET", "POST"])
@permit(permissions.JOIN)
def join_course(code: str) -> Page:
    """Name and facts; gives the seat. The poster's QR leads straight here."""
    person = PersonForm()
    try:
        course = joining.find_course(db(), code, device(), now())
        person.offer(course.asked)
        made = _made_seat(course, person)
        if made is None:
            joining.require_joinable(course)
    except Refusal as refusal:
        refused(refusal)
        form = CodeForm(formdata=None, code=code)
        form.process(None, code=code[:60])
        form.blame(refusal)
        return render_template("courses/join.html", form=form), refusal.status
    if made is not None:
        return _seated(made)
    if request.method == "POST" and person.validate():
        return _give_seat(course, person)
    is_sent = request.method == "POST"
    held = actor().held_seat_ids
    here = service.list_held_seats(db(), course.id, held) if held and not is_sent else ()
    fields = "" if is_sent else _blank_fields(language(), tuple(course.asked.items()))
    page = render_template(
        "courses/join_course.html", course=course, form=person, fields=fields, here=here
    )
    return page, 422 if person.errors else 200


@lru_cache(maxsize=64)
def _blank_fields(_words: Language, asked: tuple[tuple[str, Asking], ...]) -> Markup:
    """The fields before anything is typed: the same for all who are asked the same."""
    form = PersonForm(formdata=None)
    form.offer(dict(asked))
    fields = get_template_attribute("courses/_person.html", "person_fields")
    return Markup(fields(form, dict(asked)))  # noqa: S704 (a template has just escaped it)


def _made_seat(course: Course, form: PersonForm) -> Seat | None:
    """The seat that this very form made, when the answer to it was lost on the way."""
    if request.method != "POST":
        return None
    return joining.find_made_seat(db(), course.id, form.details(), form.submission_key.data or "")


def _give_seat(course: Course, form: PersonForm) -> Page:
    try:
        seat = joining.join(
            db(),
            course,
            form.details(),
            form.submission_key.data or "",
            now(),
            characters_without_glyph,
            bool(form.another_person.data),
        )
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        same_name = refusal.field == "another_person"
        page = render_template(
            "courses/join_course.html", course=course, form=form, same_name=same_name
        )
        return page, refusal.status
    return _seated(seat)


def _seated(seat: Seat) -> Response:
    """Gives the phone its seat, and takes it to its day or to where a room above wants it."""
    places = [step(db(), seat.course_id, seat.id) for step in service.arrival_steps]
    my_day = url_for("today.my_day", course_id=seat.course_id)
    answer = make_response(redirect(next(filter(None, places), my_day)))
    seat_cookie.keep(answer, seat.id)
    return answer


@blueprint.post("/c/<uuid:course_id>/switch")
@permit(permissions.SWITCH_SEAT)
def switch_seat(course_id: uuid.UUID) -> Page:
    """For a phone that several people use: goes on as another of them."""
    wanted = as_id(request.form.get("seat", ""))
    held = service.list_held_seats(db(), course_id, actor().held_seat_ids)
    if wanted not in {seat.seat_id for seat in held}:
        raise Refusal(texts.NOT_ON_THIS_PHONE, status=404)
    answer = make_response(redirect(url_for("today.my_day", course_id=course_id), 303))
    seat_cookie.keep(answer, wanted)
    return answer


@blueprint.route("/continue", methods=["GET", "POST"])
@permit(permissions.JOIN)
def continue_elsewhere() -> Page:
    """Going on from another phone, with the seat code."""
    form = SeatCodeForm()
    device()  # whoever sees the form has an id to be counted by
    if request.method == "GET" and request.args.get("code"):
        form.code.data = request.args["code"][:60]
    if request.method == "POST" and form.validate():
        try:
            return _seated(
                joining.continue_with_seat_code(
                    db(), form.code.data or "", form.seat_code.data or "", device(), now()
                )
            )
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return render_template("courses/continue.html", form=form), refusal.status
    return render_template("courses/continue.html", form=form), 422 if form.errors else 200
