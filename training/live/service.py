"""Use cases of the stage: what the room sees, and who changes it."""

import datetime as dt
import uuid
from typing import Any

from sqlalchemy.orm import Session

from training.adapters import channel
from training.attendance import service as attendance
from training.courses import rules as course_rules
from training.courses import service as courses
from training.kernel.access import Who
from training.kernel.refusal import Refusal
from training.live import question_store, rules, store, texts
from training.live.model import Driver, Shows, Stage, Turn
from training.quizzes import service as quizzes
from training.slides import rules as slide_rules
from training.slides import service as slides
from training.slides.model import Deck, Place

CONNECTED_FOR = dt.timedelta(seconds=40)
"""A phone that was not heard of for so long is not connected: two and a half times its beat."""
A_DAY = dt.timedelta(days=1)
MOST_PARTS = 99


def get_deck(session: Session, course_id: uuid.UUID, slug: str) -> Deck:
    """A module of the course that has slides. Raises Refusal (404)."""
    deck = slides.find_deck(session, course_id, slug)
    if deck is None or not deck.module.slides:
        raise Refusal(texts.NO_SUCH_SLIDE, status=404)
    return deck


def find_shown(session: Session, stage: Stage) -> tuple[Deck, Place] | None:
    """The module and slide on the stage; None where nothing was shown yet."""
    decks = slides.list_decks(session, stage.course_id) if stage.revision_id else ()
    for deck in decks:
        if deck.revision_id == stage.revision_id:
            places = slide_rules.list_places(deck.module)
            place = slide_rules.find_place(places, stage.slide_id)
            return (deck, place) if place else None
    return None


def hold(session: Session, course_id: uuid.UUID) -> Stage:
    """The stage, held until the commit. Raises Refusal (404) for no such course."""
    courses.get_day(session, course_id)
    return store.hold_stage(session, course_id)


def _hold_drivable(session: Session, course_id: uuid.UUID) -> Stage:
    """The same, of a course that can be driven. Raises Refusal (409) where it has ended."""
    rules.require_drivable(courses.get_day(session, course_id).state)
    return store.hold_stage(session, course_id)


def _change(session: Session, course_id: uuid.UUID, **changes: Any) -> Stage:
    """Changes the stage and lets everybody know, after the commit."""
    stage = store.change_stage(session, course_id, **changes)
    channel.note(session, str(course_id), stage.sequence)
    return stage


def change_as(
    session: Session, course_id: uuid.UUID, driver: Driver, now: dt.datetime, **changes: Any
) -> Stage:
    """Changes a stage that is held, in somebody's name."""
    return _change(
        session, course_id, driver_key=driver.key, driver_name=driver.name, driven_at=now, **changes
    )


def _drive(
    session: Session, stage: Stage, driver: Driver, now: dt.datetime, **changes: Any
) -> Stage:
    """Changes a stage that is held, in somebody's name; what is so already stays as it is."""
    if all(getattr(stage, name) == value for name, value in changes.items()):
        return stage
    return change_as(session, stage.course_id, driver, now, **changes)


def turn(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    slide_id: str,
    part: int,
    driver: Driver,
    now: dt.datetime,
) -> Stage:
    """Puts a slide on the stage, in front of all else; asking for what is there changes nothing.

    Raises Refusal: 404 for no such slide, 409 for a course that has ended.
    """
    deck = get_deck(session, course_id, slug)
    places = slide_rules.list_places(deck.module)
    place = slide_rules.find_place(places, slide_id)
    if place is None:
        raise Refusal(texts.NO_SUCH_SLIDE, status=404)
    before = _hold_drivable(session, course_id)
    is_same = (before.revision_id, before.slide_id) == (deck.revision_id, place.slide.id)
    made = _drive(
        session, before, driver, now,
        revision_id=deck.revision_id,
        slide_id=place.slide.id,
        part=part,
        parts=before.parts if is_same else 1,
        shows=Shows.SLIDE.value,
        is_blank=False,
    )  # fmt: skip
    if not is_same:
        store.add_turn(session, course_id, deck.revision_id, place.slide.id, now)
    return made


def blank(
    session: Session, course_id: uuid.UUID, on: bool, driver: Driver, now: dt.datetime
) -> Stage:
    """Makes the projector black, or shows it again."""
    return _drive(session, _hold_drivable(session, course_id), driver, now, is_blank=on)


