"""Proofreading from both sides: what trainees say of their names, and what staff make of it."""

import datetime as dt
import json
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.certificates.issued import issue_one
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import counts, grown, nothing_saved, require_said
from training.attendance import marking
from training.attendance.model import HandMark, MarkStatus
from training.audit import service as audit
from training.certificates import changing, name_checks, name_desk, name_texts, service, store
from training.certificates.model import State
from training.certificates.name_checks import Heard
from training.certificates.name_rules import Said, Spelling
from training.certificates.tables import Certificate, NameCheck
from training.courses import service as courses
from training.kernel.access import SYSTEM
from training.kernel.texts import Text, say
from training.people import rules as people_rules
from training.people import service as people

TODAY = Spelling("ស៊ុន សុភាព", "SUN Sopheap")
RIGHT = Spelling("ស៊ុន សុភា", "SUN Sophea")
AFTERNOON = NINE_THIRTY + dt.timedelta(hours=4)
"""13:30 in Phnom Penh: the last half-day has begun."""
MORNING = (3, 5)
"""Places in the agenda of what counts before noon."""
Sent = dict[str, str]


def form(key: str, wanted: Spelling | None = None, **more: str) -> Sent:
    sent = {"submission_key": key, "seen": TODAY.mark, **more}
    return sent | ({"name_km": wanted.km, "name_latin": wanted.latin} if wanted else {})


@pytest.fixture
def own(workshop: Workshop) -> str:
    """The page on which SUN Sopheap proofreads."""
    return f"/c/{workshop.course_id}/certificate/name"


@pytest.fixture
def desk(workshop: Workshop) -> str:
    """The name desk."""
    return f"/courses/{workshop.course_id}/certificates/names"


@pytest.fixture
def reading(app: Flask, workshop: Workshop) -> Iterator[Callable[[], Session]]:
    """A session that sees what is there at this moment."""
    opened: list[Session] = []

    def read() -> Session:
        opened.append(app.extensions["training.database"].reading())
        return opened[-1]

    yield read
    for session in opened:
        session.close()


def said_by(session: Session, workshop: Workshop) -> list[tuple[int, bool, str, bool]]:
    asked = select(NameCheck).where(NameCheck.seat_id == workshop.seat_id)
    rows = session.scalars(asked.order_by(NameCheck.version))
    return [(row.version, row.is_right, row.wanted_latin, bool(row.settled_at)) for row in rows]


def name_of(session: Session, workshop: Workshop) -> Spelling:
    seat = courses.get_seat(session, workshop.course_id, workshop.seat_id)
    return name_checks.spelling_of(people.get_details(session, seat.person_id))


def step_of(phone: ProofReadingClient, workshop: Workshop) -> str:
    page = phone.get(f"/c/{workshop.course_id}").text
    return page.split('data-step="')[1].split('"')[0]


def test_in_the_last_half_day_my_day_asks_to_look_at_the_name(
    trainee: ProofReadingClient,
    workshop: Workshop,
    own: str,
    at: Callable[[dt.datetime], None],
) -> None:
    assert step_of(trainee, workshop) == "read-slides"
    at(AFTERNOON)
    assert step_of(trainee, workshop) == "check-name"
    trainee.post(own, data=form("no", said="wrong"))
    assert step_of(trainee, workshop) == "read-slides"
    trainee.post(own, data=form("yes", said="right"))
    assert step_of(trainee, workshop) == "read-slides"


def test_who_cannot_get_a_certificate_any_more_is_not_asked(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop, at: Callable[[dt.datetime], None]
) -> None:
    with app.extensions["training.database"].writing() as session:
        for place in MORNING:
            absent = HandMark(workshop.item_ids[place], workshop.seat_id, MarkStatus.ABSENT)
            marking.mark_by_hand(
                session, workshop.course_id, absent, f"k{place}", SYSTEM, NINE_THIRTY
            )
        session.commit()
    at(AFTERNOON)
    assert step_of(trainee, workshop) == "read-slides"


def test_one_tap_confirms_and_is_counted_once(
    app: Flask,
    trainee: ProofReadingClient,
    workshop: Workshop,
    own: str,
    reading: Callable[[], Session],
) -> None:
    page = trainee.get(own).text
    assert TODAY.km in page
    assert TODAY.latin in page
    for _ in range(3):
        answer = trainee.post(own, data=form("one", said="right"))
        assert answer.status_code == 303
        assert answer.location == f"/c/{workshop.course_id}"
    assert said_by(reading(), workshop) == [(1, True, "", True)]
    assert "Confirmed" in trainee.get(own).text
    entries = audit.list_entries(reading(), workshop.seat_id)
    assert [each.action for each in entries] == ["confirmed the name of", "joined"]


