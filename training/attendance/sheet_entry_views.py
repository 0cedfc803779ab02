"""Entering a signed sheet: numbers typed or ticked, a look at what they mean, then the record."""

import uuid
from collections.abc import Sequence

from flask import flash, redirect, render_template, request, url_for

from training.attendance import entering, marking, paper, permissions, sheet_forms, sheets
from training.attendance import sheet_texts as texts
from training.attendance import texts as own_texts
from training.attendance.blueprint import Page, blueprint
from training.attendance.entering import ANOTHER, Outlook, Reading
from training.attendance.forms import read_key
from training.attendance.model import Sheet
from training.attendance.sheet_views import SHEET
from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, Text
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused


@blueprint.get(SHEET + "/entry")
@permit(permissions.KEEP_ROLL)
def sheet_entry(course_id: uuid.UUID, sheet_number: int) -> Page:
    """The rows of the sheet, ticked as they were entered last."""
    sheet = sheets.get_sheet(db(), course_id, sheet_number)
    before = sheets.list_entries(db(), sheet.id)
    ticked = frozenset(before[0].rows) if before else frozenset[int]()
    return _page(sheet, Reading(ticked), (), None)


@blueprint.post(SHEET + "/entry")
@permit(permissions.KEEP_ROLL)
def enter_sheet(course_id: uuid.UUID, sheet_number: int) -> Page:
    """Shows what the numbers mean; records them once exactly that was looked at."""
    sheet = sheets.get_sheet(db(), course_id, sheet_number)
    named = {row.number for row in sheets.rows_of(db(), sheet)}
    sent = sheet_forms.read_entry(request.form, sheet, named)
    reading = sent.reading
    outlook = entering.look_at(db(), sheet, reading)
    faults = (*sent.faults, *outlook.faults)
    wants_record = "record" in request.form
    if wants_record and not faults and request.form.get("seen") == reading.fingerprint:
        try:
            key = read_key(request.form)
            entering.enter(db(), sheet, reading, key, actor().who(), now())
        except Refusal as refusal:
            refused(refusal)
            return _page(sheet, reading, (refusal.reason,), outlook), refusal.status
        flash(gettext(N_("The sheet was entered.")), "saved")
        there = url_for("attendance.sheet", course_id=course_id, sheet_number=sheet_number)
        return redirect(there, 303)
    if wants_record and not faults and outlook.is_ready:
        faults = (texts.CHANGED_SINCE,)
    faults += tuple(map(texts.who_is_it, outlook.undecided))
    return _page(sheet, reading, faults, outlook), 422 if faults else 200


def _page(sheet: Sheet, reading: Reading, faults: Sequence[Text], outlook: Outlook | None) -> str:
    rows = sheets.rows_of(db(), sheet)
    named = {row.number for row in rows}
    first = len(sheet.seat_ids) + 1
    return render_template(
        "attendance/sheet_entry.html",
        course=courses.get_course(db(), sheet.course_id),
        sheet=sheet,
        rows=rows,
        blanks=[row for row in range(first, first + sheet.blanks) if row not in named],
        reading=reading,
        walk_ins={each.row: each for each in reading.walk_ins},
        twins={each.row: found for each, found in outlook.twins} if outlook else {},
        outlook=outlook,
        faults=faults,
        not_now=_why_not(sheet),
        halves=paper.HALVES,
        another=ANOTHER,
        texts=texts,
        mark_words=own_texts.mark_words,
        sources=own_texts.SOURCES,
    )


def _why_not(sheet: Sheet) -> Text | None:
    """Why nothing can be recorded now."""
    try:
        marking.require_open_for_hand(db(), sheet.course_id, now())
    except Refusal as refusal:
        return refusal.reason
    return None if sheets.items_of(db(), sheet) else texts.NOTHING_TO_RECORD
