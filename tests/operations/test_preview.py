"""`certificates preview`."""

import json
import re
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.operations.terminal import Run
from training.certificates.model import facts_from_json
from training.certificates.paper.pages import attachment_of, shows_pages
from training.credentials.did import public_key_in
from training.credentials.model import Issuers, KnownKey, Verdict, key_id_of, written_key_id
from training.credentials.service import check_badge, check_token


def test_preview_writes_a_pdf_with_the_name_and_makes_no_database(
    run_before_start: Run, tmp_path: Path
) -> None:
    target = tmp_path / "preview.pdf"
    result = run_before_start("certificates", "preview", "--out", target)
    assert result.exit_code == 0
    assert target.read_bytes().startswith(b"%PDF")
    assert "TBOUNG Sreymom" in PdfReader(BytesIO(target.read_bytes())).pages[0].extract_text()
    assert not list(tmp_path.rglob("*.db"))
    assert not list(tmp_path.rglob("secret.key"))


def test_printed_facts_can_be_changed_and_given_back(run_before_start: Run, tmp_path: Path) -> None:
    printed = run_before_start("certificates", "preview", "--print-facts")
    facts = json.loads(printed.stdout)
    assert {"name_km", "name_en"} <= set(facts)
    given = tmp_path / "facts.json"
    given.write_text(json.dumps({**facts, "name_en": "KEO Sample"}), encoding="utf-8")
    target = tmp_path / "preview.pdf"
    result = run_before_start(
        "certificates", "preview", "--out", target, "--facts", given, "--print-facts"
    )
    assert result.exit_code == 0
    assert json.loads(result.stdout)["name_en"] == "KEO Sample"
    assert "KEO Sample" in PdfReader(target).pages[0].extract_text()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"name_en": 7}, "name_en: Expected str, got int"),
        ({"surprise": "x"}, "surprise"),
        ({"name_km": "名"}, "name_km: no font here can print"),
        ({"venue_km": "\ufeffសាល"}, "venue_km: no font here can print (U+FEFF)"),
        ({"modules": [{"title_km": "ក"}]}, "title_en"),
        ({"template_version": "attendance-0"}, "attendance-0"),
    ],
)
def test_facts_at_fault_are_named_in_one_sentence(
    run_before_start: Run, tmp_path: Path, change: dict[str, object], told: str
) -> None:
    facts = json.loads(run_before_start("certificates", "preview", "--print-facts").stdout)
    given = tmp_path / "facts.json"
    given.write_text(json.dumps({**facts, **change}), encoding="utf-8")
    target = tmp_path / "preview.pdf"
    result = run_before_start("certificates", "preview", "--out", target, "--facts", given)
    assert result.exit_code == 1
    assert told in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1
    assert not target.exists()


def test_a_name_alone_is_enough_to_try_a_name(run_before_start: Run, tmp_path: Path) -> None:
    given = tmp_path / "facts.json"
    given.write_text(json.dumps({"name_km": "សុខ ដារា"}), encoding="utf-8")
    result = run_before_start("certificates", "preview", "--print-facts", "--facts", given)
    assert result.exit_code == 0
    facts = json.loads(result.stdout)
    assert facts["name_km"] == "សុខ ដារា"
    assert facts["number"]


def test_an_unknown_key_is_named(run_before_start: Run, tmp_path: Path) -> None:
    given = tmp_path / "facts.json"
    given.write_text('{"nam_km": ""}')
    result = run_before_start("certificates", "preview", "--print-facts", "--facts", given)
    assert result.exit_code == 1
    assert "nam_km" in result.stderr


@pytest.mark.parametrize("text", ["{", "\xff", "", '{"name_km":' * 15_000, "[" * 100_000])
def test_what_is_no_json_is_said_to_be_none(
    run_before_start: Run, tmp_path: Path, text: str
) -> None:
    given = tmp_path / "facts.json"
    given.write_text(text, encoding="latin-1")
    result = run_before_start("certificates", "preview", "--print-facts", "--facts", given)
    assert result.exit_code == 1
    assert "is not JSON in UTF-8" in result.stderr


def test_preview_without_anything_to_do_is_a_usage_error(run_before_start: Run) -> None:
    result = run_before_start("certificates", "preview")
    assert result.exit_code == 2
    assert "--out" in result.stderr


def test_a_place_that_cannot_be_written_is_said(run_before_start: Run, tmp_path: Path) -> None:
    target = tmp_path / "nowhere" / "preview.pdf"
    result = run_before_start("certificates", "preview", "--out", target)
    assert result.exit_code == 1
    assert "cannot be written" in result.stderr


def signed(run: Run, folder: Path, *more: object) -> tuple[bytes, bytes, str, Issuers]:
    """The PDF, the credential, the text of the QR code, and the throwaway key as a known one."""
    files = [folder / name for name in ("preview.pdf", "credential.json", "qr.txt")]
    options = [
        word for pair in zip(("--out", "--credential", "--qr"), files, strict=True) for word in pair
    ]
    result = run("certificates", "preview", *options, *more)
    assert result.exit_code == 0, result.stderr
    did = re.search(r"did:key:\w+", result.stderr)
    assert did is not None
    public_key = public_key_in(did[0].removeprefix("did:key:"))
    key = KnownKey(key_id_of(public_key), public_key, did[0])
    pdf, credential, qr = (file.read_bytes() for file in files)
    return pdf, credential, qr.decode(), Issuers({key.key_id: key})


def test_a_preview_is_signed_as_at_the_issue(run_before_start: Run, tmp_path: Path) -> None:
    pdf, credential, qr, known = signed(run_before_start, tmp_path)
    found = check_badge(credential, known)
    assert found.verdict is Verdict.GENUINE
    assert attachment_of(pdf) == credential
    assert shows_pages(pdf, found.pages_digest)
    address, _, token = qr.partition("#")
    assert address == "https://certificates.example.org/v/SAMPLE-2026-00042"
    assert check_token(token, known).verdict is Verdict.GENUINE
    facts = facts_from_json(found.facts)
    assert facts.verify_url == qr
    assert facts.key_fingerprint == written_key_id(found.key_id)


def test_every_preview_has_a_key_of_its_own(run_before_start: Run, tmp_path: Path) -> None:
    _, first, _, known = signed(run_before_start, tmp_path)
    _, second, _, _ = signed(run_before_start, tmp_path)
    assert check_badge(first, known).verdict is Verdict.GENUINE
    assert check_badge(second, known).verdict is Verdict.UNKNOWN_ISSUER


def test_without_an_address_the_qr_code_holds_the_token_alone(
    run_before_start: Run, tmp_path: Path
) -> None:
    given = tmp_path / "facts.json"
    given.write_text('{"verify_url": ""}', encoding="utf-8")
    _, credential, qr, known = signed(run_before_start, tmp_path, "--facts", given)
    assert check_token(qr, known).verdict is Verdict.GENUINE
    assert "credentialStatus" not in json.loads(credential)
