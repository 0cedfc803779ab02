"""A certificate checked at the terminal: by the keys that are given, and by the register if any."""

import json
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from sqlalchemy import inspect
from sqlalchemy.exc import SQLAlchemyError

from training.adapters.database import Database
from training.certificates import rules
from training.certificates.checking.checking import Answer, Finding, Record, find_record
from training.certificates.checking.files import MOST_BYTES, Pictures, check_file, no_pictures
from training.certificates.checking.texts import (
    ANSWERS,
    FIELDS,
    PAGES,
    SHOWN_CLAIMS,
    STATES,
    VERDICTS,
)
from training.certificates.claims import claims_of
from training.certificates.model import KIND_NAMES, facts_to_json
from training.certificates.store import list_pictures
from training.certificates.tables import Certificate
from training.credentials import service as credentials
from training.credentials.did import read_line
from training.credentials.model import Issuers, KnownKey, Verdict, key_id_of, written_key_id
from training.kernel.refusal import Refusal
from training.kernel.written import written_date, written_duration
from training.operations.model import CannotBeDone

EXIT = {Answer.VALID: 0, Answer.NOT_VALID: 1, Answer.CANNOT_SAY: 2}
NOTHING_SAID = EXIT[Answer.CANNOT_SAY]
_TURNING = frozenset(map(chr, (*range(0x202A, 0x202F), *range(0x2066, 0x206A))))
"""Signs that turn the direction of letters."""
MOST_ISSUER_BYTES = 1_000_000
NO_ANSWER = "The register does not answer, so nobody can say whether the certificate counts."


@dataclass(frozen=True, slots=True)
class Verified:
    """What the check came to. Without a finding nothing in the file could be checked."""

    finding: Finding | None
    reason: str = ""
    has_register: bool = False

    @property
    def answer(self) -> Answer:
        """Valid, not valid, or nobody can say."""
        return Answer.CANNOT_SAY if self.finding is None else self.finding.answer


def verify(database: Database | None, file: Path, given: tuple[str, ...]) -> Verified:
    """Checks the file by our own register where there is one, and by the issuers given.

    Raises CannotBeDone where the file, an issuer or the register cannot be read.
    """
    content = _read(file, MOST_BYTES)
    issuers = read_issuers(given)
    if database is None:
        return _checked(content, issuers, None)
    try:
        with database.reading() as session:
            if not inspect(session.connection()).has_table(Certificate.__tablename__):
                return _checked(content, issuers, None)  # it was never prepared: as if none
            known = credentials.issuers(session)
            both = Issuers({**issuers.keys, **known.keys})
            return _checked(
                content,
                both,
                lambda number: find_record(session, number, both),
                lambda digests: list_pictures(session, digests),
            )
    except SQLAlchemyError as error:
        # Without its register a revoked certificate would look valid.
        raise CannotBeDone(NO_ANSWER) from error


def _checked(
    content: bytes,
    issuers: Issuers,
    look: Callable[[str], Record | None] | None,
    pictures: Pictures = no_pictures,
) -> Verified:
    try:
        finding = check_file(content, issuers, look or (lambda _number: None), pictures)
    except Refusal as refusal:
        return Verified(None, str(refusal), look is not None)
    return Verified(finding, has_register=look is not None)


def read_issuers(given: tuple[str, ...]) -> Issuers:
    """The keys in DIDs, key lines, files of such lines, or DID documents. Raises CannotBeDone."""
    found: dict[str, KnownKey] = {}
    for each in given:
        lines = [each] if each.startswith("did:") else _lines_of(Path(each))
        for line in lines:
            try:
                issuer, public_key = read_line(line)
            except ValueError as error:
                raise CannotBeDone(f"{each} holds no issuer's key: {error}.") from error
            key_id = key_id_of(public_key)
            found[key_id] = KnownKey(key_id, public_key, issuer, issuer)
    return Issuers(found)


def _lines_of(file: Path) -> list[str]:
    try:
        text = _read(file, MOST_ISSUER_BYTES).decode("utf-8-sig").strip()
        if text.startswith("{"):
            return [str(each["id"]) for each in json.loads(text)["verificationMethod"]]
    except (ValueError, LookupError, TypeError) as error:
        raise CannotBeDone(f"{file} holds no issuer's key.") from error
    return text.split()


