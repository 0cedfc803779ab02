import datetime as dt
from collections import defaultdict
from pathlib import Path
from typing import Any

import msgspec
import pypdf
import pytest

from tests.printed import (
    pages,
    pictures_described,
    read_qr,
    starts_of_text,
    text_of,
    texts_of_pages,
)
from training.adapters.typesetting import TypesettingError
from training.certificates import paper
from training.certificates.formulas import address_to_type, deed, held, number_in_groups
from training.certificates.model import (
    Facts,
    Kind,
    Logo,
    Named,
    Picture,
    Signatory,
    Wording,
    facts_from_json,
    facts_to_json,
)
from training.certificates.paper import (
    UnknownTemplateError,
    render_certificate,
    render_certificates,
)

SAMPLE = Path(paper.__file__).parent / "paper" / "sample.json"
POINTS = 72 / 25.4
INNER = 17 * POINTS  # the border's innermost rule is 17.3 mm from the page's edge


def sample(**changes: Any) -> Facts:
    return msgspec.structs.replace(facts_from_json(SAMPLE.read_bytes()), **changes)


def third() -> Signatory:
    return Signatory("ស៊ឹម សុជាតិ", "SIM Socheat", "អភិបាលរង នៃគណៈអភិបាលខេត្ត", "Deputy Governor")


def assert_inside_the_border(pdf: bytes) -> None:
    assert len(pages(pdf)) == 1
    for x, y in starts_of_text(pdf):
        assert INNER < x < 297 * POINTS - INNER
        assert INNER < y < 210 * POINTS - INNER


def test_a_certificate_of_several_days_says_which_and_an_old_one_its_one_day() -> None:
    facts = sample(date=dt.date(2026, 11, 23), days=2)
    assert "23–24 November 2026" in held(facts).en
    assert "ថ្ងៃទី២៣–២៤ ខែវិច្ឆិកា ឆ្នាំ២០២៦" in held(facts).km
    before = facts_to_json(facts).replace(b'"days":2,', b"")
    assert facts_from_json(before).days == 1


def test_facts_go_through_json_and_back_unchanged() -> None:
    facts = sample(kingdom_header=True)
    assert facts_from_json(facts_to_json(facts)) == facts
    assert facts_to_json(facts) == facts_to_json(facts_from_json(facts_to_json(facts)))


@pytest.mark.parametrize(
    "change",
    [
        {"unheard_of": 1},
        {"name_en": "x" * 201},
        {"date": "15 July"},
        {"signatories": [msgspec.to_builtins(third())] * 4},
        {"minutes_held": -1},
        {"number": ""},
    ],
)
def test_json_that_is_no_certificate_is_refused(change: dict[str, Any]) -> None:
    facts = msgspec.json.decode(SAMPLE.read_bytes()) | change
    with pytest.raises(msgspec.ValidationError):
        facts_from_json(msgspec.json.encode(facts))


def test_same_facts_give_the_same_bytes() -> None:
    assert render_certificate(sample()) == render_certificate(sample())


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


def test_no_certificates_make_no_file() -> None:
    with pytest.raises(ValueError, match="no certificates"):
        render_certificates([])


def test_a_layout_that_is_not_here_is_refused() -> None:
    with pytest.raises(UnknownTemplateError, match="gala-7"):
        render_certificate(sample(template_version="gala-7"))
    with pytest.raises(UnknownTemplateError):
        render_certificates([sample(), sample(template_version="gala-7")])


def test_a_name_that_cannot_be_printed_is_refused_with_its_characters() -> None:
    with pytest.raises(TypesettingError, match="漢"):
        render_certificate(sample(name_en="漢 Anna"))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"name_km": "", "name_en": " \u200b"}, "SAMPLE-2026-00042 has no name of a person"),
        ({"course_title_km": "", "course_title_en": ""}, "has no title of a course"),
        ({"name_en": "Sok \U0001f600"}, "U\\+1F600"),
        ({"name_km": "สมชาย"}, "U\\+0E2A"),
        ({"venue_en": "Hall \u202ecipher"}, "U\\+202E"),
        ({"modules": (Named("ក", "null\x00"),)}, "U\\+0000"),
    ],
)
def test_what_makes_no_certificate_is_said_in_a_sentence(facts: dict[str, Any], told: str) -> None:
    with pytest.raises(TypesettingError, match=told):
        render_certificate(sample(**facts))


def test_what_looks_like_markup_is_printed_as_it_was_typed() -> None:
    name = '#panic("x") $1$ *b* \\ ]'
    assert name in text_of(render_certificate(sample(name_en=name)))


def test_a_picture_that_cannot_be_drawn_is_an_error_and_no_certificate() -> None:
    with pytest.raises(TypesettingError, match="could not be set"):
        render_certificate(with_pictures(), {"a" * 64: Picture("image/svg+xml", b"<svg")})


def test_the_credential_is_attached_to_the_file() -> None:
    pdf = render_certificate(sample(), credential_json='{"id": "ខ្ញុំ"}')
    reader = pages(pdf)[0].pdf
    assert isinstance(reader, pypdf.PdfReader)
    assert dict(reader.attachments) == {"credential.json": ['{"id": "ខ្ញុំ"}'.encode()]}


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
