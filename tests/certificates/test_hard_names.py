"""Two hundred names that are hard to set: what is copied from the paper is what was given."""

import functools
import subprocess
import sys

import msgspec
import pytest

from tests.certificates.hard_names import hard_names
from tests.certificates.paper.conftest import sample
from tests.printed import texts_of_pages
from training.certificates.model import Facts
from training.certificates.paper.paper import render_certificates

COUNT = 200
OF_ONE = """
import sys
from tests.certificates.test_hard_names import certificates
from training.certificates.paper.paper import render_certificates
sys.stdout.buffer.write(render_certificates(certificates()[:12]))
"""


@functools.cache
def certificates() -> tuple[Facts, ...]:
    return tuple(
        msgspec.structs.replace(
            sample(), name_km=km, name_en=en, title_km="", title_en="", number=f"SAMPLE-{number}"
        )
        for number, (km, en) in enumerate(hard_names(COUNT))
    )


def squeezed(text: str) -> str:
    """Without what a line's end adds or takes."""
    return "".join(text.replace("\u200b", "").split())


def test_the_names_are_as_hard_as_they_are_meant_to_be() -> None:
    khmer = [facts.name_km for facts in certificates()]
    latin = [facts.name_en for facts in certificates()]
    assert len({*zip(khmer, latin, strict=True)}) == COUNT
    assert sum(len(name) >= 110 for name in khmer) == COUNT // 5
    assert khmer.count("") == latin.count("") == COUNT // 5
    assert sum("\u200b" in name for name in khmer) == COUNT // 5
    for stacked in ("្ត្រ", "្ញុំ", "៉", "៊", "ឿ", "ើ", "ឫ", "ឱ្យ", "៌", "័"):
        assert any(stacked in name for name in khmer), stacked


def test_two_hundred_hard_names_are_copied_out_letter_by_letter() -> None:
    pages = texts_of_pages(render_certificates(certificates()))
    for facts, text in zip(certificates(), pages, strict=True):
        for given in (facts.name_km, facts.name_en, facts.course_title_km, facts.venue_km):
            assert squeezed(given) in squeezed(text)


@pytest.mark.parametrize("seed", ["1", "77"])
def test_another_process_makes_the_same_bytes(seed: str) -> None:
    made = subprocess.run(  # noqa: S603 - our own interpreter and program
        [sys.executable, "-c", OF_ONE],
        check=True,
        capture_output=True,
        env={"PYTHONHASHSEED": seed, "PYTHONPATH": ".", "PATH": ""},
    )
    assert made.stdout == render_certificates(certificates()[:12])
