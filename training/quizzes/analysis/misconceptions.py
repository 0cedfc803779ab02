"""Wrong answers that the course did not move."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.kernel.locales import Bilingual
from training.modules.model import Item
from training.quizzes.analysis import items as by_item
from training.quizzes.analysis.crowds import Crowd, TooFew
from training.quizzes.analysis.items import ItemFigures
from training.quizzes.analysis.learning import Items, Person, by_order
from training.quizzes.analysis.model import Sheet
from training.quizzes.model import Choice

SURVIVES_FROM = 0.2
"""One in five: fewer may have tapped it by mistake. The number is our own."""


@dataclass(frozen=True, slots=True)
class Surviving:
    """A wrong option that was chosen before the course and still after it, in shares from 0 to 1.

    With crossed forms those asked before and those asked after are different halves of the room.
    """

    item: Item
    words: tuple[Choice, ...]
    why: Bilingual
    """Why it is wrong; may be empty."""
    before: float
    n_before: int
    after: float
    n_after: int


def surviving(items: Items, people: Sequence[Person]) -> tuple[Surviving, ...] | TooFew:
    """Wrong options that SURVIVES_FROM or more still choose after, the most chosen first.

    Each form must be shown, since what is said of a question is said of those who had it.
    """
    crowds = by_order(people).values()
    few = [crowd for crowd in crowds if isinstance(crowd, TooFew)]
    if few or not crowds:
        return min(few, key=lambda each: each.n, default=TooFew(0))
    before = _by_id(items, [person.before for person in people])
    after = _by_id(items, [person.after for person in people])
    return tuple(
        sorted(
            (each for id_ in before if id_ in after for each in _of(before[id_], after[id_])),
            key=lambda each: (-each.after, each.item.id),
        )
    )


def _by_id(items: Items, sheets: Sequence[Sheet]) -> Mapping[str, ItemFigures]:
    forms = {form: [each for each in sheets if each.form == form] for form in items}
    return {
        each.item.id: each
        for form, crowd in forms.items()
        if crowd
        for each in by_item.figures(items[form], Crowd(tuple(crowd)))
    }


def _of(before: ItemFigures, after: ItemFigures) -> tuple[Surviving, ...]:
    then = {each.code: each.share for each in before.chosen}
    return tuple(
        Surviving(
            item=after.item,
            words=each.words,
            why=each.why,
            before=then[each.code],
            n_before=before.n,
            after=each.share,
            n_after=after.n,
        )
        for each in after.chosen
        if not each.is_right and each.share >= SURVIVES_FROM and then.get(each.code)
    )
