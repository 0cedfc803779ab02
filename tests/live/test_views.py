"""The room over Flask's test clients: turning, asking, answering, signalling, links."""

import uuid
from typing import Any

import pytest
from flask import Flask

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.attendance import service as attendance
from training.live import asking, links, service
from training.live.links import LinkKind
from training.quizzes import service as quizzes

JSON = {"Accept": "application/json"}


class Room:
    """The course of the workshop with its trainer, one phone, and what they send."""

    def __init__(self, app: Flask, workshop: Workshop, client_for: ClientMaker) -> None:
        self.app, self.workshop = app, workshop
        self.trainer = client_for(account_id=workshop.trainer_id)
        self.phone = client_for(seat_id=workshop.seat_id)
        self.other = client_for(seat_id=workshop.other_seat_id)
        self.desk, self.day = f"/courses/{workshop.course_id}/live", f"/c/{workshop.course_id}/live"

    def drive(self, client: ProofReadingClient | None = None, /, **fields: Any) -> Any:
        sent = {"driver": "page-1", **fields}
        return (client or self.trainer).post(f"{self.desk}/stage", data=sent, headers=JSON)

    def go(self, slide: str) -> Any:
        return self.drive(word="go", module="small", slide=slide)

    def ask(self, **fields: Any) -> str:
        sent = {"submission_key": uuid.uuid4().hex, "driver": "page-1", **fields}
        answer = self.trainer.post(f"{self.desk}/questions", data=sent, headers=JSON)
        assert answer.status_code == 200, answer.text
        with self.app.app_context(), self.app.extensions["training.database"].reading() as session:
            found = service.find_stage(session, self.workshop.course_id).question_id
        assert found is not None
        return str(found)

    def answer(
        self, question: str, client: ProofReadingClient | None = None, /, **fields: Any
    ) -> Any:
        sent = {"submission_key": uuid.uuid4().hex, **fields}
        path = f"{self.day}/questions/{question}/answer"
        return (client or self.phone).post(path, data=sent, headers=JSON)

    def deed(self, question: str, deed: str) -> Any:
        return self.trainer.post(f"{self.desk}/questions/{question}/{deed}", headers=JSON)


@pytest.fixture
def room(app: Flask, workshop: Workshop, client_for: ClientMaker) -> Room:
    return Room(app, workshop, client_for)


def test_a_slide_that_the_trainer_turns_to_is_on_every_page(room: Room) -> None:
    assert room.phone.get(room.day).status_code == 200
    state = room.go("second").get_json()
    assert (state["module"], state["slide"], state["sequence"]) == ("small", "second", 1)
    assert 'data-slide="second"' in room.phone.get(room.day).text
    for page in ("", "/projector", "/projector?view=km", "/desk?module=small", "/state"):
        assert room.trainer.get(room.desk + page).status_code == 200, page


def test_a_command_sent_twice_changes_nothing_the_second_time(room: Room) -> None:
    first, second = room.go("second").get_json(), room.go("second").get_json()
    assert first["sequence"] == second["sequence"]


def test_a_poll_from_asking_to_revealing(room: Room) -> None:
    question = room.ask(module="small", item="colour")
    assert room.answer(question, choice="a").get_json() == {"saved": True}
    assert room.answer(question, room.other, choice="b").get_json() == {"saved": True}
    assert room.answer(question, choice="b").get_json() == {"saved": True}
    page = room.phone.get(room.day).text
    assert "On a clear day" not in page
    assert "✓" not in page.split("live-question")[1].split("</section>")[0]
    assert room.deed(question, "reveal").status_code == 200
    assert "On a clear day" in room.phone.get(room.day).text
    late = room.answer(question, choice="c")
    assert (late.status_code, late.get_json()["saved"]) == (409, False)
    assert "Right" in room.phone.get(f"{room.day}/answers").text


@pytest.mark.parametrize(
    ("sent", "given"),
    [
        ({"kind": "single", "words_en": "Tea?", "choices_en": "*Yes\nNo"}, {"choice": "1"}),
        ({"kind": "several", "words_km": "តែ?", "choices_km": "ក\nខ\nគ"}, {"choice": ["1", "3"]}),
        ({"kind": "true-false", "words_en": "Tea.", "right": "true"}, {"choice": "true"}),
        ({"kind": "scale", "words_en": "How?"}, {"choice": "5"}),
        ({"kind": "words", "words_en": "One word?"}, {"words": "សន្តិភាព"}),
    ],
)
def test_every_kind_of_question_can_be_asked_on_the_spot_and_answered(
    room: Room, sent: dict[str, str], given: dict[str, Any]
) -> None:
    question = room.ask(**sent)
    assert room.answer(question, **given).get_json() == {"saved": True}
    for page in ("/projector?view=both", "/projector?view=km", "?module=small"):
        assert room.trainer.get(room.desk + page).status_code == 200
    assert room.phone.get(room.day).status_code == 200
    assert room.phone.get(f"{room.day}/answers").status_code == 200


