"""Pages of the trainer about the code: opening and closing it, and the screen that shows it."""

import uuid

from flask import redirect, render_template, request, url_for

from training.attendance import permissions, service, texts
from training.attendance.blueprint import Page, blueprint, secret
from training.attendance.forms import read_id, read_key
from training.attendance.model import Opening
from training.attendance.rendering import on_screen
from training.courses import service as courses
from training.courses.model import AgendaItem
from training.kernel.ids import as_id
from training.web.context import actor, db, now, settings
from training.web.guard import permit


@blueprint.post("/courses/<uuid:course_id>/attendance/open")
@permit(permissions.SHOW_CODE)
def open_code(course_id: uuid.UUID) -> Page:
    """Opens an agenda item, and shows its code."""
    item_id = read_id(request.form, "item", texts.UNKNOWN_ITEM)
    key = read_key(request.form)
    service.open_attendance(db(), course_id, item_id, key, actor().who(), now())
    return redirect(url_for("attendance.show_code", course_id=course_id, item=item_id), 303)


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
    """The page for the projector: the code, what it is for, how many are marked.

    Where parallel groups are open at once, `?item=` says whose code; without it the newest.
    """
    course = courses.get_course(db(), course_id)
    openings = service.list_open(db(), course_id)
    asked = as_id(request.args.get("item", ""))
    chosen = [each for each in openings if each.agenda_item_id == asked] or [*openings]
    opening = next(iter(chosen), None)
    address = courses.address_for_phones(
        course.wifi.address, request.host_url, settings().public_url
    )
    return render_template(
        "attendance/show_code.html",
        course=course,
        opening=opening,
        code=on_screen(course.join_code, course_id, opening, address, secret(), now())
        if opening
        else None,
        texts=texts,
        **(_words(course_id, openings, opening) if opening else {}),
    )


def _words(
    course_id: uuid.UUID, openings: tuple[Opening, ...], opening: Opening
) -> dict[str, object]:
    """What the code is for, how many are marked, and the items that are open beside it."""
    items: dict[uuid.UUID | None, AgendaItem] = {
        item.id: item for item in courses.list_agenda(db(), course_id)
    }
    people = courses.count_seats(db(), [course_id]).get(course_id, 0)
    marked = service.count_marked(db(), course_id, opening.agenda_item_id)
    return {
        "item": items[opening.agenda_item_id],
        "count": texts.count_words(marked, people),
        "others": [items[each.agenda_item_id] for each in openings if each.id != opening.id],
    }
