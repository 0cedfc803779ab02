"""The wheel runs where nothing else is: no checkout, no tools, only the libraries of run.txt."""

import http.cookiejar
import os
import re
import shutil
import subprocess
import sys
import time
import urllib.request
import venv
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from pathlib import Path

import pytest
from packaging.requirements import Requirement

from tests.journeys.serving import free_port

ROOT = Path(__file__).resolve().parents[2]
PYTHON = Path("Scripts/python.exe" if os.name == "nt" else "bin/python")
BUILD = ("wheel", "-q", "--no-deps", "--no-build-isolation", "--no-index")


def pip(*words: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "pip", "--disable-pip-version-check", *map(str, words)],
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The wheel of this checkout."""
    folder = tmp_path_factory.mktemp("dist")
    built = pip(*BUILD, "-w", folder, ROOT)
    assert built.returncode == 0, built.stderr
    (made,) = folder.iterdir()
    return made


@pytest.fixture(scope="module")
def programs(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `r2p-training` lies, in an environment of the locked libraries and the wheel alone."""
    folder = tmp_path_factory.mktemp("elsewhere") / "venv"
    venv.create(folder, symlinks=os.name != "nt")
    python = folder / PYTHON
    asked = [str(python), "-c", "import sysconfig; print(sysconfig.get_path('purelib'))"]
    libraries = Path(subprocess.check_output(asked, encoding="utf-8").strip())
    for requirement in locked():
        copy_library(requirement, libraries)
    installed = pip("--python", python, "install", "-q", "--no-deps", "--no-index", wheel)
    assert installed.returncode == 0, installed.stderr
    return python.parent


def locked() -> Iterator[Requirement]:
    """What requirements/run.txt asks for on a machine like this one."""
    for line in (ROOT / "requirements" / "run.txt").read_text(encoding="utf-8").splitlines():
        if re.match(r"\w", line):
            requirement = Requirement(line.removesuffix("\\").strip())
            if requirement.marker is None or requirement.marker.evaluate():
                yield requirement


def copy_library(requirement: Requirement, target: Path) -> None:
    """Copies what set-up installed by its hash; pip would have to ask the network again."""
    library = distribution(requirement.name)
    assert library.version in requirement.specifier
    for file in library.files or ():
        if ".." not in file.parts and "__pycache__" not in file.parts:
            (target / file).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(str(file.locate()), target / file)


def environment(**given: str) -> dict[str, str]:
    """Nothing that could lead back to the checkout."""
    strange = ("PYTHON", "TRAINING_", "VIRTUAL_ENV", "FLASK_")
    kept = {name: value for name, value in os.environ.items() if not name.startswith(strange)}
    return {**kept, "PYTHONUNBUFFERED": "1", "PYTHONIOENCODING": "utf-8", **given}


def run(programs: Path, folder: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(programs / "r2p-training"), *words],
        cwd=folder,
        env=environment(),
        capture_output=True,
        encoding="utf-8",
        check=False,
        timeout=60,
    )


@dataclass(frozen=True, slots=True)
class Visitor:
    """Somebody with a browser; `printed` is what the terminal showed."""

    address: str
    printed: str
    browser: urllib.request.OpenerDirector

    def gets(self, path: str) -> bytes:
        address = path if path.startswith("http") else self.address + path
        with self.browser.open(address, timeout=20) as answer:
            body: bytes = answer.read()
        return body

    def reads(self, path: str) -> str:
        """The page without U+2060, which is for showing only."""
        return self.gets(path).decode().replace("\u2060", "")


def visit(programs: Path, folder: Path, *words: str) -> Iterator[Visitor]:
    """Starts the server in that folder and waits until it answers."""
    port = free_port()
    told = folder / "told.txt"
    with told.open("w", encoding="utf-8") as terminal:
        process = subprocess.Popen(
            [str(programs / "r2p-training"), *words],
            cwd=folder,
            env=environment(PORT=str(port), TRAINING_HOST="127.0.0.1"),
            stdout=terminal,
            stderr=terminal,
        )
        wait_for(port, process, told)
        cookies = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        yield Visitor(
            f"http://localhost:{port}",
            told.read_text(encoding="utf-8"),
            urllib.request.build_opener(cookies),
        )
        process.terminate()
        process.wait(timeout=20)


def wait_for(port: int, process: subprocess.Popen[bytes], told: Path) -> None:
    for _ in range(600):
        assert process.poll() is None, told.read_text(encoding="utf-8")
        try:
            urllib.request.urlopen(f"http://localhost:{port}/healthz", timeout=5).close()
        except OSError:
            time.sleep(0.1)
        else:
            return
    process.kill()
    pytest.fail(f"no answer from the server: {told.read_text(encoding='utf-8')}")


@pytest.fixture(scope="module")
def demonstration(programs: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Visitor]:
    yield from visit(programs, tmp_path_factory.mktemp("demonstration"), "--demo")


@pytest.fixture
def empty(programs: Path, tmp_path: Path) -> Iterator[Visitor]:
    """A server with nothing in it, started without a word, in tmp_path."""
    yield from visit(programs, tmp_path)


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
    tops = {name.split("/")[0] for name in names}
    (about,) = tops - {"training"}
    assert about.endswith(".dist-info")
    kinds = {Path(name).suffix for name in names if name.startswith("training/")} - {".py"}
    assert kinds <= {
        *{".css", ".js", ".svg", ".html", ".po", ".typ", ".json", ".mako"},
        *{".toml", ".tsv", ".md", "", ".ttf", ".txt"},
    }
    unnamed = [name for name in names if "." not in Path(name).name]
    assert "training/bundled/modules/LICENSE" in unnamed
    assert not [
        name for name in names if re.search(r"tests?/|bench|instance|\.(db|key|env)$", name)
    ]


