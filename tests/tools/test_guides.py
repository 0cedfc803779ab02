"""The guides and the README name what is really on the screen, and lead to what is really there."""

import re
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).resolve().parents[2]
GUIDES = ROOT / "docs" / "guides"
READERS = ("administrator", "server", "trainee", "trainer", "translator")
BLANK = re.compile(r"%\(\w+\)s")
LINK = re.compile(r"(?:\]\(|src=\")([^)#\"\s]+)")


def interface_words() -> dict[str, set[str]]:
    """Every text of the interface by language, with its blanks as the guides write them: `…`."""
    catalogue = ROOT / "translations" / "km" / "LC_MESSAGES" / "messages.po"
    with catalogue.open("rb") as file:
        messages = [message for message in read_po(file, locale="km") if message.id]
    words: dict[str, set[str]] = {"en": set(), "km": set()}
    for message in messages:
        for language, texts in (("en", message.id), ("km", message.string)):
            each = (texts,) if isinstance(texts, str) else texts or ()
            words[language] |= {BLANK.sub("…", text) for text in each}
    return words


def pages() -> list[Path]:
    return [ROOT / "README.md", *sorted(GUIDES.glob("*.md"))]


@pytest.mark.parametrize("language", ["en", "km"])
@pytest.mark.parametrize("reader", READERS)
def test_words_in_bold_stand_on_the_screen(reader: str, language: str) -> None:
    text = (GUIDES / f"{reader}.{language}.md").read_text(encoding="utf-8")
    bold = set(re.findall(r"\*\*(.+?)\*\*", text))
    assert bold
    assert bold - interface_words()[language] == set()


@pytest.mark.parametrize("reader", READERS)
def test_both_languages_say_as_much(reader: str) -> None:
    shapes = []
    for language in ("en", "km"):
        text = (GUIDES / f"{reader}.{language}.md").read_text(encoding="utf-8")
        marks = (r"^#", r"^- ", r"^\d+\. ", r"^\|", r"^ {4,}")
        shapes.append([len(re.findall(mark, text, re.MULTILINE)) for mark in marks])
    assert shapes[0] == shapes[1]


@pytest.mark.parametrize("page", pages(), ids=lambda page: page.name)
def test_links_and_pictures_are_there(page: Path) -> None:
    links = LINK.findall(page.read_text(encoding="utf-8"))
    inside = [link for link in links if not re.match(r"https?:|mailto:", link)]
    assert inside
    assert [link for link in inside if not (page.parent / link).exists()] == []
