"""Suspend, reinstate, revoke, correct: who, when, why; once; and by two where two are asked for."""

import datetime as dt
import threading
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.certificates.issued import issue_one
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop, any_glyph
from tests.proofreading import ProofReadingClient
from training.audit import service as audit
from training.certificates import changing, register_store, service
from training.certificates.delivery import papers
from training.certificates.model import State
from training.certificates.sealing import Press
from training.certificates.standing import standing_of
from training.certificates.tables import Certificate, CertificateChange
from training.kernel.access import SYSTEM, ActorKind, Who
from training.kernel.refusal import Refusal
from training.people import service as people
from training.people.model import AccountRole, PersonDetails

LATER = NINE_THIRTY + dt.timedelta(days=3)
RIGHT = PersonDetails("ស៊ុន សុភា", "SUN Sophea", "ms")


@pytest.fixture
def certificate_id(app: Flask, workshop: Workshop) -> uuid.UUID:
    """SUN Sopheap's."""
    return issue_one(app, workshop)


@pytest.fixture
def session(app: Flask, certificate_id: uuid.UUID) -> Iterator[Session]:
    """A session that writes; what it does is never committed."""
    _ = certificate_id
    with app.extensions["training.database"].writing() as session:
        yield session


@pytest.fixture
def press(tmp_path: Path) -> Press:
    return Press(tmp_path, "https://r2p.example.org")


def head(workshop: Workshop) -> Who:
    return Who(ActorKind.ACCOUNT, workshop.administrator_id, "CHAN Dara")


def became(session: Session, certificate_id: uuid.UUID) -> list[str]:
    return [each.state for each in register_store.list_changes(session, certificate_id)]


def change(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop, state: State, key: str
) -> None:
    changing.change(session, certificate_id, state, "By mistake.", key, head(workshop), LATER)


def test_a_suspended_certificate_says_since_when_and_why_and_can_come_back(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop
) -> None:
    change(session, certificate_id, workshop, State.SUSPENDED, "a")
    found = standing_of(session, session.get_one(Certificate, certificate_id))
    assert (found.state, found.since, found.reason) == (State.SUSPENDED, LATER, "By mistake.")
    change(session, certificate_id, workshop, State.VALID, "b")
    found = standing_of(session, session.get_one(Certificate, certificate_id))
    assert found.state is State.VALID
    assert became(session, certificate_id) == ["suspended", "valid"]


def test_a_form_sent_twice_changes_once_even_when_the_certificate_came_back_meanwhile(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop
) -> None:
    for key in ("a", "b", "a"):
        wanted = State.SUSPENDED if key == "a" else State.VALID
        change(session, certificate_id, workshop, wanted, key)
    assert became(session, certificate_id) == ["suspended", "valid"]
    assert session.get_one(Certificate, certificate_id).state == State.VALID


@pytest.mark.parametrize("wanted", [State.VALID, State.SUSPENDED, State.REVOKED, State.REPLACED])
def test_what_is_revoked_stays_so(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop, wanted: State
) -> None:
    change(session, certificate_id, workshop, State.REVOKED, "a")
    with pytest.raises(Refusal) as refused:
        change(session, certificate_id, workshop, wanted, "b")
    assert refused.value.status == 409
    assert became(session, certificate_id) == ["revoked"]


@pytest.mark.parametrize("reason", ["", "  ", "x", "y" * 301])
def test_without_a_reason_nothing_happens(
    session: Session, certificate_id: uuid.UUID, reason: str
) -> None:
    with pytest.raises(Refusal) as refused:
        changing.change(session, certificate_id, State.REVOKED, reason, "a", SYSTEM, LATER)
    assert refused.value.field == "reason"
    assert became(session, certificate_id) == []


def test_the_trail_says_who_did_what_and_why(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop
) -> None:
    change(session, certificate_id, workshop, State.REVOKED, "a")
    entry = audit.list_entries(session, certificate_id)[0]
    assert (entry.action, entry.actor_name, entry.at) == ("revoked", "CHAN Dara", LATER)
    assert entry.before == {"state": "valid"}
    assert entry.after["reason"] == "By mistake."


