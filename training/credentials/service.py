"""The door to this room: our own key at work, who is believed, what is signed and checked."""

from training.credentials.badges import check_badge, make_badge
from training.credentials.own_keys import issuers, our_signer, reserve_places, signer_of
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
    "KeyView",
    "check_badge",
    "check_token",
    "distrust",
    "find_document",
    "issuers",
    "list_keys",
    "make_badge",
    "our_signer",
    "reserve_places",
    "rotate",
    "seal",
    "signer_of",
    "trust",
]
