import io
import tarfile
from pathlib import Path

import pytest

from tools import install_verifiers
from tools.install_assets import InstallError


def test_set_up_has_installed_the_verifiers_and_does_nothing_more(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert install_verifiers.is_installed()
    assert install_verifiers.main() == 0
    assert capsys.readouterr() == ("", "")


def test_the_source_is_asked_for_by_the_hashes_of_the_lock_file() -> None:
    first, *hashes = install_verifiers.requirement().splitlines()
    assert first.startswith("openbadgeslib==")
    assert len(hashes) >= 2
    assert all(line.strip().startswith("--hash=sha256:") for line in hashes)


def test_no_lock_file_names_an_address() -> None:
    locked = (install_verifiers.SOURCE / "package-lock.json").read_text(encoding="utf-8")
    assert '"integrity"' in locked
    assert '"resolved"' not in locked


def test_a_failure_ends_with_a_plain_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(install_verifiers, "BUILD", tmp_path)
    monkeypatch.setattr(install_verifiers, "FOLDER", tmp_path / "verifiers")
    monkeypatch.setattr(install_verifiers, "STAMP", tmp_path / "absent.txt")
    monkeypatch.setattr(install_verifiers, "npm_command", lambda: [str(tmp_path / "no-such-npm")])
    assert install_verifiers.main() == 1
    said = capsys.readouterr().err
    assert said.startswith("The verifiers could not be installed. npm could not fetch them.")


def test_an_archive_without_the_schema_is_said_to_have_none(tmp_path: Path) -> None:
    archive = tmp_path / "openbadgeslib-1.tar.gz"
    with tarfile.open(archive, "w:gz") as opened:
        entry = tarfile.TarInfo("openbadgeslib-1/tests/schema.json")
        entry.size = 2
        opened.addfile(entry, io.BytesIO(b"{}"))
    assert install_verifiers.file_in(archive, "schema.json") == b"{}"
    with pytest.raises(InstallError, match=r"holds no other\.json"):
        install_verifiers.file_in(archive, "other.json")
