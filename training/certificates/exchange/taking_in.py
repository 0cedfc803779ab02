"""What of another installation's register is taken into ours. Everything, or nothing."""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.certificates import register_store, store
from training.certificates.exchange import store as homes
from training.certificates.exchange import texts
from training.certificates.exchange.doubts import Doubts
from training.certificates.exchange.file import Entry, Register
from training.certificates.exchange.going_out import CHUNK, changes_of
from training.certificates.model import State
from training.certificates.rules import written_number
from training.certificates.tables import (
    Certificate,
    CertificateChange,
    CertificateCredential,
    CertificatePicture,
)
from training.credentials import service as credentials
from training.credentials.model import written_key_id
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal

_FOR_EVER = frozenset({State.REVOKED, State.REPLACED})
_GRAVITY = {State.VALID: 0, State.SUSPENDED: 1, State.REVOKED: 2, State.REPLACED: 2}


@dataclass(slots=True)
class Taken:
    """What was taken from a file, in certificates."""

    added: int = 0
    changed: int = 0
    """They were here, and the file tells something new of them."""
    known: int = 0
    """They were here, just so."""
    held_back: int = 0
    """Of the added ones: corrections that an administrator has to look at."""


def import_register(session: Session, register: Register, who: Who, now: dt.datetime) -> Taken:
    """Takes in what is new in a register that `file.read` has found whole.

    Taking the same file again changes nothing. Raises Refusal (409), after which nothing may be
    committed, where a certificate is here with other words, or a key was distrusted meanwhile.
    """
    _require_trusted(session, register)
    taken, doubts = Taken(), Doubts(register)
    entries = register.entries
    _take_pictures(session, register, who, now)
    for start in range(0, len(entries), CHUNK):
        _take_chunk(session, entries[start : start + CHUNK], taken, doubts, now)
    for key in register.signers:
        used = [each.status_index for each in entries if each.key_id == key.key_id]
        credentials.skip_places(session, key.key_id, max(used, default=-1) + 1)
    if taken.added or taken.changed:
        told = {
            "keys": [each.key_id for each in register.signers],
            "made_at": register.contents.made_at.isoformat(),
            "added": taken.added,
            "changed": taken.changed,
            "held_back": taken.held_back,
        }
        audit.record(session, who, now, "imported", "certificate register", None, after=told)
    return taken


def _require_trusted(session: Session, register: Register) -> None:
    known = credentials.issuers(session).keys
    for key_id in (each.key_id for each in register.signers):
        if key_id not in known or known[key_id].distrusted_at:
            raise Refusal(texts.distrusted_key(written_key_id(key_id)), status=409, field="file")


def _take_pictures(session: Session, register: Register, who: Who, now: dt.datetime) -> None:
    used = {digest for each in register.entries for digest in each.facts.pictures}
    here = store.list_pictures(session, used & register.pictures.keys())
    for digest in sorted(used & register.pictures.keys() - here.keys()):
        picture = register.pictures[digest]
        row = CertificatePicture(
            digest=digest, media_type=picture.media_type, content=picture.content, added_at=now
        )
        row.added_by = who.id
        session.add(row)


def _take_chunk(
    session: Session, entries: Sequence[Entry], taken: Taken, doubts: Doubts, now: dt.datetime
) -> None:
    here = _find(session, [each.number for each in entries])
    _require_same(session, entries, here)
    corrected = _find(session, [each.replaces for each in entries if each.replaces])
    looked_at = {row.id: row for row in (*here.values(), *corrected.values())}
    known_changes = changes_of(session, list(looked_at))
    doubts.look_at(list(looked_at.values()), known_changes)
    new = [each for each in entries if each.number not in here]
    rows = here | _add(session, new, corrected, doubts)
    changed_ids = list[uuid.UUID]()
    for entry in entries:
        row = rows[entry.number]
        is_changed = _take_changes(session, row, entry, known_changes.get(row.id, ()))
        if entry.number not in here:
            taken.added += 1
        elif is_changed:
            taken.changed += 1
            changed_ids.append(row.id)
        else:
            taken.known += 1
    session.flush()
    register_store.forget_waiting(session, changed_ids, now)
    taken.held_back += doubts.hold_back(session, [rows[each.number] for each in new], now)


def _find(session: Session, numbers: Sequence[str]) -> dict[str, Certificate]:
    asked = select(Certificate).where(Certificate.number.in_(numbers))
    return {each.number: each for each in session.scalars(asked)}


def _require_same(
    session: Session, entries: Sequence[Entry], here: Mapping[str, Certificate]
) -> None:
    """A number, a place in a status list and a change belong to one certificate, here as there."""
    owners = _owners_of_places(session, entries)
    changes = [change.id for each in entries for change in each.changes]
    asked = select(CertificateChange.id, CertificateChange.certificate_id)
    belongs = dict(session.execute(asked.where(CertificateChange.id.in_(changes))).all())
    for entry in entries:
        row = here.get(entry.number)
        own = {row.id} if row else set()
        is_same = row is None or (row.key_id == entry.key_id and row.facts == entry.facts)
        owner = owners.get((entry.key_id, entry.status_index), entry.number)
        others = {belongs[each.id] for each in entry.changes if each.id in belongs} - own
        if not is_same or owner != entry.number or others:
            raise Refusal(texts.conflict(written_number(entry.number)), status=409, field="file")


