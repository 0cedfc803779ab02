"""What the presenter's window shows beside the slides, gathered."""

import datetime as dt
import uuid
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.courses.model import SeatView
from training.kernel.access import Who
from training.live import asked, asking, forms, reckoning, service, showing, signalling
from training.live.model import Answer, Driver, Question, Stage, Tally
from training.live.signalling import Queue
from training.modules.model import Item, Use
from training.slides import service as slides
from training.slides.model import Deck


@dataclass(frozen=True, slots=True)
class Desk:
    """All that changes while the room works."""

    stage: Stage
    seats: dict[uuid.UUID, SeatView]
    connected: frozenset[uuid.UUID]
    queue: Queue
    question: Question | None
    is_taking: bool
    tally: Tally | None
    waiting: tuple[Answer, ...]
    """Words from the room, the oldest first, seen and unseen."""
    minutes: dict[str, int]
    """Used today, by section of the module."""
    askable: tuple[Item, ...]
    """Items of the module that may be asked to the room."""


def list_decks(session: Session, course_id: uuid.UUID) -> tuple[Deck, ...]:
    """The modules of the course that have slides."""
    found = slides.list_decks(session, course_id)
    return tuple(each for each in found if each.module.slides)


def gather(session: Session, course_id: uuid.UUID, deck: Deck, now: dt.datetime) -> Desk:
    """The desk at this moment, for the module on it."""
    stage = service.find_stage(session, course_id)
    question = showing.question_on(session, stage)
    answers = asking.answers_to(session, question) if question else ()
    seats = {each.seat_id: each for each in courses.list_seats(session, course_id)}
    return Desk(
        stage=stage,
        seats=seats,
        connected=service.list_connected(session, course_id, now) & seats.keys(),
        queue=signalling.queue(session, course_id, now),
        question=question,
        is_taking=question is not None and asking.is_taking(question, now),
        tally=reckoning.tally(question, answers) if question else None,
        waiting=tuple(each for each in answers if each.words),
        minutes=_minutes(session, course_id, deck, now),
        askable=tuple(
            each
            for each in (*deck.module.items, *deck.module.kept_items)
            if each.use in {Use.MODULE, Use.RESERVE} and asked.can_be_asked(each)
        ),
    )


def _minutes(
    session: Session, course_id: uuid.UUID, deck: Deck, now: dt.datetime
) -> dict[str, int]:
    """Whole minutes used today, by section id."""
    zone = courses.get_course(session, course_id).time_zone
    turns = service.list_turns(session, course_id, now)
    seconds = reckoning.seconds_by_slide(turns, zone, now)
    return {
        section.id: sum(seconds.get((deck.revision_id, slide.id), 0) for slide in section.slides)
        // 60
        for section in deck.module.sections
    }


def ask(
    session: Session,
    course_id: uuid.UUID,
    sent: forms.Sent,
    driver: Driver,
    who: Who,
    now: dt.datetime,
) -> uuid.UUID:
    """Asks what the form says: an item or a slide where it names one, else what was just written.

    Raises Refusal (404, 409, 422).
    """
    key = forms.read_key(sent)
    if sent.get("item"):
        return asking.ask_item(
            session, course_id, sent.get("module", ""), sent["item"], forms.read_seconds(sent),
            key, driver, who, now,
        )  # fmt: skip
    if sent.get("slide"):
        return asking.ask_slide(
            session, course_id, sent.get("module", ""), sent["slide"],
            forms.read_question_kind(sent), forms.read_seconds(sent), key, driver, who, now,
        )  # fmt: skip
    return asking.ask(session, course_id, forms.read_question(sent), key, driver, who, now)
