"""The public check: what the record says, what a signature says, and who is not believed."""

import base64
import html
import re

import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from flask import Flask
from sqlalchemy import update

from tests.certificates.registered import (
    OFFICE,
    Issued,
    facts_of,
    register,
    signer,
    token_of,
)
from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker
from tests.plans import faults, statements_of
from tests.proofreading import ProofReadingClient
from tests.web.test_weight import MOST_BYTES, first_visit
from training.adapters.settings import Settings
from training.certificates.model import Kind, Logo, Signatory, State, Wording
from training.credentials import service as credentials
from training.credentials.did import did_key_of
from training.credentials.keys import FileSigner
from training.credentials.model import KnownKey, key_id_of
from training.credentials.tables import IssuerKey
from training.kernel.access import SYSTEM


def words_of(page: str) -> str:
    """What a reader without JavaScript sees, in one line."""
    main = page[page.index("<main") : page.index("</main>")]
    shown = re.sub(r"<section[^>]*data-signature.*?</section>", " ", main, flags=re.DOTALL)
    shown = re.sub(r"<span data-otherwise hidden>.*?</span>", " ", shown)
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", shown)).split())


@pytest.fixture
def issued(app: Flask) -> Issued:
    """A certificate that counts."""
    return register(app)


def stranger() -> FileSigner:
    """A key that nobody made known here."""
    private = Ed25519PrivateKey.generate()
    public_key = private.public_key().public_bytes_raw()
    return FileSigner(KnownKey(key_id_of(public_key), public_key, "did:key:z6Mk"), private)


def distrust(app: Flask) -> None:
    with app.extensions["training.database"].writing() as session:
        session.execute(update(IssuerKey).values(distrusted_at=NINE_THIRTY, reason="Stolen"))
        session.commit()


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_printed_field_is_on_the_page(
    app: Flask, client_for: ClientMaker, language: str
) -> None:
    facts = facts_of(
        kind=Kind.TRAINER,
        days=2,
        kingdom_header=True,
        lunar_date_km="ថ្ងៃ ១៤កើត ខែកត្តិក",
        logos=(Logo("ab" * 32, "និមិត្តសញ្ញា", "The emblem"),),
        signatories=(Signatory("កែវ", "KEO", "នាយិកា", "Director", "cd" * 32),),
        wording=Wording(heading_en="A heading of our own", deed_en="has completed everything"),
    )
    issued = register(app, facts)
    words = words_of(client_for(language=language).get(f"/v/{issued.number}").text)
    printed = msgspec.to_builtins(facts)
    for name in ("number", "name_km", "name_en", "title_km", "title_en", "course_title_km",
                 "course_title_en", "venue_km", "venue_en", "province_km", "province_en",
                 "lunar_date_km"):  # fmt: skip
        assert printed[name] in words, name
    for thing in (*facts.modules, *facts.organisers):
        assert thing.title_km in words
        assert thing.title_en in words
    for sign in ("កែវ", "KEO", "នាយិកា", "Director", "The emblem", "Kingdom of Cambodia",
                 "A heading of our own", "has completed everything", "This is to certify that",
                 "and may deliver the modules",
                 issued.facts.key_fingerprint):  # fmt: skip
        assert sign in words, sign
    dates = {"en": ("23–24 November 2026", "5 hours 30 minutes"), "km": ("២៣–២៤ ខែវិច្ឆិកា", "៥ ម៉ោង")}
    assert all(each in words for each in dates[language])


def test_a_valid_one_says_who_issued_it(visitor: ProofReadingClient, issued: Issued) -> None:
    words = words_of(visitor.get(f"/v/{issued.number}").text)
    assert words.startswith("This certificate is valid ✓ Valid")
    assert f"✓ Known {OFFICE} Key {issued.facts.key_fingerprint}" in words


@pytest.mark.parametrize(
    ("state", "headline"),
    [
        (State.SUSPENDED, "This certificate is suspended ✗ Suspended"),
        (State.REVOKED, "This certificate was revoked ✗ Revoked"),
    ],
)
def test_one_that_does_not_count_says_since_when_and_why(
    app: Flask, visitor: ProofReadingClient, state: State, headline: str
) -> None:
    issued = register(app, state=state, reason="Issued to the wrong person")
    words = words_of(visitor.get(f"/v/{issued.number}").text)
    assert words.startswith(headline)
    assert "Since 23 November 2026 Reason Issued to the wrong person" in words
    assert "is valid" not in words


