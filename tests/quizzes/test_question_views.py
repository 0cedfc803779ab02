"""The staff's pages of questions from files: chosen, looked at, kept once, written again."""

import base64
import io
import re
import uuid
from dataclasses import dataclass

import pytest
from openpyxl import Workbook
from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.courses.test_planning_views import typed_plan
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import count
from tests.quizzes.exchange.strategies import PNG
from training.adapters.database import Database
from training.courses import joining
from training.courses import service as courses
from training.modules import service as modules
from training.modules.model import OWN, ItemKind, Module
from training.modules.tables import ModuleRevision
from training.people.model import PersonDetails
from training.quizzes import previewing, texts, waiting
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format
from training.quizzes.tables import QuestionFile

GIFT = """::one::Which colour has the sky?{=blue#It is. ~green#That is grass.}

::two::<span lang="km" class="multilang">អ្វី?</span><span lang="en" class="multilang">Why?</span>{T}

::three::Match.{=a->b =c->d}

::four::Where?{=New York =NY}
"""
BROKEN = GIFT + "\n::five::Never closed?{=a\n"


def choose(
    client: ProofReadingClient,
    content: str | bytes = GIFT,
    name: str = "sky.gift",
    path: str = "/questions",
    **fields: str,
) -> TestResponse:
    sent = content.encode() if isinstance(content, str) else content
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(sent), name), **fields})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(path, data=body, content_type=kind)


def chosen(client: ProofReadingClient, content: str = GIFT, path: str = "/questions") -> str:
    answer = choose(client, content, path=path)
    assert answer.status_code == 303, answer.text
    return answer.location or ""


def keep(client: ProofReadingClient, content: str = GIFT, **fields: str) -> TestResponse:
    sent = {"title_en": "The sky", "title_km": "មេឃ", **fields}
    return client.post(chosen(client, content), data=sent)


def find_set(database: Database, slug: str) -> Module | None:
    with database.reading() as session:
        return modules.find_newest(session, slug)


def saved_sets(database: Database) -> int:
    """Sets of questions of one's own, in all their versions."""
    own = ModuleRevision.slug.startswith(OWN, autoescape=True)
    with database.reading() as session:
        return session.query(ModuleRevision).filter(own).count()


def saved_nothing(database: Database) -> bool:
    return saved_sets(database) == 0


def test_every_kind_of_question_has_words_for_staff() -> None:
    assert set(texts.KINDS) == set(ItemKind)


def test_a_file_is_shown_before_anything_is_saved(
    trainer: ProofReadingClient, database: Database
) -> None:
    page = trainer.get(chosen(trainer)).text
    assert "Which colour has the sky?" in page
    assert "That is grass." in page
    assert "អ្វី?" in page
    assert "New York" in page
    assert "line 3" in page
    assert "Save 4 questions" in page
    assert saved_nothing(database)


def test_the_preview_says_which_answer_is_right(trainer: ProofReadingClient) -> None:
    page = trainer.get(chosen(trainer)).text
    blue, green = page.index(">blue<"), page.index(">green<")
    assert page.rindex("✓", 0, blue) > page.index("Which colour")
    assert page.rindex("✗", 0, green) > blue


def test_after_the_yes_it_is_a_set_that_a_course_can_be_planned_with(
    trainer: ProofReadingClient, database: Database
) -> None:
    answer = keep(trainer)
    assert answer.location == "/questions/sets/own-the-sky"
    page = trainer.get(answer.location).text
    assert "4 questions were saved." in page
    assert "The sky" in page
    assert "The sky" in trainer.get("/questions").text
    assert "4 questions" in trainer.get("/courses/new").text
    with database.reading() as session:
        assert [row.content for row in session.query(QuestionFile)] == [b""]


def test_what_cannot_be_taken_stands_there_with_its_line_and_its_reason(
    trainer: ProofReadingClient,
) -> None:
    page = trainer.get(chosen(trainer, BROKEN)).text
    assert "These cannot be taken" in page
    assert re.search(r'<td class="number">9</td><td>[^<]*brace', page)


