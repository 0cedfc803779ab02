"""What the pages of a PDF show, as a hash, and the credential that is attached to them.

The hash goes over everything that can be reached from the file's catalogue (PDF 32000-1, section
7.7.2) but the attachment and the metadata: contents, fonts, pictures, boxes, annotations, layers,
forms, the text for screen readers. It is the same with and without the attachment, and however
the objects are numbered and their streams are packed; nothing that a reader sees can change
without it.
"""

import hashlib
from importlib import metadata

from training.certificates.model import UnreadablePdfError

MOST_BYTES = 5_000_000
"""The largest file from outside that is looked into; in memory it can be 70 times as large."""
MOST_BYTES_ATTACHED = 1_000_000
ATTACHMENT = "credential.json"


def engine() -> str:
    """What sets our pages, and which version of it: `typst-0.15.1`."""
    return f"typst-{metadata.version('typst')}"


def digest_of_pages(pdf: bytes) -> str:
    """SHA-256 of what a file shows, 64 hexadecimal digits; a file of our own can have any size.

    Raises UnreadablePdfError.
    """
    from training.certificates.paper import pdf_objects

    with pdf_objects.opened(pdf) as document:
        digest = hashlib.sha256()
        for part in pdf_objects.parts_of_file(document):
            digest.update(len(part).to_bytes(8, "big"))
            digest.update(part)
        return digest.hexdigest()


def shows_pages(pdf: bytes, pages_digest: str) -> bool:
    """Whether the file's pages are those that a credential names, as `typst-0.15.1:3f9a…`.

    Raises UnreadablePdfError.
    """
    _require_small(pdf)
    return digest_of_pages(pdf) == pages_digest.rpartition(":")[2]


def attachment_of(pdf: bytes) -> bytes | None:
    """The credential in the file; None where nothing of that name is attached.

    Raises UnreadablePdfError.
    """
    from training.certificates.paper import pdf_objects

    _require_small(pdf)
    with pdf_objects.opened(pdf) as document:
        found = document.attachments.get(ATTACHMENT)
        content = found.get_file().read_bytes() if found else None
    if content and len(content) > MOST_BYTES_ATTACHED:
        raise UnreadablePdfError("What is attached to the file is too large for a credential.")
    return content


def _require_small(pdf: bytes) -> None:
    if len(pdf) > MOST_BYTES:
        raise UnreadablePdfError("The file is too large for a certificate.")
