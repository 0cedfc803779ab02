"""Correcting a key: who is shown before, what is scored again, what stays readable."""

import threading
import uuid

import pytest
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import SLUG, close, count, give, give_sheet
from tests.quizzes.openings import after, let, set_terms, shut
from training.adapters.database import Database
from training.audit import service as audit
from training.kernel.access import SYSTEM, ActorKind, Who
from training.kernel.refusal import Refusal
from training.quizzes import correcting, rescoring, result_store, service, taking
from training.quizzes.assessments import PRE_TEST
from training.quizzes.model import Attempt, Correction, Terms
from training.quizzes.outcomes import OldResult, Preview
from training.quizzes.tables import QuizCorrection, QuizOldResult

GREEN = Correction(("a",), reason="The sky of this picture is green.")
BLUE = Correction(("b",), reason="It was blue.")
VOID = Correction(is_void=True, reason="Nobody could know it.")
TRAINER = Who(ActorKind.ACCOUNT, uuid.UUID(int=5), "SOK Bopha")
SUN = {"colour": "b", "water": "true"}
KEO = {"colour": "a", "water": "true"}


@pytest.fixture
def sent(session: Session, opened: Workshop) -> Workshop:
    """SUN Sopheap has sent "blue", which the pack calls right, and KEO Chantha "green"."""
    give_sheet(session, opened, opened.seat_id, SUN)
    give_sheet(session, opened, opened.other_seat_id, KEO)
    return opened


def asked(
    session: Session, workshop: Workshop, slug: str = SLUG, item: str = "colour"
) -> rescoring.Asked:
    return rescoring.get_asked(session, workshop.course_id, slug, item)


def seen(session: Session, workshop: Workshop, correction: Correction, slug: str = SLUG) -> Preview:
    return rescoring.preview(
        session, workshop.course_id, asked(session, workshop, slug), correction
    )


def correct(
    session: Session,
    workshop: Workshop,
    correction: Correction,
    key: str,
    slug: str = SLUG,
    item: str = "colour",
) -> int:
    return rescoring.correct(
        session, workshop.course_id, slug, item, correction, key, TRAINER, after(20)
    )


def sheet_of(session: Session, workshop: Workshop, seat_id: uuid.UUID, slug: str = SLUG) -> Attempt:
    found = service.get_desk(session, workshop.course_id, seat_id, slug).attempt
    assert found is not None
    return found


def scores(session: Session, workshop: Workshop, slug: str = SLUG) -> list[int | None]:
    return [
        sheet_of(session, workshop, seat, slug).score
        for seat in (workshop.seat_id, workshop.other_seat_id)
    ]


def old(session: Session, sheet: Attempt) -> list[OldResult]:
    return result_store.list_old_results(session, [sheet.id]).get(sheet.id, [])


def test_a_preview_names_each_result_that_changes_and_saves_nothing(
    session: Session, sent: Workshop
) -> None:
    set_terms(session, sent, SLUG, Terms(pass_percent=60))
    found = seen(session, sent, GREEN)
    said = {
        each.new.sheet.seat_id: (
            each.new.sheet.score, each.new.score, each.passed_before, each.passed_now
        )
        for each in found.changes
    }  # fmt: skip
    assert said == {sent.seat_id: (2, 1, True, False), sent.other_seat_id: (1, 2, False, True)}
    assert found.stay == 0
    assert scores(session, sent) == [2, 1]
    assert count(session, QuizCorrection) == count(session, QuizOldResult) == 0


def test_who_is_not_concerned_stays(session: Session, sent: Workshop) -> None:
    found = seen(session, sent, Correction(("a", "b"), reason="Both."))
    assert [each.new.sheet.seat_id for each in found.changes] == [sent.other_seat_id]
    assert (found.stay, found.changes[0].passed_now) == (1, None)


def test_correcting_scores_again_and_keeps_what_was(session: Session, sent: Workshop) -> None:
    assert correct(session, sent, GREEN, "k") == 2
    assert scores(session, sent) == [1, 2]
    sheet = sheet_of(session, sent, sent.seat_id)
    assert old(session, sheet) == [OldResult(2, 3, after(20), "corrected")]
    item = asked(session, sent)
    assert correcting.key_in(item.now) == ("a",)
    assert correcting.key_in(item.item) == ("b",), "the pack's item is as it was"


def test_what_was_previewed_is_what_happens(session: Session, sent: Workshop) -> None:
    for number, correction in enumerate((GREEN, VOID, BLUE)):
        expected = {
            each.new.sheet.id: each.new.score for each in seen(session, sent, correction).changes
        }
        assert correct(session, sent, correction, str(number)) == len(expected)
        found = [sheet_of(session, sent, seat) for seat in (sent.seat_id, sent.other_seat_id)]
        assert {each.id: each.score for each in found if each.id in expected} == expected


def test_the_trail_tells_of_the_correction_and_of_each_result(
    session: Session, sent: Workshop
) -> None:
    correct(session, sent, GREEN, "k")
    made, *_ = audit.list_entries(session, sent.course_id)
    assert (made.action, made.actor_name) == ("corrected", "SOK Bopha")
    assert (made.before["right"], made.after["right"]) == (["b"], ["a"])
    assert made.after["reason"] == GREEN.reason
    for seat_id, before, now in ((sent.seat_id, 2, 1), (sent.other_seat_id, 1, 2)):
        entry, *_ = audit.list_entries(session, sheet_of(session, sent, seat_id).id)
        assert (entry.before["score"], entry.after["score"]) == (before, now)
        assert entry.after["reason"] == "corrected"


def test_confirming_twice_is_confirming_once(session: Session, sent: Workshop) -> None:
    assert [correct(session, sent, GREEN, "k") for _ in range(2)] == [2, 2]
    assert (count(session, QuizCorrection), count(session, QuizOldResult)) == (1, 2)


