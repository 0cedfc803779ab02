"""Pages of the staff for questions from files: choosing, looking, keeping, writing.

A file is read anew each time it is looked at, outside of the transaction that keeps it: nobody
waits for a large one.
"""

import uuid
from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import PurePath

from flask import flash, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from training.courses import service as courses
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, say_n
from training.modules import service as modules
from training.modules.model import Module
from training.quizzes import importing, permissions, previewing, waiting
from training.quizzes.blueprint import Page, blueprint
from training.quizzes.exchange.formats import MOST_BYTES, guess_format
from training.quizzes.exchange.items import Taken
from training.quizzes.exchange.model import Format, Remark, Writing
from training.quizzes.exchange.wording import in_its_language
from training.quizzes.question_forms import KeepForm, UploadForm, WriteForm
from training.quizzes.waiting import Waiting
from training.web.context import actor, database, db, now
from training.web.guard import permit
from training.web.locale import gettext
from training.web.sizes import takes_file
from training.web.transaction import refused, roll_back

SETS = 30
"""Sets on one page of the list."""
FILE = "/questions/files/<uuid:file_id>"
SET = "/questions/sets/<slug>"
KINDS_OF_FILE = {
    Format.GIFT: ("gift", "text/plain; charset=utf-8"),
    Format.MOODLE_XML: ("xml", "application/xml"),
    Format.AIKEN: ("txt", "text/plain; charset=utf-8"),
    Format.CSV: ("csv", "text/csv; charset=utf-8"),
    Format.XLSX: ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}
"""The ending and the media type of each format."""


def _account_id() -> uuid.UUID:
    account_id = actor().account_id
    if account_id is None:
        raise LookupError("the guard let somebody in without an account")
    return account_id


@blueprint.get("/questions")
@permit(permissions.EXCHANGE)
def questions() -> Page:
    """The sets of one's own and the modules with a quiz, and the way in for another file."""
    return _list_page(UploadForm())


def _list_page(form: UploadForm, found: Sequence[Remark] = ()) -> str:
    form.offer()
    after = request.args.get("after", "")[:100]
    own = modules.list_own(db(), after, SETS + 1)
    packs = [each for _, each in modules.list_offered(db()) if each.items and not each.is_own]
    rows = own[:SETS]
    return render_template(
        "quizzes/questions.html",
        form=form,
        found=found[: previewing.PAGE],
        found_count=len(found),
        rows=rows,
        packs=packs if not after else (),
        taught=_count_courses([each.slug for each, _ in rows] + [each.slug for each in packs]),
        following=rows[-1][0].slug if len(own) > SETS else "",
        is_first_page=not after,
    )


def _count_courses(slugs: Sequence[str]) -> Mapping[str, int]:
    """How many courses teach some version of each module."""
    slug_of = modules.list_revisions(db(), slugs)
    counted = Counter[str]()
    for revision_id, count in courses.count_teaching(db(), slug_of).items():
        counted[slug_of[revision_id]] += count
    return counted


@blueprint.post("/questions")
@permit(permissions.EXCHANGE)
@takes_file(MOST_BYTES)
def upload() -> Page:
    """Takes a file in, to be looked at. One that holds nothing to take is not taken."""
    return _take_in("")


@blueprint.post(SET)
@permit(permissions.EXCHANGE)
@takes_file(MOST_BYTES)
def upload_next(slug: str) -> Page:
    """The same, for the next version of a set."""
    return _take_in(_get_own(slug).slug)


def _take_in(becomes: str) -> Page:
    form = UploadForm()
    if not form.validate():
        return _upload_page(becomes, form), 422
    roll_back()
    chosen = form.chosen_format or guess_format(form.file_name, form.content)
    taken = importing.look_at(form.file_name, form.content, chosen)
    if not taken.items:
        form.blame(Refusal(importing.NOTHING, field="file"))
        return _upload_page(becomes, form, taken.refused), 422
    name, content = form.file_name, form.content
    file_id = waiting.put(db(), _account_id(), name, chosen, content, becomes, now())
    return redirect(url_for("quizzes.look", file_id=file_id), 303)


def _upload_page(becomes: str, form: UploadForm, found: Sequence[Remark] = ()) -> str:
    """The page that the file was chosen on."""
    return _set_page(_get_own(becomes), form, found) if becomes else _list_page(form, found)


def _get_own(slug: str) -> Module:
    module = _get_module(slug)
    if not module.is_own:
        raise Refusal(importing.NO_SUCH_MODULE, status=404)
    return module


def _get_module(slug: str) -> Module:
    module = modules.find_newest(db(), slug)
    if module is None or not module.items:
        raise Refusal(importing.NO_SUCH_MODULE, status=404)
    return module


def _waiting(file_id: uuid.UUID) -> Waiting:
    """The file, read without holding up whoever writes."""
    roll_back()
    with database().reading() as session:
        return waiting.get(session, _account_id(), file_id)


