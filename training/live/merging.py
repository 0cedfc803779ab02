"""Somebody joined twice: what was answered to the room's questions, and hands that are up.

An answer to a question that the seat that stays has not answered comes over, so that the person
finds it among their own; where both have answered, both taps were counted on the screen and both
stay as they were. Signals come over, a raised hand among them. A nickname comes over where the seat
that stays has none; else it is given up, as nobody stands in the ranking twice.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.courses.model import Foreseen, Pair
from training.kernel.access import Who
from training.kernel.texts import say_n
from training.live import question_store, store


def foresee(session: Session, pair: Pair) -> Sequence[Foreseen]:
    """How many answers to the room's questions come over."""
    count = question_store.count_answers_to_give(session, pair.going, pair.staying)
    if not count:
        return []
    words = say_n(
        "The answer to %(count)s question to the room comes over.",
        "The answers to %(count)s questions to the room come over.",
        count,
    )
    return [Foreseen(words)]


def carry_over(session: Session, pair: Pair, _who: Who, _now: dt.datetime) -> None:
    """Gives answers, signals and the nickname to the seat that stays."""
    question_store.give_answers(session, pair.going, pair.staying)
    question_store.give_signals(session, pair.going, pair.staying)
    nickname = store.find_nickname(session, pair.going)
    store.drop_nickname(session, pair.going)
    session.flush()
    if nickname and not store.find_nickname(session, pair.staying):
        store.set_nickname(session, pair.course_id, pair.staying, nickname, nickname.casefold())
