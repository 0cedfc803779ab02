"""The postman's round: each letter that is due is written, handed in, and crossed off."""

import datetime as dt
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from email.message import EmailMessage
from typing import Protocol

from sqlalchemy.orm import Session

from training.adapters.mail import MailError, NoMailServerError, new_letter
from training.adapters.typesetting import TypesettingError
from training.certificates.delivery import letters, papers
from training.certificates.delivery.letters import Taken
from training.certificates.delivery.papers import Paper
from training.certificates.model import State
from training.certificates.paper.paper import UnknownTemplateError
from training.certificates.tables import Certificate
from training.kernel.locales import Bilingual, Language
from training.kernel.texts import Text, say
from training.web.context import as_language

logger = logging.getLogger(__name__)
MOST_IN_A_ROUND = 50


class Doors(Protocol):
    """The database, as far as a postman goes."""

    def reading(self) -> AbstractContextManager[Session]:
        """A session that looks."""

    def writing(self) -> AbstractContextManager[Session]:
        """A session that may change."""


class Server(Protocol):
    """Who takes letters."""

    @property
    def sender(self) -> str:
        """Whom they come from."""

    def send(self, letter: EmailMessage) -> None:
        """Takes one. Raises MailError."""


InWords = Callable[[Text, Language], str]
"""A sentence in a language."""


def post_due(
    database: Doors, server: Server, in_words: InWords, clock: Callable[[], dt.datetime]
) -> int:
    """Sends what is due: how many letters were taken by the server. Never raises MailError."""
    with database.reading() as session:  # most rounds have nothing to do, and hold up no writer
        if not letters.is_any_due(session, clock()):
            return 0
    sent = 0
    for _ in range(MOST_IN_A_ROUND):
        with database.writing() as session:
            taken = letters.take_due(session, clock())
            session.commit()
        if taken is None:
            break
        sent += _post(database, server, taken, in_words, clock)
    return sent


def _post(
    database: Doors,
    server: Server,
    taken: Taken,
    in_words: InWords,
    clock: Callable[[], dt.datetime],
) -> bool:
    with database.reading() as session:
        certificate = session.get_one(Certificate, taken.certificate_id)
        counts = certificate.state == State.VALID
        paper = papers.load(session, certificate)
    if not counts:  # it was revoked, suspended or corrected while the letter waited
        return _failed(database, taken, MailError(letters.NO_LONGER_COUNTS, is_final=True), clock())
    try:
        server.send(write(paper, taken, server.sender, in_words, clock()))
    except (TypesettingError, UnknownTemplateError) as error:
        return _failed(database, taken, MailError(str(error), is_final=True), clock())
    except MailError as error:
        return _failed(database, taken, error, clock())
    with database.writing() as session:
        letters.note_sent(session, taken, clock())
        session.commit()
    return True


def _failed(database: Doors, taken: Taken, error: MailError, now: dt.datetime) -> bool:
    logger.warning("a certificate was not sent: %s", error)
    fault = letters.NOT_REACHED if isinstance(error, NoMailServerError) else str(error)
    with database.writing() as session:
        letters.note_fault(session, taken, fault, now, is_final=error.is_final)
        session.commit()
    return False


def write(
    paper: Paper, taken: Taken, sender: str, in_words: InWords, now: dt.datetime
) -> EmailMessage:
    """The letter, in the language that it was asked for in, with the PDF and with its date, which
    RFC 5322 (section 3.6) asks for.

    Raises what `Paper.pdf` raises.
    """
    facts, language = paper.facts, as_language(taken.language)
    letter = new_letter()
    letter["From"], letter["To"] = sender, taken.address
    letter["Message-ID"] = f"<{taken.id}@{sender.rpartition('@')[2].strip('>')}>"
    letter["Date"] = now
    title = Bilingual(facts.course_title_km, facts.course_title_en).best(language)[0]
    course = " ".join(title.split())  # a head of a letter is one line
    letter["Subject"] = in_words(say("Your certificate: %(course)s", course=course), language)
    said = (in_words(line, language) for line in _lines(paper, course, language))
    letter.set_content("\n\n".join(said) + "\n")
    letter["Content-Language"] = language  # `set_content` forgets what was said of the content
    letter.add_attachment(
        paper.pdf(), maintype="application", subtype="pdf", filename=f"{facts.number}.pdf"
    )
    return letter


def _lines(paper: Paper, course: str, language: Language) -> Iterator[Text]:
    facts = paper.facts
    titled = Bilingual(
        f"{facts.title_km} {facts.name_km}".strip() if facts.name_km else "",
        f"{facts.title_en} {facts.name_en}".strip() if facts.name_en else "",
    )
    yield say("Dear %(name)s,", name=titled.best(language)[0])
    yield say("Attached is your certificate for the course “%(course)s”.", course=course)
    yield say("Certificate number: %(number)s", number=facts.number)
    address = facts.verify_url.partition("#")[0]
    if address.startswith("http"):
        yield say("Anybody can check it at this address: %(address)s", address=address)
