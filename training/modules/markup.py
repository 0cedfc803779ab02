"""The Markdown that slides may use, and what is refused in it: HTML, odd links, far pictures."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.token import Token

from training.modules.findings import Place

PICTURE_PATH = re.compile(r"pictures/([A-Za-z0-9][A-Za-z0-9._-]*\.(?:svg|png|jpe?g))")
_LINK = re.compile(r"(?:https?|mailto):\S+", re.IGNORECASE)
_UNUSED = ["backticks", "blockquote", "code", "fence", "hr", "lheading", "reference"]


def parser(html: bool = False) -> MarkdownIt:
    """The Markdown of slides; with `html` tags become tokens that can be found and refused."""
    return _Markdown("commonmark", {"html": html}).enable("table").disable(_UNUSED)


class _Markdown(MarkdownIt):
    def validateLink(self, url: str) -> bool:  # noqa: N802, ARG002 (the library's own name)
        return True  # every address becomes a link here, so that a bad one can be named


_FINDING = parser(html=True)


def tokens_of(text: str) -> list[Token]:
    """The text as Markdown tokens, with HTML tags as tokens of their own."""
    return _FINDING.parse(text)


class Inline(NamedTuple):
    """One inline token with its line in the file, counted from 1."""

    token: Token
    line: int


def inlines(tokens: list[Token], first_line: int) -> Iterator[Inline]:
    """Every inline token in the order of the text, and every HTML block."""
    for token in tokens:
        line = first_line + (token.map[0] if token.map else 0)
        if token.type == "html_block":
            yield Inline(token, line)
        for child in token.children or []:
            yield Inline(child, line)
            line += child.type in ("softbreak", "hardbreak")


def check_inlines(tokens: list[Token], first_line: int, place: Place) -> list[tuple[str, int]]:
    """Note a fault for all that is refused; the pictures that are named, with their lines."""
    pictures = []
    lines_with_html: set[int] = set()
    for token, line in inlines(tokens, first_line):
        if token.type in ("html_inline", "html_block"):
            tag = token.content.strip().split("\n")[0][:30]
            if line in lines_with_html:
                continue
            lines_with_html.add(line)
            place.fault(line, f"HTML is not allowed here: {tag}. Write Markdown instead.")
        elif token.type == "link_open" and not _LINK.fullmatch(str(token.attrGet("href"))):
            place.fault(line, "A link must begin with https:, http: or mailto:.")
        elif token.type == "image":
            name = _check_picture(token, line, place)
            if name:
                pictures.append((name, line))
    return pictures


def _check_picture(token: Token, line: int, place: Place) -> str:
    if not token.content.strip():
        place.fault(line, "This picture has no description. Say between [ and ] what it shows.")
    source = str(token.attrGet("src"))
    found = PICTURE_PATH.fullmatch(source)
    if not found:
        place.fault(
            line, f'The picture "{source[:60]}" must lie in pictures/ and be svg, png or jpg.'
        )
        return ""
    return found[1]


def count_words(tokens: list[Token]) -> int:
    """The words that a reader sees; descriptions of pictures do not count."""
    return sum(
        len([word for word in re.split(r"\s+|—", child.content) if re.search(r"\w", word)])
        for token in tokens
        for child in token.children or []
        if child.type == "text"
    )


def plain_blocks(tokens: list[Token]) -> list[tuple[str, str]]:
    """Every paragraph and every item of a list in plain words, each with its kind.

    The kinds are `paragraph` and `item`.
    """
    found, in_item = [], 0
    for token in tokens:
        if token.type in {"list_item_open", "list_item_close"}:
            in_item += token.nesting
        elif token.type == "inline":
            words = "".join(
                " " if child.type == "softbreak" else child.content
                for child in token.children or []
                if child.type in {"text", "softbreak"}
            )
            found.append(("item" if in_item else "paragraph", words.strip()))
    return found
