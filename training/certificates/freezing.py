"""From a course and a person to the facts of one certificate, fixed on the day of issue."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import msgspec

from training.adapters.typesetting import characters_without_glyph
from training.certificates.designs.designs import on_facts
from training.certificates.model import (
    Design,
    Facts,
    Kind,
    Logo,
    Named,
    Signatory,
    facts_from_json,
    facts_to_json,
)
from training.certificates.rules import written_number
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.modules.model import Module
from training.people import rules as rules_of_people
from training.people.model import MONK_TITLES, PROVINCES, PersonDetails, title_words

if TYPE_CHECKING:
    from training.courses.tables import Course

NOWHERE = Bilingual("", "")
DOES_NOT_FIT = say(
    "The course's titles, places or names are too long for a certificate. "
    "Please shorten them in the plan. No certificate was issued."
)
NOTHING_CHANGES = say("The certificate has this name and title already.")


@dataclass(frozen=True, slots=True)
class Ground:
    """What all certificates of a course have in common."""

    course: "Course"
    modules: Sequence[Module]
    designs: Mapping[Kind, tuple[uuid.UUID | None, Design]]
    """Of each kind that is issued; without an id it is the house's own."""
    logos: Sequence[Logo]
    """Of the course, as they are printed."""
    issued_on: dt.date
    lunar_date_km: str = ""
    """The same day by the Khmer lunar calendar, as it was typed in."""


def freeze(
    ground: Ground, kind: Kind, minutes_held: int, person: PersonDetails, number: str
) -> Facts:
    """All that the certificate will say, for ever, but what it is signed with.

    Raises Refusal when something in the plan cannot be printed, so that nothing is issued that
    nobody can read.
    """
    return _printable(draft(ground, kind, minutes_held, person, number))


def draft(
    ground: Ground, kind: Kind, minutes_held: int, person: PersonDetails, number: str = ""
) -> Facts:
    """The same before anybody has asked whether it can be printed: to be looked at."""
    course = ground.course
    province = PROVINCES.get(course.province, NOWHERE)
    facts = Facts(
        **_of_person(person),
        number=written_number(number) if number else "",
        course_title_km=course.title_km,
        course_title_en=course.title_en,
        modules=tuple(Named(module.title.km, module.title.en) for module in ground.modules),
        minutes_held=minutes_held,
        venue_km=course.venue_km,
        venue_en=course.venue_en,
        province_km=province.km,
        province_en=province.en,
        date=course.date,
        days=course.days,
        organisers=tuple(Named(each.name_km, each.name_en) for each in course.organisers),
        signatories=tuple(
            Signatory(each.name_km, each.name_en, each.title_km, each.title_en)
            for each in course.signatories
        ),
        issued_on=ground.issued_on,
        lunar_date_km=ground.lunar_date_km,
        verify_url="",
        kind=kind,
    )
    _, design = ground.designs[kind]
    return on_facts(facts, design, ground.logos)


def about(facts: Facts, person: PersonDetails) -> Facts:
    """The same words about somebody of that name and title: to be looked at."""
    return msgspec.structs.replace(facts, **_of_person(person))


def corrected(facts: Facts, details: PersonDetails, number: str, issued_on: dt.date) -> Facts:
    """The same certificate for somebody with that name and title.

    The lunar date is that of the day of issue: on another day it is left out. Raises Refusal: 422
    where nothing changes or there is no name, 409 for a character that cannot be printed.
    """
    person = rules_of_people.check_details(details, characters_without_glyph)
    if is_said_of(facts, person):
        raise Refusal(NOTHING_CHANGES, field="name_km")
    made = msgspec.structs.replace(
        facts,
        **_of_person(person),
        number=written_number(number),
        issued_on=issued_on,
        lunar_date_km=facts.lunar_date_km if issued_on == facts.issued_on else "",
        verify_url="",
        key_fingerprint="",
    )
    return _printable(made)


def is_said_of(facts: Facts, person: PersonDetails) -> bool:
    """Whether the certificate has the name and title that this person has."""
    return all(getattr(facts, name) == value for name, value in _of_person(person).items())


def _of_person(person: PersonDetails) -> dict[str, Any]:
    title = title_words(person.title)
    return {
        "name_km": person.name_km,
        "name_en": person.name_latin,
        "title_km": title.km,
        "title_en": title.en,
        "is_monk": person.title in MONK_TITLES,
    }


def _printable(facts: Facts) -> Facts:
    written = facts_to_json(facts)
    try:
        checked = facts_from_json(written)
    except msgspec.ValidationError as error:
        raise Refusal(DOES_NOT_FIT, status=409) from error
    strange = characters_without_glyph(written.decode())
    if strange:
        raise Refusal(
            say(
                "These characters cannot be printed on a certificate: %(characters)s. Please "
                "change them in the plan or in the name. No certificate was issued.",
                characters=" ".join(strange),
            ),
            status=409,
        )
    return checked
