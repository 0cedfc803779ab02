"""Whatever is written into a pack, reading it gives findings and never an exception."""

import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.modules.conftest import build_pack
from tests.modules.sample_pack import DRAWING, EN, ENGLISH, KHMER, KM, MODULE, QUIZ
from training.modules.checking import as_json, check_packs
from training.modules.facts import read_facts, read_terms
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.model import Layout, SlideText
from training.modules.pictures import picture_faults
from training.modules.rendering import render_notes, render_text

NOT_MINUTES_SECONDS = 60
"""Of CPU: a quiet laptop takes under 5, a busy host several times that."""
FILES = {
    "module.toml": MODULE,
    "quiz.toml": QUIZ,
    EN: ENGLISH,
    KM: KHMER,
    "pictures/drawing.svg": DRAWING,
}
PIECES = [
    "# ", "## ", "{#a layout=points minutes=1}", "{", "}", ":::", "::: notes", "::: column",
    "::: picture", "\n", "\n\n", "- ", "1. ", "**", "| a |", "|---|", "![", "](", ")", "<b>", "<",
    "[[", "]]", "[", "=", '"', '"""', "'''", "id = ", "[[item]]", "[[item.option]]", "title.en",
    "item = 3", "km", "ក", "\u200b", "\t", "0", "true", "2019-01-01", "\r", "\\", "&lt;", "#",
]  # fmt: skip
SCRAPS = st.lists(st.sampled_from(PIECES) | st.text(max_size=5), max_size=40).map("".join)
QUICK = settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.mark.parametrize("name", list(FILES))
@QUICK
@given(scraps=SCRAPS, cut=st.floats(0, 1), keep=st.booleans())
def test_reading_never_raises(
    tmp_path: Path, name: str, scraps: str, cut: float, keep: bool
) -> None:
    pack = build_pack(tmp_path / "modules")
    text = (pack.path / name).read_text(encoding="utf-8")
    place = int(cut * len(text))
    mixed = text[:place] + scraps + (text[place:] if keep else "")
    pack.write(name, mixed.encode("utf-8", "surrogatepass"))
    reports = check_packs(pack.packs)
    assert as_json(reports)
    module = pack.read().module
    assert (module is None) == bool(reports[0].faults)


@QUICK
@given(content=st.binary(max_size=200))
def test_bytes_never_raise(tmp_path: Path, content: bytes) -> None:
    pack = build_pack(tmp_path / "modules")
    for name in FILES:
        pack.write(name, content)
    check_packs(pack.packs)
    picture_faults("a.svg", b"<svg>" + content)


@QUICK
@given(scraps=SCRAPS)
def test_facts_and_terms_never_raise(tmp_path: Path, scraps: str) -> None:
    for name in ("facts.toml", "terms.tsv"):
        (tmp_path / name).write_bytes(scraps.encode("utf-8", "surrogatepass"))
    read_facts(Folder(tmp_path), Place("facts.toml", Findings()))
    read_terms(Folder(tmp_path), Place("terms.tsv", Findings()))


@settings(max_examples=200, deadline=None)
@given(scraps=SCRAPS, layout=st.sampled_from(Layout))
def test_rendering_never_raises(scraps: str, layout: Layout) -> None:
    text = SlideText(scraps, scraps, scraps, scraps)
    html = render_text(layout, text, "a.svg", lambda name: f"/{name}") + render_notes(text, str)
    assert "<script" not in html


@pytest.mark.parametrize(
    "long",
    ["[" * 19_000, "*a " * 6_000, "![" * 9_000, "- " * 9_000, "> " * 9_000, "|" * 19_000,
     "<" * 19_000, "[a](" * 4_000, "**" * 9_000, "_" * 19_000],
    ids=lambda long: long[:3],
)  # fmt: skip
def test_tiring_text_costs_seconds_of_cpu_and_not_minutes(tmp_path: Path, long: str) -> None:
    pack = build_pack(tmp_path / "modules")
    pack.edit(EN, "A short subtitle", long)
    begin = time.process_time()
    pack.read()
    assert time.process_time() - begin < NOT_MINUTES_SECONDS


@pytest.mark.parametrize(
    "line",
    ["a%d" + ".a" * 2_900 + " = 1", "[a%d" + ".a" * 2_900 + "]", "[[a%d" + ".a" * 2_900 + "]]",
     "a%d = {" + "b." * 2_900 + "c = 1}", '"="%d' + '. "a"' * 1_000 + " = 1",
     "a%d = " + "[" * 2_900],
    ids=["a dotted key", "a table", "an array", "an inline table", "quoted keys", "brackets"],
)  # fmt: skip
def test_a_file_of_the_deepest_keys_is_read_in_time_and_little_memory(
    tmp_path: Path, line: str
) -> None:
    pack = build_pack(tmp_path / "modules")
    pack.write("quiz.toml", "\n".join(line % number for number in range(160)))
    tracemalloc.start()
    begin = time.process_time()
    reading = pack.read()
    took = time.process_time() - begin
    _, most_bytes = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert reading.faults
    assert took < NOT_MINUTES_SECONDS
    assert most_bytes < 50_000_000


def test_a_drawing_of_the_deepest_kind_is_read_in_time(tmp_path: Path) -> None:
    pack = build_pack(tmp_path / "modules")
    head, tail = DRAWING.split("<circle", 1)
    pack.write("pictures/drawing.svg", head + "<g>" * 65_000 + "</g>" * 65_000 + "<circle" + tail)
    begin = time.process_time()
    assert pack.read().module is not None
    assert time.process_time() - begin < NOT_MINUTES_SECONDS


@pytest.mark.parametrize("name", list(FILES))
@pytest.mark.parametrize("piece", [" ", "[", "{", ":::\n", "# \n", "a.", "'''", "<g>", "\n"])
def test_a_full_file_of_one_sign_costs_seconds_of_cpu_and_not_minutes(
    tmp_path: Path, name: str, piece: str
) -> None:
    pack = build_pack(tmp_path / "modules")
    pack.write(name, (piece * 1_000_000)[: 490_000 if "pictures" in name else 990_000])
    begin = time.process_time()
    pack.read()
    assert time.process_time() - begin < NOT_MINUTES_SECONDS
