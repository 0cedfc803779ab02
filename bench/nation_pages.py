"""The same pages with a province around the room and with a nation: cost must not grow with it."""

import shutil
import statistics
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from flask import Flask
from sqlalchemy import select

from bench import cpu, deeds, nation, room
from bench.deeds import Deed
from bench.nation import NATION, PROVINCE, Scale
from bench.room import Room
from training.adapters import clock
from training.adapters.database import open_database
from training.application import create_app
from training.courses.tables import Course
from training.people.tables import Account

TURNS = 7
BATCH_SECONDS = 0.05


@dataclass(frozen=True, slots=True)
class Growth:
    """One request in both: the fastest turn of each, in ms of CPU, and the median ratio."""

    name: str
    province_ms: float
    nation_ms: float
    ratio: float
    province_statements: int
    nation_statements: int


@dataclass(frozen=True, slots=True)
class Nation:
    """How many rows there were, how long the nation took to write, and what its pages cost."""

    province_rows: dict[str, int]
    nation_rows: dict[str, int]
    seconds_to_write: float
    pages: list[Growth]


def measure(furnished: Path, made: Room, folder: Path) -> Nation:
    """A province is written around one copy of the furnished room, a nation around another."""
    apps, rows, seconds = [], [], 0.0
    for name, scale in (("province", PROVINCE), ("nation", NATION)):
        shutil.copytree(furnished, folder / name)
        began = time.monotonic()
        app = _surrounded(folder / name, made, scale)
        seconds = time.monotonic() - began
        rows.append(nation.count_rows(app.extensions["training.database"]))
        apps.append(app)
    small, large = (_deeds(app, made) for app in apps)
    pages = _compare(small, large, apps)
    for app in apps:
        app.extensions["training.database"].dispose()
    return Nation(rows[0], rows[1], round(seconds, 1), pages)


def _surrounded(folder: Path, made: Room, scale: Scale) -> Flask:
    settings = room.settings_for(folder)
    hurried = open_database(settings.database_url, "OFF")
    app = create_app(settings)
    nation.populate(hurried, scale, made.trainer_id, clock.now())
    hurried.dispose()
    return app


def _deeds(app: Flask, made: Room) -> list[Deed]:
    """With places half way through the lists of courses and of staff."""
    with app.extensions["training.database"].reading() as session:
        days = session.execute(select(Course.date, Course.id).order_by(Course.date, Course.id))
        day, course_id = (found := days.all())[len(found) // 2]
        staff = session.scalars(select(Account.id).order_by(Account.sort_key, Account.id)).all()
    return list(deeds.of_the_nation(app, made, f"{day}_{course_id}", str(staff[len(staff) // 2])))


def _compare(small: Sequence[Deed], large: Sequence[Deed], apps: Sequence[Flask]) -> list[Growth]:
    found = []
    for one, other in zip(small, large, strict=True):
        counts = [cpu.look(app, deed.send)[0] for app, deed in zip(apps, (one, other), strict=True)]
        turns = [
            tuple(cpu.cpu_ms(each.send, BATCH_SECONDS, each.most_at_once) for each in (one, other))
            for _ in range(TURNS)
        ]
        ratio = statistics.median(after / before for before, after in turns)
        fastest = [round(min(side), 2) for side in zip(*turns, strict=True)]
        found.append(Growth(one.name, fastest[0], fastest[1], round(ratio, 2), *counts))
    return found
