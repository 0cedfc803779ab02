"""Certificates by e-mail: a real mail server takes them; what it refuses waits, or is given up."""

import datetime as dt
import email
import socket
import uuid
from collections.abc import Iterator
from dataclasses import replace
from email.message import EmailMessage
from email.policy import default

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session
from flask import Flask
from sqlalchemy import select

from tests.certificates.issued import issue_one
from tests.certificates.registered import facts_of
from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training import postman
from training.adapters.mail import MailError, MailServer, MailSettingsError, mail_server
from training.certificates import changing
from training.certificates.delivery import letters, posting
from training.certificates.delivery.letters import PAUSES, LetterState
from training.certificates.delivery.papers import Paper
from training.certificates.model import State
from training.certificates.tables import Certificate, Letter
from training.kernel.access import SYSTEM

ADDRESS = "sok.sophea@example.org"
NOON = dt.datetime(2026, 11, 23, 5, 0, tzinfo=dt.UTC)
SENDER = "R2P Training <certificates@example.org>"


class Box:
    """A mail server's end: what it took, and what it says instead of taking it."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.answer = "250 Taken"

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 (theirs)
        if self.answer.startswith("250"):
            assert isinstance(envelope.content, bytes)
            self.taken.append(email.message_from_bytes(envelope.content, policy=default))
        return self.answer


@pytest.fixture
def box() -> Box:
    return Box()


@pytest.fixture
def server(box: Box) -> Iterator[MailServer]:
    """A mail server of this machine on a free port."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    controller = Controller(box, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield MailServer("127.0.0.1", port, "none", SENDER)
    finally:
        controller.stop()


@pytest.fixture
def certificate_id(app: Flask, workshop: Workshop) -> uuid.UUID:
    """SUN Sopheap's."""
    return issue_one(app, workshop)


@pytest.fixture
def with_server(app: Flask, server: MailServer, certificate_id: uuid.UUID) -> Flask:
    """The application with a mail server in its settings, and one certificate."""
    _ = certificate_id
    settings = app.extensions["training.settings"]
    app.extensions["training.settings"] = replace(settings, mail=server)
    return app


def letter(app: Flask) -> Letter:
    with app.extensions["training.database"].reading() as session:
        found: Letter = session.scalars(select(Letter)).one()
    return found


def number(app: Flask) -> str:
    with app.extensions["training.database"].reading() as session:
        found: Certificate = session.scalars(select(Certificate)).one()
    return found.facts.number


def ask(
    client: ProofReadingClient, app: Flask, workshop: Workshop, address: str, key: str = "k"
) -> int:
    data = {"number": number(app), "address": address, "submission_key": key}
    page = f"/courses/{workshop.course_id}/certificates/letters"
    return client.post(page, data=data).status_code


def round_at(app: Flask, server: MailServer, moment: dt.datetime) -> int:
    def in_words(text: object, _language: object) -> str:
        return str(text)

    database = app.extensions["training.database"]
    return posting.post_due(database, server, in_words, lambda: moment)


def test_a_certificate_arrives_with_its_pdf_in_the_language_it_was_asked_in(
    with_server: Flask, box: Box, server: MailServer, workshop: Workshop, client_for: ClientMaker
) -> None:
    trainer = client_for(account_id=workshop.trainer_id, language="km")
    assert ask(trainer, with_server, workshop, ADDRESS) == 302
    assert letter(with_server).state == LetterState.WAITING
    assert postman.make_round(with_server, server) == 1
    (got,) = box.taken
    assert got["To"] == ADDRESS
    assert got["Subject"].startswith("វិញ្ញាបនបត្រ៖ ")
    body = got.get_body()
    assert body is not None
    assert f"លេខវិញ្ញាបនបត្រ៖ {number(with_server)}" in body.get_content()
    (pdf,) = got.iter_attachments()
    assert pdf.get_filename() == f"{number(with_server)}.pdf"
    assert pdf.get_content().startswith(b"%PDF")
    found = letter(with_server)
    assert (found.state, found.tries) == (LetterState.SENT, 1)
    assert postman.make_round(with_server, server) == 0
    assert len(box.taken) == 1


def test_asking_twice_with_one_key_sends_one(
    with_server: Flask, box: Box, server: MailServer, workshop: Workshop,
    trainer: ProofReadingClient,
) -> None:  # fmt: skip
    for _ in range(2):
        assert ask(trainer, with_server, workshop, ADDRESS) == 302
    postman.make_round(with_server, server)
    assert len(box.taken) == 1


