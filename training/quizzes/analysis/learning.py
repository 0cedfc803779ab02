"""What was learned: the same people before and after the course.

Only people with both tests count. Half of the room has form A before and B after, the other half
the other way round, so what one form is harder is in both means and not in the gain of all.
"""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.modules.model import Item, ItemKind
from training.quizzes import scoring
from training.quizzes.analysis.crowds import Crowd, TooFew, gathered, parted
from training.quizzes.analysis.figures import (
    Interval,
    Spread,
    difference,
    normalised_change,
    normalised_gain,
    spread,
)
from training.quizzes.analysis.items import scored
from training.quizzes.analysis.model import Objective, Sheet, When
from training.quizzes.analysis.whole import bands

Items = Mapping[str, Sequence[Item]]
"""The questions of each form. Their ids are `slug.item`, with the slug of their module."""
Order = tuple[str, str]
"""The forms before and after the course."""


@dataclass(frozen=True, slots=True)
class Person:
    """Both sheets of one seat."""

    before: Sheet
    after: Sheet


@dataclass(frozen=True, slots=True)
class PersonalGain:
    """What one seat gained; for that person and the trainer, never among the figures of a group."""

    seat_id: uuid.UUID
    form: str
    """The one before the course."""
    before: float
    after: float
    """In per cent."""
    change: float | None
    """See `figures.normalised_change`."""

    @property
    def points(self) -> float:
        """In points of per cent."""
        return self.after - self.before


@dataclass(frozen=True, slots=True)
class Gains:
    """What a group gained."""

    before: Spread
    after: Spread
    """In per cent."""
    points: Spread
    """Of the gain of each person, in points of per cent."""
    normalised: float | None
    """Hake's <g> of the means."""
    change: Spread | TooFew
    """Of the normalised change of each person who could change."""

    @property
    def n(self) -> int:
        """How many people."""
        return self.points.n


@dataclass(frozen=True, slots=True)
class ObjectiveGain:
    """What all matched people gained in one objective; each has questions on it in both tests."""

    objective: Objective
    questions: int
    """On all forms together."""
    before: Spread
    after: Spread
    points: Spread


@dataclass(frozen=True, slots=True)
class FormCheck:
    """Whether the forms are equally hard, from the means before the course."""

    a: Spread
    b: Spread
    interval: Interval | None
    """Of A less B, in points of per cent."""

    @property
    def points(self) -> float:
        """How much easier A is, in points of per cent."""
        return self.a.mean - self.b.mean

    @property
    def differ(self) -> bool | None:
        """Whether they do, with 95 % confidence; None where there are too few to say."""
        return None if self.interval is None else not self.interval.holds(0)


@dataclass(frozen=True, slots=True)
class Learning:
    """The figures of both tests of a course."""

    everybody: Gains | TooFew
    by_order: Mapping[Order, Gains | TooFew]
    objectives: tuple[ObjectiveGain, ...]
    """Empty where everybody is too few."""
    forms: FormCheck | None
    bands: tuple[tuple[int, ...], tuple[int, ...]] | TooFew
    """How many people are in each fifth of the scale, before and after."""
    only_before: int
    only_after: int
    """How many people have one of the tests only, and are in no figure."""


def matched(sheets: Sequence[Sheet]) -> tuple[Person, ...]:
    """Everybody with both tests. Of several sheets for one test the first given counts."""
    before, after = by_seat(sheets, When.BEFORE), by_seat(sheets, When.AFTER)
    return tuple(Person(before[seat], after[seat]) for seat in before if seat in after)


def by_seat(sheets: Sequence[Sheet], when: When) -> dict[uuid.UUID, Sheet]:
    """The sheet of each seat in one of the tests."""
    return {each.seat_id: each for each in reversed(sheets) if each.when is when}


def personal_gains(sheets: Sequence[Sheet]) -> tuple[PersonalGain, ...]:
    """What each matched seat gained."""
    return tuple(
        PersonalGain(
            person.before.seat_id,
            person.before.form,
            person.before.percent,
            person.after.percent,
            normalised_change(person.before.percent, person.after.percent),
        )
        for person in matched(sheets)
    )


