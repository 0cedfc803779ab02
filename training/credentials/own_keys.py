"""Our own key at work, the keys that are believed, places in status lists."""

import datetime as dt
from pathlib import Path

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.adapters.database import hold
from training.credentials import keys
from training.credentials.did import did_key_of, did_web_of, is_did_key, multikey_of, public_key_in
from training.credentials.model import Issuers, KnownKey, Signer, StatusPlace, key_id_of
from training.credentials.tables import IssuerKey


def our_signer(
    session: Session, data_folder: Path, public_url: str, name: str, now: dt.datetime
) -> Signer:
    """The key that this installation signs with today; made on first use.

    The issuer is did:web of an https `public_url`, else the key itself (did:key): another public
    URL is another issuer, and has a key of its own. `name` says whose a new key is, in words.
    Raises keys.KeyUnusable. The session must be one that writes.
    """
    found = find_our_key(session, data_folder, public_url)
    if found is None:
        hold(session, "issuer key")
        found = find_our_key(session, data_folder, public_url)
    if found is None:
        found = make_our_key(session, data_folder, public_url, name, now)
    return signer_of(data_folder, found.key_id, known_key(found))


def signer_of(data_folder: Path, key_id: str, key: KnownKey) -> Signer:
    """An own key at work, also one that is retired: status lists of before need it. Raises
    keys.KeyUnusable.
    """
    return keys.FileSigner(key, keys.read_private(data_folder, key_id))


def find_our_key(session: Session, data_folder: Path, public_url: str) -> IssuerKey | None:
    """The key that is in use for this public URL and is on this machine, if there is one."""
    asked = select(IssuerKey).where(
        IssuerKey.is_own.is_(True),
        IssuerKey.retired_at.is_(None),
        IssuerKey.distrusted_at.is_(None),
    )
    did = did_web_of(public_url)
    for row in session.scalars(asked.order_by(IssuerKey.added_at, IssuerKey.key_id)):
        is_of_url = row.issuer == did if did else is_did_key(row.issuer)
        if is_of_url and keys.has_private(data_folder, row.key_id):
            return row
    return None


def find_list_signer(
    session: Session, data_folder: Path, public_url: str, key_id: str
) -> Signer | None:
    """Who signs the status lists of a key: itself, where it is here and not stolen, else our own.

    None for a key that is not known, and where there is no key here to sign with. Raises
    keys.KeyUnusable.
    """
    row = session.get(IssuerKey, key_id)
    if row is None:
        return None
    if row.distrusted_at or not (row.is_own and keys.has_private(data_folder, key_id)):
        row = find_our_key(session, data_folder, public_url)
    return signer_of(data_folder, row.key_id, known_key(row)) if row else None


def make_our_key(
    session: Session, data_folder: Path, public_url: str, name: str, now: dt.datetime
) -> IssuerKey:
    """A new own key: its row, then its file, so that none stays where there is no room for a row.

    Raises keys.KeyUnusable, and OSError where the disk is full.
    """
    public_key, private = keys.new_private()
    row = IssuerKey(
        key_id=key_id_of(public_key),
        public_key=multikey_of(public_key),
        issuer=did_web_of(public_url) or did_key_of(public_key),
        name=name,
        is_own=True,
        added_at=now,
    )
    session.add(row)
    session.flush()
    keys.keep_private(data_folder, row.key_id, private)
    return row


def known_key(row: IssuerKey) -> KnownKey:
    """The row as a plain value."""
    return KnownKey(
        key_id=row.key_id,
        public_key=public_key_in(row.public_key),
        issuer=row.issuer,
        name=row.name,
        retired_at=row.retired_at,
        distrusted_at=row.distrusted_at,
    )


def issuers(session: Session) -> Issuers:
    """Every key that is or was believed here, our own ones too; one statement."""
    return Issuers({row.key_id: known_key(row) for row in session.scalars(select(IssuerKey))})


def reserve_places(session: Session, key_id: str, count: int) -> tuple[StatusPlace, ...]:
    """So many new places in the status lists of an own key; nobody else gets them.

    Raises LookupError for a key that is not here.
    """
    asked = update(IssuerKey).where(IssuerKey.key_id == key_id)
    taken = asked.values(next_index=IssuerKey.next_index + count).returning(IssuerKey.next_index)
    end = session.scalar(taken)
    if end is None:
        raise LookupError(f"no key {key_id}")
    return tuple(StatusPlace(key_id, index) for index in range(end - count, end))


def skip_places(session: Session, key_id: str, first_free: int) -> None:
    """Gives no place before `first_free` any more, where the key is our own."""
    ours = (IssuerKey.key_id == key_id, IssuerKey.is_own.is_(True))
    asked = update(IssuerKey).where(*ours, IssuerKey.next_index < first_free)
    session.execute(asked.values(next_index=first_free))


def skip_more_places(session: Session, count: int) -> int:
    """Leaves out the next places of each own key; how many keys there are."""
    asked = update(IssuerKey).where(IssuerKey.is_own.is_(True))
    changed = asked.values(next_index=IssuerKey.next_index + count).returning(IssuerKey.key_id)
    return len(session.scalars(changed).all())
