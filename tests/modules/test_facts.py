"""facts.toml and terms.tsv."""

from datetime import date
from pathlib import Path

import pytest

from tests.modules.conftest import Pack
from tests.modules.sample_pack import FACTS, TERMS
from training.modules.facts import check_facts, read_facts, read_terms, why_not
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.model import Binding, Fact, Fault, Term

MIDSUMMER = date(2019, 7, 31)


def facts_from(tmp_path: Path, text: str) -> tuple[dict[str, Fact], tuple[Fault, ...]]:
    (tmp_path / "facts.toml").write_text(text, encoding="utf-8")
    findings = Findings()
    return read_facts(Folder(tmp_path), Place("facts.toml", findings)), findings.faults()


def terms_from(tmp_path: Path, text: str) -> tuple[tuple[Term, ...], tuple[Fault, ...]]:
    (tmp_path / "terms.tsv").write_text(text, encoding="utf-8")
    findings = Findings()
    return read_terms(Folder(tmp_path), Place("terms.tsv", findings)), findings.faults()


def test_facts_are_known_by_id(tmp_path: Path) -> None:
    facts, faults = facts_from(tmp_path, FACTS)
    assert faults == ()
    assert list(facts) == ["D1", "G6-number", "X-later"]
    assert facts["D1"].sources == ("A/RES/60/1",)
    assert facts["X-later"].after == "2019-07"


@pytest.mark.parametrize(
    ("old", "new", "line", "says"),
    [
        ('id = "D1"', 'id = "D 1"', 3, 'The fact id "D 1" may have letters'),
        ('id = "D1"', 'id = "X-later"', 14, "The fact X-later is given twice."),
        ('id = "D1"\n', "", 2, "id is missing."),
        ('confidence = "V"', 'confidence = "sure"', 4, "confidence must be one of: S, V, M, M?."),
        ('text = "Each State protects its populations."\n', "", 2, "text is missing."),
        ('after = "2019-07"', 'after = "summer"', 16, "X-later: after must be a month"),
        ('sources = ["A/RES/60/1"]', 'source = "x"', 5, 'The key "source" is not known here.'),
        ("[[fact]]", "[[fact]", 2, "This is not TOML"),
    ],
)
def test_a_fault_in_the_facts(tmp_path: Path, old: str, new: str, line: int, says: str) -> None:
    assert old in FACTS
    _, faults = facts_from(tmp_path, FACTS.replace(old, new, 1))
    assert len(faults) == 1
    assert says in faults[0].message
    assert faults[0].line == line


def test_a_missing_file_of_facts_stops_every_pack(pack: Pack) -> None:
    (pack.packs / "facts.toml").unlink()
    faults = pack.read().faults
    assert faults[0].file == "facts.toml"


def test_a_fact_is_refused_with_a_reason(tmp_path: Path) -> None:
    facts, _ = facts_from(tmp_path, FACTS)
    assert why_not("D1", facts, MIDSUMMER) == ""
    assert "not in facts.toml" in why_not("D9", facts, MIDSUMMER)
    assert "tagged M?" in why_not("G6-number", facts, MIDSUMMER)
    assert "later than 2019-07" in why_not("X-later", facts, MIDSUMMER)
    assert why_not("X-later", facts, date(2019, 8, 1)) == ""
    assert len(check_facts(("D1", "D9", "D9"), facts, MIDSUMMER)) == 2


def test_terms_are_read_in_order(tmp_path: Path) -> None:
    terms, faults = terms_from(tmp_path, TERMS)
    assert faults == ()
    assert terms == (Term("sovereignty", "អធិបតេយ្យភាព", Binding.YES, "reviewed", ""),)


@pytest.mark.parametrize(
    ("text", "line", "says"),
    [
        ("en\tkm\n", 1, "The first line must name the columns: en, km, binding, source, note."),
        (TERMS + "one cell\n", 3, "A term has five cells with tabs between them"),
        (TERMS + "a\t\tyes\t\t\n", 3, "en and km are filled"),
        (TERMS + "a\tក\tmaybe\t\t\n", 3, "binding of a must be yes, confirm or no."),
        ("", 1, "The first line must name the columns"),
    ],
)
def test_a_fault_in_the_terms(tmp_path: Path, text: str, line: int, says: str) -> None:
    _, faults = terms_from(tmp_path, text)
    assert len(faults) == 1
    assert says in faults[0].message
    assert faults[0].line == line
