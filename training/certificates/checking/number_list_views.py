"""The administrator's check of a spreadsheet of numbers. Nothing of it is kept."""

from collections.abc import Iterator
from typing import Any

from flask import Response, render_template, request
from werkzeug.datastructures import FileStorage
from wtforms import FileField, TextAreaField

from training.adapters.workbooks import Cell
from training.certificates import permissions, rules
from training.certificates.blueprint import Page, blueprint
from training.certificates.checking import number_lists
from training.certificates.checking import texts as check_texts
from training.certificates.checking.checking import Answer
from training.certificates.checking.number_lists import MOST_BYTES, Line
from training.certificates.checking.words import day_of, page_words
from training.credentials import service as credentials
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.context import database
from training.web.forms import Form, at_most, fault, tidy
from training.web.guard import permit
from training.web.locale import translate
from training.web.sizes import takes_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
LONGEST_TYPED = 40_000
HEAD = (
    N_("Line"),
    N_("Certificate number"),
    N_("State"),
    N_("Khmer name"),
    N_("Latin name"),
    N_("Course"),
    N_("Date of issue"),
    N_("Since"),
    N_("Reason"),
    N_("The certificate that counts"),
)


class ListForm(Form):
    """A file, or numbers that were typed."""

    file = FileField(N_("Spreadsheet with certificate numbers"))
    numbers = TextAreaField(
        N_("Or certificate numbers, one on each line"),
        filters=[tidy],
        validators=[at_most(LONGEST_TYPED)],
    )

    def validate_file(self, _field: Any) -> None:
        """Reads the file where there is one; numbers that were typed do as well."""
        sent = request.files.get("file") or FileStorage()
        self.content = sent.stream.read(MOST_BYTES + 1)
        self.file_name = sent.filename or ""
        sent.close()
        if not self.content and not (self.numbers.data or "").strip():
            raise fault(check_texts.NO_LIST)

    def rows(self) -> number_lists.Rows:
        """The cells. Raises Refusal."""
        if self.content:
            return number_lists.read_table(self.file_name, self.content)
        return [[line] for line in (self.numbers.data or "").splitlines()]


@blueprint.route("/certificates/check-list", methods=["GET", "POST"])
@permit(permissions.REGISTER)
@takes_file(MOST_BYTES)
def check_list() -> Page:
    """What the register says of up to 500 numbers, as a page or as a spreadsheet."""
    form = ListForm()
    if request.method != "POST":
        return _page(form)
    if not form.validate():
        return _page(form), 422
    try:
        cells = number_lists.numbers_in(form.rows())
    except Refusal as refusal:
        form.blame(refusal)
        return _page(form), refusal.status
    # It only looks, so it keeps nobody from writing.
    with database().reading() as session:
        lines = number_lists.look_up(session, cells, credentials.issuers(session))
    if request.form.get("as") == "xlsx":
        return _as_file(lines)
    return _page(form, lines)


def _page(form: ListForm, lines: list[Line] | None = None) -> str:
    return render_template(
        "certificates/check_list.html",
        form=form,
        lines=lines,
        counts={each: sum(line.answer is each for line in lines or ()) for each in Answer},
        state_of=_state_of,
        **page_words(),
    )


def _state_of(line: Line) -> str:
    """In words to be translated: its state in the register, or that it is not there."""
    if line.state is None:
        return check_texts.NOT_THERE if line.number else check_texts.NO_NUMBER
    if line.answer is Answer.CANNOT_SAY:
        return check_texts.ANSWER_STATES[line.answer]
    return check_texts.STATES[line.state]


def _as_file(lines: list[Line]) -> Response:
    head = [translate(words) for words in HEAD]
    answer = Response(number_lists.as_xlsx(lines, head, _cells_of), mimetype=XLSX)
    answer.headers.set("Content-Disposition", "attachment", filename="certificates-checked.xlsx")
    return answer


def _cells_of(line: Line) -> Iterator[Cell]:
    """The cells behind the line's place in the file."""
    facts = line.facts
    yield rules.written_number(line.number) if line.number else line.typed
    yield translate(_state_of(line))
    yield facts.name_km if facts else ""
    yield facts.name_en if facts else ""
    yield " / ".join(filter(None, (facts.course_title_km, facts.course_title_en))) if facts else ""
    yield facts.issued_on if facts else None
    yield day_of(line.since) if line.since else None
    yield line.reason
    yield rules.written_number(line.replaced_by) if line.replaced_by else ""
