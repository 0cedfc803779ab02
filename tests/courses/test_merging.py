"""The same person joined twice: what comes over, what collides, what is refused, and a race."""

import threading
import uuid
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import give_sheet
from training.attendance import counting, marking, recording, undoing
from training.attendance import service as attendance
from training.attendance.model import HandMark, Mark, MarkSource, MarkStatus, Undone
from training.audit.tables import AuditEntry
from training.certificates import service as certificates
from training.courses import joining, merging, seat_cookie, service
from training.courses.model import CourseState, Pair
from training.courses.tables import Seat
from training.kernel.access import SYSTEM
from training.people.model import PersonDetails
from training.people.tables import Person
from training.quizzes import overseeing, store
from training.quizzes import service as quizzes

MORNING, LATER, AFTERNOON = 3, 5, 8


@dataclass(frozen=True, slots=True)
class Twice:
    """SUN Sopheap joined again, from another phone."""

    course_id: uuid.UUID
    first: uuid.UUID
    second: uuid.UUID
    path: str
    """The page where the first seat is merged."""

    @property
    def pair(self) -> Pair:
        """The first seat stays."""
        return Pair(self.course_id, self.first, self.second)


@pytest.fixture
def twice(app: Flask, workshop: Workshop) -> Twice:
    with app.extensions["training.database"].writing() as session:
        course = service.get_course(session, workshop.course_id)
        details = PersonDetails("ស៊ុន សុភាព", "SUN Sophip")
        seat = joining.join(session, course, details, "again", NINE_THIRTY, any_glyph, True)
        session.commit()
        path = f"/courses/{workshop.course_id}/people/{workshop.seat_id}/merge"
        return Twice(workshop.course_id, workshop.seat_id, seat.id, path)


@pytest.fixture
def do(app: Flask) -> Callable[..., object]:
    """`do(verb, …)`: one committed change."""

    def run(verb: Callable[..., object], *given: object) -> object:
        with app.extensions["training.database"].writing() as session:
            found = verb(session, *given)
            session.commit()
            return found

    return run


def by_hand(
    workshop: Workshop, seat_id: uuid.UUID, place: int, status: MarkStatus, **minutes: int
) -> tuple[object, ...]:
    wanted = HandMark(workshop.item_ids[place], seat_id, status, **minutes)
    key = f"{seat_id}-{place}"
    return marking.mark_by_hand, workshop.course_id, wanted, key, SYSTEM, NINE_THIRTY


def marks_of(app: Flask, twice: Twice, seat_id: uuid.UUID) -> dict[uuid.UUID, Mark]:
    with app.extensions["training.database"].reading() as session:
        found = attendance.list_current_marks(session, twice.course_id, seat_id)
        return {mark.agenda_item_id: mark for mark in found}


def merge(session: Session, pair: Pair) -> Seat:
    return merging.merge(session, pair, SYSTEM, NINE_THIRTY)


def test_a_near_name_is_suggested_and_what_would_happen_is_said_first(
    trainer: ProofReadingClient, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.PRESENT))
    do(*by_hand(workshop, twice.first, LATER, MarkStatus.ABSENT))
    do(*by_hand(workshop, twice.second, LATER, MarkStatus.PRESENT))
    page = trainer.get(twice.path).text
    alike, rest = page.split('label="The same name"')[1].split('label="Other people"')
    assert str(twice.second) in alike
    assert str(workshop.other_seat_id) in rest
    page = trainer.get(f"{twice.path}?other={twice.second}&stays=this").text
    assert "1 attendance mark comes over." in page
    assert "Module 1, part B, and quiz: the seat that stays says “Absent”" in page
    assert "cannot be taken back" in page


def test_marks_come_over_as_they_are_and_those_that_collide_become_conflicts(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.LATE, minutes_late=20))
    do(*by_hand(workshop, twice.first, LATER, MarkStatus.ABSENT))
    do(*by_hand(workshop, twice.second, LATER, MarkStatus.PRESENT))
    before = marks_of(app, twice, twice.second)
    for _ in range(2):
        do(merge, twice.pair)
    own = marks_of(app, twice, twice.first)
    late = own[workshop.item_ids[MORNING]]
    assert (late.status, late.minutes_late, late.source, late.marked_at) == (
        MarkStatus.LATE, 20, MarkSource.HAND, NINE_THIRTY,
    )  # fmt: skip
    assert own[workshop.item_ids[LATER]].status is MarkStatus.ABSENT, "nothing is overwritten"
    assert marks_of(app, twice, twice.second) == before, "the records of both are kept"
    with app.extensions["training.database"].reading() as session:
        (conflict,) = attendance.list_conflicts(session, twice.course_id)
    assert conflict.mark.agenda_item_id == workshop.item_ids[LATER]
    assert [claim.status for claim in conflict.claims] == [MarkStatus.PRESENT]


