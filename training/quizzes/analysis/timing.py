"""How long people spent on each question, as far as the moments of their answers tell it."""

import datetime as dt
import itertools
from collections.abc import Sequence
from typing import NamedTuple

LONGEST_SECONDS = 900
"""Whoever took longer was away."""


class Tap(NamedTuple):
    """An answer, and when it was given; `is_late` where only its phone says when."""

    item_id: str
    at: dt.datetime
    is_late: bool = False


def seconds_spent(started_at: dt.datetime, taps: Sequence[Tap]) -> dict[str, int]:
    """Seconds by item id: from the answer before, or from the beginning, to each answer.

    `taps` are in the order of giving. Several answers to one question are added up. It is not known
    for answers that came together, which a phone without network brings, for late ones, and where
    somebody was away or a clock was set back; such a question is left out.
    """
    spent: dict[str, int] = {}
    unknown: set[str] = set()
    before = started_at
    for at, given in itertools.groupby(taps, key=lambda tap: tap.at):
        together = list(given)
        seconds = round((at - before).total_seconds())
        before = at
        first = together[0]
        if len(together) > 1 or first.is_late or not 0 <= seconds <= LONGEST_SECONDS:
            unknown |= {tap.item_id for tap in together}
        else:
            spent[first.item_id] = spent.get(first.item_id, 0) + seconds
    return {item_id: seconds for item_id, seconds in spent.items() if item_id not in unknown}