def show(
    session: Session,
    course_id: uuid.UUID,
    what: Shows,
    driver: Driver,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Stage:
    """Puts something in front of the slide, or takes it away.

    The attendance code opens the agenda items that are on, where none is open. Raises Refusal (409)
    where there is nothing to show.
    """
    if what is Shows.ATTENDANCE and attendance.find_open(session, course_id) is None:
        _open_attendance(session, course_id, submission_key, who, now)
    stage = _hold_drivable(session, course_id)
    if what is Shows.QUESTION and stage.question_id is None:
        raise Refusal(texts.NO_SUCH_QUESTION, status=409)
    if what is Shows.QUIZ and not quizzes.quizzes_of(session, course_id):
        raise Refusal(texts.NO_QUIZ, status=409)
    return _drive(session, stage, driver, now, shows=what.value, is_blank=False)


def _open_attendance(
    session: Session, course_id: uuid.UUID, key: str, who: Who, now: dt.datetime
) -> None:
    course = courses.get_course(session, course_id)
    agenda = courses.list_agenda(session, course_id)
    on = course_rules.items_on(agenda, course.date, course.time_zone, now)
    counted = [item.id for item in on if item.counts and item.id is not None]
    if not counted:
        raise Refusal(texts.NO_ATTENDANCE, status=409)
    for place, item_id in enumerate(counted):
        own_key = f"{key}.{place}" if place else key
        attendance.open_attendance(session, course_id, item_id, own_key, who, now)


def note_parts(session: Session, course_id: uuid.UUID, slide_id: str, parts: int) -> Stage:
    """How many parts the projector made of a slide; where the last is wanted, it is known by that.

    About a slide that is not on the stage any more it says nothing.
    """
    stage = hold(session, course_id)
    last = parts - 1
    part = stage.part if 0 <= stage.part <= last else last
    is_news = (stage.parts, stage.part) != (parts, part)
    if stage.slide_id != slide_id or not 0 < parts <= MOST_PARTS or not is_news:
        return stage
    return _change(session, course_id, parts=parts, part=part)


def set_ranking(
    session: Session, course_id: uuid.UUID, on: bool, driver: Driver, now: dt.datetime
) -> Stage:
    """Lets trainees take a nickname and stand in the ranking, or not."""
    stage = _hold_drivable(session, course_id)
    shows = Shows.SLIDE if stage.shows is Shows.RANKING and not on else stage.shows
    return _drive(session, stage, driver, now, has_ranking=on, shows=shows.value)


def renew_links(session: Session, course_id: uuid.UUID) -> Stage:
    """Ends every link to a remote control or a second projector."""
    stage = hold(session, course_id)
    return _change(session, course_id, link_generation=stage.link_generation + 1)


def begin_minutes_again(session: Session, course_id: uuid.UUID, now: dt.datetime) -> None:
    """The minutes of every section begin anew; the slide that is on begins now."""
    stage = _hold_drivable(session, course_id)
    store.add_turn(session, course_id, None, "", now)
    if stage.revision_id is not None:
        store.add_turn(session, course_id, stage.revision_id, stage.slide_id, now)


def touch(session: Session, course_id: uuid.UUID) -> None:
    """Something beside the stage changed that phones are to see: a quiz or attendance opened."""
    hold(session, course_id)
    _change(session, course_id)


def end(session: Session, course_id: uuid.UUID, _who: Who, now: dt.datetime) -> None:
    """The course ends: nothing is asked any more."""
    stage = store.find_stage(session, course_id)
    if stage.sequence == 0:
        return
    if stage.question_id is not None:
        question_store.close_question(session, stage.question_id, now)
    _change(session, course_id, shows=Shows.SLIDE.value, question_id=None)


def list_connected(
    session: Session, course_id: uuid.UUID, now: dt.datetime
) -> frozenset[uuid.UUID]:
    """The seats whose phones are there now."""
    return store.list_connected(session, course_id, now - CONNECTED_FOR)


def is_anybody_connected(session: Session, now: dt.datetime) -> bool:
    """Whether phones are there now, in whichever course."""
    return store.is_anybody_connected(session, now - CONNECTED_FOR)


def list_turns(session: Session, course_id: uuid.UUID, now: dt.datetime) -> tuple[Turn, ...]:
    """The turns that may be of today, in any zone."""
    return store.list_turns(session, course_id, now - A_DAY)


find_stage = store.find_stage
list_ever_connected = store.list_ever_connected
list_sequences = store.list_sequences
