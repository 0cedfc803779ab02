"""What a course can let its people answer: names, questions, usual terms, and who gets which form.

An assessment is known by a slug, which stands in addresses:

    understanding-r2p            the quiz of that module
    practice.understanding-r2p   its questions once more, each with its reason at once
    home.understanding-r2p       what is done at home: its reserve of questions
    course.pre-test              form A or B of all modules of the course, before
    course.post-test             the other form, after
    course.evaluation            what people think of the day; without names
    course.plan                  what each will do afterwards

No module's slug has a point in it, so none of these can be taken for another.
"""

import hashlib
import uuid
from collections.abc import Sequence
from typing import NamedTuple

from msgspec import structs

from training.modules.model import Item, Module, Use
from training.quizzes.model import Purpose, Results, Terms

COURSE = "course"
OF_COURSE = (Purpose.PRE_TEST, Purpose.POST_TEST, Purpose.EVALUATION, Purpose.PLAN)
OF_MODULE = (Purpose.MODULE, Purpose.PRACTICE, Purpose.HOME)
PRE_TEST, POST_TEST = f"{COURSE}.{Purpose.PRE_TEST}", f"{COURSE}.{Purpose.POST_TEST}"
EVALUATION, PLAN = f"{COURSE}.{Purpose.EVALUATION}", f"{COURSE}.{Purpose.PLAN}"
QUESTIONNAIRES = (Purpose.EVALUATION, Purpose.PLAN)
"""Their questions come with the platform."""
FORMS = {"a": Use.FORM_A, "b": Use.FORM_B}
USUAL = {
    Purpose.PRACTICE: Terms(tries=0),
    Purpose.PRE_TEST: Terms(results=Results.NEVER),
    Purpose.POST_TEST: Terms(results=Results.AFTER_CLOSING),
    Purpose.EVALUATION: Terms(results=Results.NEVER),
    Purpose.PLAN: Terms(tries=0),
}

_ANY = ("tries", "minutes", "pass_percent", "results", "closes_at", "one_page", "mixed")
CHANGEABLE: dict[Purpose, tuple[str, ...]] = {
    Purpose.MODULE: _ANY,
    Purpose.PRACTICE: ("closes_at", "one_page", "mixed"),
    Purpose.HOME: _ANY,
    Purpose.PRE_TEST: ("minutes", "results", "one_page", "mixed"),
    Purpose.POST_TEST: ("minutes", "pass_percent", "results", "one_page", "mixed"),
    Purpose.EVALUATION: ("one_page",),
    Purpose.PLAN: ("one_page",),
}
"""The terms that make sense for each purpose, and so can be changed."""


class Name(NamedTuple):
    """A slug, taken apart; `module_slug` is empty for what belongs to the whole course."""

    purpose: Purpose
    module_slug: str


def slug_of(purpose: Purpose, module_slug: str = "") -> str:
    """The slug of that assessment."""
    if purpose is Purpose.MODULE:
        return module_slug
    return f"{purpose}.{module_slug}" if purpose in OF_MODULE else f"{COURSE}.{purpose}"


def read_slug(slug: str) -> Name | None:
    """What a slug names; None where it is none."""
    first, point, rest = slug.partition(".")
    if not point:
        return Name(Purpose.MODULE, slug)
    found = {slug_of(each): Name(each, "") for each in OF_COURSE}.get(slug)
    if found or first not in {Purpose.PRACTICE, Purpose.HOME} or not rest or "." in rest:
        return found
    return Name(Purpose(first), rest)


def usual_terms(purpose: Purpose) -> Terms:
    """How such an assessment is taken unless the course says otherwise."""
    return USUAL.get(purpose, Terms())


def items_of(purpose: Purpose, modules: Sequence[Module], form: str) -> tuple[Item, ...]:
    """The questions, in their order; `modules` are those that the assessment is about.

    In a test the items of a module have ids such as `understanding-r2p.what-is-r2p`.
    """
    if purpose.is_test:
        return tuple(
            structs.replace(item, id=f"{module.slug}.{item.id}")
            for module in modules
            for item in module.items_for(FORMS[form])
        )
    (module,) = modules
    if purpose is Purpose.HOME:
        return module.items_for(Use.RESERVE) or module.items
    return module.items


def drawn_form(course_id: uuid.UUID, seat_number: int) -> str:
    """The form that a seat has before: `a` or `b`.

    Of every two seats that follow one another (1 and 2, 3 and 4 …) one has each, drawn by lot from
    the course's id: even at any time, the same on every machine, and none can foresee it.
    """
    pair, place = divmod(seat_number - 1, 2)
    lot = hashlib.sha256(f"{course_id}/{pair}".encode()).digest()[0] % 2
    return "ab"[(lot + place) % 2]


def other_form(form: str) -> str:
    """The form that one has after the other one."""
    return "b" if form == "a" else "a"


def form_of_seat(
    course_id: uuid.UUID, purpose: Purpose, seat_number: int, before: str | None
) -> str:
    """The form that a seat gets in an assessment; empty where there are none.

    `before` is the form that it had in the test before, if it took that.
    """
    if not purpose.is_test:
        return ""
    drawn = drawn_form(course_id, seat_number)
    return drawn if purpose is Purpose.PRE_TEST else other_form(before or drawn)


def in_order(items: Sequence[Item], seed: int, terms: Terms) -> tuple[Item, ...]:
    """The questions as the sheet with this seed has them."""
    if not terms.mixed:
        return tuple(items)
    return tuple(sorted(items, key=lambda item: _rank(seed, item.id)))


def _rank(seed: int, item_id: str) -> bytes:
    return hashlib.sha256(f"{seed}/{item_id}".encode()).digest()
