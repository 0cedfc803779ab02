"""A module from end to end: presenter, projector, remote control and five phones in two languages,
two questions to the room, and a server that is killed in the middle of the first one."""

import contextlib
import uuid
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.conftest import NINE_THIRTY, PACKS, ClientMaker, Workshop, any_glyph, cookies_of
from tests.faults.serving import Server, Servers, free_port, servers
from training import preparation
from training.adapters.settings import Settings, load_settings
from training.application import create_app
from training.courses import joining, seat_cookie
from training.courses import service as courses
from training.courses.model import WiFi
from training.people.model import PersonDetails

pytestmark = pytest.mark.browser
LANGUAGES = ("km", "km", "km", "en", "en")
REASON = {"km": "នៅថ្ងៃស្រឡះ", "en": "On a clear day"}
SLIDES = {
    "first": {"km": "ស្លាយទីមួយ", "en": "First slide"},
    "second": {"km": "ស្លាយទីពីរ", "en": "Second slide"},
    "third": {"km": "ស្លាយទីបី", "en": "Third slide"},
}
WORD = "សន្តិភាព"
AWHILE = 20_000


@dataclass
class Phone:
    page: Page
    language: str

    def is_at(self, slide: str) -> None:
        """The slide is shown, in the phone's own language."""
        leaf = self.page.locator(".leaf:not([hidden])")
        expect(leaf).to_have_attribute("data-slide", slide, timeout=AWHILE)
        expect(leaf).to_contain_text(SLIDES[slide][self.language])

    def taps(self, place: int) -> None:
        self.page.locator(".live-question button[name=choice]").nth(place).click(timeout=AWHILE)

    def is_saved(self) -> None:
        state = self.page.locator(".live-question .quiz-state")
        expect(state).to_have_class("quiz-state quiz-saved", timeout=AWHILE)


