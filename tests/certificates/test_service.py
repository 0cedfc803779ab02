"""Issuing: exactly once, frozen facts, only after the end, all reasons for those who are not."""

import threading
import uuid
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.proofreading import ProofReadingClient
from training.attendance import marking
from training.attendance.model import HandMark, MarkStatus
from training.certificates import service
from training.certificates.tables import Certificate
from training.courses import service as courses
from training.courses.model import CourseState
from training.credentials import service as credentials
from training.credentials.model import Verdict
from training.kernel.access import SYSTEM
from training.kernel.refusal import Refusal
from training.people import service as people


def mark(app: Flask, workshop: Workshop, seat_id: uuid.UUID, *places: int) -> None:
    with app.extensions["training.database"].writing() as session:
        for place in places:
            wanted = HandMark(workshop.item_ids[place], seat_id, MarkStatus.PRESENT)
            marking.mark_by_hand(
                session, workshop.course_id, wanted, f"{seat_id}{place}", SYSTEM, NINE_THIRTY
            )
        session.commit()


def end(app: Flask, workshop: Workshop) -> None:
    with app.extensions["training.database"].writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()


def issue(app: Flask, workshop: Workshop, public_url: str = "https://r2p.example.org") -> int:
    with app.extensions["training.database"].writing() as session:
        press = replace(workshop.press, public_url=public_url)
        count = service.issue_all(session, workshop.course_id, press, SYSTEM, NINE_THIRTY)
        session.commit()
    return count


def certificates(app: Flask) -> int:
    with app.extensions["training.database"].reading() as session:
        return session.scalar(select(func.count()).select_from(Certificate)) or 0


@pytest.fixture
def ended(app: Flask, workshop: Workshop) -> Workshop:
    """SUN Sopheap was present in both half-days, KEO Chantha in the morning only."""
    mark(app, workshop, workshop.seat_id, 3, 8)
    mark(app, workshop, workshop.other_seat_id, 3)
    end(app, workshop)
    return workshop


def test_nothing_is_issued_before_the_end(app: Flask, workshop: Workshop) -> None:
    mark(app, workshop, workshop.seat_id, 3, 8)
    with pytest.raises(Refusal) as refused:
        issue(app, workshop)
    assert refused.value.status == 409
    assert certificates(app) == 0


def test_the_entitled_get_one_and_the_others_hear_why(app: Flask, ended: Workshop) -> None:
    assert issue(app, ended) == 1
    with app.extensions["training.database"].reading() as session:
        cases = {
            case.seat.seat_id: case
            for case in service.review(session, ended.course_id, NINE_THIRTY)
        }
    assert cases[ended.seat_id].number
    other = cases[ended.other_seat_id]
    assert [str(each) for each in other.decision.reasons] == [
        "Not marked present in the afternoon."
    ]
    assert not other.number


def test_issuing_twice_issues_once(app: Flask, ended: Workshop) -> None:
    assert issue(app, ended) == 1
    assert issue(app, ended) == 0
    assert certificates(app) == 1


