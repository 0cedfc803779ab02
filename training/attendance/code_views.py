"""Pages of the trainer about the code: opening and closing it, and the screen that shows it."""

import uuid

from flask import redirect, render_template, request, url_for

from training.attendance import permissions, service, texts
from training.attendance.blueprint import Page, blueprint, secret
from training.attendance.forms import read_id, read_key
from training.attendance.model import Opening
from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.locales import LANGUAGES
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import translate


@blueprint.post("/courses/<uuid:course_id>/attendance/open")
@permit(permissions.SHOW_CODE)
def open_code(course_id: uuid.UUID) -> Page:
    """Opens an agenda item, and shows its code."""
    item_id = read_id(request.form, "item", texts.UNKNOWN_ITEM)
    key = read_key(request.form)
    service.open_attendance(db(), course_id, item_id, key, actor().who(), now())
    return redirect(url_for("attendance.show_code", course_id=course_id), 303)


@blueprint.post("/courses/<uuid:course_id>/attendance/close")
@permit(permissions.SHOW_CODE)
def close_code(course_id: uuid.UUID) -> Page:
    """Closes the opening that the page showed."""
    item_id = read_id(request.form, "item", texts.UNKNOWN_ITEM)
    opening_id = as_id(request.form.get("opening", ""))
    if opening_id is not None:
        service.close_attendance(db(), course_id, opening_id, actor().who(), now())
    return redirect(url_for("attendance.roll", course_id=course_id, item=item_id), 303)


@blueprint.get("/courses/<uuid:course_id>/attendance/code")
@permit(permissions.SHOW_CODE)
def show_code(course_id: uuid.UUID) -> Page:
    """The page for the projector: the code, what it is for, how many are marked."""
    opening = service.find_open(db(), course_id)
    return render_template(
        "attendance/show_code.html",
        course=courses.get_course(db(), course_id),
        opening=opening,
        lines=_lines(course_id, opening),
        code=service.code_of(secret(), course_id, opening, now()).digits if opening else "",
    )


def _lines(course_id: uuid.UUID, opening: Opening | None) -> list[dict[str, str]]:
    """What stands on the screen in each language, Khmer first."""
    if opening is None:
        return [
            {"lang": each, "ask": translate(texts.NOTHING_OPEN_ON_SCREEN, each)}
            for each in LANGUAGES
        ]
    item = next(
        each for each in courses.list_agenda(db(), course_id) if each.id == opening.agenda_item_id
    )
    people_here = courses.count_seats(db(), [course_id]).get(course_id, 0)
    marked = service.count_marked(db(), course_id, opening.agenda_item_id)
    count = texts.count_words(marked, people_here)
    return [
        {
            "lang": each,
            "item": item.title.km if each == "km" else item.title.en,
            "ask": translate(texts.ENTER_CODE, each),
            "count": translate(count, each),
        }
        for each in LANGUAGES
    ]
