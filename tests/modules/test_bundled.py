"""The packs that come with the software are whole, in both languages."""

import shutil
from pathlib import Path

import pytest

from training.modules.checking import as_lines, check_packs
from training.modules.facts import read_facts, read_terms
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.model import Binding, Layout, Status
from training.modules.reader import read_pack, slugs_of
from training.modules.rendering import render_notes, render_slide

PACKS = Path(__file__).resolve().parents[2] / "modules"
SLUGS = slugs_of(PACKS)


def test_the_first_module_is_there() -> None:
    assert "understanding-r2p" in SLUGS


def test_no_pack_has_a_fault_or_a_warning() -> None:
    assert list(as_lines(check_packs(PACKS))) == []


@pytest.mark.parametrize(
    ("file", "written", "instead", "term"),
    [
        ("2-risk-factors", "ភាពទន់ខ្សោយនៃរចនាសម្ព័ន្ធរដ្ឋ**", "រដ្ឋ**", "Weakness of State structures"),
        ("2-risk-factors", "**ហេតុជំរុញ ឬផលប្រយោជន៍", "**មូលហេតុ ឬផលប្រយោជន៍", "Motives or incentives"),
        ("3-warning", "បរិបទ (context)", "ស្ថានភាព (context)", "Context"),
        ("3-warning", "ផែនការសកម្មភាពរ៉ាបាត", "ផែនការរ៉ាបាត", "Rabat Plan of Action"),
        ("4-region", "ក្រុមប្រឹក្សាយោបល់ជាន់ខ្ពស់", "ក្រុមប្រឹក្សា", "High-Level Advisory Panel"),
        ("6-roles", "ផែនការសកម្មភាពហ្វេស", "ផែនការទីក្រុងហ្វេស", "Fez Plan of Action"),
    ],
)  # fmt: skip
def test_another_word_for_a_name_that_the_packs_use_is_told(
    tmp_path: Path, file: str, written: str, instead: str, term: str
) -> None:
    shutil.copytree(PACKS, tmp_path / "modules")
    slides = tmp_path / f"modules/from-principle-to-prevention/slides/{file}.km.md"
    text = slides.read_text(encoding="utf-8")
    assert written in text
    slides.write_text(text.replace(written, instead), encoding="utf-8")
    told = "\n".join(as_lines(check_packs(tmp_path / "modules")))
    assert f'"{term}" is not ' in told


@pytest.mark.parametrize("slug", SLUGS)
def test_a_ready_module_has_24_slides_and_15_items(slug: str) -> None:
    module = read_pack(PACKS, slug).module
    assert module is not None
    if module.status is Status.READY:
        assert len(module.slides) == 24
        assert len(module.items) == 15
        assert {item.objective for item in module.items} <= {aim.id for aim in module.aims}
        assert {slide.layout for slide in module.slides} >= {Layout.TITLE, Layout.ACTIVITY}


@pytest.mark.parametrize("slug", SLUGS)
def test_every_slide_is_shown_in_both_languages(slug: str) -> None:
    module = read_pack(PACKS, slug).module
    assert module is not None
    for slide in module.slides:
        english = render_slide(slide, "en", lambda name: f"/{name}")
        khmer = render_slide(slide, "km", lambda name: f"/{name}")
        assert english != khmer
        assert english.count("<li>") == khmer.count("<li>")
        assert render_notes(slide.text("km")[0], str)


def test_facts_and_terms_are_in_order() -> None:
    findings = Findings()
    facts = read_facts(Folder(PACKS), Place("facts.toml", findings))
    terms = read_terms(Folder(PACKS), Place("terms.tsv", findings))
    assert findings.faults() == ()
    assert len(facts) > 180
    assert facts["G6-number"].confidence == "M?"
    assert all(fact.after for fact in facts.values() if fact.id.startswith("X-"))
    assert len(terms) == 939
    assert {term.binding for term in terms} == set(Binding)
