"""A QR code's signed part, checked in the browser: beside the record, alone, in a saved file."""

import base64
import datetime as dt
import random
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Locator, Page, expect

from tests.certificates.registered import facts_of, register, signer, token_of
from tests.certificates.test_check_views import distrust, stranger
from tests.conftest import NINE_THIRTY, ON_SQLITE
from tests.journeys.serving import serving
from training.certificates.model import State, digest_of_facts
from training.credentials import service as credentials
from training.credentials.model import Verdict

pytestmark = [pytest.mark.browser, ON_SQLITE]
CODE = "[data-signature]:visible"


def says(where: Locator, words: str) -> None:
    """What a reader sees there has these words."""
    expect(where).to_contain_text(words, use_inner_text=True)


def says_not(where: Locator, words: str) -> None:
    expect(where).not_to_contain_text(words, use_inner_text=True)


@pytest.fixture
def address(app: Flask) -> Iterator[str]:
    """Where the application listens."""
    with serving(app) as found:
        yield found


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    """A cheap phone, in English."""
    context = browser.new_context(viewport={"width": 360, "height": 640})
    yield context
    context.close()


@pytest.fixture
def page(phone: BrowserContext, address: str) -> Page:
    """Its page; whatever its console complains of is a fault."""
    phone.add_cookies([{"name": "lang", "value": "en", "url": address}])
    page = phone.new_page()
    page.on("console", lambda said: pytest.fail(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    return page


def test_beside_the_record_the_code_says_the_same_or_what_differs(
    app: Flask, page: Page, address: str
) -> None:
    issued = register(app)
    page.goto(f"{address}/v/{issued.number}#{issued.token}")
    says(page.locator(CODE), "Genuine signature")
    says(page.locator(CODE), "It says the same as the record below")
    other = token_of(signer(app), issued.facts, name_latin="SOK Another", minutes=900)
    page.goto("about:blank")
    page.goto(f"{address}/v/{issued.number}#{other}")
    says(page.locator(CODE), "says something else than the register")
    says(page.locator("h1"), "This paper is not as it was issued")
    says_not(page.locator("main"), "This certificate is valid")
    expect(page.locator("[data-differs]:visible")).to_have_text(["Name in Latin letters", "Hours"])
    page.goto("about:blank")
    page.goto(f"{address}/v/{issued.number}")
    expect(page.locator(CODE)).to_have_count(0)


def test_a_hash_of_the_facts_is_compared_too(app: Flask, page: Page, address: str) -> None:
    issued = register(app)
    names = {"name_km": "", "name_latin": "", "course": ""}
    for digest, told in ((digest_of_facts(issued.facts), "the same"), (b"d" * 32, "What differs")):
        token = token_of(signer(app), issued.facts, facts_digest=digest, **names)
        page.goto("about:blank")
        page.goto(f"{address}/v/{issued.number}#{token}")
        says(page.locator(CODE), told)


def test_what_the_register_does_not_have_is_shown_by_its_signature_alone(
    app: Flask, phone: BrowserContext, page: Page, address: str
) -> None:
    facts = facts_of(days=2)
    signing = signer(app)
    page.goto(f"{address}/v#{token_of(signing, facts)}")
    code = page.locator(CODE)
    for words in ("Genuine signature", "SUN Sopheap", "23 November 2026", "5 hours 30 minutes",
                  "does not vouch for the title", "register does not have it"):  # fmt: skip
        says(code, words)
    # A scan opens the page of a number that is not here: nothing there contradicts the signature.
    scanned = phone.new_page()  # its console complains of the 404, and rightly
    scanned.goto(f"{address}/v/{facts.number}#{token_of(signing, facts)}")
    says(scanned.locator(CODE), "Genuine signature")
    assert scanned.locator("main form").is_hidden()
    phone.add_cookies([{"name": "lang", "value": "km", "url": address}])
    page.reload()
    says(code, "ថ្ងៃទី២៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦")


def test_who_is_not_known_or_was_robbed_is_not_believed(
    app: Flask, page: Page, address: str
) -> None:
    issued = register(app)
    page.goto(f"{address}/v/{issued.number}#{token_of(stranger(), issued.facts)}")
    says(page.locator(CODE), "Unknown issuer")
    says_not(page.locator(CODE), "Genuine")
    distrust(app)
    page.goto("about:blank")
    page.goto(f"{address}/v#{issued.token}")
    says(page.locator(CODE), "Stolen key")


def changed(token: str, chance: random.Random) -> str:
    """The token with one random change: a bit, a letter, one letter more or less."""
    content = bytearray(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4)))
    place = chance.randrange(len(token))
    letter = chance.choice("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_")
    match chance.randrange(4):
        case 0:
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
            return base64.urlsafe_b64encode(content).decode().rstrip("=")
        case 1:
            return token[:place] + letter + token[place + 1 :]
        case 2:
            return token[:place] + letter + token[place:]
        case _:
            return token[:place] + token[place + 1 :]


