"""Sets a page from a typst template and data: the one way this product makes a PDF.

Data goes in as JSON and stays data: no name can become markup. The same template and data give the
same bytes. A server must not compile before it forks: the child would hang.
"""

import json
from collections.abc import Iterator, Mapping
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from training.adapters.house_fonts import (
    characters_without_glyph,
    describe_characters,
    fonts_are_installed,
)
from training.adapters.memory import give_back_scraps
from training.adapters.places import FONTS
from training.adapters.qr_codes import qr_path

if TYPE_CHECKING:
    import typst

__all__ = [
    "TypesettingError",
    "characters_without_glyph",
    "fonts_are_installed",
    "qr_svg",
    "typeset",
    "typeset_picture",
]

PACKAGE = Path(__file__).resolve().parents[1]
MOST_CHARACTERS_IN_A_TEXT = 5_000
MOST_CHARACTERS_IN_A_FILE = 700_000
"""For values whose key ends in `_svg` or `_json`: pictures and attachments.

A photograph of 500 kB, the most that a pack may have, is so long within an SVG (base64).
"""
MOST_CHARACTERS_IN_ALL = 16_000_000
MOST_BYTES_IN_A_QR_CODE = 1_200
LARGE_JOB_CHARACTERS, LARGE_JOB_WITH_FILES = 20_000, 60_000
"""Of words, and with pictures and attachments. What typst remembers of more is dropped at once.

A certificate has 2,000 of the first and 15,000 to 40,000 of the second.
"""
_COMPILATIONS_REMEMBERED = 10
_PANIC = "pyo3_runtime"
"""Where the exception is from that Rust's panic becomes; it is no `Exception`, nor in a module."""
_FILE_KEYS = ("_svg", "_json")
_EPOCH = 946_684_800  # 2000-01-01: a fixed moment, so that the same data gives the same bytes.


class TypesettingError(Exception):
    """A page could not be set; the message is a sentence that says why and what to do."""


def typeset(template: Path | str, data: Mapping[str, object]) -> bytes:
    """The PDF (PDF/A-3a and PDF/UA-1) that `template` makes of `data`.

    `template` is a path, or a name inside this package such as `courses/paper/poster.typ`; it
    defines `paper(data)`. Values must be what JSON can hold.

    Raises TypesettingError when fonts or template are missing, a text is too long, a character is
    in no font, or the template refuses the data.
    """
    made = _typeset(template, data, format="pdf", pdf_standards=["a-3a", "ua-1"])
    if not isinstance(made, bytes):
        raise TypesettingError(f"The page {template} gave no PDF file.")
    return made


def typeset_picture(
    template: Path | str, data: Mapping[str, object], dots_per_inch: float
) -> bytes:
    """The only page that `template` makes of `data` as a PNG, to be shown on a screen.

    Raises TypesettingError as `typeset` does, and when there are more pages.
    """
    made = _typeset(template, data, format="png", ppi=dots_per_inch)
    if not isinstance(made, bytes):
        raise TypesettingError(f"The page {template} is more than one page.")
    return made


def _typeset(
    template: Path | str, data: Mapping[str, object], **form: Any
) -> bytes | list[bytes] | None:
    path = (PACKAGE / template).resolve()
    _check_installation(path)
    words = _check_texts(data)
    packed = json.dumps(data, ensure_ascii=False, sort_keys=True)
    if len(packed) > MOST_CHARACTERS_IN_ALL:
        raise TypesettingError(
            "There is too much text for one file. Make several files with fewer pages each."
        )
    made = _compile(path, packed, **form)
    if words > LARGE_JOB_CHARACTERS or len(packed) > LARGE_JOB_WITH_FILES:
        _forget()
    return made


def qr_svg(text: str, *, error: str = "m", dark: str = "#000000") -> str:
    """A QR code as an SVG picture one unit a module, with its quiet zone of four modules.

    `error` is the correction level (l, m, q or h). Raises TypesettingError when the text is empty
    or too long to be read off paper.
    """
    if not text or len(text.encode()) > MOST_BYTES_IN_A_QR_CODE:
        raise TypesettingError(
            f"A QR code holds 1 to {MOST_BYTES_IN_A_QR_CODE} bytes; "
            f"this text has {len(text.encode())}."
        )
    side, path = qr_path(text, error)
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {side} {side}"'
        f' shape-rendering="crispEdges"><path stroke="{dark}" d="{path}"/></svg>'
    )


def _compile(path: Path, packed: str, **form: Any) -> bytes | list[bytes] | None:
    import typst  # 7 MB that only paper needs

    root = PACKAGE if path.is_relative_to(PACKAGE) else path.parent
    # A compiler of its own for every call: a shared one cannot be used by two threads. The fonts
    # are shared, and so is what typst remembers of earlier pages, unless `sys_inputs` differ; so
    # the data comes as a text in the main file. typst lets go of the GIL while it works.
    main = f'#import "/{path.relative_to(root).as_posix()}": paper\n#paper(json({_quoted(packed)}))'
    try:
        compiler = typst.Compiler(input=main.encode(), root=root, font_paths=_fonts())
        return compiler.compile(timestamp=_EPOCH, **form)
    except typst.TypstError as error:
        raise TypesettingError(f"The page {path.name} could not be set: {error.message}") from error
    except BaseException as error:
        if type(error).__module__ != _PANIC:
            raise
        raise TypesettingError(f"The page {path.name} could not be set: {error}") from error


def _forget() -> None:
    """Drops what typst remembers, which is all of the last ten compilations, up to 2.5 MB a page.

    It has no word for that: so many empty pages, a millisecond each, are its oldest memories soon.
    What lay between goes back to the system.
    """
    import typst

    for _ in range(_COMPILATIONS_REMEMBERED + 1):
        typst.Compiler(input=b" ", font_paths=_fonts()).compile(format="pdf")
    give_back_scraps()


def _quoted(text: str) -> str:
    """The text as typst's bytes: in its strings only two signs mean something else."""
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    return f'bytes("{escaped}")'


@cache
def _fonts() -> "typst.Fonts":
    import typst

    return typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=[FONTS])


def _check_installation(path: Path) -> None:
    if not fonts_are_installed():
        raise TypesettingError(
            "The fonts are not installed. Run python tools/install_assets.py once, with internet."
        )
    if not path.is_file():
        raise TypesettingError(f"The template {path.name} is missing from this installation.")


def _check_texts(data: Mapping[str, object]) -> int:
    """The number of characters in all texts but files, once all can be printed."""
    texts = []
    for key, text in _texts("", data):
        is_file = key.endswith(_FILE_KEYS)
        limit = MOST_CHARACTERS_IN_A_FILE if is_file else MOST_CHARACTERS_IN_A_TEXT
        if len(text) > limit:
            raise TypesettingError(
                f"The text for {key!r} has {len(text):,} characters; {limit:,} are the most."
            )
        if not is_file:
            texts.append(text)
    words = "".join(texts)
    missing = characters_without_glyph(words)
    if missing:
        raise TypesettingError(
            f"No font here can print {describe_characters(missing)}. "
            "Write the text with Khmer or Latin letters."
        )
    return len(words)


def _texts(key: str, value: object) -> Iterator[tuple[str, str]]:
    """Every text in the data with the key it stands under."""
    left = [(key, value)]
    while left:
        key, value = left.pop()
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict):  # as JSON has it; to ask for any mapping takes much longer
            left.extend(value.items())
        elif isinstance(value, list | tuple):
            left.extend((key, inner) for inner in value)