def test_both_trails_say_what_happened_and_both_persons_stay(
    app: Flask, trainer: ProofReadingClient, twice: Twice
) -> None:
    sent = {"other": str(twice.second), "stays": "this"}
    for _ in range(2):
        answer = trainer.post(twice.path, data=sent)
        assert answer.status_code == 303
        assert answer.location.endswith(f"/people/{twice.first}")
    with app.extensions["training.database"].reading() as session:
        found = {
            entry.subject_id: (entry.action, entry.actor_name, entry.after["number"])
            for entry in session.scalars(select(AuditEntry))
            if entry.action in {"took in", "merged into"}
        }
        assert found == {
            twice.first: ("took in", "SOK Bopha", 3),
            twice.second: ("merged into", "SOK Bopha", 1),
        }
        assert session.get_one(Seat, twice.second).merged_into == twice.first
        assert session.scalar(select(Person).where(Person.name_latin == "SUN Sophip"))
        seats = {seat.seat_id for seat in service.list_seats(session, twice.course_id)}
    assert twice.first in seats
    assert twice.second not in seats
    page = trainer.get(f"/courses/{twice.course_id}/people/{twice.first}").text
    assert "Seat 3 was merged into this one." in page
    gone = trainer.get(f"/courses/{twice.course_id}/people/{twice.second}")
    assert gone.location.endswith(str(twice.first))


