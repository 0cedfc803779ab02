"""The state of the stage as windows and phones ask for it: JSON with pieces of HTML."""

import datetime as dt
import itertools
import uuid
from typing import Any

from flask import current_app, render_template, request, url_for
from markupsafe import Markup
from sqlalchemy.orm import Session

from training.adapters.typesetting import qr_svg
from training.attendance import service as attendance
from training.attendance.rendering import on_screen
from training.courses import service as courses
from training.kernel.locales import LANGUAGES, Language, kept_together
from training.live import asking, reckoning, rules, service, texts
from training.live.model import (
    Calls,
    Choice,
    OwnAnswer,
    Question,
    QuestionKind,
    Shows,
    Stage,
    Tally,
)
from training.modules import service as modules
from training.modules.model import Slide
from training.quizzes import service as quizzes
from training.quizzes.model import Purpose, Standing
from training.slides.model import View
from training.web.context import language, settings
from training.web.locale import gettext, number, spoken, time_of_day, translate

AGAIN_MS = 1000
"""How often a window asks for the count of what is being answered."""


def choice_words(choice: Choice, locale: str | None = None) -> Markup:
    """An answer that can be given, in the reader's language or in the given one."""
    if choice.code in texts.TRUTHS:
        return Markup.escape(translate(texts.TRUTHS[choice.code], locale))
    if not (choice.words.km or choice.words.en):
        return Markup.escape(number(choice.code, locale))
    return spoken(choice.words, locale)


def qr(link: str) -> Markup:
    """The address as a picture that a phone's camera opens."""
    return Markup(qr_svg(link))  # noqa: S704 (our own drawing)


def address_for_phones(chosen: str) -> str:
    """Where phones find this site: the address chosen for the course, else the likeliest one.

    "" for a machine in no network.
    """
    return courses.address_for_phones(chosen, request.host_url, settings().public_url)


def milliseconds(moment: dt.datetime | None) -> int | None:
    """Milliseconds since 1970, as scripts count."""
    return None if moment is None else int(moment.timestamp() * 1000)


def question_on(session: Session, stage: Stage) -> Question | None:
    """The question that the room sees, if there is one."""
    if stage.question_id is None:
        return None
    return asking.get_question(session, stage.course_id, stage.question_id)


def question_for_phones(session: Session, stage: Stage, now: dt.datetime) -> Question | None:
    """The question that phones show: one that takes answers, or that stands on the projector."""
    question = question_on(session, stage)
    is_on = stage.shows is Shows.QUESTION or (question and rules.is_taking(question, now))
    return question if is_on else None


def _where(session: Session, stage: Stage) -> dict[str, Any]:
    """The part of every state that says which slide is on."""
    shown = service.find_shown(session, stage)
    return {
        "sequence": stage.sequence,
        "module": shown[0].module.slug if shown else "",
        "slide": stage.slide_id if shown else "",
        "part": stage.part,
        "parts": stage.parts,
        "blank": stage.is_blank,
        "shows": stage.shows.value,
    }


def room_state(session: Session, course_id: uuid.UUID, now: dt.datetime) -> dict[str, Any]:
    """What every phone of the course may know, in the reader's language; nothing about a seat."""
    stage = service.find_stage(session, course_id)
    question = question_for_phones(session, stage, now)
    return {
        **_where(session, stage),
        "question": question_card(course_id, question, None, now) if question else "",
        "question_id": str(question.id) if question else "",
        "closes_at": _closes_at(question, now),
        "calls": render_template("live/_calls.html", calls=calls(session, stage)),
        "ranking": stage.has_ranking,
    }


def _closes_at(question: Question | None, now: dt.datetime) -> int | None:
    """When the time of a question ends that answers are taken for."""
    is_taking = question is not None and rules.is_taking(question, now)
    return milliseconds(question.closes_at) if question and is_taking else None