def test_a_replaced_one_leads_to_the_one_that_counts_and_back(
    app: Flask, visitor: ProofReadingClient
) -> None:
    old = register(app, state=State.REPLACED, reason="A letter of the name")
    new = register(app, replaces=old.id, edition=2)
    page = visitor.get(f"/v/{old.number}").text
    assert words_of(page).startswith("This certificate was replaced")
    assert f'href="/v/{new.number}"' in page
    page = visitor.get(f"/v/{new.number}").text
    assert words_of(page).startswith("This certificate is valid")
    assert f'href="/v/{old.number}"' in page


def test_an_exception_is_told_to_whoever_asks(app: Flask, visitor: ProofReadingClient) -> None:
    issued = register(app, exception="She taught the afternoon herself")
    page = visitor.get(f"/v/{issued.number}").text
    details = page[page.index("<details>") : page.index("</details>")]
    assert "She taught the afternoon herself" in details
    assert "She taught" not in page.replace(details, "")


def test_whose_key_nobody_knows_is_not_valid(app: Flask, visitor: ProofReadingClient) -> None:
    issued = register(app, key_id="0123456789abcdef")
    words = words_of(visitor.get(f"/v/{issued.number}").text)
    assert "is valid" not in words
    assert "Not known Key 0123 4567 89AB CDEF" in words


