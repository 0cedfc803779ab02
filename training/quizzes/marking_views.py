"""Pages of the trainer for answers in words: one after the other, without names."""

import uuid

from flask import flash, redirect, render_template, request, url_for

from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.refusal import Refusal
from training.kernel.texts import say_n
from training.quizzes import marking, permissions, service
from training.quizzes.blueprint import Page, blueprint
from training.quizzes.marking import InWords, NewMarks
from training.web.context import actor, db, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.transaction import refused

MARKS = "/courses/<uuid:course_id>/quiz/<slug>/mark"


@blueprint.get(MARKS)
@permit(permissions.MANAGE)
def marks(course_id: uuid.UUID, slug: str) -> Page:
    """The questions that are answered in words, and how many answers wait."""
    found = marking.list_in_words(db(), course_id, slug)
    return _page("marks", course_id, slug, questions=found)


@blueprint.get(MARKS + "/<item_id>")
@permit(permissions.MANAGE)
def mark(course_id: uuid.UUID, slug: str, item_id: str) -> Page:
    """One answer, the rubric beside it, and a button for each number of marks."""
    found = marking.get_in_words(db(), course_id, slug, item_id)
    return _answer_page(course_id, slug, found, _place(found, request.args.get("answer", "")))


def _place(found: InWords, wanted: str) -> int | None:
    """Which answer to show, from 1: the wanted one, else the first that waits; None for none."""
    if wanted.isascii() and wanted.isdigit() and 1 <= int(wanted[:6]) <= len(found.answers):
        return int(wanted[:6])
    waiting = (place for place, each in enumerate(found.answers, 1) if each.marks is None)
    return next(waiting, None)


def _answer_page(
    course_id: uuid.UUID,
    slug: str,
    found: InWords,
    place: int | None,
    refusal: Refusal | None = None,
) -> str:
    seats = {}
    if request.args.get("names"):
        seats = {seat.seat_id: seat for seat in courses.list_seats(db(), course_id)}
    return _page(
        "mark", course_id, slug, question=found, place=place, refusal=refusal, seats=seats,
        answer=found.answers[place - 1] if place else None,
        with_names="yes" if seats else None,
    )  # fmt: skip


@blueprint.post(MARKS + "/<item_id>")
@permit(permissions.MANAGE)
def give_marks(course_id: uuid.UUID, slug: str, item_id: str) -> Page:
    """Saves the marks of one answer, and on to the next one that waits."""
    form = request.form
    given = NewMarks(
        as_id(form.get("sheet", "")),
        form.get("marks", ""),
        form.get("seen", ""),
        form.get("submission_key", ""),
    )
    try:
        saved, most = marking.give_marks(
            db(), course_id, slug, item_id, given, actor().who(), now()
        )
    except Refusal as refusal:
        refused(refusal)
        found = marking.get_in_words(db(), course_id, slug, item_id)
        shown = (n for n, each in enumerate(found.answers, 1) if each.sheet.id == given.attempt_id)
        place = next(shown, None)
        if place is None:
            raise
        return _answer_page(course_id, slug, found, place, refusal), refusal.status
    words = say_n(
        "Saved: %(marks)s of %(count)s point.",
        "Saved: %(marks)s of %(count)s points.",
        most,
        marks=saved,
    )
    flash(gettext(words), "saved")
    onward = url_for(
        "quizzes.mark", course_id=course_id, slug=slug, item_id=item_id,
        names=request.args.get("names") and "yes",
    )  # fmt: skip
    return redirect(onward, 303)


def _page(name: str, course_id: uuid.UUID, slug: str, **values: object) -> str:
    found = service.get_desk(db(), course_id, None, slug)
    return render_template(
        f"quizzes/{name}.html",
        course=courses.get_course(db(), course_id),
        desk=found,
        title=service.title_of(db(), found),
        **values,
    )
