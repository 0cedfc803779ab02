"""The pages of what is not scored or marked by the trainer, and of questions with a picture."""

import hashlib
import re
from dataclasses import replace
from urllib.parse import quote

import pytest
from msgspec import structs
from sqlalchemy import func, select

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes import opinions
from tests.quizzes.conftest import add_module, written
from training.adapters.database import Database
from training.kernel.locales import Bilingual
from training.modules.model import Item
from training.quizzes import answers, results, service, sheet
from training.quizzes.model import KeptAnswer
from training.quizzes.tables import QuizAnswer

JSON = {"Accept": "application/json"}
TEXT = "ខ្ញុំប្រាប់មេភូមិ។\n\n- Then I write it down\n- <b>and</b> tell nobody"
CODES = {
    opinions.SURE: "4",
    opinions.PACE: "1",
    opinions.DEED: TEXT,
    opinions.COMMENT: "Thank you",
    opinions.HELP: "books visit",
    opinions.YEAR: "right",
}


@pytest.fixture
def begun(database: Database, workshop: Workshop) -> Workshop:
    """The workshop where SUN Sopheap has begun a quiz of opinions, texts and pictures."""
    add_module(database, workshop, opinions.MODULE, opinions.PICTURES)
    return workshop


def page(workshop: Workshop, rest: str = "") -> str:
    return f"/c/{workshop.course_id}/quiz/{opinions.SLUG}{rest}"


def form_of(database: Database, workshop: Workshop, item: Item, code: str) -> dict[str, object]:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, opinions.SLUG)
    assert desk.attempt is not None
    text = written(item, desk.attempt.seed, code)
    choice = text if item.kind in answers.TYPED else text.split(",")
    return {"item": item.id, "choice": choice, "submission_key": f"{item.id} {code}"[:64].strip()}


def kept(database: Database, workshop: Workshop) -> dict[str, str]:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, opinions.SLUG)
        assert desk.attempt is not None
        found = service.answers_of(session, desk.attempt)
    return {item_id: answer.code for item_id, answer in found.items()}


def answer_all(database: Database, workshop: Workshop, client: ProofReadingClient) -> None:
    for item, code in CODES.items():
        key = re.sub(r"\W", "-", item.id)
        data = form_of(database, workshop, item, code) | {"submission_key": key}
        assert client.post(page(workshop, "/answers"), data=data).status_code == 303


def section_of(html: str, item: Item) -> str:
    return html.partition(f'data-item="{item.id}"')[2].partition("</section>")[0]


def card_of(html: str, item: Item) -> str:
    (card,) = (each for each in html.split('<li class="card')[1:] if item.question.en in each)
    return card


def words_of(html: str) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", html))


@pytest.mark.parametrize("ends", ["\n", "\r\n"])
def test_everything_is_answered_without_javascript(
    database: Database, trainee: ProofReadingClient, begun: Workshop, ends: str
) -> None:
    for item, code in CODES.items():
        data = form_of(database, begun, item, code.replace("\n", ends)) | {"submission_key": "k"}
        assert trainee.post(page(begun, "/answers"), data=data).status_code == 303
    assert kept(database, begun) == {item.id: code for item, code in CODES.items()}
    assert "Answered: 6 of 6" in trainee.get(page(begun, "/check")).text


