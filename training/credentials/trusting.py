"""Who is believed: the keys of this installation and of others, as administrators decide it.

A key is never removed: what it signed must go on being checked.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.adapters.database import hold
from training.audit import service as audit
from training.credentials import keys, own_keys, texts
from training.credentials.did import did_web_of, document_of, line_of, multikey_of, read_line
from training.credentials.model import KnownKey, key_id_of, written_key_id
from training.credentials.tables import IssuerKey
from training.kernel.access import ActorKind, Who
from training.kernel.refusal import Refusal

LONGEST_LINE = 1_000
LONGEST_WORDS = 200


@dataclass(frozen=True, slots=True)
class KeyView:
    """A key as an administrator looks at it."""

    key: KnownKey
    is_own: bool
    is_here: bool
    """Whether its private half is on this machine."""
    is_in_use: bool
    """Whether certificates are signed with it today."""
    added_at: dt.datetime
    reason: str
    line: str
    """The one line with which it is made known elsewhere."""

    @property
    def fingerprint(self) -> str:
        """Sixteen digits to compare by eye or by telephone."""
        return written_key_id(self.key.key_id)


def list_keys(session: Session, data_folder: Path, public_url: str) -> tuple[KeyView, ...]:
    """Every key that is or was believed, our own first, then the newest first."""
    ours = own_keys.find_our_key(session, data_folder, public_url)
    asked = select(IssuerKey).order_by(IssuerKey.is_own.desc(), IssuerKey.added_at.desc())
    return tuple(_view(row, data_folder, ours) for row in session.scalars(asked))


def _view(row: IssuerKey, data_folder: Path, ours: IssuerKey | None) -> KeyView:
    key = own_keys.known_key(row)
    return KeyView(
        key=key,
        is_own=row.is_own,
        is_here=row.is_own and keys.has_private(data_folder, row.key_id),
        is_in_use=row is ours,
        added_at=row.added_at,
        reason=row.reason,
        line=line_of(key.issuer, key.public_key),
    )


def rotate(
    session: Session,
    data_folder: Path,
    public_url: str,
    expected: str,
    name: str,
    reason: str,
    who: Who,
    now: dt.datetime,
) -> KnownKey:
    """A new key for signing from now on; what the old one signed stays valid.

    `expected` is the id of the key that is to go, "" where there is none: who asks twice gets what
    was done the first time. Raises Refusal (422) without a name, keys.KeyUnusable.
    """
    if not name:
        raise Refusal(texts.NO_NAME, field="name")
    hold(session, "issuer key")
    old = own_keys.find_our_key(session, data_folder, public_url)
    if old is not None and old.key_id != expected:
        return own_keys.known_key(old)
    if old is not None:
        old.retired_at, old.reason = now, reason
        _record(session, who, now, "retired", old)
    made = own_keys.make_our_key(session, data_folder, public_url, name, now)
    made.added_by = _account_of(who)
    _record(session, who, now, "made", made)
    session.flush()
    return own_keys.known_key(made)


def trust(
    session: Session, line: str, name: str, who: Who, now: dt.datetime, *, again: bool = False
) -> KnownKey:
    """Makes the key of another installation known; asked twice, nothing more happens.

    `again` takes back that a key was distrusted. Raises Refusal (422 for what is no key, 409 for
    one that is known otherwise).
    """
    try:
        issuer, public_key = read_line("".join(line[: LONGEST_LINE + 1].split()))
    except ValueError as error:
        raise Refusal(texts.NOT_A_KEY, field="key") from error
    row = session.get(IssuerKey, key_id_of(public_key))
    if row is None:
        return _add(session, issuer, public_key, name, who, now)
    if row.issuer != issuer:
        raise Refusal(texts.KNOWN_FOR_ANOTHER, status=409, field="key")
    if row.distrusted_at and not again:
        raise Refusal(texts.STOLEN, status=409, field="key")
    if row.distrusted_at:
        row.distrusted_at, row.reason = None, ""
        _record(session, who, now, "trusted again", row)
    return own_keys.known_key(row)


def _add(
    session: Session, issuer: str, public_key: bytes, name: str, who: Who, now: dt.datetime
) -> KnownKey:
    if not name:
        raise Refusal(texts.NO_NAME, field="name")
    row = IssuerKey(
        key_id=key_id_of(public_key),
        public_key=multikey_of(public_key),
        issuer=issuer,
        name=name,
        is_own=False,
        added_at=now,
        added_by=_account_of(who),
    )
    session.add(row)
    _record(session, who, now, "trusted", row)
    session.flush()
    return own_keys.known_key(row)


def distrust(session: Session, key_id: str, reason: str, who: Who, now: dt.datetime) -> KnownKey:
    """From now on this key counts as stolen: only what our register holds of it is believed.

    Raises Refusal (404 for a key that is not here, 422 without a reason).
    """
    row = session.get(IssuerKey, key_id)
    if row is None:
        raise Refusal(texts.UNKNOWN_KEY, status=404)
    if row.distrusted_at is None:
        if not reason:
            raise Refusal(texts.NO_REASON, field="reason")
        row.distrusted_at, row.reason = now, reason
        _record(session, who, now, "distrusted", row)
    return own_keys.known_key(row)


def find_document(session: Session, public_url: str) -> dict[str, object] | None:
    """The DID document of this server's did:web; None where it has none.

    It lists every key that signs for it, the retired ones too, and none that counts as stolen.
    """
    did = did_web_of(public_url)
    if not did:
        return None
    asked = select(IssuerKey).where(IssuerKey.issuer == did, IssuerKey.distrusted_at.is_(None))
    rows: Sequence[IssuerKey] = session.scalars(
        asked.order_by(IssuerKey.added_at, IssuerKey.key_id)
    ).all()
    return document_of(did, [own_keys.known_key(row).public_key for row in rows])


def subject_of(key_id: str) -> uuid.UUID:
    """The id under which the audit trail keeps what happened to a key."""
    return uuid.uuid5(uuid.NAMESPACE_OID, key_id)


def _account_of(who: Who) -> uuid.UUID | None:
    return who.id if who.kind is ActorKind.ACCOUNT else None


def _record(session: Session, who: Who, now: dt.datetime, action: str, row: IssuerKey) -> None:
    told = {
        "key_id": row.key_id, "issuer": row.issuer, "name": row.name, "reason": row.reason or "",
    }  # fmt: skip
    audit.record(session, who, now, action, "issuer key", subject_of(row.key_id), after=told)
