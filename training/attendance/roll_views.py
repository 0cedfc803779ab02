"""Pages of the trainer: the roll, and what its buttons send."""

import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from flask import flash, jsonify, redirect, render_template, request, url_for
from markupsafe import Markup, escape
from werkzeug.wrappers import Response

from training.attendance import marking, permissions, rules, service, texts, undoing
from training.attendance.blueprint import Page, blueprint, secret
from training.attendance.calling import call_roll, read_search
from training.attendance.forms import read_hand_mark, read_id, read_key, read_number
from training.attendance.model import Mark, MarkStatus, Undone
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import AgendaItem, SeatView
from training.kernel.ids import as_id
from training.kernel.locales import digits_only, has_khmer
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.web.context import actor, db, language, now, wants_json
from training.web.guard import permit
from training.web.locale import for_script, gettext, number, time_of_day
from training.web.transaction import refused

LONGEST_SEARCH = 100


@blueprint.get("/courses/<uuid:course_id>/attendance")
@permit(permissions.KEEP_ROLL)
def roll(course_id: uuid.UUID) -> Page:
    """Everybody in the course, each a large button; one tap says present."""
    return _roll_page(course_id, as_id(request.args.get("item", "")))


def _roll_page(
    course_id: uuid.UUID, item_id: uuid.UUID | None, fault: Text | None = None, fault_seat: int = 0
) -> str:
    course = courses.get_course(db(), course_id)
    items = rules.counted_items(courses.list_agenda(db(), course_id))
    by_id = {item.id: item for item in items}
    openings = {each.agenda_item_id: each for each in service.list_open(db(), course_id)}
    opened = [item for item in items if item.id in openings]
    by_clock = rules.choose_item(items, course.date, course.time_zone, now())
    item = by_id.get(item_id) or next(iter(opened), by_clock)
    opening = openings.get(item.id) if item and item.id else None
    return render_template(
        "attendance/roll.html",
        course=course,
        items=items,
        days=course_rules.days_of(items),
        item=item,
        opened=opened,
        opening=opening,
        rivals=[each for each in opened if item and item != each and rules.are_rivals(item, each)],
        code=service.code_of(secret(), course_id, opening, now()).digits if opening else "",
        texts=texts,
        kept=_kept(),
        fault=fault,
        fault_seat=fault_seat,
        conflicts=len(service.list_conflicts(db(), course_id)),
        **(_people(course_id, item, course.time_zone) if item else {}),
    )


def _kept() -> dict[str, str]:
    """What the reader narrowed the list to, for the next page."""
    given = {name: request.args.get(name, "")[:LONGEST_SEARCH] for name in ("q", "rest")}
    return {name: value for name, value in given.items() if value}


def _people(course_id: uuid.UUID, item: AgendaItem, zone: str) -> dict[str, Any]:
    seats = courses.list_seats(db(), course_id)
    held = service.list_current_marks(db(), course_id, item_id=item.id)
    marks = {mark.seat_id: mark for mark in held}
    called = call_roll(item, seats, marks)
    unmarked = sum(seat.seat_id not in marks for seat in called.expected)
    return {
        "rows": _rows(called.expected, marks, zone),
        "others": _rows(called.others, marks, zone),
        "left": _rows(called.left, marks, zone),
        "people": len(called.expected),
        "has_listed": any(seat.is_listed and seat.seat_id not in marks for seat in called.expected),
        "unmarked": unmarked,
        "highest_number": max((seat.number for seat in seats), default=0),
        "act": _last_act(course_id, item, seats, marks),
    }


def _rows(
    seats: Iterable[SeatView], marks: Mapping[uuid.UUID, Mark], zone: str
) -> list[tuple[Any, ...]]:
    """What the page says of each: plain values, since there may be 500 of them."""
    search, only_rest = read_search(_kept().get("q", "")), "rest" in request.args
    unmarked, listed = escape(for_script(texts.NO_MARK)), escape(for_script(texts.LISTED))
    said: dict[tuple[Any, ...], Markup] = {}
    locale, rows = language(), []
    for seat in seats:
        mark, name = marks.get(seat.seat_id), seat.name
        status, words = "", listed if seat.is_listed else unmarked
        if mark:
            status, minute = mark.status, mark.marked_at.replace(second=0, microsecond=0)
            kind = (status, mark.minutes_late, mark.minutes_early, minute, mark.source)
            words = said.get(kind) or said.setdefault(kind, _in_words(mark, zone))
        hidden = bool(only_rest and mark) or bool(search and not search.finds(seat))
        first, second = name.km, name.en if name.en != name.km else ""
        letters = "km" if second or has_khmer(first) else "en"
        rows.append(
            (seat.number, number(seat.number, locale), letters, first, second, status, words,
             hidden)
        )  # fmt: skip
    return rows


def _in_words(mark: Mark, zone: str) -> Markup:
    words, source = for_script(texts.mark_words(mark)), for_script(texts.SOURCES[mark.source])
    return Markup("{}<small>{}</small>").format(words, _detail(mark, zone, source))


def _detail(mark: Mark, zone: str, source: str) -> str:
    return f"{time_of_day(mark.marked_at, zone=zone)} · {source}"


