"""Whether a body has the shape that its layout asks for; both languages are held to it."""

from collections.abc import Callable
from typing import NamedTuple

from markdown_it.token import Token

from training.modules.findings import Place
from training.modules.markup import tokens_of
from training.modules.model import Layout

MAX_POINTS = 6


class Block(NamedTuple):
    """One block on the top level of a text: its kind, its tokens, and its line from 0."""

    kind: str
    tokens: list[Token]
    line: int


def blocks_of(tokens: list[Token]) -> list[Block]:
    """The top-level blocks of a parsed text, in order."""
    blocks: list[Block] = []
    start = 0
    depth = 0
    for index, token in enumerate(tokens):
        depth += token.nesting
        if depth == 0:
            first = tokens[start]
            kind = first.type.removesuffix("_open")
            blocks.append(Block(kind, tokens[start : index + 1], first.map[0] if first.map else 0))
            start = index + 1
    return blocks


def split_columns(body: str) -> tuple[list[tuple[str, int]], list[int]]:
    """The columns of a body with the lines they begin on, and the lines of text outside."""
    columns: list[tuple[str, int]] = []
    outside: list[int] = []
    inner: list[str] | None = None
    begins = 0
    for number, line in enumerate(body.split("\n")):
        if line.startswith(":::"):
            if inner is not None:
                columns.append(("\n".join(inner), begins))
            is_opening = bool(line.strip(":").strip())
            inner, begins = ([] if is_opening else None), number + 1
        elif inner is not None:
            inner.append(line)
        elif line.strip():
            outside.append(number)
    if inner is not None:
        columns.append(("\n".join(inner), begins))
    return columns, outside


def split_blocks(body: str) -> list[tuple[str, str, int]]:
    """A body in order: the name of each ::: block (empty outside), its text, and its first line.

    Lines count from 0. Blocks do not stand inside one another.
    """
    parts: list[tuple[str, list[str], int]] = [("", [], 0)]
    for number, line in enumerate(body.split("\n")):
        if line.startswith(":::"):
            parts.append((line.strip(":").strip(), [], number + 1))
        else:
            parts[-1][1].append(line)
    return [
        (name, "\n".join(lines), begins)
        for name, lines, begins in parts
        if any(map(str.strip, lines))
    ]


def items_of(block: Block) -> list[list[Token]]:
    """The items of a list, or the rows of a table's body, each as its tokens."""
    opening = {"table": "tr_open"}.get(block.kind, "list_item_open")
    level = {"table": 2}.get(block.kind, 1)
    items: list[list[Token]] = []
    in_head = False
    for token in block.tokens:
        in_head = (in_head or token.type == "thead_open") and token.type != "thead_close"
        if token.type == opening and token.level == level and not in_head:
            items.append([])
        if items:
            items[-1].append(token)
    return items


def count_parts(layout: Layout, body: str) -> int:
    """How many points, rows or steps a body has: the same number in both languages."""
    if layout is Layout.COLUMNS:
        return sum(_count(tokens_of(text)) for text, _ in split_columns(body)[0])
    return _count(tokens_of(body))


def _count(tokens: list[Token]) -> int:
    lists = ("bullet_list", "ordered_list", "table")
    return sum(len(items_of(block)) for block in blocks_of(tokens) if block.kind in lists)


class _Body(NamedTuple):
    blocks: list[Block]
    first_line: int
    place: Place
    has_picture: bool

    def count(self, *kinds: str) -> int:
        return sum(block.kind in kinds for block in self.blocks)

    def fault(self, message: str, block: Block | None = None) -> None:
        line = block.line if block else next((one.line for one in self.blocks), 0)
        self.place.fault(self.first_line + line, message)


_LISTS = ("bullet_list", "ordered_list")
_ALLOWED: dict[Layout, tuple[str, ...]] = {
    Layout.TITLE: ("paragraph", *_LISTS),
    Layout.POINTS: ("paragraph", *_LISTS),
    Layout.COLUMNS: ("paragraph", "heading", *_LISTS),
    Layout.TIMELINE: ("paragraph", "bullet_list"),
    Layout.TABLE: ("paragraph", "table"),
    Layout.QUESTION: ("paragraph", *_LISTS),
    Layout.ACTIVITY: ("paragraph", "ordered_list"),
    Layout.PICTURE: ("paragraph",),
    Layout.BOARD: ("paragraph", *_LISTS),
    Layout.FIGURE: ("paragraph",),
}
_NAMES = {
    "heading": "a heading",
    "table": "a table",
    "ordered_list": "a numbered list",
    "bullet_list": "a list with dots",
    "paragraph": "a paragraph",
}


def check_shape(
    layout: Layout, body: str, first_line: int, place: Place, has_picture: bool
) -> None:
    """Note a fault where the body does not fit its layout; `first_line` is the body's own."""
    if layout is Layout.COLUMNS:
        _check_columns(body, first_line, place, has_picture)
        return
    for number, line in enumerate(body.split("\n")):
        if line.startswith(":::"):
            place.fault(first_line + number, "Only the layout columns has ::: column blocks.")
            return
    made = _Body(blocks_of(tokens_of(body)), first_line, place, has_picture)
    _check_blocks(layout, made)
    _CHECKS[layout](made)


