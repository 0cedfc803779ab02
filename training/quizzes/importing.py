"""Use cases of files of questions: looked at before anything is kept, kept as a module, written."""

import datetime as dt
import re

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.kernel.access import Who
from training.kernel.locales import Bilingual, Language
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.modules import service as modules
from training.modules.model import OWN, Module
from training.quizzes.exchange import formats, items
from training.quizzes.exchange.from_items import as_questions
from training.quizzes.exchange.items import Taken
from training.quizzes.exchange.model import Format, Progress, Question, Writing

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
        raise Refusal(REFUSED)
    module = modules.keep_own_items(session, slug, title, taken.items, {}, now)
    after = {"slug": slug, "version": module.version, "questions": len(taken.items)}
    audit.record(session, who, now, "imported", "questions", None, after=after)
    return module


def written(
    session: Session, slug: str, file_format: Format, language: Language | None = None
) -> Writing:
    """The quiz of a module as a file, in both languages or in one. Raises Refusal (404)."""
    module = modules.find_newest(session, slug)
    if module is None or not module.items:
        raise Refusal(NO_SUCH_MODULE, status=404)
    questions: tuple[Question, ...] = as_questions(module.items, slug)
    if language:
        questions = tuple(formats.in_one(each, language) for each in questions)
    return formats.write(questions, file_format)
