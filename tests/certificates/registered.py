"""Certificates put straight into the register, signed with a key of this installation."""

import datetime as dt
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask

from tests.conftest import NINE_THIRTY
from training.certificates import rules
from training.certificates.claims import claims_of, statement_of
from training.certificates.model import Facts, Kind, Named, Signatory, State
from training.certificates.paper.pages import digest_of_pages, engine
from training.certificates.paper.paper import render_certificate
from training.certificates.tables import Certificate, CertificateChange
from training.credentials import service as credentials
from training.credentials.model import Signer, StatusPlace, written_key_id
from training.kernel.ids import new_id

DAY = dt.date(2026, 11, 23)
OFFICE = "Office in Phnom Penh"


def facts_of(**changes: Any) -> Facts:
    facts = Facts(
        number=rules.written_number(rules.new_number()),
        name_km="ស៊ុន សុភាព",
        name_en="SUN Sopheap",
        title_km="លោកស្រី",
        title_en="Ms",
        is_monk=False,
        course_title_km="ទំនួលខុសត្រូវការពារ",
        course_title_en="Responsibility to Protect",
        modules=(Named("ម៉ូឌុលទី១", "Module one"), Named("ម៉ូឌុលទី២", "Module two")),
        minutes_held=330,
        venue_km="សាលាខេត្ត",
        venue_en="Provincial hall",
        province_km="ខេត្តកំពត",
        province_en="Kampot",
        date=DAY,
        organisers=(Named("អ្នករៀបចំ", "The organiser"),),
        signatories=(Signatory("កែវ សុវណ្ណារី", "KEO Sovannary", "នាយិកា", "Director"),),
        issued_on=DAY,
        verify_url="",
        kind=Kind.ATTENDANCE,
    )
    return msgspec.structs.replace(facts, **changes)


@dataclass(frozen=True, slots=True)
class Issued:
    """One certificate of the register."""

    id: uuid.UUID
    facts: Facts
    token: str

    @property
    def number(self) -> str:
        return self.facts.number


def signer(app: Flask) -> Signer:
    """The key of this installation."""
    folder: Path = app.extensions["training.settings"].data_folder
    with app.extensions["training.database"].writing() as session:
        found = credentials.our_signer(session, folder, "", OFFICE, NINE_THIRTY)
        session.commit()
    return found


def token_of(signing: Signer, facts: Facts, **changes: Any) -> str:
    """The QR code's token of those facts, with other claims where `changes` says so."""
    return credentials.seal(signing, msgspec.structs.replace(claims_of(facts), **changes))


def register(
    app: Flask,
    facts: Facts | None = None,
    state: State = State.VALID,
    reason: str = "",
    **columns: Any,
) -> Issued:
    """Puts a certificate into the register, with a change where it is not valid."""
    signing = signer(app)
    facts = facts or facts_of()
    facts = msgspec.structs.replace(facts, key_fingerprint=written_key_id(signing.key.key_id))
    made = new_id()
    with app.extensions["training.database"].writing() as session:
        (place,) = credentials.reserve_places(session, signing.key.key_id, 1)
        values: dict[str, Any] = {
            "id": made, "number": rules.read_number(facts.number), "kind": facts.kind.value,
            "edition": 1, "facts": facts, "issued_at": NINE_THIRTY, "state": state.value,
            "key_id": signing.key.key_id, "status_index": place.index, "exception": "",
        }  # fmt: skip
        session.add(Certificate(**{**values, **columns}))
        session.flush()
        if state is not State.VALID:
            session.add(
                CertificateChange(
                    id=new_id(), certificate_id=made, version=1, state=state.value,
                    reason=reason, changed_at=NINE_THIRTY,
                )
            )  # fmt: skip
        session.commit()
    return Issued(made, facts, token_of(signing, facts))


def files_of(app: Flask, issued: Issued, **changes: Any) -> tuple[bytes, str]:
    """The PDF with its credential, and the credential; with other facts printed by `changes`."""
    signing = signer(app)
    bare = render_certificate(issued.facts)
    statement = statement_of(
        issued.facts, StatusPlace(signing.key.key_id, 0), "https://r2p.example.org", OFFICE,
        f"{engine()}:{digest_of_pages(bare)}", NINE_THIRTY,
    )  # fmt: skip
    document = credentials.make_badge(signing, statement)
    printed = msgspec.structs.replace(issued.facts, **changes)
    return render_certificate(printed, credential_json=document), document
