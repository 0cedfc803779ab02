"""The facts of a certificate as the sample has them, with changes."""

from typing import Any

import msgspec

from training.certificates.model import (
    Facts,
    Signatory,
    facts_from_json,
)
from training.certificates.paper import paper

SAMPLE = paper.SAMPLE


def sample(**changes: Any) -> Facts:
    return msgspec.structs.replace(facts_from_json(SAMPLE.read_bytes()), **changes)


def third() -> Signatory:
    return Signatory("ស៊ឹម សុជាតិ", "SIM Socheat", "អភិបាលរង នៃគណៈអភិបាលខេត្ត", "Deputy Governor")
