"""Use cases of the people room: persons, accounts, first administrator, passwords."""

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Callable, Collection, Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from training.adapters.collation import sort_key
from training.adapters.database import hold
from training.audit import service as audit
from training.kernel.access import SYSTEM, Who
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.people import rules, store
from training.people.model import AccountRole, PersonDetails
from training.people.tables import Account, Person

ALREADY_STARTED = say("This link was used already. Please sign in.")
NAME_TAKEN = say("Someone signs in with this name already. Please choose another.")
NAME_UNKNOWN = say("Nobody signs in with this name. Please check it.")
SIGN_IN_NAME_NEEDED = say(
    "Please choose a name to sign in with: 3 to 60 Latin letters, digits or . _ - @"
)
WithoutGlyph = Callable[[str], Sequence[str]]


def add_person(
    session: Session, details: PersonDetails, now: dt.datetime, without_glyph: WithoutGlyph
) -> Person:
    """A new person. Raises Refusal for a name that cannot be printed."""
    clean = rules.check_details(details, without_glyph)
    person = Person(id=new_id(), created_at=now, sort_key=b"", search_key="", **asdict(clean))
    _set_keys(person)
    session.add(person)
    return person


def _set_keys(person: Person) -> None:
    person.sort_key = sort_key(person.name_km or person.name_latin)
    person.search_key = rules.search_key(f"{person.name_km} {person.name_latin}")


def details_of(person: Person) -> PersonDetails:
    """What the person told, as a value."""
    return PersonDetails(
        person.name_km,
        person.name_latin,
        person.title,
        person.gender,
        person.organisation,
        person.sector,
        person.province,
    )


def get_details(session: Session, person_id: uuid.UUID) -> PersonDetails:
    """The details of one person. Raises sqlalchemy.exc.NoResultFound."""
    return details_of(store.get_person(session, person_id))


def correct_person(
    session: Session,
    person_id: uuid.UUID,
    details: PersonDetails,
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
    course_id: uuid.UUID | None = None,
) -> bool:
    """Corrects names and facts of a person, with a trace. True when something changed."""
    person = store.lock_person(session, person_id)
    before, after = asdict(details_of(person)), asdict(rules.check_details(details, without_glyph))
    changed = {name for name in after if after[name] != before[name]}
    if not changed:
        return False
    for name in changed:
        setattr(person, name, after[name])
    _set_keys(person)
    store.sort_accounts_of(session, person)
    audit.record(
        session,
        who,
        now,
        "corrected",
        "person",
        person.id,
        course_id=course_id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )
    return True


def read_sign_in_name(typed: str) -> str:
    """The name to sign in with, lower case. Raises Refusal when it cannot be one."""
    name = typed.strip().lower()
    if not 3 <= len(name) <= 60 or any(
        not (s.isascii() and (s.isalnum() or s in "._-@")) for s in name
    ):
        raise Refusal(SIGN_IN_NAME_NEEDED, field="sign_in_name")
    return name


def add_account(
    session: Session,
    details: PersonDetails,
    sign_in_name: str,
    role: AccountRole,
    who: Who,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
    password_hash: str = "",
) -> Account:
    """A member of staff; without a hash, one who still has to choose a password."""
    name = read_sign_in_name(sign_in_name)
    if store.find_account_by_name(session, name) is not None:
        raise Refusal(NAME_TAKEN, field="sign_in_name")
    person = add_person(session, details, now, without_glyph)
    session.flush()
    account = Account(
        id=new_id(),
        person_id=person.id,
        sort_key=person.sort_key,
        sign_in_name=name,
        password_hash=password_hash,
        role=role.value,
        active=True,
        epoch=1,
        created_at=now,
    )
    session.add(account)
    audit.record(
        session, who, now, "added", "account", account.id, after={"name": name, "role": role.value}
    )
    return account


def add_first_administrator(
    session: Session,
    details: PersonDetails,
    sign_in_name: str,
    password_hash: str,
    now: dt.datetime,
    without_glyph: WithoutGlyph,
) -> Account:
    """The administrator whom the one-time link makes. Raises Refusal (409) when there is one."""
    hold(session, "the first administrator")
    if store.has_administrator(session):
        raise Refusal(ALREADY_STARTED, status=409)
    return add_account(
        session,
        details,
        sign_in_name,
        AccountRole.ADMINISTRATOR,
        SYSTEM,
        now,
        without_glyph,
        password_hash,
    )


def choose_password(
    session: Session, account: Account, password_hash: str, now: dt.datetime
) -> None:
    """Sets a password and ends every session that was opened with the old one."""
    account.password_hash = password_hash
    store.raise_epoch(session, account.id)
    audit.record(session, SYSTEM, now, "chose a password", "account", account.id)


def end_sessions(session: Session, account_id: uuid.UUID, who: Who, now: dt.datetime) -> None:
    """Signs the account out everywhere: on this computer, in every window, on every other one."""
    store.raise_epoch(session, account_id)
    audit.record(session, who, now, "signed out", "account", account_id)


def has_administrator(session: Session) -> bool:
    """Whether somebody administers this installation yet."""
    return store.has_administrator(session)


def offer_staff(
    session: Session, chosen: Collection[uuid.UUID]
) -> tuple[Sequence[tuple[uuid.UUID, Bilingual]], bool]:
    """Open accounts to choose from, with their names, and whether there are more than these.

    Those of `chosen` come first, then the first page of the others, in the Khmer order of names.
    """
    page = store.list_accounts(session)
    others = [pair for pair in page[: store.PAGE] if pair[0].id not in chosen]
    offered = [
        (account.id, _name_of(person))
        for account, person in [*store.list_by_id(session, chosen), *others]
        if account.active
    ]
    return offered, len(page) > store.PAGE


def find_staff(
    session: Session, account_ids: Collection[uuid.UUID], sign_in_name: str = ""
) -> frozenset[uuid.UUID]:
    """The open accounts among these, and the one that signs in with that name, if one is given.

    Raises Refusal (422) when nobody signs in with the name.
    """
    found = {each.id for each, _ in store.list_by_id(session, account_ids) if each.active}
    name = sign_in_name.strip().lower()
    if name:
        named = store.find_account_by_name(session, name)
        if named is None or not named.active:
            raise Refusal(NAME_UNKNOWN, field="sign_in_name")
        found.add(named.id)
    return frozenset(found)


def _name_of(person: Person) -> Bilingual:
    return Bilingual(person.name_km or person.name_latin, person.name_latin or person.name_km)


def names_of_accounts(
    session: Session, account_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, Bilingual]:
    """Who these accounts are."""
    found = store.list_by_id(session, account_ids)
    return {account.id: _name_of(person) for account, person in found}


def details_of_persons(
    session: Session, person_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, PersonDetails]:
    """The details of many persons, in one statement."""
    return {each.id: details_of(each) for each in store.list_persons(session, person_ids)}


def details_of_accounts(
    session: Session, account_ids: Collection[uuid.UUID]
) -> dict[uuid.UUID, PersonDetails]:
    """The details of the persons whose accounts these are."""
    found = store.list_by_id(session, account_ids)
    return {account.id: details_of(person) for account, person in found}


def first_administrator_token(secret_key: str) -> str:
    """The token of the one-time link: the same at every start, useless once it was used."""
    return hmac.new(secret_key.encode(), b"first administrator", hashlib.sha256).hexdigest()[:32]


# Looking it up needs no rule: the store's answer is this room's answer.
find_identity = store.find_identity
