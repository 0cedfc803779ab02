"""The wording check: what a careful reader of the Khmer would mark."""

import pytest

from tests.modules.conftest import Pack
from tests.modules.sample_pack import EN, KM, TERMS
from training.modules.checking import check_packs
from training.modules.khmer_text import (
    allowed_pattern,
    foreign_signs,
    unbalanced,
    unusual_order,
)

NO_ONE = allowed_pattern([])
NAMES = allowed_pattern(["R2P", "A/*", "TPO Cambodia"])


@pytest.mark.parametrize(
    "text", ["«ក» “x” (ខ (គ))", "", "(១) ក", "[ក](https://example.org)", '"ក" "ខ"']
)
def test_balanced_marks_are_fine(text: str) -> None:
    assert list(unbalanced(text)) == []


@pytest.mark.parametrize(
    ("text", "at", "says"),
    [
        ("«ក", 0, "« is not closed."),
        ("ក»", 1, "» closes what was not opened."),
        ("(ក «ខ) គ»", 5, ") closes what was not opened."),
        ("១) ក", 1, ") closes what was not opened."),
        ('"ក', 0, 'The quotation mark " has no other half.'),
    ],
)
def test_an_unbalanced_mark_is_told(text: str, at: int, says: str) -> None:
    assert list(unbalanced(text)) == [(at, says)]


@pytest.mark.parametrize("text", ["ការប្តេជ្ញាចិត្ត", "ស្ត្រី", "ប្រព័ន្ធ", "អ៊ំ", "ទំនួល\u200bខុស\u200bត្រូវ"])
def test_usual_words_are_in_order(text: str) -> None:
    assert list(unusual_order(text)) == []


def test_a_vowel_before_a_subscript_is_told_with_the_usual_order() -> None:
    (spot,) = unusual_order("ក ប្រវ\u178f\u17b7\u17d2\u178f")
    assert spot.at == 2
    assert spot.says.endswith("\u178f\u17d2\u178f\u17b7")


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("រដ្ឋ (State) ការពារ", []),
        ("រដ្ឋ State ការពារ", ["State"]),
        ("R2P និង A/RES/60/1 និង TPO Cambodia", []),
        ("1. ជំហាន\n12) ជំហាន", []),
        ("ឆ្នាំ 2005", ["2005"]),
        ("មនុស្ស 1,7លាន (1948)", ["1,7"]),
        ("::: notes\n![រូប](pictures/a-1.svg)\n| ក | ខ |\n|---|--:|", []),
        ("[ឯកសារ](https://example.org/2005)", []),
    ],
)
def test_latin_and_western_digits_are_told(text: str, found: list[str]) -> None:
    told = [spot.says.split(" ")[0] for spot in foreign_signs(text, NAMES)]
    assert told == found


def test_western_digits_are_told_in_khmer() -> None:
    (spot,) = foreign_signs("ឆ្នាំ 2005", NO_ONE)
    assert spot == (6, "2005 has Western digits: write ២០០៥")


GLOSSARY = """[[group]]
title.en = "Words"
title.km = "ពាក្យ"
terms = ["genocide", "genocide prevention", "Genocide Convention (1948)", "memory / remembrance"]
"""
MORE_TERMS = (
    "genocide\tអំពើប្រល័យពូជសាសន៍\tyes\ts\t\n"
    "genocide prevention\tការបង្ការអំពើប្រល័យពូជសាសន៍\tconfirm\ts\t\n"
    "Genocide Convention (1948)\tអនុសញ្ញា (អ.ស.)\tyes\ts\t\n"
    "memory / remembrance\tការចងចាំ / ការរំឭក\tyes\ts\t\n"
    "genocide (variant)\tការសម្លាប់រង្គាល\tno\ts\t\n"
)


@pytest.fixture
def held(pack: Pack) -> Pack:
    """The good pack, held to a glossary of its own."""
    (pack.packs / "terms.tsv").write_text(TERMS + MORE_TERMS, encoding="utf-8")
    (pack.packs / "glossary.toml").write_text(GLOSSARY, encoding="utf-8")
    return pack


def told(pack: Pack, ending: str = "terms.tsv.") -> list[tuple[str, int, str]]:
    (report,) = check_packs(pack.packs)
    assert report.faults == ()
    found = [one for one in report.warnings if one.message.endswith(ending)]
    return [(one.file.removeprefix("first/"), one.line, one.message) for one in found]


def say(pack: Pack, english: str, khmer: str) -> None:
    pack.edit(EN, "Count to two.", english)
    pack.edit(KM, "រាប់។", khmer)


