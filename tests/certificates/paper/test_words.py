"""What a certificate says: every fact, in both languages, letter by letter."""

import datetime as dt

import msgspec
import pytest

from tests.certificates.paper.conftest import sample, third
from tests.printed import text_of
from training.certificates.model import (
    Kind,
    Named,
    Signatory,
    Wording,
    facts_from_json,
    facts_to_json,
)
from training.certificates.paper.formulas import address_to_type, deed, held, number_in_groups
from training.certificates.paper.paper import render_certificate


def test_a_certificate_of_several_days_says_which_and_an_old_one_its_one_day() -> None:
    facts = sample(date=dt.date(2026, 11, 23), days=2)
    assert "23–24 November 2026" in held(facts).en
    assert "ថ្ងៃទី២៣–២៤ ខែវិច្ឆិកា ឆ្នាំ២០២៦" in held(facts).km
    before = facts_to_json(facts).replace(b'"days":2,', b"")
    assert facts_from_json(before).days == 1


def test_names_are_copied_out_exactly() -> None:
    facts = sample(name_km="ស្ត្រី ខ្ញុំ", name_en="STREI Khnhom", province_km="ខេត្តត្បូងឃ្មុំ")
    text = text_of(render_certificate(facts))
    for words in ("ស្ត្រី ខ្ញុំ", "STREI Khnhom", "ខេត្តត្បូងឃ្មុំ", "វិញ្ញាបនបត្របញ្ជាក់ការចូលរួម", "សូមបញ្ជាក់ថា"):
        assert words in text


def test_all_facts_are_printed_in_both_languages() -> None:
    facts = sample(signatories=(*sample().signatories, third()))
    text = text_of(render_certificate(facts))
    for name in ("title", "name", "course_title", "venue", "province"):
        assert getattr(facts, f"{name}_km") in text
        assert getattr(facts, f"{name}_en") in text
    things: list[Named | Signatory] = [*facts.modules, *facts.organisers, *facts.signatories]
    for thing in things:
        assert thing.title_km in text
        assert thing.title_en in text
    for person in facts.signatories:
        assert person.name_km in text
        assert person.name_en in text
    for words in ("Certificate of Attendance", "6 hours", "៦ ម៉ោង", "Given on 15 July 2026"):
        assert words in text
    assert "ប្រគល់ជូននៅថ្ងៃទី១៥ ខែកក្កដា ឆ្នាំ២០២៦" in text


def test_a_monk_is_written_of_with_the_verbs_due_to_him() -> None:
    text = text_of(render_certificate(sample(is_monk=True)))
    assert "បាននិមន្តចូលរួមវគ្គបណ្តុះបណ្តាល" in text
    assert "ប្រគេននៅថ្ងៃទី១៥" in text
    assert "ប្រគល់ជូន" not in text


@pytest.mark.parametrize(
    ("kind", "km", "en", "verb_of_a_monk"),
    [
        ("attendance", "វិញ្ញាបនបត្របញ្ជាក់ការចូលរួម", "Certificate of Attendance", "បាននិមន្តចូលរួម"),
        ("completion", "វិញ្ញាបនបត្របញ្ចប់វគ្គ", "Certificate of Completion", "បាននិមន្តចូលរួម បានប្រឡងជាប់"),
        ("trainer", "វិញ្ញាបនបត្រគ្រូបណ្តុះបណ្តាល", "Trainer Certificate", "បាននិមន្តចូលរួម និងបានបញ្ចប់"),
        (
            "facilitation",
            "វិញ្ញាបនបត្រអ្នកសម្របសម្រួល",
            "Certificate of Facilitation",
            "បាននិមន្តសម្របសម្រួល",
        ),
    ],
)
def test_each_kind_has_its_own_heading_and_formula(
    kind: str, km: str, en: str, verb_of_a_monk: str
) -> None:
    facts = sample(kind=Kind(kind))
    text = text_of(render_certificate(facts))
    assert km in text
    assert en in text
    assert deed(facts).km in text
    assert deed(facts).en in text
    assert "និមន្ត" not in text
    assert verb_of_a_monk in text_of(render_certificate(sample(kind=Kind(kind), is_monk=True)))