def test_fonts_are_all_that_others_made_and_bring_their_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        fonts = [Path(name).name for name in archive.namelist() if "/assets/fonts/" in name]
        licences = {
            name.removesuffix("-LICENCE.txt"): archive.read(f"training/assets/fonts/{name}")
            for name in fonts
            if name.endswith("-LICENCE.txt")
        }
    families = {name.split("-")[0].removesuffix(".ttf") for name in fonts if name.endswith(".ttf")}
    assert families == set(licences) == {"Battambang", "Moul", "NotoSerif"}
    assert all(b"SIL OPEN FONT LICENSE" in text.upper() for text in licences.values())


def test_the_vocabularies_of_credentials_are_in_it_with_their_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {Path(name).name for name in archive.namelist() if "/assets/contexts/" in name}
    assert names == {
        "credentials-v2.json", "credentials-v2-LICENCE.txt",
        "open-badges-3.0.3.js", "open-badges-LICENCE.txt",
    }  # fmt: skip


def test_the_script_that_checks_signatures_is_in_it_with_its_licence(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = {Path(name).name for name in archive.namelist() if "/assets/scripts/" in name}
        assert b"nacl" in archive.read("training/assets/scripts/nacl.min.js")
    assert names == {"nacl.min.js", "nacl-LICENCE.txt"}


def test_the_same_checkout_gives_the_same_wheel(wheel: Path, tmp_path: Path) -> None:
    assert pip(*BUILD, "-w", tmp_path, ROOT).returncode == 0
    assert (tmp_path / wheel.name).read_bytes() == wheel.read_bytes()


def test_without_fonts_there_is_no_wheel_but_a_sentence(tmp_path: Path) -> None:
    for name in ("pyproject.toml", "README.md", "LICENSE", "package-lock.json", "modules/LICENSE"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        shutil.copyfile(ROOT / name, tmp_path / name)
    shutil.copytree(ROOT / "tools", tmp_path / "tools")
    built = pip(*BUILD, "-w", tmp_path / "dist", tmp_path)
    assert built.returncode != 0
    assert "the fonts and scripts of others are not installed. Run `make setup`" in built.stderr
    assert "Traceback" not in built.stderr
    assert not list(tmp_path.rglob("*.whl"))


def test_it_serves_from_its_own_folder_and_keeps_data_where_it_is_started(
    empty: Visitor, tmp_path: Path
) -> None:
    assert '"status":"ok"' in empty.reads("/healthz")
    assert "អ្នកគ្រប់គ្រងដំបូង" in empty.reads(re.findall(r"http\S+/start/\S+", empty.printed)[0])
    assert (tmp_path / "instance" / "training.db").is_file()


def test_pages_words_fonts_and_styles_come_with_it(demonstration: Visitor) -> None:
    page = demonstration.reads("/join")
    assert "សូមបញ្ចូលកូដចូលរួម" in page
    (style,) = re.findall(r'href="(/static/[^"]+css[^"]*)"', page)
    assert ".page" in demonstration.reads(style)
    assert demonstration.gets("/fonts/Battambang-Bold.ttf").startswith(b"\0\1\0\0")


def test_the_slides_of_the_bundled_pack_are_shown(demonstration: Visitor) -> None:
    (link,) = re.findall(r"Trainer: +(\S+)", demonstration.printed)
    courses = demonstration.reads(link)
    decks = [
        demonstration.reads(f"{course}/slides")
        for course in set(re.findall(r'href="(/courses/[0-9a-f-]{36})"', courses))
    ]
    shows = {show for deck in decks for show in re.findall(r'href="([^"]+r2p/show)', deck)}
    assert shows
    assert all("ទំនួលខុសត្រូវក្នុងការការពារ" in demonstration.reads(show) for show in shows)


def test_commands_work_without_a_checkout(programs: Path, tmp_path: Path) -> None:
    checked = run(programs, tmp_path, "modules", "check")
    assert checked.returncode == 0, checked.stderr
    assert re.search(r"Ready to be taught: .*understanding-r2p", checked.stdout)
    refused = run(programs, tmp_path, "backup", "evening.zip")
    assert refused.returncode == 1
    assert "nothing to back up" in refused.stderr


def test_certificates_are_set_with_its_own_fonts(programs: Path, tmp_path: Path) -> None:
    if shutil.which("pdftotext") is None:
        pytest.skip("pdftotext (poppler-utils) is not installed")
    made = run(programs, tmp_path, "certificates", "preview", "--out", "x.pdf")
    assert made.returncode == 0, made.stderr
    text = subprocess.check_output(["pdftotext", "x.pdf", "-"], cwd=tmp_path, encoding="utf-8")
    for words in ("Certificate of Attendance", "TBOUNG Sreymom", "ត្បូង ស្រីមុំ"):
        assert words in text.replace("\u200b", "")
    fonts = subprocess.check_output(["pdffonts", "x.pdf"], cwd=tmp_path, encoding="utf-8")
    assert "Moul" in fonts
