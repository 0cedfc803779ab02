"""Pages of what answers say, for the trainer: as a page, as a spreadsheet and on paper."""

import uuid
from typing import TYPE_CHECKING

from flask import Response, render_template

from training.courses import service as courses
from training.quizzes import analysing, permissions, service, texts
from training.quizzes.analysing import Analysed, Learned
from training.quizzes.blueprint import blueprint
from training.quizzes.desk import title_of
from training.quizzes.reporting import paper, xlsx
from training.quizzes.reporting.learning import learning_report
from training.quizzes.reporting.model import Report
from training.quizzes.reporting.of_test import test_report
from training.quizzes.reporting.speaking import Speaker
from training.web.context import db, language, now
from training.web.guard import permit
from training.web.locale import long_date, translate
from training.web.papers import pdf_answer
from training.web.transaction import settle_first

if TYPE_CHECKING:
    from training.courses.tables import Course

QUIZ = "/courses/<uuid:course_id>/quiz"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.get(QUIZ + "/<slug>/analysis")
@permit(permissions.MANAGE)
def analysis(course_id: uuid.UUID, slug: str) -> str:
    """Each question of an assessment: how many have it right, whom it tells apart, what else."""
    course, found, report = _analysed(course_id, slug)
    return render_template(
        "quizzes/analysis.html",
        course=course,
        report=report,
        slug=slug,
        gives_away=analysing.gives_away(db(), found.desk),
    )


@blueprint.get(QUIZ + "/<slug>/analysis.xlsx")
@permit(permissions.MANAGE)
def analysis_xlsx(course_id: uuid.UUID, slug: str) -> Response:
    """The same as a spreadsheet."""
    return _spreadsheet(_analysed(course_id, slug)[-1], f"analysis-{slug}")


@blueprint.get(QUIZ + "/<slug>/analysis.pdf")
@permit(permissions.MANAGE)
def analysis_pdf(course_id: uuid.UUID, slug: str) -> Response:
    """The same on paper."""
    return _paper(_analysed(course_id, slug)[-1], f"analysis-{slug}")


@blueprint.get(QUIZ + "/course.learning")
@permit(permissions.MANAGE)
def learning(course_id: uuid.UUID) -> str:
    """What was learned between the tests before and after: a page that can be shown to anybody."""
    course, found, report = _learned(course_id)
    return render_template(
        "quizzes/learning.html",
        course=course,
        report=report,
        gains={each.seat_id: each for each in found.people},
        seats=courses.list_seats(db(), course_id),
        speaker=_speaker(),
    )


@blueprint.get(QUIZ + "/course.learning.xlsx")
@permit(permissions.MANAGE)
def learning_xlsx(course_id: uuid.UUID) -> Response:
    """The same as a spreadsheet, without names."""
    return _spreadsheet(_learned(course_id)[-1], "learning")


@blueprint.get(QUIZ + "/course.learning.pdf")
@permit(permissions.MANAGE)
def learning_pdf(course_id: uuid.UUID) -> Response:
    """The same on paper, without names."""
    return _paper(_learned(course_id)[-1], "learning")


def _analysed(course_id: uuid.UUID, slug: str) -> tuple["Course", Analysed, Report]:
    _settle(course_id)
    course = courses.get_course(db(), course_id)
    found = analysing.analyse(db(), course_id, slug)
    speaker = _speaker()
    title = speaker.translate(texts.PURPOSES[found.desk.purpose])
    if module := speaker.spoken(title_of(db(), found.desk)):
        title = f"{title}{speaker.translate(':')} {module}"
    about = _about(course, speaker)
    return course, found, test_report(title, about, found.figures, found.left_out, speaker)


def _learned(course_id: uuid.UUID) -> tuple["Course", Learned, Report]:
    _settle(course_id)
    course = courses.get_course(db(), course_id)
    found = analysing.learned(db(), course_id)
    speaker = _speaker()
    about = _about(course, speaker)
    report = learning_report(about, found.learning, found.surviving, found.aims, speaker)
    return course, found, report


def _settle(course_id: uuid.UUID) -> None:
    """Scores the sheets whose time is up, so that they are among the others."""
    settle_first(service.has_due, service.settle_all, course_id, now())


def _speaker() -> Speaker:
    return Speaker(language(), translate)


def _about(course: "Course", speaker: Speaker) -> tuple[str, ...]:
    where = (long_date(course.date, course.days), speaker.spoken(course.venue))
    return speaker.spoken(course.title), " · ".join(each for each in where if each)


def _spreadsheet(report: Report, name: str) -> Response:
    answer = Response(xlsx.as_xlsx(report), mimetype=XLSX)
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return answer


def _paper(report: Report, name: str) -> Response:
    return pdf_answer(name, lambda: paper.as_pdf(report, language()), texts.NOT_PRINTED)
