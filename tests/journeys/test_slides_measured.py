"""`modules check --render`: every slide is measured in a real browser, with its own pages."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import PACKS
from tools.find_chromium import find_chromium

ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.browser

FIGURE = """
# Figure {#a-figure layout=figure minutes=1}

![Two words](pictures/two.svg)

::: notes
Point at it.
:::

# Long {#a-long-one layout=points minutes=1}

- A-word-that-is-far-too-long-to-stand-in-one-line-of-a-phone-or-of-any-projector-at-all

::: notes
Breathe.
:::
"""
DRAWING = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 900 400">
<text id="fine" x="20" y="60" font-size="36">?</text>
<text id="over" x="24" y="66" font-size="36">?</text>
<text id="out" x="850" y="300" font-size="36">?</text>
<text id="tiny" x="20" y="350" font-size="9">?</text>
</svg>
"""
WORDS = "".join(
    f'[{name}]\nen = "{words}"\nkm = "ពាក្យ"\n'
    for name, words in (("fine", "Fine"), ("over", "Over"), ("out", "Outside"), ("tiny", "Tiny"))
)


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The small pack with a figure whose labels are in one another's way."""
    if not find_chromium():
        pytest.skip("There is no Chromium on this machine.")
    packs = shutil.copytree(PACKS, tmp_path / "packs")
    folder = packs / "small"
    (folder / "pictures").mkdir(exist_ok=True)
    (folder / "pictures/two.svg").write_text(DRAWING, encoding="utf-8")
    (folder / "pictures/two.toml").write_text(WORDS, encoding="utf-8")
    slides = next((folder / "slides").glob("*.en.md"))
    slides.write_text(slides.read_text(encoding="utf-8") + FIGURE, encoding="utf-8")
    return packs


def test_what_does_not_fit_is_told_and_every_screen_can_be_kept(
    packs: Path, tmp_path: Path
) -> None:
    kept = tmp_path / "pictures"
    given = {
        **os.environ,
        "TRAINING_MODULES": str(packs),
        "TRAINING_DATA": str(tmp_path / "data"),
        "TRAINING_CHROMIUM": find_chromium(),
    }
    command = [sys.executable, "-m", "flask", "--app", "app", "modules", "check"]
    done = subprocess.run(  # noqa: S603 (our own command)
        [*command, "--render", "--pictures", str(kept)],
        cwd=ROOT, env=given, capture_output=True, text=True, encoding="utf-8", check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    told = [line for line in done.stdout.split("\n") if "Slide " in line and "x7" in line]
    assert any("a label outside its figure" in line and '"Outside"' in line for line in told)
    assert any("labels that overlap" in line and '"Over" and "Fine"' in line for line in told)
    assert any("small letters" in line and '"Tiny"' in line for line in told)
    assert not any("small letters" in line and '"Fine"' in line for line in told)
    assert all("Slide a-figure " in line for line in told), told
    assert not any("#" in line.split(": warning:")[0] for line in told)
    names = {path.name.split("-")[0] for path in (kept / "small").glob("*.png")}
    assert names == {"1024", "1366", "phone"}
    assert not list(tmp_path.rglob("*.db"))
