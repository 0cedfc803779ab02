"""The files of deploy/, as far as they can be held against the tools that read them."""

import inspect
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import ON_SQLITE
from training import serving
from training.adapters import settings
from training.certificates.exchange import views as exchange_views
from training.cli import edge

ROOT = Path(__file__).resolve().parents[2]
DEPLOY = ROOT / "deploy"
UNITS = DEPLOY / "systemd"
FILLED_IN = {"R2P_HOST": "r2p.example.org", "POSTGRES_PASSWORD": "invented"}


def needs(tool: str) -> str:
    """Where that tool lies; skips the test on a machine without it."""
    found = shutil.which(tool)
    if found is None:
        pytest.skip(f"{tool} is not installed on this machine")
    return found


def settings_named_in(text: str) -> set[str]:
    return set(re.findall(r"\bTRAINING_[A-Z_]+", text))


def files() -> list[Path]:
    return sorted(path for path in DEPLOY.rglob("*") if path.is_file())


def test_every_setting_that_they_name_exists() -> None:
    read = (inspect.getsource(module) for module in (settings, edge))
    known = set[str]().union(*map(settings_named_in, read))
    named = set().union(*(settings_named_in(path.read_text(encoding="utf-8")) for path in files()))
    assert {"TRAINING_BEHIND_PROXY", "TRAINING_WORKERS", "TRAINING_LOG"} <= named
    assert named - known == set()


def test_no_secret_is_filled_in() -> None:
    for path in files():
        found = re.findall(
            r"(?:PASSWORD|TOKEN)=[^\s${].*", path.read_text(encoding="utf-8"), re.MULTILINE
        )
        assert not found, path


@pytest.fixture
def units(tmp_path: Path) -> list[Path]:
    """The units, with programs that this machine has in the place of installed ones."""
    made = []
    for unit in sorted(UNITS.glob("r2p-training*.*")):
        text = unit.read_text(encoding="utf-8")
        for program in re.findall(r"/opt/\S+(?:/r2p-training|\.sh)$", text, re.MULTILINE):
            text = text.replace(program, sys.executable)
        made.append(tmp_path / unit.name)
        made[-1].write_text(text, encoding="utf-8")
    assert len(made) == 3
    return made


def test_systemd_finds_no_fault_in_the_units(units: list[Path]) -> None:
    verify = [needs("systemd-analyze"), "verify", "--man=no", *map(str, units)]
    checked = subprocess.run(verify, capture_output=True, encoding="utf-8", check=False)
    # Other units of the machine may have faults of their own.
    assert "r2p-training" not in checked.stderr


@pytest.mark.parametrize("name", ["r2p-training.service", "r2p-training-backup.service"])
def test_services_are_shut_in_well(name: str) -> None:
    asked = [needs("systemd-analyze"), "security", "--offline=yes", "--no-pager", str(UNITS / name)]
    told = subprocess.run(asked, capture_output=True, encoding="utf-8", check=False)
    exposure = re.search(r"Overall exposure level[^\d]*([\d.]+)", told.stdout)
    assert exposure, told.stderr
    assert float(exposure.group(1)) <= 2.0


def compose(tmp_path: Path, environment: dict[str, str]) -> subprocess.CompletedProcess[str]:
    # The older program knows every key but the project's name.
    text = (DEPLOY / "compose.yaml").read_text(encoding="utf-8")
    (tmp_path / "compose.yaml").write_text(
        text.replace("name: r2p-training\n", "", 1).replace("context: ..", f"context: {ROOT}")
    )
    bare = {name: value for name, value in os.environ.items() if name not in FILLED_IN}
    return subprocess.run(
        [needs("docker-compose"), "-f", "compose.yaml", "config"],
        cwd=tmp_path,
        env={**bare, **environment},
        capture_output=True,
        encoding="utf-8",
        check=False,
    )


def test_the_compose_file_reads_and_only_the_proxy_is_open(tmp_path: Path) -> None:
    read = compose(tmp_path, FILLED_IN)
    assert read.returncode == 0, read.stderr
    services = dict(
        part.split(":\n", 1)
        for part in re.split(r"^  (?=\w)", read.stdout, flags=re.MULTILINE)[1:]
        if ":\n" in part
    )
    assert {"application", "backup", "database", "proxy"} <= set(services)
    assert [name for name, text in services.items() if "published:" in text] == ["proxy"]
    assert "read_only: true" in services["application"]


def test_compose_asks_for_what_has_no_default(tmp_path: Path) -> None:
    refused = compose(tmp_path, {"R2P_HOST": "r2p.example.org"})
    assert refused.returncode != 0
    assert "write it into .env" in refused.stderr


def test_the_image_takes_in_what_the_list_lets_through_and_no_more() -> None:
    container = (DEPLOY / "Containerfile").read_text(encoding="utf-8")
    copied = {
        name.rstrip("/")
        for line in re.findall(r"^COPY (?!--from)(.+) \S+$", container, re.MULTILINE)
        for name in line.split()
    }
    assert copied
    assert [name for name in copied if not (ROOT / name).exists()] == []
    lines = (ROOT / ".dockerignore").read_text(encoding="utf-8").splitlines()
    through = {line.removeprefix("!") for line in lines if line.startswith("!")}
    assert through == {
        name if "/" not in name or "requirements" in name else name.split("/")[0] for name in copied
    }


@ON_SQLITE
def test_the_proxy_lets_through_the_largest_file_that_a_page_takes(app: Flask) -> None:
    written = (DEPLOY / "Caddyfile").read_text(encoding="utf-8")
    sizes = re.findall(r"^\s*max_size (\d+)MB$", written, re.MULTILINE)  # Caddy: 10⁶ bytes
    assert len(sizes) == 1
    largest = serving.edge_limit(app)
    assert largest >= exchange_views.MOST_BYTES
    assert largest <= int(sizes[0]) * 1_000_000 <= 2 * largest
