"""Pictures that people send for papers: taken only where they can be printed, written anew."""

from pathlib import Path

from training.adapters import rasters
from training.adapters.typesetting import TypesettingError, typeset, typeset_picture
from training.courses import texts
from training.kernel.refusal import Refusal
from training.modules.pictures import picture_faults

MOST_BYTES = 1_000_000
"""What may be sent."""
_MOST_KEPT_BYTES = 400_000
"""What is kept: so much fits a paper even when it is written as text."""
_LONGEST_SIDES = (1000, 700, 450, 300)
"""Pixels; a logo is printed at most 42 mm wide, a signature 48 mm."""
_DOTS_PER_INCH = 96
"""Of a screen, on which a drawing much longer than wide has no width any more."""
_TRIAL = Path(__file__).resolve().parent / "paper" / "picture.typ"


def printable_picture(content: bytes) -> tuple[str, bytes]:
    """The media type of a picture that was sent, and its bytes as they are kept.

    Photographs are decoded and written anew; a drawing stays as it is when it is nothing else.
    Takes some time: call it outside of a transaction. Raises Refusal (422).
    """
    if len(content) > MOST_BYTES:
        raise Refusal(texts.PICTURE_TOO_LARGE, field="picture")
    try:
        kind, made = _read(content)
    except rasters.UnreadablePictureError as error:
        raise Refusal(texts.PICTURE_NO_PICTURE, field="picture") from error
    except rasters.TooManyPixelsError as error:
        raise Refusal(texts.PICTURE_TOO_MANY_PIXELS, field="picture") from error
    _require_printable(kind, made)
    return kind, made


def _read(content: bytes) -> tuple[str, bytes]:
    if not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        return rasters.as_logo(content, _LONGEST_SIDES, _MOST_KEPT_BYTES)
    if b"<svg" not in content:
        raise Refusal(texts.PICTURE_NO_PICTURE, field="picture")
    if picture_faults("picture.svg", content):
        raise Refusal(texts.PICTURE_NO_PLAIN_DRAWING, field="picture")
    if len(content) > _MOST_KEPT_BYTES:
        raise Refusal(texts.PICTURE_TOO_LARGE, field="picture")
    return rasters.SVG, content


def _require_printable(media_type: str, content: bytes) -> None:
    try:
        data = {"picture_svg": rasters.as_svg(media_type, content)}
        typeset(_TRIAL, data)
        typeset_picture(_TRIAL, data, _DOTS_PER_INCH)
    except TypesettingError as error:
        raise Refusal(texts.PICTURE_NOT_PRINTED, field="picture") from error
