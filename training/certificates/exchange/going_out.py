"""What of our register goes out: every certificate that a key of this machine signed."""

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from training.certificates import store
from training.certificates.exchange import file as register_file
from training.certificates.exchange import texts
from training.certificates.exchange.file import Change, Entry
from training.certificates.model import State
from training.certificates.tables import Certificate, CertificateChange, CertificateCredential
from training.credentials import service as credentials
from training.kernel.refusal import Refusal

CHUNK = 200


@dataclass(frozen=True, slots=True)
class Given:
    """What went into a file."""

    certificates: int
    left_out: int
    """Our own certificates that nobody can vouch for any more: from before there were keys, or
    signed with one whose file is lost, or which counts as stolen."""
    key_ids: tuple[str, ...]


def export_register(
    session: Session, data_folder: Path, public_url: str, out: IO[bytes], now: dt.datetime
) -> Given:
    """Writes the file, signed by every key whose certificates are in it.

    Raises Refusal (409) where there is no certificate that was signed here.
    """
    views = credentials.list_keys(session, data_folder, public_url)
    ours = [each for each in views if each.is_here and not each.key.distrusted_at]
    ours.sort(key=lambda each: each.added_at)
    used = [each.key for each in ours if _count(session, Certificate.key_id == each.key.key_id)]
    if not used:
        raise Refusal(texts.NOTHING_TO_GIVE, status=409)
    key_ids = tuple(key.key_id for key in used)
    digests = {
        digest
        for chunk in _chunks(session, key_ids)
        for each in chunk
        for digest in each.facts.pictures
    }
    entries = (entry for chunk in _chunks(session, key_ids) for entry in _entries(session, chunk))
    pictures = store.list_pictures(session, digests)
    signers = [credentials.signer_of(data_folder, key.key_id, key) for key in used]
    count = register_file.write(out, entries, pictures, signers, now)
    away = [each.key.key_id for each in views if each.is_own and each not in ours]
    unsigned = _count(session, Certificate.key_id.is_(None))
    left_out = unsigned + _count(session, Certificate.key_id.in_(away))
    return Given(count, left_out, key_ids)


def _count(session: Session, which: ColumnElement[bool]) -> int:
    return session.scalar(select(func.count()).select_from(Certificate).where(which)) or 0


def _chunks(session: Session, key_ids: Sequence[str]) -> Iterator[Sequence[Certificate]]:
    """The certificates in the order in which they were signed, a few hundred at a time."""
    for key_id in key_ids:
        last: int | None = -1
        while last is not None:
            asked = select(Certificate).where(
                Certificate.key_id == key_id, Certificate.status_index > last
            )
            rows = session.scalars(asked.order_by(Certificate.status_index).limit(CHUNK)).all()
            yield rows
            last = rows[-1].status_index if len(rows) == CHUNK else None
            session.expunge_all()


def _entries(session: Session, chunk: Sequence[Certificate]) -> Iterator[Entry]:
    ids = [each.id for each in chunk]
    asked = select(CertificateCredential).where(CertificateCredential.certificate_id.in_(ids))
    documents = {row.certificate_id: row.document for row in session.scalars(asked)}
    changes = changes_of(session, ids)
    replaced = _numbers(session, [each.replaces for each in chunk if each.replaces])
    for each in chunk:
        yield Entry(
            number=each.number,
            kind=each.facts.kind,
            edition=each.edition,
            facts=each.facts,
            issued_at=each.issued_at,
            exception=each.exception,
            replaces=replaced.get(each.replaces, "") if each.replaces else "",
            key_id=each.key_id or "",
            status_index=each.status_index or 0,
            course_id=each.course_id,
            seat_id=each.seat_id,
            account_id=each.account_id,
            credential=documents.get(each.id, ""),
            changes=tuple(_change(row) for row in changes.get(each.id, ())),
        )


def _change(row: CertificateChange) -> Change:
    return Change(
        id=row.id,
        version=row.version,
        state=State(row.state),
        reason=row.reason,
        changed_at=row.changed_at,
    )


def _numbers(session: Session, ids: Sequence[uuid.UUID]) -> Mapping[uuid.UUID, str]:
    asked = select(Certificate.id, Certificate.number).where(Certificate.id.in_(ids))
    return dict(session.execute(asked).all())


def changes_of(
    session: Session, certificate_ids: Sequence[uuid.UUID]
) -> Mapping[uuid.UUID, Sequence[CertificateChange]]:
    """What became of these certificates, the oldest change first."""
    asked = select(CertificateChange).where(CertificateChange.certificate_id.in_(certificate_ids))
    found: dict[uuid.UUID, list[CertificateChange]] = {}
    for row in session.scalars(asked.order_by(CertificateChange.version)):
        found.setdefault(row.certificate_id, []).append(row)
    return found
