"""The certificates of one person as the owner sees them: what each is, and whether it counts."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.certificates import rules, store, texts
from training.certificates.model import Facts, Kind, State
from training.certificates.standing import Standing, standing_of
from training.certificates.tables import Certificate
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.refusal import Refusal


@dataclass(frozen=True, slots=True)
class Own:
    """One certificate on its owner's page."""

    certificate: Certificate
    standing: Standing
    has_credential: bool
    replaced: str = ""
    """The number of the one that it took the place of, as it is printed; empty: of none."""

    @property
    def facts(self) -> Facts:
        """What stands on it."""
        return self.certificate.facts

    @property
    def kind(self) -> Kind:
        """What it is for."""
        return Kind(self.certificate.kind)

    @property
    def counts(self) -> bool:
        """Whether it is valid today; only then its file is given out."""
        return self.standing.state is State.VALID

    @property
    def since(self) -> dt.date | None:
        """From which day it stands so, as Cambodia counts it; None for one that never changed."""
        at = self.standing.since
        return local_date(at, PHNOM_PENH) if at else None

    @property
    def successor(self) -> str:
        """The number of the one that took its place, as it is printed; empty: there is none."""
        number = self.standing.replaced_by
        return rules.written_number(number) if number else ""


def own_of(session: Session, certificate: Certificate) -> Own:
    """One certificate with how it stands."""
    earlier = session.get(Certificate, certificate.replaces) if certificate.replaces else None
    return Own(
        certificate,
        standing_of(session, certificate),
        bool(store.find_credential(session, certificate.id)),
        rules.written_number(earlier.number) if earlier else "",
    )


def list_own(session: Session, seat_id: uuid.UUID) -> tuple[Own, ...]:
    """The newest certificate of each kind that the owner of a seat has."""
    return tuple(own_of(session, each) for each in store.list_of_seat(session, seat_id))


def get_own(session: Session, seat_id: uuid.UUID, number: str) -> Own:
    """The owner's certificate with that number, else the first, to be given out as a file.

    Raises Refusal: 404 where the owner has none such, 410 where it does not count.
    """
    wanted = rules.read_number(number)
    own = store.list_of_seat(session, seat_id)
    found = next((each for each in own if not number or each.number == wanted), None)
    if found is None:
        raise Refusal(texts.NO_CERTIFICATE, status=404)
    return require_counting(own_of(session, found))


def require_counting(own: Own) -> Own:
    """The same certificate. Raises Refusal (410) for one that does not count."""
    if not own.counts:
        raise Refusal(texts.DOES_NOT_COUNT, status=410)
    return own
