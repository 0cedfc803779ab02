"""`rehearse`: a short workshop with a real server on this machine, over a copy of the data."""

import datetime as dt
import hashlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import msgspec
import pytest
from flask import Flask

from tests.conftest import PACKS
from tests.operations.terminal import Run
from training.adapters import clock
from training.adapters.settings import Settings, load_settings
from training.live import rehearsal_texts as texts
from training.live.rehearsing import Figures, Kept, Part, Spread, judge
from training.operations import demonstration
from training.operations.model import CannotBeDone
from training.operations.rehearsal import orders, scratch, staging
from training.operations.rehearsal.launching import Launcher
from training.operations.rehearsal.telling import as_lines

PHONES = 5


@pytest.fixture
def figures() -> Figures:
    names = ("join", "pages", "slides", "poll", "quiz", "attendance", "return")
    return Figures(
        began_at=dt.datetime(2026, 11, 22, 12, 0, tzinfo=dt.UTC), seconds=90.0, phones=60, cores=2,
        system="Linux", over="copy",
        parts=tuple(Part(name, Spread(60, 10, 40, 60), 0) for name in names),
        kept=(Kept("seats", 60, 0, 0),),
        cpu_percent=10, busiest_cpu_percent=30, start_memory_mb=100, most_memory_mb=150,
    )  # fmt: skip


def contents(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }


def test_a_workshop_is_played_over_a_copy_and_the_data_stay_as_they_were(
    app: Flask, settings: Settings, run: Run
) -> None:
    demonstration.fill(app, clock.now())
    app.extensions["training.database"].dispose()
    before = contents(settings.data_folder)
    done = run("rehearse", "--phones", PHONES, "--quick", "--json")
    assert done.exit_code == 0, done.output
    told = json.loads(done.stdout)
    assert (told["phones"], told["over"]) == (PHONES, "copy")
    assert {each["name"]: each["sent"] for each in told["kept"]} == {
        "seats": PHONES,
        "poll": PHONES,
        "quiz": PHONES * 3,
        "attendance": PHONES,
    }
    assert all(each["lost"] == each["double"] == 0 for each in told["kept"])
    parts = {each["name"]: each for each in told["parts"]}
    assert [each["failed"] for each in parts.values()] == [0] * 7
    assert parts["slides"]["waited"]["count"] == PHONES * orders.QUICK.slides
    assert parts["return"]["waited"]["count"] == PHONES
    assert told["reasons"][0]["words"].startswith("Nothing was lost")
    assert contents(settings.data_folder) == before
    assert list(settings.data_folder.glob(".*")) == []
    assert "The Wi-Fi is away" in done.stderr


def test_where_the_data_are_on_a_server_an_empty_installation_is_played(
    settings: Settings,
) -> None:
    elsewhere = {"TRAINING_DATABASE_URL": "postgresql://nobody@127.0.0.1:9/none"}
    given = {"TRAINING_DATA": str(settings.data_folder), "TRAINING_MODULES": str(PACKS)}
    pace = msgspec.structs.replace(orders.QUICK, slides=1, quiz_seconds=0.2, away_seconds=0.3)
    figures = staging.rehearse(load_settings({**given, **elsewhere}), 1, pace, lambda _: None)
    assert figures.over == "empty"
    assert judge(figures).holds
    assert contents(settings.data_folder) == {}


def test_without_anything_to_teach_it_says_so_and_leaves_nothing(
    tmp_path: Path, settings: Settings
) -> None:
    (tmp_path / "none").mkdir()
    given = {
        "TRAINING_DATA": str(settings.data_folder),
        "TRAINING_MODULES": str(tmp_path / "none"),
    }
    with pytest.raises(CannotBeDone, match="no module"):
        staging.rehearse(load_settings(given), 1, orders.QUICK, lambda _: None)
    assert contents(settings.data_folder) == {}


def test_a_scratch_folder_left_by_a_killed_process_is_swept_and_a_young_one_is_not(
    settings: Settings,
) -> None:
    old, young = (settings.data_folder / f".rehearsal-{name}" for name in ("old", "young"))
    for each in (old, young):
        each.mkdir(parents=True)
        (each / "training.db").write_text("names")
    long_ago = time.time() - 2 * staging.STALE_SECONDS
    os.utime(old, (long_ago, long_ago))
    with staging._scratch_folder(settings.data_folder) as made:
        assert made.is_dir()
        assert not old.exists()
        assert young.exists()
    assert not made.exists()


def fault_of_players(order: bytes) -> str:
    """What the players say to that order, with which they do not begin."""
    done = subprocess.run(  # noqa: S603
        [sys.executable, "-m", staging.CROWD],
        input=order,
        capture_output=True,
        check=False,
        timeout=60,
    )
    assert done.returncode == 1
    return msgspec.json.decode(done.stdout, type=orders.Told).fault


