"""Somebody joined twice: a certificate was given to one seat, and stays with it."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.certificates import store, texts
from training.certificates.names import checks as name_checks
from training.courses.model import Foreseen, Pair
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.kernel.texts import say


def foresee(session: Session, pair: Pair) -> Sequence[Foreseen]:
    """Says that the certificate stays. Raises Refusal (409) where the seat that goes has one."""
    stays = _has_one(session, pair.staying)
    if _has_one(session, pair.going):
        raise Refusal(texts.BOTH_CERTIFIED if stays else texts.OTHER_CERTIFIED, status=409)
    kept = [Foreseen(say("The certificate of the seat that stays is kept."))] if stays else []
    if name_checks.is_asked(session, pair.going):
        kept.append(Foreseen(texts.ASKED_OF_GOING, collides=True))
    return kept


def carry_over(session: Session, pair: Pair, _who: Who, _now: dt.datetime) -> None:
    """Nothing comes over. Raises Refusal (409) as `foresee`."""
    foresee(session, pair)


def _has_one(session: Session, seat_id: uuid.UUID) -> bool:
    return store.find_by_seat(session, seat_id) is not None
