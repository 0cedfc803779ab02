"""The pages for correcting a key and for marking words: seen first, done once, refused in words."""

import re
from typing import Any

import pytest

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes import kinds, test_marking
from tests.quizzes.conftest import SLUG, add_items, count, give_sheet
from training.adapters.database import Database
from training.quizzes.tables import QuizCorrection, QuizGivenMarks

GREEN: dict[str, Any] = {"way": "key", "right": "a", "reason": "The sky of this picture is green."}
SAID = "Everybody has all points of this question."


@pytest.fixture
def sent(database: Database, opened: Workshop) -> Workshop:
    """SUN Sopheap has sent "blue", which the pack calls right, and KEO Chantha "green"."""
    with database.writing() as session:
        for seat_id, code in ((opened.seat_id, "b"), (opened.other_seat_id, "a")):
            give_sheet(session, opened, seat_id, {"colour": code, "water": "true"})
        session.commit()
    return opened


@pytest.fixture
def in_words(database: Database, workshop: Workshop) -> Workshop:
    """Both have sent a sheet with an answer in words."""
    with database.writing() as session:
        add_items(session, workshop, test_marking.SLUG, test_marking.ITEMS)
        for seat_id, words in ((workshop.seat_id, "The chief."), (workshop.other_seat_id, "No.")):
            codes = {"one": "a", "say": words}
            give_sheet(session, workshop, seat_id, codes, test_marking.SLUG)
        session.commit()
    return workshop


def page(workshop: Workshop, rest: str = "", slug: str = SLUG) -> str:
    return f"/courses/{workshop.course_id}/quiz/{slug}{rest}"


def rows(database: Database, table: type) -> int:
    with database.reading() as session:
        return count(session, table)


def hidden(html: str) -> dict[str, Any]:
    """The fields that a form carries along."""
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', html)
    return {name: [value for key, value in found if key == name] for name, _ in found}


def test_a_key_is_corrected_after_a_look_at_whom_it_meets(
    database: Database, trainer: ProofReadingClient, client_for: ClientMaker, sent: Workshop
) -> None:
    path = page(sent, "/correct/colour")
    assert path in trainer.get(page(sent, "/correct")).text
    assert re.search(r'value="b" checked>', trainer.get(path).text)
    preview = trainer.post(path, data={**GREEN, "step": "preview"}).text
    assert "2 results would change" in preview
    assert preview.index("ស៊ុន សុភាព") < preview.index("2 of 3") < preview.index("<b>1 of 3</b>")
    assert rows(database, QuizCorrection) == 0
    confirmed = trainer.post(path, data={**hidden(preview), "step": "confirm"})
    assert confirmed.location == page(sent, "/correct")
    after = trainer.get(confirmed.location).text
    assert "The key is corrected. 2 results changed" in after
    assert "corrected</span>" in after
    phone = client_for(seat_id=sent.seat_id)
    result = phone.get(f"/c/{sent.course_id}/quiz/{SLUG}/result").text
    assert "Right: 1 of 3" in result
    assert "Until 09:30 this result was 2 of 3. Then a key was corrected." in result
    assert "This key was corrected." in result
    assert GREEN["reason"] in result


def test_a_double_click_corrects_once(
    database: Database, trainer: ProofReadingClient, sent: Workshop
) -> None:
    path = page(sent, "/correct/colour")
    data = hidden(trainer.post(path, data={**GREEN, "step": "preview"}).text)
    answers = [trainer.post(path, data={**data, "step": "confirm"}) for _ in "12"]
    assert [each.status_code for each in answers] == [303, 303]
    assert rows(database, QuizCorrection) == 1


