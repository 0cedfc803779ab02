"""Certificates that a laptop has signed, for tests of what becomes of them."""

import datetime as dt
from pathlib import Path

import msgspec
from sqlalchemy.orm import Session

from training.certificates import rules
from training.certificates.claims import qr_text, statement_of, token_for
from training.certificates.model import Facts, Kind, State
from training.certificates.tables import Certificate, CertificateChange, CertificateCredential
from training.credentials import service as credentials
from training.kernel.ids import new_id

MOMENT = dt.datetime(2026, 11, 23, 10, 0, tzinfo=dt.UTC)


def facts_of(number: str, name: str = "SUN Sopheap") -> Facts:
    return Facts(
        number=rules.written_number(number),
        name_km="ស៊ុន សុភាព",
        name_en=name,
        title_km="",
        title_en="",
        is_monk=False,
        course_title_km="វគ្គ",
        course_title_en="A course",
        modules=(),
        minutes_held=360,
        venue_km="",
        venue_en="",
        province_km="",
        province_en="",
        date=dt.date(2026, 11, 23),
        organisers=(),
        signatories=(),
        issued_on=dt.date(2026, 11, 23),
        verify_url="",
    )


def sign(
    session: Session, folder: Path, name: str = "SUN Sopheap", **columns: object
) -> Certificate:
    """A certificate in the register, signed with the key of that folder."""
    signer = credentials.our_signer(session, folder, "", "The laptop", MOMENT)
    (place,) = credentials.reserve_places(session, signer.key.key_id, 1)
    number = rules.new_number()
    facts = facts_of(number, name)
    url = qr_text("", facts.number, token_for(signer, facts, ""))
    facts = msgspec.structs.replace(facts, verify_url=url)
    made = Certificate(
        id=new_id(),
        number=number,
        kind=Kind.ATTENDANCE.value,
        facts=facts,
        issued_at=MOMENT,
        key_id=signer.key.key_id,
        status_index=place.index,
        **{"edition": 1, **columns},
    )
    session.add(made)
    session.flush()
    said = statement_of(facts, place, "", "The organiser", "0" * 64, MOMENT)
    document = credentials.make_badge(signer, said)
    session.add(CertificateCredential(certificate_id=made.id, document=document))
    return made


def change(
    session: Session, certificate: Certificate, state: State, version: int, reason: str = "Because"
) -> None:
    """What became of it."""
    session.add(
        CertificateChange(
            id=new_id(),
            certificate_id=certificate.id,
            version=version,
            state=state.value,
            reason=reason,
            changed_at=MOMENT,
        )
    )
    certificate.state = state.value
