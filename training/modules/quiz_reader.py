"""quiz.toml: the items of a module, in both languages."""

import re
from collections.abc import Callable

from training.kernel.locales import Bilingual
from training.modules.facts import check_facts
from training.modules.model import NO_WORDS, Item, ItemKind, Option, Pair, Use
from training.modules.pictures import PICTURE_NAME
from training.modules.shelf import Shelf
from training.modules.toml_reading import Table

MAX_ITEMS = 200
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6
MOST_MARKS = 20
FEWEST_STEPS, MOST_STEPS, MOST_SMILEYS = 3, 7, 5
DECIMAL = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
OPTIONS_RIGHT: dict[ItemKind, Callable[[int], bool]] = {
    ItemKind.SINGLE: lambda right: right == 1,
    ItemKind.SEVERAL: lambda right: right >= 1,
    ItemKind.ORDERING: lambda right: right == 0,
}
"""Kinds with options, and how many of them may be marked right."""
OPINIONS = frozenset(
    {
        ItemKind.SINGLE,
        ItemKind.SEVERAL,
        ItemKind.SHORT,
        ItemKind.NUMBER,
        ItemKind.SCALE,
        ItemKind.TEXT,
    }
)
"""Kinds that can be asked without marks, so that nothing is right."""
BELONGS = {
    "option": tuple(OPTIONS_RIGHT),
    "answer": (ItemKind.TRUE_FALSE,),
    "pair": (ItemKind.MATCHING,),
    "accepted": (ItemKind.SHORT,),
    "value": (ItemKind.NUMBER,),
    "tolerance": (ItemKind.NUMBER,),
    "ends": (ItemKind.SCALE,),
    "steps": (ItemKind.SCALE,),
    "smileys": (ItemKind.SCALE,),
    "rubric": (ItemKind.TEXT,),
}
"""Which kinds have what of the keys that not every item has."""


def read_items(top: Table, aims: tuple[str, ...], shelf: Shelf) -> tuple[Item, ...]:
    """The items of a quiz in order; faults go to the table's findings, pictures to the shelf."""
    items: list[Item] = []
    seen: set[str] = set()
    tables = top.tables("item")
    if len(tables) > MAX_ITEMS:
        top.fault(f"A quiz has at most {MAX_ITEMS} items.", "item")
    for number, table in enumerate(tables[:MAX_ITEMS], 1):
        item = _read_item(table, number)
        if item.id in seen:
            table.fault(f"The item id {item.id} is used twice. Give one a new id.", "id")
        if item.id:
            seen.add(item.id)
        if item.objective and item.objective not in aims:
            message = f"The objective {item.objective} of item {item.id} is no aim of this module."
            table.fault(f"{message} Use an aim's id.", "objective")
        if item.picture:
            shelf.need_picture(item.picture, shelf.place("quiz.toml"), table.line("picture"))
        if item.is_scored and not table.has("facts"):
            table.warn(f"Item {item.id} names no facts. Write facts, or facts = [] for none.", "id")
        for sentence in check_facts(item.facts, shelf.facts, shelf.true_as_of):
            table.fault(f"Item {item.id}: {sentence}", "facts")
        items.append(item)
    top.refuse_the_rest()
    return tuple(items)


