"""Papers of an assessment: questions, answer sheets, and what is right for the trainer."""

import uuid
from collections.abc import Callable, Sequence

from flask import Response, request

from training.courses import service as courses
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.quizzes import booklets, entering, paper, permissions, service, texts
from training.quizzes import desk as desks
from training.quizzes.blueprint import blueprint
from training.quizzes.entering import PaperSheet
from training.quizzes.model import Desk
from training.web.context import db
from training.web.guard import permit
from training.web.locale import translate
from training.web.papers import pdf_answer

QUIZ = "/courses/<uuid:course_id>/quiz/<slug>"


@blueprint.get(QUIZ + "/questions.pdf")
@permit(permissions.MANAGE)
def questions_pdf(course_id: uuid.UUID, slug: str) -> Response:
    """The questions for the room, without what is right; `in` is km, en or both."""
    desk = service.get_desk(db(), course_id, None, slug)
    about, found = _occasion(desk), booklets.list_booklets(db(), desk)
    wanted = request.args.get("in", "")
    chosen = wanted if wanted in {"km", "en"} else paper.BOTH
    return _pdf(f"{slug}-{chosen}", lambda: paper.questions_pdf(about, found, chosen))


@blueprint.get(QUIZ + "/answer-sheets.pdf")
@permit(permissions.MANAGE)
def answer_sheets_pdf(course_id: uuid.UUID, slug: str) -> Response:
    """Answer sheets: `for` everybody, those without a phone, or blank ones."""
    desk = service.get_desk(db(), course_id, None, slug)
    about, found = _occasion(desk), booklets.list_booklets(db(), desk)
    wanted = request.args.get("for", "")
    is_named = booklets.is_named(desk)
    people: Sequence[PaperSheet] = ()
    if is_named and wanted in {"everybody", "without-phone"}:
        people = entering.list_sheets(db(), desk)
        people = people if wanted == "everybody" else entering.without_phone(people)
        if not people:
            raise Refusal(texts.NOBODY_TO_PRINT_FOR, status=404)
    sheets = booklets.sheets_to_print(people) or booklets.blank_sheets(desk)
    return _pdf(
        f"{slug}-answer-sheets",
        lambda: paper.answer_sheets_pdf(about, found, sheets, named=is_named),
    )


@blueprint.get(QUIZ + "/key.pdf")
@permit(permissions.MANAGE)
def key_pdf(course_id: uuid.UUID, slug: str) -> Response:
    """What is right, once that gives nothing away."""
    desk = service.get_desk(db(), course_id, None, slug)
    if not booklets.has_key(db(), desk):
        raise Refusal(texts.KEY_AFTER_CLOSING, status=409)
    about, found = _occasion(desk), booklets.list_booklets(db(), desk)
    keys = booklets.list_keys(db(), desk, found)
    return _pdf(f"{slug}-key", lambda: paper.key_pdf(about, found, keys))


def _occasion(desk: Desk) -> paper.Occasion:
    course = courses.get_course(db(), desk.course_id)
    title = desks.title_of(db(), desk)
    called = texts.PURPOSES[desk.purpose]
    km, en = (translate(called, each) for each in ("km", "en"))
    name = Bilingual(
        f"{km}៖ {title.km}" if title.km else km, f"{en}: {title.en}" if title.en else en
    )
    return paper.Occasion(course.title, name, course.date, course.days)


def _pdf(name: str, make: Callable[[], bytes]) -> Response:
    db().close()
    return pdf_answer(name, make, texts.NOT_PRINTED)
