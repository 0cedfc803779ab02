"""The page on which sheets of paper are typed in, and the papers that are printed there."""

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests.conftest import ClientMaker, Workshop
from tests.printed import pages, text_of, texts_of_pages
from tests.quizzes import kinds
from tests.quizzes.conftest import SLUG, add_module, answer_form, close
from tests.quizzes.openings import let, shut
from training.adapters.database import Database
from training.quizzes import assessments, store
from training.quizzes.assessments import PRE_TEST
from training.quizzes.model import EndedBy


@pytest.fixture
def trainer(client_for: ClientMaker, workshop: Workshop) -> FlaskClient:
    """SOK Bopha at the laptop."""
    return client_for(account_id=workshop.trainer_id)


def at(workshop: Workshop, slug: str = SLUG, page: str = "entry") -> str:
    return f"/courses/{workshop.course_id}/quiz/{slug}/{page}"


def typed(line: str, **more: str) -> dict[str, str]:
    return {"line": line, "submission_key": line or "none", **more}


def score_of(database: Database, workshop: Workshop, slug: str = SLUG) -> tuple[int | None, str]:
    with database.reading() as session:
        (found,) = store.list_attempts(session, workshop.course_id, slug=slug)
        return found.score, found.finished_by or ""


def test_a_line_is_entered_and_told_back(
    trainer: FlaskClient, opened: Workshop, database: Database
) -> None:
    answer = trainer.post(at(opened), data=typed("1 BA-"), follow_redirects=True)
    assert answer.status_code == 200
    assert "SUN Sopheap" in answer.text
    assert "<b>B</b>" in answer.text
    assert "<b>A</b>" in answer.text
    assert "no answer" in answer.text
    assert 'name="line" value=""' in answer.text
    assert "Entered from paper" in answer.text
    assert score_of(database, opened) == (2, EndedBy.STAFF)


@pytest.mark.parametrize("line", ["1 ខក-", "១ ២១-", "1 ba-", "1.BA-", " 1 BA- "])
def test_either_alphabet_digits_and_small_letters_are_read(
    trainer: FlaskClient, opened: Workshop, database: Database, line: str
) -> None:
    assert trainer.post(at(opened), data=typed(line)).status_code == 303
    assert score_of(database, opened) == (2, EndedBy.STAFF)


@pytest.mark.parametrize(
    ("line", "status", "words"),
    [
        ("", 422, "Please begin with the seat number"),
        ("BAA", 422, "Please begin with the seat number"),
        ("99 BAA", 404, "Nobody in this course has the seat number 99."),
        ("1 BA", 422, "The sheet has 3 questions with letters, and 2 were typed."),
        ("1 BCA", 422, "Question 2: “C” is none of the letters, which end with B/ខ."),
        ("1 (BA", 422, "A bracket is not closed"),
        ("1 &lt;", 422, "The sheet has 3 questions with letters"),
    ],
)
def test_what_is_unclear_is_asked_and_stays_in_the_field(
    trainer: FlaskClient, opened: Workshop, database: Database, line: str, status: int, words: str
) -> None:
    answer = trainer.post(at(opened), data=typed(line))
    assert answer.status_code == status
    assert words in answer.text
    with database.reading() as session:
        assert store.list_attempts(session, opened.course_id) == []


def test_what_the_phone_sent_is_replaced_after_a_second_word(
    trainer: FlaskClient, begun: Workshop, database: Database, client_for: ClientMaker
) -> None:
    phone = client_for(seat_id=begun.seat_id)
    form = answer_form(database, begun, "colour", "a", "tap")
    phone.post(f"/c/{begun.course_id}/quiz/{SLUG}/answers", data=form)
    answer = trainer.post(at(begun), data=typed("1 BA-"))
    assert answer.status_code == 409
    assert "has answered on the phone" in answer.text
    assert 'name="instead" value="1"' in answer.text
    assert score_of(database, begun) == (None, "")
    other = trainer.post(at(begun), data=typed("1 BA-", instead="2"))
    assert other.status_code == 409
    assert trainer.post(at(begun), data=typed("1 BA-", instead="1")).status_code == 303
    assert score_of(database, begun) == (2, EndedBy.STAFF)


def test_before_the_opening_the_page_prints_and_takes_nothing(
    trainer: FlaskClient, workshop: Workshop
) -> None:
    page = trainer.get(at(workshop))
    assert "can be entered once this was opened" in page.text
    assert 'name="line"' not in page.text
    assert "questions.pdf" in page.text
    assert trainer.post(at(workshop), data=typed("1 BA-")).status_code == 409


