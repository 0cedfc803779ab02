"""Whether a picture is what its name says, and whether an SVG is only a drawing."""

import re
from collections.abc import Iterator
from xml.etree import ElementTree as ET

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
_OUTSIDE_URL = re.compile(r"url\((?!#)")
_LOOSE = re.compile(r"[\s\"']")
_ENCODING = re.compile(r"^\s*<\?xml[^>]*encoding\s*=\s*[\"']([^\"']*)", re.IGNORECASE)


def picture_faults(name: str, content: bytes) -> tuple[str, ...]:
    """Sentences about what is wrong with a picture's bytes; empty when it can be shown."""
    if name.endswith(".svg"):
        return tuple(dict.fromkeys(_svg_faults(content)))
    if name.endswith(".png"):
        is_right = content.startswith(b"\x89PNG\r\n\x1a\n")
    else:
        is_right = content.startswith(b"\xff\xd8\xff")
    if is_right:
        return ()
    return ("is not the kind of picture that its name says. Save it again.",)


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
