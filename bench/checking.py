"""The public check among 1,000,000 certificates: the page, and the file to be kept."""

import datetime as dt
import itertools
import random
import statistics
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import msgspec
from flask import Flask
from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from bench import cpu, room
from bench.deeds import ENCODED
from training.adapters import clock
from training.adapters.database import open_database
from training.certificates import rules
from training.certificates.model import Facts, State, facts_from_json
from training.certificates.tables import Certificate, CertificateChange
from training.credentials import service as credentials
from training.kernel.ids import new_id
from training.operations.preview import SAMPLE

CERTIFICATES = 1_000_000
AT_ONCE = 20_000
NOT_VALID_IN = 100
"""One of so many does not count."""
TURNS = 5
VALID = "check of one among 1,000,000"
REVOKED = "check of one that was revoked"
KEPT = "the file to be kept, 10,000 not valid"


@dataclass(frozen=True, slots=True)
class Checked:
    """One answer: CPU in ms, the fastest of the turns, and how many bare pages that is; bytes as
    they travel; statements.
    """

    name: str
    cpu_ms: float
    bare_pages: float
    bytes_gzip: int
    statements: int


def measure(folder: Path, count: int = CERTIFICATES) -> list[Checked]:
    """Writes a register of that size and asks for three of its pages."""
    app = room.prepared(room.settings_for(folder))
    valid, revoked = _fill(app, count)
    client = app.test_client()
    client.set_cookie("lang", "km")

    def page(path: str) -> Any:
        return client.get(path, headers=ENCODED)

    found = [
        _measured(app, name, partial(page, path), most)
        for name, path, most in (
            (VALID, f"/v/{valid}", 200),
            (REVOKED, f"/v/{revoked}", 200),
            (KEPT, "/v/offline.html", 2),
        )
    ]
    app.extensions["training.database"].dispose()
    return found


def _measured(app: Flask, name: str, send: Any, most: int) -> Checked:
    statements, _ = cpu.look(app, send)
    bare = cpu.bare_page()
    turns = [(cpu.cpu_ms(bare, 0.05), cpu.cpu_ms(send, 0.2, most)) for _ in range(TURNS)]
    multiple = statistics.median(whole / plain for plain, whole in turns)
    spent = min(whole for _, whole in turns)
    return Checked(name, round(spent, 2), round(multiple, 1), len(send().data), statements)


def _fill(app: Flask, count: int) -> tuple[str, str]:
    """The written numbers of one that counts and of one that was revoked."""
    settings = app.extensions["training.settings"]
    hurried = open_database(settings.database_url, "OFF")
    chance = random.Random(20261126)
    now = clock.now()
    with hurried.writing() as session:
        signer = credentials.our_signer(session, settings.data_folder, "", "Bench", now)
        places = itertools.count()
        for _ in range(count // AT_ONCE):
            _write(session, list(_rows(chance, signer.key.key_id, places, now)))
        session.commit()
    asked = select(Certificate.number).order_by(Certificate.status_index)
    with hurried.reading() as session:
        at = count // 2 + 1
        valid = session.scalar(asked.where(Certificate.status_index == at))
        revoked = session.scalar(asked.where(Certificate.status_index == at - 1))
    hurried.dispose()
    return rules.written_number(valid or ""), rules.written_number(revoked or "")


def _rows(
    chance: random.Random, key_id: str, places: Iterator[int], now: dt.datetime
) -> Iterator[dict[str, Any]]:
    facts: Facts = facts_from_json(SAMPLE.read_bytes())
    for place in itertools.islice(places, AT_ONCE):
        number = "".join(chance.choices("0123456789ABCDEFGHJKMNPQRSTVWXYZ", k=10))
        yield {
            "id": uuid.UUID(int=new_id().int), "number": number, "kind": facts.kind.value,
            "edition": 1, "issued_at": now, "exception": "", "key_id": key_id,
            "facts": msgspec.structs.replace(facts, number=rules.written_number(number)),
            "state": (State.VALID if place % NOT_VALID_IN else State.REVOKED).value,
            "status_index": place,
        }  # fmt: skip


def _write(session: Session, rows: list[dict[str, Any]]) -> None:
    session.execute(insert(Certificate), rows)
    revoked = [row for row in rows if row["state"] != State.VALID]
    session.execute(
        insert(CertificateChange),
        [
            {
                "id": new_id(), "certificate_id": row["id"], "version": 1, "state": row["state"],
                "reason": "Issued twice", "changed_at": row["issued_at"],
            }
            for row in revoked
        ],
    )  # fmt: skip
