"""A course and its parts, as plain values."""

import datetime as dt
import enum
import uuid
from dataclasses import dataclass, field

import msgspec

from training.kernel.locales import Bilingual
from training.kernel.texts import Text
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


MINUTES_OF_A_DAY = 24 * 60
POST_TEST = "course.post-test"
"""The slug of the test after the course; the quiz of a module has the module's own."""
MOST_DAYS = 10
MOST_ITEMS = 120
MOST_GROUPS = 8
LONGEST_GROUP = 20
"""Letters of a parallel group's name."""
ASKABLE = ("title", "gender", "organisation", "sector", "province")


class ItemKind(enum.StrEnum):
    """What an agenda item is; pauses never count for attendance."""

    SESSION = "session"
    MODULE = "module"
    PAUSE = "pause"
    CEREMONY = "ceremony"


class HalfDay(enum.StrEnum):
    """The two halves of a day."""

    MORNING = "morning"
    AFTERNOON = "afternoon"


@dataclass(frozen=True, slots=True)
class Slot:
    """One half-day of a course: what the certificate rule counts, and a sign-in sheet is for."""

    day: int
    """Days after the course's first day: 0 is the first."""
    half: HalfDay

    def __lt__(self, other: "Slot") -> bool:
        """The order of the course: each day's morning before its afternoon."""
        return self._place < other._place

    @property
    def _place(self) -> tuple[int, bool]:
        return self.day, self.half is HalfDay.AFTERNOON


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
    """When somebody is entitled to a certificate of attendance: all of this is asked together."""

    half_days: int = 2
    """How many half-days somebody must have been present in: all of them, where it is as many as
    the course has, or more; 0 is not asked."""
    minutes: int = 0
    """How many minutes of counted agenda items somebody must have been present for."""
    share_percent: int = 0
    """Which share of the minutes that count for the person's own group; 0 is not asked."""
    quiz: str = ""
    """The slug of what must have been handed in: `POST_TEST`, or a module's quiz; "" is nothing."""
    is_passed: bool = False
    """Whether that must be passed; where it has no pass mark, handing it in is enough."""
    evaluation: bool = False
    """Whether the evaluation must have been handed in."""
    kinds: tuple[str, ...] = ("attendance",)
    """Which certificates the course gives (`certificates.model.Kind`); all ask for the above,
    completion and trainer for the passed test after the course too, facilitation is the staff's."""
    designs: dict[str, uuid.UUID] = {}
    """The family of the design for a kind; without one the house's own is used."""


@dataclass(frozen=True, slots=True)
class KindOffer:
    """A kind of certificate that a course can give, as the room that issues them offers it."""

    code: str
    words: str
    hint: str
    """For whom it is, as a sentence."""
    asks_for_test: bool
    """Whether nobody can get it in a course without a test after the course."""
    designs: tuple[tuple[uuid.UUID, str], ...] = ()
    """The families of designs for it, each with its name."""


class WiFi(msgspec.Struct, frozen=True):
    """The network that the poster names, and where phones find the course on it."""

    name: str = ""
    password: str = ""
    address: str = ""
    """Such as `http://192.168.8.2:8000`; empty: not chosen yet."""
    without_internet: bool = True
    """Whether the poster asks to stay connected although there is no internet."""


class CourseDay(msgspec.Struct, frozen=True):
    """Of a course, what every deed in its room asks."""

    state: CourseState
    date: dt.date
    """Its first day."""
    time_zone: str


class AgendaItem(msgspec.Struct, frozen=True):
    """One line of the day. Times are minutes since midnight in the course's zone."""

    id: uuid.UUID | None
    starts_at: int
    ends_at: int
    title: Bilingual
    kind: ItemKind
    counts: bool
    day: int = 0
    """Days after the course's first day: 0 is the first."""
    group: str = ""
    """The parallel group that it is for, such as `A`; empty: it is for everybody."""

    @property
    def minutes(self) -> int:
        """How long it lasts."""
        return self.ends_at - self.starts_at

    @property
    def half_day(self) -> HalfDay:
        """Which half of the day it begins in."""
        return HalfDay.MORNING if self.starts_at < 12 * 60 else HalfDay.AFTERNOON

    @property
    def slot(self) -> Slot:
        """Which half-day of the course it begins in."""
        return Slot(self.day, self.half_day)

    @property
    def begins(self) -> int:
        """Minutes from the midnight before the course's first day until it begins."""
        return self.day * MINUTES_OF_A_DAY + self.starts_at

    @property
    def ends(self) -> int:
        """Minutes from the midnight before the course's first day until it ends."""
        return self.day * MINUTES_OF_A_DAY + self.ends_at

    @property
    def span(self) -> tuple[int, int]:
        """When it begins and when it ends, both as above."""
        return self.begins, self.ends

    def is_for(self, group: str) -> bool:
        """Whether somebody of that parallel group, or of none (""), takes part in it."""
        return self.group in {"", group}

    def may_come(self, group: str) -> bool:
        """Whether somebody of that group can be there; who is in none yet can come to any."""
        return not group or self.is_for(group)


@dataclass(frozen=True, slots=True)
class Day:
    """One day of a course's agenda."""

    number: int
    """1 is the first."""
    date: dt.date
    items: tuple[AgendaItem, ...]


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


class LogoRole(enum.StrEnum):
    """Whose logo it is."""

    ORGANISER = "organiser"
    FUNDER = "funder"


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture on the papers of a course."""

    id: uuid.UUID
    role: LogoRole
    words: Bilingual
    """Whose it is, for who does not see it; may be empty."""
    media_type: str
    content: bytes


class SeatView(msgspec.Struct, frozen=True):
    """One person's place in a course, with the name that lists show."""

    seat_id: uuid.UUID
    person_id: uuid.UUID
    number: int
    name: Bilingual
    without_phone: bool
    group: str = ""
    """The parallel group that the person is in; empty: none."""
    has_left: bool = False
    """Left the course: stays in its records, and is not expected any more."""
    is_listed: bool = False
    """Put in from a list of participants, and no phone has taken the seat yet."""


@dataclass(frozen=True, slots=True)
class SeatedPerson:
    """One row of the trainer's list of people: the seat and all that its person told."""

    seat_id: uuid.UUID
    person_id: uuid.UUID
    number: int
    code: str
    without_phone: bool
    details: PersonDetails
    group: str = ""
    has_left: bool = False
    is_expected: bool = False
    """On the list of participants, and not seen yet: no phone has taken this seat."""


@dataclass(frozen=True, slots=True)
class Pair:
    """The seat that stays and the one that goes."""

    course_id: uuid.UUID
    staying: uuid.UUID
    going: uuid.UUID


@dataclass(frozen=True, slots=True)
class Foreseen:
    """One thing that merging would do."""

    words: Text
    collides: bool = False
    """Both seats say something, and not the same: it needs a person's eye afterwards."""
