"""quiz.toml: what is read, and every fault in it."""

import pytest

from tests.modules.conftest import Pack
from training.modules.model import ItemKind
from training.quizzes import answers, scoring

FILE = "quiz.toml"


def test_items_are_read_in_order(pack: Pack) -> None:
    single, truth = pack.module().items
    assert (single.id, single.kind, single.objective) == ("adopted-where", "single", "origins")
    assert [(option.id, option.right) for option in single.options] == [("a", True), ("b", False)]
    assert single.answer is None
    assert truth.kind is ItemKind.TRUE_FALSE
    assert truth.answer is False
    assert truth.options == ()
    assert truth.reason.km == "ភាគច្រើនជាការបង្ការ។"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('id = "adopted-where"', 'id = "A B"', 2, 'The id "A B" of item 1 may have'),
        ('id = "adopted-where"', 'id = "mostly-force"', 26, "item id mostly-force is used twice"),
        ('id = "adopted-where"\n', "", 1, 'id is missing. Write id = "…".'),
        ('"single"', '"essay"', 3, "kind must be one of: single, several, true-false, matching,"),
        ('objective = "origins"', 'objective = "past"', 4, "The objective past of item adopted"),
        ("difficulty = 1", "difficulty = 4", 5, "difficulty must be a whole number from 1 to 3."),
        ('["D1"]', '["Z9"]', 6, "The fact Z9 is not in facts.toml."),
        ('["D1"]', '["G6-number"]', 6, "The fact G6-number is tagged M?"),
        ('["D1"]', '["X-later"]', 6, "The fact X-later is later than 2019-07."),
        ('["D1"]', '["D1", "D1"]', 6, "The fact D1 is named twice."),
        ('question.en = "Where was it adopted?"\n', "", 7, "The question of item adopted-where"),
        ('reason.en = "At the World Summit."\n', "", 9, "The reason of item adopted-where"),
        ("difficulty = 1", "difficulty = 1\nanswer = true", 6, "answer belongs to true-false"),
        ("difficulty = 1", "difficulty = 1\nhint = 3", 6, 'The key "hint" is not known here.'),
        ("  right = true\n", "", 12, "Item adopted-where has 0 right options."),
        ('km = "រ៉ូម"', 'km = "រ៉ូម"\nright = true', 12, "has 2 right options. Mark exactly one."),
        ('id = "b"', 'id = "a"', 12, "Two options of item adopted-where have the same id."),
        ('  en = "In Rome"\n', "", 18, "Option b of item adopted-where has no English."),
        ("  right = true", '  right = "yes"', 16, "right must be true or false, without quotes."),
        ('km = "រ៉ូម"', 'km = "រ៉ូម"\nhow = 1', 22, 'The key "how" is not known here.'),
        (
            "right = true",
            'right = true\nwhy.en = "x"\nwhy.km = "ក"',
            17,
            "why is for wrong options.",
        ),
        (
            "difficulty = 1",
            'difficulty = 1\nuse = "form-c"',
            6,
            "use must be one of: module, form-a",
        ),
        ("answer = false", 'answer = "no"', 30, "answer must be true or false"),
        ("answer = false\n", "", 25, "answer must be true or false"),
        ("[[item]]", "[[itme]]\nid = 1\n[[item]]", 1, 'The key "itme" is not known here.'),
        ("[[item]]", "[[item", 1, "This is not TOML"),
    ],
)
def test_a_fault_names_its_line(pack: Pack, old: str, new: str, line: int, says: str) -> None:
    pack.edit(FILE, old, new)
    found = [one for one in pack.read().faults if says in one.message]
    assert len(found) == 1, pack.read().faults
    assert (found[0].file, found[0].line) == ("first/quiz.toml", line)


def test_a_single_choice_item_has_two_to_six_options(pack: Pack) -> None:
    option = '\n  [[item.option]]\n  id = "{}"\n  en = "x"\n  km = "ក"\n'
    more = "".join(option.format(name) for name in "cdefg")
    pack.edit(FILE, 'km = "រ៉ូម"\n', 'km = "រ៉ូម"\n' + more)
    assert pack.fault()[2].startswith("A single item needs 2 to 6 options")


def test_a_true_false_item_has_no_options(pack: Pack) -> None:
    option = '\n  [[item.option]]\n  id = "a"\n  en = "x"\n  km = "ក"\n'
    text = (pack.path / FILE).read_text(encoding="utf-8")
    pack.write(FILE, text + option)
    assert pack.fault() == (
        FILE,
        37,
        "option belongs to single and several and ordering only. Delete it from item mostly-force.",
    )


