"""Marking answers in words: without names, one by one, each mark at once and none ever changed."""

import datetime as dt

import pytest
from msgspec import structs
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import add_items, count, give_sheet, single
from tests.quizzes.openings import after
from tests.quizzes.test_rescoring import TRAINER, old, sheet_of
from training.audit import service as audit
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.modules.model import Item, ItemKind
from training.quizzes import marking, rescoring, service, store, taking
from training.quizzes.marking import InWords, NewMarks
from training.quizzes.model import Correction, EndedBy, Given, Results, Terms
from training.quizzes.opening import change_terms
from training.quizzes.outcomes import OldResult, Written
from training.quizzes.tables import QuizAttempt, QuizGivenMarks

SLUG = "words"
WORDS = Bilingual("សំណួរ", "Question")
TEXT = Item(
    "say", ItemKind.TEXT, "aim", 1, WORDS, WORDS, marks=3,
    rubric=Bilingual("មួយពិន្ទុក្នុងមួយបន្ទាត់", "One point a line"),
)  # fmt: skip
OPINION = structs.replace(TEXT, id="wish", marks=0)
ITEMS = (single("one", "a", "b"), TEXT, OPINION)


@pytest.fixture
def sent(session: Session, workshop: Workshop) -> Workshop:
    """SUN Sopheap and KEO Chantha have sent a sheet with an answer in words, worth 1 so far."""
    add_items(session, workshop, SLUG, ITEMS)
    for seat_id, words in ((workshop.seat_id, "The chief."), (workshop.other_seat_id, "Nobody.")):
        codes = {"one": "a", "say": words, "wish": "Tea"}
        give_sheet(session, workshop, seat_id, codes, SLUG)
    return workshop


def in_words(session: Session, workshop: Workshop) -> InWords:
    return marking.get_in_words(session, workshop.course_id, SLUG, "say")


def answer_of(session: Session, workshop: Workshop) -> Written:
    """The one of SUN Sopheap."""
    found = in_words(session, workshop).answers
    return next(each for each in found if each.sheet.seat_id == workshop.seat_id)


def mark(
    session: Session,
    workshop: Workshop,
    marks: str,
    key: str,
    seen: dt.datetime = NINE_THIRTY,
    now: dt.datetime = NINE_THIRTY,
) -> tuple[int, int]:
    sheet = sheet_of(session, workshop, workshop.seat_id, SLUG)
    given = NewMarks(sheet.id, marks, seen.isoformat(), key)
    return marking.give_marks(session, workshop.course_id, SLUG, "say", given, TRAINER, now)


def test_only_words_with_marks_are_marked(session: Session, sent: Workshop) -> None:
    (found,) = marking.list_in_words(session, sent.course_id, SLUG)
    assert (found.item.id, found.left) == ("say", 2)
    assert {each.words for each in found.answers} == {"The chief.", "Nobody."}
    lines = service.list_lines(session, sent.course_id, NINE_THIRTY)
    waiting = {each.slug: marking.count_waiting(session, sent.course_id, each) for each in lines}
    assert (waiting[SLUG], waiting[f"practice.{SLUG}"], waiting["small"]) == (2, 0, None)


def test_marks_go_into_the_result_and_the_old_one_stays(session: Session, sent: Workshop) -> None:
    mark(session, sent, "2", "k", now=after(20))
    sheet = sheet_of(session, sent, sent.seat_id, SLUG)
    assert (sheet.score, sheet.most) == (3, 4)
    assert old(session, sheet) == [OldResult(1, 4, after(20), "marked")]
    assert answer_of(session, sent).marks == 2
    assert in_words(session, sent).left == 1


def test_the_newest_marks_count_and_none_is_changed(session: Session, sent: Workshop) -> None:
    for marks in "203":
        mark(session, sent, marks, f"k{marks}")
    assert sheet_of(session, sent, sent.seat_id, SLUG).score == 4
    assert count(session, QuizGivenMarks) == 3
    marked = [
        entry.after["marks"]
        for entry in audit.list_entries(session, answer_of(session, sent).sheet.id)
        if entry.action == "marked"
    ]
    assert marked == [3, 0, 2]


def test_marks_sent_twice_are_given_once(session: Session, sent: Workshop) -> None:
    mark(session, sent, "2", "k")
    mark(session, sent, "3", "other")
    assert mark(session, sent, "2", "k") == (2, 3)
    assert (count(session, QuizGivenMarks), answer_of(session, sent).marks) == (2, 3)


