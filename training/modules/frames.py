"""The body of one slide, note or chapter as HTML; `rendering` cleans it before it is shown."""

import itertools
from collections.abc import Callable, Sequence
from itertools import pairwise

from markdown_it.token import Token
from markupsafe import Markup, escape

from training.kernel.locales import Bilingual, Language, khmer_digits
from training.modules.markup import PICTURE_PATH, parser
from training.modules.model import Layout
from training.modules.shapes import Block, blocks_of, items_of, split_columns, split_date

PictureUrl = Callable[[str], str]
Drawing = Callable[[str, str], str]
"""A picture's name and description; its SVG for inside the page, or nothing for a plain picture."""

SINCE = Bilingual(km="ក្រោយមក", en="Since then")
_MARKDOWN = parser()
_DRAWN = "\ue000{}\ue001"
"""Where a drawing goes once the rest is cleaned."""
_FEW_ON_A_BOARD = 4


def plain_picture(_name: str, _description: str) -> str:
    """The Drawing that draws nothing."""
    return ""


class Frame:
    """Renders one body; remembers whether a picture was shown on the way."""

    def __init__(
        self,
        picture_url: PictureUrl,
        heading_level: int,
        language: Language = "en",
        drawing: Drawing = plain_picture,
        lazily: bool = False,
    ) -> None:
        self._picture_url = picture_url
        self._lazily = lazily
        self._heading = f"h{heading_level}"
        self._language = language
        self._drawing = drawing
        self._drawn: list[str] = []
        self.shown = False

    def plain(self, layout: Layout, body: str) -> str:
        """A body in one column, with the marks and lists of its layout."""
        blocks = blocks_of(_MARKDOWN.parse(body))
        if layout is Layout.TIMELINE:
            return "".join(map(self._timeline_block, blocks))
        if layout is Layout.BOARD:
            return "".join(map(self._board_block, blocks))
        if layout is Layout.QUESTION:
            _mark(blocks, "paragraph", "slide-question-text", first_only=True)
            _mark(blocks, "bullet_list", "slide-answers")
            _mark(blocks, "ordered_list", "slide-answers")
        if layout is Layout.ACTIVITY:
            _mark(blocks, "paragraph", "slide-aim", first_only=True)
            _mark(blocks, "ordered_list", "slide-steps")
        if layout is Layout.TITLE:
            _mark(blocks, "paragraph", "slide-subtitle", first_only=True)
        if layout in (Layout.PICTURE, Layout.FIGURE):
            _mark(blocks, "paragraph", "slide-caption")
        return self.blocks(blocks)

    def columns(self, body: str) -> str:
        """A body of columns, beside each other."""
        columns, _ = split_columns(body)
        rendered = (self.text(text) for text, _ in columns)
        inner = "".join(f'<section class="slide-column">\n{one}</section>\n' for one in rendered)
        return f'<div class="slide-pair">\n{inner}</div>\n'

    def text(self, markdown: str) -> str:
        """A text without a layout of its own."""
        return self.blocks(blocks_of(_MARKDOWN.parse(markdown)))

    def blocks(self, blocks: Sequence[Block]) -> str:
        """Blocks one under the other."""
        return "".join(map(self._block, blocks))

    def _block(self, block: Block) -> str:
        if block.kind == "paragraph":
            figure = self._figure_of(block)
            if figure:
                return figure
        for token in block.tokens:
            self._prepare(token)
        if block.kind == "table":
            _label_cells(block.tokens)
        return self._html(block.tokens)

    def _figure_of(self, block: Block) -> str:
        """A paragraph that is one picture becomes a figure; anything else gives nothing."""
        children = block.tokens[1].children or []
        found = [one for one in children if one.type == "image"]
        rest = [one for one in children if one.type != "image" and one.content.strip()]
        if len(found) != 1 or rest:
            return ""
        name = PICTURE_PATH.fullmatch(str(found[0].attrGet("src")))
        return self.figure(name[1], found[0].content) if name else ""

    def figure(self, name: str, description: str) -> str:
        """A picture that stands by itself: drawn into the page, or fetched by it."""
        self.shown = True
        drawn = self._drawing(name, description)
        if drawn:
            self._drawn.append(drawn)
            inner = _DRAWN.format(len(self._drawn) - 1)
        else:
            source, words = escape(self._picture_url(name)), escape(description)
            lazy = ' loading="lazy"' if self._lazily else ""
            inner = f'<img src="{source}" alt="{words}"{lazy}>'
        return f'<figure class="slide-figure">{inner}</figure>\n'

    def shown_in(self, html: Markup) -> Markup:
        """The cleaned body with the drawings in their places."""
        for number, drawn in enumerate(self._drawn):
            html = Markup(str(html).replace(_DRAWN.format(number), drawn, 1))  # noqa: S704 (checked figure)
        return html

    def since(self, text: str) -> str:
        """The box about what came after the module's date; nothing when there is none."""
        if not text:
            return ""
        inner = self.text(text)
        head = f'<p class="since-head">{SINCE.best(self._language)[0]}</p>'
        return f'<aside class="slide-since">\n{head}\n{inner}</aside>\n'

    def _prepare(self, token: Token) -> None:
        if token.type in ("heading_open", "heading_close"):
            token.tag = self._heading
        if token.type in ("th_open", "td_open"):
            _align(token)
        for child in token.children or []:
            if child.type == "image":
                self._place_picture(child)

    def _place_picture(self, token: Token) -> None:
        name = PICTURE_PATH.fullmatch(str(token.attrGet("src")))
        if name:
            self.shown = True
            token.attrSet("src", self._picture_url(name[1]))
            if self._lazily:
                token.attrSet("loading", "lazy")
        else:
            token.type, token.children = "text", []

    def _timeline_block(self, block: Block) -> str:
        if block.kind != "bullet_list":
            return self._block(block)
        items = "".join(map(self._timeline_item, items_of(block)))
        return f'<ol class="slide-line">\n{items}</ol>\n'

    def _timeline_item(self, item: list[Token]) -> str:
        date, event = split_date(item) or ([], [])
        inner = [token for token in item if token.level >= 2]
        first = next((token for token in inner if token.type == "inline"), None)
        if first and date:
            first.children = _without_leading_blank(event)
        for token in inner:
            self._prepare(token)
        shown = self._html(date)
        parts = f'<div class="slide-date">{shown}</div>\n<div class="slide-event">'
        return f"<li>\n{parts}{self._html(inner)}</div>\n</li>\n"

    def _board_block(self, block: Block) -> str:
        if block.kind not in ("bullet_list", "ordered_list"):
            return self._block(block)
        first = int(block.tokens[0].attrGet("start") or 1)
        numbers = itertools.count(first) if block.kind == "ordered_list" else itertools.repeat(None)
        found = items_of(block)
        items = "".join(map(self._board_item, found, numbers))
        many = " is-many" if len(found) > _FEW_ON_A_BOARD else ""
        return f'<ul class="board-list{many}">\n{items}</ul>\n'

    def _board_item(self, item: list[Token], number: int | None) -> str:
        lead, words = split_date(item) or ([], [])
        inner = [token for token in item if token.level >= 2]
        first = next((token for token in inner if token.type == "inline"), None)
        if first and lead:
            first.children = _without_leading_blank(words)
        for token in inner:
            self._prepare(token)
        shown = self._html(lead)
        if number is not None:
            digits = khmer_digits(number) if self._language == "km" else number
            shown = f'<span class="board-number">{digits}</span> {shown}'
        parts = f'<div class="board-lead">{shown}</div>\n<div class="board-words">'
        return f"<li>\n{parts}{self._html(inner)}</div>\n</li>\n"

    def _html(self, tokens: Sequence[Token]) -> str:
        return str(_MARKDOWN.renderer.render(tokens, _MARKDOWN.options, {}))


def _without_leading_blank(tokens: list[Token]) -> list[Token]:
    if tokens and tokens[0].type == "text":
        tokens[0].content = tokens[0].content.lstrip(" :–—")
    return tokens


def _mark(blocks: list[Block], kind: str, name: str, first_only: bool = False) -> None:
    for block in [one for one in blocks if one.kind == kind][: 1 if first_only else None]:
        block.tokens[0].attrSet("class", name)


def _label_cells(tokens: list[Token]) -> None:
    """Each cell after a row's first takes the words over its column: phones show rows as lists.

    With two columns only, the second is plain beside the first, and one word over all is enough.
    """
    heads = [
        "".join(child.content for child in inner.children or [])
        for outer, inner in pairwise(tokens)
        if outer.type == "th_open"
    ]
    place = 0
    for token in tokens:
        if token.type == "tr_open":
            place = 0
        elif token.type == "td_open":
            if 0 < place < len(heads) > 2 and heads[place]:
                token.attrSet("data-label", heads[place])
            place += 1


def _align(token: Token) -> None:
    style = str(token.attrs.pop("style", ""))
    for side in ("right", "center"):
        if side in style:
            token.attrSet("class", f"is-{side}")
    if token.type == "th_open":
        token.attrSet("scope", "col")
