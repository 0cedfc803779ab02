"""The sheet of paper: what is drawn on it, that it fits, and the file around it."""

from collections import defaultdict
from typing import Any

import msgspec
import pypdf
import pytest

from tests.certificates.paper.conftest import sample, third
from tests.printed import (
    pages,
    pictures_described,
    read_qr,
    starts_of_text,
    text_of,
    texts_of_pages,
)
from training.adapters.typesetting import TypesettingError
from training.certificates.model import (
    Facts,
    Logo,
    Named,
    Picture,
    Signatory,
)
from training.certificates.paper import paper
from training.certificates.paper.paper import render_certificate, render_certificates

POINTS = 72 / 25.4
INNER = 17 * POINTS  # the border's innermost rule is 17.3 mm from the page's edge


def assert_inside_the_border(pdf: bytes) -> None:
    assert len(pages(pdf)) == 1
    for x, y in starts_of_text(pdf):
        assert INNER < x < 297 * POINTS - INNER
        assert INNER < y < 210 * POINTS - INNER


def test_same_facts_give_the_same_bytes() -> None:
    assert render_certificate(sample()) == render_certificate(sample())


def test_the_qr_code_leads_to_the_whole_address() -> None:
    url = "https://certificates.example.org/v/1#" + "aB3_" * 50
    page: Any = paper._page(sample(verify_url=url), {})
    assert read_qr(page["qr_svg"]) == url
    pdf = render_certificate(sample(verify_url=url))
    assert pictures_described(pdf) == [
        "QR code that leads to the page which verifies certificate SAMPLE-2026-00042"
    ]
    assert "https://certificates.example.org/v/ 1" in text_of(pdf).replace("/v/1", "/v/ 1")
    assert "aB3_" not in text_of(pdf)


@pytest.mark.parametrize("length", [40, 250, 412])
def test_a_phone_can_tell_the_squares_of_the_qr_code_apart(length: int) -> None:
    page: Any = paper._page(sample(verify_url=("https://e.org/v/1#" + "aZ9_" * 100)[:length]), {})
    modules = int(page["qr_svg"].partition('viewBox="0 0 ')[2].partition(" ")[0])
    assert modules <= 77 + 8  # version 15 with its margin
    assert page["qr_side"] / modules >= 0.4 * POINTS - 1e-9
    assert page["qr_side"] <= 36 * POINTS


def test_a_token_alone_is_a_code_without_an_address() -> None:
    text = text_of(render_certificate(sample(verify_url="aB3_" * 60)))
    assert "ផ្ទៀងផ្ទាត់ · Verify" in text
    assert "aB3_" not in text


def test_without_an_address_no_qr_code_is_printed() -> None:
    pdf = render_certificate(sample(verify_url=""))
    assert pictures_described(pdf) == []
    assert "ផ្ទៀងផ្ទាត់" not in text_of(pdf)
    assert "SAMPLE-2026-00042" in text_of(pdf)


DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M9 9H81V21Z"/></svg>'
)
PICTURES = {"a" * 64: Picture("image/svg+xml", DRAWING)}


def with_pictures() -> Facts:
    signed = tuple(
        msgspec.structs.replace(each, signature="a" * 64) for each in sample().signatories
    )
    return sample(signatories=signed, logos=(Logo("a" * 64, "ស្ថាប័ន", "Institute"),))


def test_logos_and_signatures_are_printed_and_described() -> None:
    pdf = render_certificate(with_pictures(), PICTURES)
    assert {*pictures_described(pdf)} >= {
        "ស្ថាប័ន / Institute",
        "Signature of CHHIM Kumru (sample)",
        "Signature of NHEM Utearor (sample)",
    }
    assert_inside_the_border(pdf)


def test_a_picture_that_is_not_here_is_missed_aloud() -> None:
    with pytest.raises(TypesettingError, match="missing here"):
        render_certificate(with_pictures())


@pytest.mark.parametrize("count", [0, 1, 2, 3])
@pytest.mark.parametrize("verify_url", ["", "https://example.org/v/1"])
def test_any_number_of_signatories_fits(count: int, verify_url: str) -> None:
    signatories = (*sample().signatories, third())[:count]
    pdf = render_certificate(sample(signatories=signatories, verify_url=verify_url))
    assert_inside_the_border(pdf)