def _read(file: Path, most_bytes: int) -> bytes:
    """The file, one byte more than is looked at if it is larger. Raises CannotBeDone."""
    try:
        with file.open("rb") as opened:
            return opened.read(most_bytes + 1)
    except OSError as error:
        raise CannotBeDone(f"{file} cannot be read: {error.strerror or error}.") from error


def as_json(verified: Verified) -> bytes:
    """One object: what was found, for machines."""
    found, told = verified.finding, {"answer": verified.answer.value, "reason": verified.reason}
    if found is not None:
        told |= _details(found)
    return msgspec.json.encode({**told, "register": verified.has_register})


def _details(found: Finding) -> dict[str, Any]:
    standing = found.record.standing if found.record is not None else None
    return {
        "number": found.number,
        "verdict": found.verdict.value,
        "issuer": found.issuer.issuer if found.issuer else "",
        "named_issuer": found.named_issuer,
        "issuer_name": found.issuer.name if found.issuer else "",
        "key_id": found.key_id,
        "pages": found.pages.value if found.pages else "",
        "differs": found.differs,
        "state": standing.state.value if standing else "",
        "reason": standing.reason if standing else "",
        "replaced_by": rules.written_number(standing.replaced_by)
        if standing and standing.replaced_by
        else "",
        "claims": msgspec.to_builtins(found.claims),
        "facts": msgspec.Raw(facts_to_json(found.facts)) if found.facts else None,
    }


def as_lines(verified: Verified) -> list[str]:
    """The same in sentences. No sign of the file steers the terminal or begins a line."""
    return ["".join(map(_shown, line)) for line in _lines(verified)]


def _shown(sign: str) -> str:
    is_steering = unicodedata.category(sign) in {"Cc", "Zl", "Zp"} or sign in _TURNING
    return "\ufffd" if is_steering else sign


def _lines(verified: Verified) -> list[str]:
    found = verified.finding
    if found is None:
        return [f"{ANSWERS[Answer.CANNOT_SAY]}.", verified.reason]
    lines = [f"{ANSWERS[found.answer]}.", VERDICTS[found.verdict]]
    if found.pages is not None:
        lines.append(PAGES[found.pages])
    if found.differs:
        names = ", ".join(FIELDS[each] for each in found.differs)
        lines.append(f"It says something else than the register: {names}.")
    if found.number:
        lines.append(f"Number: {found.number}")
    if found.named_issuer:
        lines.append(f"It says that it comes from {found.named_issuer}")
    if found.key_id:
        name = found.issuer.name if found.issuer else "not known"
        lines.append(f"Key: {written_key_id(found.key_id)} ({name})")
    lines += _signed_lines(found)
    return [*lines, _of_register(found, has_register=verified.has_register)]


def _signed_lines(found: Finding) -> list[str]:
    """What was signed, to be held against the paper; nothing of what is forged."""
    said = claims_of(found.facts) if found.facts is not None else found.claims
    if said is None or found.verdict is Verdict.FORGED:
        return []
    values = {
        "kind": next(
            (each.en for kind, each in KIND_NAMES.items() if kind == said.kind), said.kind
        ),
        "name_km": said.name_km,
        "name_latin": said.name_latin,
        "course": said.course,
        "date": written_date(said.date, "en", said.days),
        "minutes": written_duration(said.minutes, "en"),
        "issued_on": written_date(said.issued_on, "en"),
    }
    lines = [f"{SHOWN_CLAIMS[name]}: {value}" for name, value in values.items() if value]
    if said.facts_digest:
        lines.append("The names and the course are too long for a QR code: it does not hold them.")
    if found.verdict is Verdict.UNKNOWN_ISSUER:
        lines.append("Nobody here vouches for any of these lines.")
    elif found.facts is None:
        lines.append("The QR code vouches for these lines only, not for the rest of the paper.")
    return lines


def _of_register(found: Finding, *, has_register: bool) -> str:
    if found.record is None:
        if has_register:
            return (
                "The register here does not have it; whether it was revoked, only its own can say."
            )
        return "There is no register here; whether it was revoked, only its own can say."
    standing = found.record.standing
    reason = f": {standing.reason}" if standing.reason else ""
    return f"In the register: {STATES[standing.state]}{reason}"
