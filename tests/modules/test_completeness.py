"""What a ready module lacks to be whole."""

import pytest
from msgspec import structs

from tests.modules.conftest import Pack
from tests.modules.whole_pack import make_whole
from training.modules.completeness import what_lacks
from training.modules.model import ItemKind, Module, Status, Use


@pytest.fixture
def whole(pack: Pack) -> Module:
    """A module that lacks nothing."""
    make_whole(pack)
    return pack.module()


def lacks(module: Module) -> list[str]:
    return [one.message for one in what_lacks(module)]


def test_a_whole_module_lacks_nothing(whole: Module) -> None:
    assert lacks(whole) == []


def test_only_the_quiz_itself_is_where_quizzes_look(whole: Module) -> None:
    assert len(whole.items) == 15
    assert {item.use for item in whole.items} == {Use.MODULE}
    assert {item.use for item in whole.kept_items} == {Use.FORM_A, Use.FORM_B, Use.RESERVE}
    assert next(item.id for item in whole.items_for(Use.FORM_A)) == "item-13"


def test_too_few_items_and_forms_are_told(whole: Module) -> None:
    assert lacks(structs.replace(whole, kept_items=whole.kept_items[:4])) == [
        "The file has 19 items; at least 30 with the reserve.",
        "The form-a has 4 items, not 5.",
        "The form-b has 0 items, not 5.",
    ]
    assert lacks(structs.replace(whole, items=whole.items[1:])) == [
        "The file has 29 items; at least 30 with the reserve.",
        "The quiz has 14 items, not 15.",
    ]


def test_forms_must_measure_the_same(whole: Module) -> None:
    first, *rest = whole.kept_items
    changed = structs.replace(first, objective="another", difficulty=3)
    assert lacks(structs.replace(whole, kept_items=(changed, *rest))) == [
        "Item 1 of the forms (item-13, item-18) differs in objective: another and origins."
        " Match them.",
        "Item 1 of the forms (item-13, item-18) differs in difficulty: 3 and 1. Match them.",
    ]


@pytest.mark.parametrize(
    "changes", [{"kind": ItemKind.TEXT, "marks": 3}, {"marks": 0}, {"kind": ItemKind.SCALE}]
)
def test_forms_have_only_what_is_marked_by_itself(
    whole: Module, changes: dict[str, object]
) -> None:
    first, *rest = whole.kept_items
    changed = structs.replace(first, **changes)
    assert lacks(structs.replace(whole, kept_items=(changed, *rest))) == [
        "Item item-13 of the form-a is not marked by itself, so it compares nothing.",
    ]


def test_two_items_that_ask_the_same_are_told(whole: Module) -> None:
    *rest, last = whole.kept_items
    twin = structs.replace(last, question=whole.items[0].question)
    assert lacks(structs.replace(whole, kept_items=(*rest, twin))) == [
        "The items adopted-where and item-27 ask the same question. Change one."
    ]


def test_a_missing_manual_and_missing_handouts_are_told(whole: Module) -> None:
    (section,) = whole.sections
    bare = structs.replace(whole, sections=(structs.replace(section, chapter=None),), handouts=())
    assert lacks(bare) == ["The module has no manual.", "The module has no handouts."]


def test_a_short_manual_is_told(pack: Pack) -> None:
    short = [message for message in lacks(pack.module()) if "manual" in message]
    assert short == ["The manual has 32 English words; 4000 to 6000 fit."]


def test_a_module_in_preparation_may_lack_everything(whole: Module) -> None:
    assert lacks(structs.replace(whole, status=Status.IN_PREPARATION, items=())) == []