def _is_wall(question: Question | None) -> bool:
    """Whether words of the room are shown and hidden, even after the last one was written."""
    return question is not None and question.kind is QuestionKind.WORDS


def calls(session: Session, stage: Stage) -> Calls:
    """What phones are called to beside the slide."""
    opening = attendance.find_open(session, stage.course_id)
    return Calls(
        stage.course_id,
        str(opening.agenda_item_id) if opening else "",
        tuple(each.slug for each in quizzes.list_open(session, stage.course_id)),
    )


def own_calls(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, now: dt.datetime
) -> tuple[Calls, frozenset[str]]:
    """What this seat is called to, and what it has done of all that it may be called to."""
    opening = attendance.find_open_for(session, course_id, seat_id)
    marks = attendance.list_current_marks(session, course_id, seat_id)
    sheets = quizzes.state_for_seat(session, course_id, seat_id, now)
    finished = {each.slug for each in sheets if each.standing is Standing.FINISHED}
    waiting = {Standing.OPEN, Standing.BEGUN}
    done = frozenset({str(mark.agenda_item_id) for mark in marks} | finished)
    item = str(opening.agenda_item_id) if opening else ""
    called = (each for each in sheets if each.purpose.calls_the_room)
    slugs = tuple(each.slug for each in called if each.standing in waiting)
    return Calls(course_id, "" if item in done else item, slugs), done


def question_card(
    course_id: uuid.UUID, question: Question, mine: OwnAnswer | None, now: dt.datetime
) -> str:
    """A question as a phone shows it; what was right only once it is revealed."""
    return render_template(
        "live/_question.html",
        course_id=course_id,
        question=question,
        mine=mine,
        is_taking=rules.is_taking(question, now),
    )


def screen_state(
    session: Session, course_id: uuid.UUID, view: View, now: dt.datetime
) -> dict[str, Any]:
    """What the projector shows, in the languages of `view`, and who drives."""
    stage = service.find_stage(session, course_id)
    question = question_on(session, stage)
    is_taking = question is not None and rules.is_taking(question, now)
    moves = stage.shows not in {Shows.SLIDE, Shows.QUESTION} or is_taking or _is_wall(question)
    at = time_of_day(stage.driven_at) if stage.driven_at else ""
    return {
        "now": milliseconds(now),
        **_where(session, stage),
        "overlay": _overlay(session, stage, question, view, now),
        "again_ms": AGAIN_MS if moves else 0,
        "closes_at": _closes_at(question, now),
        "driver": {"key": stage.driver_key, "name": driver_words(stage), "at": at},
    }


def driver_words(stage: Stage) -> str:
    """Who turned last, for the reader; a remote control has no name of its own."""
    return stage.driver_name or translate(texts.REMOTE)


def languages_of(view: View) -> tuple[Language, ...]:
    """The languages that stand on the projector, Khmer first."""
    return tuple(each for each in LANGUAGES if view in {View.BOTH, View(each)})


def _overlay(
    session: Session, stage: Stage, question: Question | None, view: View, now: dt.datetime
) -> str:
    """What stands in front of the slide."""
    if stage.shows is Shows.SLIDE or (stage.shows is Shows.QUESTION and question is None):
        return ""
    gather = {
        Shows.JOIN: _join,
        Shows.ATTENDANCE: _attendance,
        Shows.QUIZ: _quiz,
        Shows.RANKING: _ranking,
    }.get(stage.shows)
    if gather:
        values = gather(session, stage, now)
    else:
        values = _asked(asking.tally_of(session, question), now) if question else {}
    return render_template(
        f"live/screen/{stage.shows.value}.html",
        course=courses.get_course(session, stage.course_id),
        languages=languages_of(view),
        **values,
    )


def _asked(tally: Tally, now: dt.datetime) -> dict[str, Any]:
    is_scale = tally.question.kind is QuestionKind.SCALE
    return {
        "tally": tally,
        "is_taking": rules.is_taking(tally.question, now),
        "mean": reckoning.mean(tally) if is_scale else "",
        "most": max((bar.count for bar in tally.bars), default=0),
        "wall": reckoning.wall(tally.words),
    }


