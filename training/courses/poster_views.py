"""The poster that shows the way into the Wi-Fi and the course."""

import uuid

from flask import flash, redirect, render_template, request, url_for

from training.adapters.addresses import lan_addresses
from training.courses import permissions, service, texts
from training.courses.blueprint import Page, blueprint
from training.courses.join_address import has_moved, offer_addresses, spoken_address
from training.courses.paper import Poster, render_poster
from training.courses.poster_forms import PosterForm, values_of
from training.courses.tables import Course
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import db, settings
from training.web.guard import permit
from training.web.locale import gettext
from training.web.papers import pdf_answer
from training.web.transaction import refused


def _offered() -> tuple[str, ...]:
    return offer_addresses(lan_addresses(), request.host_url, settings().public_url)


@blueprint.route("/courses/<uuid:course_id>/poster", methods=["GET", "POST"])
@permit(permissions.MANAGE)
def poster(course_id: uuid.UUID) -> Page:
    """The Wi-Fi and the address, typed in; what the poster will say."""
    course = service.get_course(db(), course_id)
    offered = _offered()
    is_sent = request.method == "POST"
    form = PosterForm() if is_sent else PosterForm(data=values_of(course.wifi, offered))
    form.offer(offered)
    if is_sent and form.validate():
        try:
            service.set_wifi(db(), course_id, form.wifi())
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return _page(course, form, offered), refusal.status
        flash(gettext(N_("The poster was saved. It can be printed now.")), "saved")
        return redirect(url_for("courses.poster", course_id=course_id))
    return _page(course, form, offered), 422 if form.errors else 200


def _page(course: Course, form: PosterForm, offered: tuple[str, ...]) -> str:
    return render_template(
        "courses/poster.html",
        course=course,
        form=form,
        words=_words(course) if course.wifi.address else None,
        has_moved=has_moved(course.wifi.address, offered),
    )


def _words(course: Course) -> Poster:
    address = course.wifi.address
    return Poster(
        course_title_km=course.title_km,
        course_title_en=course.title_en,
        date=course.date,
        days=course.days,
        venue_km=course.venue_km,
        venue_en=course.venue_en,
        wifi_name=course.wifi.name,
        wifi_password=course.wifi.password,
        join_url=address + url_for("courses.join_course", code=course.join_code),
        join_address=spoken_address(address) + url_for("courses.join"),
        join_code=course.join_code,
        without_internet=course.wifi.without_internet,
    )


@blueprint.get("/courses/<uuid:course_id>/poster.pdf")
@permit(permissions.MANAGE)
def poster_pdf(course_id: uuid.UUID) -> Page:
    """The poster, one page A4."""
    course = service.get_course(db(), course_id)
    if not course.wifi.address:
        raise Refusal(texts.ADDRESS_NEEDED, status=409)
    name = f"poster-{course.date}-{course.join_code}"
    return pdf_answer(name, lambda: render_poster(_words(course)), texts.POSTER_NOT_PRINTED)
