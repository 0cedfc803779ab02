"""What a certificate says, frozen on the day it is issued."""

import datetime as dt
import enum
import hashlib
from typing import Annotated

import msgspec

from training.kernel.locales import Bilingual

TEMPLATE_VERSION = "formal-1"
MOST_SIGNATORIES = 3
MOST_LOGOS = 6


class Kind(enum.StrEnum):
    """What a certificate is for."""

    ATTENDANCE = "attendance"
    COMPLETION = "completion"
    """Attendance, and the test after the course passed."""
    TRAINER = "trainer"
    """Completion, and the holder may deliver the modules of the course."""
    FACILITATION = "facilitation"
    """For those who trained the course."""


OF_SEATS = (Kind.ATTENDANCE, Kind.COMPLETION, Kind.TRAINER)
"""The kinds that participants get; facilitation is the staff's."""


KIND_NAMES = {
    Kind.ATTENDANCE: Bilingual("វិញ្ញាបនបត្របញ្ជាក់ការចូលរួម", "Certificate of attendance"),
    Kind.COMPLETION: Bilingual("វិញ្ញាបនបត្របញ្ចប់វគ្គ", "Certificate of completion"),
    Kind.TRAINER: Bilingual("វិញ្ញាបនបត្រគ្រូបណ្តុះបណ្តាល", "Trainer certificate"),
    Kind.FACILITATION: Bilingual("វិញ្ញាបនបត្រអ្នកសម្របសម្រួល", "Certificate of facilitation"),
}
"""What each is called, on pages and on paper. They are printed: what was issued says them for ever,
so a name is never changed, only a new layout may choose another."""


class State(enum.StrEnum):
    """Whether a certificate counts."""

    VALID = "valid"
    SUSPENDED = "suspended"
    REVOKED = "revoked"
    REPLACED = "replaced"
    """A corrected one took its place."""


Line = Annotated[str, msgspec.Meta(max_length=200)]
"""A name, a title, a place: at most 200 characters."""
Digest = Annotated[str, msgspec.Meta(pattern="^([0-9a-f]{64})?$")]
"""SHA-256 in hexadecimal digits, of a picture in the table of certificate pictures; empty: none."""
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
    signature: Digest = ""
    """The picture of the signature, where it is printed and not written by hand."""


class Logo(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A picture at the head of the page."""

    picture: Digest
    words_km: Line = ""
    """Whose it is, for who does not see it."""
    words_en: Line = ""


class Wording(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The formulas of a design, where they differ from those of its kind; "" is the kind's own."""

    heading_km: Line = ""
    heading_en: Line = ""
    certify_km: Line = ""
    certify_en: Line = ""
    deed_km: Line = ""
    """What the person did: has attended the training course."""
    deed_monk_km: Line = ""
    """The same with the verb that is due to a monk."""
    deed_en: Line = ""


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
    kind: Kind = Kind.ATTENDANCE
    wording: Wording = Wording()
    logos: Annotated[tuple[Logo, ...], msgspec.Meta(max_length=MOST_LOGOS)] = ()
    lunar_date_km: Line = ""
    """The day of issue by the Khmer lunar calendar, typed in; empty: it is not printed."""
    key_fingerprint: Line = ""
    """The id of the key that signed it, as it is printed."""

    def __post_init__(self) -> None:
        """Raises ValueError, when it is read a ValidationError, where its last day is no day."""
        if self.date > dt.date.max - dt.timedelta(days=self.days):
            raise ValueError("the training goes on beyond all days")

    @property
    def pictures(self) -> tuple[str, ...]:
        """The digests of all pictures that are printed, each once."""
        found = [logo.picture for logo in self.logos if logo.picture]
        found += [person.signature for person in self.signatories if person.signature]
        return tuple(dict.fromkeys(found))


class Design(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What an administrator chooses of a paper: a layout file, and the data in it."""

    layout: Line = TEMPLATE_VERSION
    kingdom_header: bool = False
    wording: Wording = Wording()
    logos: Annotated[tuple[Logo, ...], msgspec.Meta(max_length=MOST_LOGOS)] = ()
    """Besides those of the course."""
    signatories: Annotated[tuple[Signatory, ...], msgspec.Meta(max_length=MOST_SIGNATORIES)] = ()
    """Empty: those of the course sign."""


class Picture(msgspec.Struct, frozen=True):
    """A logo or a signature as it is kept: checked, bounded, written anew."""

    media_type: str
    content: bytes


def facts_to_json(facts: Facts) -> bytes:
    """The facts as JSON in UTF-8; the same facts always give the same bytes."""
    return msgspec.json.encode(facts, order="deterministic")


def facts_from_json(text: bytes | str) -> Facts:
    """The facts in that JSON. Raises msgspec.ValidationError where it is not a certificate's."""
    return msgspec.json.decode(text, type=Facts)


def digest_of_facts(facts: Facts) -> bytes:
    """SHA-256 of the facts without what is made from it: the text of the QR code. 32 bytes."""
    return hashlib.sha256(facts_to_json(msgspec.structs.replace(facts, verify_url=""))).digest()


class UnreadablePdfError(Exception):
    """It is no PDF, a damaged or locked one, or larger than a certificate can be."""