def test_a_confirmation_sent_again_after_another_correction_changes_nothing(
    session: Session, sent: Workshop
) -> None:
    correct(session, sent, GREEN, "first")
    correct(session, sent, BLUE, "second")
    correct(session, sent, GREEN, "first")
    assert scores(session, sent) == [2, 1]


def test_what_holds_already_is_no_correction(session: Session, sent: Workshop) -> None:
    with pytest.raises(Refusal, match="holds already"):
        seen(session, sent, BLUE)
    correct(session, sent, VOID, "k")
    with pytest.raises(Refusal, match="holds already"):
        correct(session, sent, VOID, "another")


def test_taking_it_back_brings_the_old_results_again(session: Session, sent: Workshop) -> None:
    correct(session, sent, GREEN, "k")
    back = correcting.read_correction(
        asked(session, sent).item, correcting.BACK, [], "It was blue."
    )
    assert correct(session, sent, back, "back") == 2
    assert scores(session, sent) == [2, 1]
    assert asked(session, sent).correction is None
    assert len(old(session, sheet_of(session, sent, sent.seat_id))) == 2


def test_a_void_question_counts_for_those_who_left_it_open(
    session: Session, opened: Workshop
) -> None:
    give_sheet(session, opened, opened.seat_id, {})
    assert correct(session, opened, VOID, "k") == 1
    found = sheet_of(session, opened, opened.seat_id)
    assert (found.score, found.most) == (1, 3)


def test_who_sends_after_the_correction_is_scored_by_it(session: Session, opened: Workshop) -> None:
    assert seen(session, opened, GREEN) == Preview((), 0)
    give_sheet(session, opened, opened.seat_id, SUN)
    assert correct(session, opened, GREEN, "k") == 1, "sent since the preview"
    give_sheet(session, opened, opened.other_seat_id, KEO)
    assert scores(session, opened) == [1, 2]
    assert old(session, sheet_of(session, opened, opened.other_seat_id)) == []


def test_closing_scores_by_the_corrected_key(session: Session, opened: Workshop) -> None:
    correct(session, opened, GREEN, "k")
    taking.begin(session, opened.course_id, opened.seat_id, SLUG, NINE_THIRTY)
    give(session, opened, "colour", "a", "tap")
    assert close(session, opened) == 1
    assert sheet_of(session, opened, opened.seat_id).score == 1


def test_one_correction_is_for_quiz_practice_home_and_tests(
    session: Session, planned: Workshop
) -> None:
    course_id, right = planned.course_id, Correction(("b",), reason="So it is.")
    let(session, planned, "forms")
    give_sheet(session, planned, planned.seat_id, {"own": "b"}, "forms")
    shut(session, planned, "forms")
    let(session, planned, "practice.forms")
    give_sheet(session, planned, planned.seat_id, {"own": "b"}, "practice.forms")
    rescoring.correct(session, course_id, "forms", "own", right, "k", TRAINER, after(1))
    found = [
        sheet_of(session, planned, planned.seat_id, slug) for slug in ("forms", "practice.forms")
    ]
    assert [sheet.score for sheet in found] == [1, 1]


def test_a_test_is_corrected_in_both_its_forms(session: Session, planned: Workshop) -> None:
    right = Correction(("b",), reason="So it is.")
    let(session, planned, PRE_TEST)
    seats = (planned.seat_id, planned.other_seat_id)
    for seat_id in seats:
        codes = {"forms.one": "b", "forms.uno": "b"}
        give_sheet(session, planned, seat_id, codes, PRE_TEST)
    before = {sheet_of(session, planned, seat, PRE_TEST).form: seat for seat in seats}
    assert correct(session, planned, right, "k", PRE_TEST, "forms.uno") == 1
    assert sheet_of(session, planned, before["a"], PRE_TEST).score == 0
    assert sheet_of(session, planned, before["b"], PRE_TEST).score == 1


def test_another_course_keeps_its_key(session: Session, sent: Workshop) -> None:
    correct(session, sent, GREEN, "k")
    elsewhere = rescoring.get_asked(session, sent.elsewhere_id, SLUG, "colour")
    assert correcting.key_in(elsewhere.now) == ("b",)


@pytest.mark.parametrize(
    ("slug", "item"), [(SLUG, "nothing"), ("nothing", "colour"), ("course.evaluation", "colour")]
)
def test_what_is_not_asked_is_not_corrected(
    session: Session, sent: Workshop, slug: str, item: str
) -> None:
    with pytest.raises(Refusal) as caught:
        correct(session, sent, GREEN, "k", slug, item)
    assert caught.value.status == 404


@pytest.mark.parametrize("is_sent_first", [True, False])
def test_a_sheet_that_is_sent_meanwhile_is_scored_by_the_new_key(
    database: Database, begun: Workshop, *, is_sent_first: bool
) -> None:
    """Whoever comes second waits, and no sheet stands with the old key when both are done."""
    with database.writing() as session:
        give(session, begun, "colour", "a", "tap")
        session.commit()

    def sends(session: Session) -> None:
        taking.finish(session, begun.course_id, begun.seat_id, SLUG, (), SYSTEM, after(1))

    def corrects(session: Session) -> None:
        correct(session, begun, GREEN, "k")

    first, second = (sends, corrects) if is_sent_first else (corrects, sends)

    def meanwhile() -> None:
        with database.writing() as session:
            second(session)
            session.commit()

    other = threading.Thread(target=meanwhile)
    with database.writing() as session:
        first(session)
        other.start()
        other.join(0.3)
        assert other.is_alive()
        session.commit()
    other.join()
    with database.reading() as session:
        assert sheet_of(session, begun, begun.seat_id).score == 1
