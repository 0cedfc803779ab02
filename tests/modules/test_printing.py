"""Markdown as plain data for paper."""

from training.modules.printing import before_cards, cards_of, paper_blocks


def plain(text: str, *, bold: bool = False, href: str = "") -> dict[str, object]:
    return {"text": text, "bold": bold, "italic": False, "href": href}


def test_paragraphs_have_runs_and_lines_flow_together() -> None:
    (block,) = paper_blocks("A **bold** word\nand a [link](https://example.org).", "en")
    assert block == {
        "kind": "p",
        "runs": [
            plain("A "),
            plain("bold", bold=True),
            plain(" word"),
            plain(" "),
            plain("and a "),
            plain("link", href="https://example.org"),
            plain("."),
        ],
    }


def test_lists_keep_their_first_number_and_what_is_inside() -> None:
    (block,) = paper_blocks("3. three\n4. four\n   - inside\n", "en")
    assert (block["kind"], block["ordered"], block["start"]) == ("list", True, 3)
    first, second = block["items"]
    assert first == [{"kind": "p", "runs": [plain("three")]}]
    assert [one["kind"] for one in second] == ["p", "list"]


def test_a_table_has_a_head_and_rows_of_cells() -> None:
    (block,) = paper_blocks("| A | B |\n|---|---|\n| one | **two** |", "en")
    assert block["head"] == [[plain("A")], [plain("B")]]
    assert block["rows"] == [[[plain("one")], [plain("two", bold=True)]]]


def test_room_to_write_stands_in_a_line_or_takes_whole_lines() -> None:
    inside, line = paper_blocks("Who? _____\n\n___", "en")
    assert inside["runs"] == [plain("Who? "), {"blank": 5}]
    assert line == {"kind": "lines", "count": 1}


def test_blocks_become_boxes_with_a_label_in_the_language() -> None:
    box, after = paper_blocks("::: reflect\nWhat?\n:::\n\nAfter.", "km")
    assert (box["kind"], box["name"], box["label"]) == ("box", "reflect", "សូមគិត")
    assert after["kind"] == "p"


def test_cards_have_a_title_each_and_what_stands_before_is_apart() -> None:
    body = "Cut.\n\n## 1\nFlood.\n\nMore.\n\n## 2\nArmy."
    assert before_cards(body, "en") == [{"kind": "p", "runs": [plain("Cut.")]}]
    cards = cards_of(body, "en")
    assert [card["title"] for card in cards] == [[plain("1")], [plain("2")]]
    assert [len(card["blocks"]) for card in cards] == [2, 1]