@pytest.mark.parametrize("state", [State.REVOKED, State.SUSPENDED])
def test_a_certificate_that_does_not_count_any_more_is_not_sent_out_of_the_queue(
    with_server: Flask, box: Box, server: MailServer, workshop: Workshop,
    trainer: ProofReadingClient, administrator: ProofReadingClient, certificate_id: uuid.UUID,
    state: State,
) -> None:  # fmt: skip
    ask(trainer, with_server, workshop, ADDRESS)
    box.answer = "451 Come again later"
    moment = letter(with_server).next_try_at
    round_at(with_server, server, moment)
    with with_server.extensions["training.database"].writing() as session:
        changing.change(session, certificate_id, state, "A mistake", "x", SYSTEM, moment)
        session.commit()
    box.answer = "250 Taken"
    assert round_at(with_server, server, moment + dt.timedelta(hours=1)) == 0
    assert box.taken == []
    found = letter(with_server)
    assert (found.state, found.last_fault) == (LetterState.GIVEN_UP, letters.NO_LONGER_COUNTS)
    told = administrator.get("/certificates/letters").text
    assert "Only a certificate that counts is sent." in told
    assert "The mail server said" not in told


def test_a_title_of_two_lines_is_one_line_of_the_head(app: Flask) -> None:
    facts = facts_of(course_title_en="One course\r\nBcc: all@example.org", course_title_km="")
    taken = letters.Taken(uuid.uuid4(), uuid.uuid4(), ADDRESS, "en", 1)
    made = posting.write(
        Paper(facts, "", {}), taken, SENDER, lambda text, _language: str(text), NOON
    )
    assert made["Bcc"] is None
    assert made["Date"].datetime == NOON
    body = made.get_body()
    assert body is not None
    assert body["Content-Language"] == "en"
    assert made["Subject"] == "Your certificate: One course Bcc: all@example.org"


def test_a_server_that_is_busy_is_tried_again_later_and_given_up_in_the_end(
    with_server: Flask, box: Box, server: MailServer, workshop: Workshop,
    trainer: ProofReadingClient,
) -> None:  # fmt: skip
    ask(trainer, with_server, workshop, ADDRESS)
    box.answer = "451 Come again later"
    moment = letter(with_server).next_try_at
    for pause in PAUSES:
        assert round_at(with_server, server, moment) == 0
        found = letter(with_server)
        assert (found.state, found.last_fault) == (LetterState.WAITING, "451 Come again later")
        assert found.next_try_at == moment + dt.timedelta(minutes=pause)
        assert round_at(with_server, server, moment + dt.timedelta(seconds=30)) == 0
        assert letter(with_server).tries == found.tries  # not before its time
        moment = found.next_try_at
    round_at(with_server, server, moment)
    assert letter(with_server).state == LetterState.GIVEN_UP
    box.answer = "250 Taken"
    assert round_at(with_server, server, moment + dt.timedelta(days=9)) == 0


def test_where_no_mail_server_answers_the_page_says_so_and_when_it_is_tried_again(
    with_server: Flask, workshop: Workshop, trainer: ProofReadingClient,
    administrator: ProofReadingClient,
) -> None:  # fmt: skip
    ask(trainer, with_server, workshop, ADDRESS)
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        nobody = MailServer("127.0.0.1", unused.getsockname()[1], "none", SENDER)
        postman.make_round(with_server, nobody)
    told = administrator.get("/certificates/letters").text
    assert "The mail server could not be reached." in told
    assert "It is tried again:" in told
    assert "The mail server said" not in told


def test_an_address_that_the_server_refuses_is_given_up_at_once_and_can_be_tried_again(
    with_server: Flask, box: Box, server: MailServer, workshop: Workshop,
    trainer: ProofReadingClient, administrator: ProofReadingClient,
) -> None:  # fmt: skip
    ask(trainer, with_server, workshop, ADDRESS)
    box.answer = "550 No such person here"
    postman.make_round(with_server, server)
    found = letter(with_server)
    assert found.state == LetterState.GIVEN_UP
    shown = administrator.get("/certificates/letters").text
    assert "550 No such person here" in shown
    assert "1 letter was given up" in shown
    box.answer = "250 Taken"
    again = administrator.post(f"/certificates/letters/{found.id}/again")
    assert again.status_code == 302
    assert postman.make_round(with_server, server) == 1
    assert letter(with_server).state == LetterState.SENT


