"""How much work a drawing is: three kilobytes of patterns within patterns can take hours."""

import math
import re
from collections import defaultdict
from xml.etree import ElementTree as ET

MOST_DRAWN_AGAIN = 5_000
"""Half a second or so, with masks, which are the slowest."""
_DEEPEST = 3
_DRAWN_AGAIN = frozenset(("pattern", "mask", "clipPath", "marker"))
_REFERENCE = re.compile(r"url\(\s*[\"']?\s*#([^\"')]*)")

Parts = dict[str, list[ET.Element]]


def is_too_much_work(root: ET.Element) -> bool:
    """Whether its patterns, masks, clips and markers are drawn too often, or within each other."""
    parts: Parts = defaultdict(list)
    for element in root.iter():
        if _local(str(element.tag)) in _DRAWN_AGAIN and element.get("id"):
            parts[element.attrib["id"].strip()].append(element)
    return _drawn_again(root, parts, {}, _DEEPEST) > MOST_DRAWN_AGAIN


def _local(name: str) -> str:
    return name.rpartition("}")[2]


def _drawn_again(element: ET.Element, parts: Parts, known: dict[str, float], deeper: int) -> float:
    """How many elements of parts are drawn for what is within this one; infinite for circles."""
    return sum(
        _times(each, key) * _cost(name, parts, known, deeper)
        for each in element.iter()
        for key, value in each.attrib.items()
        for name in _named(key, value)
        if name in parts
    )


def _cost(name: str, parts: Parts, known: dict[str, float], deeper: int) -> float:
    if not deeper:
        return math.inf
    if name not in known:
        known[name] = sum(
            sum(1 for _ in part.iter()) + _drawn_again(part, parts, known, deeper - 1)
            for part in parts[name]
        )
    return known[name]


def _named(key: str, value: str) -> list[str]:
    """The parts that an attribute refers to."""
    if _local(key) == "href":
        return [value.strip().removeprefix("#")]
    return [each.strip() for each in _REFERENCE.findall(value)]


def _times(element: ET.Element, key: str) -> int:
    """How often: a marker stands at every corner of a line."""
    if not key.startswith("marker"):
        return 1
    return 1 + len(element.get("d", "") + element.get("points", "")) // 2
