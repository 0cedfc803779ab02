"""The administrators' pages of designs: list, editor, pictures, preview, versions."""

import io
import re
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from tests.certificates.test_designs import DRAWING
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.courses.test_logos import post_files
from tests.proofreading import ProofReadingClient
from training.certificates.designs import designs, previewing
from training.certificates.designs.designs import Version
from training.certificates.model import Kind
from training.certificates.tables import CertificatePicture
from training.courses import rules as course_rules
from training.courses import service as courses

DESIGNS = "/certificates/designs"
PLAN = {"title_en": "A course", "date": "2026-12-01", "province": "12", "half_days": "2"}
SCRIPT = {"Accept": "application/json"}
PNG_HEAD = b"\x89PNG\r\n\x1a\n"
Look = Callable[[Callable[[Session], Any]], Any]


@pytest.fixture
def look(app: Flask) -> Look:
    def make(asked: Callable[[Session], Any]) -> Any:
        with app.extensions["training.database"].reading() as session:
            return asked(session)

    return make


@pytest.fixture
def made(administrator: ProofReadingClient, look: Look) -> Version:
    """A design of the trainer's certificate that nobody has used."""
    answer = administrator.post(DESIGNS, data={"kind": "trainer", "name": "Ministry 2027"})
    assert answer.status_code == 303
    (version,) = look(designs.list_newest)
    assert answer.location == path_of(version)
    return version  # type: ignore[no-any-return] # what was asked


def path_of(version: Version) -> str:
    return f"{DESIGNS}/{version.id}"


def said(answer: Any) -> str:
    """The sentence that the editor's script shows."""
    return str(answer.json["message"])


def use(app: Flask, version: Version) -> None:
    with app.extensions["training.database"].writing() as session:
        designs.mark_used(session, version.id, NINE_THIRTY)
        session.commit()


def newest(look: Look) -> Version:
    return look(designs.list_newest)[0]  # type: ignore[no-any-return] # what was asked


def test_what_is_typed_is_saved_and_shown_again(
    administrator: ProofReadingClient, made: Version, look: Look
) -> None:
    typed = {
        "name": "Ministry",
        "heading_km": "លិខិតសរសើរ",
        "heading_en": "Letter of praise",
        "kingdom_header": "y",
        "signatories-0-name_en": "KEO Sovannary",
        "signatories-0-title_en": "Minister",
        "logos-0-words_en": "The ministry",
    }
    files = [("logos-0-file", DRAWING), ("signatories-0-file", DRAWING)]
    assert post_files(administrator, path_of(made), files, **typed).status_code == 303
    saved = newest(look)
    assert (saved.id, saved.name, saved.design.kingdom_header) == (made.id, "Ministry", True)
    assert saved.design.wording.heading_en == "Letter of praise"
    (logo,), (signatory,) = saved.design.logos, saved.design.signatories
    assert (logo.words_en, logo.picture) == ("The ministry", signatory.signature)
    page = administrator.get(path_of(made)).text
    assert 'value="លិខិតសរសើរ"' in page
    shown = administrator.get(f"/certificates/pictures/{logo.picture}")
    assert (shown.mimetype, shown.data) == ("image/svg+xml", DRAWING)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    kept = {"logos-0-picture": logo.picture, "signatories-0-picture": logo.picture}
    administrator.post(path_of(made), data={**typed, **kept, "logos-0-remove": "y"} | {
        "logos-0-words_en": ""
    })  # fmt: skip
    assert newest(look).design.logos == ()
    assert newest(look).design.signatories == saved.design.signatories


def test_a_used_design_says_so_and_a_change_makes_the_next_version(
    app: Flask, administrator: ProofReadingClient, made: Version, look: Look
) -> None:
    use(app, made)
    page = administrator.get(path_of(made)).text
    assert "Used since 23 November 2026 by 0 certificates, so it is frozen." in page
    assert "A change makes version 2; what was issued stays as it is." in page
    assert "Save as version 2" in page
    answer = administrator.post(path_of(made), data={"name": "Ministry", "deed_en": "did"})
    second = newest(look)
    assert (second.number, answer.location) == (2, path_of(second))
    assert look(lambda session: designs.get(session, made.id)).design == made.design
    old = administrator.get(path_of(made)).text
    assert "This is an older version." in old
    assert "<fieldset disabled>" in old
    answer = administrator.post(path_of(made), data={"name": "Ministry", "deed_en": "other"})
    assert answer.status_code == 409
    assert "Somebody has made a newer version" in answer.text
    assert "frozen" not in administrator.get(DESIGNS).text


def test_the_preview_shows_what_is_typed_and_saves_nothing(
    administrator: ProofReadingClient, made: Version, look: Look
) -> None:
    saved = administrator.get(f"{path_of(made)}/preview.png").data
    typed = {"name": "Ministry", "heading_en": "Letter of praise"}
    drawn = administrator.post(f"{path_of(made)}/preview.png", data=typed)
    monk = administrator.post(f"{path_of(made)}/preview.png", data={**typed, "for_a_monk": "y"})
    again = administrator.post(f"{path_of(made)}/preview.png", data=typed)
    for content in (saved, drawn.data):
        assert content.startswith(PNG_HEAD)
        with Image.open(io.BytesIO(content)) as image:
            assert image.size == (1123, 794)
    assert len({saved, drawn.data, monk.data}) == 3
    assert again.data == drawn.data
    assert newest(look) == made


