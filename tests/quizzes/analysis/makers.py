"""Sheets and questions for tests of the analysis, and rooms as hypothesis makes them up."""

import uuid
from collections.abc import Callable, Mapping, Sequence

from hypothesis import strategies as st

from training.kernel.locales import Bilingual
from training.modules.model import Item, ItemKind, Option
from training.quizzes.analysis.model import Sheet, When
from training.quizzes.scoring import most_of, score

OPTIONS = ("good", "bad", "worse")


def single(item_id: str, objective: str = "aim", marks: int = 1) -> Item:
    words = Bilingual("ពាក្យ", "Words")
    options = tuple(
        Option(code, words, right=code == "good", why=Bilingual("", f"Why {code}"))
        for code in OPTIONS
    )
    return Item(item_id, ItemKind.SINGLE, objective, 1, words, words, options=options, marks=marks)


def seat(number: int) -> uuid.UUID:
    return uuid.UUID(int=number)


def sheet(
    number: int,
    items: Sequence[Item],
    codes: Mapping[str, str],
    when: When = When.OTHER,
    form: str = "",
    seconds: Mapping[str, int] | None = None,
) -> Sheet:
    return Sheet(
        seat(number), when, form, codes, score(items, codes), most_of(items), seconds or {}
    )


def sheets_of(items: Sequence[Item], rows: Sequence[str], **rest: object) -> list[Sheet]:
    """One sheet for each row of letters: g(ood), b(ad), w(orse), and - for no answer."""
    return [
        sheet(number, items, _read(items, row), **rest)  # type: ignore[arg-type] # by name
        for number, row in enumerate(rows)
    ]


def _read(items: Sequence[Item], row: str) -> dict[str, str]:
    letters = {option[0]: option for option in OPTIONS}
    given = zip(items, row, strict=True)
    return {item.id: letters[letter] for item, letter in given if letter != "-"}


ROWS = st.text(alphabet="gbw-", min_size=4, max_size=4)


FORM_ITEMS: dict[str, tuple[Item, ...]] = {
    form: tuple(single(f"{slug}.{form}{number}", aim)
                for slug in ("one", "two") for number, aim in ((1, "x"), (2, "y")))
    for form in "ab"
}  # fmt: skip


@st.composite
def rooms(draw: st.DrawFn, least: int = 0, most: int = 9) -> list[Sheet]:
    """The sheets of two tests with crossed forms: some people have both, some only one."""
    counts = {
        kind: draw(st.integers(least, most))
        for kind in (("a", "b"), ("b", "a"), ("a", ""), ("b", ""), ("", "a"), ("", "b"))
    }
    return room(counts, lambda: draw(ROWS))


def room(counts: Mapping[tuple[str, str], int], row: Callable[[], str]) -> list[Sheet]:
    """So many people for each form before and after; an empty form is a test not taken."""
    made: list[Sheet] = []
    number = 0
    for (before, after), count in counts.items():
        for _ in range(count):
            number += 1
            for when, form in ((When.BEFORE, before), (When.AFTER, after)):
                if form:
                    items = FORM_ITEMS[form]
                    codes = _read(items, row())
                    made.append(sheet(number, items, codes, when, form))
    return made