@dataclass
class Room:
    """The server, which can be killed, and everybody's windows."""

    settings: Settings
    start: Servers
    server: Server
    browser: Browser
    opened: list[BrowserContext]

    def window(self, cookies: dict[str, str], **options: object) -> Page:
        context = self.browser.new_context(**options)  # type: ignore[arg-type] # its own options
        self.opened.append(context)
        address = f"http://127.0.0.1:{self.server.port}"
        context.add_cookies(
            [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        return page

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.server.port}{path}"

    @contextlib.contextmanager
    def server_away(self) -> Iterator[None]:
        """The server is killed, and starts again at its old address after the block."""
        port = self.server.port
        self.server.kill()
        yield
        self.server = self.start(self.settings, port=port)


@pytest.fixture
def settings(tmp_path: Path, empty_url: str) -> Settings:
    """An installation after its first start."""
    given = {"TRAINING_DATA": str(tmp_path / "data"), "TRAINING_MODULES": str(PACKS)}
    made = load_settings({**given, "TRAINING_DATABASE_URL": empty_url})
    app = create_app(made, testing=True)
    preparation.prepare(app)
    app.extensions["training.database"].dispose()
    return made


@pytest.fixture
def room(
    browser: Browser, app: Flask, workshop: Workshop, settings: Settings, tmp_path: Path
) -> Iterator[Room]:
    port = free_port()
    with app.extensions["training.database"].writing() as session:
        wifi = WiFi("R2P", "", f"http://127.0.0.1:{port}", True)
        courses.set_wifi(session, workshop.course_id, wifi)
        session.commit()
    app.extensions["training.database"].dispose()
    with contextlib.ExitStack() as ends, servers(tmp_path) as start:
        made = Room(settings, start, start(settings, port=port), browser, [])
        yield made
        for context in made.opened:
            ends.callback(context.close)


def joined(app: Flask, workshop: Workshop) -> list[uuid.UUID]:
    """Three who join the two that are there."""
    with app.extensions["training.database"].writing() as session:
        course = courses.get_course(session, workshop.course_id)
        made = [
            joining.join(session, course, PersonDetails("", name), name, NINE_THIRTY, any_glyph).id
            for name in ("NUON Sarath", "HENG Sreymom", "PHAN Rith")
        ]
        session.commit()
    app.extensions["training.database"].dispose()
    return [workshop.seat_id, workshop.other_seat_id, *made]


def phones_of(app: Flask, workshop: Workshop, room: Room) -> list[Phone]:
    secret = str(app.config["SECRET_KEY"])
    name = seat_cookie.cookie_name(secret)
    phones = []
    for seat, language in zip(joined(app, workshop), LANGUAGES, strict=True):
        cookies = {name: seat_cookie.signed(secret, [seat]), "lang": language}
        page = room.window(cookies, viewport={"width": 360, "height": 640})
        page.goto(room.address(f"/c/{workshop.course_id}/live"))
        phones.append(Phone(page, language))
    return phones


@dataclass
class Windows:
    """The trainer's two windows, and five phones."""

    room: Room
    desk: str
    presenter: Page
    projector: Page
    phones: list[Phone]

    def all_are_at(self, slide: str) -> None:
        for phone in self.phones:
            phone.is_at(slide)


@pytest.fixture
def windows(app: Flask, workshop: Workshop, room: Room, client_for: ClientMaker) -> Windows:
    phones = phones_of(app, workshop, room)
    desk = f"/courses/{workshop.course_id}/live"
    staff = cookies_of(client_for(account_id=workshop.trainer_id, language="en"))
    presenter = room.window(staff, viewport={"width": 1366, "height": 768})
    presenter.goto(room.address(f"{desk}?module=small"))
    projector = presenter.context.new_page()
    projector.goto(room.address(f"{desk}/projector?view=both"))
    return Windows(room, desk, presenter, projector, phones)


def test_a_module_with_two_questions_and_a_server_that_is_killed_in_the_middle(
    windows: Windows,
) -> None:
    the_trainer_turns_the_slides(windows)
    a_remote_control_takes_over(windows)
    the_room_answers_while_the_server_dies(windows)
    the_answer_is_revealed_and_put_away(windows)
    the_room_writes_words(windows)
    who_comes_late_is_where_the_room_is(windows)


def the_trainer_turns_the_slides(windows: Windows) -> None:
    windows.presenter.locator("[data-off] button").click()
    windows.all_are_at("first")
    windows.presenter.keyboard.press("PageDown")
    windows.all_are_at("second")
    shown = windows.projector.locator(".screen.is-shown")
    expect(shown).to_have_attribute("data-slide", "second", timeout=AWHILE)
    for language in ("km", "en"):
        expect(shown).to_contain_text(SLIDES["second"][language])


def a_remote_control_takes_over(windows: Windows) -> None:
    links = windows.presenter.context.new_page()
    links.goto(windows.room.address(f"{windows.desk}/links"))
    address = links.locator("a[href*='/remote/']").inner_text()
    links.close()
    remote = windows.room.window({"lang": "km"}, viewport={"width": 360, "height": 640})
    remote.goto(address)
    remote.locator("[data-do=next] button").click()
    windows.all_are_at("third")
    shown = windows.presenter.locator(".preview .screen.is-shown")
    expect(shown).to_have_attribute("data-slide", "third", timeout=AWHILE)


def the_room_answers_while_the_server_dies(windows: Windows) -> None:
    """Three have answered before; two tap while it is away."""
    windows.presenter.locator("#ask-item summary").click()
    windows.presenter.locator("#ask-item button[value=colour]").click()
    for phone in windows.phones[:3]:
        phone.taps(1)
        phone.is_saved()
    with windows.room.server_away():
        for phone in windows.phones[3:]:
            phone.taps(0)
    for phone in windows.phones:
        phone.is_saved()
    counts = windows.projector.locator(".bar-count b")
    expect(counts).to_have_text(["2", "3", "0"], timeout=AWHILE)
    for phone in windows.phones:
        assert REASON[phone.language] not in phone.page.content()


def the_answer_is_revealed_and_put_away(windows: Windows) -> None:
    windows.presenter.get_by_role("button", name="Show the right answer").click()
    for phone in windows.phones:
        card = phone.page.locator(".live-question")
        expect(card).to_contain_text(REASON[phone.language], timeout=AWHILE)
        expect(card.locator(".is-right")).to_have_count(1)
    windows.presenter.get_by_role("button", name="Put away").click()
    for phone in windows.phones:
        expect(phone.page.locator(".live-question")).to_have_count(0, timeout=AWHILE)


def the_room_writes_words(windows: Windows) -> None:
    """The trainer asks on the spot, and lets one answer through."""
    presenter = windows.presenter
    presenter.locator("#ask-new summary").click()
    presenter.select_option("#kind", "words")
    presenter.fill("#words_km", "ពាក្យមួយសម្រាប់ថ្ងៃនេះ?")
    presenter.fill("#words_en", "One word for today?")
    presenter.locator("#ask-new button.seen-by-room").click()
    for phone in windows.phones:
        phone.page.fill("#live-words", WORD, timeout=AWHILE)
        phone.page.locator(".live-question form > button").click()
        phone.is_saved()
    expect(windows.projector.locator("[data-wall]")).to_have_count(0)
    presenter.locator(".asked-words button.seen-by-room").first.click()
    expect(windows.projector.locator("[data-wall]")).to_contain_text(WORD, timeout=AWHILE)


def who_comes_late_is_where_the_room_is(windows: Windows) -> None:
    windows.projector.reload()
    expect(windows.projector.locator("[data-wall]")).to_contain_text(WORD, timeout=AWHILE)
    late = windows.phones[4]
    late.page.reload()
    late.is_at("third")
    late.is_saved()
