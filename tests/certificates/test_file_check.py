"""Files that people bring: as issued, edited, of strangers, too large, and none at all."""

import dataclasses
import datetime as dt
import io
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import pikepdf
import pytest
from flask import Flask
from sqlalchemy import text

from tests.certificates.registered import Issued, facts_of, files_of, register, signer
from tests.certificates.test_check_views import distrust, words_of
from tests.conftest import NINE_THIRTY, ON_SQLITE
from tests.credentials import signed
from tests.credentials.signed import STATEMENT, THEIRS
from tests.proofreading import ProofReadingClient
from training.certificates.checking import files as file_check
from training.certificates.checking.checking import Answer, Finding, Pages
from training.certificates.claims import claims_of, hashed_claims_of, statement_of
from training.certificates.designs.pictures import keep_picture
from training.certificates.model import Facts, Logo, State, facts_to_json
from training.certificates.paper.pages import ATTACHMENT, MOST_BYTES, digest_of_pages
from training.certificates.paper.paper import render_certificate
from training.certificates.paper.pdf_objects import MOST_OBJECTS
from training.certificates.store import list_pictures
from training.credentials import service as credentials
from training.credentials.badges import make_badge
from training.credentials.did import did_key_of, method_of, read_line
from training.credentials.model import Issuers, StatusPlace, Verdict
from training.credentials.tokens import seal
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal
from training.operations import verifying


@pytest.fixture
def issued(app: Flask) -> Issued:
    """A certificate that counts."""
    return register(app)


def send(client: ProofReadingClient, content: bytes, name: str = "certificate.pdf") -> Any:
    return client.post("/v/file", data={"file": (io.BytesIO(content), name)})