def test_a_trainer_may_deliver_the_modules_by_name() -> None:
    text = text_of(render_certificate(sample(kind=Kind.TRAINER)))
    assert "and may deliver the modules Introduction" not in text  # Khmer titles come first
    for words in ("and may deliver the modules", "មានសិទ្ធិបណ្តុះបណ្តាលម៉ូឌុល", "Early warning"):
        assert words in text
    assert "may deliver" not in text_of(render_certificate(sample(kind=Kind.COMPLETION)))
    bare = text_of(render_certificate(sample(kind=Kind.TRAINER, modules=())))
    assert "and may deliver this course" in bare


def test_a_design_has_its_own_formulas_where_it_gives_them() -> None:
    wording = Wording(heading_en="Diploma", deed_km="បានរៀន", deed_en="has studied")
    text = text_of(render_certificate(sample(wording=wording)))
    for words in ("Diploma", "បានរៀន", "has studied", "This is to certify that", "បញ្ជាក់ការចូលរួម"):
        assert words in text
    assert "has attended" not in text
    assert "បាននិមន្តចូលរួម" in text_of(render_certificate(sample(wording=wording, is_monk=True)))


def test_the_lunar_date_and_the_key_are_printed_where_they_are_known() -> None:
    facts = sample(lunar_date_km="ថ្ងៃពុធ ១កើត ខែទុតិយាសាឍ", key_fingerprint="7f3a 91c2")
    text = text_of(render_certificate(facts))
    assert "ថ្ងៃពុធ ១កើត ខែទុតិយាសាឍ" in text
    assert "កូនសោ · Key 7f3a 91c2" in text
    assert "Key" not in text_of(render_certificate(sample()))


def test_the_kingdom_is_named_only_where_the_facts_say_so() -> None:
    assert "ព្រះរាជាណាចក្រកម្ពុជា" not in text_of(render_certificate(sample()))
    text = text_of(render_certificate(sample(kingdom_header=True)))
    assert "ព្រះរាជាណាចក្រកម្ពុជា" in text
    assert "ជាតិ សាសនា ព្រះមហាក្សត្រ" in text


def test_what_looks_like_markup_is_printed_as_it_was_typed() -> None:
    name = '#panic("x") $1$ *b* \\ ]'
    assert name in text_of(render_certificate(sample(name_en=name)))


def test_where_and_when_and_how_long() -> None:
    facts = sample(minutes_held=330, date=dt.date(2019, 7, 15))
    assert held(facts).en == (
        "held at Sample Meeting Hall, Tboung Khmum Province, on 15 July 2019, "
        "for 5 hours 30 minutes"
    )
    assert held(facts).km == (
        "ដែលបានរៀបចំនៅសាលប្រជុំគំរូ ខេត្តត្បូងឃ្មុំ នៅថ្ងៃទី១៥ ខែកក្កដា ឆ្នាំ២០១៩ រយៈពេល ៥ ម៉ោង ៣០ នាទី"
    )
    nowhere = msgspec.structs.replace(
        facts, venue_km="", province_km="", venue_en="", province_en=""
    )
    assert held(nowhere).en == "held on 15 July 2019, for 5 hours 30 minutes"
    assert held(nowhere).km.startswith("ដែលបានរៀបចំនៅថ្ងៃទី១៥")


@pytest.mark.parametrize(
    ("number", "read"),
    [
        ("R2P-2026-00042", "R2P-2026-00042"),
        ("7KQ4M2XA9PLD", "7KQ4 M2XA 9PLD"),
        ("R2P-7KQ4M2XA", "R2P-7KQ4 M2XA"),
    ],
)
def test_the_number_is_read_in_groups(number: str, read: str) -> None:
    assert number_in_groups(number) == read


def test_the_address_to_type_leaves_out_what_nobody_types() -> None:
    assert address_to_type("https://a.org/v/1#xyz") == "https://a.org/v/1"
    assert address_to_type("https://a.org/" + "x" * 200) == ""
    assert address_to_type("") == ""
