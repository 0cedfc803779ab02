"""Pages of the evaluation and of the training plans, for trainers and administrators."""

import io
import uuid
from collections.abc import Sequence

from flask import Response, make_response, render_template, request

from training.adapters.workbooks import new_book
from training.courses import service as courses
from training.kernel.ids import as_id
from training.kernel.locales import Bilingual
from training.quizzes import assessments, permissions, service, texts
from training.quizzes.blueprint import Page, blueprint
from training.quizzes.evaluation import Evaluation, get_evaluation
from training.quizzes.model import Choice
from training.quizzes.plans import Plan, list_all, list_plans, list_questions
from training.web.context import db, language, now
from training.web.guard import permit
from training.web.locale import translate
from training.web.transaction import settle_first

_WIDTH = 26
"""Of a column of a table, in signs."""
EVALUATION = f"/courses/<uuid:course_id>/quiz/{assessments.EVALUATION}/answers"
PLANS = f"/courses/<uuid:course_id>/quiz/{assessments.PLAN}/answers"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get(EVALUATION)
@permit(permissions.MANAGE)
def evaluation(course_id: uuid.UUID) -> Page:
    """What the course was said to be: each question counted, and the words without names.

    Who has left is among the people here, as for the plans: it may be them who say why.
    """
    settle_first(service.has_due, service.settle_all, course_id, now())
    return render_template(
        "quizzes/evaluation.html",
        course=courses.get_course(db(), course_id),
        seats=len(courses.list_seats(db(), course_id)),
        found=get_evaluation(db(), course_id),
    )


@blueprint.get(EVALUATION + ".xlsx")
@permit(permissions.MANAGE)
def evaluation_xlsx(course_id: uuid.UUID) -> Page:
    """The same as a table; only its first row where nothing may be read yet."""
    settle_first(service.has_due, service.settle_all, course_id, now())
    return _file(_rows_of_evaluation(get_evaluation(db(), course_id)), "evaluation")


def _rows_of_evaluation(found: Evaluation) -> list[list[str | int]]:
    rows: list[list[str | int]] = [[translate(each) for each in texts.COLUMNS]]
    for each in found.said:
        asked = _in(each.item.question)
        rows += [
            [asked, _choice(tally.choice), tally.count, each.answered] for tally in each.tallies
        ]
        rows += [[asked, _choice(words), "", ""] for words in each.words]
    return rows


@blueprint.get(PLANS)
@permit(permissions.MANAGE)
def plans_of_course(course_id: uuid.UUID) -> Page:
    """What each participant plans to do for others."""
    return render_template(
        "quizzes/plans_of_course.html",
        course=courses.get_course(db(), course_id),
        seats=len(courses.list_seats(db(), course_id)),
        plans=list_plans(db(), course_id),
    )


@blueprint.get(PLANS + ".xlsx")
@permit(permissions.MANAGE)
def plans_xlsx(course_id: uuid.UUID) -> Page:
    """The same as a table, one person a row."""
    asked = [_in(item.question) for item in list_questions(db(), course_id)]
    named = [translate(each) for each in texts.NAMES]
    rows = [[*named, *asked], *(_row_of_plan(each) for each in list_plans(db(), course_id))]
    return _file(rows, "training-plans")


def _row_of_plan(plan: Plan) -> list[str]:
    told = ("\n".join(map(_choice, each.said)) for each in plan.told)
    return [plan.name.km, plan.name.en, *told]


@blueprint.get("/plans")
@permit(permissions.SEE_PLANS)
def plans() -> Page:
    """The plans of all courses, the newest first."""
    before = as_id(request.args.get("before", ""))
    found, has_older = list_all(db(), before)
    return render_template(
        "quizzes/plans.html",
        plans=found,
        older=found[-1].id if has_older else None,
        is_first_page=before is None,
    )


def _in(words: Bilingual) -> str:
    return words.best(language())[0]


def _choice(choice: Choice) -> str:
    return "" if choice.words is None else _in(choice.words)


def _file(rows: Sequence[Sequence[str | int]], name: str) -> Response:
    out = io.BytesIO()
    with new_book(out) as book:
        sheet = book.sheet()
        sheet.columns((_WIDTH,) * len(rows[0]), heads=1)
        for place, row in enumerate(rows):
            sheet.row(row, is_head=place == 0)
    answer = make_response(out.getvalue())
    answer.content_type = XLSX
    answer.headers.set("Content-Disposition", "attachment", filename=f"{name}.xlsx")
    return answer