def test_the_script_judges_two_thousand_changed_codes_as_the_server_does(
    app: Flask, page: Page, address: str
) -> None:
    issued, chance = register(app), random.Random(8)  # noqa: S311 - the same every time
    tokens = [issued.token, *(changed(issued.token, chance) for _ in range(2000))]
    with app.extensions["training.database"].reading() as session:
        issuers = credentials.issuers(session)
    wanted = [credentials.check_token(each, issuers).verdict.value for each in tokens]
    page.goto(f"{address}/v")
    found = page.evaluate(
        """tokens => {
          const known = JSON.parse(document.querySelector("[data-signature]").dataset.signature);
          return tokens.map(each => certificateToken.check(each, known.keys).verdict);
        }""",
        tokens,
    )
    assert wanted[0] == Verdict.GENUINE
    assert found == wanted
    genuine = {each for each, verdict in zip(tokens, found, strict=True) if verdict == "genuine"}
    assert genuine == {issued.token}


@pytest.fixture
def saved(app: Flask, tmp_path: Path, at: Callable[[dt.datetime], None]) -> Path:
    """The file as it was downloaded on the day of the course."""
    at(NINE_THIRTY)
    answer = app.test_client().get("/v/offline.html")
    assert answer.headers["Content-Disposition"].startswith("attachment")
    path = tmp_path / "check-certificates.html"
    path.write_bytes(answer.data)
    return path


@pytest.fixture
def offline(browser: Browser) -> Iterator[Page]:
    """A browser without any network."""
    context = browser.new_context(viewport={"width": 360, "height": 640}, offline=True)
    page = context.new_page()
    page.on("console", lambda said: pytest.fail(said.text) if said.type == "error" else None)
    page.on("pageerror", lambda error: pytest.fail(str(error)))
    yield page
    context.close()


@pytest.fixture
def register_of_four(app: Flask) -> dict[str, str]:
    """What stands in the QR code of one certificate of each state."""
    found = {}
    for state in State:
        issued = register(app, facts_of(), state, "Why")
        found[state.value] = f"https://r2p.example.org/v/{issued.number}#{issued.token}"
    return found


def ask(page: Page, text: str) -> None:
    page.locator("textarea:visible").fill(text)
    page.locator("button.button-large:visible").click()


def test_the_saved_page_checks_without_any_network(
    register_of_four: dict[str, str], saved: Path, offline: Page
) -> None:
    offline.goto(saved.as_uri())
    offline.get_by_role("button", name="English").click()
    told = offline.locator(CODE)
    ask(offline, register_of_four["valid"])
    for words in ("Genuine signature", "SUN Sopheap", "On 23 November 2026 it was not on the list",
                  "Office in Phnom Penh"):  # fmt: skip
        says(told, words)
    for state, words in (
        ("suspended", "Suspended"),
        ("revoked", "Revoked"),
        ("replaced", "Replaced"),
    ):
        ask(offline, register_of_four[state])
        says(told, f"✗ {words}")
        says_not(told, "was not on the list")
        ask(offline, register_of_four[state].partition("#")[0].rpartition("/")[2].lower())
        says(told, f"✗ {words}")
    ask(offline, register_of_four["valid"].partition("#")[0])
    says(told, "A number alone proves nothing")
    ask(offline, "hello")
    says(told, "neither a certificate number")
    offline.get_by_role("button", name="ខ្មែរ").click()
    ask(offline, register_of_four["revoked"])
    says(offline.locator(CODE), "✗ បានដកហូត")
    assert offline.evaluate("document.documentElement.scrollWidth") <= 360


def test_the_saved_page_believes_no_stranger_and_no_mixed_paper(
    app: Flask, register_of_four: dict[str, str], saved: Path, offline: Page
) -> None:
    offline.goto(saved.as_uri())
    offline.get_by_role("button", name="English").click()
    ask(offline, token_of(stranger(), facts_of()))
    told = offline.locator(CODE)
    says(told, "Unknown issuer")
    says_not(told, "Genuine")
    mixed = register_of_four["revoked"].partition("#")[0] + "#"
    ask(offline, mixed + register_of_four["valid"].partition("#")[2])
    says(told, "What differs")


def test_the_saved_page_tells_no_number_of_others(
    register_of_four: dict[str, str], saved: Path
) -> None:
    text = saved.read_text("utf-8")
    for each in register_of_four.values():
        number = each.partition("#")[0].rpartition("/")[2]
        assert number not in text
        assert number.replace("R2P-", "").replace("-", "") not in text


def test_a_file_that_is_too_large_is_refused_before_it_is_sent(
    page: Page, address: str, tmp_path: Path
) -> None:
    large, sent = tmp_path / "large.pdf", []
    with large.open("wb") as file:
        file.truncate(300_000_000)
    page.on("request", lambda request: sent.append(request.method))
    page.goto(f"{address}/v/file")
    page.set_input_files("input[type=file]", large)
    page.get_by_role("button", name="Check the file").click()
    expect(page.get_by_role("alert")).to_contain_text("This file is larger than 5 MB")
    assert "POST" not in sent


def test_a_file_is_checked_as_soon_as_it_is_dropped(app: Flask, page: Page, address: str) -> None:
    issued = register(app)
    page.goto(f"{address}/v/file")
    page.evaluate(
        """text => {
          const dropped = new DataTransfer();
          dropped.items.add(new File([text], "code.txt"));
          document.dispatchEvent(new DragEvent("drop", { dataTransfer: dropped }));
        }""",
        issued.token,
    )
    expect(page.get_by_role("heading", name="This certificate is valid")).to_be_visible()
