"""Which marks by code are surprising, and why: facts in, hints out. Pure.

A code can be texted to somebody who is not in the room. Nothing here proves that: a phone that
openly serves two people, and one whose owner looks at the projector, are as they should be.
"""

import uuid
from collections.abc import Collection, Iterable

from training.attendance.model import Claim, Mark, MarkSource, Surprise

_NOBODY: frozenset[uuid.UUID] = frozenset()


def find_surprises(
    marks: Iterable[Mark],
    item_id: uuid.UUID,
    claims: Iterable[Claim],
    followed: Collection[uuid.UUID],
) -> tuple[Surprise, ...]:
    """The hints about one agenda item.

    `marks` hold, `claims` were kept beside them, both of the whole course: the same phone may speak
    for one person in the morning and for another in the afternoon. `followed` are the seats whose
    phones ever showed the slides; where there are none, nobody is surprising for that.
    """
    by_code = [mark for mark in marks if mark.source is MarkSource.CODE]
    spoken: list[Mark | Claim] = [*by_code]
    spoken += [claim for claim in claims if claim.source is MarkSource.CODE]
    seats_of: dict[str, set[uuid.UUID]] = {}
    phones_of: dict[uuid.UUID, set[str]] = {}
    for each in spoken:
        if each.device:
            seats_of.setdefault(each.device, set()).add(each.seat_id)
            phones_of.setdefault(each.seat_id, set()).add(each.device)
    found = []
    for mark in by_code:
        if mark.agenda_item_id != item_id:
            continue
        phones = phones_of.get(mark.seat_id, set())
        others = _NOBODY.union(*(seats_of[phone] for phone in phones)) - {mark.seat_id}
        never = bool(followed) and mark.seat_id not in followed
        if others or never:
            found.append(Surprise(mark.seat_id, never, tuple(sorted(others))))
    return tuple(found)
