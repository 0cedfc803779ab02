"""What a certificate says, frozen on the day it is issued."""

import datetime as dt
from typing import Annotated

import msgspec

TEMPLATE_VERSION = "attendance-1"
MOST_SIGNATORIES = 3

Line = Annotated[str, msgspec.Meta(max_length=200)]
"""A name, a title, a place: at most 200 characters."""
Count = Annotated[int, msgspec.Meta(ge=0, le=100_000)]


class Named(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One title in both languages: a module, or an organising institution."""

    title_km: Line
    title_en: Line


class Signatory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A person who signs, and in which office."""

    name_km: Line
    name_en: Line
    title_km: Line
    title_en: Line


class Facts(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """All that stands on one certificate. Never changed: a correction is a new certificate.

    Limits on length and number are checked when facts are read from JSON.
    """

    number: Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
    name_km: Line
    name_en: Line
    title_km: Line
    """The person's own title, such as លោកស្រី; may be empty."""
    title_en: Line
    is_monk: bool
    """A monk is written of with the verbs that are due to him."""
    course_title_km: Line
    course_title_en: Line
    modules: Annotated[tuple[Named, ...], msgspec.Meta(max_length=20)]
    minutes_held: Count
    """How long the training lasted, in minutes."""
    venue_km: Line
    venue_en: Line
    province_km: Line
    """With its kind in front: ខេត្តត្បូងឃ្មុំ, រាជធានីភ្នំពេញ."""
    province_en: Line
    date: dt.date
    """The day of the training, the first of several."""
    organisers: Annotated[tuple[Named, ...], msgspec.Meta(max_length=4)]
    signatories: Annotated[tuple[Signatory, ...], msgspec.Meta(max_length=MOST_SIGNATORIES)]
    issued_on: dt.date
    verify_url: Annotated[str, msgspec.Meta(max_length=1_200)]
    """Where anybody can check this certificate; printed as a QR code. Empty: none is printed."""
    days: Count = 1
    """How many days in a row the training lasted."""
    template_version: Line = TEMPLATE_VERSION
    kingdom_header: bool = False
    """Prints the Kingdom's name and motto: only for those who are entitled to it."""


def facts_to_json(facts: Facts) -> bytes:
    """The facts as JSON in UTF-8; the same facts always give the same bytes."""
    return msgspec.json.encode(facts, order="deterministic")


def facts_from_json(text: bytes | str) -> Facts:
    """The facts in that JSON. Raises msgspec.ValidationError where it is not a certificate's."""
    return msgspec.json.decode(text, type=Facts)
