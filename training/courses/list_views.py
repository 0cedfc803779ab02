"""Pages of a list of participants: choosing it, saying what its columns are, looking, the yes.

A file is read anew each time it is looked at, outside of the transaction that seats its people:
nobody waits for a large one. What was chosen for its columns travels in the address.
"""

import uuid

from flask import flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from training.adapters.typesetting import characters_without_glyph
from training.courses import list_files, list_forms, listing, permissions, service, texts
from training.courses.blueprint import Page, blueprint
from training.courses.list_files import Waiting
from training.courses.list_forms import MEANINGS, ListFileForm
from training.courses.model import CourseState
from training.courses.roster import reading
from training.courses.roster.comparing import SAME_NAME, Fate
from training.courses.roster.model import Mapping, Reading, Sheet
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, Text, say_n
from training.people.model import GENDERS, PROVINCES, title_words
from training.web.context import actor, database, db, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.sizes import takes_file
from training.web.transaction import refused, roll_back

LIST = "/courses/<uuid:course_id>/people/list"
FILE = LIST + "/<uuid:file_id>"


def _account_id() -> uuid.UUID:
    account_id = actor().account_id
    if account_id is None:
        raise LookupError("the guard let somebody in without an account")
    return account_id


@blueprint.get(LIST)
@permit(permissions.CORRECT_NAMES)
def list_upload(course_id: uuid.UUID) -> Page:
    """Where a list is chosen, and what may be in it."""
    return _upload_page(course_id, ListFileForm(formdata=None))


def _upload_page(course_id: uuid.UUID, form: ListFileForm) -> str:
    course = service.get_course(db(), course_id)
    return render_template("courses/list_upload.html", course=course, form=form)


@blueprint.post(LIST)
@permit(permissions.CORRECT_NAMES)
@takes_file(reading.MOST_BYTES)
def list_take(course_id: uuid.UUID) -> Page:
    """Takes a file in, to be looked at. One in which no list can be read is not taken."""
    if service.get_course(db(), course_id).state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    form = ListFileForm()
    if not form.validate():
        return _upload_page(course_id, form), 422
    roll_back()
    try:
        reading.read(form.file_name, form.content)
    except Refusal as refusal:
        refused(refusal)
        form.blame(refusal)
        return _upload_page(course_id, form), refusal.status
    file_id = list_files.put(db(), _account_id(), course_id, form.file_name, form.content, now())
    return redirect(url_for("courses.list_columns", course_id=course_id, file_id=file_id), 303)


def _waiting(course_id: uuid.UUID, file_id: uuid.UUID) -> Waiting:
    """The file, read without holding up whoever writes."""
    roll_back()
    with database().reading() as session:
        return list_files.get(session, _account_id(), course_id, file_id)


def _to_people(course_id: uuid.UUID) -> Response:
    return redirect(url_for("courses.people", course_id=course_id), 303)


@blueprint.get(FILE)
@permit(permissions.CORRECT_NAMES)
def list_columns(course_id: uuid.UUID, file_id: uuid.UUID) -> Page:
    """Each column with its first words and what it is taken for."""
    file = _waiting(course_id, file_id)
    if file.seats_made:
        return _to_people(course_id)
    sheets = reading.read(file.name, file.content)
    chosen = list_forms.read_sheet(request.args, sheets)
    mapping = list_forms.read_mapping(request.args, sheets[chosen])
    return _columns_page(course_id, file, sheets, chosen, mapping)


def _columns_page(
    course_id: uuid.UUID,
    file: Waiting,
    sheets: tuple[Sheet, ...],
    chosen: int,
    mapping: Mapping,
    fault: Text | None = None,
) -> str:
    sheet = sheets[chosen]
    body = [line for line in sheet.lines if line.number >= mapping.first]
    return render_template(
        "courses/list_columns.html",
        course=service.get_course(db(), course_id),
        file=file,
        sheets=sheets,
        chosen=chosen,
        mapping=mapping,
        samples=[reading.samples(body, at) for at in range(sheet.width)],
        letters=[_letters(at) for at in range(sheet.width)],
        meanings=MEANINGS,
        fault=fault,
    )


def _letters(column: int) -> str:
    """The name of a column in a spreadsheet: A, B, …, Z, AA."""
    more, last = divmod(column, 26)
    return (_letters(more - 1) if more else "") + chr(65 + last)


@blueprint.get(FILE + "/rows")
@permit(permissions.CORRECT_NAMES)
def list_rows(course_id: uuid.UUID, file_id: uuid.UUID) -> Page:
    """Everybody as they would sit in the course, and the lines that are nobody. Nothing is kept."""
    file = _waiting(course_id, file_id)
    if file.seats_made:
        return _to_people(course_id)
    sheets, chosen, mapping = _mapped(file)
    try:
        found = listing.look_at(sheets[chosen], mapping, characters_without_glyph)
    except Refusal as refusal:
        refused(refusal)
        page = _columns_page(course_id, file, sheets, chosen, mapping, refusal.reason)
        return page, refusal.status
    return _rows_page(course_id, file, found)


def _mapped(file: Waiting) -> tuple[tuple[Sheet, ...], int, Mapping]:
    sheets = reading.read(file.name, file.content)
    chosen = list_forms.read_sheet(request.args, sheets)
    return sheets, chosen, list_forms.read_mapping(request.args, sheets[chosen])


def _rows_page(
    course_id: uuid.UUID, file: Waiting, found: Reading, fault: Text | None = None
) -> str:
    rows = listing.compare_with(db(), course_id, found)
    return render_template(
        "courses/list_rows.html",
        course=service.get_course(db(), course_id),
        file=file,
        rows=rows,
        new=sum(row.fate is Fate.NEW for row in rows),
        same=sum(row.fate in SAME_NAME for row in rows),
        same_name=SAME_NAME,
        refused=found.refused,
        back=request.query_string.decode("ascii", "replace"),
        genders=GENDERS,
        provinces=PROVINCES,
        title_words=title_words,
        fault=fault,
    )


@blueprint.post(FILE + "/rows")
@permit(permissions.CORRECT_NAMES)
def list_keep(course_id: uuid.UUID, file_id: uuid.UUID) -> Page:
    """The yes: the ticked people get seats, all or none. A second click finds the first."""
    file = _waiting(course_id, file_id)
    if file.seats_made:
        return _to_people(course_id)
    sheets, chosen, mapping = _mapped(file)
    found = listing.look_at(sheets[chosen], mapping, characters_without_glyph)
    try:
        count = listing.take_in(
            db(),
            _account_id(),
            course_id,
            file_id,
            found,
            list_forms.read_lines(request.form, "take"),
            list_forms.read_lines(request.form, "another"),
            actor().who(),
            now(),
            characters_without_glyph,
        )
    except Refusal as refusal:
        refused(refusal)
        if refusal.status == 404:
            raise
        return _rows_page(course_id, file, found, refusal.reason), refusal.status
    words = say_n(
        "%(count)s person of the list has a seat now.",
        "%(count)s people of the list have seats now.",
        count,
    )
    flash(gettext(words), "saved")
    return _to_people(course_id)


@blueprint.post(FILE + "/forget")
@permit(permissions.CORRECT_NAMES)
def list_forget(course_id: uuid.UUID, file_id: uuid.UUID) -> Response:
    """The no: the file is thrown away."""
    list_files.forget(db(), _account_id(), course_id, file_id)
    flash(gettext(N_("The file was thrown away. Nothing was saved.")), "saved")
    return _to_people(course_id)
