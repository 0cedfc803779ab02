"""A course and its parts, as plain values."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass, field

import msgspec

from training.kernel.locales import Bilingual
from training.people.model import PersonDetails


class CourseState(enum.StrEnum):
    """Where a course stands. Only a running one can be joined or worked in."""

    PLANNED = "planned"
    RUNNING = "running"
    ENDED = "ended"


class Asking(enum.StrEnum):
    """Whether the organiser asks trainees for a fact."""

    NO = "no"
    OPTIONAL = "optional"
    REQUIRED = "required"


ASKABLE = ("title", "gender", "organisation", "sector", "province")


class ItemKind(enum.StrEnum):
    """What an agenda item is; pauses never count for attendance."""

    SESSION = "session"
    MODULE = "module"
    PAUSE = "pause"
    CEREMONY = "ceremony"


class HalfDay(enum.StrEnum):
    """The two halves that the certificate rule speaks of."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


class Signatory(msgspec.Struct, frozen=True):
    """Who signs the certificates."""

    name_km: str = ""
    name_en: str = ""
    title_km: str = ""
    title_en: str = ""


class Organiser(msgspec.Struct, frozen=True):
    """An organising institution."""

    name_km: str = ""
    name_en: str = ""


class CertificateRule(msgspec.Struct, frozen=True):
    """When somebody is entitled to a certificate of attendance."""

    half_days: int = 2
    """How many half-days somebody must have been present in: 0, 1 or 2."""
    minutes: int = 0
    """How many minutes of counted agenda items somebody must have been present for."""


class WiFi(msgspec.Struct, frozen=True):
    """The network that the poster names, and where phones find the course on it."""

    name: str = ""
    password: str = ""
    address: str = ""
    """Such as `http://192.168.8.2:8000`; empty: not chosen yet."""
    without_internet: bool = True
    """Whether the poster asks to stay connected although there is no internet."""


@dataclass(frozen=True, slots=True)
class AgendaItem:
    """One line of the day. Times are minutes since midnight in the course's zone."""

    id: uuid.UUID | None
    starts_at: int
    ends_at: int
    title: Bilingual
    kind: ItemKind
    counts: bool

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends_at - self.starts_at

    @property
    def half_day(self) -> HalfDay:
        """Which half of the day it begins in."""
        return HalfDay.MORNING if self.starts_at < 12 * 60 else HalfDay.AFTERNOON


@dataclass(frozen=True, slots=True)
class CoursePlan:
    """What a planner fills in."""

    title: Bilingual
    date: dt.date
    province: str
    venue: Bilingual
    time_zone: str
    organisers: tuple[Organiser, ...] = ()
    signatories: tuple[Signatory, ...] = ()
    revision_ids: tuple[uuid.UUID, ...] = ()
    asked: dict[str, Asking] = field(default_factory=dict)
    rule: CertificateRule = field(default_factory=CertificateRule)


@dataclass(frozen=True, slots=True)
class SeatView:
    """One person's place in a course, with the name that lists show."""

    seat_id: uuid.UUID
    person_id: uuid.UUID
    number: int
    name: Bilingual
    without_phone: bool


@dataclass(frozen=True, slots=True)
class SeatedPerson:
    """One row of the trainer's list of people: the seat and all that its person told."""

    seat_id: uuid.UUID
    person_id: uuid.UUID
    number: int
    code: str
    without_phone: bool
    details: PersonDetails
