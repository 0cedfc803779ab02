"""Style sheets and scripts: sent smaller than they are written, and they say the same."""

import gzip
import re

import pytest
from playwright.sync_api import Browser

from tests.proofreading import ProofReadingClient
from training.web.assets import BUNDLES, STATIC, as_sent
from training.web.headers import BARE_POLICY

STYLES = sorted(each.name for each in STATIC.glob("*.css"))
SCRIPTS = sorted(each.name for each in STATIC.glob("*.js"))
RULES = """text => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(text);
  return Array.from(sheet.cssRules, rule => rule.cssText);
}"""
FAULT = """text => {
  try { new Function(text); } catch (fault) { return fault.message; }
  return "";
}"""


def without_space(rules: list[str]) -> list[str]:
    """Values of custom properties keep the space that they are written with."""
    return [re.sub(r"(?<=[,:])\s", "", each) for each in rules]


@pytest.mark.browser
def test_a_browser_reads_the_same_rules_in_what_is_sent(browser: Browser) -> None:
    page = browser.new_page()
    for name in STYLES:
        written = page.evaluate(RULES, (STATIC / name).read_text(encoding="utf-8"))
        assert written, name
        assert without_space(page.evaluate(RULES, as_sent(name))) == without_space(written), name
    page.close()


@pytest.mark.browser
def test_a_browser_can_read_every_script_that_is_sent(browser: Browser) -> None:
    page = browser.new_page()
    assert page.evaluate(FAULT, "this is no script")
    for name in [*SCRIPTS, *(each for each in BUNDLES if each.endswith(".js"))]:
        assert page.evaluate(FAULT, as_sent(name)) == "", name
    page.close()


def test_what_is_sent_has_no_comments_and_is_kept_for_a_year(visitor: ProofReadingClient) -> None:
    for name in [*STYLES, *SCRIPTS, *BUNDLES]:
        plain = visitor.get(f"/static/{name}", headers={"Accept-Encoding": "gzip;q=0"})
        packed = visitor.get(f"/static/{name}", headers={"Accept-Encoding": "br, gzip"})
        assert gzip.decompress(packed.data) == plain.data, name
        assert "Content-Encoding" not in plain.headers, name
        assert not re.search(r"/\*[^!]|\n\s", plain.text), name
        assert plain.mimetype == ("text/css" if name.endswith(".css") else "text/javascript"), name
        for answer in (plain, packed):
            assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable", name
            assert answer.headers["Vary"] == "Accept-Encoding", name
            assert answer.headers["Content-Security-Policy"] == BARE_POLICY, name


def test_no_other_file_is_sent(visitor: ProofReadingClient) -> None:
    for name in ("nothing.css", "nacl.min.js", "", "..", "..%5Cassets.py"):
        assert visitor.get(f"/static/{name}").status_code == 404, name