def test_two_at_once_change_it_once(
    app: Flask, certificate_id: uuid.UUID, workshop: Workshop
) -> None:
    outcomes: list[str] = []

    def revoke(key: str) -> None:
        with app.extensions["training.database"].writing() as own:
            try:
                change(own, certificate_id, workshop, State.REVOKED, key)
                own.commit()
                outcomes.append("done")
            except Refusal:
                outcomes.append("refused")

    hands = [threading.Thread(target=revoke, args=(f"{each}",)) for each in range(4)]
    for hand in hands:
        hand.start()
    for hand in hands:
        hand.join()
    assert sorted(outcomes) == ["done", "refused", "refused", "refused"]


def test_a_corrected_certificate_takes_the_place_and_the_old_one_points_to_it(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop, press: Press
) -> None:
    old = session.get_one(Certificate, certificate_id)
    new = changing.correct(
        session, old.id, RIGHT, "The name was wrong.", press, "k", head(workshop), LATER
    )
    assert (new.facts.name_km, new.facts.name_en) == ("ស៊ុន សុភា", "SUN Sophea")
    assert (new.facts.title_km, new.facts.title_en) == ("លោកស្រី", "Ms")
    assert (new.edition, new.replaces, new.seat_id) == (2, old.id, workshop.seat_id)
    assert new.number != old.number
    assert new.facts.issued_on == dt.date(2026, 11, 26)
    assert old.facts.name_en == "SUN Sopheap"
    found = standing_of(session, old)
    assert (found.state, found.replaced_by) == (State.REPLACED, new.number)
    assert standing_of(session, new).state is State.VALID
    same = ("course_title_en", "minutes_held", "date", "modules", "signatories", "kind")
    assert all(getattr(new.facts, each) == getattr(old.facts, each) for each in same)


def test_in_a_chain_of_corrections_the_seat_shows_the_newest(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop, press: Press
) -> None:
    newest = certificate_id
    for place in range(3):
        details = replace(RIGHT, name_latin=f"SUN Sophea {'I' * (place + 1)}")
        made = changing.correct(
            session, newest, details, "Wrong.", press, f"{place}", head(workshop), LATER
        )
        newest = made.id
    assert service.get_of_seat(session, workshop.seat_id).id == newest
    assert service.get_of_seat(session, workshop.seat_id).edition == 4
    facts = [each.facts for each in papers.load_course(session, workshop.course_id)]
    assert [each.name_en for each in facts] == ["SUN Sophea III"]
    (case,) = [
        each
        for each in service.review(session, workshop.course_id, LATER)
        if each.seat.seat_id == workshop.seat_id
    ]
    assert case.number == service.get_of_seat(session, workshop.seat_id).number


def test_a_correction_sent_twice_makes_one(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop, press: Press
) -> None:
    made = [
        changing.correct(
            session, certificate_id, RIGHT, "Wrong.", press, "k", head(workshop), LATER
        ).id
        for _ in range(2)
    ]
    assert made[0] == made[1]
    assert len(session.scalars(select(Certificate)).all()) == 2


def test_what_does_not_count_or_changes_nothing_is_not_corrected(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop, press: Press
) -> None:
    who = head(workshop)
    same = PersonDetails("ស៊ុន សុភាព", "SUN Sopheap")
    with pytest.raises(Refusal) as refused:
        changing.correct(session, certificate_id, same, "Wrong.", press, "k", who, LATER)
    assert refused.value.field == "name_km"
    emoji = PersonDetails("", "SUN 😀")
    with pytest.raises(Refusal) as refused:
        changing.correct(session, certificate_id, emoji, "Wrong.", press, "k", who, LATER)
    assert refused.value.status == 422
    change(session, certificate_id, workshop, State.SUSPENDED, "a")
    with pytest.raises(Refusal) as refused:
        changing.correct(session, certificate_id, RIGHT, "Wrong.", press, "l", who, LATER)
    assert refused.value.status == 409
    assert len(session.scalars(select(Certificate)).all()) == 1