def test_signatories_stand_evenly_about_the_middle() -> None:
    same = Signatory("ក", "SAME Name", "ខ", "Office")
    middles = []
    for count in (1, 2, 3):
        rows = defaultdict(set)
        for x, y in starts_of_text(render_certificate(sample(signatories=(same,) * count))):
            if y < 46 * POINTS and 70 * POINTS < x < 228 * POINTS:
                rows[round(y)].add(round(x, 1))
        assert [len(row) for row in rows.values()] == [count] * 4
        middles.append({y: sum(row) / count for y, row in rows.items()})
    assert middles[1] == pytest.approx(middles[0], abs=0.2)
    assert middles[2] == pytest.approx(middles[0], abs=0.2)


WORDS = {
    "km": "ស្ត្រី" * 33,
    "km-spaced": ("សុវណ្ណារ៉ាត្នា ឃ្មុំ " * 12)[:200],
    "en": "W" * 200,
    "en-spaced": ("Sovannaratana Chhunheang " * 8)[:200],
}


@pytest.mark.parametrize("km", ["km", "km-spaced"])
@pytest.mark.parametrize("en", ["en", "en-spaced"])
def test_the_longest_names_stay_inside_the_border(km: str, en: str) -> None:
    k, e = WORDS[km], WORDS[en]
    facts = sample(
        name_km=k, name_en=e, title_km=k, title_en=e, course_title_km=k, course_title_en=e
    )
    assert_inside_the_border(render_certificate(facts))
    everything = msgspec.structs.replace(
        facts,
        venue_km=k,
        venue_en=e,
        province_km=k,
        province_en=e,
        number="Z" * 64,
        modules=(Named(k, e),) * 20,
        organisers=(Named(k, e),) * 4,
        signatories=(Signatory(k, e, k, e),) * 3,
        kingdom_header=True,
    )
    assert_inside_the_border(render_certificate(everything))


def test_little_is_enough() -> None:
    facts = sample(
        name_en="", title_km="", title_en="", modules=(), venue_km="", venue_en="",
        province_km="", province_en="", organisers=(), signatories=(), verify_url="",
    )  # fmt: skip
    assert_inside_the_border(render_certificate(facts))


def test_many_certificates_are_one_file_with_a_page_each() -> None:
    many = [sample(number=f"SAMPLE-{n}", name_en=f"PERSON {chr(65 + n)}") for n in range(5)]
    pdf = render_certificates(many)
    assert pdf == render_certificates(many)
    for facts, text in zip(many, texts_of_pages(pdf), strict=True):
        assert facts.name_en in text
        assert facts.number in text


def test_for_a_print_shop_the_sheet_is_larger_and_says_where_it_is_cut() -> None:
    pdf = render_certificates([sample(), sample()], crop_marks=True)
    assert pdf == render_certificates([sample(), sample()], crop_marks=True)
    for page in pages(pdf):
        sides = [
            [round(float(side) / POINTS, 1) for side in box]
            for box in (page.mediabox, page.bleedbox, page.trimbox)
        ]
        assert sides == [[0, 0, 317, 230], [7, 7, 310, 223], [10, 10, 307, 220]]
    cut = [(x - 10 * POINTS, y - 10 * POINTS) for x, y in starts_of_text(pdf)]
    here = starts_of_text(render_certificates([sample(), sample()]))
    assert [pytest.approx(point, abs=0.01) for point in cut] == here


def test_the_credential_is_attached_to_the_file() -> None:
    pdf = render_certificate(sample(), credential_json='{"id": "ខ្ញុំ"}')
    reader = pages(pdf)[0].pdf
    assert isinstance(reader, pypdf.PdfReader)
    assert dict(reader.attachments) == {"credential.json": ['{"id": "ខ្ញុំ"}'.encode()]}


def test_a_picture_that_cannot_be_drawn_is_an_error_and_no_certificate() -> None:
    with pytest.raises(TypesettingError, match="could not be set"):
        render_certificate(with_pictures(), {"a" * 64: Picture("image/svg+xml", b"<svg")})
