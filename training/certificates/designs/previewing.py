"""A design as a picture, with the facts of a sample, while somebody edits it."""

import threading
import uuid
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import msgspec

from training.adapters.typesetting import TypesettingError
from training.certificates.designs import designs, texts
from training.certificates.model import (
    Design,
    Facts,
    Kind,
    Picture,
    Wording,
    facts_from_json,
)
from training.certificates.paper import formulas
from training.certificates.paper.paper import SAMPLE, UnknownTemplateError, picture_of_certificate
from training.kernel.refusal import Refusal

MEDIA_TYPE = "image/png"
_drawing: set[uuid.UUID] = set()
_lock = threading.Lock()


def draw(
    design: Design,
    kind: Kind,
    pictures: Mapping[str, Picture],
    account_id: uuid.UUID,
    *,
    for_a_monk: bool = False,
) -> bytes:
    """A PNG of the page, 1,123 by 794 pixels: some 30 ms of work, so call it in no transaction.

    Raises Refusal: 429 while another one is being drawn for the same account in this process, 422
    for what cannot be drawn.
    """
    with _one_at_a_time(account_id):
        try:
            return picture_of_certificate(_facts(design, kind, for_a_monk=for_a_monk), pictures)
        except (TypesettingError, UnknownTemplateError) as error:
            raise Refusal(texts.NOT_DRAWN) from error


def usual_words(kind: Kind) -> Wording:
    """What is printed of a certificate of this kind where its design says nothing."""
    facts = _facts(designs.HOUSE, kind, for_a_monk=False)
    heading, certify, deed = formulas.heading(facts), formulas.certify(facts), formulas.deed(facts)
    return Wording(
        heading_km=heading.km,
        heading_en=heading.en,
        certify_km=certify.km,
        certify_en=certify.en,
        deed_km=deed.km,
        deed_monk_km=formulas.deed(_facts(designs.HOUSE, kind, for_a_monk=True)).km,
        deed_en=deed.en,
    )


@contextmanager
def _one_at_a_time(account_id: uuid.UUID) -> Iterator[None]:
    with _lock:
        if account_id in _drawing:
            raise Refusal(texts.PREVIEW_BUSY, status=429)
        _drawing.add(account_id)
    try:
        yield
    finally:
        with _lock:
            _drawing.discard(account_id)


def _facts(design: Design, kind: Kind, *, for_a_monk: bool) -> Facts:
    facts = msgspec.structs.replace(facts_from_json(SAMPLE.read_bytes()), kind=kind)
    if for_a_monk:
        facts = msgspec.structs.replace(
            facts,
            is_monk=True,
            title_km="ព្រះតេជគុណ",
            title_en="Venerable",
            name_km="សុខ សុភាព",
            name_en="SOK Sopheap",
        )
    return designs.on_facts(facts, design)
