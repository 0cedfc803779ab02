"""The roll of one agenda item: who stands on it where, and whom a search finds. Pure."""

import uuid
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from training.courses.model import AgendaItem, SeatView
from training.kernel.locales import western_digits
from training.people.rules import search_key


@dataclass(frozen=True, slots=True)
class Roll:
    """Everybody of a course as one agenda item sees them, each part in the Khmer order of names."""

    expected: tuple[SeatView, ...]
    """Whom the item is for."""
    others: tuple[SeatView, ...]
    """Who might have come: without a parallel group, or marked here while in another one."""
    left: tuple[SeatView, ...]
    """Who has left the course."""


def call_roll(item: AgendaItem, seats: Iterable[SeatView], marked: Collection[uuid.UUID]) -> Roll:
    """The roll of `item`. `seats` come in the Khmer order of names; `marked` have a mark for it."""
    expected: list[SeatView] = []
    others: list[SeatView] = []
    left: list[SeatView] = []
    for seat in seats:
        if not item.may_come(seat.group) and seat.seat_id not in marked:
            continue
        if seat.has_left:
            left.append(seat)
        elif item.is_for(seat.group):
            expected.append(seat)
        else:
            others.append(seat)
    return Roll(tuple(expected), tuple(others), tuple(left))


@dataclass(frozen=True, slots=True)
class Search:
    """What was typed to find somebody: a name in either script, or how a seat number begins."""

    key: str
    digits: str

    def finds(self, seat: SeatView) -> bool:
        """Whether it is, or may become, that person."""
        if self.digits:
            return str(seat.number).startswith(self.digits)
        return self.key in search_key(f"{seat.name.km} {seat.name.en}")


def read_search(typed: str) -> Search | None:
    """The search for what was typed, digits in either script; None for an empty field."""
    key = search_key(typed)
    digits = western_digits(key)
    return Search(key, digits if digits.isascii() and digits.isdecimal() else "") if key else None