def test_a_server_that_is_away_costs_no_letter(
    with_server: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    ask(trainer, with_server, workshop, ADDRESS)
    away = MailServer("127.0.0.1", 1, "none", SENDER)
    assert postman.make_round(with_server, away) == 0
    assert letter(with_server).state == LetterState.WAITING


def test_a_postman_who_was_cut_off_leaves_the_letter_to_the_next(
    with_server: Flask, box: Box, server: MailServer, workshop: Workshop,
    trainer: ProofReadingClient,
) -> None:  # fmt: skip
    ask(trainer, with_server, workshop, ADDRESS)
    moment = letter(with_server).next_try_at
    with with_server.extensions["training.database"].writing() as session:
        assert letters.take_due(session, moment) is not None  # kill -9 here
        session.commit()
    assert round_at(with_server, server, moment + dt.timedelta(minutes=9)) == 0
    assert round_at(with_server, server, moment + dt.timedelta(minutes=11)) == 1
    assert len(box.taken) == 1


@pytest.mark.parametrize("typed", ["", "sok", "sok@", "a b@example.org", "x@y\nBcc: z@example.org"])
def test_what_is_no_address_is_refused_and_nothing_waits(
    with_server: Flask, workshop: Workshop, trainer: ProofReadingClient, typed: str
) -> None:
    assert ask(trainer, with_server, workshop, typed) == 422
    with with_server.extensions["training.database"].reading() as session:
        assert session.scalar(select(Letter)) is None


def test_nobody_sends_a_certificate_more_than_five_times_a_day(
    with_server: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    for place in range(5):
        assert ask(trainer, with_server, workshop, ADDRESS, f"k{place}") == 302
    assert ask(trainer, with_server, workshop, ADDRESS, "k5") == 429


def test_without_a_mail_server_the_page_says_so(
    app: Flask, certificate_id: uuid.UUID, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    _ = certificate_id
    page = trainer.get(f"/courses/{workshop.course_id}/certificates/letters")
    assert "No mail server is set up here" in page.text
    assert ask(trainer, app, workshop, ADDRESS) == 409


def test_a_phone_sends_its_own_certificate_and_no_other(
    with_server: Flask, box: Box, server: MailServer, workshop: Workshop,
    trainee: ProofReadingClient, client_for: ClientMaker,
) -> None:  # fmt: skip
    page = f"/c/{workshop.course_id}/certificate/letter"
    data = {"number": number(with_server), "address": ADDRESS, "submission_key": "k"}
    other = client_for(seat_id=workshop.other_seat_id)
    assert other.post(page, data=data).status_code == 404
    assert trainee.post(page, data=data).status_code == 302
    assert postman.make_round(with_server, server) == 1
    assert [got["To"] for got in box.taken] == [ADDRESS]


def test_a_phone_that_mistypes_its_address_sees_why_beside_what_it_typed(
    with_server: Flask, workshop: Workshop, trainee: ProofReadingClient
) -> None:
    page = f"/c/{workshop.course_id}/certificate/letter"
    data = {"number": number(with_server), "address": "sok sophea", "submission_key": "k"}
    answer = trainee.post(page, data=data)
    assert answer.status_code == 422
    assert 'value="sok sophea"' in answer.text
    assert "This is no e-mail address" in answer.text
    assert "Download the certificate (PDF)" in answer.text


def test_settings_name_the_mail_server() -> None:
    named = mail_server(
        {
            "TRAINING_SMTP": "smtp://me:p%40ss@mail.example.org",
            "TRAINING_MAIL_FROM": "R2P Training <certificates@example.org>",
        }
    )
    assert named is not None
    assert (named.host, named.port, named.encryption) == ("mail.example.org", 587, "starttls")
    assert (named.name, named.password, named.sender) == ("me", "p@ss", SENDER)
    assert "p@ss" not in repr(named)
    assert mail_server({}) is None


@pytest.mark.parametrize(
    ("smtp", "sender"),
    [
        ("mail.example.org", SENDER),
        ("smtp://:25", SENDER),
        ("smtp://h:x", SENDER),
        ("smtp://mail.example.org", "nobody"),
        ("smtp://mail.example.org", ""),
    ],
)
def test_settings_that_would_fail_later_are_refused_at_the_start(smtp: str, sender: str) -> None:
    with pytest.raises(MailSettingsError):
        mail_server({"TRAINING_SMTP": smtp, "TRAINING_MAIL_FROM": sender})


def test_tls_is_never_left_out_where_it_was_asked_for(server: MailServer) -> None:
    with pytest.raises(MailError):
        replace(server, encryption="starttls").send(EmailMessage())
