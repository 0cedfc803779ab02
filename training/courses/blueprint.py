"""The blueprint on which all pages of this room are registered, and the words they share."""

from flask import Blueprint
from flask.blueprints import BlueprintSetupState
from markupsafe import Markup
from werkzeug.wrappers import Response

from training.courses import texts
from training.courses.model import Day
from training.kernel.texts import N_
from training.web.locale import gettext, typed

blueprint = Blueprint("courses", __name__)
Page = str | tuple[str, int] | Response


def group_words(group: str) -> Markup:
    """A parallel group's name as it stands before or behind other words."""
    return gettext(N_("Group %(group)s"), group=typed(group))


def day_words(day: Day) -> Markup:
    """Which day of the course, and its date."""
    return gettext(N_("Day %(number)s · %(date)s"), number=day.number, date=day.date)


@blueprint.record_once
def _add_words(state: BlueprintSetupState) -> None:
    state.app.jinja_env.globals.update(
        course_states=texts.STATES,
        item_kinds=texts.ITEM_KINDS,
        group_words=group_words,
        day_words=day_words,
    )
