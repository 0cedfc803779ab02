"""The pages of every kind of question: with and without a script, refused, reviewed, and mute."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes import kinds
from tests.quizzes.conftest import add_module, written
from training.adapters.database import Database
from training.modules.model import Item, ItemKind
from training.quizzes import answers, service, sheet
from training.quizzes.model import Choice

JSON = {"Accept": "application/json"}
PAIRS = kinds.MATCHING.pairs
WRONG = {
    ItemKind.SEVERAL: "genocide corruption",
    ItemKind.MATCHING: "one:one two:three three:two",
    ItemKind.ORDERING: "rwanda summit report convention",
    ItemKind.SHORT: "Žepa",
    ItemKind.NUMBER: "3.5",
    ItemKind.SINGLE: "wrong",
    ItemKind.TRUE_FALSE: "false",
}
"""An answer of every kind that is not, or only partly, right: 1 + 2 points, and 1 for a pair."""


@pytest.fixture
def sheet_of_all(database: Database, workshop: Workshop) -> Workshop:
    """The workshop where SUN Sopheap has begun a quiz with every kind of question."""
    add_module(database, workshop, kinds.MODULE)
    return workshop


def page(workshop: Workshop, rest: str = "") -> str:
    return f"/c/{workshop.course_id}/quiz/{kinds.SLUG}{rest}"


def seed_of(database: Database, workshop: Workshop) -> int:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, kinds.SLUG)
    assert desk.attempt is not None
    return desk.attempt.seed


def kept(database: Database, workshop: Workshop) -> dict[str, str]:
    with database.reading() as session:
        desk = service.get_desk(session, workshop.course_id, workshop.seat_id, kinds.SLUG)
        assert desk.attempt is not None
        found = service.answers_of(session, desk.attempt)
    return {item_id: answer.code for item_id, answer in found.items()}


def form_of(database: Database, workshop: Workshop, item: Item, code: str) -> dict[str, object]:
    """The fields that a browser without a script sends for that answer."""
    text = written(item, seed_of(database, workshop), code)
    choice = text if item.kind in answers.TYPED else text.split(",")
    return {"item": item.id, "choice": choice, "submission_key": f"{item.id} {code}"}


def answer_all(
    database: Database, workshop: Workshop, client: ProofReadingClient, codes: dict[ItemKind, str]
) -> None:
    for item in kinds.ITEMS:
        data = form_of(database, workshop, item, codes[item.kind])
        assert client.post(page(workshop, "/answers"), data=data).status_code == 303


RIGHT = {item.kind: answers.right_code(item) for item in kinds.ITEMS}


@pytest.mark.parametrize("codes", [RIGHT, WRONG], ids=["right", "wrong"])
def test_every_kind_is_answered_without_javascript(
    database: Database,
    trainee: ProofReadingClient,
    sheet_of_all: Workshop,
    codes: dict[ItemKind, str],
) -> None:
    answer_all(database, sheet_of_all, trainee, codes)
    assert kept(database, sheet_of_all) == {item.id: codes[item.kind] for item in kinds.ITEMS}
    assert "Answered: 7 of 7" in trainee.get(page(sheet_of_all, "/check")).text


def test_a_form_without_javascript_leads_on_to_the_next_open_question(
    database: Database, trainee: ProofReadingClient, sheet_of_all: Workshop
) -> None:
    onward = {}
    for item in reversed(kinds.ITEMS):
        data = form_of(database, sheet_of_all, item, RIGHT[item.kind])
        onward[item.kind] = trainee.post(page(sheet_of_all, "/answers"), data=data).location
    assert onward[ItemKind.TRUE_FALSE] == page(sheet_of_all, "?q=1")
    assert onward[ItemKind.NUMBER] == page(sheet_of_all, "?q=1")
    assert onward[ItemKind.SEVERAL] == page(sheet_of_all, "/check")


@pytest.mark.parametrize("item", kinds.ITEMS, ids=lambda item: item.kind.value)
def test_every_kind_is_answered_with_a_script(
    database: Database, trainee: ProofReadingClient, sheet_of_all: Workshop, item: Item
) -> None:
    text = written(item, seed_of(database, sheet_of_all), WRONG[item.kind])
    data = {"item": item.id, "choice": text, "submission_key": "k"}
    replies = [trainee.post(page(sheet_of_all, "/answers"), data=data, headers=JSON) for _ in "12"]
    for reply in replies:
        assert reply.get_json()["saved"] is True
        assert reply.get_json()["choice"] == text
        assert reply.get_json()["words"] == "Saved at 09:30"
    assert kept(database, sheet_of_all) == {item.id: WRONG[item.kind]}


def test_an_answer_can_be_taken_back(
    database: Database, trainee: ProofReadingClient, sheet_of_all: Workshop
) -> None:
    """Boxes that are all empty again, and words that were deleted, are saved as no answer."""
    answer_all(database, sheet_of_all, trainee, RIGHT)
    for item, data in (
        (kinds.SEVERAL, {}),
        (kinds.SHORT, {"choice": "  "}),
        (kinds.NUMBER, {"choice": ""}),
    ):
        sent = {"item": item.id, "submission_key": "empty", **data}
        assert trainee.post(page(sheet_of_all, "/answers"), data=sent).status_code == 303
    html = trainee.get(page(sheet_of_all, "/check")).text
    assert "Answered: 4 of 7" in html
    assert kinds.SHORT.question.en in html


def given_in(html: str) -> list[str]:
    """What stands in the forms: boxes ticked, buttons pressed, places and words chosen."""
    return [
        *re.findall(r'value="(\d+)" checked', html),
        *re.findall(r'value="(\d+)" aria-pressed="true"', html),
        *re.findall(r'value="(\d+)" selected', html),
        *re.findall(r'id="q\d-typed" name="choice" value="([^"]*)"', html),
    ]


def test_another_phone_in_the_other_language_shows_the_same_answers(
    database: Database, client_for: ClientMaker, trainee: ProofReadingClient, sheet_of_all: Workshop
) -> None:
    answer_all(database, sheet_of_all, trainee, WRONG)
    khmer = client_for(seat_id=sheet_of_all.seat_id, language="km").get(page(sheet_of_all)).text
    english = trainee.get(page(sheet_of_all)).text
    assert given_in(english) == given_in(khmer)
    assert len(given_in(english)) == 2 + 2 + 3 + 4 + 2
    assert "Žepa" in khmer


REFUSED = [
    (kinds.NUMBER, "many", "Please write a number, such as 12 or 3.5."),
    (kinds.SHORT, "ក" * 201, "This answer is too long. Please shorten it."),
    (kinds.ORDERING, "1,1,2,3", "Two lines stand in the same place."),
    (kinds.MATCHING, "1,2", "This answer could not be read"),
    (kinds.SEVERAL, "1,7", "This answer could not be read"),
]


@pytest.mark.parametrize(
    ("item", "text", "words"), REFUSED, ids=[item.kind.value for item, *_ in REFUSED]
)
def test_what_cannot_be_an_answer_is_refused_in_a_sentence(
    database: Database,
    trainee: ProofReadingClient,
    sheet_of_all: Workshop,
    item: Item,
    text: str,
    words: str,
) -> None:
    right = form_of(database, sheet_of_all, item, RIGHT[item.kind])
    trainee.post(page(sheet_of_all, "/answers"), data=right)
    data = {"item": item.id, "choice": text, "submission_key": "k"}
    reply = trainee.post(page(sheet_of_all, "/answers"), data=data, headers=JSON)
    assert reply.status_code == 422
    assert reply.get_json()["saved"] is False
    assert reply.get_json()["message"].startswith(words)
    plain = trainee.post(page(sheet_of_all, "/answers"), data=data)
    assert plain.status_code == 422
    beside = re.search(r'class="quiz-state quiz-fault"[^>]*>([^<]*)<', plain.text)
    assert beside is not None
    assert beside[1].startswith(words)
    assert beside[1].endswith("The answer that was saved before still counts.")
    number = kinds.ITEMS.index(item) + 1
    assert re.search(rf'id="q{number}"[^>]*aria-labelledby="q{number}-words">', plain.text)
    assert kept(database, sheet_of_all) == {item.id: RIGHT[item.kind]}


def test_what_was_typed_stays_in_its_field_when_it_is_refused(
    trainee: ProofReadingClient, sheet_of_all: Workshop
) -> None:
    sent = {kinds.NUMBER: ["many"], kinds.ORDERING: ["4", "2", "2", "1"]}
    shown = {}
    for item, choice in sent.items():
        data = {"item": item.id, "choice": choice, "submission_key": "k"}
        html = trainee.post(page(sheet_of_all, "/answers"), data=data).text
        section = html.split(f'data-item="{item.id}"')[1].split("</section>")[0]
        shown[item] = given_in(section)
        assert "quiz-fault" in section
        assert "still counts" not in section, "nothing was saved before"
    assert shown == sent


def test_a_refused_answer_on_a_closed_sheet_says_that_it_is_closed(
    database: Database, trainee: ProofReadingClient, sheet_of_all: Workshop
) -> None:
    trainee.post(page(sheet_of_all, "/finish"))
    data = {"item": kinds.NUMBER.id, "choice": "many", "submission_key": "k"}
    plain = trainee.post(page(sheet_of_all, "/answers"), data=data)
    assert plain.status_code == 409
    assert "These answers were sent at 09:30" in plain.text
    assert ">See the result<" in plain.text
    assert kept(database, sheet_of_all) == {}


def test_a_half_matched_question_is_listed_as_not_answered_yet(
    database: Database, trainee: ProofReadingClient, sheet_of_all: Workshop
) -> None:
    answer_all(database, sheet_of_all, trainee, RIGHT | {ItemKind.MATCHING: "one:one"})
    html = trainee.get(page(sheet_of_all, "/check")).text
    assert "Answered: 6 of 7" in html
    assert kinds.MATCHING.question.en in html
    assert "Something is missing" in html


def card_of(html: str, item: Item) -> str:
    """The words about that question on the page of the result."""
    (card,) = (each for each in html.split('<li class="card')[1:] if item.question.en in each)
    return re.sub(r"\s+", " ", re.sub(r"<[^>]*>", " ", card.split('">', 1)[1]))


def test_the_result_says_what_is_right_partly_right_and_why(
    database: Database, trainee: ProofReadingClient, sheet_of_all: Workshop
) -> None:
    answer_all(database, sheet_of_all, trainee, WRONG)
    trainee.post(page(sheet_of_all, "/finish"))
    html = trainee.get(page(sheet_of_all, "/result")).text
    assert "Points: 3 of 13" in html
    several = card_of(html, kinds.SEVERAL)
    assert "0 of 2 points" in several
    assert "✓ Right: Genocide" in several
    assert "✗ Not right: Corruption Corruption harms people" in several
    assert "Neither a flood" not in several, "nobody chose it"
    matching = card_of(html, kinds.MATCHING)
    assert "Your answer (partly right)" in matching
    assert "1 of 3 points" in matching
    assert f"✓ Right: {PAIRS[0].left.en} → {PAIRS[0].right.en}" in matching
    assert f"✗ Not right: {PAIRS[1].left.en} → {PAIRS[2].right.en}" in matching
    assert "2 of 3 points" in card_of(html, kinds.ORDERING)
    assert "Žepa ✓ Right answer Srebrenica" in card_of(html, kinds.SHORT)
    assert "3.5 ✓ Right answer 1.7 (± 0.25)" in card_of(html, kinds.NUMBER)
    assert "In 2001 2001 is the year of the ICISS report." in card_of(html, kinds.SINGLE)
    assert all(item.reason.en in html for item in kinds.ITEMS)


def test_the_result_in_khmer_has_khmer_words_and_digits(
    database: Database, client_for: ClientMaker, sheet_of_all: Workshop
) -> None:
    client = client_for(seat_id=sheet_of_all.seat_id, language="km")
    answer_all(database, sheet_of_all, client, WRONG)
    client.post(page(sheet_of_all, "/finish"))
    html = client.get(page(sheet_of_all, "/result")).text
    assert "១,៧ (± ០,២៥)" in html
    assert "ស្រេប្រេនីតសា" in html
    assert '<span lang="en">Žepa</span>' in html


def test_the_trainer_sees_the_lines_that_were_given_most_instead(
    database: Database, trainer: ProofReadingClient, trainee: ProofReadingClient,
    sheet_of_all: Workshop,
) -> None:  # fmt: skip
    answer_all(database, sheet_of_all, trainee, WRONG)
    trainee.post(page(sheet_of_all, "/finish"))
    html = trainer.get(f"/courses/{sheet_of_all.course_id}/quiz/{kinds.SLUG}").text
    rows = {
        item.kind: next(row for row in html.split("<tr>") if item.question.en in row)
        for item in kinds.ITEMS
    }
    assert "0 of 1" in rows[ItemKind.ORDERING]
    lines = re.findall(r"<li>(.*?)</li>", rows[ItemKind.ORDERING])
    order = ("rwanda", "summit", "report", "convention")
    known = {option.id: option.words.en for option in kinds.ORDERING.options}
    assert lines == [known[each] for each in order]
    assert len(re.findall("<li>", rows[ItemKind.MATCHING])) == 3
    assert "Žepa" in rows[ItemKind.SHORT]


def test_no_response_holds_what_is_right_before_the_answers_are_sent(
    database: Database, client_for: ClientMaker, sheet_of_all: Workshop
) -> None:
    """Answers of every kind, right and wrong, get the same replies; pages hold no secret."""
    client = client_for(seat_id=sheet_of_all.seat_id)
    responses = [client.get(page(sheet_of_all)).text]
    replies: dict[ItemKind, list[dict[str, object]]] = {}
    for codes in (RIGHT, WRONG):
        for item in kinds.ITEMS:
            if item.kind in answers.TYPED:
                continue
            data = form_of(database, sheet_of_all, item, codes[item.kind])
            data["choice"] = ",".join(data["choice"])  # type: ignore[arg-type] # a list of texts
            reply = client.post(page(sheet_of_all, "/answers"), data=data, headers=JSON)
            responses.append(reply.text)
            body: dict[str, object] = reply.get_json()
            assert body.pop("choice") == data["choice"]
            replies.setdefault(item.kind, []).append(body)
        responses += [client.get(page(sheet_of_all, rest)).text for rest in ("", "/check")]
    for item in (kinds.SHORT, kinds.NUMBER):
        for text in ("nowhere", "12"):
            data = {"item": item.id, "choice": text, "submission_key": text}
            responses.append(client.post(page(sheet_of_all, "/answers"), data=data).text)
    assert all(right == wrong for right, wrong in replies.values())
    khmer = client_for(seat_id=sheet_of_all.seat_id, language="km")
    responses += [khmer.get(page(sheet_of_all, rest)).text for rest in ("", "/check")]
    for response in responses:
        assert [secret for secret in kinds.SECRETS if secret in response] == []


def otherwise(item: Item) -> Item:
    """The same question, for which something else is right."""
    turned = item.options[1:] + item.options[:1]
    if item.kind is ItemKind.MATCHING:
        moved = PAIRS[1:] + PAIRS[:1]
        pairs = zip(PAIRS, moved, strict=True)
        return structs.replace(
            item, pairs=tuple(structs.replace(right, left=left.left) for left, right in pairs)
        )
    if item.kind is ItemKind.ORDERING:
        return structs.replace(item, options=turned)
    flags = zip(item.options, turned, strict=True)
    options = tuple(structs.replace(one, right=other.right) for one, other in flags)
    is_true = None if item.answer is None else not item.answer
    return structs.replace(
        item, options=options, answer=is_true, accepted=("Tuzla",), value="9", tolerance="3"
    )


@given(st.integers(min_value=0, max_value=2**31 - 1))
def test_a_sheet_looks_the_same_whatever_is_right(seed: int) -> None:
    """So its order, its places and its words tell nothing, whoever reads the page's source."""
    others = [otherwise(item) for item in kinds.ITEMS]
    for item, other in zip(kinds.ITEMS, others, strict=True):
        assert answers.right_code(item) != answers.right_code(other) or (
            item.kind is ItemKind.MATCHING and item.pairs != other.pairs
        )
    assert sheet.questions(kinds.ITEMS, seed, {}) == sheet.questions(others, seed, {})


def test_lines_to_put_in_order_are_shown_in_every_order() -> None:
    seen = {
        tuple(choice.code for choice in answers.choices_in_order(kinds.ORDERING, seed))
        for seed in range(600)
    }
    assert len(seen) == 24


def test_a_typed_answer_is_said_in_the_language_of_its_letters() -> None:
    (khmer,) = answers.said(kinds.SHORT, "ស្រែ")
    (number,) = answers.said(kinds.NUMBER, "1700.5")
    assert khmer == Choice("ស្រែ", khmer.words)
    assert khmer.words is not None
    assert (khmer.words.km, khmer.words.en) == ("ស្រែ", "")
    assert number.words is not None
    assert (number.words.km, number.words.en) == ("១៧០០,៥", "1700.5")
