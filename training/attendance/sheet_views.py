"""Pages of sign-in sheets: the list, one sheet, its PDF, what was entered, its photographs."""

import uuid
from collections.abc import Sequence

from flask import Response as FlaskResponse
from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from training.attendance import paper, permissions, photographs, row_numbers, sheet_forms, sheets
from training.attendance import sheet_texts as texts
from training.attendance.blueprint import Page, blueprint
from training.attendance.forms import read_key
from training.attendance.model import Sheet
from training.audit import service as audit
from training.courses import service as courses
from training.kernel.locales import Bilingual
from training.kernel.moments import local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say_n
from training.people.model import PROVINCES
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.headers import DRAWING_POLICY
from training.web.locale import gettext
from training.web.papers import pdf_answer
from training.web.sizes import takes_file
from training.web.transaction import refused, roll_back

SHEETS = "/courses/<uuid:course_id>/attendance/sheets"
SHEET = SHEETS + "/<int(max=99999):sheet_number>"


@blueprint.get(SHEETS, endpoint="sheets")
@permit(permissions.KEEP_ROLL)
def list_sheets(course_id: uuid.UUID) -> Page:
    """Every sheet with what was entered of it, and a form for the next; `number` opens one."""
    typed = request.args.get("number", "")
    if not typed:
        return _list_page(course_id)
    try:
        sheet = sheets.get_sheet(db(), course_id, sheet_forms.read_number(typed))
    except Refusal as refusal:
        return _list_page(course_id, fault=refusal, typed=typed), refusal.status
    return _to_sheet(sheet)


def _to_sheet(sheet: Sheet) -> Response:
    there = {"course_id": sheet.course_id, "sheet_number": sheet.number}
    return redirect(url_for("attendance.sheet", **there), 303)  # type: ignore[arg-type] # url_for takes any value


def _list_page(course_id: uuid.UUID, fault: Refusal | None = None, typed: str = "") -> str:
    made = sheets.list_sheets(db(), course_id)
    return render_template(
        "attendance/sheets.html",
        course=courses.get_course(db(), course_id),
        found=made,
        entries=sheets.list_entries_of_course(db(), course_id),
        who=_who_did([sheet.id for sheet in made]),
        occasions=[
            (sheet_forms.written_occasion(each), each)
            for each in sheets.list_occasions(db(), course_id)
        ],
        halves=paper.HALVES,
        usual_blanks=sheets.USUAL_BLANKS,
        written=row_numbers.written,
        fault=fault,
        typed=typed,
    )


def _who_did(sheet_ids: Sequence[uuid.UUID]) -> dict[str, str]:
    """Who entered or photographed: the id of the entry or photograph to the name in the trail."""
    trail = audit.list_entries_about(db(), sheet_ids)
    return {
        each.after[kind]: each.actor_name
        for each in trail
        for kind in ("entry", "photo")
        if kind in each.after
    }


@blueprint.post(SHEETS)
@permit(permissions.KEEP_ROLL)
def make_sheet(course_id: uuid.UUID) -> Page:
    """Makes the next sheet, for a half-day and perhaps a group."""
    sent = request.form
    try:
        occasion, blanks = sheet_forms.read_occasion(sent), sheet_forms.read_blanks(sent)
        who, key = actor().who(), read_key(sent)
        sheet = sheets.make_sheet(db(), course_id, occasion, blanks, key, who, now())
    except Refusal as refusal:
        refused(refusal)
        return _list_page(course_id, refusal), refusal.status
    return _to_sheet(sheet)


@blueprint.get(SHEET)
@permit(permissions.KEEP_ROLL)
def sheet(course_id: uuid.UUID, sheet_number: int) -> Page:
    """One sheet: to print, to enter, to photograph; what was entered and by whom."""
    return sheet_page(sheets.get_sheet(db(), course_id, sheet_number))


def sheet_page(sheet: Sheet, fault: Text | None = None) -> str:
    """The page of a sheet, with what could not be taken."""
    rows = {row.number: row for row in sheets.rows_of(db(), sheet)}
    return render_template(
        "attendance/sheet.html",
        course=courses.get_course(db(), sheet.course_id),
        sheet=sheet,
        rows=rows,
        items=sheets.items_of(db(), sheet),
        entries=sheets.list_entries(db(), sheet.id),
        photos=photographs.list_photos(db(), sheet.id),
        who=_who_did([sheet.id]),
        halves=paper.HALVES,
        written=row_numbers.written,
        day_of=local_date,
        fault=fault,
    )


@blueprint.get(SHEET + "/sheet.pdf")
@permit(permissions.KEEP_ROLL)
def sheet_pdf(course_id: uuid.UUID, sheet_number: int) -> Response:
    """The sheet to print, A4."""
    found = sheets.get_sheet(db(), course_id, sheet_number)
    words = _paper_of(found)
    db().close()
    name = f"sign-in-sheet-{sheet_number}"
    return pdf_answer(name, lambda: paper.sheet_pdf(words), texts.NOT_PRINTED)


def _paper_of(sheet: Sheet) -> paper.SheetPaper:
    course = courses.get_course(db(), sheet.course_id)
    province = PROVINCES.get(course.province, Bilingual("", ""))
    venue = course.venue
    return paper.SheetPaper(
        sheet=sheet,
        title=course.title,
        first_day=course.date,
        place=Bilingual(
            " ".join(part for part in (venue.km or venue.en, province.km) if part),
            ", ".join(part for part in (venue.en or venue.km, province.en) if part),
        ),
        organisers=course.organisers,
        logos=courses.logos_of(db(), course.id),
        items=sheets.items_of(db(), sheet),
        rows=[row for row in sheets.rows_of(db(), sheet) if not row.is_walk_in],
    )


@blueprint.post(SHEET + "/photos")
@permit(permissions.KEEP_ROLL)
@takes_file(photographs.MOST_BYTES)
def add_photos(course_id: uuid.UUID, sheet_number: int) -> Page:
    """Keeps photographs of the signed sheet."""
    found = sheets.get_sheet(db(), course_id, sheet_number)
    sent = [each.stream.read() for each in request.files.getlist("photos")]
    roll_back()  # nobody waits while the pictures are read
    try:
        pictures = photographs.readable_photos(sent)
        key = read_key(request.form)
        photographs.add_photos(db(), found, pictures, key, actor().who(), now())
    except Refusal as refusal:
        refused(refusal)
        return sheet_page(found, refusal.reason), refusal.status
    count = len(pictures)
    saved = say_n("%(count)s photograph was saved.", "%(count)s photographs were saved.", count)
    flash(gettext(saved), "saved")
    return _to_sheet(found)


@blueprint.get(SHEET + "/photos/<uuid:photo_id>")
@permit(permissions.KEEP_ROLL)
def photo(course_id: uuid.UUID, sheet_number: int, photo_id: uuid.UUID) -> FlaskResponse:
    """A photograph, for the staff of the course alone; it shows signatures: no browser keeps it."""
    found = sheets.get_sheet(db(), course_id, sheet_number)
    answer = FlaskResponse(
        photographs.get_photo(db(), found, photo_id).content, mimetype="image/jpeg"
    )
    answer.headers["Content-Security-Policy"] = DRAWING_POLICY
    return answer
