"""The pages: without JavaScript, with it, in both languages, for those who may and may not."""

import re
from collections.abc import Callable

import pytest

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import SLUG, answer_form
from training.adapters.database import Database
from training.courses import service as courses
from training.courses.model import CourseState

JSON = {"Accept": "application/json"}
REASONS = ("On a clear day the sky is blue", "Everybody who touched it knows", "Stones sink")


def page(workshop: Workshop, rest: str = "", slug: str = SLUG) -> str:
    return f"/c/{workshop.course_id}/quiz/{slug}{rest}"


def overview(workshop: Workshop, rest: str = "") -> str:
    return f"/courses/{workshop.course_id}/quiz{rest}"


def opening_of(html: str) -> str:
    found = re.search(r'name="opening" value="([^"]+)"', html)
    assert found is not None
    return found[1]


def close(trainer: ProofReadingClient, workshop: Workshop) -> None:
    opening = opening_of(trainer.get(overview(workshop)).text)
    answer = trainer.post(overview(workshop, f"/{SLUG}/close"), data={"opening": opening})
    assert answer.status_code == 303


def test_take_waits_for_the_trainer(trainee: ProofReadingClient, workshop: Workshop) -> None:
    assert "The trainer has not opened this quiz yet." in trainee.get(page(workshop)).text


def test_the_whole_quiz_without_javascript(
    database: Database,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    workshop: Workshop,
) -> None:
    opened = trainer.post(overview(workshop, f"/{SLUG}/open"), data={"submission_key": "o"})
    assert opened.status_code == 303
    assert "Begin the quiz" in trainee.get(page(workshop)).text
    assert trainee.post(page(workshop, "/begin")).location == page(workshop)
    assert "Question 1 of 3" in trainee.get(page(workshop)).text
    onward = [
        trainee.post(
            page(workshop, "/answers"), data=answer_form(database, workshop, item, code, item)
        ).location
        for item, code in (("colour", "b"), ("stone", "true"), ("water", "true"))
    ]
    assert onward == [page(workshop, "?q=2"), page(workshop, "?q=2"), page(workshop, "/check")]
    assert "Answered: 3 of 3" in trainee.get(onward[2]).text
    assert trainee.post(page(workshop, "/finish")).location == page(workshop, "/result")
    result = trainee.get(page(workshop, "/result")).text
    assert "Right: 2 of 3" in result
    assert all(reason in result for reason in REASONS)
    assert trainee.get(page(workshop)).location == page(workshop, "/result")
    assert trainee.post(page(workshop, "/finish")).location == page(workshop, "/result")


