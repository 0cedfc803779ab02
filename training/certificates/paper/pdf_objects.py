"""The objects of a PDF, as `pages` looks at them; imported when the first file is."""

import io
import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pikepdf
from pikepdf import settings

from training.certificates.model import UnreadablePdfError

MOST_OBJECTS = 20_000
MOST_BYTES_UNPACKED = 64_000_000
"""Of all streams together."""

_END = re.compile(rb"startxref\s+(\d{1,10})\s+%%EOF\s*")
_HIDDEN = (b"/Prev", b"/XRefStm", b"#")
"""What leads to other tables of objects, and the sign with which a word can be disguised."""
_ONE_AT_A_TIME = threading.Lock()
_REFERENCE = re.compile(r"(\d{1,10}) (\d{1,5}) R")
_NOT_SHOWN = ("/Metadata", "/AF")
_ATTACHED = "/EmbeddedFiles"
_FAULTS = (pikepdf.PdfError, ValueError, TypeError, KeyError, AttributeError, RuntimeError)
"""What pikepdf raises of a file that is not as the standard has it."""
_PACKING = ("/Length", "/Filter", "/DecodeParms")

# For the whole process: a stream cannot unpack into a large one, nor an object nest without end.
settings.set_qpdf_limits(
    flate_max_memory=MOST_BYTES_UNPACKED,
    run_length_max_memory=MOST_BYTES_UNPACKED,
    png_max_memory=MOST_BYTES_UNPACKED,
    tiff_max_memory=MOST_BYTES_UNPACKED,
    parser_max_nesting=100,
    max_stream_filters=3,
    doc_max_warnings=100,
)


def _require_plain(pdf: bytes) -> None:
    """One table of objects, in the open (PDF 32000-1, section 7.5.4), as our files have it.

    A packed table can name packed objects, of which 60 KB unpack into gigabytes. An appended one
    says that somebody changed the file.
    """
    end = _END.fullmatch(pdf, max(pdf.rfind(b"startxref"), 0))
    table = pdf[int(end[1]) : end.start()] if end else b""
    is_plain = pdf.startswith(b"%PDF-") and table.startswith(b"xref")
    if not is_plain or any(sign in table for sign in _HIDDEN):
        raise UnreadablePdfError("It is no PDF, or another program has saved it anew.")


@contextmanager
def opened(pdf: bytes) -> Iterator[pikepdf.Pdf]:
    """The file, one at a time in this process. Raises UnreadablePdfError, also while it is read."""
    _require_plain(pdf)
    try:
        with _ONE_AT_A_TIME, pikepdf.open(io.BytesIO(pdf), attempt_recovery=False) as document:
            if document.is_encrypted:
                raise UnreadablePdfError("The file is locked.")
            yield document
            if document.get_warnings():
                # Where qpdf had to guess, another reader may guess otherwise, and show otherwise.
                raise UnreadablePdfError("The file is damaged.")
    except _FAULTS as error:
        raise UnreadablePdfError("The file cannot be read as a PDF.") from error


def parts_of_file(document: pikepdf.Pdf) -> Iterator[bytes]:
    """Every object that the catalogue leads to, in the order in which it leads to them."""
    walk = _Walk(document)
    root = {key: value for key, value in _read(document.Root).items() if key not in _NOT_SHOWN}
    names = _read(document.Root.get("/Names")) or {}
    names.pop(_ATTACHED, None)
    yield walk.written(root | {"/Names": names})
    for reference in walk.order:
        yield from walk.parts_of(document.get_object(reference))


class _Walk:
    """Gives the objects of a file new numbers, in the order in which they are met."""

    def __init__(self, document: pikepdf.Pdf) -> None:
        self.order: list[tuple[int, int]] = []
        self._numbers: dict[str, str] = {_reference_to(document.Root): "catalogue"}
        self._unpacked = 0

    def parts_of(self, thing: pikepdf.Object) -> Iterator[bytes]:
        """The object, and its stream where it has one: unpacked, where that is no loss."""
        read = _read(thing)
        if not isinstance(thing, pikepdf.Stream):
            yield self.written(read)
            return
        try:
            content = thing.read_bytes(pikepdf.StreamDecodeLevel.generalized)
            read = {key: value for key, value in read.items() if key not in _PACKING}
        except pikepdf.PdfError:
            # A photograph stays packed: its packing is part of it.
            content = thing.read_raw_bytes()
            read.pop("/Length", None)
        self._unpacked += len(content)
        if self._unpacked > MOST_BYTES_UNPACKED:
            raise UnreadablePdfError("There is too much in the file for a certificate.")
        yield self.written(read)
        yield content

    def written(self, value: Any) -> bytes:
        """The value as text, with the new numbers."""
        return json.dumps(self._renumbered(value), sort_keys=True).encode()

    def _renumbered(self, value: Any) -> Any:
        if isinstance(value, dict):
            # By name, not as the file has them: so the order says nothing of the tool.
            return {key: self._renumbered(value[key]) for key in sorted(value)}
        if isinstance(value, list):
            return [self._renumbered(item) for item in value]
        found = _REFERENCE.fullmatch(value) if isinstance(value, str) else None
        if found is None:
            return value
        if value not in self._numbers:
            if len(self.order) == MOST_OBJECTS:
                raise UnreadablePdfError("There is too much in the file for a certificate.")
            self.order.append((int(found[1]), int(found[2])))
            self._numbers[value] = f"{len(self.order)} R"
        return self._numbers[value]


def _read(thing: Any) -> Any:
    """As qpdf writes it for machines (its JSON, version 2): no text there looks like a reference.

    Numbers stay as they are written.
    """
    if not isinstance(thing, pikepdf.Object):
        # pikepdf gives what stands alone in an object, and is nothing or a number, as Python's.
        return None if thing is None else str(thing)
    written = thing.to_json(dereference=True, schema_version=2)
    return json.loads(written, parse_int=str, parse_float=str)


def _reference_to(thing: pikepdf.Object) -> str:
    number, generation = thing.objgen
    return f"{number} {generation} R"
