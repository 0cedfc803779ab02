"""Certificates look as they did when somebody looked at them and approved."""

import pytest
from PIL import Image

from tests.certificates.approved import FOLDER, cases, sample, small, unlike
from training.certificates.model import Facts

MOST_UNLIKE = 5.0
"""Of 255, in the part that is unlike most: another machine may round a few greys otherwise."""


@pytest.mark.parametrize(("name", "facts"), [pytest.param(*case, id=case[0]) for case in cases()])
def test_a_certificate_looks_as_approved(name: str, facts: Facts) -> None:
    with Image.open(FOLDER / f"{name}.png") as approved:
        assert unlike(small(facts), approved.convert("L")) < MOST_UNLIKE


@pytest.mark.parametrize(
    "changed",
    [
        {"name_km": "ត្បូង ស្រីម៉ៅ"},
        {"organisers": ()},
        {"kingdom_header": True},
        {"minutes_held": 420},
    ],
)
def test_a_small_change_is_seen(changed: dict[str, object]) -> None:
    assert unlike(small(sample()), small(sample(**changed))) > MOST_UNLIKE


def test_every_approved_picture_is_compared() -> None:
    assert {path.stem for path in FOLDER.glob("*.png")} == {name for name, _ in cases()}
