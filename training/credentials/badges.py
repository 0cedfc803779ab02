"""A certificate as an Open Badges 3.0 credential, signed so that any wallet can check it.

The document is a Verifiable Credential (W3C VC Data Model 2.0, 1EdTech Open Badges 3.0) with a Data
Integrity proof of the suite eddsa-rdfc-2022 (W3C "Data Integrity EdDSA Cryptosuites v1.0"). The
facts of the certificate and the hash of its PDF's pages are evidence in it, so they are signed.

One statement gives one document. A check makes the document again from what it says, and it must
come out the same but for blanks and the order of names: there is no room for another field.
"""

import datetime as dt
import json
from typing import Any, NoReturn
from urllib.parse import quote, unquote

import msgspec

from training.credentials.contexts import CREDENTIALS_V2, OPEN_BADGES_V3
from training.credentials.did import public_key_in
from training.credentials.keys import is_signed
from training.credentials.model import (
    LIST_SIZE,
    Achievement,
    CheckedBadge,
    Issuers,
    KnownKey,
    Signer,
    Statement,
    StatusPlace,
    Verdict,
    key_id_of,
)
from training.credentials.proofs import (
    moment,
    proven,
    signature_in,
    to_be_signed,
    with_proof,
    written,
)
from training.credentials.status_lists import REVOCATION, address_of_list

MOST_BYTES = 200_000
_VERIFY = "/v/"
_FACTS = "The facts that are printed (JSON)"
_PAGES = "The pages of the PDF (SHA-256)"
Json = dict[str, Any]


class _Unreadable(Exception):
    """It is not written as we write credentials."""


def make_badge(signer: Signer, statement: Statement) -> str:
    """The signed credential as JSON; the same statement and key give the same text."""
    return with_proof(signer, _document(statement, signer.key.issuer), statement.awarded_at)


def check_badge(document: bytes, issuers: Issuers) -> CheckedBadge:
    """What the bytes of a file are, by the keys that are believed. Raises nothing."""
    try:
        said = _parsed(document)
        statement, key, signature = _read(said)
        _require_as_signed(said, statement, key, signature)
    except _Unreadable:
        return CheckedBadge(Verdict.FORGED)
    issuer = _issuer(key, issuers)
    return CheckedBadge(
        verdict=_verdict(issuer),
        number=statement.number,
        facts=statement.facts,
        pages_digest=statement.pages_digest,
        key_id=key.key_id,
        issuer=issuer,
        named_issuer=key.issuer,
    )


def _require_as_signed(said: Json, statement: Statement, key: KnownKey, signature: bytes) -> None:
    """Raises _Unreadable where the document comes out otherwise, or its key did not sign that.

    So it does for what cannot be written at all: half a letter, a day before all days.
    """
    at = statement.awarded_at
    try:
        again = _document(statement, key.issuer)
        is_same = written(proven(again, key, at, signature)) == written(said)
        if not (is_same and is_signed(key.public_key, signature, to_be_signed(again, key, at))):
            raise _Unreadable
    except (ValueError, OverflowError, RecursionError) as error:
        raise _Unreadable from error


def _issuer(key: KnownKey, issuers: Issuers) -> KnownKey | None:
    """Who is believed with this key. A key speaks for the issuer it is known for, for no other."""
    known = issuers.keys.get(key.key_id)
    is_theirs = known and (known.public_key, known.issuer) == (key.public_key, key.issuer)
    return known if is_theirs else None


def _verdict(issuer: KnownKey | None) -> Verdict:
    """What a right signature is worth."""
    if issuer is None:
        return Verdict.UNKNOWN_ISSUER
    return Verdict.DISTRUSTED if issuer.distrusted_at else Verdict.GENUINE


def _document(statement: Statement, issuer: str) -> Json:
    """All but the proof."""
    awarded_at, achievement = moment(statement.awarded_at), statement.achievement
    place = statement.public_url or issuer
    document: Json = {
        "@context": [CREDENTIALS_V2, OPEN_BADGES_V3],
        "id": f"{place}{_VERIFY}{quote(statement.number, safe='')}",
        "type": ["VerifiableCredential", "OpenBadgeCredential"],
        "issuer": {"id": issuer, "type": ["Profile"], "name": statement.issuer_name},
        "name": achievement.name,
        "validFrom": awarded_at,
        "awardedDate": awarded_at,
        "credentialSubject": {
            "type": ["AchievementSubject"],
            "identifier": [_identity(statement.recipient_name)],
            "activityStartDate": _day(statement.began_on),
            "activityEndDate": _day(statement.ended_on),
            "achievement": _achievement(achievement),
        },
        "evidence": [
            _evidence(_FACTS, statement.facts),
            _evidence(_PAGES, statement.pages_digest),
        ],
    }
    if statement.public_url:
        document["credentialStatus"] = _status(statement.public_url, statement.place)
    return document


