import pytest
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser


def test_khmer_has_letters_and_not_boxes(browser: Browser) -> None:
    """Without a font for Khmer every letter is the same box."""
    page = browser.new_page()
    pictures = set()
    for letter in "កខគ":
        page.set_content(f"<p id=letter>{letter}</p>")
        pictures.add(page.locator("#letter").screenshot())
    page.close()
    assert len(pictures) == 3
