"""Who will miss the certificate and why: by what is recorded, and by what can still come."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes import forms
from tests.quizzes.openings import after, let, shut
from training.attendance import marking
from training.attendance import service as attendance
from training.attendance.model import HandMark, MarkSource, MarkStatus
from training.attendance.recording import Said, take
from training.certificates import service
from training.certificates.rules import Forecast, Outlook
from training.courses import service as courses
from training.courses.model import CertificateRule, CourseState
from training.courses.tables import Seat
from training.kernel.access import SYSTEM
from training.quizzes.assessments import EVALUATION
from training.quizzes.model import Results, Terms
from training.quizzes.opening import change_terms

MORNING, LATE_MORNING, AFTERNOON = 3, 5, 8
"""Places in the agenda of what counts: 09:00, the next one before noon, and one after it."""
NOON = NINE_THIRTY + dt.timedelta(hours=2, minutes=45)
EVENING = NINE_THIRTY + dt.timedelta(hours=9)
ALL = CertificateRule(half_days=2, quiz="small", evaluation=True)


@pytest.fixture
def session(app: Flask, workshop: Workshop) -> Iterator[Session]:
    """A session that writes, in the workshop; what it does is never committed."""
    with app.extensions["training.database"].writing() as session:
        yield session


def ask_for(session: Session, workshop: Workshop, rule: CertificateRule) -> None:
    plan = courses.plan_of(session, courses.get_course(session, workshop.course_id))
    courses.change_plan(session, workshop.course_id, replace(plan, rule=rule), SYSTEM, NINE_THIRTY)


def mark(
    session: Session,
    workshop: Workshop,
    place: int,
    status: MarkStatus = MarkStatus.PRESENT,
    of_other: bool = False,
) -> None:
    seat_id = workshop.other_seat_id if of_other else workshop.seat_id
    wanted = HandMark(workshop.item_ids[place], seat_id, status)
    key = f"{seat_id}{place}{status}"
    marking.mark_by_hand(session, workshop.course_id, wanted, key, SYSTEM, NINE_THIRTY)


def of(session: Session, workshop: Workshop, now: dt.datetime) -> Forecast:
    cases = service.review(session, workshop.course_id, now)
    return next(each.forecast for each in cases if each.seat.seat_id == workshop.seat_id)


def why(forecast: Forecast) -> list[str]:
    return [str(point.reason) for point in forecast.why]


def test_in_the_morning_everything_is_still_possible(session: Session, workshop: Workshop) -> None:
    ask_for(session, workshop, ALL)
    forecast = of(session, workshop, NINE_THIRTY)
    assert forecast.outlook is Outlook.OPEN
    assert why(forecast) == [
        "Not marked present in the morning.",
        "Not marked present in the afternoon.",
        "The quiz “A small module” is not handed in.",
        "The evaluation is not handed in.",
    ]


def test_a_morning_that_is_over_is_lost(session: Session, workshop: Workshop) -> None:
    for place in (MORNING, LATE_MORNING):
        mark(session, workshop, place, of_other=True)
    forecast = of(session, workshop, NOON)
    assert forecast.outlook is Outlook.LOST
    assert why(forecast) == ["Not marked present in the morning."]


def test_where_nobody_was_marked_attendance_was_not_taken_and_nobody_has_missed_it(
    session: Session, workshop: Workshop
) -> None:
    assert of(session, workshop, EVENING).outlook is Outlook.OPEN


def test_what_is_open_for_marking_is_not_over(session: Session, workshop: Workshop) -> None:
    for place in (MORNING, LATE_MORNING):
        mark(session, workshop, place, of_other=True)
    item_id = workshop.item_ids[LATE_MORNING]
    attendance.open_attendance(session, workshop.course_id, item_id, "k", SYSTEM, NOON)
    assert of(session, workshop, NOON).outlook is Outlook.OPEN


def test_whoever_has_all_of_it_keeps_it(session: Session, workshop: Workshop) -> None:
    ask_for(session, workshop, ALL)
    mark(session, workshop, MORNING)
    mark(session, workshop, AFTERNOON)
    for slug in ("small", EVALUATION):
        let(session, workshop, slug)
        forms.say(session, workshop, workshop.seat_id, slug, [])
        forms.send(session, workshop, workshop.seat_id, slug, after(2))
        shut(session, workshop, slug, after(3))
    assert of(session, workshop, EVENING).outlook is Outlook.MET


def test_a_closed_quiz_is_lost_and_one_on_paper_is_not(
    session: Session, workshop: Workshop
) -> None:
    ask_for(session, workshop, CertificateRule(0, quiz="small"))
    let(session, workshop, "small")
    shut(session, workshop, "small", after(3))
    assert of(session, workshop, after(4)).outlook is Outlook.LOST
    session.get_one(Seat, workshop.seat_id).without_phone = True
    assert of(session, workshop, after(4)).outlook is Outlook.OPEN


def test_at_the_end_the_forecast_is_the_decision(session: Session, workshop: Workshop) -> None:
    ask_for(session, workshop, ALL)
    mark(session, workshop, MORNING)
    courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NOON)
    for case in service.review(session, workshop.course_id, NOON):
        assert case.forecast.outlook is Outlook.LOST
        assert case.forecast.why == case.decision.missing


def test_a_result_that_is_not_shown_yet_is_not_told_by_the_certificate(
    session: Session, workshop: Workshop
) -> None:
    ask_for(session, workshop, CertificateRule(0, quiz="small", is_passed=True))
    terms = Terms(pass_percent=60, results=Results.AFTER_CLOSING)
    change_terms(session, workshop.course_id, "small", terms, SYSTEM, NINE_THIRTY)
    let(session, workshop, "small")
    forms.say(session, workshop, workshop.seat_id, "small", [])
    forms.send(session, workshop, workshop.seat_id, "small", after(2))

    def told(now: dt.datetime) -> list[str]:
        (found,) = service.review_own(session, workshop.course_id, workshop.seat_id, now)
        return [str(each) for each in found.forecast.decision.reasons]

    assert told(after(3)) == [
        "The quiz “A small module” is handed in; its result is not known yet."
    ]
    staff = of(session, workshop, after(3)).decision
    assert [str(each) for each in staff.reasons] == [
        "The quiz “A small module” was not passed: 0%; 60% are needed."
    ]
    shut(session, workshop, "small", after(4))
    assert told(after(5)) == ["The quiz “A small module” was not passed: 0%; 60% are needed."]


Change = Callable[..., None]


@pytest.fixture
def change(app: Flask, workshop: Workshop) -> Change:
    """`change(verb, …)`: one committed change of the workshop."""

    def run(verb: Callable[..., object], *given: object) -> None:
        with app.extensions["training.database"].writing() as session:
            verb(session, workshop, *given)
            session.commit()

    return run


def test_the_trainer_sees_who_will_miss_it_and_each_reason_leads_to_where_it_is_mended(
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    change(ask_for, ALL)
    for place in (MORNING, LATE_MORNING):
        change(mark, place)
    at(NOON)
    page = trainer.get(f"/courses/{workshop.course_id}/certificates").text
    missing, possible = page.split("Will miss the certificate")[1].split("Still possible")
    assert "KEO Chantha" in missing
    assert "SUN Sopheap" in possible
    assert f'attendance?item={workshop.item_ids[MORNING]}#seat-2">Not marked' in missing
    assert f'/courses/{workshop.course_id}/quiz/small">The quiz “' in possible
    assert "The evaluation is not handed in." in possible
    assert "Not marked present in the afternoon." not in missing, "that can still come"
    cockpit = trainer.get(f"/courses/{workshop.course_id}").text
    assert "1 will miss the certificate" in cockpit


def test_attendance_said_in_two_ways_is_said_and_the_mark_that_holds_decides(
    trainer: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    def contradict(session: Session, workshop: Workshop) -> None:
        said = Said(
            workshop.item_ids[MORNING], workshop.seat_id, MarkSource.PAPER, MarkStatus.PRESENT,
            NINE_THIRTY, None,
        )  # fmt: skip
        take(session, workshop.course_id, said, "paper")

    change(mark, MORNING, MarkStatus.ABSENT)
    change(mark, AFTERNOON)
    change(contradict)
    page = trainer.get(f"/courses/{workshop.course_id}/certificates").text
    assert "The attendance of 1 person was said in two ways." in page
    assert "Attendance was said in two ways: please settle it." in page
    assert "Not marked present in the morning." in page


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        (CertificateRule(), "The certificate does not depend on it."),
        (CertificateRule(quiz="small"), "For the certificate it has to be handed in."),
        (CertificateRule(quiz="small", is_passed=True), "For the certificate it has to be passed."),
    ],
)
def test_before_a_quiz_begins_it_says_what_the_certificate_asks(
    trainee: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    rule: CertificateRule,
    said: str,
) -> None:
    def prepare(session: Session, workshop: Workshop) -> None:
        ask_for(session, workshop, rule)
        terms = Terms(pass_percent=60)
        change_terms(session, workshop.course_id, "small", terms, SYSTEM, NINE_THIRTY)
        let(session, workshop, "small")

    change(prepare)
    assert said in trainee.get(f"/c/{workshop.course_id}/quiz/small").text


@pytest.mark.parametrize("language", ["en", "km"])
def test_a_trainee_sees_their_own_standing_and_nobody_elses(
    client_for: ClientMaker,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
    language: str,
) -> None:
    change(ask_for, ALL)
    for place in (MORNING, LATE_MORNING):
        change(mark, place)
    at(NOON)
    phone = client_for(seat_id=workshop.seat_id, language=language)
    late = client_for(seat_id=workshop.other_seat_id, language=language)
    course = f"/c/{workshop.course_id}"
    if language == "km":
        assert "សម្រាប់វិញ្ញាបនបត្រ" in phone.get(course).text
        assert "នឹងមិនបានទទួលវិញ្ញាបនបត្រ" in late.get(f"{course}/certificate").text
        return
    own = phone.get(course).text.split("For the certificate")[1].split("</section>")[0]
    shown = " ".join(own.replace("<", " <").split())
    assert 'aria-label="Done">✓ </span> Morning' in shown
    assert 'aria-label="Still needed">… </span> Afternoon' in shown
    assert "Something was missed." not in own
    assert "Something was missed." in late.get(course).text
    page = late.get(f"{course}/certificate").text
    assert "By what is recorded, there will be no certificate:" in page
    assert "Not marked present in the morning." in page
    assert "SUN Sopheap" not in page
