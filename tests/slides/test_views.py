"""The four pages and the pictures: both languages, who may see them, and what never leaks."""

import gzip
import re
from html.parser import HTMLParser

import pytest
from flask import Flask
from sqlalchemy import delete

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.slides.conftest import DOT, PICTURE, SECRET_EN, SECRET_KM, Course, counted_queries
from training.courses.tables import CourseModule

PAGES = ("", "/every-layout/show", "/every-layout/notes")
PHONE_BYTES = 20_000
GZIP = {"Accept-Encoding": "gzip"}


class Languages(HTMLParser):
    """Collects the texts of a page with the language that each is marked as."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open: list[tuple[str, str]] = []
        self.found: dict[str, str] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        inherited = self.open[-1][1] if self.open else ""
        if tag not in {"meta", "link", "img", "br", "input"}:
            self.open.append((tag, dict(attrs).get("lang") or inherited))

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if data.strip():
            self.found[data.strip()] = self.open[-1][1]


@pytest.fixture
def reader(client_for: ClientMaker, course: Course) -> ProofReadingClient:
    """The trainee of the course, reading Khmer."""
    return client_for(seat_id=course.seat_id, language="km")


def test_decks_lists_sections_slides_and_minutes(
    trainer: ProofReadingClient, course: Course
) -> None:
    page = trainer.get(course.desk)
    assert page.status_code == 200
    for words in ("Every layout", "Opening part", "Closing part", "The timeline", "12 slides"):
        assert words in page.text
    assert "1 slide has no Khmer yet" in page.text
    for view in ("km", "en", "both"):
        assert f"{course.desk}/every-layout/show?view={view}" in page.text
    assert f"{course.desk}/every-layout/notes" in page.text


def test_decks_is_in_khmer_for_those_who_read_it(
    client_for: ClientMaker, workshop: Workshop, course: Course
) -> None:
    page = client_for(account_id=workshop.trainer_id, language="km").get(course.desk)
    found = Languages(page.text).found
    assert found["គ្រប់ទម្រង់"] == "km"
    assert found["The untranslated"] == "en"


def test_show_has_every_slide_and_shows_one(trainer: ProofReadingClient, course: Course) -> None:
    page = trainer.get(f"{course.desk}/every-layout/show?view=en&slide=table").text
    assert len(re.findall(r'<article class="screen ', page)) == 12
    assert re.findall(r'is-shown" data-slide="([^"]+)"', page) == ["table"]
    assert "slide=timeline" in page
    assert "slide=question" in page


@pytest.mark.parametrize(
    ("view", "words"),
    [
        ("km", {"ចំណុចមួយ": "km"}),
        ("en", {"One point": "en"}),
        ("both", {"ចំណុចមួយ": "km", "One point": "en", "ខ្មែរ": "km"}),
    ],
)
def test_show_sets_the_languages_that_are_asked_for(
    trainer: ProofReadingClient, course: Course, view: str, words: dict[str, str]
) -> None:
    found = Languages(trainer.get(f"{course.desk}/every-layout/show?view={view}").text).found
    assert words.items() <= found.items()
    assert ("One point" in found) == ("One point" in words)
    assert ("ចំណុចមួយ" in found) == ("ចំណុចមួយ" in words)


def test_show_stands_in_with_english_where_the_khmer_is_missing(
    trainer: ProofReadingClient, course: Course
) -> None:
    found = Languages(trainer.get(f"{course.desk}/every-layout/show?view=both").text).found
    assert found["English alone here"] == "en"


def test_show_takes_an_odd_view_as_the_readers_language(
    trainer: ProofReadingClient, course: Course
) -> None:
    found = Languages(trainer.get(f"{course.desk}/every-layout/show?view=xx&theme=xx").text).found
    assert "One point" in found
    assert "ចំណុចមួយ" not in found


def test_notes_are_for_the_trainer_in_the_language_of_choice(
    trainer: ProofReadingClient, course: Course
) -> None:
    english = trainer.get(f"{course.desk}/every-layout/notes").text
    assert f"{SECRET_EN} The points" in english
    assert SECRET_KM not in english
    khmer = Languages(trainer.get(f"{course.desk}/every-layout/notes?in=km").text).found
    assert khmer[f"{SECRET_KM} ស្លាយ points"] == "km"
    assert khmer[f"{SECRET_EN} The untranslated"] == "en"
    assert "These notes are not translated yet. They are shown in English." in khmer


def test_notes_plan_the_minutes_of_each_section(
    trainer: ProofReadingClient, course: Course
) -> None:
    page = trainer.get(f"{course.desk}/every-layout/notes").text
    assert re.findall(r'class="time" data-section="([^"]+)" data-minutes="(\d+)"', page) == [
        ("1-first", "25"),
        ("2-second", "15"),
    ]


def test_notes_never_reach_trainees_nor_the_projector(
    trainer: ProofReadingClient, client_for: ClientMaker, course: Course
) -> None:
    pages = [trainer.get(f"{course.desk}/every-layout/show?view=both"), trainer.get(course.desk)]
    for language in ("km", "en"):
        trainee = client_for(seat_id=course.seat_id, language=language)
        pages += [trainee.get(f"/c/{course.id}"), trainee.get(course.read)]
        pages += [trainee.get(course.desk + path) for path in PAGES]
        pages += [trainee.get(f"{course.read}/notes"), trainee.get(f"{course.read}?in={language}")]
    for page in pages:
        assert SECRET_EN not in page.text, page.request.path
        assert SECRET_KM not in page.text, page.request.path


@pytest.mark.parametrize("path", PAGES)
def test_staff_pages_are_for_the_staff_of_the_course(
    client_for: ClientMaker, workshop: Workshop, course: Course, path: str
) -> None:
    status = {
        name: client_for(**who).get(course.desk + path).status_code
        for name, who in {
            "trainer": {"account_id": workshop.trainer_id},
            "administrator": {"account_id": workshop.administrator_id},
            "trainer of another course": {"account_id": workshop.stranger_id},
            "trainee": {"seat_id": course.seat_id},
            "visitor": {},
        }.items()
    }
    assert status == {
        "trainer": 200,
        "administrator": 200,
        "trainer of another course": 403,
        "trainee": 302,
        "visitor": 302,
    }


@pytest.mark.parametrize("path", ["", "/pictures/box.svg"])
def test_slides_are_read_by_those_in_the_course(
    client_for: ClientMaker, workshop: Workshop, course: Course, path: str
) -> None:
    status = {
        name: client_for(**who).get(course.read + path).status_code
        for name, who in {
            "trainee": {"seat_id": course.seat_id},
            "trainer": {"account_id": workshop.trainer_id},
            "administrator": {"account_id": workshop.administrator_id},
            "trainee of another course": {"seat_id": workshop.seat_elsewhere_id},
            "trainer of another course": {"account_id": workshop.stranger_id},
            "visitor": {},
        }.items()
    }
    assert status == {
        "trainee": 200,
        "trainer": 200,
        "administrator": 200,
        "trainee of another course": 302,
        "trainer of another course": 403,
        "visitor": 302,
    }


def test_read_speaks_the_readers_language(reader: ProofReadingClient, course: Course) -> None:
    page = reader.get(course.read).text
    found = Languages(page).found
    assert '<html lang="km"' in page
    assert found["ចំណុចមួយ"] == "km"
    assert found["ផ្នែកបើក"] == "km"
    assert found["១ / ១២"] == "km"
    assert "One point" not in page
    reader.get(f"/language/en?next={course.read}")
    page = reader.get(course.read).text
    assert '<html lang="en"' in page
    assert Languages(page).found["One point"] == "en"
    assert "ចំណុចមួយ" not in page


def test_read_says_once_that_a_slide_is_not_translated(
    reader: ProofReadingClient, course: Course
) -> None:
    page = reader.get(course.read).text
    found = Languages(page).found
    assert found["English alone here"] == "en"
    assert page.count('class="leaf-untranslated"') == 1


def test_read_leads_from_slide_to_slide(reader: ProofReadingClient, course: Course) -> None:
    page = reader.get(course.read).text
    anchors = set(re.findall(r'<section class="leaf [^"]*" id="([^"]+)"', page))
    assert len(anchors) == 12
    assert set(re.findall(r'href="#(slide-[^"]+)"', page)) == anchors
    assert page.count("<progress") == 12
    assert "<script" not in page


def test_read_describes_a_picture_without_a_caption(
    reader: ProofReadingClient, course: Course
) -> None:
    page = reader.get(course.read).text
    assert '<p class="slide-caption" aria-hidden="true">ប្រអប់មួយ</p>' in page
    assert f'src="{course.read}/pictures/box.svg?v=' in page


def test_a_phone_fetches_a_picture_when_the_reader_comes_near_it(
    reader: ProofReadingClient, trainer: ProofReadingClient, course: Course
) -> None:
    images = re.findall(r"<img[^>]*>", reader.get(course.read).text)
    assert images
    assert all('loading="lazy"' in each for each in images)
    assert 'loading="lazy"' not in trainer.get(f"{course.desk}/every-layout/show").text


def test_what_is_kept_of_the_slides_is_kept_for_each_reader_apart(
    client_for: ClientMaker, trainer: ProofReadingClient, course: Course
) -> None:
    """The pages are kept in memory: language and seat must never come from whoever was first."""
    phones = {words: client_for(seat_id=course.seat_id, language=words) for words in ("km", "en")}
    for _ in range(2):
        pages = {words: phone.get(course.read, headers=GZIP) for words, phone in phones.items()}
        shown = {words: gzip.decompress(each.data).decode() for words, each in pages.items()}
        assert '<html lang="km"' in shown["km"]
        assert '<html lang="en"' in shown["en"]
        assert "ទំព័រថ្ងៃនេះ" in shown["km"]
        assert "My day" in shown["en"]
        preview = trainer.get(course.read).text
        assert "My day" not in preview
        assert "To the top" in preview


def test_the_first_visit_of_a_phone_is_light(reader: ProofReadingClient, course: Course) -> None:
    page = reader.get(course.read)
    sheets = re.findall(r'rel="stylesheet" href="([^"]+)"', page.text)
    assert len(sheets) == 1
    style = reader.get(sheets[0])
    parts = [page.data, style.data, PICTURE, DOT]
    assert sum(len(gzip.compress(part, 6)) for part in parts) < PHONE_BYTES
    assert "@font-face" not in style.text


def test_read_asks_the_database_equally_often_for_few_slides_and_many(
    client_for: ClientMaker, course: Course, small_course: Course
) -> None:
    counts = set()
    for each in (small_course, course):
        client = client_for(seat_id=each.seat_id)
        assert client.get(each.read).status_code == 200
        with counted_queries() as seen:
            client.get(each.read)
        counts.add(len(seen))
    assert len(counts) == 1


@pytest.mark.parametrize(
    ("name", "kind", "content"),
    [("box.svg", "image/svg+xml", PICTURE), ("dot.png", "image/png", DOT)],
)
def test_pictures_have_their_type_and_may_be_kept(
    reader: ProofReadingClient, course: Course, name: str, kind: str, content: bytes
) -> None:
    answer = reader.get(f"{course.read}/pictures/{name}?v=1")
    assert (answer.status_code, answer.mimetype, answer.data) == (200, kind, content)
    assert "immutable" in answer.headers["Cache-Control"]
    unnamed = reader.get(f"{course.read}/pictures/{name}")
    assert unnamed.headers["Cache-Control"] == "private, max-age=3600"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    policy = answer.headers["Content-Security-Policy"]
    assert "sandbox" in policy
    assert "default-src 'none'" in policy


def test_what_is_not_there_is_said_so(
    trainer: ProofReadingClient, reader: ProofReadingClient, course: Course
) -> None:
    wrong = [
        trainer.get(f"{course.desk}/no-such-module/show"),
        trainer.get(f"{course.desk}/no-such-module/notes"),
        trainer.get(f"{course.desk}/every-layout/show?slide=no-such-slide"),
        trainer.get(f"{course.desk}/every-layout/notes?slide=no-such-slide"),
        trainer.get(f"/c/{course.id}/slides/small"),
    ]
    for page in wrong:
        assert page.status_code == 404, page.request.path
        assert "There is no page at this address." in page.text
    for path in ("/no-such-module", "/pictures/no.svg", "/no-such-module/pictures/box.svg"):
        assert reader.get(f"/c/{course.id}/slides{path}").status_code == 404
    assert reader.get(f"{course.read}/pictures/no-such.svg").status_code == 404


def test_an_empty_course_offers_the_first_step(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    with app.extensions["training.database"].writing() as session:
        session.execute(delete(CourseModule).where(CourseModule.course_id == workshop.course_id))
        session.commit()
    page = trainer.get(f"/courses/{workshop.course_id}/slides")
    assert page.status_code == 200
    assert "Choose the modules" in page.text


def test_a_figure_stands_in_the_page_with_its_words_in_each_language(
    trainer: ProofReadingClient, course: Course
) -> None:
    page = trainer.get(f"{course.desk}/every-layout/show?view=both").text
    assert 'aria-label="A wall"' in page
    assert "Protection</" in page
    assert "ការការពារ</" in page
    for prefix in ("figure-km", "figure-en"):
        assert page.count(f'id="{prefix}-shade"') == 1
        assert f"url(#{prefix}-shade)" in page


def test_a_board_has_its_numbers_in_the_readers_digits_and_a_since_box(
    reader: ProofReadingClient, course: Course
) -> None:
    page = reader.get(course.read).text
    assert '<span class="board-number">១០</span>' in page
    assert '<aside class="slide-since">' in page
    assert "ក្រោយមក" in page
    reader.get(f"/language/en?next={course.read}")
    page = reader.get(course.read).text
    assert '<span class="board-number">10</span>' in page
    assert "Since then" in page