def figures(items: Items, sheets: Sequence[Sheet]) -> Learning:
    """The figures of the people that are matched; of each form where it can be shown beside all."""
    people = matched(sheets)
    parts = by_order(people)
    everybody = gathered(people)
    return Learning(
        everybody=_gains_or_few(everybody),
        by_order={order: _gains_or_few(crowd) for order, crowd in parts.items()},
        objectives=() if isinstance(everybody, TooFew) else _objectives(items, everybody),
        forms=_check(parts),
        bands=_both_bands(people),
        only_before=len(by_seat(sheets, When.BEFORE)) - len(people),
        only_after=len(by_seat(sheets, When.AFTER)) - len(people),
    )


def by_order(people: Sequence[Person]) -> dict[Order, Crowd[Person] | TooFew]:
    """Matched people by their two forms."""
    found: dict[Order, list[Person]] = {}
    for person in people:
        found.setdefault((person.before.form, person.after.form), []).append(person)
    return parted(dict(sorted(found.items())))


def _gains_or_few(people: Crowd[Person] | TooFew) -> Gains | TooFew:
    return people if isinstance(people, TooFew) else _gains(people)


def _gains(people: Crowd[Person]) -> Gains:
    pairs = [(person.before.percent, person.after.percent) for person in people.members]
    before, after, points = _spreads(pairs)
    changes = [each for each in (normalised_change(*pair) for pair in pairs) if each is not None]
    crowd = gathered(changes)
    return Gains(
        before=before,
        after=after,
        points=points,
        normalised=normalised_gain(before.mean, after.mean),
        change=crowd if isinstance(crowd, TooFew) else spread(crowd),
    )


def _spreads(pairs: Sequence[tuple[float, float]]) -> tuple[Spread, Spread, Spread]:
    columns = ((before, after, after - before) for before, after in pairs)
    before, after, points = (spread(Crowd(column)) for column in zip(*columns, strict=True))
    return before, after, points


def _both_bands(people: Sequence[Person]) -> tuple[tuple[int, ...], tuple[int, ...]] | TooFew:
    before = bands([person.before.percent for person in people])
    after = bands([person.after.percent for person in people])
    if isinstance(before, TooFew):
        return before
    return after if isinstance(after, TooFew) else (before, after)


def _check(parts: Mapping[Order, Crowd[Person] | TooFew]) -> FormCheck | None:
    a, b = parts.get(("a", "b")), parts.get(("b", "a"))
    if not isinstance(a, Crowd) or not isinstance(b, Crowd):
        return None
    first, second = (
        spread(Crowd(tuple(person.before.percent for person in crowd.members))) for crowd in (a, b)
    )
    return FormCheck(first, second, difference(first, second))


def objective_of(item: Item) -> Objective:
    """The module's slug, which its id begins with, and its objective."""
    return item.id.partition(".")[0], item.objective


def _objectives(items: Items, people: Crowd[Person]) -> tuple[ObjectiveGain, ...]:
    asked = _by_objective(items)
    forms = {each.form for person in people.members for each in (person.before, person.after)}
    worth = _Worth()
    return tuple(
        _objective(objective, in_forms, people, worth)
        for objective, in_forms in asked.items()
        if forms <= in_forms.keys()
    )


def _by_objective(items: Items) -> dict[Objective, dict[str, list[Item]]]:
    """The questions on each objective, by form; objectives in the order in which they are asked."""
    found: dict[Objective, dict[str, list[Item]]] = {}
    for form, asked in items.items():
        for item in scored(asked):
            found.setdefault(objective_of(item), {}).setdefault(form, []).append(item)
    return found


class _Worth:
    """The marks of answers; one that was given before is not marked again."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str, str], int] = {}

    def percent(self, items: Sequence[Item], sheet: Sheet) -> float:
        """The share of these questions' marks that the sheet has, in per cent."""
        got = sum(self._marks(item, sheet) for item in items)
        return 100 * got / scoring.most_of(items)

    def _marks(self, item: Item, sheet: Sheet) -> int:
        code = sheet.codes.get(item.id, "")
        if item.kind is ItemKind.TEXT:
            return scoring.marks_of(item, code, sheet.marks)
        key = (sheet.form, item.id, code)
        if key not in self._known:
            self._known[key] = scoring.marks_of(item, code)
        return self._known[key]


def _objective(
    objective: Objective,
    asked: Mapping[str, Sequence[Item]],
    people: Crowd[Person],
    worth: _Worth,
) -> ObjectiveGain:
    pairs = [
        (
            worth.percent(asked[person.before.form], person.before),
            worth.percent(asked[person.after.form], person.after),
        )
        for person in people.members
    ]
    different = {item.id for items in asked.values() for item in items}
    return ObjectiveGain(objective, len(different), *_spreads(pairs))