def _check_blocks(layout: Layout, body: _Body) -> None:
    for block in body.blocks:
        if block.kind not in _ALLOWED[layout] and block.kind in _NAMES:
            body.fault(f"The layout {layout} has no place for {_NAMES[block.kind]}.", block)


def _check_columns(body: str, first_line: int, place: Place, has_picture: bool) -> None:
    columns, outside = split_columns(body)
    if len(columns) != 2:
        place.fault(first_line, "The layout columns needs two blocks: ::: column … ::: each.")
    for number in outside[:1]:
        place.fault(first_line + number, "Text outside the columns. Put it into one of the two.")
    for text, begins in columns:
        made = _Body(blocks_of(tokens_of(text)), first_line + begins, place, has_picture)
        _check_blocks(Layout.COLUMNS, made)
        if not made.blocks:
            place.fault(first_line + begins, "This column is empty. Write something into it.")
        for number, block in enumerate(made.blocks):
            if block.kind == "heading" and (number or block.tokens[0].tag != "h2"):
                made.fault("A column has one heading, with ##, as its first line.", block)


def _check_title(body: _Body) -> None:
    if body.count(*_LISTS) > 1:
        body.fault("The layout title has at most one list, of aims.")


def _check_points(body: _Body) -> None:
    if not body.blocks and not body.has_picture:
        body.fault("The layout points needs a list or short paragraphs.")
    paragraphs = [one for one in body.blocks if one.kind == "paragraph"]
    points = len(paragraphs) + sum(len(items_of(one)) for one in body.blocks if one.kind in _LISTS)
    if points > MAX_POINTS:
        line = body.first_line + body.blocks[0].line
        body.place.warn(
            line, f"{points} points; at most {MAX_POINTS} can be read. Split the slide."
        )


def _check_timeline(body: _Body) -> None:
    lists = [block for block in body.blocks if block.kind == "bullet_list"]
    if len(lists) != 1:
        body.fault("The layout timeline needs one list: - **1948** What happened.")
    for block in lists:
        for item in items_of(block):
            if not split_date(item):
                line = item[0].map[0] if item[0].map else 0
                message = "An item of a timeline begins with its date in bold: - **1948** …"
                body.place.fault(body.first_line + line, message)


def split_date(item: list[Token]) -> tuple[list[Token], list[Token]] | None:
    """The inline tokens of the bold words that begin an item, and of the text after them."""
    first = next((token for token in item if token.type == "inline"), None)
    inline = first.children if first else None
    children = [child for child in inline or [] if child.content or child.type != "text"]
    if not children or children[0].type != "strong_open":
        return None
    end = next(number for number, one in enumerate(children) if one.type == "strong_close")
    return children[1:end], children[end + 1 :]


def _check_table(body: _Body) -> None:
    if body.count("table") != 1:
        body.fault("The layout table needs one table, with a line of --- under its heading.")


def _check_question(body: _Body) -> None:
    kinds = [block.kind for block in body.blocks]
    if kinds[:1] != ["paragraph"]:
        body.fault("The layout question begins with the question as a paragraph.")
    if body.count(*_LISTS) > 1:
        body.fault("The layout question has at most one list, of answers.")


def _check_activity(body: _Body) -> None:
    kinds = [block.kind for block in body.blocks]
    if kinds[:1] != ["paragraph"] or body.count("ordered_list") != 1:
        body.fault("The layout activity needs a paragraph with the aim, then numbered steps.")


def _check_picture(body: _Body) -> None:
    if not body.has_picture:
        body.fault("The layout picture needs ![description](pictures/name.svg) or picture=.")


def _check_board(body: _Body) -> None:
    lists = [block for block in body.blocks if block.kind in _LISTS]
    if len(lists) != 1:
        body.fault("The layout board needs one list: 1. **Lead** and a few words.")
    for block in lists:
        for item in items_of(block):
            if not split_date(item):
                line = item[0].map[0] if item[0].map else 0
                message = "An item of a board begins with its lead in bold: 1. **Lead** …"
                body.place.fault(body.first_line + line, message)


def _check_figure(body: _Body) -> None:
    images = [
        child.type == "image"
        for block in body.blocks
        for token in block.tokens
        for child in token.children or []
    ]
    if sum(images) != 1:
        body.fault("The layout figure needs one ![description](pictures/name.svg).")


def begins_with_bold(text: str) -> bool:
    """Whether the first words of a text are in bold."""
    return split_date(tokens_of(text)) is not None


_CHECKS: dict[Layout, Callable[[_Body], None]] = {
    Layout.TITLE: _check_title,
    Layout.POINTS: _check_points,
    Layout.TIMELINE: _check_timeline,
    Layout.TABLE: _check_table,
    Layout.QUESTION: _check_question,
    Layout.ACTIVITY: _check_activity,
    Layout.PICTURE: _check_picture,
    Layout.BOARD: _check_board,
    Layout.FIGURE: _check_figure,
}