def test_the_old_phone_and_the_old_seat_code_lead_to_the_seat_that_stays(
    app: Flask, client_for: ClientMaker, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(merge, twice.pair)
    old = client_for(seat_id=twice.second)
    assert "SUN Sopheap" in old.get(f"/c/{twice.course_id}").text
    with app.extensions["training.database"].reading() as session:
        code = session.get_one(Seat, twice.second).code
    held = old.get_cookie(seat_cookie.cookie_name(str(app.config["SECRET_KEY"])))
    assert held is not None
    signed = seat_cookie.signed(str(app.config["SECRET_KEY"]), [twice.first, twice.second])
    assert held.value == signed, "its stream looks at the cookie alone"
    new = client_for()
    typed = {"code": workshop.join_code, "seat_code": code}
    assert new.post("/continue", data=typed).status_code == 302
    assert "SUN Sopheap" in new.get(f"/c/{twice.course_id}").text


def test_a_seat_that_stayed_may_be_merged_itself_and_all_lead_to_the_last(
    app: Flask, client_for: ClientMaker, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(merge, twice.pair)
    do(merge, Pair(twice.course_id, workshop.other_seat_id, twice.first))
    old = client_for(seat_id=twice.second)
    assert "KEO Chantha" in old.get(f"/c/{twice.course_id}").text


@pytest.fixture
def opened(workshop: Workshop, do: Callable[..., object]) -> None:
    do(quizzes.open_quiz, workshop.course_id, "small", "k", SYSTEM, NINE_THIRTY)


@pytest.mark.usefixtures("opened")
def test_a_quiz_that_only_the_seat_that_goes_has_answered_comes_over(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    client_for: ClientMaker, do: Callable[..., object],
) -> None:  # fmt: skip
    do(give_sheet, workshop, twice.second, {"colour": "b"})
    page = trainer.get(f"{twice.path}?other={twice.second}&stays=this").text
    assert "the answers come over" in page
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        report = overseeing.report(session, twice.course_id, "small", NINE_THIRTY)
        assert set(report.attempts) == {twice.first}
        assert report.beside == {}
    phone = client_for(seat_id=twice.second)
    assert phone.get(f"/c/{twice.course_id}/quiz/small/result").status_code == 200


@pytest.mark.usefixtures("opened")
def test_of_two_sheets_that_of_the_seat_that_stays_counts_and_the_other_stays_readable(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    do: Callable[..., object],
) -> None:  # fmt: skip
    do(give_sheet, workshop, twice.first, {})
    do(give_sheet, workshop, twice.second, {"colour": "b"})
    page = trainer.get(f"{twice.path}?other={twice.second}&stays=this").text
    assert "both seats have answered" in page
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        report = overseeing.report(session, twice.course_id, "small", NINE_THIRTY)
        assert report.attempts[twice.first].score == 0
        assert report.line.began == report.line.finished == 1
        ((number, sheet),) = report.beside[twice.first]
        assert (number, sheet.seat_id) == (3, twice.second)
        counted = store.list_attempts(session, twice.course_id, slug="small")
        assert [each.seat_id for each in counted] == [twice.first]
    page = trainer.get(f"/courses/{twice.course_id}/quiz/small").text
    assert "joined twice: the sheet of seat 3 does not count" in page


@pytest.fixture
def certified(workshop: Workshop, twice: Twice, do: Callable[..., object]) -> Callable[..., None]:
    """`certified(seat_id, …)`: the course has ended, and these seats have certificates."""

    def give(*seat_ids: uuid.UUID) -> None:
        for seat_id in seat_ids:
            for place in (MORNING, AFTERNOON):
                do(*by_hand(workshop, seat_id, place, MarkStatus.PRESENT))
        do(service.set_state, twice.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        do(certificates.issue_all, twice.course_id, workshop.press, SYSTEM, NINE_THIRTY)

    return give


def test_two_certificates_are_never_merged(
    app: Flask, trainer: ProofReadingClient, twice: Twice, certified: Callable[..., None]
) -> None:
    certified(twice.first, twice.second)
    for stays in ("this", "other"):
        sent = {"other": str(twice.second), "stays": stays}
        assert trainer.get(twice.path, query_string=sent).status_code == 409
        answer = trainer.post(twice.path, data=sent)
        assert answer.status_code == 409
        assert "Both seats have a certificate" in answer.text
    with app.extensions["training.database"].reading() as session:
        assert session.get_one(Seat, twice.second).merged_into is None


def test_the_seat_with_the_certificate_is_the_one_that_stays(
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    twice: Twice,
    certified: Callable[..., None],
) -> None:
    certified(twice.second)
    sent = {"other": str(twice.second), "stays": "this"}
    answer = trainer.post(twice.path, data=sent)
    assert answer.status_code == 409
    assert "has to be the one that stays" in answer.text
    assert trainer.post(twice.path, data={**sent, "stays": "other"}).status_code == 303
    phone = client_for(seat_id=twice.first)
    assert 'data-step="get-certificate"' in phone.get(f"/c/{twice.course_id}").text


@pytest.mark.parametrize(
    ("other", "stays", "status"),
    [("", "this", 422), ("x", "this", 422), ("own", "this", 422), ("far", "this", 404),
     ("other", "both", 422), ("none", "other", 404)],
)  # fmt: skip
def test_bad_choices_are_refused_with_a_sentence(
    trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    other: str, stays: str, status: int,
) -> None:  # fmt: skip
    known = {
        "own": twice.first,
        "far": workshop.seat_elsewhere_id,
        "other": twice.second,
        "none": uuid.UUID(int=7),
    }
    sent = {"other": str(known.get(other, other)), "stays": stays}
    assert trainer.get(twice.path, query_string=sent).status_code == status
    answer = trainer.post(twice.path, data=sent)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


def test_a_trainer_who_marks_the_old_seat_on_an_old_page_marks_the_person(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    do(merge, twice.pair)
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.PRESENT))
    assert workshop.item_ids[MORNING] in marks_of(app, twice, twice.first)
    assert marks_of(app, twice, twice.second) == {}


def shown_code(app: Flask, workshop: Workshop) -> str:
    """The code of Module 1, part A, which is open from now on."""
    with app.extensions["training.database"].writing() as session:
        opening = attendance.open_attendance(
            session, workshop.course_id, workshop.item_ids[MORNING], "k", SYSTEM, NINE_THIRTY
        )
        session.commit()
    secret = app.config["SECRET_KEY"]
    return attendance.code_of(secret, workshop.course_id, opening, NINE_THIRTY).digits


def test_taps_of_the_old_phone_during_the_merging_are_not_lost(
    app: Flask, workshop: Workshop, twice: Twice, client_for: ClientMaker
) -> None:
    """Whoever comes first, the mark is there for the seat that stays."""
    code = shown_code(app, workshop)
    trainer = client_for(account_id=workshop.trainer_id)
    phone = client_for(seat_id=twice.second)
    start = threading.Barrier(2)
    answers: dict[str, int] = {}

    def tap() -> None:
        start.wait(10)
        sent = {"code": code, "submission_key": "tap"}
        answers["tap"] = phone.post(f"/c/{twice.course_id}/attendance", data=sent).status_code

    def press() -> None:
        start.wait(10)
        sent = {"other": str(twice.second), "stays": "this"}
        answers["merge"] = trainer.post(twice.path, data=sent).status_code

    threads = [threading.Thread(target=each) for each in (tap, press)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    assert answers["merge"] == 303
    assert answers["tap"] < 400
    assert workshop.item_ids[MORNING] in marks_of(app, twice, twice.first)


def test_a_tap_that_waited_for_the_merging_goes_on_with_the_seat_that_stays(
    app: Flask, workshop: Workshop, twice: Twice, client_for: ClientMaker
) -> None:
    """The merging is held open until the tap has come; only then it commits."""
    code = shown_code(app, workshop)
    phone = client_for(seat_id=twice.second)
    answers: list[int] = []

    def tap() -> None:
        sent = {"code": code, "submission_key": "tap"}
        answers.append(phone.post(f"/c/{twice.course_id}/attendance", data=sent).status_code)

    with app.extensions["training.database"].writing() as session:
        merging.merge(session, twice.pair, SYSTEM, NINE_THIRTY)
        session.flush()
        thread = threading.Thread(target=tap)
        thread.start()
        thread.join(0.7)
        assert answers == [], "it waits"
        session.commit()
    thread.join(30)
    assert answers[0] < 400
    assert workshop.item_ids[MORNING] in marks_of(app, twice, twice.first)
    assert marks_of(app, twice, twice.second) == {}


def test_one_phone_that_holds_both_seats_goes_on_with_one(
    app: Flask, twice: Twice, client_for: ClientMaker, do: Callable[..., object]
) -> None:
    phone = client_for()
    secret = str(app.config["SECRET_KEY"])
    both = seat_cookie.signed(secret, [twice.second, twice.first])
    phone.set_cookie(seat_cookie.cookie_name(secret), both)
    do(merge, twice.pair)
    assert "SUN Sopheap" in phone.get(f"/c/{twice.course_id}").text


def contest(workshop: Workshop, seat_id: uuid.UUID) -> tuple[object, ...]:
    """The phone of somebody who is marked absent says that they were there."""
    said = recording.Said(
        workshop.item_ids[MORNING], seat_id, MarkSource.CODE, MarkStatus.PRESENT, NINE_THIRTY,
        device="one phone",
    )  # fmt: skip
    return recording.take, workshop.course_id, said, f"scan-{seat_id}"


def test_what_was_contested_of_the_old_seat_is_settled_once_and_nobody_is_counted_twice(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, twice: Twice,
    do: Callable[..., object],
) -> None:  # fmt: skip
    do(*by_hand(workshop, twice.second, MORNING, MarkStatus.ABSENT))
    do(*contest(workshop, twice.second))
    do(*by_hand(workshop, twice.second, LATER, MarkStatus.PRESENT))
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        (conflict,) = attendance.list_conflicts(session, twice.course_id)
        assert conflict.mark.seat_id == twice.first
        later = workshop.item_ids[LATER]
        assert counting.count_here(session, twice.course_id, later) == 1
        assert attendance.count_marked(session, twice.course_id, later) == 1
    roll = f"/courses/{twice.course_id}/attendance"
    sent = {f"said-{conflict.mark.id}": "here", "submission_key": "settle"}
    assert trainer.post(f"{roll}/conflicts", data=sent).status_code == 303
    with app.extensions["training.database"].reading() as session:
        assert attendance.list_conflicts(session, twice.course_id) == ()


def test_one_phone_of_somebody_who_joined_twice_is_no_surprise_after_the_merging(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    for seat_id in (twice.first, twice.second):
        do(*contest(workshop, seat_id))
    do(merge, twice.pair)
    with app.extensions["training.database"].reading() as session:
        found = counting.list_surprises(session, twice.course_id, workshop.item_ids[MORNING])
        assert found == ()


def test_taking_all_present_back_counts_the_person_once(
    app: Flask, workshop: Workshop, twice: Twice, do: Callable[..., object]
) -> None:
    item_id = workshop.item_ids[MORNING]
    given = (twice.course_id, item_id, 99, "all", SYSTEM, NINE_THIRTY)
    assert do(marking.mark_rest_present, *given) == 3
    do(merge, twice.pair)
    undone = do(undoing.take_back, twice.course_id, item_id, "all", SYSTEM, NINE_THIRTY)
    assert isinstance(undone, Undone)
    assert {mark.seat_id for mark in undone.marks} <= {twice.first, workshop.other_seat_id}
    assert marks_of(app, twice, twice.second), "the records of both are kept"