def test_everybody_has_the_marks_of_a_question_that_was_unclear(
    trainer: ProofReadingClient, client_for: ClientMaker, sent: Workshop
) -> None:
    path, data = page(sent, "/correct/colour"), {"way": "void", "reason": "Nobody could know."}
    preview = trainer.post(path, data={**data, "step": "preview"}).text
    assert "1 result would change" in preview
    assert "1 result with this question stays as it is." in preview
    trainer.post(path, data={**hidden(preview), "step": "confirm"})
    assert SAID in trainer.get(page(sent, "/correct")).text
    for seat_id in (sent.seat_id, sent.other_seat_id):
        result = client_for(seat_id=seat_id).get(f"/c/{sent.course_id}/quiz/{SLUG}/result").text
        assert "Right: 2 of 3" in result
        assert SAID in result
    back = {"way": "back", "reason": "They could.", "step": "confirm", "submission_key": "k"}
    assert "Take the correction back" in trainer.get(path).text
    assert trainer.post(path, data=back).status_code == 303
    assert SAID not in trainer.get(page(sent, "/correct")).text


@pytest.mark.parametrize(
    ("changed", "words"),
    [
        ({"right": []}, "Please say at least one right answer."),
        ({"right": "z"}, "could not be read"),
        ({"reason": " "}, "Please say why, in a sentence."),
        ({"way": ""}, "Please choose what should hold from now on."),
        ({"right": "b"}, "This is what holds already"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "confirm"])
def test_what_cannot_be_a_correction_comes_back_with_the_reason(
    database: Database,
    trainer: ProofReadingClient,
    sent: Workshop,
    step: str,
    changed: dict[str, Any],
    words: str,
) -> None:
    data = {**GREEN, "submission_key": "k", "step": step, **changed}
    answer = trainer.post(page(sent, "/correct/colour"), data=data)
    assert answer.status_code == 422
    assert words in answer.text
    assert rows(database, QuizCorrection) == 0


def test_changing_something_keeps_what_was_written(
    trainer: ProofReadingClient, sent: Workshop
) -> None:
    again = trainer.post(page(sent, "/correct/colour"), data={**GREEN, "step": "back"})
    assert again.status_code == 200
    assert GREEN["reason"] in again.text
    assert 'value="a" checked>' in again.text


@pytest.mark.parametrize("language", ["en", "km"])
def test_every_kind_of_question_can_be_opened_and_previewed(
    database: Database, client_for: ClientMaker, workshop: Workshop, language: str
) -> None:
    with database.writing() as session:
        add_items(session, workshop, "kinds", (*kinds.ITEMS, test_marking.TEXT))
        session.commit()
    trainer = client_for(account_id=workshop.trainer_id, language=language)
    assert trainer.get(page(workshop, "/correct", "kinds")).status_code == 200
    for item in (*kinds.ITEMS, test_marking.TEXT):
        path = page(workshop, f"/correct/{item.id}", "kinds")
        assert trainer.get(path).status_code == 200
        data = {"way": "void", "reason": "មិនច្បាស់", "step": "preview"}
        assert trainer.post(path, data=data).status_code == 200


def test_the_corrected_fields_of_every_kind_are_read(
    database: Database, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    with database.writing() as session:
        add_items(session, workshop, "kinds", kinds.ITEMS)
        session.commit()
    fields: dict[str, list[str]] = {
        "the-several": ["genocide", "flood"],
        "the-ordering": ["2", "1", "3", "4"],
        "the-short": ["Srebrenica\nSrebrenitsa"],
        "the-number": ["២,៥", "0.5"],
        "the-true-false": ["false"],
    }
    shown = {
        "the-several": "Floods and droughts",
        "the-ordering": "The genocide in Rwanda",
        "the-short": "Srebrenitsa",
        "the-number": "2.5 (± 0.5)",
        "the-true-false": "False",
    }
    for item_id, right in fields.items():
        data = {"way": "key", "right": right, "reason": "So it is.", "step": "preview"}
        answer = trainer.post(page(workshop, f"/correct/{item_id}", "kinds"), data=data)
        assert answer.status_code == 200
        assert shown[item_id] in answer.text.partition("Right from now on")[2]


def test_answers_in_words_are_marked_one_after_the_other(
    database: Database, trainer: ProofReadingClient, client_for: ClientMaker, in_words: Workshop
) -> None:
    slug = test_marking.SLUG
    path = page(in_words, "/mark/say", slug)
    assert path in trainer.get(page(in_words, "/mark", slug)).text
    seen = []
    for left in ("2 answers left", "1 answer left"):
        html = trainer.get(path).text
        assert left in html
        assert "One point a line" in html
        assert "ស៊ុន សុភាព" not in html
        assert "KEO Chantha" not in html
        seen.append("The chief." in html)
        answer = trainer.post(path, data={**hidden(html), "marks": "2"})
        assert answer.location == path
    assert sorted(seen) == [False, True]
    done = trainer.get(path).text
    assert "Saved: 2 of 3 points." in done
    assert "All are marked." in done
    assert rows(database, QuizGivenMarks) == 2
    for seat_id in (in_words.seat_id, in_words.other_seat_id):
        phone = client_for(seat_id=seat_id)
        result = phone.get(f"/c/{in_words.course_id}/quiz/{slug}/result").text
        assert "Points: 3 of 4" in result


def test_names_are_shown_only_to_who_asks(trainer: ProofReadingClient, in_words: Workshop) -> None:
    path = page(in_words, "/mark/say?answer=1&names=yes", test_marking.SLUG)
    html = trainer.get(path).text
    assert ("SUN Sopheap" in html) is not ("KEO Chantha" in html)
    assert "Hide the names" in html


@pytest.mark.parametrize(
    ("changed", "status", "words"),
    [
        ({"marks": "4"}, 422, "Please write a whole number from 0 to 3."),
        ({"marks": ""}, 422, "Please write a whole number from 0 to 3."),
        ({"seen": "2026"}, 409, "came anew in the meantime"),
        ({"sheet": "nobody"}, 404, "no such answer"),
    ],
)
def test_marks_that_cannot_be_given_are_refused_in_words(
    database: Database,
    trainer: ProofReadingClient,
    in_words: Workshop,
    changed: dict[str, str],
    status: int,
    words: str,
) -> None:
    path = page(in_words, "/mark/say", test_marking.SLUG)
    data = {**hidden(trainer.get(path).text), "marks": "2", **changed}
    answer = trainer.post(path, data=data)
    assert answer.status_code == status
    assert words in answer.text
    assert rows(database, QuizGivenMarks) == 0


@pytest.mark.parametrize("rest", ["/correct/none", "/mark/none", "/mark/colour"])
def test_a_question_that_is_not_there_is_not_found(
    trainer: ProofReadingClient, sent: Workshop, rest: str
) -> None:
    assert trainer.get(page(sent, rest)).status_code == 404
    assert trainer.post(page(sent, rest), data={"submission_key": "k"}).status_code == 404


def test_only_staff_of_the_course_correct_and_mark(
    client_for: ClientMaker, trainee: ProofReadingClient, sent: Workshop
) -> None:
    stranger = client_for(account_id=sent.stranger_id)
    for client in (stranger, trainee):
        for rest in ("/correct", "/correct/colour", "/mark", "/mark/colour"):
            assert client.get(page(sent, rest)).status_code in {302, 403}
        for rest in ("/correct/colour", "/mark/colour"):
            assert client.post(page(sent, rest), data=GREEN).status_code == 403


def test_a_correction_changes_nothing_on_a_phone_that_is_answering(
    trainer: ProofReadingClient, trainee: ProofReadingClient, begun: Workshop
) -> None:
    def phone() -> str:
        html = trainee.get(f"/c/{begun.course_id}/quiz/{SLUG}").text
        return re.sub(r'(name="(submission_key|csrf_token)" value|data-token)="[^"]+"', "", html)

    before = phone()
    data = {**GREEN, "step": "confirm", "submission_key": "k"}
    assert trainer.post(page(begun, "/correct/colour"), data=data).status_code == 303
    assert phone() == before
