"""Typing in what was written on paper: a line for each sheet, or the whole sheet."""

import re
import uuid
from collections.abc import Mapping, Sequence

from flask import flash, render_template, request

from training.courses import service as courses
from training.kernel.locales import western_digits
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.modules.model import Item
from training.quizzes import (
    booklets,
    entering,
    lettering,
    permissions,
    service,
    texts,
)
from training.quizzes import desk as desks
from training.quizzes.blueprint import Page, blueprint, to
from training.quizzes.entering import PaperSheet
from training.quizzes.lettering import Typed
from training.quizzes.model import Choice, Desk
from training.web.context import actor, db, language, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused, settle_first

QUIZ = "/courses/<uuid:course_id>/quiz/<slug>"
LINE = re.compile(r"\s*([0-9]{1,6})(?:[\s.:;,](.*))?", re.DOTALL)
"""A seat number, and after one sign between them the letters."""


@blueprint.get(QUIZ + "/entry")
@permit(permissions.MANAGE)
def entry(course_id: uuid.UUID, slug: str) -> Page:
    """One line to type a sheet into; who is missing; what can be printed."""
    settle_first(service.has_due, service.settle_all, course_id, now())
    desk = service.get_desk(db(), course_id, None, slug)
    return _entry_page(desk, _entered(desk, request.args.get("entered", "")))


@blueprint.post(QUIZ + "/entry")
@permit(permissions.MANAGE)
def enter_line(course_id: uuid.UUID, slug: str) -> Page:
    """`12 BADC` enters the letters of seat 12; `12` alone opens the whole sheet."""
    desk = service.get_desk(db(), course_id, None, slug)
    line = request.form.get("line", "")[: lettering.MOST_SIGNS]
    number = 0
    try:
        entering.require_enterable(desk, now())
        number, signs = _seat_and_signs(line)
        sheet = entering.get_sheet(db(), desk, number)
        items = entering.items_on(db(), desk, sheet)
        typed = lettering.read_line(items, signs) if signs else Typed({})
        if typed.faults:
            return _entry_page(desk, line=line, faults=typed.faults), 422
        if signs:
            _enter(desk, sheet, typed)
    except Refusal as refusal:
        refused(refusal)
        asks_for = number if refusal.reason == texts.ANSWERED_BY_PHONE else 0
        page = _entry_page(desk, line=line, faults=(refusal.reason,), asks_for=asks_for)
        return page, refusal.status
    is_whole = all(item.kind in lettering.LETTERED for item in items)
    if signs and not is_whole:
        flash(gettext(texts.LETTERS_ENTERED), "saved")
    if not signs or not is_whole:
        return to("quizzes.entry_sheet", course_id, slug, seat_id=sheet.seat.seat_id)
    return to("quizzes.entry", course_id, slug, entered=number)


def _seat_and_signs(line: str) -> tuple[int, str]:
    found = LINE.fullmatch(western_digits(line))
    if found is None:
        raise Refusal(texts.BEGIN_WITH_NUMBER, field="line")
    return int(found[1]), found[2] or ""


def _enter(desk: Desk, sheet: PaperSheet, typed: Typed) -> None:
    entering.enter(
        db(), desk.course_id, desk.slug, sheet.seat.number, typed.codes,
        request.form.get("submission_key", ""), actor().who(), now(),
        replaces_phone=request.form.get("instead") == str(sheet.seat.number),
    )  # fmt: skip


def _entered(desk: Desk, written: str) -> PaperSheet | None:
    if not (written.isascii() and written.isdigit() and len(written) <= 6):
        return None
    sheets = entering.list_sheets(db(), desk)
    return next((each for each in sheets if str(each.seat.number) == written), None)


