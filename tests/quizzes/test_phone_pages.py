"""What the phone's pages say of each purpose: nothing that is not so, and all that awaits."""

import datetime as dt
import re
from collections.abc import Callable

import pytest

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import Change, answer_form
from training.adapters.database import Database
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.quizzes import opening
from training.quizzes.model import Results, Terms

pytestmark = ON_SQLITE
JSON = {"Accept": "application/json"}
QUIZ, HOME = "small", "home.small"
THEN = "As soon as they are sent you see what was right, and why."


def let(change: Change, slug: str, terms: Terms | None = None) -> None:
    if terms is not None:
        change(opening.change_terms, slug, terms, SYSTEM, NINE_THIRTY)
    change(opening.open_quiz, slug, f"open {slug}", SYSTEM, NINE_THIRTY)


def main_of(html: str) -> str:
    """The words of a page's middle."""
    main = re.search(r"<main.*?</main>", html, re.DOTALL)
    assert main is not None
    return " ".join(re.sub(r"<[^>]*>", " ", main[0]).split())


def page(workshop: Workshop, slug: str, onward: str = "") -> str:
    return f"/c/{workshop.course_id}/quiz/{slug}{onward}"


# Before it begins.


def test_the_beginning_says_what_awaits(
    trainee: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    later = NINE_THIRTY + dt.timedelta(days=2)
    let(change, HOME, Terms(3, 20, 60, Results.AFTER_CLOSING, later))
    change(opening.give_extra_time, workshop.seat_id, 50, SYSTEM, NINE_THIRTY)
    said = main_of(trainee.get(page(workshop, HOME)).text)
    assert "3 questions." in said
    assert "You have 30 minutes from when you begin." in said, "with the person's own extra time"
    assert "It is open until 25 November 2026, 09:30." in said
    assert "You can do it 3 times; your best result counts." in said
    assert "To pass, you need 60 % of the points." in said
    assert "Once it is closed you see what was right, and why." in said
    assert THEN not in said


@pytest.mark.parametrize(
    ("results", "promise"),
    [
        (Results.AT_ONCE, THEN),
        (Results.AFTER_CLOSING, "Once it is closed you see what was right, and why."),
        (Results.NEVER, "The right answers are not shown."),
    ],
)
def test_what_is_promised_is_what_happens(
    trainee: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    results: Results,
    promise: str,
) -> None:
    let(change, QUIZ, Terms(results=results))
    assert promise in main_of(trainee.get(page(workshop, QUIZ)).text)
    trainee.post(page(workshop, QUIZ, "/begin"))
    assert promise in main_of(trainee.get(page(workshop, QUIZ, "/check")).text)
    trainee.post(page(workshop, QUIZ, "/finish"))
    shown = main_of(trainee.get(page(workshop, QUIZ, "/result")).text)
    assert ("Right answer" in shown) is (results is Results.AT_ONCE)
    assert ("Your answers have come" in shown) is (results is not Results.AT_ONCE)


def test_where_there_are_no_limits_none_are_spoken_of(
    trainee: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    let(change, QUIZ)
    said = main_of(trainee.get(page(workshop, QUIZ)).text)
    for word in ("minutes", "open until", "times", "pass"):
        assert word not in said


# After it.


def test_a_pass_mark_and_more_tries_are_said(
    trainee: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    let(change, QUIZ, Terms(tries=2, pass_percent=50))
    trainee.post(page(workshop, QUIZ, "/begin"))
    trainee.post(page(workshop, QUIZ, "/finish"))
    said = main_of(trainee.get(page(workshop, QUIZ, "/result")).text)
    assert "Not passed yet. 50 % are needed." in said
    assert "Try again 1 more try" in said
    trainee.post(page(workshop, QUIZ, "/begin"))
    trainee.post(page(workshop, QUIZ, "/finish"))
    assert "Try again" not in main_of(trainee.get(page(workshop, QUIZ, "/result")).text)


def test_an_answer_that_came_late_is_said_to_count(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    let(change, QUIZ, Terms(minutes=10))
    trainee.post(page(workshop, QUIZ, "/begin"))
    tapped = NINE_THIRTY + dt.timedelta(minutes=9)
    at(NINE_THIRTY + dt.timedelta(minutes=15))
    data = answer_form(database, workshop, "colour", "b", "k")
    data["tapped_at"] = str(int(tapped.timestamp() * 1000))
    reply = trainee.post(page(workshop, QUIZ, "/answers"), data=data, headers=JSON).get_json()
    assert reply["late"] is True
    assert reply["words"] == "It came after the end, but you had answered before it. So it counts."
    said = main_of(trainee.get(page(workshop, QUIZ, "/result")).text)
    assert said.startswith("Quiz: A small module Your time was up at 09:40.")
    said = main_of(trainee.get(page(workshop, QUIZ, "/result?see=1")).text)
    assert "Right: 1 of 3" in said
    assert "1 answer came after the end, but you had given it before. So it counts." in said


# The end, as the phone sees it.


def test_a_phone_that_thinks_the_time_is_up_does_not_end_a_sheet_that_has_more(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    let(change, QUIZ, Terms(minutes=10))
    trainee.post(page(workshop, QUIZ, "/begin"))
    change(opening.give_extra_time, workshop.seat_id, 100, SYSTEM, NINE_THIRTY)
    at(NINE_THIRTY + dt.timedelta(minutes=10))
    data = answer_form(database, workshop, "colour", "b", "k")
    waiting = f"{data['item']} {data['choice']} k"
    ending = {"by": "time", "answer": waiting}
    reply = trainee.post(page(workshop, QUIZ, "/finish"), data=ending, headers=JSON).get_json()
    assert reply["kept"] == ["k"]
    assert trainee.get(reply["result"]).location == page(workshop, QUIZ), "it goes on"
    at(NINE_THIRTY + dt.timedelta(minutes=20))
    reply = trainee.post(page(workshop, QUIZ, "/finish"), data={"by": "time"}, headers=JSON)
    assert "Right: 1 of 3" in trainee.get(reply.get_json()["result"]).text


def test_what_is_not_taken_at_the_end_is_said(
    trainee: ProofReadingClient, database: Database, workshop: Workshop, change: Change
) -> None:
    let(change, QUIZ)
    trainee.post(page(workshop, QUIZ, "/begin"))
    trainee.post(page(workshop, QUIZ, "/finish"))
    data = answer_form(database, workshop, "colour", "b", "k")
    sent = {"answer": f"{data['item']} {data['choice']} k"}
    reply = trainee.post(page(workshop, QUIZ, "/finish"), data=sent, headers=JSON).get_json()
    assert reply["kept"] == []
    assert reply["message"].startswith("These answers were sent at 09:30")


# My day.


def day_of(client: ProofReadingClient, workshop: Workshop) -> str:
    return client.get(f"/c/{workshop.course_id}").text


def test_what_the_room_is_called_to_is_the_big_button(
    trainee: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    let(change, QUIZ)
    assert re.search(r"button-large[^>]*>Answer the quiz<", day_of(trainee, workshop))
    trainee.post(page(workshop, QUIZ, "/begin"))
    assert re.search(r"button-large[^>]*>Go on: Quiz<", day_of(trainee, workshop))
    change(opening.close_all, SYSTEM, NINE_THIRTY)
    let(change, f"practice.{QUIZ}")
    html = day_of(trainee, workshop)
    assert re.search(r"button-large[^>]*>Look at the slides<", html), "practice calls nobody"
    assert ">Practice</a>" in html


def test_homework_stands_in_the_list_also_after_the_course(
    trainee: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    let(change, HOME, Terms(tries=2, closes_at=NINE_THIRTY + dt.timedelta(days=3)))
    change(courses.set_state, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    said = main_of(day_of(trainee, workshop))
    assert "Home assignment A small module · open until 26 November 2026, 09:30" in said
    trainee.post(page(workshop, HOME, "/begin"))
    assert "A small module · begun · open until" in main_of(day_of(trainee, workshop))
    trainee.post(page(workshop, HOME, "/finish"))
    assert "A small module · 0 of 3 · you can try again" in main_of(day_of(trainee, workshop))
    at(NINE_THIRTY + dt.timedelta(days=4))
    assert "A small module · 0 of 3 ·" not in main_of(day_of(trainee, workshop))


def test_a_sheet_whose_time_is_up_calls_nobody_back(
    trainee: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    let(change, QUIZ, Terms(minutes=10))
    trainee.post(page(workshop, QUIZ, "/begin"))
    at(NINE_THIRTY + dt.timedelta(minutes=11))
    assert "Go on" not in day_of(trainee, workshop)


def test_in_khmer_all_numbers_are_khmer(
    client_for: ClientMaker, workshop: Workshop, change: Change
) -> None:
    later = NINE_THIRTY + dt.timedelta(days=2)
    let(change, HOME, Terms(3, 20, 60, Results.AFTER_CLOSING, later))
    phone = client_for(seat_id=workshop.seat_id, language="km")
    said = main_of(phone.get(page(workshop, HOME)).text)
    assert not re.search(r"[0-9]", said.replace("R2P", ""))
    assert "ម៉ោង ០៩:៣០ ថ្ងៃទី២៥ ខែវិច្ឆិកា ឆ្នាំ២០២៦" in said
