"""quiz.toml: what is not scored or marked by the trainer, and the pictures of items."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.modules.conftest import Pack
from tests.modules.test_quiz import BODIES, FILE, OPTION, added
from training.modules.findings import Findings
from training.modules.folder import Folder
from training.modules.model import NO_WORDS, Fault, Item
from training.modules.quiz_reader import read_items
from training.modules.shelf import Shelf
from training.modules.toml_reading import read_toml
from training.quizzes import answers, scoring

END = """
  [[item.ends]]
  en = "{en}"
  km = "ខ"
"""
OPINION = """
[[item]]
id = "new-{kind}"
kind = "{kind}"
question.en = "?"
question.km = "ក?"
"""
OPINIONS = {
    "scale": "steps = 5\nsmileys = true\n"
    + END.format(en="Not at all")
    + END.format(en="Very well"),
    "text": "marks = 0\n",
    "number": "marks = 0\n",
    "short": "marks = 0\n",
    "single": "marks = 0\n" + OPTION.format(id="a") + OPTION.format(id="b"),
    "several": "marks = 0\n" + OPTION.format(id="a") + OPTION.format(id="b"),
}
NAME = 'picture = "map.svg"\n'
ALT = 'alt.en = "A map of the provinces."\nalt.km = "ផែនទីខេត្ត។"\n'
PICTURE = NAME + ALT
DRAWING = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M1 1h7"/></svg>'


def opinion(pack: Pack, kind: str, body: str) -> None:
    text = (pack.path / FILE).read_text(encoding="utf-8")
    pack.write(FILE, text + OPINION.format(kind=kind) + body)


@pytest.mark.parametrize("kind", OPINIONS)
def test_what_is_not_scored_needs_no_reason_aim_or_difficulty(pack: Pack, kind: str) -> None:
    opinion(pack, kind, OPINIONS[kind])
    reading = pack.read()
    assert (reading.faults, reading.warnings) == ((), ())
    assert reading.module is not None
    item = reading.module.items[-1]
    assert (item.kind, item.marks, item.is_scored) == (kind, 0, False)
    assert (item.reason, item.objective, item.difficulty) == (NO_WORDS, "", 0)
    if kind == "scale":
        assert (item.steps, item.smileys) == (5, True)
        assert [end.en for end in item.ends] == ["Not at all", "Very well"]


@pytest.mark.parametrize(
    ("kind", "old", "new", "says"),
    [
        ("scale", "steps = 5", "steps = 2", "steps must be a whole number from 3 to 7."),
        ("scale", "steps = 5\n", "", "steps must be a whole number from 3 to 7."),
        ("scale", "steps = 5", "steps = 7", "At most 5 steps can be smileys"),
        ("scale", "steps = 5", "steps = 5\nmarks = 1", "A scale has no marks."),
        ("scale", END.format(en="Very well"), "", "A scale has two ends"),
        ("scale", 'en = "Very well"', 'of = "Very well"', "An end of item new-scale has no Engl"),
        ("scale", "smileys = true", 'smileys = "yes"', "smileys must be true or false"),
        ("number", "marks = 0", 'marks = 0\nvalue = "3"', "has no marks, so it cannot have value"),
        ("short", "marks = 0", 'marks = 0\naccepted = ["a"]', "so it cannot have accepted"),
        ("text", "marks = 0", "marks = 0\nrubric.en = 'a'", "so it cannot have rubric"),
        ("text", "marks = 0", "marks = 1", "does not say what gives marks"),
        ("text", "marks = 0", "marks = 0\nsteps = 3", "steps belongs to scale only."),
        ("single", 'id = "a"', 'id = "a"\nright = true', "so none of its options is right"),
        ("several", 'id = "a"', 'id = "a"\nwhy.en = "a"', "so none of its options is right"),
        ("text", "marks = 0\n", NAME + "marks = 0\n", "has no words for those"),
        ("text", "marks = 0\n", ALT + "marks = 0\n", "has no picture"),
        ("text", "marks = 0\n", PICTURE.replace(".svg", ".gif") + "marks = 0\n",
         "must name an svg, png or jpg file"),
        ("text", "marks = 0\n", PICTURE + "marks = 0\n", "map.svg"),
    ],
)  # fmt: skip
def test_what_is_missing_or_too_much_in_an_opinion_is_a_fault(
    pack: Pack, kind: str, old: str, new: str, says: str
) -> None:
    changed = OPINIONS[kind].replace(old, new)
    assert changed != OPINIONS[kind]
    opinion(pack, kind, changed)
    assert [one for one in pack.read().faults if says in one.message]


def test_an_item_brings_its_picture_and_what_it_shows(pack: Pack) -> None:
    added(pack, "number", BODIES["number"] + PICTURE)
    pack.write("pictures/map.svg", DRAWING)
    reading = pack.read()
    assert (reading.faults, reading.warnings) == ((), ())
    assert reading.module is not None
    item = reading.module.items[-1]
    assert (item.picture, item.alt.en) == ("map.svg", "A map of the provinces.")
    assert reading.pictures["map.svg"].decode() == DRAWING


def test_a_picture_of_an_item_is_held_to_the_rules_of_all_pictures(pack: Pack) -> None:
    added(pack, "number", BODIES["number"] + PICTURE)
    pack.write("pictures/map.svg", DRAWING.replace("<path", "<script>alert(1)</script><path"))
    assert [one for one in pack.read().faults if "has <script>" in one.message]


@given(
    steps=st.integers(-1, 9),
    smileys=st.booleans(),
    ends=st.integers(0, 3),
    marks=st.none() | st.integers(-1, 21),
)
def test_a_scale_is_read_whole_or_a_fault_says_why(
    steps: int, smileys: bool, ends: int, marks: int | None
) -> None:
    body = f"steps = {steps}\nsmileys = {str(smileys).lower()}\n"
    body += "" if marks is None else f"marks = {marks}\n"
    found, faults = read_one("scale", body + END.format(en="an end") * ends)
    is_whole = 3 <= steps <= (5 if smileys else 7) and ends == 2 and marks is None
    assert (faults == ()) is is_whole
    if is_whole:
        sent = [answers.read_answer(found, 1, str(step)) for step in range(1, steps + 1)]
        assert sent == [choice.code for choice in answers.choices_of(found)]
        assert scoring.most_of([found]) == 0


@given(marks=st.integers(-1, 21), has_rubric=st.booleans())
def test_a_text_has_a_rubric_and_marks_or_neither(marks: int, has_rubric: bool) -> None:
    rubric = 'rubric.en = "A point a line."\nrubric.km = "ក"\n' if has_rubric else ""
    found, faults = read_one("text", f'objective = "a"\ndifficulty = 1\nmarks = {marks}\n{rubric}')
    is_whole = 0 <= marks <= 20 and has_rubric == (marks > 0)
    assert (faults == ()) is is_whole
    if is_whole:
        assert found.is_scored == (scoring.most_of([found]) > 0) == has_rubric


def read_one(kind: str, body: str) -> tuple[Item, tuple[Fault, ...]]:
    """The item that is written so, in a module whose only aim is `a`, and its faults."""
    findings = Findings("a-pack")
    shelf = Shelf(Folder(Path("nowhere")), findings, facts={})
    top = read_toml(OPINION.format(kind=kind) + body, shelf.place(FILE))
    assert top is not None
    (item,) = read_items(top, ("a",), shelf)
    return item, findings.faults()
