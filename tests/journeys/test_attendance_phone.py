"""Attendance by phone: from the QR on the projector to the tick, in real browsers."""

import datetime as dt
import re
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from tests.attendance.conftest import bopha, database, marks, opened, opener
from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.seen import codes_on
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import expect_fit_for_a_phone
from training.attendance.model import Mark
from training.courses import seat_cookie
from training.courses import service as courses
from training.courses.model import WiFi
from training.kernel.locales import khmer_digits

__all__ = ["bopha", "database", "marks", "opened", "opener"]
pytestmark = [pytest.mark.browser, ON_SQLITE, pytest.mark.usefixtures("opened")]
SMALLEST_SHARE = 0.3
"""Of the screen's height, for a camera in the last row."""
AWHILE = 20_000
Marks = Callable[[], tuple[Mark, ...]]


@dataclass(frozen=True)
class Room:
    """Where the workshop is served, and everybody's windows."""

    app: Flask
    address: str
    workshop: Workshop
    browser: Browser
    client_for: ClientMaker
    ends: ExitStack

    def window(self, cookies: dict[str, str], width: int, height: int, *, scripts: bool) -> Page:
        context = self.browser.new_context(
            viewport={"width": width, "height": height}, java_script_enabled=scripts
        )
        self.ends.callback(context.close)
        context.add_cookies(
            [{"name": name, "value": value, "url": self.address} for name, value in cookies.items()]
        )
        page = context.new_page()
        page.on("pageerror", lambda error: pytest.fail(str(error)))
        return page

    def projector(self, path: str, width: int = 1366, *, scripts: bool = True) -> Page:
        staff = cookies_of(self.client_for(account_id=self.workshop.trainer_id))
        page = self.window(staff, width, 768, scripts=scripts)
        page.goto(f"{self.address}/courses/{self.workshop.course_id}/{path}")
        return page

    def phone(self, language: str, *seats: object, scripts: bool = True) -> Page:
        key = str(self.app.config["SECRET_KEY"])
        held = seat_cookie.signed(key, seats)  # type: ignore[arg-type] # ids
        own = {seat_cookie.cookie_name(key): held} if seats else {}
        return self.window({"lang": language, **own}, 360, 640, scripts=scripts)


@pytest.fixture
def room(
    app: Flask, workshop: Workshop, browser: Browser, client_for: ClientMaker
) -> Iterator[Room]:
    with serving(app) as address, ExitStack() as ends:
        with app.extensions["training.database"].writing() as session:
            courses.set_wifi(session, workshop.course_id, WiFi("R2P", "", address, True))
            session.commit()
        yield Room(app, address, workshop, browser, client_for, ends)


def link_on(screen: Page) -> str:
    (seen,) = codes_on(screen)
    assert seen.share_of_height >= SMALLEST_SHARE
    return seen.text


def digits_on(screen: Page) -> str:
    return re.sub(r"\D", "", screen.locator(".code-digits").inner_text())


@pytest.mark.parametrize("scripts", [True, False])
def test_three_phones_mark_by_joining_with_one_tap_and_by_digits(
    room: Room, marks: Marks, scripts: bool
) -> None:
    screen = room.projector("attendance/code", scripts=scripts)
    link = link_on(screen)
    assert link.startswith(f"{room.address}/a/{room.workshop.join_code}/")

    newcomer = room.phone("km", scripts=scripts)
    newcomer.goto(link)
    newcomer.fill("[name=name_km]", "ហេង ស្រីមុំ")
    newcomer.fill("[name=name_latin]", "HENG Sreymom")
    newcomer.click("main form .button-large")
    expect(newcomer.locator(".mark-done .mark-tick")).to_be_visible()
    expect(newcomer.locator(".mark-done .seat-number")).to_have_text("៣")

    joined = room.phone("en", room.workshop.seat_id, scripts=scripts)
    joined.goto(link)
    joined.click("main form .button-large")
    expect(joined.locator("[role=status] .mark-tick")).to_be_visible()

    typing = room.phone("km", room.workshop.other_seat_id, scripts=scripts)
    typing.goto(f"{room.address}/c/{room.workshop.course_id}/attendance")
    typing.fill("#code", khmer_digits(digits_on(screen)))
    typing.click("main form .button-large")
    expect(typing.locator("[role=status] .mark-tick")).to_be_visible()

    assert len(marks()) == 3
    expect(screen.locator(".code-count")).to_contain_text("3 of 3 marked", timeout=AWHILE)


