"""The rule for the certificate while it is planned. Who meets it, a room above decides."""

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from training.courses import rules
from training.courses.model import CoursePlan
from training.kernel.texts import Text
from training.modules import service as modules

in_words: list[Callable[[Session, uuid.UUID], Sequence[Text]]] = []
"""Filled by the application: the room that decides says the rule of a course as sentences."""


def check(session: Session, plan: CoursePlan) -> None:
    """Raises Refusal for a rule that asks for a quiz which the planned course has not."""
    if plan.rule.quiz or plan.rule.is_passed:
        taught = [modules.get_module(session, each) for each in plan.revision_ids]
        rules.check_rule(plan.rule, taught)


def say_rule(session: Session, course_id: uuid.UUID) -> tuple[Text, ...]:
    """The rule of a course, as everybody in it reads it."""
    return tuple(sentence for say in in_words for sentence in say(session, course_id))
