"""The venue check: the trainer's page, and the page that real phones open."""

import uuid

from flask import Response as FlaskResponse
from flask import jsonify, redirect, render_template, request, url_for

from training.courses import joining
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.live import forms, permissions, rules, showing, venue, venue_store
from training.live.blueprint import Page, blueprint
from training.web.context import db, now
from training.web.device import device
from training.web.guard import permit
from training.web.locale import for_script
from training.web.transaction import refused

VENUE = "/courses/<uuid:course_id>/venue"
ON_PHONES = "/venue/<code>"


@blueprint.get(VENUE)
@permit(permissions.PREPARE)
def check_venue(course_id: uuid.UUID) -> Page:
    """The address for phones, and what those that came met with."""
    course = courses.get_course(db(), course_id)
    checks = venue_store.list_checks(db(), course_id, now())
    findings = venue.find_out(checks, now())
    address = showing.address_for_phones(course.wifi.address)
    link = address + url_for("live.measure_venue", code=course.join_code) if address else ""
    return render_template(
        "live/venue.html",
        course=course,
        checks=checks,
        findings=findings,
        advice=venue.advice(findings),
        link=link,
        picture=showing.qr(link) if link else "",
        now=now(),
    )


@blueprint.post(VENUE + "/forget")
@permit(permissions.PREPARE)
def forget_venue(course_id: uuid.UUID) -> Page:
    """Begins with an empty list."""
    courses.get_course(db(), course_id)
    venue_store.forget(db(), course_id)
    return redirect(url_for("live.check_venue", course_id=course_id), 303)


def _course_of(code: str) -> uuid.UUID:
    """The course of a join code, open for joining or not. Raises Refusal (404, 429)."""
    return joining.find_course(db(), code, device(), now()).id


@blueprint.get(ON_PHONES)
@permit(permissions.USE_LINK)
def measure_venue(code: str) -> Page:
    """Measures for half a minute; without a script it can only be loaded again."""
    _course_of(code)
    reloads = request.args.get("n", "")
    count = int(reloads) if reloads.isascii() and reloads.isdigit() and len(reloads) < 4 else 0
    return render_template("live/venue_phone.html", code=code, reloads=count, venue=venue)


@blueprint.get("/venue-ping")
@permit(permissions.USE_LINK)
def answer_ping() -> FlaskResponse:
    """The smallest answer there is: from which address the phone came."""
    answer = jsonify(address=request.remote_addr or "")
    answer.headers["Cache-Control"] = "no-store"
    return answer


@blueprint.post(ON_PHONES + "/begin")
@permit(permissions.USE_LINK)
def begin_measuring(code: str) -> Page:
    """Gives the phone its number."""
    course_id = _course_of(code)
    name = venue.device_of(request.headers.get("User-Agent", ""))
    try:
        return jsonify(number=venue_store.begin(db(), course_id, _read_key(), name, now()))
    except Refusal as refusal:
        return _not_done(refusal)


@blueprint.post(ON_PHONES + "/result")
@permit(permissions.USE_LINK)
def end_measuring(code: str) -> Page:
    """Keeps what the phone met with."""
    course_id = _course_of(code)
    try:
        measured = venue.read_measured(
            request.form.get("times", ""), request.form.get("addresses", "")
        )
        venue_store.end(db(), course_id, _read_key(), measured, now())
    except Refusal as refusal:
        return _not_done(refusal)
    return jsonify(saved=True)


def _read_key() -> str:
    """The key that this phone's page has made. Raises Refusal (422)."""
    key = forms.read_key(request.form)
    rules.check_key(key)
    return key


def _not_done(refusal: Refusal) -> Page:
    refused(refusal)
    return jsonify(saved=False, message=for_script(refusal.reason)), refusal.status