def test_what_was_typed_stands_in_its_field_with_its_lines(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    answer_all(database, begun, trainee)
    section = section_of(trainee.get(page(begun)).text, opinions.DEED)
    field = re.search(
        r'<textarea [^>]*maxlength="2000"[^>]*>\n(.*?)</textarea>', section, re.DOTALL
    )
    assert field is not None
    assert field[1] == TEXT.replace("<", "&lt;").replace(">", "&gt;")


def test_two_thousand_signs_are_kept_once_and_one_more_is_refused(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    """Four bytes each, in an order that no index can shorten; two texts differ at their ends."""
    order = (int(each, 16) for each in re.findall("..", hashlib.shake_256(b"6").hexdigest(1_999)))
    signs = "".join(chr(0x20000 + each * 97) for each in order)
    for text, status in (
        (signs + "ក", 200),
        (signs + "ខ", 200),
        (signs + "ខ", 200),
        (signs + "កខ", 422),
    ):
        data = {"item": opinions.DEED.id, "choice": text, "submission_key": "k"}
        reply = trainee.post(page(begun, "/answers"), data=data, headers=JSON)
        assert reply.status_code == status
    assert kept(database, begun) == {opinions.DEED.id: signs + "ខ"}
    with database.reading() as session:
        assert session.scalar(select(func.count()).select_from(QuizAnswer)) == 2


def test_a_text_that_comes_along_with_the_sending_keeps_its_lines(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    answer = f"{opinions.DEED.id} {quote(TEXT)} k"
    trainee.post(page(begun, "/finish"), data={"answer": answer})
    assert kept(database, begun) == {opinions.DEED.id: TEXT}


def test_a_scale_says_its_steps_and_ends_to_those_who_do_not_see_it(
    database: Database, client_for: ClientMaker, trainee: ProofReadingClient, begun: Workshop
) -> None:
    answer_all(database, begun, trainee)
    faces = section_of(trainee.get(page(begun)).text, opinions.SURE)
    assert re.findall(r'<span class="hidden-visually">(.*?)</span>', faces) == [
        "1 / 5 Not good at all", "2 / 5", "3 / 5", "4 / 5", "5 / 5 Very good",
    ]  # fmt: skip
    assert faces.count("<svg") == faces.count('aria-hidden="true" focusable="false"') == 5
    assert re.findall(r'value="(\d)" aria-pressed="true"', faces) == ["4"]
    khmer = client_for(seat_id=begun.seat_id, language="km").get(page(begun)).text
    steps = section_of(khmer, opinions.PACE)
    assert "<svg" not in steps
    assert re.findall(r'<span aria-hidden="true">(.)</span>', steps) == [*"១២៣៤៥៦៧"]
    assert "១ / ៧ យឺតពេក" in steps
    assert re.findall(r'value="(\d)" aria-pressed="true"', steps) == ["1"]


def test_the_result_tells_what_is_not_scored_and_what_waits(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    answer_all(database, begun, trainee)
    trainee.post(page(begun, "/finish"))
    html = trainee.get(page(begun, "/result")).text
    assert "Points: 1 of 4" in html
    assert "1 of your answers has still to be marked by the trainer." in html
    sure = words_of(card_of(html, opinions.SURE))
    assert "Your answer Not scored" in sure
    assert "4 / 5" in sure
    assert "Why" not in sure
    assert "Right answer" not in sure
    deed = card_of(html, opinions.DEED)
    assert "Your answer Will be marked by the trainer" in words_of(deed)
    assert "3 points at most" in deed
    assert opinions.DEED.rubric.en in deed
    assert "tell nobody" in deed
    assert "quiz-written" in deed
    assert "&lt;b&gt;and" in deed
    for item in (opinions.COMMENT, opinions.HELP):
        card = words_of(card_of(html, item))
        assert "Your answer Not scored" in card
        assert "✗" not in card
        assert "✓" not in card
    assert "Your answer is right" in card_of(html, opinions.YEAR)


def test_a_text_that_was_left_empty_waits_for_nobody(
    trainee: ProofReadingClient, begun: Workshop
) -> None:
    trainee.post(page(begun, "/finish"))
    html = trainee.get(page(begun, "/result")).text
    assert "still to be marked" not in html
    deed = words_of(card_of(html, opinions.DEED))
    assert "0 of 3 points ✗ No answer" in deed
    assert "Right answer" not in deed
    assert "No answer Not scored" in words_of(card_of(html, opinions.COMMENT))


def test_a_sheet_without_anything_scored_has_no_sum(
    database: Database, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    items = tuple(item for item in opinions.ITEMS if not item.is_scored)
    add_module(database, workshop, structs.replace(opinions.MODULE, items=items))
    trainee.post(page(workshop, "/finish"))
    html = trainee.get(page(workshop, "/result")).text
    heading = re.search(r"<h1>(.*?)</h1>", html)
    assert heading is not None
    assert heading[1] == "Your answers"
    assert "Points" not in html


def test_a_marked_text_shows_what_the_trainer_gave() -> None:
    answer = {opinions.DEED.id: KeptAnswer(TEXT, NINE_THIRTY)}
    seen = {}
    for marks in (None, 0, 2, 3):
        given = {} if marks is None else {opinions.DEED.id: marks}
        (shown,) = sheet.reviewed([opinions.DEED], answer, given)
        seen[marks] = (shown.marks, shown.most, shown.is_waiting, shown.is_right)
    assert seen == {
        None: (0, 3, True, False),
        0: (0, 3, False, False),
        2: (2, 3, False, False),
        3: (3, 3, False, True),
    }


def test_the_trainer_sees_as_misunderstood_only_what_can_be_wrong(
    database: Database, trainer: ProofReadingClient, trainee: ProofReadingClient, begun: Workshop
) -> None:
    answer_all(database, begun, trainee)
    trainee.post(page(begun, "/finish"))
    html = trainer.get(f"/courses/{begun.course_id}/quiz/{opinions.SLUG}").text
    assert [item.id for item in opinions.ITEMS if item.question.en in html] == [opinions.YEAR.id]
    shares = results.item_shares(opinions.ITEMS, [{item.id: code for item, code in CODES.items()}])
    assert [(share.item.id, share.right) for share in shares] == [(opinions.YEAR.id, 1)]
    assert opinions.MAP_ALT.en in html


def pictures_in(html: str) -> list[tuple[str, str]]:
    return re.findall(r'<img src="([^"]*)" alt="([^"]*)" loading="lazy">', html)


def test_a_picture_comes_with_its_words_and_only_once(
    client_for: ClientMaker, trainee: ProofReadingClient, begun: Workshop
) -> None:
    html = trainee.get(page(begun)).text
    (deed,) = pictures_in(section_of(html, opinions.DEED))
    assert deed[1] == opinions.MAP_ALT.en
    assert set(pictures_in(html)) == {deed}, "both questions show the same file"
    answer = trainee.get(deed[0])
    assert (answer.status_code, answer.mimetype) == (200, "image/svg+xml")
    assert answer.data == opinions.MAP
    assert answer.headers["Cache-Control"] == "private, max-age=3600"
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    trainee.post(page(begun, "/finish"))
    assert pictures_in(card_of(trainee.get(page(begun, "/result")).text, opinions.DEED)) == [deed]
    khmer = client_for(seat_id=begun.seat_id, language="km").get(page(begun, "/result")).text
    assert (deed[0], opinions.MAP_ALT.km) in pictures_in(khmer)


def test_a_picture_without_words_is_still_called_one(
    database: Database, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    bare = structs.replace(opinions.DEED, alt=Bilingual("", ""))
    module = structs.replace(opinions.MODULE, items=(bare,))
    add_module(database, workshop, module, opinions.PICTURES)
    ((_, alt),) = pictures_in(trainee.get(page(workshop)).text)
    assert alt == "A picture without a description"


def test_no_response_holds_the_rubric_or_the_reason_before_the_answers_are_sent(
    database: Database, client_for: ClientMaker, begun: Workshop
) -> None:
    responses = []
    for language in ("en", "km"):
        client = client_for(seat_id=begun.seat_id, language=language)
        for item, code in CODES.items():
            data = form_of(database, begun, item, code) | {"submission_key": language}
            if item is opinions.DEED:
                data["choice"] = "something of mine"
            responses.append(client.post(page(begun, "/answers"), data=data, headers=JSON).text)
        responses += [client.get(page(begun, rest)).text for rest in ("", "/check")]
    for response in responses:
        assert [secret for secret in opinions.SECRETS if secret in response] == []


def test_a_sheet_looks_the_same_whatever_gives_marks() -> None:
    others = [
        structs.replace(item, rubric=Bilingual("ក", "x"), reason=Bilingual("ក", "x"))
        for item in opinions.ITEMS
    ]
    (one, *_), (other, *_) = (sheet.questions(items, 7, {}) for items in (opinions.ITEMS, others))
    assert replace(one, number=9) == replace(other, number=9)
    assert sheet.questions(opinions.ITEMS, 7, {}) == sheet.questions(others, 7, {})
