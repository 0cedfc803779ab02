"""Suspend, reinstate, revoke, correct: added to what became of a certificate, with who and why.

Where two persons are asked for, one proposes and another one, an administrator too, agrees. A
correction is a new certificate with a new number, and no change of whether somebody has one: it
asks for one person.
"""

import datetime as dt
import uuid

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.certificates import changes, freezing, register_store, rules, sealing, texts
from training.certificates.model import State
from training.certificates.tables import Certificate, CertificateChange, CertificateProposal
from training.courses import service as courses
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.refusal import Refusal
from training.people.model import PersonDetails

_VERBS = {
    State.VALID: "reinstated",
    State.SUSPENDED: "suspended",
    State.REVOKED: "revoked",
    State.REPLACED: "replaced",
}


def change(
    session: Session,
    certificate_id: uuid.UUID,
    state: State,
    reason: str,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Certificate:
    """Brings a certificate to another state; the same key does it once.

    Raises Refusal: 404 where there is no such certificate, 409 where it cannot come to that state
    from where it is, 422 without a reason.
    """
    certificate = lock_certificate(session, certificate_id)
    if find_change(session, certificate_id, submission_key) is not None:
        return certificate
    said = changes.clean_reason(reason)
    changes.require_possible(State(certificate.state), state)
    _add_change(session, certificate, state, said, submission_key, who, now)
    return certificate


def lock_certificate(session: Session, certificate_id: uuid.UUID) -> Certificate:
    """The certificate, which nobody else changes until the transaction ends. Raises Refusal."""
    found = session.get(Certificate, certificate_id, with_for_update=True, populate_existing=True)
    if found is None:
        raise Refusal(texts.UNKNOWN_NUMBER, status=404)
    return found


def find_change(
    session: Session, certificate_id: uuid.UUID, submission_key: str
) -> CertificateChange | None:
    """The change that a form with this key has made."""
    asked = select(CertificateChange).where(
        CertificateChange.certificate_id == certificate_id,
        CertificateChange.submission_key == submission_key,
    )
    return session.scalar(asked)


def _add_change(
    session: Session,
    certificate: Certificate,
    state: State,
    reason: str,
    submission_key: str,
    who: Who,
    now: dt.datetime,
    proposed_by: uuid.UUID | None = None,
) -> None:
    """Writes it down and into the trail. The certificate is locked, and the change possible."""
    newest = select(func.max(CertificateChange.version)).where(
        CertificateChange.certificate_id == certificate.id
    )
    session.add(
        CertificateChange(
            id=new_id(),
            certificate_id=certificate.id,
            version=(session.scalar(newest) or 0) + 1,
            state=state.value,
            reason=reason,
            changed_at=now,
            changed_by=proposed_by or who.id,
            seconded_by=who.id if proposed_by else None,
            submission_key=submission_key,
        )
    )
    after = {"number": rules.written_number(certificate.number), "state": state.value}
    after |= {"reason": reason} | ({"proposed_by": str(proposed_by)} if proposed_by else {})
    audit.record(
        session, who, now, _VERBS[state], "certificate", certificate.id,
        course_id=certificate.course_id, before={"state": certificate.state}, after=after,
    )  # fmt: skip
    certificate.state = state.value
    register_store.forget_waiting(session, [certificate.id], now)
    session.flush()


def propose(
    session: Session,
    certificate_id: uuid.UUID,
    state: State,
    reason: str,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> CertificateProposal:
    """A change that waits for a second person; the same key proposes it once.

    Raises Refusal as `change` does, and 409 while another one waits.
    """
    certificate = lock_certificate(session, certificate_id)
    asked = select(CertificateProposal).where(
        CertificateProposal.certificate_id == certificate_id,
        CertificateProposal.submission_key == submission_key,
    )
    made = session.scalar(asked)
    if made is not None:
        return made
    said = changes.clean_reason(reason)
    changes.require_possible(State(certificate.state), state)
    if register_store.list_waiting_for(session, certificate_id):
        raise Refusal(texts.WAITS_ALREADY, status=409)
    if who.id is None:
        raise Refusal(texts.TWO_PERSONS, status=409)
    proposal = CertificateProposal(
        id=new_id(),
        certificate_id=certificate_id,
        state=state.value,
        reason=said,
        proposed_at=now,
        proposed_by=who.id,
        submission_key=submission_key,
    )
    session.add(proposal)
    after = {"state": state.value, "reason": said}
    audit.record(
        session, who, now, "proposed to change", "certificate", certificate_id,
        course_id=certificate.course_id, after=after,
    )  # fmt: skip
    session.flush()
    return proposal


def get_proposal(
    session: Session, proposal_id: uuid.UUID, certificate_id: uuid.UUID
) -> CertificateProposal:
    """Raises Refusal (404) where that was not proposed about that certificate."""
    found = session.get(CertificateProposal, proposal_id)
    if found is None or found.certificate_id != certificate_id:
        raise Refusal(texts.NO_PROPOSAL, status=404)
    return found


def decide(
    session: Session, proposal_id: uuid.UUID, who: Who, now: dt.datetime, *, agrees: bool
) -> Certificate:
    """A second person agrees, and the change is made, or turns it down; twice is the same as once.

    Who proposed it can take it back, but not agree. Raises Refusal: 404, and 409 where somebody
    decided otherwise, or the certificate came to another state, in the meantime.
    """
    found = session.get(CertificateProposal, proposal_id)
    if found is None:
        raise Refusal(texts.NO_PROPOSAL, status=404)
    certificate = lock_certificate(session, found.certificate_id)
    proposal = session.get_one(CertificateProposal, proposal_id, populate_existing=True)
    if proposal.decided_at is not None:
        if proposal.decided_by == who.id and proposal.is_accepted == agrees:
            return certificate
        raise Refusal(texts.DECIDED_MEANWHILE, status=409)
    if agrees and who.id in {None, proposal.proposed_by}:
        raise Refusal(texts.SECOND_PERSON, status=409)
    proposal.decided_at, proposal.decided_by, proposal.is_accepted = now, who.id, agrees
    if not agrees:
        audit.record(
            session, who, now, "turned down a change of", "certificate", certificate.id,
            course_id=certificate.course_id, after={"state": proposal.state},
        )  # fmt: skip
        return certificate
    wanted = State(proposal.state)
    changes.require_possible(State(certificate.state), wanted)
    _add_change(
        session, certificate, wanted, proposal.reason, proposal.submission_key, who, now,
        proposal.proposed_by,
    )  # fmt: skip
    return certificate


def correct(
    session: Session,
    certificate_id: uuid.UUID,
    details: PersonDetails,
    reason: str,
    press: sealing.Press,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Certificate:
    """A new certificate with the name and title in `details`, in the place of this one.

    The old one points to it. All else that it says stays as it was frozen, but number and day of
    issue. The same key corrects once. Raises Refusal: 404, 409 where the certificate does not
    count or a character cannot be printed, 422 without a reason or where nothing changes.
    """
    old = lock_certificate(session, certificate_id)
    if find_change(session, certificate_id, submission_key) is not None:
        return _replacement_of(session, certificate_id)
    said = changes.clean_reason(reason)
    changes.require_correctable(State(old.state))
    zone = courses.get_course(session, old.course_id).time_zone if old.course_id else PHNOM_PENH
    number = rules.new_number()
    facts = freezing.corrected(old.facts, details, number, local_date(now, zone))
    (sealed,) = sealing.seal_here(session, press, [facts], now)
    _add_change(session, old, State.REPLACED, said, submission_key, who, now)
    new = Certificate(
        id=new_id(),
        number=number,
        course_id=old.course_id,
        seat_id=old.seat_id,
        account_id=old.account_id,
        kind=old.kind,
        edition=old.edition + 1,
        facts=sealed.facts,
        issued_at=now,
        issued_by=who.id,
        exception=old.exception,
        replaces=old.id,
        key_id=sealed.place.key_id,
        status_index=sealed.place.index,
        design_id=old.design_id,
    )
    session.add(new)
    session.flush()
    sealing.keep(session, new.id, sealed)
    audit.record(
        session, who, now, "issued", "certificate", new.id, course_id=new.course_id,
        after={
            "number": rules.written_number(number), "replaces": rules.written_number(old.number),
        },
    )  # fmt: skip
    return new


def _replacement_of(session: Session, certificate_id: uuid.UUID) -> Certificate:
    asked = select(Certificate).where(Certificate.replaces == certificate_id)
    return session.scalars(asked.order_by(Certificate.edition.desc()).limit(1)).one()
