"""Answers of every kind of question: as a page sends them, as they are kept, as people read them.

A page knows places only, counted from 1 in the order of its own sheet; what is kept is a code that
names the options themselves, so that it means the same on every sheet and in both languages:

    kind         sent (`written`)               kept (`code`)
    single       3                              the option's id
    true-false   1                              true or false
    several      1,3                            the ids, in the order of the pack, with spaces
    matching     2,0,1: for each left side the  left:right of the ids of the pairs, with spaces
                 place of its right side or 0
    ordering     2,1,3: the position of each    the ids in the order given, with spaces
                 line as the sheet shows them
    short        the words                      the words, tidied
    number       the number, in any digits      the number, as a plain decimal
    scale        3: the step, from 1            the step
    text         the words                      the words, tidied, with their line breaks
"""

import hashlib
import re
import unicodedata
from collections.abc import Callable, Sequence
from decimal import Decimal

from training.kernel.locales import Bilingual, has_khmer, khmer_digits, western_digits
from training.kernel.refusal import Refusal
from training.modules.model import Item, ItemKind
from training.quizzes import texts
from training.quizzes.model import Choice

MOST_WORDS = 200
MOST_TEXT = 2_000
"""Signs of a short answer and of an open text, line breaks included."""
MOST_DIGITS = 30
_WITH_OPTIONS = frozenset({ItemKind.SINGLE, ItemKind.SEVERAL})
CHOSEN = frozenset({ItemKind.SINGLE, ItemKind.TRUE_FALSE, ItemKind.SCALE})
"""Kinds of which one choice is tapped."""
TYPED = frozenset({ItemKind.SHORT, ItemKind.NUMBER, ItemKind.TEXT})
TRUE, FALSE = Choice("true"), Choice("false")
_SINGLE_SIGN = re.compile(r"[0-9]+[.,][0-9]{3}")
_NUMBERS = (
    (re.compile(r"[1-9][0-9]{0,2}(,[0-9]{3})+(\.[0-9]+)?"), ","),
    (re.compile(r"[1-9][0-9]{0,2}(\.[0-9]{3})+(,[0-9]+)?"), "."),
    (re.compile(r"[0-9]+([.,][0-9]+)?"), " "),
)
"""How numbers are written, each with the sign that parts its thousands."""


def choices_of(item: Item) -> tuple[Choice, ...]:
    """What can be chosen, or put in order, or joined to a left side; in the order of the pack."""
    if item.kind is ItemKind.TRUE_FALSE:
        return TRUE, FALSE
    if item.kind is ItemKind.MATCHING:
        codes = set(right_sides(item).values())
        return tuple(Choice(pair.id, pair.right) for pair in item.pairs if pair.id in codes)
    if item.kind is ItemKind.SCALE:
        return tuple(Choice(str(step), _step(item, step)) for step in range(1, item.steps + 1))
    return tuple(Choice(option.id, option.words) for option in item.options)


def _step(item: Item, step: int) -> Bilingual:
    """A step as it is read aloud: 4 / 5, and at the two ends with what they mean."""
    place = f"{step} / {item.steps}"
    end = {1: item.ends[:1], item.steps: item.ends[-1:]}.get(step)
    if not end:
        return Bilingual(khmer_digits(place), place)
    km, en = end[0].best("km")[0], end[0].best("en")[0]
    return Bilingual(f"{khmer_digits(place)} {km}" if end[0].km else "", f"{place} {en}")


def choices_in_order(item: Item, seed: int) -> tuple[Choice, ...]:
    """The choices as the sheet with this seed shows them, the same in every language.

    They are shuffled, so that neighbours do not see the same places; true stays before false, and
    what is not scored keeps its order: from small to large, from soon to late.
    """
    choices = choices_of(item)
    if item.kind is ItemKind.TRUE_FALSE or not item.is_scored:
        return choices
    return tuple(sorted(choices, key=lambda choice: _rank(seed, item.id, choice.code)))


def _codes_in_order(item: Item, seed: int) -> Sequence[str]:
    """The codes of the same choices: all that reading an answer needs of them."""
    if item.kind not in _WITH_OPTIONS or not item.is_scored:
        return [choice.code for choice in choices_in_order(item, seed)]
    item_id = item.id
    return sorted(
        (option.id for option in item.options), key=lambda code: _rank(seed, item_id, code)
    )


def _rank(seed: int, item_id: str, code: str) -> bytes:
    return hashlib.sha256(f"{seed}/{item_id}/{code}".encode()).digest()