def test_a_pdf_as_it_was_issued_is_valid(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    pdf, document = files_of(app, issued)
    words = words_of(send(visitor, pdf).text)
    assert words.startswith("This certificate is valid ✓ Valid")
    assert "The pages of this file are as they were issued." in words
    assert "Provincial hall" in words
    words = words_of(send(visitor, document.encode(), "credential.json").text)
    assert words.startswith("This certificate is valid ✓ Valid")
    assert "pages of this file" not in words
    saved_by_an_editor = b"\xef\xbb\xbf" + document.encode()
    assert words_of(send(visitor, saved_by_an_editor, "c.json").text) == words


def test_a_credential_that_is_pasted_is_checked_as_a_file_is(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    _, document = files_of(app, issued)
    as_a_file = words_of(send(visitor, document.encode(), "credential.json").text)
    spread = json.dumps(json.loads(document), indent=2, ensure_ascii=False).replace("\n", "\r\n")
    for pasted in (document, f" \r\n{spread}\r\n"):
        assert words_of(visitor.post("/v", data={"number": pasted}).text) == as_a_file
    assert as_a_file.startswith("This certificate is valid ✓ Valid")
    for other in (document.replace("SUN Sopheap", "SOK Another"), "{" + "ក" * 3_000, "{"):
        words = words_of(visitor.post("/v", data={"number": other}).text)
        assert words.startswith("This certificate is not valid")
    unread = make_badge(signer(app), msgspec.structs.replace(STATEMENT, facts="[]"))
    refused = visitor.post("/v", data={"number": unread})
    assert refused.status_code == 422
    assert "cannot be read here" in words_of(refused.text)


def test_a_pdf_with_another_name_on_its_page_is_called_out(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    pdf, _ = files_of(app, issued, name_en="SOK Another")
    words = words_of(send(visitor, pdf).text)
    assert words.startswith("This certificate is not valid")
    assert "The pages of this file are not those that were issued" in words
    assert "SOK Another" not in words


def test_what_is_written_over_a_page_is_called_out(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    pdf, _ = files_of(app, issued)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        page = document.pages[0]
        page.contents_add(document.make_stream(b"0 0 100 100 re f"))
        document.save(out)
    words = words_of(send(visitor, out.getvalue()).text)
    assert "not those that were issued" in words


def test_the_same_pages_with_objects_numbered_anew_are_as_issued(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    pdf, _ = files_of(app, issued)
    out = io.BytesIO()
    with pikepdf.open(io.BytesIO(pdf)) as document:
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    assert out.getvalue() != pdf
    assert "as they were issued" in words_of(send(visitor, out.getvalue()).text)


def test_a_credential_without_a_hash_of_pages_cannot_be_compared(app: Flask) -> None:
    facts = facts_of()
    statement = statement_of(facts, StatusPlace(signer(app).key.key_id, 0), "", "", "", NINE_THIRTY)
    document = make_badge(signer(app), msgspec.structs.replace(statement, pages_digest=""))
    pdf = render_certificate(facts, credential_json=document)
    issuers = Issuers({signer(app).key.key_id: signer(app).key})
    found = file_check.check_file(pdf, issuers, lambda _number: None)
    assert (found.pages, found.answer) == (Pages.NOT_COMPARED, Answer.VALID)


def test_a_stolen_key_vouches_for_no_pages(app: Flask) -> None:
    facts, key = facts_of(), signer(app).key
    stolen = Issuers({key.key_id: dataclasses.replace(key, distrusted_at=NINE_THIRTY)})

    def pages_of(shown: Facts) -> Pages | None:
        digest = digest_of_pages(render_certificate(shown))
        place = StatusPlace(key.key_id, 0)
        statement = statement_of(facts, place, "", "", digest, NINE_THIRTY)
        pdf = render_certificate(shown, credential_json=make_badge(signer(app), statement))
        return file_check.check_file(pdf, stolen, lambda _number: None).pages

    assert pages_of(facts) is Pages.AS_ISSUED
    assert pages_of(msgspec.structs.replace(facts, name_en="SOMEBODY Else")) is Pages.NOT_COMPARED


def test_what_a_file_says_steers_no_terminal() -> None:
    facts = facts_of(number="R2P\nThis certificate is valid.", name_en="SUN\x1b[2J\u202eSopheap")
    lines = verifying.as_lines(verifying.Verified(Finding(Verdict.UNKNOWN_ISSUER, facts=facts)))
    assert "Number: R2P\ufffdThis certificate is valid." in lines
    assert "Name in Latin letters: SUN\ufffd[2J\ufffdSopheap" in lines


LOGO = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0H4V2Z"/></svg>'


def test_a_file_that_is_downloaded_after_the_engine_has_changed_is_as_issued(
    app: Flask, visitor: ProofReadingClient, tmp_path: Path
) -> None:
    with app.extensions["training.database"].writing() as session:
        digest = keep_picture(session, LOGO, SYSTEM, NINE_THIRTY)
        kept = list_pictures(session, {digest})
        session.commit()
    facts = register(app, facts_of(logos=(Logo(digest),))).facts

    def downloaded(printed: Facts) -> bytes:
        place = StatusPlace(signer(app).key.key_id, 0)
        statement = statement_of(facts, place, "", "An office", "3f" * 32, NINE_THIRTY)
        document = make_badge(signer(app), statement)
        return render_certificate(printed, kept, credential_json=document)

    file = tmp_path / "certificate.pdf"
    file.write_bytes(downloaded(facts))
    words = words_of(send(visitor, file.read_bytes()).text)
    assert words.startswith("This certificate is valid")
    assert "The pages of this file are as they were issued" in words
    assert verify(app, str(file))[0] == 0
    file.write_bytes(downloaded(msgspec.structs.replace(facts, name_en="SOK Another")))
    words = words_of(send(visitor, file.read_bytes()).text)
    assert "not those that were issued" in words
    assert verify(app, str(file))[0] == 1


def many_objects(document: pikepdf.Pdf) -> None:
    things = (document.make_indirect(pikepdf.Dictionary(A=each)) for each in range(MOST_OBJECTS))
    document.Root.X = pikepdf.Array(things)


def large_streams(document: pikepdf.Pdf) -> None:
    packed = zlib.compress(bytes(50_000_000), 9)
    for name in ("/X", "/Y"):
        stream = pikepdf.Stream(document, b"")
        stream.write(packed, filter=pikepdf.Name.FlateDecode)
        document.pages[0][name] = document.make_indirect(stream)


@pytest.mark.parametrize("stuff", [many_objects, large_streams])
def test_pages_that_are_too_much_to_be_compared_are_not_those_that_were_issued(
    app: Flask, issued: Issued, stuff: Callable[[pikepdf.Pdf], None]
) -> None:
    _, attached = files_of(app, issued)
    out = io.BytesIO()
    with pikepdf.new() as document:
        document.add_blank_page()
        stuff(document)
        document.attachments[ATTACHMENT] = pikepdf.AttachedFileSpec(document, attached.encode())
        document.save(out, object_stream_mode=pikepdf.ObjectStreamMode.disable)
    issuers = Issuers({signer(app).key.key_id: signer(app).key})
    found = file_check.check_file(out.getvalue(), issuers, lambda _number: None)
    assert (found.verdict, found.pages) == (Verdict.GENUINE, Pages.DIFFER)
    assert found.answer is Answer.NOT_VALID


def test_a_field_changed_in_the_credential_is_not_valid(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    _, document = files_of(app, issued)
    said = json.loads(document)
    for changed in (
        document.replace("SUN Sopheap", "SOK Another"),
        json.dumps({**said, "image": "https://elsewhere.example.org"}),
    ):
        words = words_of(send(visitor, changed.encode(), "credential.json").text)
        assert words.startswith("This certificate is not valid")
        assert "Another" not in words


def test_signed_facts_that_nobody_here_can_read_are_never_valid(app: Flask) -> None:
    statement = msgspec.structs.replace(STATEMENT, facts='{"of": "a newer version"}')
    document = make_badge(signer(app), statement).encode()
    issuers = Issuers({signer(app).key.key_id: signer(app).key})
    with pytest.raises(Refusal) as refused:
        file_check.check_file(document, issuers, lambda _number: None)
    assert refused.value.reason == file_check.NOT_READ


def test_a_revoked_one_is_not_valid_however_well_it_is_signed(
    app: Flask, visitor: ProofReadingClient
) -> None:
    issued = register(app, state=State.REVOKED, reason="Bought")
    pdf, _ = files_of(app, issued)
    words = words_of(send(visitor, pdf).text)
    assert words.startswith("This certificate is not valid")
    assert "Bought" in words


def test_facts_that_are_not_the_registers_are_called_out(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    for changes, told in (
        ({"name_en": "SOK Another"}, "Name in Latin letters"),
        ({"venue_en": "Another hall"}, "Everything on the paper"),
    ):
        facts = msgspec.structs.replace(issued.facts, **changes)
        pdf, _ = files_of(app, Issued(issued.id, facts, ""))
        words = words_of(send(visitor, pdf).text)
        assert words.startswith("This certificate is not valid")
        assert f"It says something else than the register. What differs: {told}" in words


def test_a_strangers_is_never_valid_and_a_stolen_keys_only_by_the_register(
    app: Flask, visitor: ProofReadingClient, issued: Issued
) -> None:
    pdf, _ = files_of(app, issued)
    unknown = file_check.check_file(pdf, Issuers(), lambda _number: None)
    assert (unknown.verdict, unknown.answer) == (Verdict.UNKNOWN_ISSUER, Answer.CANNOT_SAY)
    elsewhere = Issued(issued.id, facts_of(), "")
    not_registered, _ = files_of(app, elsewhere)
    distrust(app)
    assert words_of(send(visitor, pdf).text).startswith("This certificate is valid")
    shown = words_of(send(visitor, not_registered).text)
    assert shown.startswith("This certificate is not valid")
    assert "✗ Stolen key" in shown
    assert "✓" not in shown


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "Please choose a file."),
        (b"hello", "neither a PDF"),
        (b"\xff\xd8\xff\xe0 a photograph", "neither a PDF"),
        (b"%PDF-1.7 and nothing more", "damaged or locked"),
    ],
)
def test_what_cannot_be_checked_gets_a_sentence(
    app: Flask, visitor: ProofReadingClient, content: bytes, told: str
) -> None:
    with send(visitor, content) as answer:
        assert answer.status_code == 422
        assert told in words_of(answer.text)


@pytest.mark.parametrize("way", ["credential", "code"])
def test_a_stranger_whose_course_goes_on_beyond_all_days_gets_a_sentence(
    visitor: ProofReadingClient, way: str
) -> None:
    facts, days = facts_of(), {"date": dt.date(9999, 12, 31), "days": 100_000}
    if way == "code":
        token = seal(THEIRS, msgspec.structs.replace(claims_of(facts), **days))
        answer = visitor.post("/v", data={"number": token})
        assert answer.status_code == 200
        assert words_of(answer.text).startswith("This certificate is not valid")
        return
    said = facts_to_json(facts).decode()
    said = said.replace('"date":"2026-11-23"', '"date":"9999-12-31"')
    said = said.replace('"days":1', '"days":100000')
    document = make_badge(THEIRS, msgspec.structs.replace(STATEMENT, facts=said))
    with send(visitor, document.encode(), "credential.json") as answer:
        assert answer.status_code == 422
        assert "cannot be read here" in words_of(answer.text)


def test_one_that_is_too_large_is_not_looked_at() -> None:
    with pytest.raises(Refusal, match="larger than 5 MB"):
        file_check.check_file(b"%PDF-".ljust(MOST_BYTES + 1), Issuers(), lambda _number: None)


def test_a_pdf_with_nothing_signed_in_it_proves_nothing(
    visitor: ProofReadingClient, issued: Issued
) -> None:
    answer = send(visitor, render_certificate(issued.facts))
    assert answer.status_code == 422
    assert "There is nothing signed in this PDF" in words_of(answer.text)


def test_300_megabytes_are_refused_before_they_are_read(visitor: ProofReadingClient) -> None:
    class Endless(io.RawIOBase):
        """Says that it is long, and is a fault to read."""

        def readable(self) -> bool:
            return True

        def seek(self, offset: int, whence: int = 0) -> int:
            self.place = 300_000_000 if whence == io.SEEK_END else offset
            return self.place

        def tell(self) -> int:
            return getattr(self, "place", 0)

        def readinto(self, _buffer: Any) -> int:
            raise AssertionError("it was read")

    answer = visitor.post(
        "/v/file",
        input_stream=Endless(),
        content_type="multipart/form-data; boundary=b",
    )
    assert answer.status_code == 413
    assert "too large" in answer.text


def test_nonsense_of_every_length_is_not_a_crash(app: Flask, issued: Issued) -> None:
    pdf, document = files_of(app, issued)
    issuers = Issuers({signer(app).key.key_id: signer(app).key})
    for content in (pdf, document.encode()):
        for part in range(1, 12):
            cut = content[: len(content) * part // 12]
            try:
                found = file_check.check_file(cut, issuers, lambda _number: None)
            except Refusal:
                continue
            assert found.answer is not Answer.VALID


def verify(app: Flask, *arguments: str) -> tuple[int, str]:
    done = app.test_cli_runner().invoke(args=["certificates", "verify", *arguments])
    return done.exit_code, done.output


@ON_SQLITE
def test_at_the_terminal_the_exit_code_says_it(app: Flask, issued: Issued, tmp_path: Path) -> None:
    pdf, _ = files_of(app, issued)
    edited, document = files_of(app, issued, minutes_held=990)
    file = tmp_path / "certificate"
    for content, wanted, told in (
        (pdf, 0, "This certificate is valid."),
        (edited, 1, "somebody has changed what they show"),
        (document.encode(), 0, "In the register: Valid"),
        (issued.token.encode(), 0, "The digital signature is genuine"),
        (document.replace("Sopheap", "Another").encode(), 1, "not genuine"),
        (b"hello", 2, "neither a PDF"),
    ):
        file.write_bytes(content)
        code, output = verify(app, str(file))
        assert (code, told in output) == (wanted, True), output
    assert verify(app, str(tmp_path / "none")) == (2, f"{tmp_path / 'none'} cannot be read: "
                                                      "No such file or directory.\n")  # fmt: skip


def test_at_the_terminal_the_signed_lines_are_told_and_what_a_code_cannot_hold(
    app: Flask, issued: Issued, tmp_path: Path
) -> None:
    file = tmp_path / "code.txt"
    file.write_text(issued.token, "ascii")
    told = verify(app, str(file))[1].splitlines()
    assert "Name in Latin letters: SUN Sopheap" in told
    assert f"Course: {issued.facts.course_title_en}" in told
    assert "The QR code vouches for these lines only, not for the rest of the paper." in told
    file.write_text(credentials.seal(signer(app), hashed_claims_of(issued.facts)), "ascii")
    told = verify(app, str(file))[1].splitlines()
    assert "The names and the course are too long for a QR code: it does not hold them." in told
    assert not any("SUN Sopheap" in line for line in told)
    pdf, _ = files_of(app, issued)
    file.write_bytes(pdf)
    told = verify(app, str(file))[1].splitlines()
    assert f"Name in Khmer: {issued.facts.name_km}" in told
    file.write_text(issued.token[:-4] + "AAAA", "ascii")
    code, said = verify(app, str(file))
    assert (code, "SUN Sopheap" in said) == (1, False)


@ON_SQLITE
def test_without_a_database_the_issuer_is_told(
    app: Flask, issued: Issued, tmp_path: Path, settings: Any
) -> None:
    pdf, _ = files_of(app, issued)
    file, keys = tmp_path / "certificate.pdf", tmp_path / "keys.txt"
    file.write_bytes(pdf)
    app.extensions["training.database"].dispose()
    database = settings.data_folder / "training.db"
    for each in settings.data_folder.glob("training.db*"):
        each.unlink()
    assert verify(app, str(file))[0] == 2
    signer_key = _public_key(pdf)
    did = did_key_of(signer_key)
    keys.write_text(did, "utf-8")
    for given in (did, str(keys)):
        code, output = verify(app, str(file), "--issuer", given, "--json")
        said = json.loads(output)
        assert (code, said["answer"], said["verdict"]) == (0, "valid", "genuine")
        assert said["register"] is False
        assert said["facts"]["name_en"] == "SUN Sopheap"
        assert said["pages"] == "as-issued"
    other = did_key_of(bytes(reversed(signer_key)))
    assert verify(app, str(file), "--issuer", other)[0] == 2
    assert verify(app, str(file), "--issuer", "did:key:nonsense")[0] == 2
    assert not database.exists()


@ON_SQLITE
def test_at_the_terminal_another_issuer_than_the_one_given_is_unknown(
    app: Flask, tmp_path: Path, settings: Any
) -> None:
    website = signed.signer(7, "did:web:certificates.example.org")
    facts = facts_of()
    place = StatusPlace(website.key.key_id, 0)
    statement = statement_of(facts, place, "https://certificates.example.org", "", "", NINE_THIRTY)
    file = tmp_path / "credential.json"
    file.write_text(make_badge(website, statement), "utf-8")
    app.extensions["training.database"].dispose()
    for each in settings.data_folder.glob("training.db*"):
        each.unlink()
    for given in (did_key_of(website.key.public_key), did_key_of(THEIRS.key.public_key)):
        code, output = verify(app, str(file), "--issuer", given, "--json")
        said = json.loads(output)
        assert (code, said["answer"], said["verdict"]) == (2, "cannot-say", "unknown-issuer")
        assert (said["issuer"], said["named_issuer"]) == ("", website.key.issuer)
    line = method_of(website.key.issuer, website.key.public_key)
    assert verify(app, str(file), "--issuer", line)[0] == 0
    code, output = verify(app, str(file), "--issuer", did_key_of(website.key.public_key))
    assert "not known here as its issuer’s" in output
    assert "It says that it comes from did:web:certificates.example.org" in output


@ON_SQLITE
def test_a_register_that_does_not_answer_is_not_taken_for_none(
    app: Flask, issued: Issued, tmp_path: Path
) -> None:
    pdf, _ = files_of(app, issued)
    file = tmp_path / "certificate.pdf"
    file.write_bytes(pdf)
    with app.extensions["training.database"].writing() as session:
        session.execute(text("ALTER TABLE certificate_changes RENAME TO away"))
        session.commit()
    code, output = verify(app, str(file), "--issuer", did_key_of(_public_key(pdf)))
    assert (code, output) == (2, f"{verifying.NO_ANSWER}\n")


def _public_key(pdf: bytes) -> bytes:
    """Of the issuer, out of the credential that is attached."""
    with pikepdf.open(io.BytesIO(pdf)) as document:
        said = json.loads(document.attachments[ATTACHMENT].get_file().read_bytes())
    return read_line(said["proof"][0]["verificationMethod"])[1]