def _last_act(
    course_id: uuid.UUID,
    item: AgendaItem,
    seats: Iterable[SeatView],
    marks: Mapping[uuid.UUID, Mark],
) -> dict[str, object] | None:
    """What the form before this page did, in words, as long as it can be taken back."""
    key, only = request.args.get("did", "")[:LONGEST_SEARCH], read_number(request.args)
    if not key or item.id is None:
        return None
    numbers = {seat.seat_id: seat for seat in seats}
    done = [
        (mark, numbers[mark.seat_id])
        for mark in service.list_marks_by_key(db(), course_id, item.id, key)
        if mark.seat_id in numbers and marks.get(mark.seat_id) == mark
        if only in {0, numbers[mark.seat_id].number}
    ]
    if not done:
        return None
    if only:
        ((mark, seat),) = done
        return {"key": key, "seat": seat, "words": texts.mark_words(mark)}
    return {"key": key, "seat": None, "words": texts.marked_present(len(done))}


def _to_roll(course_id: uuid.UUID, item_id: uuid.UUID, seat: int = 0, did: str = "") -> Response:
    """Back to the roll, at that seat, with what the reader narrowed it to, and what was done."""
    asked: dict[str, Any] = {"item": item_id, **_kept()}
    if did:
        asked |= {"did": did, "seat": seat or None}
    anchor = f"seat-{seat}" if seat else None
    place = url_for("attendance.roll", course_id=course_id, _anchor=anchor, **asked)
    return redirect(place, 303)


def seat_of(course_id: uuid.UUID, seat_number: int) -> uuid.UUID:
    """The seat with that number. Raises Refusal (404)."""
    found = courses.find_seat_id(db(), course_id, seat_number)
    if found is None:
        raise Refusal(texts.UNKNOWN_SEAT, status=404)
    return found


def _refused(course_id: uuid.UUID, refusal: Refusal) -> Page:
    """A script is told in a sentence; a form gets the roll, with the sentence in its row."""
    refused(refusal)
    if wants_json():
        return jsonify(message=for_script(refusal.reason)), refusal.status
    item_id, seat = as_id(request.form.get("item", "")), read_number(request.form)
    return _roll_page(course_id, item_id, refusal.reason, seat), refusal.status


@blueprint.post("/courses/<uuid:course_id>/attendance/hand")
@permit(permissions.KEEP_ROLL)
def mark_by_hand(course_id: uuid.UUID) -> Page:
    """One tap; answers a script in JSON, and a form with the roll."""
    try:
        seat = read_number(request.form)
        wanted = read_hand_mark(request.form, seat_of(course_id, seat))
        act = marking.act_by_hand(
            db(), course_id, wanted, read_key(request.form), actor().who(), now()
        )
    except Refusal as refusal:
        return _refused(course_id, refusal)
    if wants_json():
        return jsonify(_state_of(act.mark, act.time_zone, act.key))
    return _to_roll(course_id, wanted.agenda_item_id, seat, act.key)


def _state_of(mark: Mark, zone: str, key: str) -> dict[str, str]:
    """What a row shows of this mark, and the key to take it back by."""
    if mark.status is MarkStatus.UNMARKED:
        return {"status": "", "words": "", "detail": "", "key": key}
    return {
        "key": key,
        "status": mark.status.value,
        "words": for_script(texts.mark_words(mark)),
        "detail": _detail(mark, zone, for_script(texts.SOURCES[mark.source])),
    }


@blueprint.post("/courses/<uuid:course_id>/attendance/rest")
@permit(permissions.KEEP_ROLL)
def mark_rest_present(course_id: uuid.UUID) -> Page:
    """Marks those present who have no mark yet."""
    item_id = read_id(request.form, "item", texts.UNKNOWN_ITEM)
    highest = int(digits_only(request.form.get("up_to", ""))[:9] or 0)
    key = read_key(request.form)
    if not marking.mark_rest_present(db(), course_id, item_id, highest, key, actor().who(), now()):
        flash(gettext(texts.EVERYBODY_IS_MARKED), "saved")
    return _to_roll(course_id, item_id, did=key)


@blueprint.post("/courses/<uuid:course_id>/attendance/undo")
@permit(permissions.KEEP_ROLL)
def undo(course_id: uuid.UUID) -> Page:
    """Takes back one tap, or all that one form marked."""
    try:
        done = _take_back(course_id)
    except Refusal as refusal:
        return _refused(course_id, refusal)
    if wants_json() and request.form.get("seat"):
        zone = courses.get_day(db(), course_id).time_zone
        return jsonify(_state_of(done.marks[0], zone, ""))
    flash(gettext(texts.taken_back(len(done.marks))), "saved")
    if done.kept:
        flash(gettext(texts.kept_since(done.kept)), "saved")
    item_id = read_id(request.form, "item", texts.UNKNOWN_ITEM)
    return _to_roll(course_id, item_id, read_number(request.form))


def _take_back(course_id: uuid.UUID) -> Undone:
    item_id = read_id(request.form, "item", texts.UNKNOWN_ITEM)
    by_seat = bool(request.form.get("seat"))
    seat_id = seat_of(course_id, read_number(request.form)) if by_seat else None
    key = request.form.get("key", "")
    done = undoing.take_back(db(), course_id, item_id, key, actor().who(), now(), seat_id)
    if not done.marks:
        words = texts.RECORDED_SINCE if done.kept else texts.NOTHING_TO_TAKE_BACK
        raise Refusal(words, status=409)
    return done