def _read_item(table: Table, number: int) -> Item:
    name = table.id(f"item {number}") or ""
    what = f"item {name or number}"
    kind = ItemKind(table.choice("kind", tuple(ItemKind)) or ItemKind.SINGLE)
    marks = _marks(table, what, kind)
    is_scored = marks > 0
    _refuse_foreign(table, what, kind)
    picture = _picture(table, what)
    item = Item(
        id=name,
        kind=kind,
        objective=table.text("objective", required=is_scored),
        difficulty=table.whole("difficulty", 1, 3, required=is_scored),
        question=table.words("question", what),
        reason=_reason(table, what, kind, is_scored=is_scored),
        facts=table.texts("facts"),
        options=_options(table, what, kind, is_scored=is_scored) if kind in OPTIONS_RIGHT else (),
        answer=table.flag("answer", required=True) if kind is ItemKind.TRUE_FALSE else None,
        use=_use(table),
        pairs=_pairs(table, what) if kind is ItemKind.MATCHING else (),
        accepted=_accepted(table, what) if kind is ItemKind.SHORT and is_scored else (),
        value=_decimal(table, "value", what) if kind is ItemKind.NUMBER and is_scored else "",
        tolerance=_tolerance(table, what) if kind is ItemKind.NUMBER and is_scored else "0",
        marks=marks,
        ends=_ends(table, what) if kind is ItemKind.SCALE else (),
        steps=table.whole("steps", FEWEST_STEPS, MOST_STEPS) if kind is ItemKind.SCALE else 0,
        smileys=kind is ItemKind.SCALE and bool(table.flag("smileys")),
        rubric=_rubric(table, what) if kind is ItemKind.TEXT and is_scored else NO_WORDS,
        picture=picture,
        alt=_alt(table, what, picture),
    )
    if item.smileys and item.steps > MOST_SMILEYS:
        table.fault(f"At most {MOST_SMILEYS} steps can be smileys; see {what}.", "smileys")
    table.refuse_the_rest()
    return item


def _marks(table: Table, what: str, kind: ItemKind) -> int:
    if kind is ItemKind.SCALE:
        if table.has("marks"):
            table.fault(f"A scale has no marks. Delete marks from {what}.", "marks")
        return 0
    if not table.has("marks"):
        return 1
    marks = table.whole("marks", 0 if kind in OPINIONS else 1, MOST_MARKS)
    if not marks:
        for key in ("accepted", "value", "tolerance", "rubric"):
            if table.has(key):
                table.fault(f"{what.capitalize()} has no marks, so it cannot have {key}.", key)
    return marks


def _reason(table: Table, what: str, kind: ItemKind, *, is_scored: bool) -> Bilingual:
    """Where nothing is right, or where the rubric says what is, there may be none."""
    may_lack = kind is ItemKind.TEXT or not is_scored
    return NO_WORDS if may_lack and not table.has("reason") else table.words("reason", what)


def _picture(table: Table, what: str) -> str:
    if not table.has("picture"):
        return ""
    name = table.text("picture").removeprefix("pictures/")
    if name and not PICTURE_NAME.fullmatch(name):
        table.fault(f"picture of {what} must name an svg, png or jpg file.", "picture")
        return ""
    return name


def _alt(table: Table, what: str, picture: str) -> Bilingual:
    if table.has("alt") and not table.has("picture"):
        table.fault(f"alt says what a picture shows; {what} has no picture.", "alt")
    if not picture and not table.has("alt"):
        return NO_WORDS
    if picture and not table.has("alt"):
        message = "has no words for those who do not see it."
        table.fault(
            f'The picture of {what} {message} Write alt.en = "…" and alt.km = "…".', "picture"
        )
        return NO_WORDS
    return table.words("alt", what)


def _ends(table: Table, what: str) -> tuple[Bilingual, ...]:
    ends = []
    for end in table.tables("ends")[:3]:
        ends.append(end.own_words(f"An end of {what}"))
        end.refuse_the_rest()
    if len(ends) != 2:
        table.fault(f"A scale has two ends: write two [[item.ends]] in {what}.", "ends")
    return tuple(ends)


def _rubric(table: Table, what: str) -> Bilingual:
    if not table.has("rubric"):
        message = 'Write rubric.en = "…" and rubric.km = "…", or marks = 0.'
        table.fault(f"{what.capitalize()} does not say what gives marks. {message}", "id")
        return NO_WORDS
    return table.words("rubric", what)


def _refuse_foreign(table: Table, what: str, kind: ItemKind) -> None:
    for key, kinds in BELONGS.items():
        if kind not in kinds and table.has(key):
            owners = " and ".join(each.value for each in kinds)
            table.fault(f"{key} belongs to {owners} only. Delete it from {what}.", key)


def _use(table: Table) -> Use:
    if not table.has("use"):
        return Use.MODULE
    return Use(table.choice("use", tuple(Use)) or Use.RESERVE)


