"""What a ready module still lacks to be whole: its quiz and forms, its manual, its handouts."""

from collections.abc import Iterator
from itertools import zip_longest

from training.modules.model import Fault, Item, ItemKind, Module, Severity, Status, Use
from training.modules.rules import count_manual_words

QUIZ_ITEMS, FORM_ITEMS, LEAST_ITEMS = 15, 5, 30
LEAST_WORDS, MOST_WORDS = 4_000, 6_000


def what_lacks(module: Module) -> tuple[Fault, ...]:
    """A warning for each thing that is missing or does not match; none while in preparation."""
    if module.status is not Status.READY:
        return ()
    found = (*_quiz(module), *_manual(module), *_handouts(module))
    return tuple(
        Fault(f"{module.slug}/{file}", 1, message, Severity.WARNING) for file, message in found
    )


def _quiz(module: Module) -> Iterator[tuple[str, str]]:
    file = "quiz.toml"
    items = (*module.items, *module.kept_items)
    if not items:
        return
    if len(items) < LEAST_ITEMS:
        yield file, f"The file has {len(items)} items; at least {LEAST_ITEMS} with the reserve."
    if len(module.items) != QUIZ_ITEMS:
        yield file, f"The quiz has {len(module.items)} items, not {QUIZ_ITEMS}."
    form_a, form_b = module.items_for(Use.FORM_A), module.items_for(Use.FORM_B)
    for use, form in ((Use.FORM_A, form_a), (Use.FORM_B, form_b)):
        if len(form) != FORM_ITEMS:
            yield file, f"The {use} has {len(form)} items, not {FORM_ITEMS}."
        yield from ((file, message) for message in _unmarked(use, form))
    for number, (one, other) in enumerate(zip_longest(form_a, form_b), 1):
        if one and other:
            yield from ((file, message) for message in _unmatched(number, one, other))
    yield from ((file, message) for message in _twins(items))


def _unmarked(use: Use, form: tuple[Item, ...]) -> Iterator[str]:
    for item in form:
        if not item.is_scored or item.kind is ItemKind.TEXT:
            yield f"Item {item.id} of the {use} is not marked by itself, so it compares nothing."


def _unmatched(number: int, one: Item, other: Item) -> Iterator[str]:
    pairs = {
        "objective": (one.objective, other.objective),
        "difficulty": (one.difficulty, other.difficulty),
    }
    for what, (here, there) in pairs.items():
        if here != there:
            names = f"Item {number} of the forms ({one.id}, {other.id})"
            yield f"{names} differs in {what}: {here} and {there}. Match them."


def _twins(items: tuple[Item, ...]) -> Iterator[str]:
    seen: dict[str, Item] = {}
    for item in items:
        twin = seen.setdefault(" ".join(item.question.en.lower().split()), item)
        if twin is not item:
            yield f"The items {twin.id} and {item.id} ask the same question. Change one."


def _manual(module: Module) -> Iterator[tuple[str, str]]:
    missing = [section.id for section in module.sections if section.chapter is None]
    if len(missing) == len(module.sections):
        yield "manual", "The module has no manual."
        return
    for name in missing:
        yield f"manual/{name}.en.md", "This file is missing: a chapter of the manual."
    words = count_manual_words(module)
    if not LEAST_WORDS <= words <= MOST_WORDS:
        yield "manual", f"The manual has {words} English words; {LEAST_WORDS} to {MOST_WORDS} fit."


def _handouts(module: Module) -> Iterator[tuple[str, str]]:
    if not module.handouts:
        yield "handouts", "The module has no handouts."
