"""Issuing in parts: how far it is, what two presses at once do, what is sealed into each."""

import datetime as dt
from dataclasses import replace

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.certificates.issued import end_with, issue_one, require_one_each
from tests.certificates.test_designs import DRAWING
from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.settings import Settings
from training.adapters.typesetting import characters_without_glyph
from training.certificates import changing, issuing, sealing, service
from training.certificates.delivery import papers
from training.certificates.designs import designs
from training.certificates.model import Design, Kind, State, Wording
from training.certificates.tables import Certificate
from training.courses import logos
from training.courses import service as courses
from training.courses.model import CertificateRule, CourseState, LogoRole, Signatory
from training.courses.pictures import printable_picture
from training.credentials import service as credentials
from training.credentials.model import written_key_id
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.people import service as people
from training.people.model import PersonDetails

PEOPLE = 45
LATER = NINE_THIRTY + dt.timedelta(hours=9)


def press_once(app: Flask, workshop: Workshop) -> tuple[int, int]:
    database = app.extensions["training.database"]
    done = issuing.issue_part(database, workshop.course_id, workshop.press, SYSTEM, LATER)
    return done.issued, done.left


def test_each_press_issues_the_next_twenty_until_none_is_left(
    app: Flask, workshop: Workshop
) -> None:
    end_with(app, workshop, PEOPLE)
    pressed = [press_once(app, workshop) for _ in range(4)]
    assert pressed == [(20, 25), (20, 5), (5, 0), (0, 0)]
    require_one_each(app, workshop, PEOPLE)