def read_answer(item: Item, seed: int, written: str) -> str:
    """The code of what a page sent. Raises Refusal (422) for what cannot be an answer."""
    if item.kind in CHOSEN:
        return _at(_codes_in_order(item, seed), written)
    return _READERS[item.kind](item, seed, written)


def _at(codes: Sequence[str], place: str) -> str:
    return codes[_place(place, len(codes)) - 1]


def _place(written: str, most: int, least: int = 1) -> int:
    if not (written.isascii() and written.isdigit() and len(written) < 3):
        raise Refusal(texts.UNREADABLE)
    if not least <= int(written) <= most:
        raise Refusal(texts.UNREADABLE)
    return int(written)


def _several(item: Item, seed: int, written: str) -> str:
    shown = _codes_in_order(item, seed)
    places = written.split(",") if written else []
    chosen = {_at(shown, place) for place in places}
    if len(chosen) != len(places):
        raise Refusal(texts.UNREADABLE)
    return " ".join(choice.code for choice in choices_of(item) if choice.code in chosen)


def _matching(item: Item, seed: int, written: str) -> str:
    shown = choices_in_order(item, seed)
    places = [_place(each, len(shown), least=0) for each in written.split(",")]
    if len(places) != len(item.pairs):
        raise Refusal(texts.UNREADABLE)
    joined = zip(item.pairs, places, strict=True)
    return " ".join(f"{pair.id}:{shown[place - 1].code}" for pair, place in joined if place)


def _ordering(item: Item, seed: int, written: str) -> str:
    shown = choices_in_order(item, seed)
    positions = [_place(each, len(shown)) for each in written.split(",")]
    if len(positions) != len(shown):
        raise Refusal(texts.UNREADABLE)
    if len(set(positions)) != len(positions):
        raise Refusal(texts.TWO_IN_ONE_PLACE)
    ordered = sorted(zip(positions, shown, strict=True), key=lambda pair: pair[0])
    return " ".join(choice.code for _, choice in ordered)


def _short(_item: Item, _seed: int, written: str) -> str:
    return tidy(written, MOST_WORDS)


def _text(_item: Item, _seed: int, written: str) -> str:
    """Line by line, with at most one empty line between two paragraphs."""
    lines = [tidy(line, MOST_TEXT) for line in written.splitlines()]
    text = re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip("\n")
    if len(text) > MOST_TEXT:
        raise Refusal(texts.ANSWER_TOO_LONG)
    return text


def tidy(written: str, most: int) -> str:
    """Words on one line, each a space apart. Raises Refusal (422) for more signs than `most`."""
    line = " ".join(unicodedata.normalize("NFC", written).split())
    if len(line) > most:
        raise Refusal(texts.ANSWER_TOO_LONG)
    if any(unicodedata.category(sign) in {"Cc", "Cs"} for sign in line):
        raise Refusal(texts.UNREADABLE)
    return line


def _number(item: Item, _seed: int, written: str) -> str:
    if not written.strip():
        return ""
    found = read_number(written, asks_decimal=asks_decimal(item))
    if found is None:
        raise Refusal(texts.NO_NUMBER)
    return plain(found)


_READERS: dict[ItemKind, Callable[[Item, int, str], str]] = {
    ItemKind.SEVERAL: _several,
    ItemKind.MATCHING: _matching,
    ItemKind.ORDERING: _ordering,
    ItemKind.SHORT: _short,
    ItemKind.NUMBER: _number,
    ItemKind.TEXT: _text,
}


def asks_decimal(item: Item) -> bool:
    """Whether a question of numbers asks for a decimal below a thousand: then 3.142 is no thousand.

    Told by the number and its tolerance.
    """
    value, tolerance = Decimal(item.value or 0), Decimal(item.tolerance or 0)
    return abs(value) + tolerance < 1000 and not value % 1 == tolerance % 1 == 0


def typed_again(item: Item, code: str) -> str:
    """What stands in the field of an answer that is typed: it is read as the same again."""
    return readable(code) if item.kind is ItemKind.NUMBER and not asks_decimal(item) else code


def readable(number: str) -> str:
    """A decimal as it can be read back: three digits behind its point would be thousands."""
    return f"{number}0" if len(number.partition(".")[2]) == 3 else number