def test_missing_khmer_is_a_warning(pack: Pack) -> None:
    pack.edit(FILE, '  km = "រ៉ូម"\n', "")
    assert pack.warning() == (
        FILE,
        18,
        "Option b of item adopted-where has no Khmer. The English is shown until it is translated.",
    )


def test_a_long_text_does_not_hide_the_lines_after_it(pack: Pack) -> None:
    pack.edit(FILE, '"At the World Summit."', '"""At the\n[[item]]\nWorld Summit."""')
    pack.edit(FILE, "difficulty = 2", "difficulty = 7")
    assert pack.fault()[1] == pack.line(FILE, "difficulty = 7")


def test_a_ready_module_without_a_quiz_is_warned(pack: Pack) -> None:
    (pack.path / FILE).unlink()
    assert pack.warning() == (FILE, 1, "This file is missing: the module has no quiz.")


HEAD = """
[[item]]
id = "{id}"
kind = "{kind}"
objective = "origins"
difficulty = 1
facts = []
question.en = "?"
question.km = "ក?"
reason.en = "So."
reason.km = "ដូច្នេះ។"
"""
PAIR = """
  [[item.pair]]
  id = "{id}"
  left.en = "{id}"
  left.km = "ក"
  right.en = "{right}"
  right.km = "ខ{right}"
"""
OPTION = """
  [[item.option]]
  id = "{id}"
  en = "{id}"
  km = "ក"
"""
BODIES = {
    "several": OPTION.format(id="a")
    + "right = true\n"
    + OPTION.format(id="b")
    + "right = true\n"
    + OPTION.format(id="c")
    + 'why.en = "no"\nwhy.km = "ទេ"\n',
    "matching": "marks = 2\n" + PAIR.format(id="a", right="x") + PAIR.format(id="b", right="y"),
    "ordering": OPTION.format(id="a") + OPTION.format(id="b") + OPTION.format(id="c"),
    "short": 'accepted = ["Srebrenica", "ស្រេប្រេនីតសា"]\n',
    "number": 'value = "3.5"\ntolerance = "0.1"\n',
    "text": 'rubric.en = "A point a reason."\nrubric.km = "មូលហេតុមួយ ពិន្ទុមួយ។"\nmarks = 3\n',
}


def added(pack: Pack, kind: str, body: str) -> None:
    text = (pack.path / FILE).read_text(encoding="utf-8")
    pack.write(FILE, text + HEAD.format(id=f"new-{kind}", kind=kind) + body)


@pytest.mark.parametrize("kind", BODIES)
def test_an_item_of_every_kind_is_read_without_a_finding(pack: Pack, kind: str) -> None:
    added(pack, kind, BODIES[kind])
    reading = pack.read()
    assert (reading.faults, reading.warnings) == ((), ())
    assert reading.module is not None
    item = reading.module.items[-1]
    assert item.kind == kind
    assert item.is_scored
    if kind != "text":
        assert scoring.marks_of(item, answers.right_code(item)) == item.marks


@pytest.mark.parametrize(
    ("kind", "old", "new", "says"),
    [
        ("several", "right = true\n", "", "has 0 right options. Mark at least one."),
        ("ordering", 'id = "b"', 'id = "b"\nright = true', "mark none"),
        ("ordering", 'id = "b"', 'id = "a"', "Two options of item new-ordering"),
        ("matching", 'right.en = "y"\n  right.km = "ខy"', 'right.en = "x"\n  right.km = "ខx"',
         "the same right side"),
        ("matching", 'id = "b"', 'id = "a"', "Two pairs of item new-matching"),
        ("matching", "marks = 2", "marks = 21", "marks must be a whole number from 1 to 20"),
        ("short", '["Srebrenica", "ស្រេប្រេនីតសា"]', '[" "]', "accepts nothing"),
        ("number", '"3.5"', '"3,5"', "value of item new-number is no number"),
        ("number", '"0.1"', '"-1"', "cannot be below nothing"),
    ],
)  # fmt: skip
def test_an_item_that_cannot_be_answered_rightly_is_a_fault(
    pack: Pack, kind: str, old: str, new: str, says: str
) -> None:
    added(pack, kind, BODIES[kind].replace(old, new))
    assert [one for one in pack.read().faults if says in one.message]