def _join(session: Session, stage: Stage, _now: dt.datetime) -> dict[str, Any]:
    course = courses.get_course(session, stage.course_id)
    address = address_for_phones(course.wifi.address)
    link = address + url_for("courses.join_course", code=course.join_code) if address else ""
    return {
        "joined": courses.count_seats(session, [course.id]).get(course.id, 0),
        "address": courses.spoken_address(address),
        "qr": qr(link) if link else "",
    }


def _attendance(session: Session, stage: Stage, now: dt.datetime) -> dict[str, Any]:
    opening = attendance.find_open(session, stage.course_id)
    if opening is None:
        return {"opening": None}
    course = courses.get_course(session, stage.course_id)
    agenda = courses.list_agenda(session, course.id)
    secret = str(current_app.config["SECRET_KEY"])
    address = address_for_phones(course.wifi.address)
    return {
        "opening": opening,
        "item": next(each for each in agenda if each.id == opening.agenda_item_id),
        "code": on_screen(course.join_code, course.id, opening, address, secret, now),
        "marked": attendance.count_marked(session, stage.course_id, opening.agenda_item_id),
        "people": courses.count_seats(session, [stage.course_id]).get(stage.course_id, 0),
    }


def _quiz(session: Session, stage: Stage, now: dt.datetime) -> dict[str, Any]:
    """What the room answers now, else the quiz of the module on the stage, else the first one.

    While it is answered only the count is asked for, as this is looked up every second. How the
    questions of a test went is not shown: they come again, in the other form.
    """
    offered = [
        each
        for each in quizzes.list_lines(session, stage.course_id, now)
        if each.purpose is Purpose.MODULE or each.is_open
        if each.purpose.calls_the_room
    ]
    own = (each for each in offered if each.revision_id == stage.revision_id)
    is_open = (each for each in offered if each.is_open)
    found = next(itertools.chain(is_open, own, offered))
    is_hidden = found.is_open or found.purpose.is_test
    shares = () if is_hidden else quizzes.list_shares(session, stage.course_id, found)
    places = _places(session, found.revision_id)
    return {
        "line": found,
        "shares": sorted(shares, key=lambda each: places.get(each.item.id, 0)),
        "hardest": shares[0] if shares else None,
        "people": courses.count_seats(session, [stage.course_id]).get(stage.course_id, 0),
    }


def _places(session: Session, revision_id: uuid.UUID | None) -> dict[str, int]:
    items = modules.get_module(session, revision_id).items if revision_id else ()
    return {item.id: place for place, item in enumerate(items)}


def _ranking(session: Session, stage: Stage, _now: dt.datetime) -> dict[str, Any]:
    return {"ranking": asking.ranking(session, stage.course_id)}


def _title(slide: Slide) -> str:
    return kept_together(slide.text(language())[0].title)


def remote_state(session: Session, course_id: uuid.UUID, now: dt.datetime) -> dict[str, Any]:
    """What a remote control may know: where the room is, and what comes next; nothing else."""
    stage = service.find_stage(session, course_id)
    shown = service.find_shown(session, stage)
    state = {"now": milliseconds(now), **_where(session, stage)}
    if shown is None:
        none = {"next": "", "next_slide": "", "previous_slide": "", "number": 0, "count": 0}
        return {**state, "title": gettext("Nothing is shown yet."), **none}
    deck, place = shown
    all_slides = deck.module.slides
    following = all_slides[place.number] if place.number < len(all_slides) else None
    return {
        **state,
        "title": _title(place.slide),
        "next": _title(following) if following else "",
        "next_slide": following.id if following else "",
        "previous_slide": all_slides[place.number - 2].id if place.number > 1 else "",
        "number": place.number,
        "count": len(all_slides),
    }
