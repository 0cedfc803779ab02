"""Which certificates of a key do not count: one bit each, in a signed list for any verifier.

A list is a credential of its own (W3C "Bitstring Status List v1.0"). All lists are equally long, so
that asking for one says nothing of who is asked about.

A badge names one list, since the schema of Open Badges has room for one: that of the purpose
"revocation", which every verifier asks. Whatever does not count is in it, also what is suspended
and may count again; the list of the purpose "suspension" says which ones that are.
"""

import base64
import datetime as dt
import gzip
from collections.abc import Iterable
from typing import Any

from training.credentials.contexts import CREDENTIALS_V2
from training.credentials.model import LIST_SIZE, Signer
from training.credentials.proofs import moment, with_proof

REVOCATION = "revocation"
SUSPENSION = "suspension"
LIST_TTL_SECONDS = 300
"""How long a verifier may go by the list that it has."""


def address_of_list(public_url: str, key_id: str, purpose: str, number: int) -> str:
    """Where a status list of a key is, for ever: `https://HOST/status/<key id>/revocation/0`."""
    return f"{public_url}/status/{key_id}/{purpose}/{number}"


def make_status_list(
    signer: Signer, url: str, purpose: str, list_indices: Iterable[int], now: dt.datetime
) -> str:
    """The signed list at `url` in which the places `list_indices` are set: 0 to LIST_SIZE - 1.

    The same places and moment give the same text. Raises IndexError for a place outside.
    """
    document: dict[str, Any] = {
        "@context": [CREDENTIALS_V2],
        "id": url,
        "type": ["VerifiableCredential", "BitstringStatusListCredential"],
        "issuer": signer.key.issuer,
        "validFrom": moment(now),
        "credentialSubject": {
            "id": f"{url}#list",
            "type": "BitstringStatusList",
            "statusPurpose": purpose,
            "encodedList": _encoded(list_indices),
            "ttl": LIST_TTL_SECONDS * 1000,
        },
    }
    return with_proof(signer, document, now)


def _encoded(places: Iterable[int]) -> str:
    """One bit a place, the first one leftmost; packed by gzip, in base64url with its sign."""
    digits = bytearray(b"0" * LIST_SIZE)
    for place in places:
        if place < 0:
            raise IndexError(place)
        digits[place] = 0x31
    bits = int(digits.decode("ascii"), 2).to_bytes(LIST_SIZE // 8, "big")
    packed = gzip.compress(bits, mtime=0)
    return "u" + base64.urlsafe_b64encode(packed).decode("ascii").rstrip("=")
