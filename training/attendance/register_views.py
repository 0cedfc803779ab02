"""The register of attendance, for the trainer: as a page, as files and on paper."""

import uuid

from flask import Response, render_template

from training.attendance import permissions, texts
from training.attendance.blueprint import blueprint
from training.attendance.register import files, paper
from training.attendance.register.compiling import compile_register
from training.attendance.register.model import Register
from training.attendance.register.saying import Voice, legend
from training.courses import service as courses
from training.web.context import db, language, now
from training.web.guard import permit
from training.web.locale import translate
from training.web.papers import pdf_answer

REGISTER = "/courses/<uuid:course_id>/attendance/register"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _compiled(course_id: uuid.UUID) -> Register:
    return compile_register(db(), course_id, now())


def _voice() -> Voice:
    return Voice(language(), translate)


@blueprint.get(REGISTER)
@permit(permissions.KEEP_ROLL)
def register(course_id: uuid.UUID) -> str:
    """Everybody and every session that counts, with what it adds up to."""
    return render_template(
        "attendance/register.html",
        course=courses.get_course(db(), course_id),
        register=_compiled(course_id),
        legend=legend(_voice()),
    )


@blueprint.get(REGISTER + ".csv")
@permit(permissions.KEEP_ROLL)
def register_csv(course_id: uuid.UUID) -> Response:
    """The same as CSV."""
    made = _compiled(course_id)
    return _file(files.as_csv(made, _voice()), made, "csv", "text/csv; charset=utf-8")


@blueprint.get(REGISTER + ".xlsx")
@permit(permissions.KEEP_ROLL)
def register_xlsx(course_id: uuid.UUID) -> Response:
    """The same as a spreadsheet."""
    made = _compiled(course_id)
    return _file(files.as_xlsx(made, _voice()), made, "xlsx", XLSX)


@blueprint.get(REGISTER + ".pdf")
@permit(permissions.KEEP_ROLL)
def register_pdf(course_id: uuid.UUID) -> Response:
    """The same on paper, in both languages."""
    made = _compiled(course_id)
    return pdf_answer(
        _name_of(made), lambda: paper.as_pdf(made, translate), texts.REGISTER_NOT_PRINTED
    )


def _name_of(made: Register) -> str:
    return f"attendance-{made.first_day.isoformat()}"


def _file(content: bytes, made: Register, ending: str, kind: str) -> Response:
    answer = Response(content, content_type=kind)
    name = f"{_name_of(made)}.{ending}"
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
