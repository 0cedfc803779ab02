"""The door to this room: our own key at work, who is believed, what is signed and checked."""

from training.credentials.badges import check_badge, make_badge
from training.credentials.keys import is_signed
from training.credentials.own_keys import (
    find_list_signer,
    issuers,
    our_signer,
    reserve_places,
    signer_of,
    skip_more_places,
    skip_places,
)
from training.credentials.status_lists import (
    LIST_TTL_SECONDS,
    SUSPENSION,
    address_of_list,
    make_status_list,
)
from training.credentials.tokens import check_token, seal
from training.credentials.trusting import (
    KeyView,
    distrust,
    find_document,
    list_keys,
    rotate,
    trust,
)

__all__ = [
    "LIST_TTL_SECONDS",
    "SUSPENSION",
    "KeyView",
    "address_of_list",
    "check_badge",
    "check_token",
    "distrust",
    "find_document",
    "find_list_signer",
    "is_signed",
    "issuers",
    "list_keys",
    "make_badge",
    "make_status_list",
    "our_signer",
    "reserve_places",
    "rotate",
    "seal",
    "signer_of",
    "skip_more_places",
    "skip_places",
    "trust",
]