def test_the_preview_without_a_script_keeps_what_was_typed_and_the_picture(
    administrator: ProofReadingClient, made: Version, look: Look
) -> None:
    typed = {"name": "Not saved", "preview": "yes", "signatories-0-name_en": "KEO"}
    page = post_files(administrator, path_of(made), [("signatories-0-file", DRAWING)], **typed)
    assert page.status_code == 200
    assert 'value="Not saved"' in page.text
    assert 'src="data:image/png;base64,' in page.text
    (digest,) = re.findall(r'name="signatories-0-picture" value="(\w+)"', page.text)
    assert newest(look) == made
    del typed["preview"]
    administrator.post(path_of(made), data={**typed, "signatories-0-picture": digest})
    assert newest(look).design.signatories[0].signature == digest


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "Please fill in this field."),
        ({"heading_en": "x" * 201}, "This is too long. Please shorten it."),
        ({"heading_en": "🎉"}, "These characters cannot be printed: 🎉"),
        ({"deed_km": "ไทย"}, "These characters cannot be printed"),
        ({"logos-1-words_km": "ក្រសួង"}, "Please choose the picture of this logo"),
        ({"signatories-2-title_en": "Director"}, "Please write the name of this signatory"),
        ({"logos-0-picture": "0" * 64}, "This picture is not here any more."),
        ({"logos-0-picture": "x"}, "This picture is not here any more."),
    ],
)
def test_what_cannot_be_printed_is_said_and_nothing_is_saved(
    administrator: ProofReadingClient,
    made: Version,
    look: Look,
    typed: dict[str, str],
    sentence: str,
) -> None:
    sent = {"name": "Another", **typed}
    answer = administrator.post(path_of(made), data=sent)
    assert answer.status_code == 422
    assert sentence in answer.text
    preview = administrator.post(f"{path_of(made)}/preview.png", data=sent, headers=SCRIPT)
    assert preview.status_code == 422
    assert sentence in said(preview)
    assert newest(look) == made


@pytest.mark.parametrize(
    "fault", [{"name": ""}, {"heading_en": "🎉"}, {"logos-1-picture": "0" * 64}]
)
def test_pictures_that_came_with_a_fault_elsewhere_need_not_be_chosen_again(
    administrator: ProofReadingClient, made: Version, look: Look, fault: dict[str, str]
) -> None:
    files = [("signatories-0-file", DRAWING), ("logos-0-file", DRAWING.replace(b"M0", b"M1"))]
    typed = {"name": "Ministry 2027", "signatories-0-name_en": "KEO", "logos-0-words_en": "Ours"}
    page = post_files(administrator, path_of(made), files, **{**typed, **fault})
    assert page.status_code == 422
    assert newest(look) == made
    kept = dict(re.findall(r'name="([a-z]+-0-picture)" value="(\w+)"', page.text))
    assert set(kept) == {"signatories-0-picture", "logos-0-picture"}
    for digest in kept.values():
        shown = administrator.get(f"/certificates/pictures/{digest}")
        assert shown.status_code == 200
        assert digest in page.text
    saved = administrator.post(path_of(made), data={**typed, **kept})
    assert saved.status_code == 303
    design = newest(look).design
    assert design.signatories[0].signature == kept["signatories-0-picture"]
    assert [each.picture for each in design.logos] == [kept["logos-0-picture"]]


def test_a_picture_at_fault_is_asked_for_again_and_the_good_one_is_kept(
    administrator: ProofReadingClient, made: Version, look: Look
) -> None:
    files = [("signatories-0-file", DRAWING), ("signatories-1-file", b"GIF89a" + bytes(99))]
    typed = {"name": "Any", "signatories-0-name_en": "KEO", "signatories-1-name_en": "SOK"}
    page = post_files(administrator, path_of(made), files, **typed)
    assert page.status_code == 422
    assert "This is no picture in PNG, JPEG or SVG." in page.text
    assert re.findall(r'name="(\S+)-picture" value="\w+"', page.text) == ["signatories-0"]


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (DRAWING.replace(b"<path", b"<script>1</script><path"), 422, "more than a drawing"),
        (DRAWING.replace(b"<path", b'<path onload="x()"'), 422, "more than a drawing"),
        (b"GIF89a" + bytes(99), 422, "This is no picture in PNG, JPEG or SVG."),
        (bytes(1_000_001), 422, "A picture may have 1 MB at most."),
        (bytes(40_000_000), 413, "too large"),
    ],
)
def test_a_picture_that_cannot_be_trusted_is_not_taken(
    administrator: ProofReadingClient,
    made: Version,
    look: Look,
    content: bytes,
    status: int,
    sentence: str,
) -> None:
    typed = {"name": "Another", "signatories-0-name_en": "KEO"}
    files = [("signatories-0-file", content)]
    answer = post_files(administrator, path_of(made), files, **typed)
    assert answer.status_code == status
    assert sentence in answer.text
    assert newest(look) == made
    assert look(lambda session: session.query(CertificatePicture).count()) == 0


