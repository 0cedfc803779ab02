"""Our own key: made once, kept from others, changed without breaking what it signed."""

import os
import stat
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY
from tests.credentials.signed import keep_new_key
from training.credentials import keys, service
from training.credentials.model import Signer, StatusPlace
from training.credentials.tables import IssuerKey

BROKEN = b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n"
HOST = "https://r2p.example.org"


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["training.database"].writing() as opened:
        yield opened


def sign_as(session: Session, folder: Path, public_url: str = "") -> Signer:
    return service.our_signer(session, folder, public_url, "The laptop", NINE_THIRTY)


def test_the_first_signature_makes_the_key_and_the_next_uses_it(
    session: Session, tmp_path: Path
) -> None:
    first = sign_as(session, tmp_path)
    again = sign_as(session, tmp_path)
    assert first.key == again.key
    assert first.sign(b"one") == again.sign(b"one")
    assert keys.is_signed(first.key.public_key, first.sign(b"one"), b"one")
    assert not keys.is_signed(first.key.public_key, first.sign(b"one"), b"two")
    assert service.issuers(session).keys == {first.key.key_id: first.key}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes of files")
def test_only_the_owner_can_read_a_private_key(session: Session, tmp_path: Path) -> None:
    before = os.umask(0)
    try:
        key = sign_as(session, tmp_path).key
    finally:
        os.umask(before)
    file = keys.key_file(tmp_path, key.key_id)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [each.name for each in file.parent.iterdir()] == [f"{key.key_id}.key"]


def test_no_table_and_no_text_of_a_signer_holds_the_private_key(
    session: Session, tmp_path: Path
) -> None:
    signer = sign_as(session, tmp_path)
    secret = keys.read_private(tmp_path, signer.key.key_id).private_bytes_raw()
    row = session.get_one(IssuerKey, signer.key.key_id)
    written = repr(signer) + repr([getattr(row, each.name) for each in row.__table__.c])
    assert secret.hex() not in written
    assert "private" not in written.lower()


def test_without_a_public_address_the_key_is_its_own_issuer(
    session: Session, tmp_path: Path
) -> None:
    assert sign_as(session, tmp_path).key.issuer.startswith("did:key:z6Mk")
    assert sign_as(session, tmp_path, "http://r2p.example.org").key.issuer.startswith("did:key:")


def test_a_public_address_is_an_issuer_with_a_key_of_its_own(
    session: Session, tmp_path: Path
) -> None:
    alone = sign_as(session, tmp_path)
    public = sign_as(session, tmp_path, HOST)
    assert public.key.issuer == "did:web:r2p.example.org"
    assert public.key.key_id != alone.key.key_id
    assert sign_as(session, tmp_path, HOST).key == public.key
    assert sign_as(session, tmp_path).key == alone.key


def test_a_database_whose_key_is_on_another_machine_gets_one_here(
    session: Session, tmp_path: Path
) -> None:
    there = sign_as(session, tmp_path / "there")
    here = sign_as(session, tmp_path / "here")
    assert there.key.key_id != here.key.key_id
    assert sign_as(session, tmp_path / "there").key == there.key
    assert set(service.issuers(session).keys) == {there.key.key_id, here.key.key_id}


def test_many_who_sign_at_once_for_the_first_time_make_one_key(app: Flask, tmp_path: Path) -> None:
    found: list[str] = []

    def sign() -> None:
        with app.extensions["training.database"].writing() as session:
            found.append(sign_as(session, tmp_path).key.key_id)
            session.commit()

    hands = [threading.Thread(target=sign) for _ in range(6)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert len(found) == 6
    assert len(set(found)) == 1
    assert len(list((tmp_path / "keys").iterdir())) == 1


def test_places_are_given_once(session: Session, tmp_path: Path) -> None:
    key_id = sign_as(session, tmp_path).key.key_id
    assert service.reserve_places(session, key_id, 2) == (
        StatusPlace(key_id, 0),
        StatusPlace(key_id, 1),
    )
    assert [place.index for place in service.reserve_places(session, key_id, 3)] == [2, 3, 4]
    assert service.reserve_places(session, key_id, 0) == ()
    with pytest.raises(LookupError):
        service.reserve_places(session, "0" * 16, 1)


def test_hands_that_reserve_at_once_get_different_places(app: Flask, tmp_path: Path) -> None:
    with app.extensions["training.database"].writing() as session:
        key_id = sign_as(session, tmp_path).key.key_id
        session.commit()
    found: list[int] = []

    def reserve() -> None:
        for _ in range(5):
            with app.extensions["training.database"].writing() as session:
                found.extend(each.index for each in service.reserve_places(session, key_id, 3))
                session.commit()

    hands = [threading.Thread(target=reserve) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(found) == list(range(60))


def test_a_file_that_is_not_the_key_is_refused_with_its_name(
    session: Session, tmp_path: Path
) -> None:
    key_id = sign_as(session, tmp_path).key.key_id
    keep_new_key(tmp_path / "other")
    file = keys.key_file(tmp_path, key_id)
    file.write_bytes(next((tmp_path / "other" / "keys").iterdir()).read_bytes())
    with pytest.raises(keys.KeyUnusable, match=key_id) as refused:
        sign_as(session, tmp_path)
    assert str(tmp_path) not in str(refused.value)
    for content in (
        b"",
        b"nothing",
        b"-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----",
    ):
        file.write_bytes(content)
        with pytest.raises(keys.KeyUnusable, match=key_id):
            sign_as(session, tmp_path)


def test_a_folder_that_cannot_be_written_is_named(session: Session, tmp_path: Path) -> None:
    (tmp_path / "keys").write_text("a file where the folder should be")
    with pytest.raises(keys.KeyUnusable, match="keys"):
        sign_as(session, tmp_path)
