"""module.toml: what is read, and every fault in it."""

import shutil
from datetime import date

import msgspec
import pytest

from tests.modules.conftest import Pack
from training.modules.model import Module, Status

FILE = "module.toml"


def test_the_good_pack_has_no_findings(pack: Pack) -> None:
    reading = pack.read()
    assert reading.faults == ()
    assert reading.warnings == ()
    assert list(reading.pictures) == ["drawing.svg", "wall.svg"]


def test_the_module_says_what_the_file_says(pack: Pack) -> None:
    module = pack.module()
    assert (module.slug, module.number, module.version) == ("first", 1, "1.0")
    assert module.status is Status.READY
    assert module.working_title
    assert module.true_as_of == date(2019, 7, 31)
    assert module.title.km == "ស្វែងយល់"
    assert module.sources == ("A/RES/60/1",)
    assert [aim.id for aim in module.aims] == ["origins"]
    assert [section.id for section in module.sections] == ["1-start"]
    assert len(module.slides) == 10


def test_a_module_comes_back_from_json(pack: Pack) -> None:
    module = pack.module()
    assert msgspec.json.decode(msgspec.json.encode(module), type=Module) == module


def test_a_module_in_preparation_needs_only_a_title(pack: Pack) -> None:
    pack.write(
        FILE,
        'number = 3\nversion = "0.1"\nstatus = "in-preparation"\n'
        'title.en = "Later"\ntitle.km = "ពេលក្រោយ"\n',
    )
    (pack.path / "quiz.toml").unlink()
    for folder in ("slides", "pictures", "manual", "handouts"):
        shutil.rmtree(pack.path / folder)
    reading = pack.read()
    assert reading.faults == reading.warnings == ()
    assert reading.module is not None
    assert not reading.module.slides
    assert not reading.module.items


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("number = 1", "number = 0", "number must be a whole number from 1 to 99."),
        ("number = 1", "number = true", "number must be a whole number"),
        ('version = "1.0"', 'version = "one"', "version must be digits and dots"),
        ('version = "1.0"', "version = 1.0", 'version is missing. Write version = "…".'),
        ('status = "ready"', 'status = "done"', "status must be one of: ready, in-preparation."),
        ("working_title = true", 'working_title = "yes"', "working_title must be true or false"),
        ("minutes = 30", "minutes = 9000", "minutes must be a whole number from 1 to 600."),
        ("2019-07-31", '"July"', "true_as_of must be a date such as 2019-07-31"),
        ('licence = "CC-BY-4.0"', "licence = 4", "licence is missing."),
        ('title.en = "Understanding"\n', "", "The title of the module has no English."),
        ('title.km = "ស្វែងយល់"', "title.km = 3", "km must be a text in quotes."),
        ('["A/RES/60/1"]', '"A/RES/60/1"', "sources must be a list of texts"),
        ('title.en = "Understanding"', 'title.en = "U"\ntitle.fr = "C"', 'The key "fr"'),
        ("minutes = 30", "minuts = 3\nminutes = 30", 'The key "minuts" is not known here.'),
        ('id = "origins"', 'id = "Origins!"', 'The id "Origins!" of aim 1 may have'),
        ('file = "1-start"', 'file = "../1-start"', 'The file "../1-start" may have'),
        ('title.en = "Start"\n', "", "The title of section 1-start has no English."),
    ],
)
def test_a_fault_names_its_line(pack: Pack, old: str, new: str, says: str) -> None:
    pack.write("quiz.toml", "")
    pack.edit(FILE, old, new)
    found = [one for one in pack.read().faults if says in one.message]
    assert len(found) == 1, pack.read().faults
    assert found[0].file == "first/module.toml"
    if new:
        assert found[0].line == pack.line(FILE, new.split("\n")[-1 if "fr" in new else 0])


def test_toml_that_cannot_be_read_names_its_line(pack: Pack) -> None:
    pack.edit(FILE, "minutes = 30", "minutes = = 30")
    file, line, message = pack.fault()
    assert (file, line) == (FILE, 5)
    assert message.startswith("This is not TOML: ")


def test_toml_that_ends_too_early(pack: Pack) -> None:
    pack.write(FILE, 'number = 1\ntitle.en = "x')
    assert pack.fault()[1] == 2


def test_toml_nested_without_end_is_a_fault(pack: Pack) -> None:
    pack.write(FILE, "number = " + "[" * 5000)
    assert "nested too deeply" in pack.fault()[2]


def test_a_missing_title_asks_for_both_languages(pack: Pack) -> None:
    pack.edit(FILE, 'title.en = "Understanding"\ntitle.km = "ស្វែងយល់"\n', "")
    assert pack.fault()[2] == ('the module has no title. Write title.en = "…" and title.km = "…".')


def test_two_aims_with_one_id(pack: Pack) -> None:
    pack.edit(FILE, "[[section]]", '[[aim]]\nid = "origins"\nen = "x"\nkm = "ក"\n\n[[section]]')
    assert pack.fault() == (FILE, 18, "The aim id origins is used twice. Give one a new id.")


def test_a_ready_module_needs_aims_and_sections(pack: Pack) -> None:
    text = (pack.path / FILE).read_text(encoding="utf-8")
    pack.write(FILE, text.split("[[aim]]")[0])
    said = [one.message for one in pack.read().faults]
    assert "The module has no aims. Write at least one [[aim]]." in said
    assert "The module has no sections. Write at least one [[section]]." in said


def test_a_section_named_twice(pack: Pack) -> None:
    text = (pack.path / FILE).read_text(encoding="utf-8")
    pack.write(FILE, text + "\n[[section]]" + text.split("[[section]]")[1])
    assert pack.fault()[2] == "The section 1-start is named twice. Delete one."


def test_sections_that_are_not_blocks(pack: Pack) -> None:
    text = (pack.path / FILE).read_text(encoding="utf-8")
    pack.write(FILE, "section = 1\n" + text.split("[[section]]")[0])
    told = [(one.line, one.message) for one in pack.read().faults]
    assert (1, "section must be written as [[section]] blocks.") in told


def test_missing_khmer_is_a_warning(pack: Pack) -> None:
    pack.edit(FILE, 'km = "ពន្យល់"\n', "")
    assert pack.warning() == (
        FILE,
        12,
        "Aim origins has no Khmer. The English is shown until it is translated.",
    )


def test_sections_that_do_not_add_up(pack: Pack) -> None:
    pack.edit(FILE, "minutes = 30", "minutes = 40")
    assert pack.warning() == (FILE, 5, "The sections take 30 minutes, not 40.")


def test_slides_that_take_longer_than_their_section(pack: Pack) -> None:
    pack.edit(FILE, "minutes = 30", "minutes = 20")
    pack.edit(FILE, "minutes = 30", "minutes = 20")
    assert pack.warning() == (FILE, 19, "The slides of 1-start take 29 minutes, more than 20.")


def test_a_revision_from_before_manuals_and_forms_can_still_be_read(pack: Pack) -> None:
    stored = msgspec.to_builtins(pack.module())
    for new in ("kept_items", "figures", "handouts", "glossary"):
        del stored[new]
    for section in stored["sections"]:
        del section["chapter"], section["aim"]
        for slide in section["slides"]:
            del slide["en"]["since"]
    for item in stored["items"]:
        del item["use"]
        for option in item["options"]:
            del option["why"]
    module = msgspec.json.decode(msgspec.json.encode(stored), type=Module)
    assert [item.id for item in module.items] == ["adopted-where", "mostly-force"]
    assert [*module.chapters, *module.handouts, *module.kept_items, *module.figures] == []
