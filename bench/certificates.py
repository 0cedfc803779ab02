"""What a certificate that vouches for itself costs: its paper, its signature, its status list."""

import datetime as dt
import time
from collections.abc import Callable
from dataclasses import dataclass

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from msgspec import structs

from training.certificates.claims import qr_text, statement_of, token_for
from training.certificates.delivery.papers import Paper
from training.certificates.model import Facts, facts_from_json
from training.certificates.paper import paper
from training.certificates.paper.pages import digest_of_pages
from training.certificates.paper.paper import render_certificate, render_certificates
from training.credentials.badges import check_badge, make_badge
from training.credentials.did import did_key_of
from training.credentials.keys import FileSigner
from training.credentials.model import (
    LIST_SIZE,
    Issuers,
    KnownKey,
    Statement,
    StatusPlace,
    key_id_of,
)
from training.credentials.status_lists import make_status_list

WITH_CREDENTIAL = "one certificate, PDF with its credential"
TWO_HUNDRED = "200 certificates in one PDF"
STATUS_LIST = "status list of 1,000,000 places"
TURNS = 9
HOST = "https://r2p.example.org"
NOW = dt.datetime(2026, 11, 23, 9, 0, tzinfo=dt.UTC)
SAMPLE = facts_from_json(paper.SAMPLE.read_bytes())


@dataclass(frozen=True, slots=True)
class Made:
    """The fastest of several turns, each with another person's name, warm."""

    name: str
    cpu_ms: float


def measure() -> list[Made]:
    """In this process, as nothing of it asks a database or a network."""
    signer = _signer()
    known = Issuers({signer.key.key_id: signer.key})
    people = [_sealed(signer, number) for number in range(TURNS)]
    said = [_said(signer, facts) for facts in people]
    badges = [make_badge(signer, each) for each in said]
    written = [each.encode() for each in badges]
    files = [render_certificate(facts) for facts in people]
    crowds = [[_sealed(signer, turn * 1000 + number) for number in range(200)] for turn in range(3)]
    others = [_sealed(signer, 500_000 + number) for number in range(TURNS)]
    odd = range(1, LIST_SIZE, 2)

    def attach(turn: int) -> bytes:
        return render_certificate(people[turn], credential_json=badges[turn])

    def list_half(turn: int) -> str:
        return make_status_list(signer, f"{HOST}/{turn}", "revocation", odd, NOW)

    return [
        _measured("one certificate, PDF alone", lambda turn: render_certificate(others[turn])),
        _measured(WITH_CREDENTIAL, attach),
        _measured(TWO_HUNDRED, lambda turn: render_certificates(crowds[turn]), len(crowds)),
        _measured("the text of a QR code, signed", lambda turn: _sealed(signer, turn)),
        _measured("the pages of a PDF, looked at", lambda turn: digest_of_pages(files[turn])),
        _measured("one credential, signed", lambda turn: make_badge(signer, said[turn])),
        _measured("one credential, checked", lambda turn: check_badge(written[turn], known)),
        _measured(STATUS_LIST, list_half),
    ]


def sealed_papers(count: int) -> list[Paper]:
    """So many certificates with their credentials."""
    signer = _signer()
    facts = [_sealed(signer, number) for number in range(count)]
    badge = make_badge(signer, _said(signer, facts[0]))  # one for all: it is as long as another
    return [Paper(each, badge, {}) for each in facts]


def _said(signer: FileSigner, facts: Facts) -> Statement:
    place = StatusPlace(signer.key.key_id, 0)
    return statement_of(facts, place, HOST, "An office", "3f" * 32, NOW)


def _signer() -> FileSigner:
    private = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
    public_key = private.public_key().public_bytes_raw()
    return FileSigner(KnownKey(key_id_of(public_key), public_key, did_key_of(public_key)), private)


def _named(number: int) -> Facts:
    return structs.replace(SAMPLE, number=f"R2P-{number:05}-00000", name_en=f"SOK Dara {number}")


def _sealed(signer: FileSigner, number: int) -> Facts:
    facts = _named(number)
    return structs.replace(
        facts, verify_url=qr_text(HOST, facts.number, token_for(signer, facts, HOST))
    )


def _measured(name: str, work: Callable[[int], object], turns: int = TURNS) -> Made:
    taken = []
    for turn in range(turns):
        began = time.process_time()
        work(turn)
        taken.append(time.process_time() - began)
    return Made(name, round(min(taken) * 1000, 2))