def test_an_answer_sent_twice_counts_once_and_is_acknowledged_even_after_closing(
    room: Room,
) -> None:
    question = room.ask(module="small", item="colour")
    assert room.answer(question, choice="a", submission_key="a-key").status_code == 200
    assert room.answer(question, choice="a", submission_key="a-key").status_code == 200
    room.deed(question, "close")
    assert room.answer(question, choice="a", submission_key="a-key").status_code == 200
    with room.app.app_context(), room.app.extensions["training.database"].reading() as session:
        found = asking.get_question(session, room.workshop.course_id, uuid.UUID(question))
        assert asking.tally_of(session, found).answered == 1


@pytest.mark.parametrize("given", [{}, {"choice": "z"}, {"choice": ["a", "b"]}, {"words": "x"}])
def test_an_answer_that_cannot_be_given_is_refused_in_a_sentence(
    room: Room, given: dict[str, Any]
) -> None:
    question = room.ask(module="small", item="colour")
    answer = room.answer(question, **given)
    assert (answer.status_code, answer.get_json()["saved"]) == (422, False)


def test_a_link_for_the_remote_control_turns_slides_and_does_nothing_else(
    room: Room, client_for: ClientMaker
) -> None:
    room.go("first")
    with room.app.app_context(), room.app.extensions["training.database"].reading() as session:
        stage = service.find_stage(session, room.workshop.course_id)
        token = links.token_of(LinkKind.REMOTE, stage)
        screen = links.token_of(LinkKind.SCREEN, stage)
    phone = client_for()
    assert phone.get(f"/remote/{token}").status_code == 200
    sent = {"word": "go", "module": "small", "slide": "third"}
    turned = phone.post(f"/remote/{token}/stage", data=sent, headers=JSON)
    assert turned.get_json()["slide"] == "third"
    refused = phone.post(f"/remote/{token}/stage", data={"word": "ranking"}, headers=JSON)
    assert refused.status_code == 422
    assert phone.get(f"/screen/{token}").status_code == 404
    assert phone.get(f"/screen/{screen}").status_code == 200
    assert phone.get(f"/screen/{screen}/state").get_json()["slide"] == "third"
    room.trainer.post(f"{room.desk}/links")
    assert phone.get(f"/remote/{token}").status_code == 404
    assert phone.get(f"/screen/{screen}").status_code == 404
    assert room.trainer.get(f"{room.desk}/links").status_code == 200


def test_signals_reach_the_trainer(room: Room) -> None:
    for kind, words in (("hand", ""), ("too-fast", ""), ("question", "តើអ្វីទៅជា R2P?")):
        sent = {"kind": kind, "words": words, "submission_key": kind}
        answer = room.phone.post(f"{room.day}/signals", data=sent, headers=JSON)
        assert answer.get_json()["saved"] is True
    assert room.trainer.get(f"{room.desk}/desk?module=small").status_code == 200
    empty = room.phone.post(f"{room.day}/signals", data={"kind": "question"}, headers=JSON)
    assert empty.status_code == 422
    assert room.phone.post(f"{room.day}/signals/withdraw", data={"kind": "hand"}).status_code == 303


def test_attendance_and_a_quiz_that_open_or_close_are_told_to_the_room(room: Room) -> None:
    course = f"/courses/{room.workshop.course_id}"
    seen = [room.go("first").get_json()["sequence"]]

    def post(path: str, **fields: str) -> None:
        sent = {"submission_key": uuid.uuid4().hex, **fields}
        assert room.trainer.post(course + path, data=sent).status_code == 303
        seen.append(room.trainer.get(f"{room.desk}/state").get_json()["sequence"])

    item = str(room.workshop.item_ids[3])
    post("/attendance/open", item=item)
    post("/quiz/small/open")
    with room.app.app_context(), room.app.extensions["training.database"].reading() as session:
        opened = attendance.find_open(session, room.workshop.course_id)
        quiz = quizzes.get_desk(session, room.workshop.course_id, None, "small").opening
    assert opened is not None
    assert quiz is not None
    post("/attendance/close", item=item, opening=str(opened.id))
    post("/quiz/small/close", opening=str(quiz.id))
    assert seen == sorted(set(seen))
