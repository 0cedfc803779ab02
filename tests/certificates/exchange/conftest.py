"""A laptop without internet and the public server, between which a register is carried."""

import io
import shutil
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec
import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.certificates.signed import change, sign
from tests.conftest import NINE_THIRTY
from training.adapters.database import Base, Database, open_database
from training.certificates import store
from training.certificates.exchange import file as register_file
from training.certificates.exchange.file import Entry
from training.certificates.exchange.going_out import export_register
from training.certificates.exchange.taking_in import Taken, import_register
from training.certificates.model import State
from training.certificates.tables import Certificate
from training.credentials import service as credentials
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal


@dataclass
class Laptop:
    """A laptop without internet."""

    database: Database
    folder: Path

    def register(self) -> bytes:
        """What it gives out."""
        out = io.BytesIO()
        with self.database.reading() as session:
            export_register(session, self.folder, "", out, NINE_THIRTY)
        return out.getvalue()

    def sign(self, name: str = "SUN Sopheap", **columns: object) -> str:
        """The number of one more certificate."""
        with self.database.writing() as session:
            number = sign(session, self.folder, name, **columns).number
            session.commit()
        return number

    def change(self, number: str, state: State, version: int = 1) -> None:
        with self.database.writing() as session:
            change(session, get(session, number), state, version)
            session.commit()

    @property
    def line(self) -> str:
        """Its public key."""
        with self.database.reading() as session:
            return credentials.list_keys(session, self.folder, "")[0].line


@pytest.fixture
def laptop(tmp_path: Path, empty_database: Path) -> Iterator[Laptop]:
    yield from set_up(tmp_path / "laptop", empty_database)


@pytest.fixture
def other_laptop(tmp_path: Path, empty_database: Path) -> Iterator[Laptop]:
    yield from set_up(tmp_path / "other", empty_database)


def set_up(folder: Path, empty_database: Path) -> Iterator[Laptop]:
    folder.mkdir()
    shutil.copy(empty_database, folder / "training.db")
    database = open_database(f"sqlite:///{folder / 'training.db'}")
    yield Laptop(database, folder)
    database.dispose()


@dataclass
class Server:
    """The public server."""

    database: Database

    def trust(self, laptop: Laptop) -> None:
        with self.database.writing() as session:
            credentials.trust(session, laptop.line, "Kampot", SYSTEM, NINE_THIRTY)
            session.commit()

    def take(self, content: bytes) -> Taken:
        with self.database.writing() as session:
            known = credentials.issuers(session)
            register = register_file.read(io.BytesIO(content), known)
            taken = import_register(session, register, SYSTEM, NINE_THIRTY)
            session.commit()
        return taken

    def look(self) -> dict[str, list[object]]:
        """All that is in the tables of certificates."""
        with self.database.reading() as session:
            return {
                table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
                for table in Base.metadata.sorted_tables
                if table.name.startswith(("certificate", "issuer", "audit"))
            }


@pytest.fixture
def server(app: Flask) -> Server:
    return Server(app.extensions["training.database"])


def get(session: Session, number: str) -> Certificate:
    found = store.find_by_number(session, number)
    assert found is not None
    return found


def entries_in(laptop: Laptop) -> list[Entry]:
    with zipfile.ZipFile(io.BytesIO(laptop.register())) as archive:
        lines = archive.read("register.jsonl").splitlines()
    return [msgspec.json.decode(line, type=Entry) for line in lines]


def rewritten(laptop: Laptop, entries: list[Entry]) -> bytes:
    """A file with these certificates under the laptop's true signature."""
    out = io.BytesIO()
    with laptop.database.reading() as session:
        key = credentials.list_keys(session, laptop.folder, "")[0].key
    signer = credentials.signer_of(laptop.folder, key.key_id, key)
    register_file.write(out, entries, {}, [signer], NINE_THIRTY)
    return out.getvalue()


def refused(server: Server, content: bytes) -> Refusal:
    before = server.look()
    with pytest.raises(Refusal) as refusal:
        server.take(content)
    assert server.look() == before
    return refusal.value