def _look_at(file: Waiting) -> Taken:
    return importing.look_at(file.name, file.content, file.format)


@blueprint.get(FILE)
@permit(permissions.EXCHANGE)
def look(file_id: uuid.UUID) -> Page:
    """Every question as it would be, and every one that cannot be taken. Nothing is kept yet."""
    file = _waiting(file_id)
    if file.kept_as:
        return _to_set(file.kept_as)
    return _look_page(file, _look_at(file), KeepForm(data=_first_title(file)))


def _first_title(file: Waiting) -> dict[str, str]:
    words = in_its_language(PurePath(file.name).stem)
    if file.becomes:
        words = _get_own(file.becomes).title
    return {"title_km": words.km, "title_en": words.en}


def _look_page(file: Waiting, taken: Taken, form: KeepForm) -> str:
    page = previewing.page_of_file(taken, previewing.read_skipped(request.args.get("skip", "")))
    return render_template(
        "quizzes/look.html",
        file=file,
        form=form,
        before=_get_own(file.becomes) if file.becomes else None,
        page=page,
        pictures=previewing.pictures_on(page, taken.pictures),
    )


@blueprint.post(FILE)
@permit(permissions.EXCHANGE)
def keep(file_id: uuid.UUID) -> Page:
    """The yes: the questions become a set, or its next version. A second click finds the first."""
    file = _waiting(file_id)
    if file.kept_as:
        return _to_set(file.kept_as)
    taken, form = _look_at(file), KeepForm()
    if not form.validate():
        return _look_page(file, taken, form), 422
    try:
        slug = importing.keep_waiting(
            db(),
            _account_id(),
            file_id,
            taken,
            form.title,
            actor().who(),
            now(),
            take_the_rest=bool(form.take_the_rest.data),
        )
    except Refusal as refusal:
        refused(refusal)
        if refusal.status == 404:
            raise
        form.blame(refusal)
        return _look_page(file, taken, form), refusal.status
    words = say_n(
        "%(count)s question was saved. Courses can be planned with it now.",
        "%(count)s questions were saved. Courses can be planned with them now.",
        len(taken.items),
    )
    flash(gettext(words), "saved")
    return _to_set(slug)


def _to_set(slug: str) -> Response:
    return redirect(url_for("quizzes.question_set", slug=slug), 303)


@blueprint.post(FILE + "/forget")
@permit(permissions.EXCHANGE)
def forget(file_id: uuid.UUID) -> Response:
    """The no: the file is thrown away."""
    waiting.forget(db(), _account_id(), file_id)
    flash(gettext(N_("The file was thrown away. Nothing was saved.")), "saved")
    return redirect(url_for("quizzes.questions"), 303)


@blueprint.get(SET)
@permit(permissions.EXCHANGE)
def question_set(slug: str) -> Page:
    """The questions of a set or of a module, to be read or written into a file."""
    return _set_page(_get_module(slug), UploadForm())


def _set_page(module: Module, form: UploadForm, found: Sequence[Remark] = ()) -> str:
    form.offer()
    writing = WriteForm(formdata=None)
    writing.offer()
    page = previewing.page_of_module(module, previewing.read_skipped(request.args.get("skip", "")))
    has_pictures = any(each.item.picture for each in page.questions)
    pictures = modules.pictures_of_newest(db(), module.slug) if has_pictures else {}
    return render_template(
        "quizzes/question_set.html",
        module=module,
        form=form,
        writing=writing,
        found=found[: previewing.PAGE],
        found_count=len(found),
        taught=_count_courses([module.slug]).get(module.slug, 0),
        page=page,
        pictures=previewing.pictures_on(page, pictures),
    )


@blueprint.get(SET + "/file")
@permit(permissions.EXCHANGE)
def write(slug: str) -> Page:
    """The questions as a file; where some cannot be in it, that is said first."""
    module = _get_module(slug)
    form = WriteForm(formdata=request.args)
    form.offer()
    if not form.validate():
        return _write_page(module, form, Writing(b"")), 422
    chosen = Format(form.format.data)
    done = importing.written(db(), slug, chosen, form.chosen_language)
    is_whole = not (done.refused or done.left_out)
    everything_refused = len(done.refused) == len(module.items)
    if everything_refused or not (is_whole or form.anyway.data == "yes"):
        return _write_page(module, form, done)
    ending, media_type = KINDS_OF_FILE[chosen]
    answer = make_response(done.content)
    answer.content_type = media_type
    answer.headers["Content-Disposition"] = f'attachment; filename="{slug}.{ending}"'
    return answer


def _write_page(module: Module, form: WriteForm, done: Writing) -> str:
    return render_template(
        "quizzes/write.html",
        module=module,
        form=form,
        refused=done.refused[: previewing.PAGE],
        refused_count=len(done.refused),
        left_out=done.left_out[: previewing.PAGE],
        left_out_count=len(done.left_out),
    )