def second_head(session: Session) -> Who:
    details = PersonDetails("", "LIM Chenda")
    account = people.add_account(
        session, details, "chenda", AccountRole.ADMINISTRATOR, SYSTEM, NINE_THIRTY, any_glyph, "-"
    )
    session.flush()
    return Who(ActorKind.ACCOUNT, account.id, "LIM Chenda")


def test_with_two_persons_the_second_makes_the_change(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop
) -> None:
    first, second = head(workshop), second_head(session)
    proposal = changing.propose(
        session, certificate_id, State.REVOKED, "Lent to a friend.", "k", first, LATER
    )
    assert session.get_one(Certificate, certificate_id).state == State.VALID
    with pytest.raises(Refusal, match="Somebody else has to agree"):
        changing.decide(session, proposal.id, first, LATER, agrees=True)
    assert became(session, certificate_id) == []
    for _ in range(2):
        changing.decide(session, proposal.id, second, LATER, agrees=True)
    (made,) = session.scalars(select(CertificateChange)).all()
    assert (made.changed_by, made.seconded_by) == (first.id, second.id)
    assert made.reason == "Lent to a friend."
    assert session.get_one(Certificate, certificate_id).state == State.REVOKED
    assert register_store.list_waiting(session) == []


def test_a_proposal_is_taken_back_or_turned_down_and_another_can_follow(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop
) -> None:
    who = head(workshop)
    first = changing.propose(session, certificate_id, State.REVOKED, "Lent.", "k", who, LATER)
    again = changing.propose(session, certificate_id, State.REVOKED, "Lent.", "k", who, LATER)
    assert first.id == again.id
    with pytest.raises(Refusal, match="waits for a second person already"):
        changing.propose(session, certificate_id, State.SUSPENDED, "Lent.", "l", who, LATER)
    changing.decide(session, first.id, who, LATER, agrees=False)
    assert register_store.list_waiting(session) == []
    changing.propose(session, certificate_id, State.SUSPENDED, "Lent.", "l", who, LATER)
    assert [each.state for each, _ in register_store.list_waiting(session)] == ["suspended"]


def test_who_agrees_to_what_was_turned_down_meanwhile_is_told_so(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop
) -> None:
    first, second = head(workshop), second_head(session)
    proposal = changing.propose(session, certificate_id, State.REVOKED, "Lent.", "k", first, LATER)
    changing.decide(session, proposal.id, first, LATER, agrees=False)
    changing.decide(session, proposal.id, first, LATER, agrees=False)  # the same form once more
    with pytest.raises(Refusal, match="decided in the meantime"):
        changing.decide(session, proposal.id, second, LATER, agrees=True)
    assert session.get_one(Certificate, certificate_id).state == State.VALID


def test_who_agrees_after_the_certificate_was_corrected_is_told_so(
    session: Session, certificate_id: uuid.UUID, workshop: Workshop, press: Press
) -> None:
    first, second = head(workshop), second_head(session)
    proposal = changing.propose(session, certificate_id, State.REVOKED, "Lent.", "k", first, LATER)
    changing.correct(session, certificate_id, RIGHT, "Typed wrongly.", press, "l", first, LATER)
    with pytest.raises(Refusal, match="decided in the meantime"):
        changing.decide(session, proposal.id, second, LATER, agrees=True)
    assert session.get_one(Certificate, certificate_id).state == State.REPLACED


@pytest.fixture
def page(app: Flask, certificate_id: uuid.UUID) -> str:
    with app.extensions["training.database"].reading() as session:
        return f"/certificates/{session.get_one(Certificate, certificate_id).facts.number}"


def test_the_page_suspends_reinstates_and_tells_what_became_of_it(
    page: str, administrator: ProofReadingClient
) -> None:
    missing = administrator.post(f"{page}/change", data={"state": "suspended", "reason": ""})
    assert missing.status_code == 422
    for state, reason in (("suspended", "We look into it."), ("valid", "All is well.")):
        sent = {"state": state, "reason": reason, "submission_key": state}
        assert administrator.post(f"{page}/change", data=sent).status_code == 303
        assert reason in administrator.get(page).text
    shown = administrator.get(page).text
    assert shown.index("We look into it.") < shown.index("All is well.")
    nonsense = administrator.post(f"{page}/change", data={"state": "gone", "reason": "Because."})
    assert nonsense.status_code == 422


