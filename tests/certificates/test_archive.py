"""The PDF with its credential attached, looked at as an archive would (PDF/A-3a, PDF/UA-1).

No independent validator is in the package registries; these are the marks and the rules that qpdf
can see (ISO 19005-3 and ISO 14289-1, by their clauses).
"""

import hashlib
import io
import json
import time
from collections.abc import Iterator
from typing import Any

import msgspec
import pikepdf
import pytest

from tests.conftest import NINE_THIRTY
from tests.credentials.signed import KNOWN, OURS
from training.certificates.claims import statement_of
from training.certificates.model import Facts, facts_from_json
from training.certificates.paper import paper
from training.certificates.paper.pages import attachment_of, digest_of_pages, shows_pages
from training.certificates.paper.paper import render_certificate
from training.credentials.badges import check_badge, make_badge
from training.credentials.model import StatusPlace, Verdict

HOST = "https://certificates.example.org"
FACTS = facts_from_json(paper.SAMPLE.read_bytes())


def badge_for(facts: Facts) -> str:
    place = StatusPlace(OURS.key.key_id, 0)
    pages = digest_of_pages(render_certificate(facts))
    return make_badge(OURS, statement_of(facts, place, HOST, "An office", pages, NINE_THIRTY))


@pytest.fixture(scope="module")
def badge() -> str:
    return badge_for(FACTS)


@pytest.fixture(scope="module")
def file(badge: str) -> bytes:
    return render_certificate(FACTS, credential_json=badge)


@pytest.fixture(scope="module")
def document(file: bytes) -> Iterator[pikepdf.Pdf]:
    with pikepdf.open(io.BytesIO(file)) as opened:
        yield opened


def test_what_is_attached_vouches_for_the_pages_around_it(file: bytes, badge: str) -> None:
    attached = attachment_of(file)
    assert attached == badge.encode()
    found = check_badge(attached, KNOWN)
    assert found.verdict is Verdict.GENUINE
    assert facts_from_json(found.facts) == FACTS
    assert shows_pages(file, found.pages_digest)


def test_another_certificates_pages_are_not_vouched_for(badge: str) -> None:
    other = msgspec.structs.replace(FACTS, name_en="SOMEBODY Else")
    forged = render_certificate(other, credential_json=badge)
    attached = attachment_of(forged)
    assert attached is not None
    assert not shows_pages(forged, check_badge(attached, KNOWN).pages_digest)


def test_qpdf_finds_no_fault(document: pikepdf.Pdf) -> None:
    assert document.check_pdf_syntax() == []
    assert not document.is_encrypted
    assert document.trailer.ID is not None


def test_it_says_that_it_is_for_archives_and_for_screen_readers(document: pikepdf.Pdf) -> None:
    with document.open_metadata() as about:
        assert (about["pdfaid:part"], about["pdfaid:conformance"]) == ("3", "A")
        assert about["pdfuaid:part"] == "1"
        assert FACTS.name_km in about["dc:title"]
    root: Any = document.Root
    assert str(root.Lang) == "en"
    assert root.MarkInfo.Marked is True
    assert root.ViewerPreferences.DisplayDocTitle is True
    assert "/Filter" not in root.Metadata


def test_its_colours_are_those_of_one_profile_that_is_in_it(document: pikepdf.Pdf) -> None:
    (intent,) = document.Root.OutputIntents
    assert intent.S == "/GTS_PDFA1"
    assert intent.DestOutputProfile.read_bytes()[36:40] == b"acsp"


def test_the_credential_is_attached_as_the_standard_has_it(document: pikepdf.Pdf) -> None:
    (described,) = document.Root.AF
    assert described.AFRelationship == "/Supplement"
    assert str(described.F) == str(described.UF) == "credential.json"
    assert str(described.Desc)
    stream = described.EF.F
    assert stream.Subtype == "/application/json"
    assert "/ModDate" in stream.Params
    assert list(document.attachments) == ["credential.json"]
    json.loads(stream.read_bytes())


def things(document: pikepdf.Pdf, kind: str) -> list[Any]:
    found = [each for each in document.objects if isinstance(each, pikepdf.Dictionary)]
    return [each for each in found if each.get("/Type") == kind]


def test_every_font_is_in_the_file_and_says_which_letters_its_shapes_are(
    document: pikepdf.Pdf,
) -> None:
    described = things(document, "/FontDescriptor")
    assert len(described) > 3
    assert all("/FontFile2" in each or "/FontFile3" in each for each in described)
    fonts = [each for each in things(document, "/Font") if each.Subtype == "/Type0"]
    assert fonts
    assert all("/ToUnicode" in each for each in fonts)


def test_its_structure_holds_headings_paragraphs_and_a_described_picture(
    document: pikepdf.Pdf,
) -> None:
    kinds = {str(each.get("/S")) for each in things(document, "/StructElem")}
    assert "/Document" in kinds
    assert kinds & {"/H1", "/P"}
    figures = [each for each in things(document, "/StructElem") if each.get("/S") == "/Figure"]
    assert figures
    assert all(str(each.Alt) for each in figures)
    assert document.pages[0].obj.Tabs == "/S"
    assert "/ParentTree" in document.Root.StructTreeRoot


def test_nothing_in_it_acts_or_reaches_outside(document: pikepdf.Pdf) -> None:
    for name in ("/OpenAction", "/AA", "/AcroForm"):
        assert name not in document.Root
    written = b" ".join(each.unparse(resolved=True) for each in document.objects if each)
    for word in (b"/JavaScript", b"/Launch", b"/URI", b"/GoToR", b"/EmbeddedGoTo", b"/RichMedia"):
        assert word not in written


def test_the_same_facts_and_credential_give_the_same_bytes(file: bytes, badge: str) -> None:
    again = render_certificate(FACTS, credential_json=badge_for(FACTS))
    assert hashlib.sha256(again).digest() == hashlib.sha256(file).digest()


def test_a_file_with_its_credential_costs_little_more_than_one_without(badge: str) -> None:
    took: dict[str, list[float]] = {"": [], badge: []}
    for number in range(6):
        for attached, costs in took.items():
            facts = msgspec.structs.replace(FACTS, name_en=f"SAMPLE Number {number} {attached[:1]}")
            began = time.process_time()
            render_certificate(facts, credential_json=attached)
            costs.append(time.process_time() - began)
    assert min(took[badge][1:]) < 3 * min(took[""][1:])
