"""The trainee's page: one field for the code, and what is recorded."""

import uuid

from flask import redirect, render_template, request, url_for

from training.attendance import (  # the pages of the staff register themselves
    code_marking,
    code_views,
    count_views,
    history_views,
    permissions,
    register_views,
    roll_views,
    rules,
    service,
    sheet_entry_views,
    sheet_views,
    texts,
)
from training.attendance.blueprint import Page, blueprint, secret
from training.attendance.forms import CodeForm
from training.attendance.model import Mark
from training.courses import service as courses
from training.courses.model import AgendaItem
from training.kernel.ids import as_id
from training.kernel.refusal import Refusal
from training.web.context import actor, db, language, now
from training.web.device import device
from training.web.guard import permit
from training.web.transaction import refused

__all__ = [
    "blueprint",
    "code_views",
    "count_views",
    "history_views",
    "register_views",
    "roll_views",
    "sheet_entry_views",
    "sheet_views",
]


@blueprint.route("/c/<uuid:course_id>/attendance", methods=["GET", "POST"])
@permit(permissions.MARK_SELF)
def mark(course_id: uuid.UUID) -> Page:
    """Marks the trainee present for the agenda item that is open."""
    form = CodeForm()
    if request.method != "POST" or not form.validate():
        return _page(course_id, form), 422 if form.errors else 200
    try:
        made = code_marking.mark_by_code(
            db(),
            course_id,
            _own_seat(),
            form.code.data or "",
            form.submission_key.data or "",
            secret(),
            now(),
            device().mark,
        )
    except Refusal as refusal:
        refused(refusal)
        form.blame(_in_own_words(refusal))
        return _page(course_id, form), refusal.status
    place = url_for("attendance.mark", course_id=course_id, marked=made.agenda_item_id)
    return redirect(place, 303)


def _own_seat() -> uuid.UUID:
    seat_id = actor().seat_id
    if seat_id is None:
        raise Refusal(texts.UNKNOWN_SEAT, status=403)
    return seat_id


def _in_own_words(refusal: Refusal) -> Refusal:
    """A refusal that names an agenda item, in the reader's language."""
    if not isinstance(refusal, code_marking.CodeClosed):
        return refusal
    title, _ = refusal.title.best(language())
    return Refusal(texts.code_closed(title), status=refusal.status, field=refusal.field)


def _page(course_id: uuid.UUID, form: CodeForm) -> str:
    agenda = courses.list_agenda(db(), course_id)
    marks = rules.newest(service.list_current_marks(db(), course_id, _own_seat()))
    opening = service.find_open_for(db(), course_id, _own_seat())
    asked = as_id(request.args.get("marked", ""))
    open_item = _item(agenda, opening.agenda_item_id) if opening else None
    return render_template(
        "attendance/mark.html",
        course=courses.get_course(db(), course_id),
        form=form,
        open_item=open_item,
        to_mark=open_item if open_item and open_item.id not in marks else None,
        shown=_shown(agenda, marks, asked, open_item),
        day=[(item, marks[item.id]) for item in agenda if item.id in marks],
        texts=texts,
    )


def _item(agenda: tuple[AgendaItem, ...], item_id: uuid.UUID | None) -> AgendaItem | None:
    return next((item for item in agenda if item.id == item_id), None)


def _shown(
    agenda: tuple[AgendaItem, ...],
    marks: dict[uuid.UUID, Mark],
    asked: uuid.UUID | None,
    open_item: AgendaItem | None,
) -> tuple[AgendaItem, Mark] | None:
    """The mark to confirm: the one just made, else that of the open item."""
    item = (_item(agenda, asked) if asked else None) or open_item
    if item is None or item.id is None or item.id not in marks:
        return None
    return item, marks[item.id]
