"""Queries of the people room."""

import uuid
from collections.abc import Collection, Sequence

from sqlalchemy import bindparam, exists, select, tuple_, update
from sqlalchemy.orm import Session

from training.adapters.database import ask
from training.kernel.locales import Bilingual
from training.people.model import AccountIdentity, AccountRole
from training.people.tables import Account, Person

PAGE = 50
# What every request of staff asks: built once, filled in each time.
_SIGNED_IN = (
    select(Account.epoch, Account.person_id, Account.role, Person.name_km, Person.name_latin)
    .join(Person, Person.id == Account.person_id)
    .where(Account.id == bindparam("account_id"), Account.active)
)


def get_person(session: Session, person_id: uuid.UUID) -> Person:
    """The person. Raises sqlalchemy.exc.NoResultFound."""
    return session.get_one(Person, person_id)


def list_persons(session: Session, person_ids: Collection[uuid.UUID]) -> Sequence[Person]:
    """These persons, in no order."""
    return session.scalars(select(Person).where(Person.id.in_(person_ids))).all()


def lock_person(session: Session, person_id: uuid.UUID) -> Person:
    """The person, locked until the transaction ends. Raises sqlalchemy.exc.NoResultFound."""
    return session.get_one(Person, person_id, with_for_update=True, populate_existing=True)


def find_account(session: Session, account_id: uuid.UUID) -> tuple[Account, Person] | None:
    """An account and its person."""
    asked = select(Account, Person).join(Person, Person.id == Account.person_id)
    row = session.execute(asked.where(Account.id == account_id)).one_or_none()
    return None if row is None else (row[0], row[1])


def find_identity(session: Session, account_id: uuid.UUID, epoch: int) -> AccountIdentity | None:
    """Who is signed in with this account, unless it was closed or its sessions ended."""
    row = ask(session, _SIGNED_IN, {"account_id": account_id}).one_or_none()
    if row is None or row.epoch != epoch:
        return None
    name = Bilingual(row.name_km or row.name_latin, row.name_latin or row.name_km)
    return AccountIdentity(account_id, row.person_id, name, AccountRole(row.role))


def find_account_by_name(session: Session, sign_in_name: str) -> Account | None:
    """The account that signs in with that name."""
    return session.scalar(select(Account).where(Account.sign_in_name == sign_in_name))


def list_accounts(
    session: Session, after: Account | None = None
) -> Sequence[tuple[Account, Person]]:
    """A page of accounts with their persons, in the Khmer order of names, and one more if any."""
    asked = select(Account, Person).join(Person, Person.id == Account.person_id)
    place = tuple_(Account.sort_key, Account.id)
    if after is not None:
        asked = asked.where(place > tuple_(after.sort_key, after.id))
    asked = asked.order_by(Account.sort_key, Account.id).limit(PAGE + 1)
    return [(row[0], row[1]) for row in session.execute(asked)]


def list_by_id(
    session: Session, account_ids: Collection[uuid.UUID]
) -> Sequence[tuple[Account, Person]]:
    """These accounts with their persons, in the Khmer order of names."""
    asked = select(Account, Person).join(Person, Person.id == Account.person_id)
    asked = asked.where(Account.id.in_(account_ids)).order_by(Account.sort_key, Account.id)
    return [(row[0], row[1]) for row in session.execute(asked)]


def sort_accounts_of(session: Session, person: Person) -> None:
    """Brings the accounts of a person, whose name was changed, to their new place in the list."""
    asked = update(Account).where(Account.person_id == person.id)
    session.execute(asked.values(sort_key=person.sort_key))


def has_administrator(session: Session) -> bool:
    """Whether an administrator with a password exists."""
    asked = exists().where(Account.role == AccountRole.ADMINISTRATOR, Account.password_hash != "")
    return bool(session.scalar(select(asked)))


def raise_epoch(session: Session, account_id: uuid.UUID) -> None:
    """Makes every session of the account one of the past."""
    raised = update(Account).where(Account.id == account_id).values(epoch=Account.epoch + 1)
    session.execute(raised)
