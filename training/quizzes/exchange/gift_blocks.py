"""GIFT taken apart: comments, blocks, braces and escaped signs; nothing about what they mean."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from training.kernel.texts import Text, say
from training.quizzes.exchange.markup import FILTER_MARK

_SIGNS = "\\:#={}~n"
_FIRST = 0xFDD0
_ESCAPED = re.compile(r"\\([\\:#={}~n])")
_MEANT_AS_THEY_ARE = re.compile(
    rf"""{FILTER_MARK}|<[a-z][a-z0-9]*(?:\s+[\w:-]+\s*=\s*(?:"[^"<>{{}}]*"|'[^'<>{{}}]*'))+\s*/?>""",
    re.IGNORECASE,
)
"""A mark of a language, and a tag with attributes: no sign in them begins or ends an answer, also
where nobody has escaped it."""
_UNESCAPED = {ord(sign): _FIRST + _SIGNS.index(sign) for sign in ":#={}~"}
_RESTORED = {_FIRST + at: "\n" if sign == "n" else sign for at, sign in enumerate(_SIGNS)}
"""Escaped signs stand as non-characters while a block is taken apart, so that nothing sees them."""
_NEVER_GIVEN = dict.fromkeys(range(0xFDD0, 0xFDF0))
_CATEGORY = re.compile(r"\s*\$CATEGORY:(.*)")
_TITLE = re.compile(r"\s*::(.*?)::", re.DOTALL)
_GAP = "_____"
MOST_BLOCK_SIGNS = 1_000_000
"""Between two empty lines: a picture of 500 KB may be written inside."""
_CLOZE = re.compile(
    r"\s*[0-9]*:(?:SHORTANSWER|SA|MW|NUMERICAL|NM|MULTICHOICE|MC|MULTIRESPONSE|MR)[A-Z_]*:",
    re.IGNORECASE,
)
"""How an answer begins in Moodle's other format with braces (cloze)."""
CLOZE = say("It has gaps with answers in its text (cloze), which cannot be taken.")
NOT_CLOSED = say("A brace { is not closed by a }.")
NOT_OPENED = say("A brace } closes nothing; write \\} where a sign is meant.")
IN_BRACES = say("A brace { stands inside braces; write \\{ where a sign is meant.")
SEVERAL_GAPS = say(
    "It has braces in several places. Write \\{ for a sign; several gaps cannot be taken."
)


@dataclass(frozen=True, slots=True)
class Block:
    """One question of the file, still escaped; `answers` is None where it has no braces."""

    line: int
    title: str = ""
    words: str = ""
    answers: str | None = None
    fault: Text | None = None
    category: str | None = None


def unescaped(text: str) -> str:
    """A piece of a block with its escaped signs restored."""
    return text.translate(_RESTORED)


def pieces(answers: str, marks: str) -> Iterator[tuple[str, str]]:
    """The answers of a block with the mark before each; "" before a first one without."""
    parts = re.split(f"([{marks}])", answers)
    if parts[0].strip():
        yield "", parts[0].strip()
    for at in range(1, len(parts), 2):
        yield parts[at], parts[at + 1].strip()


def split(text: str) -> Iterator[Block]:
    """The questions and categories of a file."""
    escaped = _ESCAPED.sub(_stand_in, text.translate(_NEVER_GIVEN))
    escaped = _MEANT_AS_THEY_ARE.sub(lambda found: found[0].translate(_UNESCAPED), escaped)
    for line, paragraph in _whole(list(_paragraphs(escaped.split("\n")))):
        yield from _read(line, paragraph)


def _stand_in(escaped: re.Match[str]) -> str:
    return chr(_FIRST + _SIGNS.index(escaped[1]))


Paragraph = tuple[int, list[str]]
"""The line where it begins, and its lines."""


def _paragraphs(lines: list[str]) -> Iterator[Paragraph]:
    """What stands between empty lines; a comment is no line of a question and ends none."""
    begin, kept = 0, list[str]()
    for number, line in enumerate(lines, 1):
        is_comment = line.lstrip().startswith("//")
        is_category = line.lstrip().startswith("$CATEGORY:")
        if is_category:
            if kept:
                yield begin, kept
            yield number, [line]
            kept = []
        elif kept and is_comment:
            kept.append("")
        elif line.strip() and not is_comment:
            begin = begin if kept else number
            kept.append(line)
        elif kept and not is_comment:
            yield begin, kept
            kept = []
    if kept:
        yield begin, kept


def _whole(paragraphs: list[Paragraph]) -> Iterator[tuple[int, str]]:
    """Paragraphs joined where an empty line stands inside braces."""
    at = 0
    while at < len(paragraphs):
        begin, lines = paragraphs[at]
        end = _closing(paragraphs, at + 1) if _last_brace(lines) == "{" else at + 1
        joined = list(lines)
        for later, more in paragraphs[at + 1 : end]:
            joined += [""] * (later - begin - len(joined)) + more
        yield begin, "\n".join(joined)
        at = end


def _closing(paragraphs: list[Paragraph], at: int) -> int:
    """The end of the paragraphs that close a brace; `at` where another one opens before that."""
    for end in range(at, len(paragraphs)):
        brace = re.search("[{}]", "\n".join(paragraphs[end][1]))
        if brace:
            return end + 1 if brace[0] == "}" else at
    return at


def _last_brace(lines: list[str]) -> str:
    return "".join(re.findall("[{}]", "\n".join(lines)))[-1:]


def _read(line: int, text: str) -> Iterator[Block]:
    category = _CATEGORY.fullmatch(text)
    if category:
        yield Block(line, category=unescaped(category[1]))
        return
    if len(text) > MOST_BLOCK_SIGNS:
        yield Block(line, fault=say("What stands from here to the next empty line is too long."))
        return
    while asked := text.lstrip():
        line += text[: len(text) - len(asked)].count("\n")
        block, text = _read_one(line, asked)
        yield block
        line += asked[: len(asked) - len(text)].count("\n")


def _read_one(line: int, text: str) -> tuple[Block, str]:
    """The first question of a paragraph, and what is left of it."""
    title = _TITLE.match(text)
    named, asked = (title[1], text[title.end() :]) if title else ("", text)
    before, opens, after = asked.partition("{")
    if "}" in before:
        return Block(line, fault=NOT_OPENED), _next_title(asked)
    if not opens:
        return Block(line, named, before), ""
    answers, closes, tail = after.partition("}")
    fault = _fault_in(answers) if closes else NOT_CLOSED
    if fault:
        return Block(line, fault=fault), _next_title(after)
    tail, rest = _next_question(tail)
    if "{" in tail or "}" in tail:
        return Block(line, fault=SEVERAL_GAPS if "{" in tail else NOT_OPENED), rest
    words = before + _GAP + tail if tail.strip() else before
    return Block(line, named, words, answers), rest


def _fault_in(answers: str) -> Text | None:
    if "{" in answers:
        return NOT_CLOSED if _next_title(answers) else IN_BRACES
    return CLOZE if _CLOZE.match(answers) else None


def _next_title(text: str) -> str:
    """From the next line on that begins with a title: where another question surely begins."""
    found = re.search(r"\n\s*(?=::)", text)
    return text[found.start() :] if found else ""


def _next_question(tail: str) -> tuple[str, str]:
    """What follows the braces, apart from a question that follows without an empty line."""
    own, _, rest = tail.partition("\n")
    if "{" in rest and (not own.strip() or rest.lstrip().startswith("::")):
        return own, rest
    return tail, ""