def test_one_tap_asks_for_a_correction_and_the_spelling_can_follow(
    trainee: ProofReadingClient, workshop: Workshop, own: str, reading: Callable[[], Session]
) -> None:
    assert trainee.post(own, data=form("no", said="wrong")).location == own
    page = trainee.get(own).text
    assert "The trainer has been asked to correct it" in page
    for _ in range(2):
        trainee.post(own, data=form("so", RIGHT, note="As on my card."))
    assert said_by(reading(), workshop) == [(1, False, "", True), (2, False, RIGHT.latin, False)]
    assert name_checks.count_open(reading(), workshop.course_id) == 1
    page = trainee.get(own).text
    assert f'value="{RIGHT.latin}"' in page
    trainee.post(own, data=form("yes", said="right"))
    assert name_checks.count_open(reading(), workshop.course_id) == 0


def test_a_tap_on_an_old_page_does_not_take_back_the_spelling(
    trainee: ProofReadingClient, workshop: Workshop, own: str, reading: Callable[[], Session]
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    assert trainee.post(own, data=form("old page", said="wrong")).status_code == 303
    assert said_by(reading(), workshop) == [(1, False, RIGHT.latin, False)]


def test_merging_two_seats_says_that_a_request_is_not_taken_over(
    trainee: ProofReadingClient, trainer: ProofReadingClient, workshop: Workshop, own: str
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    merge = f"/courses/{workshop.course_id}/people/{workshop.other_seat_id}/merge"
    page = trainer.get(f"{merge}?other={workshop.seat_id}&stays=this").text
    assert "a correction of the name is asked for. That is not taken over" in page
    trainer.post(merge, data={"other": str(workshop.seat_id), "stays": "this"})
    desk = f"/courses/{workshop.course_id}/certificates"
    assert "asks for a correction" not in trainer.get(desk).text


@pytest.mark.parametrize(
    ("field", "typed", "sign"),
    [
        ("name_km", "ស៊ុន 😀", "😀"),
        ("name_latin", "SUN 😀", "😀"),
        ("name_km", "ស៊ុន สุภา", "ส ุ ภ า"),
    ],
)
@pytest.mark.parametrize("language", ["en", "km"])
def test_a_sign_that_cannot_be_printed_is_named_and_nothing_is_saved(
    app: Flask,
    workshop: Workshop,
    client_for: ClientMaker,
    own: str,
    field: str,
    typed: str,
    sign: str,
    language: str,
) -> None:
    phone = client_for(seat_id=workshop.seat_id, language=language)
    sent = form("key", RIGHT) | {field: typed}
    with nothing_saved(app):
        answer = phone.post(own, data=sent)
    told = say(
        "These characters cannot be printed on a certificate: %(characters)s", characters=sign
    )
    require_said(app, answer, 422, told, language)
    assert typed in answer.text


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        (form("k", Spelling("SUN", "SUN")), 422, people_rules.NOT_KHMER),
        (form("k", Spelling("ក" * 121, "SUN")), 422, people_rules.NAME_TOO_LONG),
        (form("k", TODAY), 422, name_texts.SAY_WHAT),
        (form("k", said="right") | {"seen": RIGHT.mark}, 409, name_texts.NAME_CHANGED),
        ({}, 409, name_texts.NAME_CHANGED),
    ],
)
def test_what_cannot_be_heard_is_answered_with_a_sentence(
    app: Flask, trainee: ProofReadingClient, own: str, sent: Sent, status: int, told: Text
) -> None:
    with nothing_saved(app):
        answer = trainee.post(own, data=sent)
    require_said(app, answer, status, told, "en")


def test_words_about_something_else_are_enough(
    trainee: ProofReadingClient, workshop: Workshop, own: str, reading: Callable[[], Session]
) -> None:
    trainee.post(own, data=form("title", TODAY, note="I am a doctor."))
    assert said_by(reading(), workshop) == [(1, False, "", False)]


def test_nobody_says_so_without_end(app: Flask, trainee: ProofReadingClient, own: str) -> None:
    for number in range(name_checks.MOST_SAID):
        assert trainee.post(own, data=form(f"k{number}", said="right")).status_code == 303
    with nothing_saved(app):
        answer = trainee.post(own, data=form("one more", said="right"))
    require_said(app, answer, 429, name_texts.SAID_TOO_OFTEN, "en")