def test_the_lunar_date_of_the_day_is_typed_once_and_stands_on_all_papers(
    app: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    end_with(app, workshop, 22)
    path, typed = f"/courses/{workshop.course_id}/certificates", "ថ្ងៃពុធ ១១ កើត ខែមិគសិរ"
    first = trainer.post(f"{path}/issue", data={"lunar_date": f" {typed} "})
    assert f'value="{typed}"' in trainer.get(first.location).text  # for the next press
    trainer.post(f"{path}/issue", data={"lunar_date": typed})
    with app.extensions["training.database"].reading() as session:
        printed = [each.facts.lunar_date_km for each in session.scalars(select(Certificate))]
    assert printed == [typed] * 22


def test_a_lunar_date_that_cannot_be_printed_issues_nothing(
    app: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    end_with(app, workshop, 1)
    path = f"/courses/{workshop.course_id}/certificates/issue"
    for typed, status in (("ก" * 5, 409), ("ថ" * 121, 422)):
        assert trainer.post(path, data={"lunar_date": typed}).status_code == status
    with app.extensions["training.database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_the_script_of_the_page_hears_how_far_it_is_and_a_bare_browser_is_led_back(
    app: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    end_with(app, workshop, 22)
    path = f"/courses/{workshop.course_id}/certificates"
    assert 'data-waiting="22"' in trainer.get(path).text
    first = trainer.post(f"{path}/issue", headers={"Accept": "application/json"})
    assert first.json == {"issued": 20, "left": 2}
    assert "Issue 2 certificates" in trainer.get(path).text
    assert trainer.post(f"{path}/issue").location == path
    assert "2 certificates were issued" in trainer.get(path).text
    require_one_each(app, workshop, 22)


def test_what_another_press_writes_meanwhile_is_left_alone(
    app: Flask, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_with(app, workshop, 5)
    usual = sealing.seal
    others: list[tuple[int, int]] = []

    def while_another_presses(*given: object) -> list[sealing.Sealed]:
        monkeypatch.setattr(sealing, "seal", usual)
        others.append(press_once(app, workshop))
        return usual(*given)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(sealing, "seal", while_another_presses)
    assert press_once(app, workshop) == (0, 0)
    assert others == [(5, 0)]
    require_one_each(app, workshop, 5)


def test_a_course_that_is_taken_up_again_meanwhile_gives_none(
    app: Flask, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_with(app, workshop, 3)
    usual = sealing.seal

    def while_it_is_taken_up(*given: object) -> list[sealing.Sealed]:
        with app.extensions["training.database"].writing() as session:
            courses.set_state(session, workshop.course_id, CourseState.RUNNING, SYSTEM, NINE_THIRTY)
            session.commit()
        return usual(*given)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(sealing, "seal", while_it_is_taken_up)
    with pytest.raises(Refusal):
        press_once(app, workshop)
    with app.extensions["training.database"].reading() as session:
        assert session.scalar(select(func.count()).select_from(Certificate)) == 0


def test_who_gets_another_name_meanwhile_is_left_for_the_next_part(
    app: Flask, workshop: Workshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    end_with(app, workshop, 3)
    usual = sealing.seal

    def while_the_desk_corrects(*given: object) -> list[sealing.Sealed]:
        monkeypatch.setattr(sealing, "seal", usual)
        with app.extensions["training.database"].writing() as session:
            seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
            people.correct_person(
                session, seat.person_id, PersonDetails("", "SUN Right"), SYSTEM, LATER,
                characters_without_glyph,
            )  # fmt: skip
            session.commit()
        return usual(*given)  # type: ignore[arg-type] # as they came

    monkeypatch.setattr(sealing, "seal", while_the_desk_corrects)
    assert press_once(app, workshop) == (2, 1)
    assert press_once(app, workshop) == (1, 0)
    require_one_each(app, workshop, 3)
    with app.extensions["training.database"].reading() as session:
        found = session.scalars(select(Certificate).where(Certificate.seat_id == workshop.seat_id))
        assert found.one().facts.name_en == "SUN Right"


def test_a_plan_that_cannot_be_printed_gives_none_and_says_why(
    app: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    end_with(app, workshop, 3)
    with app.extensions["training.database"].writing() as session:
        course = courses.get_course(session, workshop.course_id)
        course.signatories = (Signatory("", "KEO 😀", "", "Director"),)
        session.commit()
    answer = trainer.post(f"/courses/{workshop.course_id}/certificates/issue")
    assert answer.status_code == 409
    assert "😀" in answer.text
    assert "No certificate was issued" in answer.text


def test_the_key_that_signs_is_printed_and_its_places_are_given_once(
    app: Flask, workshop: Workshop
) -> None:
    certificate_id = issue_one(app, workshop)
    with app.extensions["training.database"].writing() as session:
        found = session.get_one(Certificate, certificate_id)
        (key_id,) = credentials.issuers(session).keys
        assert found.key_id == key_id
        assert found.facts.key_fingerprint == written_key_id(key_id)
        assert found.status_index == 0
        (place,) = credentials.reserve_places(session, key_id, 1)
        assert place.index == 1


def test_the_courses_logo_and_design_are_printed_and_stay_as_they_were(
    app: Flask, workshop: Workshop
) -> None:
    database = app.extensions["training.database"]
    with database.writing() as session:
        made = designs.make(session, Kind.ATTENDANCE, "Ministry", "d", SYSTEM, NINE_THIRTY)
        design = Design(wording=Wording(heading_en="In honour of peace"))
        designs.change(session, made.id, "Ministry", design, "e", SYSTEM, NINE_THIRTY)
        course = courses.get_course(session, workshop.course_id)
        course.rule = CertificateRule(designs={"attendance": made.family})
        words, picture = Bilingual("ក្រសួង", "Ministry"), printable_picture(DRAWING)
        logos.add_logo(
            session, course.id, LogoRole.ORGANISER, words, picture, "l", SYSTEM, NINE_THIRTY
        )
        session.commit()
    issue_one(app, workshop)
    with database.writing() as session:
        found = service.get_of_seat(session, workshop.seat_id)
        assert found.design_id == made.id
        assert found.facts.wording.heading_en == "In honour of peace"
        assert [each.words_en for each in found.facts.logos] == ["Ministry"]
        assert papers.load(session, found).pdf().startswith(b"%PDF")
        design = Design(wording=Wording(heading_en="Changed"))
        newer = designs.change(session, made.id, "Ministry", design, "f", SYSTEM, LATER)
        assert newer.id != made.id
        assert designs.get(session, made.id).used_at is not None


def test_the_terminal_issues_all_and_revokes_one(app: Flask, workshop: Workshop) -> None:
    end_with(app, workshop, 22)
    run = app.test_cli_runner().invoke
    said = [run(args=["certificates", "issue", workshop.join_code]).output for _ in range(2)]
    assert "22 certificates issued." in said[0]
    assert "Nobody was waiting for one." in said[1]
    require_one_each(app, workshop, 22)
    with app.extensions["training.database"].reading() as session:
        number = service.get_of_seat(session, workshop.seat_id).facts.number
    for words, code in (((), 2), (("--reason", "x"), 1), (("--reason", "Lent to a friend."), 0)):
        assert run(args=["certificates", "revoke", number, *words]).exit_code == code
    with app.extensions["training.database"].reading() as session:
        assert service.get_of_seat(session, workshop.seat_id).state == State.REVOKED
    assert run(args=["certificates", "issue", "000000"]).exit_code == 1


def test_the_terminal_does_not_go_round_the_rule_of_two_persons(
    app: Flask, workshop: Workshop
) -> None:
    issue_one(app, workshop)
    known: Settings = app.extensions["training.settings"]
    app.extensions["training.settings"] = replace(known, two_persons=True)
    with app.extensions["training.database"].reading() as session:
        number = service.get_of_seat(session, workshop.seat_id).facts.number
    words = ["certificates", "revoke", number, "--reason", "Lent to a friend."]
    said = app.test_cli_runner().invoke(args=words)
    assert said.exit_code == 1
    assert "two persons" in said.output
    with app.extensions["training.database"].reading() as session:
        assert service.get_of_seat(session, workshop.seat_id).state == State.VALID


def test_a_correction_is_sealed_like_the_first(app: Flask, workshop: Workshop) -> None:
    certificate_id = issue_one(app, workshop)
    with app.extensions["training.database"].writing() as session:
        details = PersonDetails("ស៊ុន សុភា", "SUN Sophea")
        press = replace(workshop.press, public_url="https://r2p.example.org")
        made = changing.correct(
            session, certificate_id, details, "Typed wrongly.", press, "k", SYSTEM, LATER
        )
        token = made.facts.verify_url.rpartition("#")[2]
        checked = credentials.check_token(token, credentials.issuers(session))
        assert checked.claims is not None
        assert checked.claims.name_latin == "SUN Sophea"
        assert made.status_index == 1


def test_a_key_made_for_the_first_certificate_is_called_after_who_issues_it(
    app: Flask, workshop: Workshop
) -> None:
    end_with(app, workshop, 1)
    press_once(app, workshop)
    with app.extensions["training.database"].reading() as session:
        (key,) = credentials.issuers(session).keys.values()
        facts = session.scalars(select(Certificate)).one().facts
    assert key.name == sealing.issuer_name(facts)