def read_number(typed: str, *, asks_decimal: bool = False) -> Decimal | None:
    """A number in Khmer or Western digits; None for what is none.

    Thousands may be parted by `,` as in English, by `.` as in Khmer, or by spaces, and decimals
    stand behind the other sign. A single sign that three digits follow parts thousands (6.000 is
    six thousand), unless a zero stands before it or a small decimal is asked for.
    """
    text = "".join(western_digits(typed).split()).replace("−", "-")
    sign, text = (-1, text[1:]) if text.startswith("-") else (1, text.removeprefix("+"))
    if len(text) > MOST_DIGITS:
        return None
    if asks_decimal and _SINGLE_SIGN.fullmatch(text):
        return sign * Decimal(text.replace(",", "."))
    for pattern, thousands in _NUMBERS:
        if pattern.fullmatch(text):
            return sign * Decimal(text.replace(thousands, "").replace(",", "."))
    return None


def plain(number: Decimal) -> str:
    """The number as a plain decimal, without zeros at its end."""
    text = format(number.normalize(), "f")
    return "0" if text in {"-0", "0"} else text


def right_sides(item: Item) -> dict[str, str]:
    """Of a matching item: the code of the right side that belongs to each left side, by pair.

    Several left sides may share a right one, which then has the code of its first pair.
    """
    first = dict[Bilingual, str]()
    return {pair.id: first.setdefault(pair.right, pair.id) for pair in item.pairs}


def joined(item: Item, code: str) -> dict[str, str]:
    """Of a matching item: the id of the right side that each left side was joined to."""
    pairs = (each.partition(":") for each in code.split())
    known = {pair.id for pair in item.pairs}
    return {left: right for left, _, right in pairs if left in known and right in known}


def is_given(item: Item, code: str | None) -> bool:
    """Whether the question was answered: everything that can be joined is, something is there."""
    if not code:
        return False
    return item.kind is not ItemKind.MATCHING or len(joined(item, code)) == len(item.pairs)


def said(item: Item, code: str | None) -> tuple[Choice, ...]:
    """An answer as people read it: one line for each choice, joined pair or typed text."""
    if not code:
        return ()
    if item.kind is ItemKind.NUMBER:
        return (Choice(code, Bilingual(khmer_digits(code.replace(".", ",")), code)),)
    if item.kind in {ItemKind.SHORT, ItemKind.TEXT}:
        return (Choice(code, _typed([code])),)
    if item.kind is ItemKind.MATCHING:
        right = {pair.id: pair.right for pair in item.pairs}
        chosen = joined(item, code)
        return tuple(
            Choice(pair.id, _arrow(pair.left, right[chosen[pair.id]]))
            for pair in item.pairs
            if pair.id in chosen
        )
    found = {choice.code: choice for choice in choices_of(item)}
    return tuple(found[each] for each in code.split() if each in found)


def said_right(item: Item) -> tuple[Choice, ...]:
    """The fully right answer as people read it; of accepted words, the first of each language.

    Every option that is right, where one is enough. Nothing where nothing is right, or only the
    trainer can say what is.
    """
    if not item.is_scored or item.kind is ItemKind.TEXT:
        return ()
    if item.kind is ItemKind.SINGLE:
        return tuple(Choice(each.id, each.words) for each in item.options if each.right)
    if item.kind is ItemKind.SHORT:
        return (Choice(right_code(item), _typed(item.accepted)),)
    if item.kind is ItemKind.NUMBER and Decimal(item.tolerance):
        span = f"{item.value} (± {item.tolerance})"
        return (Choice(item.value, Bilingual(khmer_digits(span.replace(".", ",")), span)),)
    return said(item, right_code(item))


def _typed(spellings: Sequence[str]) -> Bilingual:
    """Words that were typed, in the language of their letters."""
    km = next((each for each in spellings if has_khmer(each)), "")
    return Bilingual(km, next((each for each in spellings if not has_khmer(each)), ""))


def _arrow(left: Bilingual, right: Bilingual) -> Bilingual:
    km = f"{left.best('km')[0]} → {right.best('km')[0]}" if left.km or right.km else ""
    return Bilingual(km, f"{left.best('en')[0]} → {right.best('en')[0]}")


def right_code(item: Item) -> str:
    """The code of the fully right answer, of several such the first.

    Raises ValueError for an item that has none.
    """
    if item.kind is ItemKind.TRUE_FALSE:
        return "true" if item.answer else "false"
    codes = {
        ItemKind.MATCHING: [f"{left}:{right}" for left, right in right_sides(item).items()],
        ItemKind.ORDERING: [option.id for option in item.options],
        ItemKind.SHORT: list(item.accepted[:1]),
        ItemKind.NUMBER: [item.value],
        ItemKind.SEVERAL: [option.id for option in item.options if option.right],
    }.get(item.kind, [option.id for option in item.options if option.right][:1])
    if not any(codes):
        raise ValueError(f"item {item.id} has no right answer")
    return " ".join(codes)