def test_check_lists_what_is_open(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    data = answer_form(database, begun, "water", "true", "k")
    trainee.post(page(begun, "/answers"), data=data)
    html = trainee.get(page(begun, "/check")).text
    assert "Answered: 1 of 3" in html
    assert "Which colour is the sky?" in html
    assert "Water is wet." not in html


def test_result_in_khmer_has_khmer_digits(client_for: ClientMaker, begun: Workshop) -> None:
    client = client_for(seat_id=begun.seat_id, language="km")
    client.post(page(begun, "/finish"))
    html = client.get(page(begun, "/result")).text
    heading = re.search(r"<h1>(.*?)</h1>", html, re.DOTALL)
    assert heading is not None
    assert "០" in heading[1]
    assert "៣" in heading[1]
    assert not re.search(r"[0-9]", heading[1])
    assert "តើមេឃមានពណ៌អ្វី?" in html


def options_of(html: str) -> list[str]:
    found = re.findall(r'name="choice" value="(\d+)"[^>]*>.*?<span>(.*?)</span></button>', html)
    return [f"{place} {words}" for place, words in found]


def test_the_language_switch_keeps_order_and_answers(
    database: Database, client_for: ClientMaker, begun: Workshop
) -> None:
    english = client_for(seat_id=begun.seat_id)
    khmer = client_for(seat_id=begun.seat_id, language="km")
    data = answer_form(database, begun, "colour", "b", "k")
    english.post(page(begun, "/answers"), data=data)
    first, second = english.get(page(begun)).text, khmer.get(page(begun)).text
    assert first.count('aria-pressed="true"') == second.count('aria-pressed="true"') == 1
    words = {"Green": "បៃតង", "Blue": "ខៀវ", "Red": "ក្រហម"}
    expected = [f"{row[:2]}{words[row[2:]]}" for row in options_of(first)[:3]]
    assert options_of(second)[:3] == expected


def test_take_and_replies_hold_no_hint(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    """Right and wrong look the same, on the page and in the replies, until the answers are sent."""
    pages = [trainee.get(page(begun)).text, trainee.get(page(begun, "/check")).text]
    right = answer_form(database, begun, "colour", "b", "k1")
    wrong = answer_form(database, begun, "colour", "a", "k2")
    replies = [
        trainee.post(page(begun, "/answers"), data=data, headers=JSON).get_json()
        for data in (right, wrong)
    ]
    assert {key for reply in replies for key in reply} == {
        "saved",
        "item",
        "choice",
        "at",
        "words",
        "late",
        "now",
        "due",
    }
    assert replies[0]["words"] == replies[1]["words"]
    pages.append(trainee.get(page(begun)).text)
    for html in pages:
        assert not any(reason in html for reason in REASONS)
        assert "right" not in html.replace("you see what was right, and why", "").lower()
    buttons = re.findall(r"<button class=\"quiz-option\".*?</button>", pages[0], re.DOTALL)
    bare = {re.sub(r'value="\d"|<span>.*?</span>', "", button) for button in buttons}
    assert len(buttons) == 7
    assert len(bare) == 1


def test_result_is_not_shown_before_sending(trainee: ProofReadingClient, begun: Workshop) -> None:
    assert trainee.get(page(begun, "/result")).location == page(begun)


def test_a_double_submit_gets_the_same_reply(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    data = answer_form(database, begun, "water", "true", "k")
    first, second = (
        trainee.post(page(begun, "/answers"), data=data, headers=JSON).get_json() for _ in "12"
    )
    assert first == second
    assert first["saved"] is True
    assert first["words"] == "Saved at 09:30"


def test_an_answer_after_closing_is_refused_in_words(
    database: Database,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    begun: Workshop,
) -> None:
    close(trainer, begun)
    data = answer_form(database, begun, "water", "true", "k")
    reply = trainee.post(page(begun, "/answers"), data=data, headers=JSON)
    words = "The quiz was closed at 09:30. Answers given before then are kept."
    assert reply.status_code == 409
    assert reply.get_json() == {"saved": False, "message": words}
    plain = trainee.post(page(begun, "/answers"), data=data)
    assert plain.status_code == 409
    assert words in plain.text
    assert "See the result" in plain.text
    waiting = trainee.get(page(begun, "/result")).text
    assert "Closed at 09:30." in waiting
    assert "Right" not in waiting, "the phone may still bring what was answered in time"
    assert "Right: 0 of 3" in trainee.get(page(begun, "/result?see=1")).text
    assert "Right: 0 of 3" in trainee.get(page(begun, "/result")).text


def test_a_refusal_in_khmer_has_khmer_digits(
    database: Database, client_for: ClientMaker, trainer: ProofReadingClient, begun: Workshop
) -> None:
    close(trainer, begun)
    client = client_for(seat_id=begun.seat_id, language="km")
    data = answer_form(database, begun, "water", "true", "k")
    reply = client.post(page(begun, "/answers"), data=data, headers=JSON)
    assert "០៩:៣០" in reply.get_json()["message"]


@pytest.mark.parametrize(
    "data",
    [
        {},
        {"item": "water", "choice": "1"},
        {"item": "water", "choice": "9", "submission_key": "k"},
        {"item": "none", "choice": "1", "submission_key": "k"},
    ],
)
def test_nonsense_is_refused_and_not_saved(
    trainee: ProofReadingClient, begun: Workshop, data: dict[str, str]
) -> None:
    for headers in (JSON, {}):
        reply = trainee.post(page(begun, "/answers"), data=data, headers=headers)
        assert reply.status_code == 422
    assert "Answered: 0 of 3" in trainee.get(page(begun, "/check")).text


def test_who_missed_the_quiz_is_told_when_it_closed(
    client_for: ClientMaker, trainer: ProofReadingClient, begun: Workshop
) -> None:
    close(trainer, begun)
    other = client_for(seat_id=begun.other_seat_id)
    assert "closed at 09:30" in other.get(page(begun)).text
    refused = other.post(page(begun, "/begin"))
    assert refused.status_code == 409
    assert "closed at 09:30" in refused.text


def test_a_sheet_that_outlived_the_course_can_still_be_sent(
    database: Database, trainee: ProofReadingClient, begun: Workshop
) -> None:
    """The end of a course closes its quizzes; a restored backup may hold one that is open."""
    with database.writing() as session:
        courses.get_course(session, begun.course_id).state = CourseState.ENDED.value
        session.commit()
    assert trainee.get(page(begun)).location == page(begun, "/check")
    assert "This course has ended" in trainee.get(page(begun, "/check")).text
    assert trainee.post(page(begun, "/finish")).location == page(begun, "/result")


def test_an_unknown_quiz_is_not_found(trainee: ProofReadingClient, workshop: Workshop) -> None:
    assert trainee.get(page(workshop, slug="none")).status_code == 404
    assert trainee.post(page(workshop, "/answers", slug="none")).status_code in {404, 422}


def test_a_trainee_of_another_course_is_turned_away(
    database: Database, client_for: ClientMaker, begun: Workshop
) -> None:
    elsewhere = client_for(seat_id=begun.seat_elsewhere_id)
    assert elsewhere.get(page(begun)).location == "/join"
    data = answer_form(database, begun, "water", "true", "k")
    assert elsewhere.post(page(begun, "/answers"), data=data).status_code == 403
    for rest in ("/check", "/result"):
        assert elsewhere.get(page(begun, rest)).status_code == 302
    for rest in ("/begin", "/finish"):
        assert elsewhere.post(page(begun, rest)).status_code == 403


def test_only_staff_of_the_course_open_and_close(
    client_for: ClientMaker, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    stranger = client_for(account_id=workshop.stranger_id)
    for client in (stranger, trainee):
        assert client.get(overview(workshop)).status_code in {302, 403}
        assert client.post(overview(workshop, f"/{SLUG}/open")).status_code == 403
        assert client.post(overview(workshop, f"/{SLUG}/close")).status_code == 403


def test_report_shows_names_folded_and_in_khmer_order(
    database: Database, trainer: ProofReadingClient, trainee: ProofReadingClient, begun: Workshop
) -> None:
    trainee.post(page(begun, "/answers"), data=answer_form(database, begun, "colour", "a", "k"))
    trainee.post(page(begun, "/finish"))
    assert "ស៊ុន សុភាព" not in trainer.get(overview(begun)).text
    close(trainer, begun)
    html = trainer.get(overview(begun, f"/{SLUG}")).text
    names = html.index("<details")
    assert html.index("កែវ ចាន់ថា") < html.index("ស៊ុន សុភាព")
    assert names < html.index("កែវ ចាន់ថា")
    assert "<details open" not in html
    assert "0 of 3" in html[names:]
    table = html[:names]
    assert "Green" in table


def test_closing_says_whom_it_meets(trainer: ProofReadingClient, begun: Workshop) -> None:
    assert "1 person has not sent the answers" in trainer.get(overview(begun)).text
    opening = opening_of(trainer.get(overview(begun)).text)
    answer = trainer.post(
        overview(begun, f"/{SLUG}/close"), data={"opening": opening}, follow_redirects=True
    )
    assert "1 unfinished sheet was taken" in answer.text
    assert "Open the quiz" in answer.text


def test_one_answer_costs_the_same_in_every_quiz(
    database: Database,
    trainee: ProofReadingClient,
    workshop: Workshop,
    add_quiz: Callable[[str, int], None],
    statements: list[str],
) -> None:
    spent = {}
    for slug, items in (("three", 3), ("fifteen", 15)):
        add_quiz(slug, items)
        data = answer_form(database, workshop, "item-1", "a", "k", slug)
        answers = page(workshop, "/answers", slug)
        statements.clear()
        assert trainee.post(answers, data=data, headers=JSON).status_code == 200
        spent[items] = list(statements)
    assert spent[3] == spent[15]
    assert len(spent[15]) == 3, "who sits there, which sheet, the answer"


def test_take_costs_the_same_in_every_quiz(
    trainee: ProofReadingClient,
    workshop: Workshop,
    add_quiz: Callable[[str, int], None],
    statements: list[str],
) -> None:
    spent = []
    for slug, items in (("three", 3), ("fifteen", 15)):
        add_quiz(slug, items)
        trainee.get(page(workshop, slug=slug))
        statements.clear()
        assert trainee.get(page(workshop, slug=slug)).status_code == 200
        spent.append(len(statements))
    assert spent[0] == spent[1]
