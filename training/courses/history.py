"""What happened to one person in a course, read from the audit trail and put into words."""

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from training.courses import texts
from training.kernel.locales import Bilingual
from training.kernel.texts import N_
from training.people.model import GENDERS, PROVINCES, SECTORS, title_words

DEEDS = {
    "joined": N_("Joined"),
    "added": N_("Added without a phone"),
    "listed": N_("Put in from a list"),
    "took the seat": N_("Took the seat that the list kept"),
    "typed differently": N_("Typed this differently; the list’s words stayed"),
    "corrected": N_("Corrected"),
    "set group of": N_("Came into another group"),
    "left": N_("Left the course"),
    "came back": N_("Came back"),
    "took in": N_("Joined twice: another seat was merged into this one"),
    "merged into": N_("Joined twice: this seat was merged into another one"),
    "confirmed the name of": N_("Said that the name is right"),
    "asked to correct the name of": N_("Asked for a correction of the name"),
    "left the name of": N_("The name was left as it was"),
    "took over answers for": N_("Answers of the other seat came over"),
}
LABELS = {
    "name_km": N_("Khmer name"),
    "name_latin": N_("Latin name"),
    **texts.ASKED_LABELS,
    "group": N_("Group"),
    "reason": N_("Reason"),
    "number": N_("Seat number"),
}
_LISTS = {"gender": GENDERS, "sector": SECTORS, "province": PROVINCES}


class Entry(Protocol):
    """What is read of an entry of the trail."""

    id: uuid.UUID
    at: dt.datetime
    actor_name: str
    action: str
    before: dict[str, object]
    after: dict[str, object]


@dataclass(frozen=True, slots=True)
class Change:
    """One fact before and after; either may be empty."""

    label: str
    before: Bilingual
    after: Bilingual


@dataclass(frozen=True, slots=True)
class Deed:
    """One entry in words."""

    at: dt.datetime
    actor_name: str
    words: str
    changes: tuple[Change, ...]


def deeds_of(entries: Iterable[Entry]) -> tuple[Deed, ...]:
    """The entries that are about the person, newest first."""
    known = [entry for entry in entries if entry.action in DEEDS]
    return tuple(
        Deed(entry.at, entry.actor_name, DEEDS[entry.action], _changes(entry.before, entry.after))
        for entry in sorted(known, key=lambda entry: entry.id, reverse=True)
    )


def _changes(before: Mapping[str, object], after: Mapping[str, object]) -> tuple[Change, ...]:
    return tuple(
        Change(label, _words(name, before.get(name)), _words(name, after.get(name)))
        for name, label in LABELS.items()
        if name in after
    )


def _words(name: str, value: object) -> Bilingual:
    text = "" if value is None else str(value)
    if name == "title":
        return title_words(text)
    return _LISTS.get(name, {}).get(text, Bilingual(text, text))
