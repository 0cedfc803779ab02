"""What `modules check` promises to report: a pack without a finding, and one thing broken in it."""

from dataclasses import dataclass

import pytest

from tests.modules.conftest import Pack
from tests.modules.sample_pack import EN, KM, TERMS
from tests.modules.whole_pack import make_whole
from training.modules.checking import check_packs

QUIZ, MANUAL, CARDS = "quiz.toml", "manual/1-start.en.md", "handouts/in-or-out.en.md"
SUMMARY, CARDS_KM = "manual/1-start.km.md", "handouts/in-or-out.km.md"
MORE_TERMS = (
    "early warning\tការព្រមានជាមុន\tconfirm\ts\t\n"
    "national focal point\tជនបង្គោលជាតិ\tconfirm\ts\t\n"
    "mediation\tការសម្រុះសម្រួល\tyes\ts\t\n"
    "mediation (variant)\tការសម្លាប់រង្គាល\tno\ts\t\n"
)
GLOSSARY = """[[group]]
title.en = "Words"
title.km = "ពាក្យ"
terms = ["early warning", "national focal point", "mediation"]
"""


@pytest.fixture
def kept(pack: Pack) -> Pack:
    """A whole pack with a glossary, in which the check finds nothing."""
    make_whole(pack)
    (pack.packs / "terms.tsv").write_text(TERMS + MORE_TERMS, encoding="utf-8")
    (pack.packs / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    assert found(pack) == []
    return pack


def found(pack: Pack) -> list[tuple[str, str, str]]:
    """All findings, as file, severity and message."""
    (report,) = check_packs(pack.packs)
    told = (*report.faults, *report.warnings)
    return [(one.file.removeprefix("first/"), str(one.severity), one.message) for one in told]


@dataclass(frozen=True)
class Broken:
    """One edit of the whole pack, and the beginning of what the check says about it."""

    file: str
    old: str
    new: str
    severity: str
    says: str


def fault(file: str, old: str, new: str, says: str) -> Broken:
    return Broken(file, old, new, "fault", says)


def warning(file: str, old: str, new: str, says: str) -> Broken:
    return Broken(file, old, new, "warning", says)


ANSWER = 'reason.en = "At the World Summit."\n'
ALONE = {
    "slide with an unknown fact": fault(
        EN, 'facts="D1"', 'facts="D9"', "Slide welcome: The fact D9 is not in facts.toml."
    ),
    "slide with an unverified fact": fault(
        EN, 'facts="D1"', 'facts="G6-number"', "Slide welcome: The fact G6-number is tagged M?"
    ),
    "slide that names no facts": warning(
        EN, ' facts="D1"', "", "Slide welcome names no facts. Write"
    ),
    "item with an unknown fact": fault(
        QUIZ, '["D1"]', '["D9"]', "Item adopted-where: The fact D9 is not in facts.toml."
    ),
    "item with an unverified fact": fault(
        QUIZ, '["D1"]', '["G6-number"]', "Item adopted-where: The fact G6-number is tagged M?"
    ),
    "item that names no facts": warning(
        QUIZ, 'facts = ["D1"]\n', "", "Item adopted-where names no facts. Write"
    ),
    "manual with an unknown fact": fault(
        MANUAL, '"D1 X-later"', '"D9"', "Heading the-way-there: The fact D9 is not in facts.toml."
    ),
    "manual with an unverified fact": fault(
        MANUAL, '"D1 X-later"', '"G6-number"', "Heading the-way-there: The fact G6-number is tagged"
    ),
    "heading of the manual that names no facts": warning(
        MANUAL, ' facts="D1 X-later"', "", "Heading the-way-there names no facts. Write"
    ),
    "handout that names no facts": warning(
        CARDS, ' facts="D1"', "", "Handout in-or-out names no facts. Write"
    ),
    "slide without notes in Khmer": warning(
        KM, "::: notes\nសួស្តី។\n:::\n", "", "The notes of slide welcome have no Khmer."
    ),
    "item without a reason": fault(
        QUIZ, ANSWER, "", "The reason of item adopted-where has no English."
    ),
    "item with an empty reason": fault(
        QUIZ, ANSWER, 'reason.en = ""\n', "The reason of item adopted-where has no English."
    ),
    "item without a reason in Khmer": warning(
        QUIZ, 'reason.km = "នៅកិច្ចប្រជុំកំពូល។"\n', "", "The reason of item adopted-where has no Khmer."
    ),
    "wrong option without a reason": warning(
        QUIZ,
        '  why.en = "Rome gave the Statute."\n  why.km = "ទីក្រុងរ៉ូមផ្តល់លក្ខន្តិកៈ។"\n',
        "",
        "Option b of item adopted-where has no why.en",
    ),
    "one item in both forms": fault(
        QUIZ, 'id = "item-18"', 'id = "item-13"', "The item id item-13 is used twice."
    ),
    "one question in both forms": warning(
        QUIZ,
        "Is statement 18 true?",
        "Is statement 13 true?",
        "The items item-13 and item-18 ask the same question.",
    ),
    "Latin outside brackets": warning(
        KM, "រាប់។", "រាប់ numbers។", "points: numbers is Latin outside brackets."
    ),
    "unusual order of signs": warning(
        KM, "រាប់។", "ប្រវ\u178f\u17b7\u17d2\u178f។", "points: ប្រវ\u178f\u17b7\u17d2\u178f"
    ),
    "unbalanced Khmer quotes": warning(KM, "រាប់។", "«រាប់។", "points: « is not closed."),
    "variant of a term": warning(
        KM, "រាប់។", "ការសម្លាប់រង្គាល។", "points: ការសម្លាប់រង្គាល is not to be written"
    ),
    "term first used on slides without English": warning(
        KM, "- មួយ", "- ការព្រមានជាមុន", "points: ការព្រមានជាមុន is first used here, uncon"
    ),
    "term first used in the manual without English": warning(
        SUMMARY, "រដ្ឋការពារ", "ការព្រមានជាមុន", "how-it-began: ការព្រមានជាមុន is first used here"
    ),
    "term first used in a handout without English": warning(
        CARDS_KM, "សូមកាត់", "ការព្រមានជាមុន", "in-or-out: ការព្រមានជាមុន is first used here"
    ),
}  # fmt: skip


@pytest.mark.parametrize("broken", ALONE.values(), ids=ALONE)
def test_the_check_reports_it_and_nothing_else(kept: Pack, broken: Broken) -> None:
    kept.edit(broken.file, broken.old, broken.new)
    (only,) = found(kept)
    assert only[:2] == (broken.file, broken.severity)
    assert only[2].startswith(broken.says)


BOTH = {
    "slide without notes": (
        ("::: notes\nSay hello.\n:::\n", "", "::: notes\nសួស្តី។\n:::\n", ""),
        "Slide welcome has no notes for the trainer.",
    ),
    "too many words": (
        ("- one\n", "- " + "word " * 45 + "\n", "មួយ", "មួយ"),
        "Slide points has 46 words; at most 45.",
    ),
    "unbalanced English quotes": (
        ("Count to two.", "Count to “two.", "រាប់។", "រាប់។"),
        "points: “ is not closed.",
    ),
    "departure from a binding term": (
        ("Count to two.", "Speak of mediation.", "រាប់។", "និយាយ។"),
        'points: "mediation" is not ការសម្រុះសម្រួល here',
    ),
}


@pytest.mark.parametrize(("edits", "says"), BOTH.values(), ids=BOTH)
def test_the_check_reports_it_when_both_languages_were_changed_and_read(
    kept: Pack, edits: tuple[str, str, str, str], says: str
) -> None:
    kept.edit(EN, edits[0], edits[1])
    kept.edit(KM, edits[2], edits[3])
    kept.stamp()
    (only,) = found(kept)
    assert only[1] == "warning"
    assert only[2].startswith(says)


@pytest.mark.parametrize(
    ("old", "new", "what"),
    [("origins", "past", "objective"), ("difficulty = 1", "difficulty = 3", "difficulty")],
)
def test_forms_that_differ_in_objective_or_difficulty_are_reported(
    kept: Pack, old: str, new: str, what: str
) -> None:
    kept.edit(
        "module.toml", "[[section]]", '[[aim]]\nid = "past"\nen = "x"\nkm = "ក"\n\n[[section]]'
    )
    quiz = (kept.path / QUIZ).read_text(encoding="utf-8")
    before, after = quiz.split('id = "item-13"')
    kept.write(QUIZ, f'{before}id = "item-13"{after.replace(old, new, 1)}')
    (only,) = found(kept)
    assert only[2].startswith(f"Item 1 of the forms (item-13, item-18) differs in {what}: ")


def test_a_part_that_states_nothing_says_so(kept: Pack) -> None:
    kept.edit(EN, 'facts="D1"', 'facts=""')
    kept.edit(QUIZ, 'facts = ["D1"]', "facts = []")
    kept.edit(MANUAL, 'facts="D1 X-later"', 'facts=""')
    kept.edit(CARDS, 'facts="D1"', 'facts=""')
    assert found(kept) == []


@pytest.mark.parametrize(
    "khmer",
    [
        "- ការព្រមានជាមុន (early warning)\n- ការព្រមានជាមុន",
        "- **ការព្រមានជាមុន** (Early warnings)\n- ពីរ",
        "- ការព្រមាន\u200bជាមុន (UN early warning)\n- ពីរ",
        "- **ការព្រមានជាមុន** ជាពាក្យ\n- ការព្រមានជាមុន (early warning)",
        "- ជនបង្គោលជាតិ (focal points)\n- ពីរ",
        "- ជនបង្គោល\n- ពីរ",
    ],
    ids=["first use", "bold and plural", "among words", "bold lead", "short form", "other word"],
)
def test_english_at_the_first_use_is_enough(kept: Pack, khmer: str) -> None:
    kept.edit(KM, "- មួយ\n- ពីរ", khmer)
    assert found(kept) == []


@pytest.mark.parametrize(
    "khmer",
    [
        "- ការព្រមានជាមុន\n- ការព្រមានជាមុន (early warning)",
        "- ការព្រមានជាមុន (warning system)\n- ពីរ",
        "- ការព្រមានជាមុន ()\n- ពីរ",
        "- ការព្រមានជាមុន (១៩៤៨)\n- ពីរ",
    ],
    ids=["too late", "other English", "empty brackets", "a year"],
)
def test_english_elsewhere_is_not(kept: Pack, khmer: str) -> None:
    kept.edit(KM, "- មួយ\n- ពីរ", khmer)
    (only,) = found(kept)
    assert only[2].startswith("points: ការព្រមានជាមុន is first used here")


def test_a_title_is_not_asked_for_english_but_may_give_it(kept: Pack) -> None:
    kept.edit(KM, "# ចំណុច {", "# ការព្រមានជាមុន {")
    kept.edit(KM, "# ជួរឈរ {", "# ការព្រមានជាមុន (early warning) {")
    kept.edit(KM, "- ក\n", "- ការព្រមានជាមុន\n")
    assert found(kept) == []


def test_first_is_what_the_module_teaches_first(kept: Pack) -> None:
    khmer = (kept.path / KM).read_text(encoding="utf-8")
    first, second, *rest = khmer.split("\n# ")
    first = first.replace("- វត្ថុបំណង", "- ការព្រមានជាមុន (early warning)")
    second = second.replace("- មួយ", "- ការព្រមានជាមុន")
    kept.write(KM, "# " + "\n# ".join([second, first.removeprefix("# "), *rest]))
    assert found(kept) == []


def test_a_place_where_the_word_is_an_ordinary_one_is_excused(kept: Pack) -> None:
    kept.edit(KM, "- មួយ", "- ការព្រមានជាមុន")
    excuse = "where\tterm\treason\nfirst/points\tearly warning\tan ordinary word here\n"
    (kept.packs / "allowed-terms.tsv").write_text(excuse, encoding="utf-8")
    assert found(kept) == []
