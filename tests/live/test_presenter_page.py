"""The presenter's window, the projector, the remote control and the links as plain pages.

A window without a script is a page of forms: each does by itself what the script does with keys.
"""

import re
import uuid
from html.parser import HTMLParser
from typing import Any

import pytest
from flask import Flask

from tests.conftest import ClientMaker, Workshop, cookies_of
from tests.live.test_views import JSON, Room
from tests.proofreading import ProofReadingClient
from training.courses import join_address
from training.courses import service as courses
from training.courses.model import WiFi
from training.live import links, service
from training.live.links import LinkKind
from training.live.model import Stage


class Forms(HTMLParser):
    """Every form of a page: its address, its hidden fields, and the words on its button."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[dict[str, Any]] = []
        self.in_button = False
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        if tag == "form":
            self.found.append({"action": given.get("action"), "fields": {}, "words": ""})
        elif tag == "input" and given.get("type") == "hidden" and self.found:
            self.found[-1]["fields"][given["name"]] = given.get("value")
        self.in_button = tag == "button" or (self.in_button and tag == "span")

    def handle_data(self, data: str) -> None:
        if self.in_button and self.found:
            self.found[-1]["words"] += data

    def handle_endtag(self, tag: str) -> None:
        self.in_button = self.in_button and tag != "button"


def press(client: ProofReadingClient, page: str, words: str, **more: str) -> Any:
    """Sends the form whose button has these words, as a browser without scripts does."""
    forms = Forms(page).found
    exact = (each for each in forms if each["words"].strip() == words)
    form = next(exact, None) or next(each for each in forms if words in each["words"])
    return client.post(form["action"], data={**form["fields"], **more})


@pytest.fixture
def room(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Room:
    return Room(app, workshop, client_for)


def stage_of(room: Room) -> Stage:
    with room.app.extensions["training.database"].reading() as session:
        return service.find_stage(session, room.workshop.course_id)


def desk_page(room: Room) -> str:
    answer = room.trainer.get(room.desk + "?module=small")
    assert answer.status_code == 200
    return answer.text


def test_without_a_script_forms_show_the_first_slide_and_turn_on_and_back(room: Room) -> None:
    page = desk_page(room)
    assert "The room sees no slide yet" in page
    assert press(room.trainer, page, "Show this slide to the room").status_code == 303
    assert stage_of(room).slide_id == "first"
    press(room.trainer, desk_page(room), "Next")
    assert stage_of(room).slide_id == "second"
    press(room.trainer, desk_page(room), "Previous")
    assert (stage_of(room).slide_id, stage_of(room).part) == ("first", -1)


def test_next_goes_through_the_parts_that_the_projector_made(room: Room) -> None:
    room.go("second")
    room.drive(word="fitted", slide="second", parts=2, part=0)
    press(room.trainer, desk_page(room), "Next")
    assert (stage_of(room).slide_id, stage_of(room).part) == ("second", 1)
    press(room.trainer, desk_page(room), "Next")
    assert (stage_of(room).slide_id, stage_of(room).part) == ("third", 0)
    press(room.trainer, desk_page(room), "Previous")
    assert (stage_of(room).slide_id, stage_of(room).part) == ("second", -1)


def test_the_last_slide_has_no_next_one(room: Room) -> None:
    room.go("third")
    page = desk_page(room)
    assert "This is the last slide." in page
    press(room.trainer, page, "Next")
    assert stage_of(room).slide_id == "third"


@pytest.mark.parametrize(
    ("words", "shows"),
    [("How to join", "join"), ("The attendance code", "attendance"), ("The quiz", "quiz")],
)
def test_a_button_puts_something_in_front_of_the_slide_and_another_takes_it_away(
    room: Room, words: str, shows: str
) -> None:
    room.go("first")
    assert press(room.trainer, desk_page(room), words).status_code == 303
    assert stage_of(room).shows == shows
    press(room.trainer, desk_page(room), "The slide")
    assert stage_of(room).shows == "slide"


def test_the_button_for_black_makes_black_and_light_again(room: Room) -> None:
    room.go("first")
    press(room.trainer, desk_page(room), "Black screen")
    assert stage_of(room).is_blank
    assert "The projector is black." in desk_page(room)
    press(room.trainer, desk_page(room), "Black screen")
    assert not stage_of(room).is_blank


def test_a_question_is_asked_counted_revealed_and_put_away_with_forms_alone(room: Room) -> None:
    room.go("first")
    page = desk_page(room)
    ask = next(each for each in Forms(page).found if each["words"].startswith("AskAsk"))
    assert (
        room.trainer.post(ask["action"], data={**ask["fields"], "item": "colour"}).status_code
        == 303
    )
    question = str(stage_of(room).question_id)
    room.answer(question, choice="b")
    room.answer(question, room.other, choice="a")
    page = desk_page(room)
    assert "2 answers" in page
    assert "The room does not see which answer is right until you show it." in page
    press(room.trainer, page, "Take no more answers")
    assert room.answer(question, choice="c").status_code == 409
    press(room.trainer, desk_page(room), "Show the right answer")
    assert "On a clear day" in room.trainer.get(room.desk + "/projector?view=en").text
    press(room.trainer, desk_page(room), "Put away")
    assert stage_of(room).question_id is None


def test_what_is_right_reaches_the_projector_only_when_it_is_shown(room: Room) -> None:
    question = room.ask(module="small", item="colour")
    for view in ("km", "en", "both"):
        page = room.trainer.get(f"{room.desk}/projector?view={view}").text
        assert "✓" not in page.split('id="overlay"')[1].split("</section>")[0]
    room.deed(question, "reveal")
    state = room.trainer.get(f"{room.desk}/state?view=en").get_json()
    assert "✓ Right" in state["overlay"]
    assert "On a clear day" in state["overlay"]


def test_a_slide_that_asks_is_asked_from_its_notes(room: Room) -> None:
    room.go("third")
    page = desk_page(room)
    form = next(
        each
        for each in Forms(page).found
        if each["fields"].get("slide") == "third" and "submission_key" in each["fields"]
    )
    sent = room.trainer.post(form["action"], data={**form["fields"], "kind": "words"})
    assert sent.status_code == 303
    question = str(stage_of(room).question_id)
    room.answer(question, words="សន្តិភាព")
    state = room.trainer.get(f"{room.desk}/state?view=km").get_json()
    assert "សន្តិភាព" not in state["overlay"]
    press(room.trainer, desk_page(room), "Show", standing="shown")
    state = room.trainer.get(f"{room.desk}/state?view=km").get_json()
    assert "សន្តិភាព" in state["overlay"]


@pytest.mark.parametrize(
    "sent",
    [
        {"slide": "second", "kind": "single"},
        {"slide": "nowhere", "kind": "words"},
        {"slide": "third", "kind": "riddle"},
        {"slide": "third", "kind": "single"},
        {"item": "nothing"},
        {"kind": "single", "words_en": "Tea?", "choices_en": "Yes"},
        {"kind": "single", "words_en": "", "choices_en": "Yes\nNo"},
        {"kind": "scale", "words_en": "How?", "seconds": "soon"},
    ],
)
def test_a_question_that_cannot_be_asked_is_refused_in_a_sentence(
    room: Room, sent: dict[str, str]
) -> None:
    data = {"module": "small", "submission_key": uuid.uuid4().hex, **sent}
    answer = room.trainer.post(f"{room.desk}/questions", data=data, headers=JSON)
    assert answer.status_code in {404, 422}
    assert answer.get_json()["message"]
    assert stage_of(room).question_id is None


def test_what_waits_is_seen_to_with_forms_and_questions_bear_no_name(room: Room) -> None:
    for kind, words in (("hand", ""), ("too-fast", ""), ("question", "What is a State?")):
        sent = {"kind": kind, "words": words, "submission_key": kind}
        room.phone.post(f"{room.day}/signals", data=sent, headers=JSON)
    page = desk_page(room)
    assert "1 person finds it too fast" in page
    hand, question = page.split("What is a State?")[0].rsplit("queue-line", 2)[-2:]
    assert "Sopheap" in hand
    assert "Sopheap" not in question
    press(room.trainer, page, "Seen")
    for _ in range(2):
        press(room.trainer, desk_page(room), "Done")
    assert "No hand is up and no question waits." in desk_page(room)


def test_whose_phone_does_not_follow_stands_behind_the_count(room: Room) -> None:
    page = desk_page(room)
    assert "2 phones do not follow" in page
    assert "Sopheap" in page


@pytest.mark.parametrize(
    "words",
    ["Open the projector", "The room sees", "Show the right answer", "Ask", "Open this module"],
)
def test_what_the_room_can_see_is_marked_as_such(room: Room, words: str) -> None:
    room.ask(module="small", item="colour")
    room.deed(str(stage_of(room).question_id), "close")
    assert re.search(rf'class="[^"]*seen-by-room[^>]*>{words}', desk_page(room))


def test_the_desk_is_the_same_each_time_so_that_nothing_moves(room: Room) -> None:
    room.go("first")
    first, second = (
        room.trainer.get(f"{room.desk}/desk?module=small").get_json()["pieces"] for _ in range(2)
    )
    assert first == second
    assert set(first) == {"desk-shows", "desk-room", "desk-minutes", "desk-more"}
    page = desk_page(room)
    assert all(f'id="{each}"' in page for each in first)


def test_the_ranking_begins_and_ends_with_a_button(room: Room) -> None:
    room.go("first")
    press(room.trainer, desk_page(room), "Begin a ranking")
    page = desk_page(room)
    assert stage_of(room).has_ranking
    press(room.trainer, page, "The ranking")
    assert stage_of(room).shows == "ranking"
    press(room.trainer, desk_page(room), "End the ranking")
    assert (stage_of(room).has_ranking, stage_of(room).shows) == (False, "slide")


def test_opening_the_quiz_from_here_comes_back_here(room: Room) -> None:
    room.go("first")
    answer = press(room.trainer, desk_page(room), "Open this module")
    assert answer.location == f"{room.desk}?module=small"
    assert "Open: Quiz" in desk_page(room)


@pytest.mark.parametrize("where", ["https://evil.example/", "//evil.example", "javascript:x"])
def test_opening_a_quiz_leads_nowhere_else(room: Room, where: str) -> None:
    sent = {"submission_key": "k", "next": where}
    path = f"/courses/{room.workshop.course_id}/quiz/small/open"
    assert room.trainer.post(path, data=sent).location == "/"


def test_the_notes_are_read_in_either_language(room: Room) -> None:
    assert 'aria-current="true">ខ្មែរ' in room.trainer.get(room.desk + "?module=small&in=km").text
    assert 'aria-current="true">English' in desk_page(room)


def token(room: Room, kind: LinkKind) -> str:
    with room.app.app_context():
        return links.token_of(kind, stage_of(room))


def test_a_remote_control_without_a_script_has_three_forms(
    room: Room, client_for: ClientMaker
) -> None:
    room.go("second")
    phone, path = client_for(), f"/remote/{token(room, LinkKind.REMOTE)}"
    for words, slide in (("Next", "third"), ("Previous", "second"), ("Previous", "first")):
        assert press(phone, phone.get(path).text, words).status_code == 303
        assert stage_of(room).slide_id == slide
    press(phone, phone.get(path).text, "Black screen")
    assert stage_of(room).is_blank
    press(phone, phone.get(path).text, "Show the slide again")
    assert not stage_of(room).is_blank


def test_a_remote_control_before_the_first_slide_says_so(
    room: Room, client_for: ClientMaker
) -> None:
    page = client_for().get(f"/remote/{token(room, LinkKind.REMOTE)}").text
    assert "Nothing is shown yet." in page
    assert page.count(" disabled") == 2


def test_a_laptop_in_a_network_has_links_and_a_join_picture_before_a_poster_was_made(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join_address, "lan_addresses", lambda: ("192.168.8.2", "10.0.0.4"))
    assert "http://192.168.8.2/remote/" in room.trainer.get(f"{room.desk}/links").text
    overlay = room.drive(word="show", what="join").get_json()["overlay"]
    assert "192.168.8.2" in overlay
    assert "<svg" in overlay


def test_a_remote_control_is_named_in_the_language_of_whoever_reads_it(
    room: Room, client_for: ClientMaker
) -> None:
    room.go("first")
    turn = {"word": "go", "module": "small", "slide": "second"}
    remote = client_for(language="km")
    remote.post(f"/remote/{token(room, LinkKind.REMOTE)}/stage", data=turn)
    state = room.trainer.get(f"{room.desk}/state").get_json()
    assert state["driver"]["name"] == "the remote control"
    assert "by the remote control" in desk_page(room)


def test_a_screen_that_tells_its_parts_cannot_choose_the_one_that_is_shown(
    room: Room, client_for: ClientMaker
) -> None:
    room.go("second")
    path = f"/screen/{token(room, LinkKind.SCREEN)}/fitted"
    told = {"word": "fitted", "slide": "second", "parts": 3, "part": 2}
    assert client_for().post(path, data=told).get_json()["part"] == 0
    room.drive(word="go", module="small", slide="second", part=2)
    assert client_for().post(path, data={**told, "parts": 2}).get_json()["part"] == 1


def test_a_second_projector_tells_its_parts_and_turns_nothing(
    room: Room, client_for: ClientMaker
) -> None:
    room.go("second")
    path, screen = f"/screen/{token(room, LinkKind.SCREEN)}", client_for()
    told = {"word": "fitted", "slide": "second", "parts": 3, "part": 0}
    assert screen.post(path + "/fitted", data=told).get_json()["parts"] == 3
    turning = {"word": "go", "module": "small", "slide": "first"}
    assert screen.post(path + "/fitted", data=turning, headers=JSON).status_code == 422
    assert stage_of(room).slide_id == "second"
    assert 'data-go="next"' not in screen.get(path).text


def test_links_wait_for_an_address_that_phones_can_reach(
    room: Room, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(join_address, "lan_addresses", lambda: ())
    page = room.trainer.get(f"{room.desk}/links").text
    assert "Choose the address on the poster page" in page
    assert "/remote/" not in page
    for name, value in cookies_of(room.trainer).items():
        room.trainer.set_cookie(name, value, domain="192.168.1.9")
    elsewhere = room.trainer.get(f"{room.desk}/links", base_url="http://192.168.1.9:8000").text
    assert "http://192.168.1.9:8000/remote/" in elsewhere
    with room.app.extensions["training.database"].writing() as session:
        wifi = WiFi("R2P room", "", "http://192.168.1.20:8000")
        courses.set_wifi(session, room.workshop.course_id, wifi)
        session.commit()
    page = room.trainer.get(f"{room.desk}/links").text
    assert page.count("http://192.168.1.20:8000/remote/") == 2
    assert page.count("<svg") == 2
    room.drive(word="show", what="join")
    overlay = room.trainer.get(f"{room.desk}/state?view=both").get_json()["overlay"]
    assert "192.168.1.20:8000" in overlay
    assert "<svg" in overlay
