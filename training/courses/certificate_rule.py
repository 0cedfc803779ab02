"""The rule for the certificate while it is planned. Who meets it, a room above decides."""

import uuid
from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from training.courses import rules, texts
from training.courses.model import POST_TEST, CoursePlan, KindOffer
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.modules import service as modules

in_words: list[Callable[[Session, uuid.UUID], Sequence[Text]]] = []
"""Filled by the application: the room that decides says the rule of a course as sentences."""
offers: list[Callable[[Session], Sequence[KindOffer]]] = []
"""Filled by the application: the room that issues certificates says which kinds there are."""


def list_kinds(session: Session) -> tuple[KindOffer, ...]:
    """The kinds of certificates that a course can give, with the designs for each."""
    return tuple(kind for offer in offers for kind in offer(session))


def check(session: Session, plan: CoursePlan) -> None:
    """Raises Refusal for a rule that asks for a quiz which the planned course has not."""
    needy = {kind.code for kind in list_kinds(session) if kind.asks_for_test}
    needs_test = bool(needy & set(plan.rule.kinds))
    if plan.rule.quiz or plan.rule.is_passed or needs_test:
        taught = [modules.get_module(session, each) for each in plan.revision_ids]
        rules.check_rule(plan.rule, taught)
        if needs_test and POST_TEST not in rules.list_quizzes(taught):
            raise Refusal(texts.TEST_NOT_TAUGHT, field="kinds")


def say_rule(session: Session, course_id: uuid.UUID) -> tuple[Text, ...]:
    """The rule of a course, as everybody in it reads it."""
    return tuple(sentence for say in in_words for sentence in say(session, course_id))