def _owners_of_places(
    session: Session, entries: Sequence[Entry]
) -> dict[tuple[str | None, int | None], str]:
    asked = select(Certificate.key_id, Certificate.status_index, Certificate.number).where(
        Certificate.key_id.in_({each.key_id for each in entries}),
        Certificate.status_index.in_([each.status_index for each in entries]),
    )
    return {(key_id, index): number for key_id, index, number in session.execute(asked)}


def _add(
    session: Session, entries: Sequence[Entry], here: Mapping[str, Certificate], doubts: Doubts
) -> dict[str, Certificate]:
    """New rows; whose course and seat are not here has none. Some correct what is here."""
    places, added = _homes(session, entries), dict[str, Certificate]()
    for entry in entries:
        course_id, seat_id, account_id = places.place(entry)
        corrected = here.get(entry.replaces) or added.get(entry.replaces)
        added[entry.number] = row = Certificate(
            id=new_id(),
            number=entry.number,
            course_id=course_id,
            seat_id=seat_id,
            account_id=account_id,
            kind=entry.kind.value,
            edition=entry.edition,
            facts=entry.facts,
            issued_at=entry.issued_at,
            exception=entry.exception,
            state=State.VALID.value,
            key_id=entry.key_id,
            status_index=entry.status_index,
        )
        row.replaces = doubts.corrected_by(row, corrected) if corrected else None
        session.add(row)
    session.flush()
    documents = [each for each in entries if each.credential]
    session.add_all(
        CertificateCredential(certificate_id=added[each.number].id, document=each.credential)
        for each in documents
    )
    return added


Held = tuple[uuid.UUID | None, uuid.UUID | None, uuid.UUID | None, str, int]


@dataclass(frozen=True, slots=True)
class _Homes:
    """Which courses, seats and accounts are here, and what certificates they have already."""

    courses: frozenset[uuid.UUID]
    seats: Mapping[uuid.UUID, uuid.UUID]
    """The course of each seat."""
    accounts: frozenset[uuid.UUID]
    held: set[Held]

    def place(self, entry: Entry) -> tuple[uuid.UUID | None, uuid.UUID | None, uuid.UUID | None]:
        """The course, the seat and the account of a new row, as far as here and free."""
        course_id = entry.course_id if entry.course_id in self.courses else None
        if course_id is None:
            return None, None, None
        seat_id, account_id = entry.seat_id, entry.account_id
        if seat_id is None or self.seats.get(seat_id) != course_id:
            seat_id = None
        if account_id not in self.accounts:
            account_id = None
        wanted: Held = (
            None if seat_id else course_id, seat_id, account_id, entry.kind.value, entry.edition,
        )  # fmt: skip
        if wanted in self.held:
            return course_id, None, None
        self.held.add(wanted)
        return course_id, seat_id, account_id


def _homes(session: Session, entries: Sequence[Entry]) -> _Homes:
    course_ids = {each.course_id for each in entries if each.course_id}
    seat_ids = {each.seat_id for each in entries if each.seat_id}
    account_ids = {each.account_id for each in entries if each.account_id}
    held = set[Held]()
    asked = select(
        Certificate.course_id, Certificate.seat_id, Certificate.account_id, Certificate.kind,
        Certificate.edition,
    )  # fmt: skip
    for chosen in (Certificate.seat_id.in_(seat_ids), Certificate.account_id.in_(account_ids)):
        for row in session.execute(asked.where(chosen)):
            course_id, seat_id, account_id, kind, edition = row
            held.add((None if seat_id else course_id, seat_id, account_id, kind, edition))
    return _Homes(
        courses=homes.list_courses_here(session, course_ids),
        seats=homes.list_courses_of_seats(session, seat_ids),
        accounts=homes.list_accounts_here(session, account_ids),
        held=held,
    )


def _take_changes(
    session: Session, row: Certificate, entry: Entry, here: Sequence[CertificateChange]
) -> bool:
    """Adds the changes that are not here yet behind those that are; whether there were any.

    What this server itself decided stays on top: a file can make that graver, never milder. What
    was revoked or replaced once stays so, whoever decided it.
    """
    ids = {each.id for each in here}
    has_own_word = bool(ids - {each.id for each in entry.changes})
    version = max((each.version for each in here), default=0)
    is_changed = False
    for change in entry.changes:
        is_milder = _GRAVITY[change.state] <= _GRAVITY[State(row.state)]
        is_held = has_own_word or State(row.state) in _FOR_EVER
        if change.id in ids or (is_held and is_milder):
            continue
        version += 1
        session.add(
            CertificateChange(
                id=change.id,
                certificate_id=row.id,
                version=version,
                state=change.state.value,
                reason=change.reason,
                changed_at=change.changed_at,
            )
        )
        row.state, is_changed = change.state.value, True
    return is_changed