def test_a_page_gone_back_to_with_another_button_is_a_new_form(
    session: Session, sent: Workshop
) -> None:
    mark(session, sent, "2", "k")
    mark(session, sent, "1", "k")
    assert (count(session, QuizGivenMarks), answer_of(session, sent).marks) == (2, 1)


def test_an_answer_of_no_worth_is_marked_too(session: Session, sent: Workshop) -> None:
    mark(session, sent, "0", "k")
    sheet = sheet_of(session, sent, sent.seat_id, SLUG)
    assert (answer_of(session, sent).marks, sheet.score, old(session, sheet)) == (0, 1, [])
    assert in_words(session, sent).left == 1


@pytest.mark.parametrize("marks", ["4", "-1", "", "two", "1.5", "٣", "9999"])
def test_marks_that_there_are_not_are_refused(session: Session, sent: Workshop, marks: str) -> None:
    with pytest.raises(Refusal, match="from 0 to") as caught:
        mark(session, sent, marks, "k")
    assert (caught.value.status, count(session, QuizGivenMarks)) == (422, 0)


def test_an_answer_that_was_not_read_is_not_marked(session: Session, sent: Workshop) -> None:
    with pytest.raises(Refusal, match="came anew") as caught:
        mark(session, sent, "2", "k", seen=after(-5))
    assert caught.value.status == 409


def test_words_that_come_late_wait_for_marks_again(session: Session, workshop: Workshop) -> None:
    """The phone was without network when the time of the sheet was up, and somebody was quick."""
    add_items(session, workshop, SLUG, ITEMS)
    terms = Terms(minutes=10, results=Results.AFTER_CLOSING)
    change_terms(session, workshop.course_id, SLUG, terms, TRAINER, NINE_THIRTY)
    who = (session, workshop.course_id, workshop.seat_id, SLUG)
    taking.begin(*who, NINE_THIRTY)
    taking.answer(*who, Given("say", "The chief", "early"), NINE_THIRTY)
    taking.finish(*who, (), TRAINER, after(11))
    assert sheet_of(session, workshop, workshop.seat_id, SLUG).finished_by is EndedBy.TIME
    mark(session, workshop, "2", "k", now=after(12))
    assert answer_of(session, workshop).marks == 2
    taking.answer(*who, Given("say", "The chief and all", "late", after(9)), after(13))
    found = answer_of(session, workshop)
    assert (found.words, found.marks) == ("The chief and all", None)
    assert sheet_of(session, workshop, workshop.seat_id, SLUG).score == 0


def test_a_sheet_of_another_course_is_not_marked_here(session: Session, sent: Workshop) -> None:
    given = NewMarks(sent.seat_id, "2", NINE_THIRTY.isoformat(), "k")
    with pytest.raises(Refusal) as caught:
        marking.give_marks(session, sent.course_id, SLUG, "say", given, TRAINER, NINE_THIRTY)
    assert caught.value.status == 404


def test_a_sheet_that_is_not_finished_waits(session: Session, sent: Workshop) -> None:
    sheet = session.get_one(QuizAttempt, answer_of(session, sent).sheet.id)
    sheet.finished_at = None
    session.flush()
    assert len(in_words(session, sent).answers) == 1


def test_marks_stay_when_a_key_is_corrected(session: Session, sent: Workshop) -> None:
    mark(session, sent, "2", "k")
    right = Correction(("b",), reason="So it is.")
    rescoring.correct(session, sent.course_id, SLUG, "one", right, "c", TRAINER, after(1))
    assert sheet_of(session, sent, sent.seat_id, SLUG).score == 2


def test_the_review_says_what_waits_and_what_was_given(session: Session, sent: Workshop) -> None:
    def text_now() -> tuple[int, bool]:
        desk = service.get_desk(session, sent.course_id, sent.seat_id, SLUG)
        found = {each.id: each for each in service.review(session, desk)}["say"]
        return found.marks, found.is_waiting

    assert text_now() == (0, True)
    mark(session, sent, "2", "k")
    assert text_now() == (2, False)


def test_the_order_of_answers_says_nothing_of_the_seats(session: Session, sent: Workshop) -> None:
    sheets = store.list_attempts(session, sent.course_id, slug=SLUG)
    orders = {
        tuple(sheet.id for sheet in marking.shuffled(sheets, f"item-{number}"))
        for number in range(20)
    }
    assert len(orders) == 2