def test_the_others_are_saved_only_when_that_is_ticked(
    trainer: ProofReadingClient, database: Database
) -> None:
    refused = keep(trainer, BROKEN)
    assert refused.status_code == 422
    assert "Some questions cannot be taken" in refused.text
    assert saved_nothing(database)
    assert keep(trainer, BROKEN, take_the_rest="y").status_code == 303
    kept = find_set(database, "own-the-sky")
    assert kept is not None
    assert len(kept.items) == 4


def test_a_second_click_makes_no_second_set(
    trainer: ProofReadingClient, database: Database
) -> None:
    path = chosen(trainer)
    answers = [trainer.post(path, data={"title_en": "The sky"}) for _ in range(3)]
    assert {each.location for each in answers} == {"/questions/sets/own-the-sky"}
    assert trainer.get(path).location == "/questions/sets/own-the-sky"
    assert saved_sets(database) == 1


def test_two_sets_of_one_title_have_two_names(trainer: ProofReadingClient) -> None:
    assert keep(trainer).location == "/questions/sets/own-the-sky"
    again = keep(trainer, GIFT.replace("sky", "sea"))
    assert again.location == "/questions/sets/own-the-sky-2"


def test_the_next_version_of_a_set_leaves_the_first_with_its_courses(
    trainer: ProofReadingClient, database: Database
) -> None:
    path = keep(trainer).location or ""
    before = find_set(database, "own-the-sky")
    look = chosen(trainer, GIFT.replace("Where?", "Where is it?"), path)
    page = trainer.get(look).text
    assert "The questions become the next version of this set." in page
    assert 'value="The sky"' in page
    assert trainer.post(look, data={"title_en": "The sky"}).location == path
    after = find_set(database, "own-the-sky")
    assert before is not None
    assert after is not None
    assert (before.version, after.version) == ("1", "2")
    assert before.items[3].question.en == "Where?"


def test_only_a_set_of_ones_own_has_a_next_version(trainer: ProofReadingClient) -> None:
    assert choose(trainer, path="/questions/sets/small").status_code == 404
    assert choose(trainer, path="/questions/sets/own-none").status_code == 404
    assert "The next version from a file" not in trainer.get("/questions/sets/small").text


def test_a_set_needs_a_title(trainer: ProofReadingClient, database: Database) -> None:
    answer = keep(trainer, title_en=" ", title_km="")
    assert answer.status_code == 422
    assert "Please give a title" in answer.text
    assert saved_nothing(database)


def test_a_file_that_is_thrown_away_is_gone(
    trainer: ProofReadingClient, database: Database
) -> None:
    path = chosen(trainer)
    assert trainer.post(f"{path}/forget").status_code == 303
    assert "This file is no longer here." in trainer.get(path).text
    assert trainer.post(path, data={"title_en": "The sky"}).status_code == 404
    assert saved_nothing(database)


def test_a_file_is_for_whoever_chose_it(
    trainer: ProofReadingClient, administrator: ProofReadingClient
) -> None:
    path = chosen(trainer)
    assert administrator.get(path).status_code == 404
    assert administrator.post(path, data={"title_en": "Mine"}).status_code == 404
    assert administrator.post(f"{path}/forget").status_code == 303
    assert trainer.get(path).status_code == 200


def test_few_files_wait_and_for_a_day(database: Database, workshop: Workshop) -> None:
    def put(name: str, days: int = 0) -> uuid.UUID:
        moment = NINE_THIRTY + days * waiting.LONGEST_WAIT * 1.01
        return waiting.put(
            session, workshop.trainer_id, name, Format.GIFT, b"a", "", moment
        )  # fmt: skip

    with database.writing() as session:
        for each in range(waiting.MOST_WAITING + 2):
            put(str(each))
        found = {row.name for row in session.query(QuestionFile)}
        assert found == {"2", "3", "4"}
        put("tomorrow", days=1)
        assert [row.name for row in session.query(QuestionFile)] == ["tomorrow"]