def _entry_page(
    desk: Desk,
    entered: PaperSheet | None = None,
    *,
    line: str = "",
    faults: Sequence[Text] = (),
    asks_for: int = 0,
) -> str:
    return render_template(
        "quizzes/entry.html",
        desk=desk,
        course=courses.get_course(db(), desk.course_id),
        title=desks.title_of(db(), desk),
        sheets=entering.list_sheets(db(), desk),
        reason=_why_not(desk),
        entered=entered,
        understood=_understood(desk, entered) if entered else (),
        line=line,
        faults=faults,
        asks_for=asks_for,
        has_key=booklets.has_key(db(), desk),
        is_named=booklets.is_named(desk),
    )


def _why_not(desk: Desk) -> Text | None:
    try:
        entering.require_enterable(desk, now())
    except Refusal as refusal:
        return refusal.reason
    return None


def _alphabet() -> str:
    return lettering.KHMER if language() == "km" else lettering.LATIN


def _with_signs(item: Item) -> tuple[tuple[str, Choice], ...]:
    signs = lettering.signs_of(item, _alphabet())
    return tuple(zip(signs, lettering.choices_on_paper(item), strict=False))


def _understood(desk: Desk, sheet: PaperSheet) -> tuple[tuple[int, str], ...]:
    """The number of each question and what one would type for the answer that counts."""
    kept = entering.kept_on(db(), sheet)
    items = entering.items_on(db(), desk, sheet)
    return tuple(
        (number, lettering.typed_of(item, kept.get(item.id, ""), _alphabet()))
        for number, item in enumerate(items, 1)
    )


@blueprint.get(QUIZ + "/entry/<uuid:seat_id>")
@permit(permissions.MANAGE)
def entry_sheet(course_id: uuid.UUID, slug: str, seat_id: uuid.UUID) -> Page:
    """The whole sheet of one person, each question with a field."""
    desk, sheet = _desk_and_sheet(course_id, slug, seat_id)
    items = entering.items_on(db(), desk, sheet)
    typed = {f"q{number}": words for number, words in _understood(desk, sheet)}
    return _sheet_page(desk, sheet, items, typed, () if (why := _why_not(desk)) is None else (why,))


@blueprint.post(QUIZ + "/entry/<uuid:seat_id>")
@permit(permissions.MANAGE)
def enter_sheet(course_id: uuid.UUID, slug: str, seat_id: uuid.UUID) -> Page:
    """Enters the whole sheet."""
    desk, sheet = _desk_and_sheet(course_id, slug, seat_id)
    items = entering.items_on(db(), desk, sheet)
    fields = {item.id: f"q{number}" for number, item in enumerate(items, 1)}
    sent = request.form
    typed = lettering.read_sheet(items, {item: sent.get(name, "") for item, name in fields.items()})
    try:
        if typed.faults:
            return _sheet_page(desk, sheet, items, sent, typed.faults), 422
        _enter(desk, sheet, typed)
    except Refusal as refusal:
        refused(refusal)
        asks = refusal.reason == texts.ANSWERED_BY_PHONE
        page = _sheet_page(desk, sheet, items, sent, (refusal.reason,), asks=asks)
        return page, refusal.status
    return to("quizzes.entry", course_id, slug, entered=sheet.seat.number)


def _desk_and_sheet(course_id: uuid.UUID, slug: str, seat_id: uuid.UUID) -> tuple[Desk, PaperSheet]:
    desk = service.get_desk(db(), course_id, None, slug)
    number = courses.get_seat(db(), course_id, seat_id).number
    return desk, entering.get_sheet(db(), desk, number)


def _sheet_page(
    desk: Desk,
    sheet: PaperSheet,
    items: Sequence[Item],
    typed: Mapping[str, str],
    faults: Sequence[Text] = (),
    *,
    asks: bool = False,
) -> str:
    first = next((n for n, item in enumerate(items, 1) if item.kind not in lettering.LETTERED), 1)
    return render_template(
        "quizzes/entry_sheet.html",
        desk=desk,
        course=courses.get_course(db(), desk.course_id),
        title=desks.title_of(db(), desk),
        sheet=sheet,
        items=items,
        choices={item.id: _with_signs(item) for item in items},
        lettered=lettering.LETTERED,
        typed=typed,
        first=first,
        faults=faults,
        asks=asks,
        reason=_why_not(desk),
    )
