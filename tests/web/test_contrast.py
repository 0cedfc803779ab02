"""The colours of the house, computed from the style sheet: 7:1 for text, 4.5:1 for the rest."""

import re
from itertools import product
from pathlib import Path

import pytest

STYLE = Path(__file__).parents[2] / "training/web/static/style.css"
COLOUR = re.compile(r"--([\w-]+): #([0-9a-f]{6});")
GROUNDS = ("paper", "card", "action-soft", "gold-soft", "good-soft", "bad-soft")
TEXTS = ("ink", "ink-soft", "action", "gold-ink", "good", "bad")
PAIRS = [
    *((text, ground, 7.0) for text, ground in product(TEXTS, GROUNDS)),
    *(("gold", ground, 4.5) for ground in GROUNDS),
    ("action-ink", "action", 7.0),
    ("card", "bad", 7.0),
]


def themes() -> dict[str, dict[str, str]]:
    css = STYLE.read_text(encoding="utf-8")
    light, by_device, *_ = css.split("@media (prefers-color-scheme: dark)")
    chosen = by_device.split(':root[data-theme="dark"] {')[1].split("}")[0]
    device = by_device.split("}")[0]
    base = dict(COLOUR.findall(light))
    return {
        "light": base,
        "dark by the device": base | dict(COLOUR.findall(device)),
        "dark by choice": base | dict(COLOUR.findall(chosen)),
    }


def luminance(colour: str) -> float:
    """As WCAG 2 defines it: 0 for black, 1 for white."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (0, 2, 4)]
    red, green, blue = (
        part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    dark, bright = sorted((luminance(one), luminance(other)))
    return (bright + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("theme", ["light", "dark by the device", "dark by choice"])
def test_every_text_can_be_read_in_a_bright_and_in_a_dark_room(theme: str) -> None:
    colours = themes()[theme]
    weak = [
        f"{text} on {ground}: {contrast(colours[text], colours[ground]):.2f}, wanted {wanted}"
        for text, ground, wanted in PAIRS
        if contrast(colours[text], colours[ground]) < wanted
    ]
    assert not weak, "\n".join(weak)


def test_both_dark_themes_are_the_same() -> None:
    assert themes()["dark by the device"] == themes()["dark by choice"]


def test_black_on_white_is_21_to_1() -> None:
    assert contrast("000000", "ffffff") == pytest.approx(21)
