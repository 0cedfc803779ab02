"""Photographs and logos that people send: decoded under a bound, and written anew.

What comes out holds the picture and nothing else: no place, no camera, no comment.
"""

import base64
import io
import struct
import warnings
from collections.abc import Callable
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PIL import Image

MOST_PIXELS = 50_000_000
"""What the largest camera of a phone makes, 8,160 by 6,120. A JPEG is decoded at a smaller size."""
MOST_PIXELS_OF_PNG = 12_000_000
"""A PNG has to be decoded whole: 48 MB."""
_BROKEN = (
    *(OSError, ValueError, SyntaxError, EOFError, ArithmeticError, LookupError, TypeError),
    struct.error,
)
"""What Pillow raises for bytes that are no picture after all."""
_TURNS = {
    2: "FLIP_LEFT_RIGHT",
    3: "ROTATE_180",
    4: "FLIP_TOP_BOTTOM",
    5: "TRANSPOSE",
    6: "ROTATE_270",
    7: "TRANSVERSE",
    8: "ROTATE_90",
}
"""What brings a picture upright, by the orientation that its camera noted (EXIF 2.32, 4.6.4)."""
_ORIENTATION = 0x0112
JPEG, PNG, SVG = "image/jpeg", "image/png", "image/svg+xml"


class UnreadablePictureError(Exception):
    """These bytes are no JPEG or PNG that can be read to its end."""


class TooManyPixelsError(Exception):
    """The picture is larger than it may be; it was not decoded."""


def as_photograph(content: bytes, longest_side: int) -> bytes:
    """The photograph upright, at most `longest_side` pixels long and wide, as a JPEG.

    Raises UnreadablePictureError and TooManyPixelsError.
    """
    return _read(content, longest_side, _as_jpeg)


def as_logo(content: bytes, longest_sides: tuple[int, ...], most_bytes: int) -> tuple[str, bytes]:
    """The media type and the bytes of a logo, which keeps what can be seen through.

    The first of `longest_sides`, in pixels, at which it takes at most `most_bytes`; else the last.
    Raises UnreadablePictureError and TooManyPixelsError.
    """
    is_jpeg = content.startswith(b"\xff\xd8")
    write = _as_jpeg if is_jpeg else _as_png
    made = b""
    for side in longest_sides:
        made = _read(content, side, write)
        if len(made) <= most_bytes:
            break
    return (JPEG if is_jpeg else PNG), made


def _open(content: bytes) -> "Image.Image":
    """The picture, of which only the header was read. Pillow is loaded when it is needed."""
    from PIL import Image

    Image.MAX_IMAGE_PIXELS = None  # our own bounds come first, and are no mere warning
    return Image.open(io.BytesIO(content), formats=("JPEG", "PNG"))


def as_svg(media_type: str, content: bytes) -> str:
    """A picture that we have written ourselves as an SVG, which is what papers take."""
    if media_type == SVG:
        return content.decode("utf-8-sig")
    with _open(content) as image:
        width, height = image.size
    sent = base64.b64encode(content).decode()
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">'
        f'<image width="{width}" height="{height}"'
        f' href="data:{escape(media_type)};base64,{sent}"/></svg>'
    )


def _read(content: bytes, longest_side: int, write: Callable[["Image.Image"], bytes]) -> bytes:
    try:
        # What is odd in the metadata is of no interest: it is left behind.
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return write(_small(content, longest_side))
    except _BROKEN as error:
        raise UnreadablePictureError from error


def _small(content: bytes, longest_side: int) -> "Image.Image":
    from PIL import Image

    with _open(content) as image:
        most = MOST_PIXELS_OF_PNG if image.format == "PNG" else MOST_PIXELS
        if image.width * image.height > most:
            raise TooManyPixelsError
        image.draft("RGB", (longest_side, longest_side))  # a JPEG alone: a fraction of the work
        image.thumbnail((longest_side, longest_side))
        turn = _TURNS.get(image.getexif().get(_ORIENTATION, 1))
        return image.transpose(Image.Transpose[turn]) if turn else image.copy()


def _as_jpeg(image: "Image.Image") -> bytes:
    from PIL import Image

    out = io.BytesIO()
    on_white = Image.new("RGB", image.size, "white")
    seen_through = image.convert("RGBA") if image.has_transparency_data else None
    on_white.paste(image.convert("RGB"), mask=seen_through)
    on_white.save(out, "JPEG", quality=85)
    return out.getvalue()


def _as_png(image: "Image.Image") -> bytes:
    out = io.BytesIO()
    kept = image.convert("RGBA" if image.has_transparency_data else "RGB")
    kept.info.clear()
    kept.save(out, "PNG", optimize=True)
    return out.getvalue()
