"""What the pages of one seat are made of: its desk, its sheet, and why it cannot answer."""

import uuid
from collections.abc import Sequence

from flask import render_template

from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.modules.model import Item
from training.quizzes import assessments, freezing, rules, service, sheet
from training.quizzes import desk as desks
from training.quizzes.model import Desk, Purpose
from training.web.context import actor, db, now
from training.web.locale import number
from training.web.transaction import write_from_here

SHEET = "/c/<uuid:course_id>/quiz/<slug>"


def own_seat_id() -> uuid.UUID:
    """The seat that asks; every page here is for one."""
    seat_id = actor().seat_id
    if seat_id is None:
        raise LookupError("the guard let somebody in without a seat")
    return seat_id


def desk_of(course_id: uuid.UUID, slug: str) -> Desk:
    """How the assessment stands for this seat, once a sheet whose time is up is scored."""
    desk = service.get_desk(db(), course_id, own_seat_id(), slug)
    if not rules.is_overdue(desk.attempt, now()):
        return desk
    write_from_here()
    freezing.settle(db(), course_id, desk.attempt, now())
    return service.get_desk(db(), course_id, own_seat_id(), slug)


def page(name: str, desk: Desk, **values: object) -> str:
    """The page of that name for this desk."""
    return render_template(
        f"quizzes/{name}.html",
        course_id=desk.course_id,
        desk=desk,
        title=desks.title_of(db(), desk),
        now=now(),
        **values,
    )


def sheet_of(desk: Desk) -> tuple[sheet.Question, ...]:
    """The questions as this seat sees them, with what it answered; none before it has begun."""
    if desk.attempt is None:
        return ()
    seed = desk.attempt.seed
    return sheet.questions(_items(desk), seed, service.answers_of(db(), desk.attempt))


def _items(desk: Desk) -> tuple[Item, ...]:
    """The questions in the order of this seat's sheet."""
    items = service.items_of(db(), desk)
    return assessments.in_order(items, desk.attempt.seed if desk.attempt else 0, desk.terms)


def take_page(
    desk: Desk,
    questions: Sequence[sheet.Question],
    shown: sheet.Question,
    fault: Text | None = None,
) -> str:
    """The sheet with one question in front; `fault` says what is wrong with its answer."""
    return page(
        "take", desk, questions=questions, shown=shown, fault=fault, feedback=feedback(desk)
    )


def feedback(desk: Desk) -> dict[str, sheet.Reviewed]:
    """Of practice, what was right in each question that has an answer."""
    if desk.purpose is not Purpose.PRACTICE or desk.attempt is None:
        return {}
    return {each.id: each for each in service.review(db(), desk) if each.own}


def why_not(desk: Desk) -> Text | None:
    """Why no answers are taken now, or None."""
    try:
        rules.require_open(desk, now())
    except Refusal as refusal:
        return in_own_digits(refusal.reason)
    return None


def in_own_digits(reason: Text) -> Text:
    """The sentence with its times in the reader's digits."""
    params = ((name, number(v) if isinstance(v, str) else v) for name, v in reason.params)
    return Text(reason.msgid, tuple(params), reason.plural, reason.count)
