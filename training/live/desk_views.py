"""The trainer's windows: presenter, projector, and what they send."""

import uuid
from collections.abc import Callable
from functools import wraps
from typing import Any

from flask import get_template_attribute, jsonify, redirect, render_template, request, url_for
from flask_wtf.csrf import generate_csrf

from training.courses import service as courses
from training.kernel.locales import LANGUAGES, Language
from training.kernel.refusal import Refusal
from training.live import (
    asked,
    asking,
    desk,
    forms,
    links,
    permissions,
    service,
    showing,
    signalling,
)
from training.live.blueprint import Page, blueprint, staff_stream
from training.live.links import LinkKind
from training.live.model import Driver
from training.modules.model import Layout
from training.quizzes import service as quizzes
from training.slides import rules as slide_rules
from training.slides.model import Deck, View
from training.slides.rendering import module_words, notes_pane, pictures_of, screens_of
from training.web.context import actor, db, language, now, wants_json
from training.web.guard import permit
from training.web.locale import for_script
from training.web.transaction import refused, settle_first

DESK = "/courses/<uuid:course_id>/live"
THEMES = ("light", "dark")
PIECES = ("shows", "room", "minutes", "more")


def _asked(name: str, allowed: tuple[str, ...]) -> str:
    """What the address asks for, else the first of what it may ask for."""
    value = request.args.get(name, "")
    return value if value in allowed else allowed[0]


def view_asked() -> View:
    """The languages that a projector shows; both, unless it asks for one."""
    return View(_asked("view", (View.BOTH.value, View.KM.value, View.EN.value)))


def _driver() -> Driver:
    return forms.read_driver(request.form, actor().name)


@blueprint.get(DESK)
@permit(permissions.DRIVE)
def present(course_id: uuid.UUID) -> Page:
    """The presenter's window: this slide and the next, notes, time, who is there, what is asked."""
    settle_first(quizzes.has_due, quizzes.settle_all, course_id, now())
    stage = service.find_stage(db(), course_id)
    shown = service.find_shown(db(), stage)
    decks = desk.list_decks(db(), course_id)
    slug = request.args.get("module") or (shown[0].module.slug if shown else "")
    deck = next((each for each in decks if each.module.slug == slug), decks[0] if decks else None)
    if deck is None:
        return render_template("live/nothing.html", course=courses.get_course(db(), course_id))
    places = slide_rules.list_places(deck.module)
    is_on = shown is not None and shown[0].revision_id == deck.revision_id
    words: Language = next((one for one in LANGUAGES if one == request.args.get("in")), language())
    pictures = pictures_of(course_id, deck)
    return render_template(
        "live/present.html",
        stream_url=staff_stream(course_id),
        course=courses.get_course(db(), course_id),
        course_id=course_id,
        deck=deck,
        decks=decks,
        stage=stage,
        is_on=is_on,
        words=words,
        places=places,
        current=shown[1] if is_on and shown else places[0],
        screens=screens_of(places, View(words), pictures),
        notes=[notes_pane(place.slide, words, pictures) for place in places],
        module_words=module_words(deck.module),
        state=showing.screen_state(db(), course_id, view_asked(), now()),
        token=generate_csrf(),
        answers_on={
            each.id: asked.answers_on(each)
            for each in deck.module.slides
            if each.layout is Layout.QUESTION
        },
        **_desk_facts(course_id, deck),
    )


def _desk_facts(course_id: uuid.UUID, deck: Deck) -> dict[str, object]:
    return {
        "desk": desk.gather(db(), course_id, deck, now()),
        "open_quizzes": quizzes.list_open(db(), course_id),
        "quizzes": quizzes.quizzes_of(db(), course_id),
    }


@blueprint.get(DESK + "/desk")
@permit(permissions.DRIVE)
def look_at_desk(course_id: uuid.UUID) -> Page:
    """The part of the presenter's window that changes while the room works, and the state.

    Its forms are without a token, which the script puts in: so they are the same each time.
    """
    settle_first(quizzes.has_due, quizzes.settle_all, course_id, now())
    deck = service.get_deck(db(), course_id, request.args.get("module", ""))
    state = showing.screen_state(db(), course_id, view_asked(), now())
    return jsonify(pieces=_pieces(course_id, deck), **state)


def _pieces(course_id: uuid.UUID, deck: Deck) -> dict[str, str]:
    """The pieces of the page by their ids."""
    facts = _desk_facts(course_id, deck)
    course, at_desk, offered = courses.get_course(db(), course_id), facts["desk"], facts["quizzes"]
    draw = {name: get_template_attribute("live/_desk.html", name) for name in PIECES}
    return {
        "desk-shows": draw["shows"](course, deck, at_desk, "", offered),
        "desk-room": draw["room"](course, deck, at_desk, ""),
        "desk-minutes": draw["minutes"](course, deck, at_desk),
        "desk-more": draw["more"](course, deck, at_desk, "", offered, facts["open_quizzes"], ""),
    }


@blueprint.get(DESK + "/projector")
@permit(permissions.DRIVE)
def project(course_id: uuid.UUID) -> Page:
    """The projector's window: shows what the presenter decides."""
    return projector_page(
        course_id, url_for("live.state", course_id=course_id), staff_stream(course_id)
    )