def _options(table: Table, what: str, kind: ItemKind, *, is_scored: bool) -> tuple[Option, ...]:
    tables = table.tables("option")
    is_judged = is_scored and kind is not ItemKind.ORDERING
    options = tuple(_option(one, what, is_judged=is_judged) for one in tables[: MOST_OPTIONS + 1])
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        limits = f"{FEWEST_OPTIONS} to {MOST_OPTIONS}"
        table.fault(f"A {kind.value} item needs {limits} options; count those of {what}.", "option")
    _refuse_twice(table, [option.id for option in options], f"options of {what}", "option")
    right = sum(option.right for option in options)
    if not is_scored:
        if right or any(option.why != NO_WORDS for option in options):
            message = "so none of its options is right, or wrong for a reason."
            table.fault(f"{what.capitalize()} has no marks, {message}", "option")
    elif not OPTIONS_RIGHT[kind](right):
        asked = {
            ItemKind.SINGLE: "Mark exactly one.",
            ItemKind.SEVERAL: "Mark at least one.",
            ItemKind.ORDERING: "The order of the options is the right one; mark none.",
        }[kind]
        table.fault(f"{what.capitalize()} has {right} right options. {asked}", "option")
    return options


def _refuse_twice(table: Table, ids: list[str], what: str, key: str) -> None:
    names = [each for each in ids if each]
    if len(set(names)) < len(names):
        table.fault(f"Two {what} have the same id. Give one a new id.", key)


def _pairs(table: Table, what: str) -> tuple[Pair, ...]:
    pairs = tuple(_pair(one, what) for one in table.tables("pair")[: MOST_OPTIONS + 1])
    if not FEWEST_OPTIONS <= len(pairs) <= MOST_OPTIONS:
        limits = f"{FEWEST_OPTIONS} to {MOST_OPTIONS}"
        table.fault(f"A matching item needs {limits} pairs; count those of {what}.", "pair")
    _refuse_twice(table, [pair.id for pair in pairs], f"pairs of {what}", "pair")
    if len({pair.right for pair in pairs}) < FEWEST_OPTIONS:
        table.fault(f"All pairs of {what} have the same right side. Make them differ.", "pair")
    return pairs


def _pair(table: Table, what: str) -> Pair:
    name = table.id(f"a pair of {what}")
    place = f"pair {name or '?'} of {what}"
    pair = Pair(id=name, left=table.words("left", place), right=table.words("right", place))
    table.refuse_the_rest()
    return pair


def _accepted(table: Table, what: str) -> tuple[str, ...]:
    spellings = tuple(each.strip() for each in table.texts("accepted") if each.strip())
    if not spellings:
        table.fault(f'{what.capitalize()} accepts nothing. Write accepted = ["…"].', "accepted")
    return spellings


def _decimal(table: Table, key: str, what: str) -> str:
    written = table.text(key)
    if written and not DECIMAL.fullmatch(written):
        table.fault(f'{key} of {what} is no number. Write it in quotes, as in "3.5".', key)
        return "0"
    return written or "0"


def _tolerance(table: Table, what: str) -> str:
    found = _decimal(table, "tolerance", what) if table.has("tolerance") else "0"
    if found.startswith("-"):
        table.fault(f"tolerance of {what} cannot be below nothing.", "tolerance")
    return found


def _option(table: Table, what: str, *, is_judged: bool) -> Option:
    name = table.id(f"an option of {what}")
    option = Option(
        id=name,
        words=table.own_words(f"Option {name or '?'} of {what}"),
        right=bool(table.flag("right")),
        why=table.words("why", f"option {name or '?'} of {what}") if table.has("why") else NO_WORDS,
    )
    if option.right and table.has("why"):
        table.fault(f"why is for wrong options. The reason of {what} says the rest.", "why")
    if is_judged and not option.right and not table.has("why"):
        table.warn(f"Option {name or '?'} of {what} has no why.en: say why it is wrong.", "id")
    table.refuse_the_rest()
    return option
