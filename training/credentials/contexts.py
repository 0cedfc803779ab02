"""The vocabularies that credentials are written in, and their one canonical form.

A signature is made over what a document says, not over its letters: over its statements (RDF) in
the canonical order of RDFC-1.0. What the words mean is in two public vocabularies (JSON-LD
contexts), which set-up has installed; nothing here ever asks the network.
"""

import json
import threading
from collections.abc import Mapping
from functools import cache
from typing import Any, cast

from training.adapters.places import CONTEXTS

CREDENTIALS_V2 = "https://www.w3.org/ns/credentials/v2"
OPEN_BADGES_V3 = "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json"
_ONE_AT_A_TIME = threading.Lock()
"""The library remembers vocabularies in a way that two threads must not touch at once."""
_FILES = {CREDENTIALS_V2: "credentials-v2.json", OPEN_BADGES_V3: "open-badges-3.0.3.js"}


class UnknownContextError(Exception):
    """A document names a vocabulary that is not installed here."""


def canonical(document: Mapping[str, Any]) -> bytes:
    """What the document says as N-Quads in canonical order (W3C "RDF Dataset Canonicalization").

    Everything in it must be a word of its vocabularies: what is not would be left out silently, so
    this is for documents whose shape was checked. Raises UnknownContextError.
    """
    from pyld import jsonld

    form = {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "documentLoader": _load,
    }
    try:
        with _ONE_AT_A_TIME:
            written = jsonld.normalize(document, form)
    except jsonld.JsonLdError as error:
        raise UnknownContextError(str(error)) from error
    return cast("str", written).encode()


def _load(url: str, _options: object = None) -> dict[str, Any]:
    if url not in _FILES:
        raise UnknownContextError(url)
    return {
        "contentType": "application/ld+json",
        "contextUrl": None,
        "documentUrl": url,
        "document": _context(url),
    }


@cache
def _context(url: str) -> dict[str, Any]:
    """The vocabulary as its authors publish it; the second one is packed as a script for Node."""
    text = (CONTEXTS / _FILES[url]).read_text(encoding="utf-8")
    _, _, exported = text.partition("module.exports =")
    return cast("dict[str, Any]", json.loads(exported.rstrip("; \n") or text))