@pytest.mark.parametrize(
    ("english", "khmer"),
    [
        ("Speak of genocide.", "និយាយអំពីអំពើប្រល័យពូជសាសន៍។"),
        ("Speak of genocide.", "និយាយអំពីប្រល័យ\u200bពូជ\u200bសាសន៍។"),
        ("Genocide prevention works.", "ការបង្ការអំពើប្រល័យពូជសាសន៍មានប្រសិទ្ធភាព។"),
        ("The Genocide Convention.", "អ.ស.។"),
        ("The genocide convention.", "អំពើប្រល័យពូជសាសន៍។"),
        ("Remembrance heals.", "ការរំឭកព្យាបាល។"),
        ("A genocidal plan.", "ផែនការ។"),
    ],
)
def test_a_term_that_is_there_in_its_words_is_fine(held: Pack, english: str, khmer: str) -> None:
    say(held, english, khmer)
    assert told(held) == []


def test_a_missed_term_is_told_with_its_line(held: Pack) -> None:
    say(held, "Speak of genocide.", "និយាយ។")
    line = held.line(KM, "និយាយ។")
    assert told(held) == [
        (KM, line, 'points: "genocide" is not អំពើប្រល័យពូជសាសន៍ here: see terms.tsv.')
    ]


def test_the_longer_term_is_missed_and_not_the_shorter_in_it(held: Pack) -> None:
    say(held, "Genocide prevention works.", "អំពើប្រល័យពូជសាសន៍។")
    (only,) = told(held)
    assert only[2].startswith('points: "genocide prevention" is not')


def test_a_missed_term_can_be_excused_with_a_reason(held: Pack) -> None:
    say(held, "Speak of genocide.", "និយាយ។")
    excuse = "where\tterm\treason\nfirst/points\tgenocide\tsaid before\n"
    (held.packs / "allowed-terms.tsv").write_text(excuse, encoding="utf-8")
    assert told(held) == []


def test_an_excuse_without_a_reason_is_a_fault(held: Pack) -> None:
    excuse = "where\tterm\treason\nfirst/points\tgenocide\t\n"
    (held.packs / "allowed-terms.tsv").write_text(excuse, encoding="utf-8")
    (report,) = check_packs(held.packs)
    assert [(one.file, one.line) for one in report.faults] == [("allowed-terms.tsv", 2)]


def test_a_variant_that_is_not_to_be_written_is_told(held: Pack) -> None:
    say(held, "Speak.", "និយាយអំពីការសម្លាប់រង្គាល។")
    (only,) = told(held)
    assert "is not to be written (genocide (variant))" in only[2]


def test_quiz_labels_and_manual_are_looked_at_as_well(held: Pack) -> None:
    held.edit("quiz.toml", "នៅកិច្ចប្រជុំកំពូល។", "នៅ Summit កំពូល។")
    held.edit("pictures/wall.toml", "ការការពារ", "ការការពារ «")
    held.edit("manual/1-start.km.md", "រដ្ឋការពារ", "រដ្ឋ 3 ការពារ")
    held.edit("handouts/in-or-out.km.md", "សូមកាត់", "Cut សូមកាត់")
    found = {(file, line) for file, line, _ in told(held, "")}
    assert found >= {
        ("quiz.toml", held.line("quiz.toml", "Summit កំពូល")),
        ("pictures/wall.toml", held.line("pictures/wall.toml", "«")),
        ("manual/1-start.km.md", held.line("manual/1-start.km.md", " 3 ")),
        ("handouts/in-or-out.km.md", held.line("handouts/in-or-out.km.md", "Cut")),
    }


def test_allowed_latin_has_comments_and_reasons(held: Pack) -> None:
    say(held, "Speak.", "និយាយអំពី ICISS។")
    assert told(held, "Latin outside brackets.")
    (held.packs / "allowed-latin.txt").write_text("# names\nICISS  # short\n", encoding="utf-8")
    assert told(held, "Latin outside brackets.") == []


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ('"genocide",', '"genocide", "genocide",', '"genocide" is in the glossary twice.'),
        ('"genocide",', '"war",', '"war" is no English term of terms.tsv'),
        ('"genocide",', '"genocide (variant)",', "or its binding is no."),
    ],
)
def test_a_glossary_names_terms_that_are_there(held: Pack, old: str, new: str, says: str) -> None:
    path = held.packs / "glossary.toml"
    path.write_text(path.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    (report,) = check_packs(held.packs)
    assert any(says in one.message for one in report.faults)


def test_a_module_carries_the_glossary_with_what_is_confirmed(held: Pack) -> None:
    (group,) = held.module().glossary
    assert [(term.words.en, term.is_confirmed) for term in group.terms] == [
        ("genocide", True),
        ("genocide prevention", False),
        ("Genocide Convention (1948)", True),
        ("memory / remembrance", True),
    ]