def test_two_hands_on_the_button_issue_once(app: Flask, ended: Workshop) -> None:
    counts: list[int] = []
    hands = [threading.Thread(target=lambda: counts.append(issue(app, ended))) for _ in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(counts) == [0, 0, 0, 1]
    assert certificates(app) == 1


def test_facts_are_frozen(app: Flask, ended: Workshop) -> None:
    issue(app, ended)
    with app.extensions["training.database"].writing() as session:
        seat = courses.get_seat(session, ended.course_id, ended.seat_id)
        details = people.get_details(session, seat.person_id)
        changed = replace(details, name_latin="SUN Sophea")
        people.correct_person(session, seat.person_id, changed, SYSTEM, NINE_THIRTY, any_glyph)
        session.commit()
        found = service.get_of_seat(session, ended.seat_id).facts
    assert found.name_en == "SUN Sopheap"
    assert found.name_km == "ស៊ុន សុភាព"
    assert found.minutes_held == 330
    assert found.verify_url.startswith(f"https://r2p.example.org/v/{found.number}#")


def test_the_list_says_when_the_paper_has_another_name(
    app: Flask, ended: Workshop, trainer: ProofReadingClient
) -> None:
    issue(app, ended)
    page = f"/courses/{ended.course_id}/certificates"
    assert "corrected after the issue" not in trainer.get(page).text
    data = {"name_km": "ស៊ុន សុភា", "name_latin": "SUN Sophea", "submission_key": "k"}
    corrected = trainer.post(f"/courses/{ended.course_id}/people/{ended.seat_id}", data=data)
    assert corrected.status_code == 302
    shown = trainer.get(page).text
    assert "corrected after the issue" in shown
    assert "SUN Sophea" in shown
    assert "SUN Sopheap" in shown


def test_without_a_public_address_the_qr_code_holds_the_token_alone(
    app: Flask, ended: Workshop
) -> None:
    issue(app, ended, public_url="")
    with app.extensions["training.database"].reading() as session:
        found = service.get_of_seat(session, ended.seat_id).facts
        checked = credentials.check_token(found.verify_url, credentials.issuers(session))
    assert checked.verdict is Verdict.GENUINE
    assert checked.claims is not None
    assert (checked.claims.number, checked.claims.name_latin) == (found.number, "SUN Sopheap")


def test_the_whole_way_through_the_pages(
    app: Flask, ended: Workshop, trainer: ProofReadingClient, client_for: ClientMaker
) -> None:
    page = trainer.get(f"/courses/{ended.course_id}/certificates")
    assert "Issue 1 certificate" in page.text
    answer = trainer.post(f"/courses/{ended.course_id}/certificates/issue")
    assert answer.status_code == 302
    printed = trainer.get(f"/courses/{ended.course_id}/certificates.pdf")
    assert printed.data.startswith(b"%PDF")

    phone = client_for(seat_id=ended.seat_id, language="km")
    own = phone.get(f"/c/{ended.course_id}/certificate")
    assert "ស៊ុន សុភាព" in own.text
    file = phone.get(f"/c/{ended.course_id}/certificate.pdf")
    assert file.data.startswith(b"%PDF")
    assert "attachment" in file.headers["Content-Disposition"]
    again = phone.get(f"/c/{ended.course_id}/certificate.pdf")
    assert again.data == file.data

    other = client_for(seat_id=ended.other_seat_id)
    missing = other.get(f"/c/{ended.course_id}/certificate.pdf")
    assert missing.status_code == 404
    why = other.get(f"/c/{ended.course_id}/certificate").text
    assert "Not marked present in the afternoon." in why


def test_anybody_can_check_every_printed_fact(
    app: Flask, ended: Workshop, visitor: ProofReadingClient
) -> None:
    issue(app, ended)
    with app.extensions["training.database"].reading() as session:
        facts = service.get_of_seat(session, ended.seat_id).facts
    page = visitor.get(f"/v/{facts.number.lower()}").text
    printed = [
        facts.number, facts.name_km, facts.name_en, facts.course_title_km, facts.course_title_en,
        facts.venue_km, facts.venue_en, facts.province_km, facts.province_en,
        *(name for each in facts.modules for name in (each.title_km, each.title_en)),
        *(name for each in facts.organisers for name in (each.title_km, each.title_en)),
        *(name for each in facts.signatories for name in (each.name_km, each.name_en,
          each.title_km, each.title_en)),
        "23 November 2026", "5 hours 30 minutes",
    ]  # fmt: skip
    assert [each for each in printed if each and each not in page] == []
    typed = visitor.post("/v", data={"number": facts.number.replace("-", " ")})
    assert typed.location == f"/v/{facts.number}"


def test_an_unknown_number_is_said_plainly(visitor: ProofReadingClient) -> None:
    answer = visitor.get("/v/R2P-AAAAA-AAAAA")
    assert answer.status_code == 404
    assert "This register does not have that number" in answer.text


def test_another_course_cannot_print_it(
    app: Flask, ended: Workshop, client_for: ClientMaker
) -> None:
    issue(app, ended)
    with app.extensions["training.database"].reading() as session:
        number = service.get_of_seat(session, ended.seat_id).facts.number
    stranger = client_for(account_id=ended.stranger_id)
    answer = stranger.get(f"/courses/{ended.elsewhere_id}/certificates/{number}.pdf")
    assert answer.status_code == 404
