"""How long a sheet may take, and which terms an assessment can have. Facts in, decisions out."""

import datetime as dt

from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.quizzes import texts
from training.quizzes.model import Desk, Purpose, Results, Terms


def own_time(terms: Terms, extra_percent: int) -> dt.timedelta | None:
    """The time for a sheet of somebody who may take so much longer; None is no limit."""
    seconds = terms.minutes * 60 * (100 + extra_percent) // 100
    return dt.timedelta(seconds=seconds) if terms.minutes else None


def due_at(terms: Terms, extra_percent: int, started_at: dt.datetime) -> dt.datetime | None:
    """When a sheet that was begun then takes no more answers; the deadline holds for everybody."""
    time = own_time(terms, extra_percent)
    own = started_at + time if time else None
    return min((each for each in (own, terms.closes_at) if each is not None), default=None)


MOST_TRIES = 20


MOST_MINUTES = 600


FARTHEST = dt.timedelta(days=366)


def check_terms(desk: Desk, terms: Terms, now: dt.datetime, *, has_begun: bool) -> None:
    """Raises Refusal: 422 for numbers out of bounds, 409 for what cannot be changed any more."""
    bounds = {
        "tries": (terms.tries, MOST_TRIES),
        "minutes": (terms.minutes, MOST_MINUTES),
        "pass_percent": (terms.pass_percent, 100),
    }
    for field, (number, most) in bounds.items():
        if not 0 <= number <= most:
            raise Refusal(say(texts.NUMBER_OUT_OF_BOUNDS, most=most), field=field)
    if desk.purpose.is_test and terms.tries != 1:
        raise Refusal(texts.TEST_ONCE, field="tries")
    if desk.purpose.is_test and terms.results is Results.AT_ONCE:
        raise Refusal(texts.TEST_RESULTS, field="results")
    if terms.closes_at is not None and terms.closes_at != desk.terms.closes_at:
        _check_deadline(terms.closes_at, now)
    if desk.purpose is Purpose.EVALUATION and terms.tries != 1:
        raise Refusal(texts.EVALUATION_ONCE, field="tries")
    if has_begun and terms.mixed != desk.terms.mixed:
        raise Refusal(texts.ORDER_STANDS, status=409, field="mixed")


def _check_deadline(closes_at: dt.datetime, now: dt.datetime) -> None:
    if closes_at <= now:
        raise Refusal(texts.DEADLINE_PAST, field="closes_day")
    if closes_at > now + FARTHEST:
        raise Refusal(texts.DEADLINE_FAR, field="closes_day")
