"""The names of keys and issuers."""

import pytest

from training.credentials import did

# The key of RFC 8032, section 7.1, test 1.
PUBLIC = bytes.fromhex("d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a")


def test_a_key_and_its_name_are_the_same_thing() -> None:
    assert did.multikey_of(PUBLIC).startswith("z6Mk")
    assert did.public_key_in(did.multikey_of(PUBLIC)) == PUBLIC
    assert did.did_key_of(PUBLIC) == f"did:key:{did.multikey_of(PUBLIC)}"


def test_the_name_of_the_key_in_the_standard_is_ours() -> None:
    """The example of W3C's "The did:key Method", section 2."""
    example = "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"
    assert did.multikey_of(did.public_key_in(example)) == example


@pytest.mark.parametrize(
    "text",
    [
        "",
        "z6Mk",
        "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2do0",  # 0 is no sign of base58
        "z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doKK",
        "z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc",  # a key of X25519
        "zDnaerx9CtbPJ1q36T5Ln5wYt3MQYeGRG5ehnPAmxcf5mDZpv",  # a key of P-256
        "z6Mkកhere",
    ],
)
def test_what_is_no_such_key_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        did.public_key_in(text)


@pytest.mark.parametrize(
    ("url", "name", "address"),
    [
        (
            "https://r2p.example.org",
            "did:web:r2p.example.org",
            "https://r2p.example.org/.well-known/did.json",
        ),
        (
            "https://R2P.example.org:8443",
            "did:web:r2p.example.org%3A8443",
            "https://r2p.example.org:8443/.well-known/did.json",
        ),
        (
            "https://example.org/training/r2p",
            "did:web:example.org:training:r2p",
            "https://example.org/training/r2p/did.json",
        ),
    ],
)
def test_a_place_on_the_web_is_an_issuer(url: str, name: str, address: str) -> None:
    assert did.did_web_of(url) == name
    assert did.address_of(name) == address


@pytest.mark.parametrize("url", ["", "http://r2p.example.org"])
def test_a_place_that_anybody_on_the_way_can_change_is_no_issuer(url: str) -> None:
    assert did.did_web_of(url) == ""


def test_the_document_lists_every_key_for_signing() -> None:
    name = "did:web:r2p.example.org"
    document = did.document_of(name, [PUBLIC])
    (method,) = document["verificationMethod"]
    assert document["id"] == name
    assert method == {
        "id": f"{name}#{did.multikey_of(PUBLIC)}",
        "type": "Multikey",
        "controller": name,
        "publicKeyMultibase": did.multikey_of(PUBLIC),
    }
    assert document["assertionMethod"] == [method["id"]]
