"""Whether a picture is what its name says and small enough, and an SVG only a drawing.

A photograph's size is read from its header; nothing is decoded. Sixty kilobytes of PNG can hold a
billion pixels, which would take the memory of every phone in the room.
"""

import re
import struct
from collections.abc import Iterator
from xml.etree import ElementTree as ET

from training.modules.drawing_work import is_too_much_work

PICTURE_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*\.(?:svg|png|jpe?g)")
_SVG = "{http://www.w3.org/2000/svg}"
_XLINK_HREF = "{http://www.w3.org/1999/xlink}href"
_DRAWING = frozenset(
    (
        "svg",
        "g",
        "defs",
        "title",
        "desc",
        "path",
        "rect",
        "circle",
        "ellipse",
        "line",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "textPath",
        "linearGradient",
        "radialGradient",
        "stop",
        "clipPath",
        "mask",
        "pattern",
        "marker",
        "switch",
    )
)
MOST_PIXELS = 12_000_000
"""What a phone's camera makes, 4,000 by 3,000; on a cheap phone it takes 48 MB to show."""
_PNG_HEAD = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
_JPEG_SIZES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
"""Markers of a JPEG's frame header (ITU-T T.81, table B.1); the three are no frames."""
_JPEG_BARE = frozenset({0x01, *range(0xD0, 0xD9)})
"""Markers without a length: TEM, RST0 to RST7, SOI."""
_OUTSIDE_URL = re.compile(r"url\((?!#)")
_LOOSE = re.compile(r"[\s\"']")
_ENCODING = re.compile(r"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)


def picture_faults(name: str, content: bytes) -> tuple[str, ...]:
    """Sentences about what is wrong with a picture's bytes; empty when it can be shown."""
    if name.endswith(".svg"):
        return tuple(dict.fromkeys(_svg_faults(content)))
    size = _png_size(content) if name.endswith(".png") else _jpeg_size(content)
    if size is None or 0 in size:
        return ("is not the kind of picture that its name says. Save it again.",)
    if size[0] * size[1] > MOST_PIXELS:
        written = f"{size[0]:,} by {size[1]:,} pixels"
        return (f"has {written}; {MOST_PIXELS:,} in all are the most. Make it smaller.",)
    return ()


def _png_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels (PNG, third edition, 11.2.1); None when it is no PNG."""
    if not content.startswith(_PNG_HEAD) or len(content) < len(_PNG_HEAD) + 8:
        return None
    width, height = struct.unpack_from(">II", content, len(_PNG_HEAD))
    return width, height


def _jpeg_size(content: bytes) -> tuple[int, int] | None:
    """Width and height in pixels (ITU-T T.81, B.2.2); None when it is no JPEG."""
    place = 2
    if not content.startswith(b"\xff\xd8\xff"):
        return None
    while place + 9 <= len(content) and content[place] == 0xFF:
        marker = content[place + 1]
        if marker in _JPEG_SIZES:
            height, width = struct.unpack_from(">HH", content, place + 5)
            return width, height
        if marker == 0xFF:  # a fill byte
            place += 1
        elif marker in _JPEG_BARE:
            place += 2
        else:
            place += 2 + int(struct.unpack_from(">H", content, place + 2)[0])
    return None


def _svg_faults(content: bytes) -> Iterator[str]:
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield "is not UTF-8. Save it as a plain SVG."
        return
    if "<!DOCTYPE" in text.upper() or "<!ENTITY" in text.upper():
        yield "has a DOCTYPE. Save it as a plain SVG, or delete that line."
        return
    yield from _head_faults(text)
    try:
        root = ET.fromstring(text)  # noqa: S314 (no DOCTYPE: no entities to expand)
    except (ET.ParseError, ValueError) as error:
        yield f"is not readable as SVG ({error})."
        return
    if root.tag != f"{_SVG}svg":
        yield 'does not begin with <svg xmlns="http://www.w3.org/2000/svg">.'
        return
    for element in root.iter():
        yield from _element_faults(element)
    if is_too_much_work(root):
        yield "draws its patterns, masks, clips or markers too often. Make it simpler."


def _head_faults(text: str) -> Iterator[str]:
    encoding = _ENCODING.match(text)
    if encoding and encoding[1].lower() not in ("utf-8", "utf8"):
        yield "names another encoding than UTF-8. Save it as UTF-8."
    if re.search(r"<\?(?!xml\s)", text):
        yield "has a processing instruction such as a style sheet. Delete it."


def _element_faults(element: ET.Element) -> Iterator[str]:
    tag = str(element.tag)
    local = tag.removeprefix(_SVG)
    if local not in _DRAWING:
        shown = tag.rpartition("}")[2][:30]
        yield f"has <{shown}>, which is not a plain drawing. Delete it, or save as plain SVG."
    for key, value in element.attrib.items():
        yield from _attribute_faults(key, value)


def _attribute_faults(key: str, value: str) -> Iterator[str]:
    name = key.rpartition("}")[2].lower()
    if name.startswith("on"):
        yield f"has a script in {name}=. Delete it."
    elif name == "style":
        yield "has style=. Write fill=, stroke= and so on instead."
    elif (name == "href" or key == _XLINK_HREF) and not value.strip().startswith("#"):
        yield "refers to another file. Only references within the picture (#…) are allowed."
    elif name == "base" or _is_outside(value):
        yield f"refers to another file in {name}=. Only url(#…) is allowed."


def _is_outside(value: str) -> bool:
    compact = _LOOSE.sub("", value).lower()
    return "\\" in compact or _OUTSIDE_URL.search(compact) is not None
