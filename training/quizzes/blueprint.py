"""The blueprint of this room, and what its pages say in the same words."""

import datetime as dt
import uuid

from flask import Blueprint, url_for
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup
from werkzeug.utils import redirect
from werkzeug.wrappers import Response

from training.kernel.locales import has_khmer
from training.kernel.moments import local_date, milliseconds
from training.kernel.texts import say
from training.modules.model import Item
from training.quizzes import assessments, texts
from training.quizzes.answers import CHOSEN
from training.quizzes.model import Choice, Purpose
from training.quizzes.sheet import Question, Reviewed
from training.web.context import now
from training.web.locale import gettext, spoken, time_of_day, translate

blueprint = Blueprint("quizzes", __name__)
Page = str | tuple[str, int] | Response | tuple[Response, int]
Pictured = Item | Question | Reviewed


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        choice_words=choice_words,
        purpose_words=purpose_words,
        quiz_words=quiz_words,
        has_khmer=has_khmer,
        milliseconds=milliseconds,
        question_kinds=texts.KINDS,
        picture_address=picture_address,
        ONE_TAP=CHOSEN,
        moment_words=moment_words,
        opening_words=opening_words,
        closing_words=closing_words,
        quiz_texts=texts,
    )


def choice_words(choice: Choice) -> Markup:
    """A choice in the reader's language."""
    return gettext(texts.TRUTHS[choice.code]) if choice.words is None else spoken(choice.words)


def purpose_words(purpose: Purpose, locale: str | None = None) -> Markup:
    """What an assessment of this purpose is called, in the reader's language or the given one."""
    words = texts.PURPOSES[purpose]
    return gettext(words) if locale is None else Markup.escape(translate(words, locale))


def opening_words(purpose: Purpose) -> Markup:
    """What the button says that lets the course answer it."""
    return gettext(texts.OPENING[purpose])


def closing_words(purpose: Purpose) -> Markup:
    """What the button says that takes no more answers."""
    return gettext(texts.CLOSING[purpose])


def moment_words(moment: dt.datetime, zone: str) -> str:
    """The time of day in that zone, with the day before it unless that is today."""
    day, time = local_date(moment, zone), time_of_day(moment, zone=zone)
    if day == local_date(now(), zone):
        return time
    return translate(say(texts.DAY_AND_TIME, day=day, time=time))


def quiz_words(slug: str) -> Markup:
    """What the room is called to by this slug."""
    name = assessments.read_slug(slug)
    if name is None or name.purpose is Purpose.MODULE:
        return gettext("Answer the quiz")
    return purpose_words(name.purpose)


def picture_address(course_id: uuid.UUID, slug: str, item: Pictured) -> str:
    """Where the picture of an item lies, which the assessment of that slug asks.

    An item that stands beside those of other modules says in its id whose it is: `slug.item`.
    """
    name = assessments.read_slug(slug)
    module_slug = item.id.rpartition(".")[0] or (name.module_slug if name else "") or slug
    return url_for("slides.picture", course_id=course_id, slug=module_slug, name=item.picture)


def to(endpoint: str, course_id: uuid.UUID, slug: str, **values: object) -> Response:
    """Onward to another page of this assessment."""
    return redirect(url_for(endpoint, course_id=course_id, slug=slug, **values), 303)  # type: ignore[arg-type] # url_for takes any value
