from pathlib import Path

import pytest

from tools import catalogues

CONFIG = """
[tool.babel]
[[tool.babel.mappings]]
method = "python"
pattern = "training/**.py"
[[tool.babel.mappings]]
method = "jinja2"
pattern = "templates/**.*"
silent = "false"
[tool.catalogues]
keywords = ["say", "say_n:1,2", "_"]
locales = ["km"]
"""


@pytest.fixture
def project(tmp_path: Path) -> Path:
    (tmp_path / "pyproject.toml").write_text(CONFIG)
    for name in ("training", "templates", ".venv"):
        (tmp_path / name).mkdir()
    (tmp_path / ".venv" / "other.py").write_text('say("Not ours")\n')
    (tmp_path / "templates" / "page.html").write_text("<h1>{{ _('Join') }}</h1>\n")
    write_code(tmp_path, 'say("Closed at %(time)s.", time=1)')
    return tmp_path


def write_code(project: Path, *lines: str) -> None:
    (project / "training" / "texts.py").write_text("\n".join(lines) + "\n")


def write_catalogue(project: Path, text: str) -> None:
    path = catalogues.catalogue_path(project, "km")
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(f'msgid ""\nmsgstr "Language: km\\n"\n\n{text}', encoding="utf-8")


def entry(msgid: str, msgstr: str, before: str = "") -> str:
    return f'{before}msgid "{msgid}"\nmsgstr "{msgstr}"\n\n'


WHOLE = entry("Join", "ចូលរួម") + entry("Closed at %(time)s.", "បិទនៅ %(time)s ។")


def faults(project: Path, capsys: pytest.CaptureFixture[str]) -> list[str]:
    status = catalogues.check(project)
    *lines, summary = capsys.readouterr().out.splitlines()
    assert status == (1 if lines else 0)
    assert summary.endswith(f"{len(lines)} faults.")
    return lines


def test_a_whole_catalogue_has_no_faults(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    write_catalogue(project, WHOLE)
    assert faults(project, capsys) == []


def test_each_missing_text_is_named_with_its_file_and_line(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_catalogue(project, entry("Join", ""))
    found = faults(project, capsys)
    assert any(line.startswith("templates/page.html:1: not translated") for line in found)
    assert any(line.startswith("training/texts.py:1: not translated") for line in found)
    assert len(found) == 2


@pytest.mark.parametrize(
    ("catalogue", "problem"),
    [
        (WHOLE.replace("%(time)s ។", "%(hour)s ។"), "other blanks"),
        (WHOLE.replace("បិទនៅ", "<b>បិទនៅ</b>"), "other tags"),
        (WHOLE.replace('msgid "Join"', '#, fuzzy\nmsgid "Join"'), "fuzzy"),
        (WHOLE + entry("Gone", "ទៅហើយ"), "no longer used"),
    ],
)
def test_a_translation_that_does_not_fit_is_a_fault(
    project: Path, capsys: pytest.CaptureFixture[str], catalogue: str, problem: str
) -> None:
    write_catalogue(project, catalogue)
    (found,) = faults(project, capsys)
    assert found.startswith("translations/km/LC_MESSAGES/messages.po:")
    assert problem in found


def test_an_obsolete_entry_rests_in_peace(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_catalogue(project, WHOLE + '#~ msgid "Gone"\n#~ msgstr "ទៅហើយ"\n')
    assert faults(project, capsys) == []


def test_a_plural_needs_the_blanks_of_its_plural_words(
    project: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_code(project, 'say_n("One seat.", "%(count)s seats.", 3)')
    plural = 'msgid "One seat."\nmsgid_plural "%(count)s seats."\nmsgstr[0] "{}"\n'
    write_catalogue(project, entry("Join", "ចូលរួម") + plural.format("%(count)s កៅអី"))
    assert faults(project, capsys) == []
    write_catalogue(project, entry("Join", "ចូលរួម") + plural.format("កៅអី"))
    assert len(faults(project, capsys)) == 1


def test_update_keeps_translations_and_marks_changed_texts_fuzzy(project: Path) -> None:
    write_catalogue(project, WHOLE)
    write_code(project, 'say("Closed today at %(time)s.", time=1)', 'say("Brand new words")')
    catalogues.update(project)
    known = catalogues.read_catalogue(catalogues.catalogue_path(project, "km"), "km")
    join, changed, new = (
        known.get(text) for text in ("Join", "Closed today at %(time)s.", "Brand new words")
    )
    assert join is not None
    assert changed is not None
    assert new is not None
    assert (join.string, join.fuzzy) == ("ចូលរួម", False)
    assert changed.fuzzy
    assert not new.string


def test_update_twice_changes_nothing(project: Path) -> None:
    path = catalogues.catalogue_path(project, "km")
    catalogues.update(project)
    first = path.read_bytes()
    catalogues.update(project)
    assert path.read_bytes() == first
