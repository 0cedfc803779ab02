"""What a check of a certificate found: by the register, by its signature, by its pages."""

import datetime as dt
import enum
import re
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy.orm import Session

from training.certificates import rules, store
from training.certificates.claims import claims_of, hashed_claims_of
from training.certificates.model import Facts, State, digest_of_facts
from training.certificates.standing import Standing, standing_of
from training.certificates.tables import Certificate
from training.credentials.model import (
    CheckedBadge,
    CheckedToken,
    Claims,
    Issuers,
    KnownKey,
    Verdict,
)

_SHORTEST_TOKEN = 100
"""Characters; a signature alone takes 86. Whatever is shorter is read as a number."""
_TOKEN = re.compile(r"[A-Za-z0-9_-]+")


class Answer(enum.StrEnum):
    """What a check comes to."""

    VALID = "valid"
    NOT_VALID = "not-valid"
    CANNOT_SAY = "cannot-say"


class Pages(enum.StrEnum):
    """How the pages of a PDF stand to the credential that is attached to it."""

    AS_ISSUED = "as-issued"
    NOT_COMPARED = "not-compared"
    DIFFER = "differ"


class Scanned(NamedTuple):
    """What stands in the text of a QR code, or in what somebody typed."""

    number: str
    """Ungrouped; empty where there is none."""
    token: str
    """Empty where there is none."""
    address: str = ""
    """The number as the address in front of the token has it; empty where it has none."""


@dataclass(frozen=True, slots=True)
class Record:
    """A certificate as this server's register holds it."""

    facts: Facts
    standing: Standing
    issued_at: dt.datetime
    exception: str
    key_id: str
    """The key that signed it; empty: it was issued before certificates were signed."""
    issuer: KnownKey | None
    replaces: str
    """The number of the certificate that this one corrects, ungrouped; empty: none."""

    @property
    def answer(self) -> Answer:
        """What the register alone says. Whose key nobody knows is never valid."""
        if self.standing.state is not State.VALID:
            return Answer.NOT_VALID
        is_known = not self.key_id or self.issuer is not None
        return Answer.VALID if is_known else Answer.CANNOT_SAY


@dataclass(frozen=True, slots=True)
class Finding:
    """What was found of something signed: a QR code's text, a credential, a PDF with one."""

    verdict: Verdict
    key_id: str = ""
    issuer: KnownKey | None = None
    named_issuer: str = ""
    """The DID that a credential says it comes from, known or not; a QR code names none."""
    claims: Claims | None = None
    """What a QR code says."""
    facts: Facts | None = None
    """What a credential says: all of it."""
    record: Record | None = None
    """None where the register does not have it, or there is no register."""
    differs: tuple[str, ...] = ()
    """The fields in which the register says something else than what was signed."""
    pages: Pages | None = None
    """None where it is no PDF."""

    @property
    def number(self) -> str:
        """As it is printed; empty where nothing could be read."""
        if self.facts is not None:
            return self.facts.number
        return self.claims.number if self.claims is not None else ""

    @property
    def answer(self) -> Answer:
        """What all of it comes to."""
        return decide(self.verdict, self.record, self.pages, is_same=not self.differs)


def decide(
    verdict: Verdict, record: Record | None, pages: Pages | None, *, is_same: bool
) -> Answer:
    """Valid only where nothing speaks against it and somebody who is known speaks for it."""
    is_forged = verdict is Verdict.FORGED or pages is Pages.DIFFER or not is_same
    if is_forged or (record is not None and record.answer is Answer.NOT_VALID):
        return Answer.NOT_VALID
    if verdict is Verdict.UNKNOWN_ISSUER:
        return Answer.CANNOT_SAY
    if verdict is Verdict.DISTRUSTED and record is not None and pages is Pages.NOT_COMPARED:
        return Answer.CANNOT_SAY  # the pages may be any that the thief has drawn
    if verdict is Verdict.DISTRUSTED:
        # Who stole the key can sign anything; what the register had before is not theirs.
        return record.answer if record is not None else Answer.NOT_VALID
    return record.answer if record is not None else Answer.VALID


def read_scanned(text: str) -> Scanned:
    """The number and the token in the text of a QR code, or in what somebody typed."""
    joined = "".join(text.split())
    address, mark, token = joined.partition("#")
    if not mark and len(joined) >= _SHORTEST_TOKEN and _TOKEN.fullmatch(joined):
        return Scanned("", joined)
    _, of_certificate, typed = address.partition("?")[0].rpartition("/v/")
    number = rules.read_number(typed) or ""
    return Scanned(number, token, typed if of_certificate else number)


def find_record(session: Session, number: str, issuers: Issuers) -> Record | None:
    """What the register holds under that number, ungrouped or as it is printed."""
    wanted = rules.read_number(number)
    found = store.find_by_number(session, wanted) if wanted else None
    return None if found is None else record_of(session, found, issuers)


def record_of(session: Session, found: Certificate, issuers: Issuers) -> Record:
    """The certificate with what became of it and who issued it."""
    before = session.get(Certificate, found.replaces) if found.replaces else None
    return Record(
        facts=found.facts,
        standing=standing_of(session, found),
        issued_at=found.issued_at,
        exception=found.exception,
        key_id=found.key_id or "",
        issuer=issuers.keys.get(found.key_id or ""),
        replaces=before.number if before is not None else "",
    )


def found_of_token(checked: CheckedToken, scanned: Scanned, record: Record | None) -> Finding:
    """A QR code's text held against the register, and against the number in its own address."""
    said = checked.claims
    differs: tuple[str, ...] = ()
    if said is not None and checked.verdict is not Verdict.FORGED:
        if record is not None:
            differs = differences(said, record.facts) + other_key(checked, record)
        if scanned.address and not _is_same_number(scanned.address, said.number):
            differs = tuple(dict.fromkeys(("number", *differs)))
    return Finding(
        verdict=checked.verdict,
        key_id=checked.key_id,
        issuer=checked.issuer,
        claims=said,
        record=record,
        differs=differs,
    )


def _is_same_number(one: str, other: str) -> bool:
    """However each is written; what is no number of ours has to be written alike."""
    return (rules.read_number(one) or one) == (rules.read_number(other) or other)


def other_key(checked: CheckedToken | CheckedBadge, record: Record) -> tuple[str, ...]:
    """The field of the key, where another key that is known signed than the register says."""
    is_other = checked.issuer is not None and checked.key_id != record.key_id
    return ("key_id",) if is_other else ()


def facts_that_differ(facts: Facts, recorded: Facts) -> tuple[str, ...]:
    """In what signed facts say something else than the register's; "facts" for what has no name."""
    if digest_of_facts(facts) == digest_of_facts(recorded):
        return ()
    return differences(claims_of(facts), recorded) or ("facts",)


def differences(claims: Claims, facts: Facts) -> tuple[str, ...]:
    """The fields of `Claims` that say something else than the register's facts."""
    recorded = hashed_claims_of(facts) if claims.facts_digest else claims_of(facts)
    names = Claims.__struct_fields__
    return tuple(name for name in names if getattr(claims, name) != getattr(recorded, name))