@pytest.mark.parametrize("state", [State.SUSPENDED, State.REVOKED])
def test_nobody_prints_one_that_does_not_count(
    page: str, administrator: ProofReadingClient, trainer: ProofReadingClient,
    workshop: Workshop, state: State,
) -> None:  # fmt: skip
    file = f"/courses/{workshop.course_id}{page}.pdf"
    assert file in administrator.get(page).text
    assert trainer.get(file).status_code == 200
    sent = {"state": state.value, "reason": "We look into it.", "submission_key": "k"}
    assert administrator.post(f"{page}/change", data=sent).status_code == 303
    assert file not in administrator.get(page).text
    refused = trainer.get(file)
    assert refused.status_code == 410
    assert "does not count any more" in refused.text


def test_the_page_corrects_the_paper_and_the_list(
    page: str, administrator: ProofReadingClient, workshop: Workshop
) -> None:
    sent = {"name_km": "ស៊ុន សុភា", "name_latin": "SUN Sophea", "reason": "Typed wrongly."}
    answer = administrator.post(f"{page}/correct", data={**sent, "submission_key": "k"})
    assert answer.status_code == 303
    assert "SUN Sophea" in administrator.get(answer.location or "").text
    old = administrator.get(page).text
    assert (answer.location or "").rpartition("/")[2] in old
    assert "Typed wrongly." in old
    people_of_course = administrator.get(f"/courses/{workshop.course_id}/people").text
    assert "SUN Sophea<" in people_of_course


def test_the_page_asks_two_persons_where_the_setting_says_so(
    app: Flask, page: str, administrator: ProofReadingClient, client_for: ClientMaker
) -> None:
    app.extensions["training.settings"] = replace(
        app.extensions["training.settings"], two_persons=True
    )
    with app.extensions["training.database"].writing() as session:
        second = second_head(session)
        session.commit()
    sent = {"state": "revoked", "reason": "Lent to a friend.", "submission_key": "k"}
    assert administrator.post(f"{page}/change", data=sent).status_code == 303
    waiting = administrator.get(page).text
    assert "Agree" not in waiting
    assert "Take it back" in waiting
    other = client_for(account_id=second.id)
    assert "Lent to a friend." in other.get("/certificates").text
    with app.extensions["training.database"].reading() as session:
        ((proposal, _),) = register_store.list_waiting(session)
    answer = other.post(f"{page}/proposals/{proposal.id}", data={"agrees": "yes"})
    assert answer.status_code == 303
    assert "Revoked" in other.get(page).text


def test_the_page_says_what_was_turned_down_and_by_whom(
    app: Flask, page: str, administrator: ProofReadingClient, client_for: ClientMaker
) -> None:
    app.extensions["training.settings"] = replace(
        app.extensions["training.settings"], two_persons=True
    )
    with app.extensions["training.database"].writing() as session:
        second = second_head(session)
        session.commit()
    sent = {"state": "revoked", "reason": "Lent to a friend.", "submission_key": "k"}
    administrator.post(f"{page}/change", data=sent)
    with app.extensions["training.database"].reading() as session:
        ((proposal, _),) = register_store.list_waiting(session)
    door, other = f"{page}/proposals/{proposal.id}", client_for(account_id=second.id)
    alone = administrator.post(door, data={"agrees": "yes"})
    assert alone.status_code == 409
    assert "Somebody else has to agree" in alone.text
    assert "Take it back" in alone.text  # on the page of the certificate, where one can go on
    assert other.post(door, data={"agrees": "no"}).status_code == 303
    late = administrator.post(door, data={"agrees": "yes"})
    assert late.status_code == 409
    assert "decided in the meantime" in late.text
    shown = administrator.get(page).text
    assert "Turned down by LIM Chenda" in shown
    assert "Lent to a friend." in shown


def test_only_administrators_look_into_the_register(
    page: str, trainer: ProofReadingClient, administrator: ProofReadingClient
) -> None:
    assert trainer.get("/certificates").status_code == 403
    assert trainer.get(page).status_code == 403
    assert "Certificates" in administrator.get("/courses").text
