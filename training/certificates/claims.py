"""From the facts of a certificate to what is signed: the text of its QR code, and its badge."""

import datetime as dt
import json
import uuid

from training.certificates.model import Facts, Kind, digest_of_facts, facts_to_json
from training.certificates.paper import formulas
from training.certificates.paper.pages import engine
from training.credentials.model import Achievement, Claims, Signer, Statement, StatusPlace
from training.credentials.service import seal
from training.kernel.locales import Bilingual, Language
from training.kernel.written import written_date, written_duration

MOST_BYTES_IN_OUR_QR = 412
"""What a QR code of version 15 holds at level M (ISO/IEC 18004, table 7): 33 mm with its margin, at
0.4 mm a module, so that any phone reads it from paper."""


_TYPES = {
    Kind.ATTENDANCE: "Certificate",
    Kind.COMPLETION: "CertificateOfCompletion",
    Kind.TRAINER: "Certification",
    Kind.FACILITATION: "Certificate",
}
"""The AchievementType of Open Badges 3.0 for each kind."""


def claims_of(facts: Facts) -> Claims:
    """What a QR code says where the names are short enough."""
    return Claims(
        number=facts.number,
        kind=facts.kind,
        name_km=facts.name_km,
        name_latin=facts.name_en,
        course=facts.course_title_en or facts.course_title_km,
        date=facts.date,
        days=facts.days,
        minutes=facts.minutes_held,
        issued_on=facts.issued_on,
    )


def hashed_claims_of(facts: Facts) -> Claims:
    """What it says where they are not: a hash of all facts stands for names and course."""
    return Claims(
        number=facts.number,
        kind=facts.kind,
        date=facts.date,
        days=facts.days,
        minutes=facts.minutes_held,
        issued_on=facts.issued_on,
        facts_digest=digest_of_facts(facts),
    )


def token_for(signer: Signer, facts: Facts, public_url: str) -> str:
    """The signed part of the QR code: with the names, or with a hash of the facts.

    The hash where the text with the names would need more than a QR code of version 15.
    """
    token = seal(signer, claims_of(facts))
    if len(qr_text(public_url, facts.number, token).encode()) <= MOST_BYTES_IN_OUR_QR:
        return token
    return seal(signer, hashed_claims_of(facts))


def qr_text(public_url: str, number: str, token: str) -> str:
    """What the QR code holds: an address with the token, or the token where there is no address."""
    return f"{public_url}/v/{number}#{token}" if public_url else token


def statement_of(
    facts: Facts,
    place: StatusPlace,
    public_url: str,
    issuer_name: str,
    pages_digest: str,
    issued_at: dt.datetime,
) -> Statement:
    """What the badge says. `pages_digest` is `pages.digest_of_pages` of the PDF."""
    last_day = facts.date + dt.timedelta(days=facts.days - 1)
    return Statement(
        number=facts.number,
        issuer_name=issuer_name,
        recipient_name=_both(facts.name_km, facts.name_en),
        achievement=_achievement(facts),
        began_on=facts.date,
        ended_on=last_day,
        awarded_at=issued_at.astimezone(dt.UTC).replace(microsecond=0),
        place=place,
        public_url=public_url,
        facts=facts_to_json(facts).decode(),
        pages_digest=f"{engine()}:{pages_digest}",
    )


def _achievement(facts: Facts) -> Achievement:
    heading, deed = formulas.heading(facts), formulas.deed(facts)
    also = formulas.may_deliver(facts) or Bilingual("", "")
    when = _both(_when(facts, "km"), _when(facts, "en"))
    return Achievement(
        id=_id_of_award(facts),
        type=_TYPES[facts.kind],
        name=_both(facts.course_title_km, facts.course_title_en),
        description=f"{_both(heading.km, heading.en)}\n{when}",
        criteria=_both(f"{deed.km} {also.km}".strip(), f"{deed.en} {also.en}".strip()),
    )


def _when(facts: Facts, language: Language) -> str:
    days = written_date(facts.date, language, facts.days)
    return f"{days}, {written_duration(facts.minutes_held, language)}"


def _id_of_award(facts: Facts) -> str:
    """A name for the achievement (RFC 9562, version 5): the same for all of one course and kind."""
    course = [
        facts.kind,
        facts.course_title_km,
        facts.course_title_en,
        facts.date.isoformat(),
        facts.days,
        facts.venue_km,
        facts.venue_en,
        facts.province_en,
    ]
    written = json.dumps(course, ensure_ascii=False, separators=(",", ":"))
    return f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, written)}"


def _both(khmer: str, english: str) -> str:
    """As wallets show it, which have one language: `ខ្មែរ / English`."""
    return " / ".join(text for text in (khmer, english) if text)