@pytest.mark.parametrize("address", ["192.168.8.2", "0.0.0.0", "localhost", "example.org", ""])  # noqa: S104
def test_the_players_refuse_every_other_host(address: str) -> None:
    order = orders.Order(
        port=9, course_id="c", join_code="1", visit="/", names=(), slides=(), quiz="q",
        agenda_item="a", pace=orders.QUICK, address=address,
    )  # fmt: skip
    assert "on this machine only" in fault_of_players(msgspec.json.encode(order) + b"\n")


def test_nonsense_for_the_players_is_answered_with_a_line() -> None:
    assert fault_of_players(b"nonsense\n")


def test_the_server_of_a_rehearsal_listens_on_this_machine_alone_and_ends_with_its_input(
    settings: Settings,
) -> None:
    folder = settings.data_folder
    folder.mkdir()
    wanted = orders.Wanted(2, orders.QUICK)
    with staging._served(settings, folder, wanted) as (order, pid):
        assert order.address == "127.0.0.1"
        socket.create_connection(("127.0.0.1", order.port), timeout=5).close()
        if Path("/proc/net/tcp").exists():
            port = f"{order.port:04X}"
            lines = (line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:])
            bound = {each[1] for each in lines if each[3] == "0A" and each[1].endswith(f":{port}")}
            assert bound == {f"0100007F:{port}"}
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", order.port), timeout=5)
    assert pid > 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends no such signals to a process")
@pytest.mark.parametrize(("stop", "code"), [(signal.SIGINT, 1), (signal.SIGTERM, 143)])
def test_ctrl_c_and_a_signal_to_end_leave_no_folder_behind(
    stop: int, code: int, settings: Settings
) -> None:
    environ = {
        **os.environ,
        "TRAINING_DATA": str(settings.data_folder),
        "TRAINING_MODULES": str(PACKS),
    }
    with subprocess.Popen(
        [sys.executable, "-m", "training", "rehearse", "--phones", "2"],
        env=environ,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        for line in process.stderr:
            if "Everybody joins" in line:
                break
        assert list(settings.data_folder.glob(".rehearsal-*"))
        process.send_signal(stop)
        rest = process.stderr.read()
    assert process.returncode == code
    assert "Traceback" not in rest
    assert contents(settings.data_folder) == {}


def test_the_page_starts_one_at_a_time_hears_of_it_and_keeps_the_result(
    settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.data_folder.mkdir()
    monkeypatch.setenv("TRAINING_DATA", str(settings.data_folder))
    monkeypatch.setenv("TRAINING_MODULES", str(PACKS))
    launcher = Launcher(settings.data_folder, "--quick")
    assert launcher.start(2)
    assert not launcher.start(2)
    steps = set()
    until = time.monotonic() + 60
    while (progress := launcher.progress()) is not None and time.monotonic() < until:
        steps.add(progress.step)
        time.sleep(0.05)
    assert {"prepare", "drop"} <= steps
    came_to_a_result = not launcher.broke_off
    assert came_to_a_result
    assert list(contents(settings.data_folder)) == ["rehearsal.json"]
    assert launcher.start(2)
    launcher.stop()
    assert launcher.progress() is None
    assert launcher.broke_off
    assert list(contents(settings.data_folder)) == ["rehearsal.json"]


def test_what_was_said_to_be_saved_and_is_not_there_is_told(app: Flask, settings: Settings) -> None:
    wanted = orders.Wanted(1, orders.QUICK)
    order = scratch.furnish(app, 9, wanted, dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC))
    sent = {"seats": 1, "poll": 2, "quiz": 0, "attendance": 1}
    kept = {each.name: each for each in scratch.count_kept(settings.data_folder, order, sent)}
    assert [kept[name].lost for name in sent] == [1, 2, 0, 1]


def test_a_number_of_phones_that_cannot_be_is_refused(run: Run) -> None:
    refused = run("rehearse", "--phones", 0)
    assert refused.exit_code == 2
    assert "0 is not in the range" in refused.stderr


def test_the_terminal_says_the_verdict_first_and_every_figure(figures: Figures) -> None:
    verdict, *others = [each for each in as_lines(figures) if each]
    assert verdict == "This laptop will hold. (60 phones, 90 seconds)"
    told = "\n".join(others)
    assert "Nothing was lost" in told
    assert all(words in told for words in texts.PARTS.values())
    assert "10 % of one core" in told
    silent = msgspec.structs.replace(figures, cpu_percent=None)
    assert "does not tell" in as_lines(silent)[-1] + as_lines(silent)[-2]