def _identity(name: str) -> Json:
    return {
        "type": "IdentityObject",
        "identityType": "name",
        "identityHash": name,
        "hashed": False,
    }


def _achievement(achievement: Achievement) -> Json:
    return {
        "id": achievement.id,
        "type": ["Achievement"],
        "achievementType": achievement.type,
        "name": achievement.name,
        "description": achievement.description,
        "criteria": {"narrative": achievement.criteria},
        "inLanguage": "km",
    }


def _evidence(name: str, content: str) -> Json:
    return {"type": ["Evidence"], "name": name, "narrative": content}


def _status(public_url: str, place: StatusPlace) -> Json:
    """Where it says whether the certificate counts. The schema of Open Badges has room for one."""
    address = address_of_list(public_url, place.key_id, REVOCATION, place.list_number)
    return {
        "id": f"{address}#{place.list_index}",
        "type": "BitstringStatusListEntry",
        "statusPurpose": REVOCATION,
        "statusListIndex": str(place.list_index),
        "statusListCredential": address,
    }


def _day(day: dt.date) -> str:
    return f"{day.isoformat()}T00:00:00Z"


def _parsed(document: bytes) -> Json:
    """The JSON object in these bytes, each name once. Raises _Unreadable."""
    if len(document) > MOST_BYTES:
        raise _Unreadable
    try:
        found = json.loads(
            document.decode("utf-8"),
            object_pairs_hook=_each_name_once,
            parse_float=_no_number,
            parse_int=_no_number,
            parse_constant=_no_number,
        )
    except (ValueError, RecursionError) as error:
        raise _Unreadable from error
    if not isinstance(found, dict):
        raise _Unreadable
    return found


def _each_name_once(pairs: list[tuple[str, Any]]) -> Json:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name twice")
    return found


def _no_number(written: str) -> NoReturn:
    raise ValueError(f"no number is in our credentials: {written}")


def _read(said: Json) -> tuple[Statement, KnownKey, bytes]:
    """The statement, the key that it claims to be signed with, the signature. Raises _Unreadable.

    Whether the document has anything besides is found out by making it again.
    """
    try:
        issuer, multikey = said["proof"][0]["verificationMethod"].rsplit("#", 1)
        public_key = public_key_in(multikey)
        key = KnownKey(key_id_of(public_key), public_key, issuer)
        place, _, number = said["id"].rpartition(_VERIFY)
        subject = said["credentialSubject"]
        achievement = subject["achievement"]
        facts, pages = said["evidence"]
        statement = {
            "number": unquote(number, errors="strict"),
            "issuer_name": said["issuer"]["name"],
            "recipient_name": subject["identifier"][0]["identityHash"],
            "achievement": {
                "id": achievement["id"],
                "type": achievement["achievementType"],
                "name": achievement["name"],
                "description": achievement["description"],
                "criteria": achievement["criteria"]["narrative"],
            },
            "began_on": _day_in(subject["activityStartDate"]),
            "ended_on": _day_in(subject["activityEndDate"]),
            "awarded_at": said["awardedDate"],
            "place": _place_in(said, key.key_id),
            "public_url": "" if place == issuer else place,
            "facts": facts["narrative"],
            "pages_digest": pages["narrative"],
        }
        return msgspec.convert(statement, Statement), key, signature_in(said)
    except (LookupError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise _Unreadable from error


def _day_in(moment: str) -> str:
    return moment.partition("T")[0]


def _place_in(said: Json, key_id: str) -> StatusPlace:
    """The place in the list. Without an address there is no list, and no place is written."""
    if "credentialStatus" not in said:
        return StatusPlace(key_id, 0)
    entry = said["credentialStatus"]
    _, own, _, number = entry["statusListCredential"].rsplit("/", 3)
    return StatusPlace(own, int(number) * LIST_SIZE + int(entry["statusListIndex"]))