def test_what_a_stolen_key_signed_counts_where_the_register_has_it(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    signing = signer(app)
    distrust(app)
    words = words_of(visitor.get(f"/v/{issued.number}").text)
    assert words.startswith("This certificate is valid")
    assert "counts as stolen since 23 November 2026" in words
    forged = token_of(signing, facts_of())
    words = words_of(visitor.post("/v", data={"number": forged}).text)
    assert words.startswith("This certificate is not valid")


def test_one_of_before_the_signatures_is_vouched_for_by_the_register(
    app: Flask, visitor: ProofReadingClient
) -> None:
    issued = register(app, key_id=None, status_index=None)
    words = words_of(visitor.get(f"/v/{issued.number}").text)
    assert words.startswith("This certificate is valid")
    assert "before certificates were signed" in words


def test_a_number_that_nobody_gave_is_not_found(visitor: ProofReadingClient) -> None:
    answer = visitor.get("/v/R2P-00000-00000")
    assert answer.status_code == 404
    told = words_of(answer.text)
    assert "This register does not have that number." in told
    assert "issued on a laptop may come here some days later" in told  # no reproach to the paper


@pytest.mark.parametrize("form", ["{number}", "https://r2p.example.org/v/{number}", " {number}\n"])
def test_a_typed_number_leads_to_its_page(
    visitor: ProofReadingClient, issued: Issued, form: str
) -> None:
    answer = visitor.post("/v", data={"number": form.format(number=issued.number.lower())})
    assert answer.location == f"/v/{issued.number}"


@pytest.mark.parametrize(
    "form", ["{token}", "https://r2p.example.org/v/{number}#{token}", "{begin}\r\n {end}"]
)
def test_a_pasted_code_is_checked_on_the_server(
    visitor: ProofReadingClient, issued: Issued, form: str
) -> None:
    parts = {"begin": issued.token[:70], "end": issued.token[70:]}
    pasted = form.format(number=issued.number, token=issued.token, **parts)
    words = words_of(visitor.post("/v", data={"number": pasted}).text)
    assert words.startswith("This certificate is valid ✓ Valid")
    assert "The digital signature is genuine" in words
    assert "Provincial hall" in words


def test_a_code_that_the_register_does_not_have_shows_what_it_says_and_what_not(
    app: Flask, visitor: ProofReadingClient
) -> None:
    facts = facts_of()
    words = words_of(visitor.post("/v", data={"number": token_of(signer(app), facts)}).text)
    assert "This server's register does not have it" in words
    for sign in (facts.number, "ស៊ុន សុភាព", "SUN Sopheap", "Responsibility to Protect",
                 "23 November 2026", "5 hours 30 minutes"):  # fmt: skip
        assert sign in words
    assert "vouches for these lines only" in words
    assert "does not vouch for the title" in words
    assert "Provincial hall" not in words


def test_a_code_with_a_hash_says_that_it_holds_no_names(
    app: Flask, visitor: ProofReadingClient
) -> None:
    token = token_of(
        signer(app), facts_of(), facts_digest=b"d" * 32, name_km="", name_latin="", course=""
    )
    words = words_of(visitor.post("/v", data={"number": token}).text)
    assert "The names are too long for a QR code" in words


def test_a_code_that_says_another_name_than_the_register_is_not_valid(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    token = token_of(signer(app), issued.facts, name_latin="SOK Another")
    words = words_of(visitor.post("/v", data={"number": token}).text)
    assert words.startswith("This certificate is not valid")
    assert "What differs: Name in Latin letters" in words


def test_a_code_below_the_number_of_another_paper_is_not_valid(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    other = register(app, facts_of(name_en="SOK Another"))
    pasted = f"https://r2p.example.org/v/{issued.number}#{other.token}"
    words = words_of(visitor.post("/v", data={"number": pasted}).text)
    assert words.startswith("This certificate is not valid")
    assert "What differs: Certificate number" in words


@pytest.mark.parametrize("number", ["R2P-2026-00043", "1", "x" * 70])
def test_a_code_below_an_address_that_is_no_number_of_ours_is_not_valid(
    visitor: ProofReadingClient, issued: Issued, number: str
) -> None:
    pasted = f"https://r2p.example.org/v/{number}#{issued.token}"
    words = words_of(visitor.post("/v", data={"number": pasted}).text)
    assert words.startswith("This certificate is not valid")
    assert "What differs: Certificate number" in words


def test_an_issuer_whom_nobody_knows_is_never_valid(
    visitor: ProofReadingClient, issued: Issued
) -> None:
    for facts in (facts_of(), issued.facts):
        token = token_of(stranger(), facts)
        words = words_of(visitor.post("/v", data={"number": token}).text)
        assert words.startswith("We cannot say whether this certificate counts")
        assert "is valid ✓" not in words


def test_another_key_than_the_registers_is_not_valid_though_it_is_known(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    laptop = stranger()
    with app.extensions["training.database"].writing() as session:
        line = did_key_of(laptop.key.public_key)
        credentials.trust(session, line, "Laptop", SYSTEM, NINE_THIRTY)
        session.commit()
    words = words_of(visitor.post("/v", data={"number": token_of(laptop, issued.facts)}).text)
    assert words.startswith("This certificate is not valid")
    assert "What differs: Key" in words
    elsewhere = token_of(laptop, facts_of())
    words = words_of(visitor.post("/v", data={"number": elsewhere}).text)
    assert words.startswith("This certificate is valid")


def test_a_changed_code_is_not_valid(visitor: ProofReadingClient, issued: Issued) -> None:
    content = bytearray(base64.urlsafe_b64decode(issued.token + "=" * (-len(issued.token) % 4)))
    content[60] ^= 1
    changed = base64.urlsafe_b64encode(content).decode().rstrip("=")
    words = words_of(visitor.post("/v", data={"number": changed}).text)
    assert words.startswith("This certificate is not valid")
    assert "SUN Sopheap" not in words


def test_a_revoked_one_is_not_valid_by_its_signature_either(
    app: Flask, visitor: ProofReadingClient
) -> None:
    issued = register(app, state=State.REVOKED, reason="Bought")
    words = words_of(visitor.post("/v", data={"number": issued.token}).text)
    assert words.startswith("This certificate is not valid")
    assert "Bought" in words


@pytest.mark.parametrize("typed", ["", "hello", "R2P-1", "#", "#!!", "x" * 3000, "ស៊ុន"])
def test_nonsense_gets_a_sentence(visitor: ProofReadingClient, typed: str) -> None:
    answer = visitor.post("/v", data={"number": typed})
    assert answer.status_code in {200, 404, 422}
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_page_is_light(app: Flask, client_for: ClientMaker, language: str) -> None:
    modules = tuple(facts_of().modules * 6)
    issued = register(app, facts_of(modules=modules))
    client = client_for(language=language)
    for path in (f"/v/{issued.number}", "/v"):
        total, asked = first_visit(client, path)
        assert total < MOST_BYTES, (total, asked)


@ON_SQLITE
def test_the_page_asks_by_indexes_only(
    app: Flask, visitor: ProofReadingClient, settings: Settings
) -> None:
    old = register(app, state=State.REPLACED, reason="A letter")
    new = register(app, replaces=old.id, edition=2)
    with statements_of(app) as asked:
        visitor.get(f"/v/{old.number}")
        visitor.get(f"/v/{new.number}")
    assert 4 <= len(asked) <= 10
    assert faults(str(settings.data_folder / "training.db"), asked) == []
