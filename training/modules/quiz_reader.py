"""quiz.toml: the items of a module, in both languages."""

from collections.abc import Mapping
from datetime import date

from training.modules.facts import check_facts
from training.modules.model import NO_WORDS, Fact, Item, ItemKind, Option, Use
from training.modules.toml_reading import Table

MAX_ITEMS = 200
FEWEST_OPTIONS, MOST_OPTIONS = 2, 6


def read_items(
    top: Table, aims: tuple[str, ...], facts: Mapping[str, Fact], true_as_of: date | None
) -> tuple[Item, ...]:
    """The items of a quiz in order; faults go to the table's findings."""
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
        if not table.has("facts"):
            table.warn(f"Item {item.id} names no facts. Write facts, or facts = [] for none.", "id")
        for sentence in check_facts(item.facts, facts, true_as_of):
            table.fault(f"Item {item.id}: {sentence}", "facts")
        items.append(item)
    top.refuse_the_rest()
    return tuple(items)


def _read_item(table: Table, number: int) -> Item:
    name = table.id(f"item {number}") or ""
    what = f"item {name or number}"
    kind = table.choice("kind", tuple(ItemKind))
    item = Item(
        id=name,
        kind=ItemKind(kind or ItemKind.SINGLE),
        objective=table.text("objective"),
        difficulty=table.whole("difficulty", 1, 3),
        question=table.words("question", what),
        reason=table.words("reason", what),
        facts=table.texts("facts"),
        options=_options(table, what, kind),
        answer=_answer(table, what, kind),
        use=_use(table),
    )
    table.refuse_the_rest()
    return item


def _use(table: Table) -> Use:
    if not table.has("use"):
        return Use.MODULE
    return Use(table.choice("use", tuple(Use)) or Use.RESERVE)


def _answer(table: Table, what: str, kind: str | None) -> bool | None:
    if kind == ItemKind.TRUE_FALSE:
        return table.flag("answer", required=True)
    if table.has("answer") and kind:
        table.fault(
            f"answer belongs to true-false only. Mark an option of {what} as right.", "answer"
        )
    return None


def _options(table: Table, what: str, kind: str | None) -> tuple[Option, ...]:
    tables = table.tables("option")
    if kind == ItemKind.TRUE_FALSE:
        if tables:
            table.fault(f"A true-false item has no options. Delete those of {what}.", "option")
        return ()
    options = tuple(_option(one, what) for one in tables[: MOST_OPTIONS + 1])
    if not kind:
        return options
    if not FEWEST_OPTIONS <= len(options) <= MOST_OPTIONS:
        limits = f"{FEWEST_OPTIONS} to {MOST_OPTIONS}"
        table.fault(
            f"A single-choice item needs {limits} options; count those of {what}.", "option"
        )
    names = [option.id for option in options if option.id]
    if len(set(names)) < len(names):
        table.fault(f"Two options of {what} have the same id. Give one a new id.", "option")
    right = sum(option.right for option in options)
    if right != 1:
        table.fault(f"{what.capitalize()} has {right} right options. Mark exactly one.", "option")
    return options


def _option(table: Table, what: str) -> Option:
    name = table.id(f"an option of {what}")
    option = Option(
        id=name,
        words=table.own_words(f"Option {name or '?'} of {what}"),
        right=bool(table.flag("right")),
        why=table.words("why", f"option {name or '?'} of {what}") if table.has("why") else NO_WORDS,
    )
    if option.right and table.has("why"):
        table.fault(f"why is for wrong options. The reason of {what} says the rest.", "why")
    if not option.right and not table.has("why"):
        table.warn(f"Option {name or '?'} of {what} has no why.en: say why it is wrong.", "id")
    table.refuse_the_rest()
    return option
