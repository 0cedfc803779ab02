"""Kinds: what each asks for, who gets which, and what somebody gets by exception."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.certificates.registered import facts_of, signer, token_of
from tests.certificates.signed import change
from tests.certificates.test_service import end, mark
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import require_said
from training.certificates import changing, issuing, service, store, texts
from training.certificates.model import KIND_NAMES, Kind, State
from training.certificates.paper import formulas
from training.certificates.rules import (
    Ask,
    Chance,
    Evidence,
    Outlook,
    QuizResult,
    Requirements,
    asked_for,
    decide,
    foresee,
    kinds_of_seats,
)
from training.certificates.tables import Certificate
from training.courses import service as courses
from training.courses.model import POST_TEST, CertificateRule, CourseState, HalfDay, Slot
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.people import service as people

BOTH = frozenset(Slot(0, half) for half in HalfDay)
THERE = Evidence(BOTH, 300)
LATER = NINE_THIRTY + dt.timedelta(days=1)


def reasons(kind: Kind, rule: CertificateRule, evidence: Evidence, percent: int = 60) -> list[str]:
    asked = asked_for(kind, Requirements(rule, BOTH, pass_percent=60), percent)
    return [str(each) for each in decide(asked, evidence).reasons]


def test_attendance_asks_for_the_rule_of_the_course_alone() -> None:
    assert reasons(Kind.ATTENDANCE, CertificateRule(), THERE) == []


@pytest.mark.parametrize("kind", [Kind.COMPLETION, Kind.TRAINER])
@pytest.mark.parametrize(
    ("result", "score", "missing"),
    [
        (QuizResult.PASSED, 80, []),
        (QuizResult.NOT_HANDED_IN, None, ["The test after the course is not handed in."]),
        (
            QuizResult.NOT_PASSED,
            40,
            ["The test after the course was not passed: 40%; 60% are needed."],
        ),
        (
            QuizResult.UNKNOWN,
            None,
            ["The test after the course is handed in; its result is not known yet."],
        ),
    ],
)
def test_completion_and_trainer_ask_for_the_test_passed_besides(
    kind: Kind, result: QuizResult, score: int | None, missing: list[str]
) -> None:
    evidence = Evidence(BOTH, 300, test=result, test_percent=score)
    assert reasons(kind, CertificateRule(), evidence) == missing


def test_a_test_that_the_rule_asks_for_too_is_asked_for_once_and_to_be_passed() -> None:
    rule = CertificateRule(quiz=POST_TEST)
    handed_in = Evidence(
        BOTH,
        300,
        quiz=QuizResult.NOT_PASSED,
        score_percent=40,
        test=QuizResult.NOT_PASSED,
        test_percent=40,
    )
    assert reasons(Kind.ATTENDANCE, rule, handed_in) == []
    assert len(reasons(Kind.COMPLETION, rule, handed_in)) == 1


def test_without_a_pass_mark_nobody_has_passed() -> None:
    evidence = Evidence(BOTH, 300, test=QuizResult.PASSED, test_percent=100)
    (reason,) = reasons(Kind.COMPLETION, CertificateRule(), evidence, percent=0)
    assert "no pass mark yet" in reason


def test_a_test_that_can_still_come_keeps_it_possible() -> None:
    asked = asked_for(Kind.COMPLETION, Requirements(CertificateRule(), BOTH), 60)
    assert foresee(asked, THERE, Chance(test=True)).outlook is Outlook.OPEN
    assert foresee(asked, THERE, Chance()).outlook is Outlook.LOST
    assert [each.ask for each in decide(asked, THERE).missing] == [Ask.TEST]


@pytest.mark.parametrize(
    ("kinds", "given"),
    [
        (("attendance",), (Kind.ATTENDANCE,)),
        (("trainer", "attendance"), (Kind.ATTENDANCE, Kind.TRAINER)),
        (("facilitation",), (Kind.ATTENDANCE,)),
        ((), (Kind.ATTENDANCE,)),
    ],
)
def test_participants_always_have_a_kind(kinds: tuple[str, ...], given: tuple[Kind, ...]) -> None:
    assert kinds_of_seats(CertificateRule(kinds=kinds)) == given


@pytest.fixture
def several(app: Flask, workshop: Workshop) -> Workshop:
    """The course gives all four kinds; SUN Sopheap was there all day, and nobody took the test."""
    rule = CertificateRule(kinds=tuple(Kind))
    with app.extensions["training.database"].writing() as session:
        courses.get_course(session, workshop.course_id).rule = rule
        session.commit()
    mark(app, workshop, workshop.seat_id, 3, 8)
    end(app, workshop)
    return workshop


@pytest.fixture
def session(app: Flask, several: Workshop) -> Iterator[Session]:
    """A session that writes; what it does is never committed."""
    _ = several
    with app.extensions["training.database"].writing() as session:
        yield session


def given_kinds(session: Session) -> list[str]:
    return sorted(session.scalars(select(Certificate.kind)))


def test_a_course_of_four_kinds_gives_each_to_those_who_earned_it(
    session: Session, several: Workshop
) -> None:
    count = service.issue_all(session, several.course_id, several.press, SYSTEM, LATER)
    assert count == 2
    assert given_kinds(session) == ["attendance", "facilitation"]
    (staff,) = service.review_staff(session, several.course_id)
    assert staff.account_id == several.trainer_id
    assert staff.issued is not None
    made = session.scalars(select(Certificate).where(Certificate.kind == "facilitation")).one()
    assert (made.facts.name_en, made.seat_id) == ("SOK Bopha", None)
    assert made.facts.minutes_held == 330
    assert service.issue_all(session, several.course_id, several.press, SYSTEM, LATER) == 0


def cards(page: str) -> dict[str, str]:
    """The words under each heading of a page, by heading."""
    parts = re.split(r"<h[23][^>]*>(.*?)</h[23]>", page[page.index("<main") :])
    words = (" ".join(re.sub(r"<[^>]+>", " ", part).split()) for part in parts[2::2])
    return dict(zip(parts[1::2], words, strict=True))


def test_a_trainee_is_told_of_each_kind_in_turn(
    app: Flask, workshop: Workshop, trainee: ProofReadingClient
) -> None:
    rule = CertificateRule(kinds=("attendance", "completion", "facilitation"))
    with app.extensions["training.database"].writing() as session:
        courses.get_course(session, workshop.course_id).rule = rule
        courses.set_state(session, workshop.course_id, CourseState.RUNNING, SYSTEM, NINE_THIRTY)
        session.commit()
    mark(app, workshop, workshop.seat_id, 3, 8)
    my_day = cards(trainee.get(f"/c/{workshop.course_id}").text)
    assert my_day["Certificate of attendance"] == "✓ Morning ✓ Afternoon"
    assert my_day["Certificate of completion"].endswith("✗ Test after the course, passed")
    assert "Certificate of facilitation" not in my_day
    own = cards(trainee.get(f"/c/{workshop.course_id}/certificate").text)
    assert "Everything is there" in own["Certificate of attendance"]
    assert "Everything is there" not in own["Certificate of completion"]


def test_who_has_one_kind_is_told_why_not_the_other(
    app: Flask, several: Workshop, trainee: ProofReadingClient
) -> None:
    with app.extensions["training.database"].writing() as session:
        service.issue_all(session, several.course_id, several.press, SYSTEM, LATER)
        session.commit()
    own = cards(trainee.get(f"/c/{several.course_id}/certificate").text)
    assert "R2P-" in own["Certificate of attendance"]
    for kind in ("Certificate of completion", "Trainer certificate"):
        assert own[kind].startswith("– Not entitled The test after the course has no pass mark")


def test_a_course_with_one_kind_says_no_kind_to_look_forward_to(
    trainee: ProofReadingClient, workshop: Workshop
) -> None:
    for path in ("", "/certificate"):
        assert "Certificate of attendance" not in trainee.get(f"/c/{workshop.course_id}{path}").text


@pytest.mark.parametrize(
    ("kind", "printed"),
    [
        (Kind.ATTENDANCE, "Certificate of Attendance"),
        (Kind.COMPLETION, "Certificate of Completion"),
        (Kind.TRAINER, "Trainer Certificate"),
        (Kind.FACILITATION, "Certificate of Facilitation"),
    ],
)
def test_a_kind_is_called_the_same_on_paper_and_on_pages(
    app: Flask, client_for: ClientMaker, kind: Kind, printed: str
) -> None:
    facts = facts_of(kind=kind)
    heading = formulas.heading(facts)
    assert heading.en == printed  # what was issued is printed so for ever
    assert heading == Bilingual(KIND_NAMES[kind].km, printed)
    token = token_of(signer(app), facts)  # its register is elsewhere
    for language, name in (("en", KIND_NAMES[kind].en), ("km", KIND_NAMES[kind].km)):
        shown = client_for(language=language).post("/v", data={"number": token}).text
        assert f"<dd>{name}</dd>" in re.sub("[\u200b\u2060]", "", shown)


def test_an_exception_has_a_reason_and_comes_once(session: Session, several: Workshop) -> None:
    def exceptionally(reason: str) -> Certificate:
        return issuing.issue_exception(
            session, several.course_id, several.other_seat_id, Kind.TRAINER, reason,
            several.press, SYSTEM, LATER,
        )  # fmt: skip

    with pytest.raises(Refusal) as refused:
        exceptionally(" ")
    assert refused.value.field == "reason"
    first = exceptionally("Has taught it for ten years.")
    assert exceptionally("Has taught it for ten years.").id == first.id
    assert (first.exception, first.edition) == ("Has taught it for ten years.", 1)
    cases = service.review(session, several.course_id, LATER)
    (case,) = [each for each in cases if each.seat.seat_id == several.other_seat_id]
    (award,) = [each for each in case.awards if each.kind is Kind.TRAINER]
    assert award.issued is not None
    assert award.issued.exception == "Has taught it for ten years."
    assert not award.forecast.decision.entitled


def test_who_had_one_that_was_revoked_gets_the_next_edition_by_exception_only(
    session: Session, several: Workshop
) -> None:
    service.issue_all(session, several.course_id, several.press, SYSTEM, LATER)
    old = service.get_of_seat(session, several.seat_id)
    changing.change(session, old.id, State.REVOKED, "Issued to the wrong one.", "k", SYSTEM, LATER)
    assert service.issue_all(session, several.course_id, several.press, SYSTEM, LATER) == 0
    new = issuing.issue_exception(
        session, several.course_id, several.seat_id, Kind.ATTENDANCE, "Was there after all.",
        several.press, SYSTEM, LATER,
    )  # fmt: skip
    assert new.edition == 2
    assert service.get_of_seat(session, several.seat_id).id == new.id
    papers = store.list_valid(session, several.course_id)
    numbers = {row.facts.number for row in papers}
    assert new.facts.number in numbers
    assert old.facts.number not in numbers


def test_who_had_one_that_was_replaced_elsewhere_has_the_corrected_one(
    session: Session, several: Workshop
) -> None:
    service.issue_all(session, several.course_id, several.press, SYSTEM, LATER)
    old = service.get_of_seat(session, several.seat_id)
    seat = courses.get_seat(session, several.course_id, several.seat_id)
    details = replace(people.get_details(session, seat.person_id), name_latin="SUN Sophea")
    new = changing.correct(session, old.id, details, "Her name.", several.press, "k", SYSTEM, LATER)
    new.seat_id = None  # as it comes with a register whose editions are others

    def exceptionally() -> Certificate:
        return issuing.issue_exception(
            session, several.course_id, several.seat_id, Kind.ATTENDANCE, "Lost the paper.",
            several.press, SYSTEM, LATER,
        )  # fmt: skip

    assert exceptionally().id == new.id
    changing.change(session, new.id, State.SUSPENDED, "We look.", "s", SYSTEM, LATER)
    with pytest.raises(Refusal, match="is suspended"):
        exceptionally()
    changing.change(session, new.id, State.REVOKED, "Bought.", "r", SYSTEM, LATER)
    assert (exceptionally().edition, old.edition) == (2, 1)


def test_who_had_one_whose_correction_is_not_here_is_told_so_in_both_languages(
    app: Flask, several: Workshop, client_for: ClientMaker
) -> None:
    with app.extensions["training.database"].writing() as session:
        service.issue_all(session, several.course_id, several.press, SYSTEM, LATER)
        old = service.get_of_seat(session, several.seat_id)
        change(session, old, State.REPLACED, 1)
        session.commit()
    path = f"/courses/{several.course_id}/certificates/exception/{several.seat_id}"
    sent = {"kind": "attendance", "reason": "Lost the paper."}
    for language in ("en", "km"):
        client = client_for(account_id=several.administrator_id, language=language)
        answer = client.post(path, data=sent)
        require_said(app, answer, 409, texts.REPLACED_ELSEWHERE, language)


def test_before_the_end_there_is_no_exception(session: Session, several: Workshop) -> None:
    courses.set_state(session, several.course_id, CourseState.RUNNING, SYSTEM, LATER)
    with pytest.raises(Refusal) as refused:
        issuing.issue_exception(
            session, several.course_id, several.seat_id, Kind.TRAINER, "Because.",
            several.press, SYSTEM, LATER,
        )  # fmt: skip
    assert refused.value.status == 409


def test_the_pages_show_every_kind_and_let_administrators_alone_make_exceptions(
    several: Workshop,
    trainer: ProofReadingClient,
    administrator: ProofReadingClient,
    client_for: ClientMaker,
) -> None:
    page = f"/courses/{several.course_id}/certificates"
    shown = trainer.get(page).text
    for words in ("Certificate of completion", "Trainer certificate", "SOK Bopha"):
        assert words in shown
    assert "Issue 2 certificates" in shown
    exception = f"{page}/exception/{several.other_seat_id}"
    assert exception not in shown
    assert trainer.get(exception).status_code == 403
    assert exception in administrator.get(page).text
    khmer = client_for(account_id=several.administrator_id, language="km")
    assert khmer.get(exception).status_code == 200
    for sent in ({"kind": "facilitation", "reason": "Why not."}, {"kind": "trainer"}):
        assert administrator.post(exception, data=sent).status_code == 422
    sent = {"kind": "trainer", "reason": "Has taught it for ten years."}
    answer = administrator.post(exception, data=sent)
    assert answer.status_code == 303
    assert "Has taught it for ten years." in administrator.get(answer.location or "").text
    assert "exception" in trainer.get(page).text


def test_the_rule_in_words_says_what_a_kind_asks_for_besides(
    session: Session, several: Workshop
) -> None:
    words = [str(each) for each in service.say_rule(session, several.course_id)]
    assert words[0] == "Present in the morning and in the afternoon."
    assert words[1:] == [
        "For the certificate of completion: the test after the course passed.",
        "For the trainer certificate: the test after the course passed.",
    ]