@pytest.mark.parametrize(
    "odd", ["\u200b", "\u17d2", "\u0301" * 150, "\u17d2\u1780" * 100, "x" * 200]
)
def test_odd_words_that_can_be_typed_can_be_drawn(
    administrator: ProofReadingClient, made: Version, odd: str
) -> None:
    lines = ("heading_km", "heading_en", "deed_km", "certify_en", "signatories-0-title_km")
    typed = {"name": "Odd", "signatories-0-name_km": odd, **dict.fromkeys(lines, odd)}
    answer = administrator.post(f"{path_of(made)}/preview.png", data=typed)
    assert answer.status_code == 200


def test_one_preview_at_a_time_is_drawn_for_an_account(
    administrator: ProofReadingClient,
    made: Version,
    workshop: Workshop,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(previewing, "_drawing", {workshop.administrator_id})
    path = f"{path_of(made)}/preview.png"
    answer = administrator.post(path, data={"name": "x"}, headers=SCRIPT)
    assert answer.status_code == 429
    assert "A preview is being drawn for you already." in said(answer)
    monkeypatch.setattr(previewing, "_drawing", {workshop.trainer_id})
    answer = administrator.post(f"{path_of(made)}/preview.png", data={"name": "x"})
    assert answer.status_code == 200


def test_the_list_has_every_kind_in_both_languages(
    client_for: ClientMaker, workshop: Workshop, made: Version
) -> None:
    for language, words in (("en", "Trainer certificate"), ("km", "វិញ្ញាបនបត្រគ្រូបណ្តុះបណ្តាល")):
        page = client_for(account_id=workshop.administrator_id, language=language).get(DESIGNS)
        assert words in re.sub("[\u200b\u2060]", "", page.text)
        assert made.name in page.text
        assert page.text.count("<h2 id=") == len(Kind)


def test_unknown_kinds_designs_and_pictures_are_refused(
    administrator: ProofReadingClient, workshop: Workshop
) -> None:
    assert administrator.post(DESIGNS, data={"kind": "x", "name": "y"}).status_code == 422
    assert administrator.post(DESIGNS, data={"kind": "trainer", "name": ""}).status_code == 422
    for path in (f"{DESIGNS}/{workshop.seat_id}", "/certificates/pictures/../x"):
        assert administrator.get(path).status_code == 404
    for digest in ("x", "0" * 64):
        assert administrator.get(f"/certificates/pictures/{digest}").status_code == 404


def test_a_course_chooses_kinds_and_designs_in_its_plan(
    administrator: ProofReadingClient, workshop: Workshop, made: Version, look: Look
) -> None:
    plan = f"/courses/{workshop.course_id}/plan"
    page = administrator.get(plan).text
    assert re.search(r'value="attendance" id="kind-attendance" [^>]*checked>', page)
    assert not re.search(r'value="trainer" [^>]*checked>', page)
    assert f'<option value="{made.family}">Ministry 2027</option>' in page
    typed = {**PLAN, "kinds": ["facilitation", "attendance"], "designs": ["", str(made.family)]}
    assert administrator.post(plan, data=typed).status_code == 302
    rule = look(lambda session: courses.get_course(session, workshop.course_id)).rule
    assert rule.kinds == ("attendance", "facilitation")
    assert rule.designs == {"trainer": made.family}
    assert f'<option value="{made.family}" selected>' in administrator.get(plan).text


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"kinds": []}, "Please tick at least one kind of certificate."),
        ({"kinds": ["honour"]}, "Please choose one of the answers in the list."),
        ({"kinds": ["attendance"], "designs": ["x"]}, "Please choose one of the answers"),
        ({"kinds": ["attendance"], "designs": [str(uuid.uuid4())]}, "Please choose one of the"),
    ],
)
def test_kinds_and_designs_that_are_not_offered_are_refused(
    administrator: ProofReadingClient, workshop: Workshop, typed: dict[str, Any], sentence: str
) -> None:
    answer = administrator.post(f"/courses/{workshop.course_id}/plan", data={**PLAN, **typed})
    assert answer.status_code == 422
    assert sentence in answer.text


def test_a_kind_that_asks_for_the_test_needs_one(
    administrator: ProofReadingClient, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(course_rules, "list_quizzes", lambda _modules: ())
    plan = f"/courses/{workshop.course_id}/plan"
    assert administrator.post(plan, data={**PLAN, "kinds": ["attendance"]}).status_code == 302
    for kind in ("completion", "trainer"):
        answer = administrator.post(plan, data={**PLAN, "kinds": ["attendance", kind]})
        assert answer.status_code == 422
        assert "asks for the test after the course" in answer.text