def test_the_screen_shows_the_next_code_in_time(
    room: Room, at: Callable[[dt.datetime], None]
) -> None:
    screen = room.projector("attendance/code")
    link, digits = link_on(screen), digits_on(screen)
    at(NINE_THIRTY + dt.timedelta(seconds=30))
    shown = f"{digits[:3]}{digits[3:]}"
    expect(screen.locator(".code-digits")).not_to_have_text(shown, timeout=AWHILE)
    assert link_on(screen) != link


@pytest.mark.parametrize("width", [1366, 1024])
@pytest.mark.parametrize("view", ["both", "km", "en"])
def test_the_live_projector_shows_a_code_that_a_camera_can_read(
    room: Room, at: Callable[[dt.datetime], None], width: int, view: str
) -> None:
    staff = room.client_for(account_id=room.workshop.trainer_id)
    course = f"/courses/{room.workshop.course_id}"
    sent = {"word": "show", "what": "attendance", "driver": "laptop"}
    assert staff.post(f"{course}/live/stage", data=sent).status_code < 400
    screen = room.projector(f"live/projector?view={view}", width)
    large = screen.locator(".code-large")
    expect(large).to_be_visible(timeout=AWHILE)
    link, digits = link_on(screen), large.inner_text()
    assert "/a/" in link
    at(NINE_THIRTY + dt.timedelta(seconds=30))
    expect(large).not_to_have_text(digits, timeout=AWHILE)
    assert link_on(screen) != link


@pytest.mark.parametrize("minutes", [-7, 7, 60 * 24])
def test_a_phone_whose_clock_is_wrong_marks_as_well(room: Room, marks: Marks, minutes: int) -> None:
    link = link_on(room.projector("attendance/code"))
    phone = room.phone("en", room.workshop.seat_id)
    phone.clock.install(time=dt.datetime.now(dt.UTC) + dt.timedelta(minutes=minutes))
    phone.goto(link)
    phone.click("main form .button-large")
    expect(phone.locator(".mark-tick")).to_be_visible()
    (mark,) = marks()
    assert mark.marked_at == NINE_THIRTY


@pytest.mark.parametrize("language", ["km", "en"])
def test_one_phone_for_two_people_is_fit_for_everybody(room: Room, language: str) -> None:
    link = link_on(room.projector("attendance/code"))
    phone = room.phone(language, room.workshop.seat_id, room.workshop.other_seat_id)
    phone.goto(link)
    expect(phone.locator("main form .button-large")).to_have_count(2)
    expect_fit_for_a_phone(phone)
    phone.locator("main form .button-large").nth(1).click()
    expect(phone.locator(".mark-tick")).to_have_count(1)
    expect_fit_for_a_phone(phone)
    phone.locator("main form .button-large").click()
    expect(phone.locator(".mark-tick")).to_have_count(2)
    phone.goto(f"{room.address}/c/{room.workshop.course_id}")
    expect_fit_for_a_phone(phone)
    phone.locator(".seat-button").click()
    expect(phone.locator(".seat-button")).to_have_count(1)
    for path in (f"/join/{room.workshop.join_code}", f"/a/{room.workshop.join_code}/AAAAAAAA"):
        phone.goto(room.address + path)
        expect_fit_for_a_phone(phone)
    stranger = room.phone(language)
    stranger.goto(f"{room.address}/a/{room.workshop.join_code}/AAAAAAAA")
    expect_fit_for_a_phone(stranger)
