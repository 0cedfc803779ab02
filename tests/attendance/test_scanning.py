"""From the QR on the screen to a mark: one tap for who is in the course, joining for who is not."""

import datetime as dt
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.attendance.conftest import Open, Opener, hand
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph, cookies_of
from tests.proofreading import ProofReadingClient
from tests.saying import nothing_saved
from training.adapters.database import Database
from training.attendance import codes, marking, service
from training.attendance.model import HandMark, Mark, MarkSource, MarkStatus
from training.courses import joining, seat_cookie
from training.courses import service as courses
from training.courses.model import CourseState
from training.courses.tables import AgendaRow
from training.kernel.access import SYSTEM, Who
from training.people.model import PersonDetails

Marks = Callable[[], tuple[Mark, ...]]
Clock = Callable[[dt.datetime], None]
TokenAt = Callable[..., str]


def later(seconds: float) -> dt.datetime:
    return NINE_THIRTY + dt.timedelta(seconds=seconds)


@pytest.fixture
def token_at(app: Flask, workshop: Workshop, opened: Open) -> TokenAt:
    """`token_at(-60)`: what the QR of the open item carries so many seconds from now."""

    def find(seconds: float = 0, item_id: uuid.UUID = opened.item_id) -> str:
        window = codes.window_of(later(seconds))
        return codes.code_of(app.config["SECRET_KEY"], workshop.course_id, item_id, window).token

    return find


def scan(phone: ProofReadingClient, workshop: Workshop, token: str) -> TestResponse:
    return phone.get(f"/a/{workshop.join_code}/{token}")


def tap(phone: ProofReadingClient, workshop: Workshop, **sent: str) -> TestResponse:
    return phone.post(f"/c/{workshop.course_id}/attendance", data={"submission_key": "tap", **sent})


def page_of(workshop: Workshop) -> str:
    return f"/c/{workshop.course_id}/attendance"


def hold(app: Flask, phone: ProofReadingClient, *seats: uuid.UUID) -> None:
    """Puts these seats onto the phone, the one that is on first."""
    key = str(app.config["SECRET_KEY"])
    phone.set_cookie(seat_cookie.cookie_name(key), seat_cookie.signed(key, seats))


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_phone_in_the_course_scans_and_marks_with_one_tap(
    app: Flask,
    client_for: ClientMaker,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
    language: str,
) -> None:
    phone = client_for(seat_id=workshop.seat_id, language=language)
    with nothing_saved(app):
        answer = scan(phone, workshop, token_at())
        page = phone.get(answer.location)
    assert answer.location == page_of(workshop)
    assert 'name="code"' not in page.text
    assert page.text.count('name="seat"') == 1
    done = tap(phone, workshop)
    assert done.status_code == 303
    shown = phone.get(done.location).text
    assert "✓" in shown
    assert 'name="seat"' not in shown
    (mark,) = marks()
    assert (mark.seat_id, mark.source, mark.status) == (
        workshop.seat_id, MarkSource.CODE, MarkStatus.PRESENT,
    )  # fmt: skip
    assert mark.device


def test_the_proof_is_out_of_reach_of_scripts_and_other_sites_and_lasts_half_an_hour(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt
) -> None:
    answer = scan(trainee, workshop, token_at())
    (cookie,) = [each for each in answer.headers.getlist("Set-Cookie") if each.startswith("scan-")]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age=1800" in cookie


def test_a_new_person_scans_joins_slowly_and_is_marked_with_the_seat(
    visitor: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    opened: Open,
    token_at: TokenAt,
    marks: Marks,
    at: Clock,
) -> None:
    """Though the code has closed meanwhile: the scan was judged when it came."""
    answer = scan(visitor, workshop, token_at())
    assert answer.location == f"/join/{workshop.join_code}"
    visitor.get(answer.location)
    at(later(29 * 60))
    closing = {"item": str(opened.item_id), "opening": str(opened.opening_id)}
    trainer.post(f"/courses/{workshop.course_id}/attendance/close", data=closing)
    sent = {"name_latin": "HENG Sreymom", "submission_key": "join"}
    joined = visitor.post(answer.location, data=sent)
    assert joined.location == f"{page_of(workshop)}?marked={opened.item_id}"
    page = visitor.get(joined.location).text
    assert "✓" in page
    assert "HENG Sreymom" in page
    (mark,) = marks()
    assert mark.marked_at == NINE_THIRTY
    again = visitor.post(answer.location, data=sent)
    assert again.location == joined.location
    assert len(marks()) == 1


def test_who_joins_more_than_half_an_hour_after_the_scan_is_not_marked(
    visitor: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks, at: Clock
) -> None:
    scan(visitor, workshop, token_at())
    at(later(30 * 60))
    joined = visitor.post(f"/join/{workshop.join_code}", data={"name_latin": "HENG Sreymom"})
    assert joined.location == f"/c/{workshop.course_id}"
    assert marks() == ()