def projector_page(course_id: uuid.UUID, state_url: str, stream_url: str, token: str = "") -> str:
    """The projector for the trainer's laptop, or for a second computer with a link."""
    stage = service.find_stage(db(), course_id)
    shown = service.find_shown(db(), stage)
    view = view_asked()
    deck = shown[0] if shown else next(iter(desk.list_decks(db(), course_id)), None)
    places = slide_rules.list_places(deck.module) if deck else ()
    return render_template(
        "live/project.html",
        course=courses.get_course(db(), course_id),
        course_id=course_id,
        token=token,
        state_url=state_url,
        stream_url=stream_url,
        deck=deck,
        view=view,
        theme=_asked("theme", THEMES),
        stage=stage,
        current=shown[1] if shown else (places[0] if places else None),
        places=places,
        screens=screens_of(places, view, pictures_of(course_id, deck)) if deck else [],
        module_words=module_words(deck.module) if deck else {},
        state=showing.screen_state(db(), course_id, view, now()),
    )


@blueprint.get(DESK + "/state")
@permit(permissions.DRIVE)
def state(course_id: uuid.UUID) -> Page:
    """What the projector shows and who drives, as JSON."""
    return jsonify(showing.screen_state(db(), course_id, view_asked(), now()))


def done(course_id: uuid.UUID) -> Page:
    """The new state for a script; the presenter's page for everybody else."""
    if wants_json():
        return jsonify(showing.screen_state(db(), course_id, view_asked(), now()))
    module = request.form.get("module") or None
    return redirect(url_for("live.present", course_id=course_id, module=module), 303)


def not_done(refusal: Refusal) -> Page:
    """Says why: JSON for a script, the page of errors for everybody else."""
    if not wants_json():
        raise refusal
    refused(refusal)
    return jsonify(message=for_script(refusal.reason)), refusal.status


def as_a_deed(view: Callable[..., None]) -> Callable[..., Page]:
    """Answers for a view that only does something: with the new state, or with why not."""

    @wraps(view)
    def answered(course_id: uuid.UUID, **named: Any) -> Page:
        try:
            view(course_id, **named)
        except Refusal as refusal:
            return not_done(refusal)
        return done(course_id)

    return answered


def obey(course_id: uuid.UUID, command: forms.Command, driver: Driver, key: str) -> None:
    """Does what a command says. Raises Refusal."""
    at = now()
    if command.word == "go":
        service.turn(db(), course_id, command.module, command.slide, command.part, driver, at)
    elif command.word == "blank":
        service.blank(db(), course_id, command.on, driver, at)
    elif command.word == "show":
        service.show(db(), course_id, command.what, driver, key, actor().who(), at)
    elif command.word == "fitted":
        service.note_parts(db(), course_id, command.slide, command.parts)
    elif command.word == "ranking":
        service.set_ranking(db(), course_id, command.on, driver, at)
    else:
        service.begin_minutes_again(db(), course_id, at)


@blueprint.post(DESK + "/stage")
@permit(permissions.DRIVE)
@as_a_deed
def drive(course_id: uuid.UUID) -> None:
    """A command to the stage. Every one may be sent twice."""
    command = forms.read_command(request.form, forms.WORDS)
    obey(course_id, command, _driver(), forms.read_key(request.form))


@blueprint.post(DESK + "/questions")
@permit(permissions.DRIVE)
@as_a_deed
def ask(course_id: uuid.UUID) -> None:
    """Asks the room: an item of a module, what a slide asks, or a question made on the spot."""
    desk.ask(db(), course_id, request.form, _driver(), actor().who(), now())


@blueprint.post(DESK + "/questions/<uuid:question_id>/<any(close, reveal, 'put-away'):deed>")
@permit(permissions.DRIVE)
@as_a_deed
def go_on(course_id: uuid.UUID, question_id: uuid.UUID, deed: str) -> None:
    """Takes no more answers, shows what was right, or takes the question away."""
    do = {"close": asking.close, "reveal": asking.reveal}.get(deed, asking.put_away)
    do(db(), course_id, question_id, _driver(), actor().who(), now())


@blueprint.post(DESK + "/answers/<uuid:answer_id>/standing")
@permit(permissions.DRIVE)
@as_a_deed
def moderate(course_id: uuid.UUID, answer_id: uuid.UUID) -> None:
    """Lets the room see somebody's words, or not."""
    standing = forms.read_standing(request.form)
    asking.set_standing(db(), course_id, answer_id, standing, actor().who(), now())


@blueprint.post(DESK + "/signals/settle")
@permit(permissions.DRIVE)
@as_a_deed
def settle(course_id: uuid.UUID) -> None:
    """The trainer has seen to a signal, or to all of a kind."""
    if request.form.get("signal"):
        signalling.settle(db(), course_id, forms.read_id(request.form, "signal"), now())
    else:
        signalling.settle_all(db(), course_id, forms.read_kind(request.form), now())


@blueprint.get(DESK + "/links")
@permit(permissions.DRIVE)
def show_links(course_id: uuid.UUID) -> Page:
    """The links for a phone as remote control and for a second computer as projector."""
    course = courses.get_course(db(), course_id)
    stage = service.find_stage(db(), course_id)
    address = showing.address_for_phones(course.wifi.address)
    made = {
        kind.value: address + url_for(f"live.{kind.value}", token=links.token_of(kind, stage))
        for kind in LinkKind
        if address
    }
    return render_template(
        "live/links.html",
        course=course,
        links=made,
        pictures={name: showing.qr(link) for name, link in made.items()},
    )


@blueprint.post(DESK + "/links")
@permit(permissions.DRIVE)
def renew_links(course_id: uuid.UUID) -> Page:
    """Ends the links that there are."""
    service.renew_links(db(), course_id)
    return redirect(url_for("live.show_links", course_id=course_id), 303)
