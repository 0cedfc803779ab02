"""The check of a whole folder of packs, and its JSON."""

import json
import shutil
from pathlib import Path

from tests.modules.conftest import Pack
from tests.modules.sample_pack import EN, KM
from tests.modules.whole_pack import make_whole
from training.modules.checking import (
    as_json,
    as_lines,
    as_summary,
    can_all_be_taught,
    check_packs,
)

IN_PREPARATION = """number = 2
version = "0.1"
status = "in-preparation"
title.en = "Later"
title.km = "ពេលក្រោយ"
"""


def test_a_good_pack_is_ok(pack: Pack) -> None:
    make_whole(pack)
    (report,) = check_packs(pack.packs)
    assert report.warnings == ()
    assert (report.slug, report.status) == ("first", "ok")
    assert (report.slides, report.items, report.stale) == (10, 30, 0)
    assert report.coverage == {"en": 1.0, "km": 1.0}
    assert (report.notes_en, report.notes_km) == (1.0, 1.0)
    assert report.forms == {"a": 5, "b": 5}
    assert 4000 <= report.manual_words_en <= 6000
    assert can_all_be_taught((report,))


def test_a_stale_pack_can_be_taught(pack: Pack) -> None:
    pack.edit(EN, "A short subtitle", "Another subtitle")
    (report,) = check_packs(pack.packs)
    assert (report.status, report.stale) == ("warnings", 1)
    assert can_all_be_taught((report,))


def test_missing_khmer_lowers_the_coverage(pack: Pack) -> None:
    (pack.path / KM).unlink()
    (report,) = check_packs(pack.packs)
    assert report.coverage["en"] == 1.0
    assert report.coverage["km"] == round(15 / 47, 4)


def test_missing_notes_lower_their_share(pack: Pack) -> None:
    pack.edit(KM, "::: notes\nសួស្តី។\n:::\n", "")
    (report,) = check_packs(pack.packs)
    assert (report.notes_en, report.notes_km) == (1.0, 0.9)


def test_a_faulty_pack_says_so(pack: Pack) -> None:
    pack.edit(EN, "layout=title", "layout=poem")
    (report,) = check_packs(pack.packs)
    assert report.status == "faulty"
    assert (report.slides, report.items) == (0, 0)
    assert not can_all_be_taught((report,))


def test_the_json_is_what_the_document_promises(pack: Pack) -> None:
    pack.edit(EN, "layout=title", "layout=poem")
    (module,) = json.loads(as_json(check_packs(pack.packs)))["modules"]
    assert set(module) == {
        "slug", "status", "slides", "items", "coverage", "notes_en", "notes_km", "forms",
        "manual_words_en", "stale", "faults", "warnings", "readiness",
    }  # fmt: skip
    assert set(module["coverage"]) == {"en", "km"}
    (fault,) = module["faults"]
    assert set(fault) == {"file", "line", "message"}
    assert fault["file"] == "first/slides/1-start.en.md"


def test_what_is_ready_and_what_is_in_preparation_are_told_apart(pack: Pack) -> None:
    (pack.packs / "later").mkdir()
    (pack.packs / "later/module.toml").write_text(IN_PREPARATION, encoding="utf-8")
    reports = check_packs(pack.packs)
    assert as_summary(reports) == (
        "Ready to be taught: first (10 slides, 2 quiz items). In preparation: later."
    )
    modules = json.loads(as_json(reports))["modules"]
    assert [one["readiness"] for one in modules] == ["ready", "in-preparation"]


def test_a_folder_where_all_is_in_preparation_has_nothing_ready(pack: Pack) -> None:
    shutil.rmtree(pack.path)
    pack.write("module.toml", IN_PREPARATION)
    assert as_summary(check_packs(pack.packs)) == (
        "Ready to be taught: none (0 slides, 0 quiz items). In preparation: first."
    )


def test_a_faulty_pack_does_not_say_how_ready_it_is(pack: Pack) -> None:
    pack.edit(EN, "layout=title", "layout=poem")
    (report,) = reports = check_packs(pack.packs)
    assert report.readiness is None
    assert as_summary(reports) == "Cannot be taught as they are: first."


def test_two_packs_with_one_number(pack: Pack) -> None:
    shutil.copytree(pack.path, pack.packs / "second")
    first, second = check_packs(pack.packs)
    assert first.faults[0].message == ("The module second has the number 1 too. Change one.")
    assert second.faults[0].file == "second/module.toml"


def test_faults_of_the_facts_stand_in_every_report_and_once_in_the_lines(pack: Pack) -> None:
    shutil.copytree(pack.path, pack.packs / "second")
    (pack.packs / "facts.toml").write_text("[[fact", encoding="utf-8")
    reports = check_packs(pack.packs)
    assert [report.faults[0].file for report in reports] == ["facts.toml", "facts.toml"]
    lines = [line for line in as_lines(reports) if line.startswith("facts.toml")]
    assert len(lines) == 1
    assert lines[0].startswith("facts.toml:1: fault: This is not TOML")


def test_faults_of_the_terms_count(pack: Pack) -> None:
    (pack.packs / "terms.tsv").write_text("en\n", encoding="utf-8")
    (report,) = check_packs(pack.packs)
    assert report.faults[0].file == "terms.tsv"


def test_hidden_folders_and_files_are_no_packs(pack: Pack) -> None:
    (pack.packs / ".git").mkdir()
    (pack.packs / "LICENSE").write_text("x", encoding="utf-8")
    assert len(check_packs(pack.packs)) == 1


def test_no_folder_is_no_packs(tmp_path: Path) -> None:
    assert check_packs(tmp_path / "nothing") == ()
    assert as_json(()) == '{"modules":[]}'