def test_who_goes_on_with_a_seat_code_after_the_scan_is_marked_too(
    visitor: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    with database.reading() as session:
        seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
        sent = {"code": workshop.join_code, "seat_code": seat.code}
    scan(visitor, workshop, token_at())
    assert visitor.post("/continue", data=sent).location.startswith(page_of(workshop))
    assert [mark.seat_id for mark in marks()] == [workshop.seat_id]


@pytest.mark.parametrize("language", ["km", "en"])
@pytest.mark.parametrize("who", ["visitor", "trainee"])
def test_an_old_scan_says_that_the_code_has_changed(
    client_for: ClientMaker,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
    who: str,
    language: str,
) -> None:
    seat_id = workshop.seat_id if who == "trainee" else None
    phone = client_for(seat_id=seat_id, language=language)
    answer = scan(phone, workshop, token_at(-60))
    assert answer.status_code == 410
    assert {"km": "ប្តូរ", "en": "has changed"}[language] in answer.text
    assert ('name="code"' in answer.text) is (who == "trainee")
    way_in = f'<a class="button button-large" href="/join/{workshop.join_code}">'
    assert (way_in in answer.text) is (who == "visitor")
    assert tap(phone, workshop).status_code == (410 if seat_id else 403)
    assert marks() == ()


def test_the_code_of_half_a_minute_ago_can_still_be_scanned(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt
) -> None:
    assert scan(trainee, workshop, token_at(-30)).status_code == 303
    assert scan(trainee, workshop, token_at(30)).status_code == 404


def test_a_scan_of_a_code_that_has_closed_names_its_item(
    trainee: ProofReadingClient, workshop: Workshop, opener: Opener, token_at: TokenAt
) -> None:
    opener(workshop.item_ids[5], "open-2")
    answer = scan(trainee, workshop, token_at())
    assert answer.status_code == 410
    assert "“Module 1, part A” has closed" in answer.text


def test_unknown_scans_are_counted_for_each_phone_and_keep_out_no_neighbour(
    client_for: ClientMaker, workshop: Workshop, token_at: TokenAt
) -> None:
    guesser = client_for(seat_id=workshop.seat_id)
    guesser.get("/join")
    for _ in range(20):
        assert scan(guesser, workshop, "AAAAAAAA").status_code == 404
    assert scan(guesser, workshop, token_at()).status_code == 429
    assert scan(client_for(seat_id=workshop.other_seat_id), workshop, token_at()).status_code == 303


def test_the_digits_cannot_be_guessed_in_the_address(
    trainee: ProofReadingClient, workshop: Workshop, opened: Open
) -> None:
    for written in (opened.code, f"{opened.code[:3]}-{opened.code[3:]}a"):
        assert scan(trainee, workshop, written).status_code == 404


def test_the_twenty_first_wrong_code_of_a_seat_waits_though_another_phone_types_it(
    client_for: ClientMaker, workshop: Workshop, opened: Open, marks: Marks
) -> None:
    wrong = "111111" if opened.code != "111111" else "222222"
    for number in range(20):
        phone = client_for(seat_id=workshop.seat_id)
        assert tap(phone, workshop, code=wrong, submission_key=f"{number}").status_code == 422
    last = client_for(seat_id=workshop.seat_id)
    assert tap(last, workshop, code=opened.code).status_code == 429
    assert marks() == ()


def test_an_unknown_join_code_and_a_course_that_does_not_run_have_their_sentence(
    trainee: ProofReadingClient, database: Database, workshop: Workshop, token_at: TokenAt
) -> None:
    wrong = "000000" if workshop.join_code != "000000" else "111111"
    assert trainee.get(f"/a/{wrong}/{token_at()}").status_code == 404
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    answer = scan(trainee, workshop, token_at())
    assert answer.status_code == 409
    assert "has ended" in answer.text


def test_a_course_that_ends_between_scan_and_tap_takes_no_mark(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    scan(trainee, workshop, token_at())
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    assert "has ended" in trainee.get(page_of(workshop)).text
    assert tap(trainee, workshop).status_code == 409
    assert marks() == ()


def test_a_code_of_another_course_is_unknown_here(
    app: Flask, trainee: ProofReadingClient, database: Database, workshop: Workshop, opened: Open
) -> None:
    with database.writing() as session:
        items = courses.list_agenda(session, workshop.elsewhere_id)
        item_id = next(item.id for item in items if item.counts and item.id)
        made = service.open_attendance(
            session, workshop.elsewhere_id, item_id, "there", SYSTEM, NINE_THIRTY
        )
        session.commit()
    code = service.code_of(app.config["SECRET_KEY"], workshop.elsewhere_id, made, NINE_THIRTY)
    assert scan(trainee, workshop, code.token).status_code == 404
    assert tap(trainee, workshop, code=code.digits).status_code == 422


def test_a_seat_of_another_course_joins_first(
    client_for: ClientMaker, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    phone = client_for(seat_id=workshop.seat_elsewhere_id)
    answer = scan(phone, workshop, token_at())
    assert answer.location == f"/join/{workshop.join_code}"
    assert tap(phone, workshop).status_code == 403
    assert marks() == ()


def test_a_proof_says_nothing_in_another_course(
    app: Flask,
    trainee: ProofReadingClient,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    scan(trainee, workshop, token_at())
    hold(app, trainee, workshop.seat_elsewhere_id)
    elsewhere = f"/c/{workshop.elsewhere_id}/attendance"
    assert trainee.post(elsewhere, data={}).status_code == 410
    assert marks() == ()


def test_a_proof_copied_to_another_phone_says_nothing_there(
    trainee: ProofReadingClient,
    client_for: ClientMaker,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    scan(trainee, workshop, token_at())
    copied = {name: it for name, it in cookies_of(trainee).items() if name.startswith("scan-")}
    outside = client_for(seat_id=workshop.other_seat_id)
    for name, value in copied.items():
        outside.set_cookie(name, value)
    assert tap(outside, workshop).status_code == 410
    assert marks() == ()


@pytest.mark.parametrize("spoilt", ["", "x", "W10.x", "ក", "a" * 3000])
def test_a_proof_that_was_tampered_with_is_none(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks, spoilt: str
) -> None:
    scan(trainee, workshop, token_at())
    (name,) = [each for each in cookies_of(trainee) if each.startswith("scan-")]
    trainee.set_cookie(name, spoilt)
    assert tap(trainee, workshop).status_code == 410
    assert trainee.get(page_of(workshop)).status_code == 200
    assert marks() == ()


def test_a_double_tap_and_a_second_phone_of_the_seat_are_one_mark(
    client_for: ClientMaker, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    phones = [client_for(seat_id=workshop.seat_id) for _ in range(2)]
    for phone in phones:
        scan(phone, workshop, token_at())
    for phone in (*phones, *phones):
        assert tap(phone, workshop).status_code == 303
    assert [mark.version for mark in marks()] == [1]


def test_a_proof_marks_once_and_not_against_the_trainer_who_took_it_back(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    bopha: Who,
    token_at: TokenAt,
    marks: Marks,
    at: Clock,
) -> None:
    scan(trainee, workshop, token_at())
    tap(trainee, workshop)
    trainer_takes_back(database, workshop, bopha)
    assert marks() == ()
    answer = tap(trainee, workshop)
    assert answer.status_code == 409
    assert "taken the mark back" in answer.text
    assert marks() == ()
    at(later(30))
    scan(trainee, workshop, token_at(30))
    assert tap(trainee, workshop).status_code == 303
    assert len(marks()) == 1


def trainer_takes_back(database: Database, workshop: Workshop, who: Who) -> None:
    wanted = HandMark(workshop.item_ids[3], workshop.seat_id, MarkStatus.UNMARKED)
    with database.writing() as session:
        marking.mark_by_hand(session, workshop.course_id, wanted, "back", who, NINE_THIRTY)
        session.commit()


def test_a_scan_against_the_trainers_word_is_kept_beside_it(
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
) -> None:
    scan(trainee, workshop, token_at())
    data = hand(workshop, "absent")
    trainer.post(f"/courses/{workshop.course_id}/attendance/hand", data=data)
    answer = tap(trainee, workshop)
    page = trainee.get(answer.location).text
    assert "Absent" in page
    assert "✓" not in page
    with database.reading() as session:
        (conflict,) = service.list_conflicts(session, workshop.course_id)
    assert [claim.source for claim in conflict.claims] == [MarkSource.CODE]


def change_seat(database: Database, workshop: Workshop, **facts: object) -> None:
    with database.writing() as session:
        seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
        for name, value in facts.items():
            setattr(seat, name, value)
        session.commit()


def test_a_seat_that_has_left_is_not_marked_by_its_phone(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    opened: Open,
    marks: Marks,
) -> None:
    change_seat(database, workshop, left_at=NINE_THIRTY)
    page = trainee.get(scan(trainee, workshop, token_at()).location).text
    assert "you left this course" in page
    assert 'name="seat"' not in page
    for sent in ({}, {"code": opened.code}):
        answer = tap(trainee, workshop, **sent)
        assert answer.status_code == 409
        assert "you left this course" in answer.text
    assert marks() == ()


def split(database: Database, workshop: Workshop, group: str) -> None:
    with database.writing() as session:
        session.get_one(AgendaRow, workshop.item_ids[3]).group = group
        session.commit()


def test_a_seat_of_another_parallel_group_is_told_so(
    trainee: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    opened: Open,
    marks: Marks,
) -> None:
    split(database, workshop, "A")
    change_seat(database, workshop, group="B")
    page = trainee.get(scan(trainee, workshop, token_at()).location).text
    assert "for group A, and you are in group B" in page
    for sent in ({}, {"code": opened.code}):
        answer = tap(trainee, workshop, **sent)
        assert answer.status_code == 409
        assert "for group A, and you are in group B" in answer.text
    assert marks() == ()


def test_a_seat_without_a_group_comes_into_that_of_the_code(
    trainee: ProofReadingClient, database: Database, workshop: Workshop, token_at: TokenAt
) -> None:
    split(database, workshop, "A")
    scan(trainee, workshop, token_at())
    assert tap(trainee, workshop).status_code == 303
    with database.reading() as session:
        assert courses.get_seat(session, workshop.course_id, workshop.seat_id).group == "A"


@pytest.mark.parametrize("way", ["scan", "digits"])
def test_one_phone_marks_two_people_with_the_same_scan_or_code(
    app: Flask,
    client_for: ClientMaker,
    workshop: Workshop,
    opened: Open,
    token_at: TokenAt,
    marks: Marks,
    way: str,
) -> None:
    phone = client_for()
    hold(app, phone, workshop.seat_id, workshop.other_seat_id)
    if way == "scan":
        scan(phone, workshop, token_at())
    page = phone.get(page_of(workshop)).text
    assert page.count('name="seat"') == 2
    assert ('name="code"' in page) is (way == "digits")
    first = {"code": opened.code} if way == "digits" else {}
    done = tap(phone, workshop, seat=str(workshop.other_seat_id), **first)
    page = phone.get(done.location).text
    assert page.count("✓") == 1
    assert page.count('name="seat"') == 1
    assert 'name="code"' not in page
    done = tap(phone, workshop, seat=str(workshop.seat_id))
    assert phone.get(done.location).text.count("✓") == 2
    assert {mark.seat_id for mark in marks()} == {workshop.seat_id, workshop.other_seat_id}
    assert len({mark.device for mark in marks()}) == 1


def test_a_phone_marks_no_seat_that_it_does_not_have(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    scan(trainee, workshop, token_at())
    for seat in (workshop.other_seat_id, workshop.seat_elsewhere_id, "x"):
        assert tap(trainee, workshop, seat=str(seat)).status_code == 404
    assert marks() == ()


def test_a_second_person_joins_on_the_same_phone_and_both_go_on(
    trainee: ProofReadingClient, workshop: Workshop, token_at: TokenAt, marks: Marks
) -> None:
    scan(trainee, workshop, token_at())
    tap(trainee, workshop)
    assert "Another person joins on this phone" in trainee.get(page_of(workshop)).text
    form = trainee.get(f"/join/{workshop.join_code}").text
    assert "already used by" in form
    assert "SUN Sopheap" in form
    data = {"name_latin": "HENG Sreymom"}
    joined = trainee.post(f"/join/{workshop.join_code}", data=data)
    assert trainee.get(joined.location).text.count("✓") == 2
    assert len(marks()) == 2
    day = f"/c/{workshop.course_id}"
    page = trainee.get(day).text
    assert "This phone is also used by" in page
    assert str(workshop.seat_id) in page
    assert trainee.post(f"{day}/switch", data={"seat": str(workshop.seat_id)}).location == day
    assert f'value="{workshop.seat_id}"' not in trainee.get(day).text
    refused = trainee.post(f"{day}/switch", data={"seat": str(workshop.other_seat_id)})
    assert refused.status_code == 404


def test_a_merged_seat_is_marked_as_the_one_that_its_person_goes_on_with(
    app: Flask,
    client_for: ClientMaker,
    database: Database,
    workshop: Workshop,
    token_at: TokenAt,
    marks: Marks,
) -> None:
    with database.writing() as session:
        course = courses.get_course(session, workshop.course_id)
        details = PersonDetails("", "HENG Sreymom")
        twice = joining.join(session, course, details, "twice", NINE_THIRTY, any_glyph)
        twice.merged_into = workshop.seat_id
        session.commit()
        old = twice.id
    phone = client_for(seat_id=old)
    page = phone.get(scan(phone, workshop, token_at()).location).text
    assert f'value="{workshop.seat_id}"' in page
    assert tap(phone, workshop, seat=str(workshop.seat_id)).status_code == 303
    assert [mark.seat_id for mark in marks()] == [workshop.seat_id]
