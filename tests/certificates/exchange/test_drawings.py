"""Logos come along with the certificates that they are printed on."""

import hashlib

import msgspec
import pytest
from sqlalchemy import func, select

from tests.certificates.exchange.conftest import Laptop, Server, refused
from tests.certificates.signed import MOMENT, facts_of
from training.certificates import store
from training.certificates.model import Logo, Picture
from training.certificates.tables import CertificatePicture

PLAIN = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


def sign_with_picture(laptop: Laptop, monkeypatch: pytest.MonkeyPatch, content: bytes) -> str:
    """A certificate with that drawing on it: the drawing's digest."""
    digest = hashlib.sha256(content).hexdigest()
    with laptop.database.writing() as session:
        session.add(
            CertificatePicture(
                digest=digest, media_type="image/svg+xml", content=content, added_at=MOMENT
            )
        )
        session.commit()
    with_logo = msgspec.structs.replace
    monkeypatch.setattr(
        "tests.certificates.signed.facts_of",
        lambda *given: with_logo(facts_of(*given), logos=(Logo(digest),)),
    )
    laptop.sign()
    return digest


def test_pictures_come_along_and_only_those_that_are_printed(
    laptop: Laptop, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    with laptop.database.writing() as session:
        session.add(
            CertificatePicture(
                digest="0" * 64, media_type="image/png", content=b"not printed", added_at=MOMENT
            )
        )
        session.commit()
    digest = sign_with_picture(laptop, monkeypatch, PLAIN.encode())
    server.trust(laptop)
    server.take(laptop.register())
    printed = Picture("image/svg+xml", PLAIN.encode())
    with server.database.reading() as session:
        assert store.list_pictures(session, [digest]) == {digest: printed}
        assert session.scalar(select(func.count()).select_from(CertificatePicture)) == 1


@pytest.mark.parametrize(
    "more",
    ["<script>alert(1)</script>", '<image href="https://example.org/a.png"/>', "<g onload='a'/>"],
)
def test_a_drawing_that_is_more_than_a_drawing_comes_in_by_no_register(
    laptop: Laptop, server: Server, monkeypatch: pytest.MonkeyPatch, more: str
) -> None:
    sign_with_picture(laptop, monkeypatch, PLAIN.replace("</svg>", f"{more}</svg>").encode())
    server.trust(laptop)
    assert "not a whole register" in str(refused(server, laptop.register()))
