"""Certificates by e-mail: asked for on a page, sent later by a postman, and never lost between.

A letter waits in the database until a mail server has taken it. Each try is noted before it is
made, so a letter may in the worst case (a power cut between the server's yes and ours) go out
twice with the same Message-ID, and never not at all.
"""

import datetime as dt
import enum
import uuid
from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select, update
from sqlalchemy.orm import Session

from training.adapters.mail import is_address
from training.audit import service as audit
from training.certificates.model import State
from training.certificates.tables import Certificate, Letter
from training.kernel.access import ActorKind, Who
from training.kernel.ids import new_id
from training.kernel.locales import Language
from training.kernel.refusal import Refusal
from training.kernel.texts import say

MOST_OF_A_CERTIFICATE = 5
"""Letters of one certificate in a day: enough for every typing error, no use to senders of spam."""
PAUSES = (1, 5, 15, 60, 240, 720, 1440)
"""Minutes from one try to the next; after the last one the letter is given up."""
LEASE = dt.timedelta(minutes=10)
"""How long a letter belongs to the postman who took it."""

NO_ADDRESS = say("This is no e-mail address. One looks like sok.sophea@example.org.")
NO_MAIL_SERVER = say("No mail server is set up here, so nothing can be sent by e-mail.")
TOO_MANY = say("This certificate was sent several times today. Please try again tomorrow.")
NOT_VALID = say("Only a certificate that counts is sent. Please look at what became of this one.")
NO_LONGER_COUNTS = "no-longer-counts"
"""As the fault of a letter that was given up since its certificate does not count any more."""
NOT_REACHED = "not-reached"
"""As the fault of a letter that no mail server was there for; the log has the details."""
NO_ONE_ANSWERS = say("The mail server could not be reached.")
NO_LETTER = say("This letter is not here.")


class LetterState(enum.StrEnum):
    """Where a letter is."""

    WAITING = "waiting"
    SENT = "sent"
    GIVEN_UP = "given-up"


@dataclass(frozen=True, slots=True)
class Taken:
    """A letter in the hands of a postman."""

    id: uuid.UUID
    certificate_id: uuid.UUID
    address: str
    language: str
    tries: int
    """This one included."""


def ask_for_letter(
    session: Session,
    certificate: Certificate,
    address: str,
    language: Language,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> None:
    """Lets a certificate wait to be sent; the same key asks once.

    Raises Refusal: 422 for what is no address, 409 for a certificate that does not count, 429 when
    it was sent too often today.
    """
    if not is_address(address):
        raise Refusal(NO_ADDRESS, field="address")
    if certificate.state != State.VALID:
        raise Refusal(NOT_VALID, status=409)
    own = Letter.certificate_id == certificate.id
    if session.scalar(select(Letter.id).where(own, Letter.submission_key == submission_key)):
        return
    today = select(func.count()).where(own, Letter.asked_at > now - dt.timedelta(days=1))
    if (session.scalar(today) or 0) >= MOST_OF_A_CERTIFICATE:
        raise Refusal(TOO_MANY, status=429)
    letter = Letter(
        id=new_id(),
        certificate_id=certificate.id,
        address=address,
        language=language,
        state=LetterState.WAITING,
        next_try_at=now,
        asked_at=now,
        asked_by=who.id if who.kind is ActorKind.ACCOUNT else None,
        submission_key=submission_key,
    )
    session.add(letter)
    session.flush()
    audit.record(
        session, who, now, "asked to send", "certificate", certificate.id,
        course_id=certificate.course_id, after={"address": address},
    )  # fmt: skip


def is_any_due(session: Session, now: dt.datetime) -> bool:
    """Whether a postman has anything to do."""
    due = select(Letter.id).where(Letter.state == LetterState.WAITING, Letter.next_try_at <= now)
    return session.scalar(due.limit(1)) is not None


def take_due(session: Session, now: dt.datetime) -> Taken | None:
    """The letter that has waited longest for its turn, for this postman alone; None: none is due.

    Whoever takes one has it for ten minutes. Two who reach for the same one: one of them gets it.
    """
    due = select(Letter).where(Letter.state == LetterState.WAITING, Letter.next_try_at <= now)
    letter = session.scalar(due.order_by(Letter.next_try_at).limit(1).with_for_update())
    if letter is None:
        return None
    letter.tries += 1
    letter.next_try_at = now + LEASE
    session.flush()
    return Taken(letter.id, letter.certificate_id, letter.address, letter.language, letter.tries)


def note_sent(session: Session, taken: Taken, now: dt.datetime) -> None:
    """The mail server has taken it."""
    changed = {"state": LetterState.SENT, "sent_at": now, "last_fault": ""}
    session.execute(update(Letter).where(Letter.id == taken.id).values(changed))


def note_fault(
    session: Session, taken: Taken, fault: str, now: dt.datetime, *, is_final: bool
) -> None:
    """It was not taken: it waits for its next try, or is given up."""
    changed: dict[str, object] = {"last_fault": fault}
    if is_final or taken.tries > len(PAUSES):
        changed["state"] = LetterState.GIVEN_UP
    else:
        changed["next_try_at"] = now + dt.timedelta(minutes=PAUSES[taken.tries - 1])
    session.execute(update(Letter).where(Letter.id == taken.id).values(changed))


def try_again(session: Session, letter_id: uuid.UUID, now: dt.datetime) -> None:
    """A letter that was given up, or still waits, is due now. Raises Refusal (404)."""
    letter = session.get(Letter, letter_id)
    if letter is None:
        raise Refusal(NO_LETTER, status=404)
    if letter.state != LetterState.SENT:
        letter.state, letter.tries, letter.next_try_at = LetterState.WAITING, 0, now


def newest_of_course(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, Letter]:
    """The newest letter of each certificate of a course that was ever to be sent."""
    asked = (
        select(Letter)
        .join(Certificate, Certificate.id == Letter.certificate_id)
        .where(Certificate.course_id == course_id)
        .order_by(Letter.id)
    )
    return {letter.certificate_id: letter for letter in session.scalars(asked)}


def list_letters(
    session: Session, before: uuid.UUID | None, count: int
) -> Sequence[tuple[Letter, str]]:
    """Letters with their certificate's number, newest first, from before that one on."""
    asked = select(Letter, Certificate.number).join(
        Certificate, Certificate.id == Letter.certificate_id
    )
    if before is not None:
        asked = asked.where(Letter.id < before)
    rows = session.execute(asked.order_by(Letter.id.desc()).limit(count))
    return [(letter, number) for letter, number in rows]


def count_states(session: Session) -> dict[str, int]:
    """How many letters wait and how many were given up."""
    open_states = [LetterState.WAITING, LetterState.GIVEN_UP]
    asked = select(Letter.state, func.count()).where(Letter.state.in_(open_states))
    found = session.execute(asked.group_by(Letter.state))
    return {str(state): int(count) for state, count in found}
