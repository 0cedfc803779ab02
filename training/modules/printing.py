"""Markdown as plain data for paper: what a typst template walks through.

A block is a table with `kind`: `p` and `h` have `runs`; `list` has `items` (each a list of blocks),
`ordered` and `start`; `table` has `head` and `rows` of cells (each a list of runs); `box` has
`name`, `label` and `blocks`; `lines` has `count`, of empty lines to write on. A run is a piece of
text with `bold`, `italic` and `href`, or an empty line of `blank` letters to write on.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Any

from markdown_it.token import Token

from training.kernel.locales import Language
from training.modules.markup import parser
from training.modules.rendering import BOXES
from training.modules.shapes import Block, blocks_of, items_of, split_blocks

Data = dict[str, Any]

_MARKDOWN = parser()
_BLANK = re.compile(r"_{3,}")
_LISTS = ("bullet_list", "ordered_list")


def paper_blocks(body: str, language: Language) -> list[Data]:
    """A body with its ::: blocks, ready to be set."""
    made: list[Data] = []
    for name, text, _ in split_blocks(body):
        inner = _blocks(text)
        if name in BOXES:
            label = BOXES[name].best(language)[0]
            made.append({"kind": "box", "name": name, "label": label, "blocks": inner})
        else:
            made += inner
    return made


def cards_of(body: str, language: Language) -> list[Data]:
    """The ## parts of a handout: each with its `title` as runs and its `blocks`."""
    cards: list[Data] = []
    inner: list[Data] = []
    for block in paper_blocks(body, language):
        if block["kind"] == "h":
            inner = []
            cards.append({"title": block["runs"], "blocks": inner})
        elif cards:
            inner.append(block)
    return cards


def before_cards(body: str, language: Language) -> list[Data]:
    """What stands before the first ## of a handout."""
    blocks = paper_blocks(body, language)
    first = next((number for number, one in enumerate(blocks) if one["kind"] == "h"), len(blocks))
    return blocks[:first]


def _blocks(text: str) -> list[Data]:
    return [made for block in blocks_of(_MARKDOWN.parse(text)) for made in _of(block)]


def _of(block: Block) -> Iterator[Data]:
    if block.kind in _LISTS:
        yield _list(block)
    elif block.kind == "table":
        yield _table(block.tokens)
    elif block.kind in ("paragraph", "heading"):
        runs = _runs(block.tokens[1].children or [])
        if runs and all("blank" in run for run in runs):
            yield {"kind": "lines", "count": len(runs)}
        else:
            yield {"kind": "h" if block.kind == "heading" else "p", "runs": runs}


def _list(block: Block) -> Data:
    return {
        "kind": "list",
        "ordered": block.kind == "ordered_list",
        "start": int(block.tokens[0].attrGet("start") or 1),
        "items": [
            [made for inner in blocks_of(_inside(item)) for made in _of(inner)]
            for item in items_of(block)
        ],
    }


def _inside(item: Sequence[Token]) -> list[Token]:
    """An item's tokens without the item itself."""
    level = item[0].level + 1
    return [token for token in item if token.level >= level]


def _table(tokens: Sequence[Token]) -> Data:
    rows: list[list[list[Data]]] = []
    for before, token in pairwise(tokens):
        if before.type == "tr_open":
            rows.append([])
        if before.type in ("th_open", "td_open") and token.type == "inline":
            rows[-1].append(_runs(token.children or []))
    return {"kind": "table", "head": rows[0], "rows": rows[1:]}


def _runs(children: Sequence[Token]) -> list[Data]:
    runs: list[Data] = []
    bold = italic = 0
    href = ""
    for child in children:
        bold += child.nesting if child.tag == "strong" else 0
        italic += child.nesting if child.tag == "em" else 0
        if child.type == "link_open":
            href = str(child.attrGet("href"))
        elif child.type == "link_close":
            href = ""
        elif child.type in ("softbreak", "hardbreak"):
            runs.append(_run(" ", bold, italic, href))
        elif child.content:
            runs += _with_blanks(child.content, bold, italic, href)
    return runs


def _with_blanks(text: str, bold: int, italic: int, href: str) -> Iterator[Data]:
    """The text as runs; three or more low lines are a line to write on, of that many letters."""
    position = 0
    for found in _BLANK.finditer(text):
        before = text[position : found.start()]
        if before.strip():
            yield _run(before, bold, italic, href)
        yield {"blank": len(found[0])}
        position = found.end()
    if text[position:].strip() or not position:
        yield _run(text[position:], bold, italic, href)


def _run(text: str, bold: int, italic: int, href: str) -> Data:
    return {"text": text, "bold": bold > 0, "italic": italic > 0, "href": href}
