"""Reads PDF files the way a viewer copies text: marked `ActualText` first, then the fonts' maps."""

import io
import re
from collections.abc import Iterator
from typing import Any, cast

import pikepdf
import pypdf
import zxingcpp
from pypdf import Transformation
from pypdf.generic import ContentStream


def pages(pdf: bytes) -> list[pypdf.PageObject]:
    """The pages of a PDF file."""
    return list(pypdf.PdfReader(io.BytesIO(pdf)).pages)


def text_of(pdf: bytes) -> str:
    """All text in reading order, single spaces between, without zero-width spaces."""
    return " ".join(texts_of_pages(pdf))


def texts_of_pages(pdf: bytes) -> list[str]:
    """The text of each page, as `text_of` gives it."""
    maps: dict[tuple[int, int], dict[str, str]] = {}
    with pikepdf.open(io.BytesIO(pdf)) as document:
        texts = [_text_of_page(page, maps) for page in document.pages]
    return [" ".join(text.replace("\u200b", "").split()) for text in texts]


def starts_of_text(pdf: bytes) -> list[tuple[float, float]]:
    """Where each run of text begins, in points from the lower left corner of its page."""
    found = []
    for page in pages(pdf):
        here, kept = Transformation(), []
        for operands, operator in ContentStream(page.get_contents(), page.pdf).operations:
            if operator == b"q":
                kept.append(here)
            elif operator == b"Q":
                here = kept.pop()
            elif operator == b"cm":
                here = _matrix(operands).transform(here)
            elif operator == b"Tm":
                x, y = here.apply_on((float(operands[4]), float(operands[5])))
                found.append((x, y))
    return found


def _matrix(operands: list[Any]) -> Transformation:
    a, b, c, d, e, f = (float(part) for part in operands)
    return Transformation((a, b, c, d, e, f))


_MARKS_AND_TEXT = "BDC BMC EMC Tf Tj TJ ET"


def _text_of_page(page: pikepdf.Page, known: dict[tuple[int, int], dict[str, str]]) -> str:
    fonts: Any = page.obj["/Resources"]["/Font"]
    found: list[str] = []
    spans: list[str | None] = []
    font: dict[str, str] = {}
    for each in pikepdf.parse_content_stream(page, _MARKS_AND_TEXT):
        operands: Any = each.operands
        match str(each.operator):
            case "BDC" | "BMC":
                marked: Any = operands[1] if len(operands) > 1 else None
                actual = (
                    marked.get("/ActualText") if isinstance(marked, pikepdf.Dictionary) else None
                )
                spans.append(None if actual is None else str(actual))
            case "EMC":
                found.append(spans.pop() or "")
            case "Tf":
                font = _to_unicode(fonts[str(operands[0])], known)
            case "ET":
                found.append("\n")
            case _ if all(span is None for span in spans):
                shown: Any = operands[0]
                parts = [shown] if isinstance(shown, pikepdf.String) else list(shown)
                found.extend(
                    _decoded(bytes(part), font)
                    for part in parts
                    if isinstance(part, pikepdf.String)
                )
    return "".join(found)


def _decoded(raw: bytes, font: dict[str, str]) -> str:
    codes = [raw[at : at + 2].hex() for at in range(0, len(raw), 2)]
    return "".join(font.get(code, "\ufffd") for code in codes)


def _to_unicode(font: Any, known: dict[tuple[int, int], dict[str, str]]) -> dict[str, str]:
    """Glyph code, four hexadecimal digits, to text."""
    if font.objgen in known:
        return known[font.objgen]
    cmap = font.ToUnicode.read_bytes().decode("latin-1")
    found: dict[str, str] = {}
    for block in re.findall(r"beginbfchar(.*?)endbfchar", cmap, re.DOTALL):
        for code, text in re.findall(r"<(\w+)>\s*<(\w+)>", block):
            found[code.lower()] = bytes.fromhex(text).decode("utf-16-be")
    for block in re.findall(r"beginbfrange(.*?)endbfrange", cmap, re.DOTALL):
        for first, last, text in re.findall(r"<(\w+)>\s*<(\w+)>\s*<(\w+)>", block):
            for step in range(int(last, 16) - int(first, 16) + 1):
                found[f"{int(first, 16) + step:04x}"] = chr(int(text, 16) + step)
    known[font.objgen] = found
    return found


def pictures_described(pdf: bytes) -> list[str]:
    """The descriptions of the pictures that a screen reader is told of."""
    root: Any = pypdf.PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    return list(_figures(root["/StructTreeRoot"]))


def _figures(node: Any) -> Iterator[str]:
    node = node.get_object()
    if isinstance(node, list):
        for child in node:
            yield from _figures(child)
    elif isinstance(node, dict):
        if node.get("/S") == "/Figure":
            yield str(node.get("/Alt"))
        yield from _figures(node["/K"]) if "/K" in node else ()


def read_qr(svg: str, scale: int = 4) -> str:
    """What a phone reads from a QR picture made of lines along the middle of each row."""
    side = int(cast("re.Match[str]", re.search(r'viewBox="0 0 (\d+)', svg)).group(1))
    rows = [bytearray(b"\xff" * side) for _ in range(side)]
    drawn = cast("re.Match[str]", re.search(r' d="([^"]+)"', svg)).group(1)
    for x, y, line in re.findall(r"M(\d+) (\d+)\.5((?:m\d+ 0h\d+)*)", drawn):
        at = int(x)
        for light, dark in re.findall(r"m(\d+) 0h(\d+)", line):
            begin, at = at + int(light), at + int(light) + int(dark)
            rows[int(y)][begin:at] = bytes(int(dark))
    large = b"".join(b"".join(bytes([dot]) * scale for dot in row) * scale for row in rows)
    picture = memoryview(large).cast("B", shape=[side * scale, side * scale])
    return zxingcpp.read_barcodes(picture)[0].text
