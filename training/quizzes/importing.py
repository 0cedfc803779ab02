"""Use cases of files of questions: looked at before anything is kept, kept as a module, written."""

import datetime as dt
import re
import uuid
from pathlib import PurePath

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.kernel.access import Who
from training.kernel.locales import Bilingual, Language
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.modules import service as modules
from training.modules.model import OWN, Module
from training.quizzes import waiting
from training.quizzes.exchange import formats, items
from training.quizzes.exchange.from_items import as_questions, left_behind
from training.quizzes.exchange.items import Taken
from training.quizzes.exchange.model import Format, Progress, Question, Remark, Writing

MOST_SLUG_SIGNS = 60
REFUSED = say("Some questions cannot be taken, so nothing was saved.")
NOTHING = say("There is no question that can be taken, so nothing was saved.")
NO_SUCH_MODULE = say("There is no module of this name.")


def look_at(
    name: str,
    content: bytes,
    file_format: Format | None = None,
    progress: Progress = lambda _: None,
) -> Taken:
    """What a file holds and what can be asked of it; nothing is kept. Never raises."""
    chosen = file_format or formats.guess_format(name, content)
    return items.take(formats.read(content, chosen, progress))


def slug_of(name: str) -> str:
    """The slug of the module that a file of that name becomes."""
    latin = re.sub(r"[^a-z0-9]+", "-", name.lower()).strip("-")
    return OWN + (latin.removeprefix(OWN)[:MOST_SLUG_SIGNS].strip("-") or "quiz")


def keep(
    session: Session,
    taken: Taken,
    slug: str,
    title: Bilingual,
    who: Who,
    now: dt.datetime,
    *,
    take_the_rest: bool,
) -> Module:
    """The questions as a module that courses can plan with. The caller commits.

    Raises Refusal when one was refused and the rest was not asked for, or when none is left.
    """
    if not taken.items:
        raise Refusal(NOTHING)
    if taken.refused and not take_the_rest:
        raise Refusal(REFUSED, field="take_the_rest")
    module = modules.keep_own_items(session, slug, title, taken.items, taken.pictures, now)
    after = {"slug": slug, "version": module.version, "questions": len(taken.items)}
    audit.record(session, who, now, "imported", "questions", None, after=after)
    return module


def keep_waiting(
    session: Session,
    account_id: uuid.UUID,
    file_id: uuid.UUID,
    taken: Taken,
    title: Bilingual,
    who: Who,
    now: dt.datetime,
    *,
    take_the_rest: bool,
) -> str:
    """What a waiting file holds as a set; its slug. Said twice, it is kept once.

    The caller commits. Raises Refusal, as `keep` does, and where the file waits no more (404).
    """
    row = waiting.hold_row(session, account_id, file_id)
    if not row.kept_as:
        name = title.en or PurePath(row.name).stem
        slug = row.becomes or modules.find_free_slug(session, slug_of(name))
        keep(session, taken, slug, title, who, now, take_the_rest=take_the_rest)
        row.kept_as, row.content = slug, b""
    return row.kept_as


def written(
    session: Session, slug: str, file_format: Format, language: Language | None = None
) -> Writing:
    """The quiz of a module as a file, in both languages or in one. Raises Refusal (404)."""
    module = modules.find_newest(session, slug)
    if module is None or not module.items:
        raise Refusal(NO_SUCH_MODULE, status=404)
    questions = as_questions(module.items, slug, modules.pictures_of_newest(session, slug))
    if language:
        questions = tuple(formats.in_one(each, language) for each in questions)
    done = formats.write(questions, file_format)
    return Writing(
        done.content,
        tuple(
            sorted((*_in_module(done.refused, questions), *left_behind(module.items)), key=_line)
        ),
        _in_module(done.left_out, questions),
    )


def _in_module(remarks: tuple[Remark, ...], questions: tuple[Question, ...]) -> tuple[Remark, ...]:
    """The remarks of a writer, with the places that the questions have in their module."""
    return tuple(Remark(questions[each.line - 1].line, each.reason) for each in remarks)


def _line(remark: Remark) -> int:
    return remark.line