def merged_cells() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["question", "a", "b", "right"])
    sheet.append(["Which?", "one", "two", "A"])
    sheet.merge_cells("A2:B2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOMB = """<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<quiz><question type="essay"><questiontext><text>&b;</text></questiontext></question></quiz>"""


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.gift", b"", "This file is empty."),
        ("a.gift", b"only words", "It has no answers in braces"),
        ("a.gift", b"Never closed?{=a ~b", "brace"),
        ("a.gift", bytes(range(256)) * 40, "The file is not UTF-8."),
        ("a.gift", b"\x7fELF\x02\x01\x01" + b"\0" * 5_000, "It has no answers in braces"),
        ("a.xml", BOMB.encode(), "The file has a DOCTYPE"),
        ("a.xml", BOMB.replace('"ha"', 'SYSTEM "file:///etc/hostname"').encode(), "a DOCTYPE"),
        ("a.xml", b"<quiz><question></quiz>", "an element is closed that is not the one open"),
        ("a.xlsx", merged_cells(), "This row has merged cells."),
        ("a.xlsx", b"PK\x03\x04 and no more", "The file is no XLSX that can be read."),
        ("", b"", "Please choose a file."),
    ],
)
def test_a_file_that_holds_nothing_to_take_is_told_and_nothing_of_it_stays(
    name: str, content: bytes, told: str, trainer: ProofReadingClient, database: Database
) -> None:
    answer = choose(trainer, content, name)
    assert answer.status_code == 422
    assert told in answer.text
    assert saved_nothing(database)
    with database.reading() as session:
        assert count(session, QuestionFile) == 0


def test_a_form_without_any_file_asks_for_one(trainer: ProofReadingClient) -> None:
    for answer in (trainer.post("/questions"), trainer.post("/questions", data={"file": "words"})):
        assert answer.status_code == 422
        assert "Please choose a file." in answer.text


def test_a_format_that_is_none_is_refused(trainer: ProofReadingClient) -> None:
    answer = choose(trainer, format="pdf")
    assert answer.status_code == 422
    assert "Please choose one of the formats" in answer.text


def test_the_chosen_format_counts_more_than_the_name(trainer: ProofReadingClient) -> None:
    aiken = "Which?\nA) this\nB) that\nANSWER: B\n"
    answer = choose(trainer, aiken, "questions.gift", format="aiken")
    assert "Save 1 question" in trainer.get(answer.location or "").text


def test_a_file_larger_than_is_taken_is_refused_before_it_is_read(
    client_for: ClientMaker, workshop: Workshop, database: Database
) -> None:
    staff = client_for(account_id=workshop.trainer_id, language="km")
    answer = choose(staff, b"x" * (formats.MOST_BYTES + 100_000))
    assert answer.status_code == 413
    assert '<html lang="km"' in answer.text
    with database.reading() as session:
        assert count(session, QuestionFile) == 0


def test_a_file_of_the_largest_size_comes_through(trainer: ProofReadingClient) -> None:
    filler = b"// " + b"x" * 96 + b"\n"
    large = GIFT.encode() + b"\n" + filler * 90_000
    assert len(large) > 8_000_000
    assert choose(trainer, large).status_code == 303


def test_other_pages_take_no_more_than_before(trainer: ProofReadingClient) -> None:
    assert choose(trainer, b"x" * 2_000_000, path="/courses/new").status_code == 413


def test_the_page_of_a_thousand_questions_is_bounded_and_leads_on(
    trainer: ProofReadingClient,
) -> None:
    many = "".join(f"::q{each}::Number {each}?{{=a ~b ~c ~d}}\n\n" for each in range(1, 1001))
    path = chosen(trainer, many)
    first = trainer.get(path)
    assert len(first.data) < 150_000
    assert "Number 100?" in first.text
    assert "Number 101?" not in first.text
    assert "1000 questions in all" in first.text
    assert f"{path}?skip=100" in first.text
    last = trainer.get(f"{path}?skip=900").text
    assert "Number 1000?" in last
    assert "?skip=1000" not in last
    for odd in ("-1", "x", "9" * 30, "١"):
        assert trainer.get(path, query_string={"skip": odd}).status_code == 200


def test_a_page_behind_the_last_question_is_empty_and_leads_back(
    trainer: ProofReadingClient,
) -> None:
    path = chosen(trainer)
    page = trainer.get(f"{path}?skip=900").text
    assert "First page" in page


@pytest.mark.parametrize("file_format", list(Format))
def test_a_set_is_written_as_a_file_that_is_read_as_the_same_again(
    trainer: ProofReadingClient, file_format: Format
) -> None:
    path = keep(trainer, "::one::Which?{=a ~b}\n\n::two::Which of these?{~c =d}").location or ""
    answer = trainer.get(f"{path}/file", query_string={"format": file_format.value})
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith('attachment; filename="own-the-sky.')
    assert [each.words.en for each in formats.read(answer.data, file_format).questions] == [
        "Which?",
        "Which of these?",
    ]


def test_what_a_format_cannot_hold_is_said_before_the_file_comes(
    trainer: ProofReadingClient,
) -> None:
    path = f"{keep(trainer).location}/file?format=aiken&language=en"
    page = trainer.get(path)
    assert page.mimetype == "text/html"
    assert "Not everything can be in a file of this format." in page.text
    assert "Aiken holds questions with one right answer only" in page.text
    answer = trainer.get(f"{path}&anyway=yes")
    assert answer.mimetype == "text/plain"
    assert answer.text.startswith("Which colour has the sky?")


def test_a_file_with_nothing_in_it_is_not_offered(trainer: ProofReadingClient) -> None:
    path = f"{keep(trainer, '::two::Is it?{T}').location}/file?format=aiken&anyway=yes"
    page = trainer.get(path)
    assert page.mimetype == "text/html"
    assert "No question of this set can be in a file of this format." in page.text


def test_the_quiz_of_a_pack_is_written_too(trainer: ProofReadingClient) -> None:
    answer = trainer.get("/questions/sets/small/file?format=moodle-xml&anyway=yes")
    assert answer.mimetype == "application/xml"
    assert formats.read(answer.data, Format.MOODLE_XML).questions


@pytest.mark.parametrize("query", ["format=pdf", "format=gift&language=fr"])
def test_a_file_of_no_known_kind_is_refused(trainer: ProofReadingClient, query: str) -> None:
    answer = trainer.get(f"/questions/sets/small/file?{query}")
    assert answer.status_code == 422
    assert "Please choose one of the" in answer.text


def test_the_list_goes_on_behind_its_first_page(
    trainer: ProofReadingClient, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("training.quizzes.question_views.SETS", 2)
    for title in ("Able", "Baker", "Charlie"):
        keep(trainer, title_en=title)
    first = trainer.get("/questions").text
    assert "Baker" in first
    assert "Charlie" not in first
    following = re.search(r'href="(/questions\?after=[^"]+)"', first)
    assert following is not None
    second = trainer.get(following[1]).text
    assert "Charlie" in second
    assert "Able" not in second


@dataclass
class Many:
    """So many questions at once, as GIFT."""

    count: int

    def __str__(self) -> str:
        return "".join(f"::q{each}::Number {each}?{{=a ~b}}\n\n" for each in range(self.count))


def test_refusals_are_bounded_as_well(trainer: ProofReadingClient) -> None:
    page = trainer.get(chosen(trainer, f"{Many(1)}" + "Only words.\n\n" * 300)).text
    assert "100 of 300 are shown here." in page
    assert page.count("It has no answers in braces") == 100


def test_visitors_and_trainees_see_no_questions_of_a_file(
    visitor: ProofReadingClient, trainee: ProofReadingClient
) -> None:
    for client in (visitor, trainee):
        for path in ("/questions", "/questions/sets/small", "/questions/sets/small/file"):
            assert (client.get(path).location or "").startswith("/sign-in")
        assert choose(client).status_code == 403


def test_a_new_course_is_not_planned_with_a_set_unless_somebody_ticks_it(
    trainer: ProofReadingClient,
) -> None:
    keep(trainer)
    page = trainer.get("/courses/new").text
    assert re.search(r'id="module-1" checked', page)
    assert re.search(r'id="own-1"(?! checked)', page)


def test_a_course_with_nothing_but_a_set_is_planned_held_answered_and_ended(
    trainer: ProofReadingClient,
    administrator: ProofReadingClient,
    client_for: ClientMaker,
    database: Database,
    workshop: Workshop,
) -> None:
    keep(trainer)
    with database.reading() as session:
        (revision_id,) = modules.list_revisions(session, ["own-the-sky"])
    plan = typed_plan(workshop, modules=[str(revision_id)], organisation="optional")
    agenda = trainer.post("/courses/new", data=plan).location or ""
    course = agenda.removesuffix("/agenda")
    for page in ("", "/plan", "/agenda", "/slides", "/live", "/quiz", "/certificates", "/people"):
        assert trainer.get(course + page).status_code == 200, page
    assert trainer.post(f"{course}/state", data={"state": "running"}).status_code == 302
    with database.writing() as session:
        found = courses.get_course(session, uuid.UUID(course.rpartition("/")[2]))
        details = PersonDetails("ស៊ុន សុភាព", "SUN Sopheap")
        seat = joining.join(session, found, details, "joined", NINE_THIRTY, any_glyph)
        session.commit()
        day = f"/c/{found.id}"
        phone = client_for(seat_id=seat.id)
    opened = trainer.post(f"{course}/quiz/own-the-sky/open", data={"submission_key": "a"})
    assert opened.status_code == 303
    assert f"{day}/quiz/own-the-sky" in phone.get(day).text
    quiz = f"{day}/quiz/own-the-sky"
    assert phone.post(f"{quiz}/begin").status_code == 303
    given = {"item": "four", "choice": "NY", "submission_key": "b"}
    assert phone.post(f"{quiz}/answers", data=given).status_code == 303
    assert phone.post(f"{quiz}/finish").status_code == 303
    assert "NY" in phone.get(f"{quiz}/result").text
    for page in ("", "/slides", "/live", "/quiz", "/certificates", "/attendance"):
        assert trainer.get(course + page).status_code == 200, page
    assert trainer.post(f"{course}/state", data={"state": "ended"}).status_code == 302
    assert trainer.get(f"{course}/certificates").status_code == 200
    page = administrator.get("/questions").text
    assert re.search(r"The sky</a></td>(\s*<td[^>]*>\d+</td>){2}\s*<td[^>]*>1</td>", page)


def with_picture() -> str:
    encoded = base64.b64encode(PNG).decode()
    return f"""<quiz><question type="truefalse"><questiontext format="html">
<text>Is it this? &lt;img src="@@PLUGINFILE@@/map.png" alt="A map"&gt;</text>
<file name="map.png" encoding="base64">{encoded}</file></questiontext>
<answer fraction="100"><text>true</text></answer>
<answer fraction="0"><text>false</text></answer></question></quiz>"""


def test_a_picture_is_seen_before_the_yes_and_after_it(trainer: ProofReadingClient) -> None:
    shown = f'src="data:image/png;base64,{base64.b64encode(PNG).decode()}" alt="A map"'
    path = choose(trainer, with_picture(), "map.xml").location or ""
    assert shown in trainer.get(path).text
    kept = trainer.post(path, data={"title_en": "Maps"}).location or ""
    assert shown in trainer.get(kept).text


def test_more_pictures_than_a_page_can_bear_are_told(
    trainer: ProofReadingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(previewing, "MOST_PICTURE_BYTES", 10)
    path = choose(trainer, with_picture(), "map.xml").location or ""
    page = trainer.get(path).text
    assert "data:image" not in page
    assert "here there are too many on one page" in page
