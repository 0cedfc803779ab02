"""Drawings that would take hours: patterns within patterns, marks at every corner, circles."""

import time

import pytest

from training.modules.pictures import picture_faults

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 100">'
TOO_OFTEN = ("draws its patterns, masks, clips or markers too often. Make it simpler.",)
NOT_HOURS_SECONDS = 60
"""Of CPU: drawn, the deeper ones would take longer than anybody lives; a busy host takes 1.4."""
WAYS = (("pattern", "fill"), ("mask", "mask"), ("clipPath", "clip-path"))


def nested(kind: str, way: str, depth: int, wide: int = 10) -> bytes:
    """Each part draws the next one `wide` times; the last one is a square."""
    inner = [f'<rect width="9" height="9" {way}="url(#p{i + 1})"/>' * wide for i in range(depth)]
    parts = [f'<{kind} id="p{i}">{each}</{kind}>' for i, each in enumerate(inner)]
    last = f'<{kind} id="p{depth}"><rect width="9" height="9"/></{kind}>'
    return f'{HEAD}{"".join(parts)}{last}<path d="M0 0h9v9z" {way}="url( #p0 )"/></svg>'.encode()


@pytest.mark.parametrize(("kind", "way"), WAYS)
def test_parts_within_parts_are_refused_before_they_are_drawn(kind: str, way: str) -> None:
    for depth in (4, 30, 3_000):
        before = time.process_time()
        assert picture_faults("a.svg", nested(kind, way, depth)) == TOO_OFTEN
        assert time.process_time() - before < NOT_HOURS_SECONDS
    assert picture_faults("a.svg", nested(kind, way, 2)) == ()


@pytest.mark.parametrize(
    "parts",
    [
        '<mask id="a" mask="url(#a)"><path d="M0 0"/></mask><path mask="url(#a)" d="M0 0"/>',
        '<pattern id="a" href="#b"/><pattern id="b" href="#a"/><path fill="url(#a)" d="M0 0"/>',
        '<mask id="a"><path mask="url(#b)" d="M0 0"/></mask>'
        '<mask id="b"><path mask="url(#a)" d="M0 0"/></mask><path mask="url(#a)" d="M0 0"/>',
    ],
)
def test_circles_are_refused(parts: str) -> None:
    assert picture_faults("a.svg", f"{HEAD}{parts}</svg>".encode()) == TOO_OFTEN


def test_a_mark_at_every_corner_is_counted_for_every_corner() -> None:
    shapes = '<path d="M0 0"/>' * 20
    mark = f'<marker id="m">{shapes}</marker>'
    few = f'{HEAD}{mark}<path marker-mid="url(#m)" d="{"L1 1" * 20}"/></svg>'
    many = f'{HEAD}{mark}<path marker-mid="url(#m)" d="{"L1 1" * 2_000}"/></svg>'
    assert picture_faults("a.svg", few.encode()) == ()
    assert picture_faults("a.svg", many.encode()) == TOO_OFTEN


def test_a_drawing_as_programs_make_them_is_taken() -> None:
    clips = "".join(f'<clipPath id="c{i}"><path d="M0 0"/></clipPath>' for i in range(500))
    groups = "".join(f'<g clip-path="url(#c{i})"><path d="M0 0"/></g>' for i in range(500))
    colours = '<linearGradient id="l"/><pattern id="p"><path fill="url(#l)" d="M0 0"/></pattern>'
    drawing = f'{HEAD}{clips}{groups}{colours}<path fill="url(#p)" d="M0 0"/></svg>'
    assert picture_faults("a.svg", drawing.encode()) == ()