def test_the_desk_corrects_the_person_with_one_press(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    page = trainer.get(desk).text
    assert "Asks for a correction: <b>1</b>" in page
    assert f'value="{RIGHT.km}"' in page
    overview = trainer.get(f"/courses/{workshop.course_id}/certificates").text
    assert "1 asks for a correction" in overview
    before = counts(app)
    sent = {"version": "1", "settle": "correct", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    for _ in range(2):
        answer = trainer.post(f"{desk}/{workshop.seat_id}", data=sent)
        assert (answer.status_code, answer.location) == (303, desk)
    assert grown(before, counts(app)) == {"audit_entries": 1}
    assert name_of(reading(), workshop) == RIGHT
    entry = audit.list_entries(reading(), _person(reading(), workshop))[0]
    assert (entry.action, entry.actor_id) == ("corrected", workshop.trainer_id)
    assert "The name was corrected. Please look at it once more." in trainee.get(own).text
    trainee.post(own, data=form("yes", said="right") | {"seen": RIGHT.mark})
    (row,) = (
        row
        for row in name_desk.gather(reading(), workshop.course_id).rows
        if row.person.seat_id == workshop.seat_id
    )
    assert row.said is Said.RIGHT


def _person(session: Session, workshop: Workshop) -> uuid.UUID:
    return courses.get_seat(session, workshop.course_id, workshop.seat_id).person_id


def test_the_desk_leaves_a_name_as_it_is(
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    trainee.post(own, data=form("so", RIGHT))
    answer = trainer.post(f"{desk}/{workshop.seat_id}", data={"version": "1", "settle": "leave"})
    assert answer.status_code == 303
    assert name_of(reading(), workshop) == TODAY
    assert "left the name as it was" in trainee.get(own).text
    assert name_checks.count_open(reading(), workshop.course_id) == 0


@pytest.mark.parametrize(
    ("sent", "status", "told"),
    [
        ({"version": "1", "name_km": "ស", "name_latin": ""}, 409, name_texts.NOT_THE_NEWEST),
        ({"version": "x", "settle": "leave"}, 409, name_texts.NOT_THE_NEWEST),
        (
            {"version": "2", "name_km": TODAY.km, "name_latin": TODAY.latin},
            422,
            name_texts.STILL_THE_SAME,
        ),
        ({"version": "2", "name_km": "", "name_latin": ""}, 422, people_rules.NAME_NEEDED),
        (
            {"version": "2", "name_km": TODAY.km, "name_latin": "SUN 漢"},
            422,
            say(
                "These characters cannot be printed on a certificate: %(characters)s",
                characters="漢",
            ),
        ),
    ],
)
def test_what_the_desk_cannot_do_is_said_and_nothing_is_saved(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    sent: Sent,
    status: int,
    told: Text,
) -> None:
    trainee.post(own, data=form("no", said="wrong"))
    trainee.post(own, data=form("so", RIGHT))
    with nothing_saved(app):
        answer = trainer.post(f"{desk}/{workshop.seat_id}", data=sent)
    require_said(app, answer, status, told, "en")


def test_nobody_is_corrected_who_did_not_ask(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, desk: str
) -> None:
    sent = {"version": "1", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    for seat_id in (workshop.other_seat_id, workshop.seat_elsewhere_id):
        with nothing_saved(app):
            answer = trainer.post(f"{desk}/{seat_id}", data=sent)
        assert answer.status_code == 404


def test_a_correction_by_hand_settles_with_the_request(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    trainee.post(own, data=form("no", said="wrong"))
    person = f"/courses/{workshop.course_id}/people/{workshop.seat_id}"
    names = {"name_km": RIGHT.km, "name_latin": RIGHT.latin}
    assert trainer.post(person, data=names).status_code == 302
    trainer.post(f"{desk}/{workshop.seat_id}", data={"version": "1", **names})
    assert name_checks.count_open(reading(), workshop.course_id) == 0
    assert "Asked for a correction of the name" in trainer.get(person).text


def test_after_the_issue_a_corrected_certificate_takes_the_place(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    old = reading().get_one(Certificate, issue_one(app, workshop))
    trainee.post(own, data=form("so", RIGHT))
    sent = {"version": "1", "settle": "correct", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    for _ in range(2):
        assert trainer.post(f"{desk}/{workshop.seat_id}", data=sent).status_code == 303
    new = service.get_of_seat(reading(), workshop.seat_id)
    assert (new.edition, new.replaces) == (2, old.id)
    assert Spelling(new.facts.name_km, new.facts.name_en) == RIGHT
    page = trainee.get(f"/c/{workshop.course_id}/certificate").text
    assert new.facts.number in page
    assert f"It took the place of {old.facts.number}" in page
    gone = trainee.get(f"/c/{workshop.course_id}/certificate.pdf?number={old.facts.number}")
    assert gone.status_code == 404


def test_a_suspended_certificate_is_not_corrected_by_half(
    app: Flask,
    trainee: ProofReadingClient,
    trainer: ProofReadingClient,
    workshop: Workshop,
    own: str,
    desk: str,
    reading: Callable[[], Session],
) -> None:
    certificate_id = issue_one(app, workshop)
    _change(app, certificate_id, State.SUSPENDED)
    trainee.post(own, data=form("so", RIGHT))
    sent = {"version": "1", "settle": "correct", "name_km": RIGHT.km, "name_latin": RIGHT.latin}
    with nothing_saved(app):
        answer = trainer.post(f"{desk}/{workshop.seat_id}", data=sent)
    assert answer.status_code == 409
    assert "This certificate is suspended. Please reinstate it first." in answer.text
    assert name_of(reading(), workshop) == TODAY


def _change(app: Flask, certificate_id: uuid.UUID, state: State) -> None:
    with app.extensions["training.database"].writing() as session:
        changing.change(
            session,
            certificate_id,
            state,
            "Wrong day.",
            state.value,
            SYSTEM,
            NINE_THIRTY,
        )
        session.commit()


def test_the_own_page_says_whether_it_counts_and_gives_out_only_what_does(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    certificate_id = issue_one(app, workshop)
    page = f"/c/{workshop.course_id}/certificate"
    assert "certificate.pdf" in trainee.get(page).text
    assert trainee.get(f"{page}.pdf").data.startswith(b"%PDF")
    for state, words in ((State.SUSPENDED, "for the time being"), (State.REVOKED, "any more")):
        _change(app, certificate_id, state)
        found = trainee.get(page).text
        assert f"It does not count {words}." in found
        assert "Wrong day." in found
        assert "certificate.pdf" not in found
        assert trainee.get(f"{page}.pdf").status_code == 410


def test_the_owner_takes_the_signed_credential_along(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    issue_one(app, workshop)
    page = f"/c/{workshop.course_id}/certificate"
    assert "Signed credential (JSON)" in trainee.get(page).text
    answer = trainee.get(f"{page}.json")
    assert answer.mimetype == "application/json"
    assert "attachment" in answer.headers["Content-Disposition"]
    assert "OpenBadgeCredential" in json.loads(answer.text)["type"]


def test_odd_signs_and_twins_stand_at_the_desk(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, desk: str
) -> None:
    people_page = f"/courses/{workshop.course_id}/people"
    for number, name in enumerate(("ស៊ុន\u200bសុភាព", "S\u0421N Dara")):
        field = "name_latin" if number else "name_km"
        answer = trainer.post(
            people_page, data={field: name, "submission_key": f"k{number}", "another_person": "y"}
        )
        assert answer.status_code == 302
    page = trainer.get(desk).text
    assert "It holds a sign that nobody sees: U+200B" in page
    assert "\u0421 (U+0421) is a letter of another script" in page
    assert page.count("Perhaps the same person") == 2


def test_what_is_odd_in_the_spelling_that_is_asked_for_is_shown_before_it_is_accepted(
    trainee: ProofReadingClient, trainer: ProofReadingClient, own: str, desk: str
) -> None:
    """Here: the name of somebody else in the room, with a sign that nobody sees."""
    assert "Perhaps the same person" not in trainer.get(desk).text
    trainee.post(own, data=form("so", Spelling("កែវ\u200bចាន់ថា", "")))
    page = trainer.get(desk).text
    assert "It holds a sign that nobody sees: U+200B" in page
    assert "Perhaps the same person: seat 2" in page


def test_the_same_form_from_two_requests_is_one_word(app: Flask, workshop: Workshop) -> None:
    with app.extensions["training.database"].writing() as session:
        for key in ("a", "a", "b"):
            name_checks.hear(
                session, workshop.course_id, workshop.seat_id, Heard(True, TODAY.mark, key),
                SYSTEM, NINE_THIRTY, lambda _: [],
            )  # fmt: skip
        newest = store.find_newest_name_check(session, workshop.seat_id)
        assert newest is not None
        assert newest.version == 2