def test_a_sheet_of_all_kinds_is_entered_field_by_field(
    trainer: FlaskClient, workshop: Workshop, database: Database
) -> None:
    add_module(database, workshop, kinds.MODULE)
    with database.writing() as session:
        (empty,) = store.list_attempts(session, workshop.course_id, slug=kinds.SLUG)
        session.commit()
    answer = trainer.post(at(workshop, kinds.SLUG), data=typed("1 (AB)AA"))
    whole = at(workshop, kinds.SLUG, f"entry/{workshop.seat_id}")
    assert answer.location == whole
    page = trainer.get(whole)
    assert "The letters are entered." in page.text
    assert 'name="q1" value="AB"' in page.text
    assert empty.seat_id == workshop.seat_id
    fields = {
        "q1": "AB", "q2": "ACB", "q3": "1 4 3 2", "q4": "srebrenica", "q5": "១,៧", "q6": "A",
        "q7": "1", "submission_key": "all",
    }  # fmt: skip
    wrong = trainer.post(whole, data={**fields, "q3": "1 1 3 2", "q5": "many"})
    assert wrong.status_code == 422
    assert "Question 3: Please type the places of all 4 lines" in wrong.text
    assert "Question 5: Please write a number" in wrong.text
    assert 'value="many"' in wrong.text
    assert trainer.post(whole, data=fields).status_code == 303
    most = sum(item.marks for item in kinds.ITEMS)
    assert score_of(database, workshop, kinds.SLUG) == (most, EndedBy.STAFF)


def test_a_number_alone_opens_the_sheet(trainer: FlaskClient, opened: Workshop) -> None:
    answer = trainer.post(at(opened), data=typed("1"))
    assert answer.location == at(opened, page=f"entry/{opened.seat_id}")


def test_questions_are_printed_without_what_is_right(
    trainer: FlaskClient, workshop: Workshop, database: Database
) -> None:
    add_module(database, workshop, kinds.MODULE)
    for language, here, there in (("en", "War crimes", "សង្គ្រាម"), ("km", "សង្គ្រាម", "War crimes")):
        answer = trainer.get(
            at(workshop, kinds.SLUG, "questions.pdf"), query_string={"in": language}
        )
        assert answer.mimetype == "application/pdf"
        words = text_of(answer.data)
        assert here in words
        assert there not in words
        assert [secret for secret in kinds.SECRETS if secret in words] == []
    both = text_of(trainer.get(at(workshop, kinds.SLUG, "questions.pdf")).data)
    assert "War crimes" in both
    assert "សង្គ្រាម" in both
    assert "ខ B" in both


def test_every_form_of_a_test_is_a_booklet_and_every_sheet_has_the_form_of_its_seat(
    trainer: FlaskClient, planned: Workshop, session: Session
) -> None:
    session.commit()
    booklets = texts_of_pages(trainer.get(at(planned, PRE_TEST, "questions.pdf")).data)
    assert ["Form A" in booklets[0], "Form B" in booklets[1]] == [True, True]
    assert "Question one" in booklets[0]
    assert "Question uno" in booklets[1]
    printed = trainer.get(
        at(planned, PRE_TEST, "answer-sheets.pdf"), query_string={"for": "everybody"}
    )
    sheets = texts_of_pages(printed.data)
    assert len(sheets) == 2
    for number, (name, sheet) in enumerate(zip(("SUN Sopheap", "HENG"), sheets, strict=True), 1):
        form = assessments.drawn_form(planned.course_id, number)
        assert name in sheet or number == 2
        assert f"Form {form.upper()}" in sheet
        assert str(number) in sheet


def test_sheets_for_whom_there_is_nobody_and_for_anybody(
    trainer: FlaskClient, workshop: Workshop
) -> None:
    path = at(workshop, page="answer-sheets.pdf")
    nobody = trainer.get(path, query_string={"for": "without-phone"})
    assert (nobody.status_code, "nobody to print a sheet for" in nobody.text) == (404, True)
    blank = trainer.get(path, query_string={"for": "anybody"})
    assert len(pages(blank.data)) == 10
    assert "Sopheap" not in text_of(blank.data)


def test_the_key_is_printed_only_when_it_gives_nothing_away(
    trainer: FlaskClient, opened: Workshop, database: Database
) -> None:
    path = at(opened, page="key.pdf")
    assert trainer.get(path).status_code == 409
    assert "key.pdf" not in trainer.get(at(opened)).text
    with database.writing() as session:
        close(session, opened)
        session.commit()
    words = text_of(trainer.get(path).data)
    assert "not for the room" in words
    assert "Blue" in words
    assert "key.pdf" in trainer.get(at(opened)).text


def test_the_key_of_a_test_waits_for_the_post_test(
    trainer: FlaskClient, planned: Workshop, session: Session
) -> None:
    let(session, planned, PRE_TEST)
    shut(session, planned, PRE_TEST)
    session.commit()
    assert trainer.get(at(planned, PRE_TEST, "key.pdf")).status_code == 409
