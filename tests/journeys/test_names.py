"""A name on its way to the certificate: proofread on the phone, corrected at the desk, shared."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop, cookies_of
from tests.journeys.serving import serving
from tests.journeys.test_accessibility import (
    end_and_issue,
    expect_fit_for_a_laptop,
    expect_fit_for_a_phone,
)
from training.adapters.database import Database

pytestmark = [pytest.mark.browser, ON_SQLITE]
PHONE: ViewportSize = {"width": 360, "height": 640}
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
AFTERNOON = NINE_THIRTY + dt.timedelta(hours=4)
OpenWindow = Callable[..., Page]


@pytest.fixture
def window_for(
    app: Flask, browser: Browser, client_for: ClientMaker, at: Callable[[dt.datetime], None]
) -> Iterator[OpenWindow]:
    """`window_for(size, "km", scripts=False, seat_id=…)`: a window; it is half past one."""
    at(AFTERNOON)
    contexts: list[BrowserContext] = []
    with serving(app) as address:

        def open_window(
            size: ViewportSize, language: str, *, scripts: bool = True, **who: uuid.UUID
        ) -> Page:
            context = browser.new_context(
                viewport=size, base_url=address, java_script_enabled=scripts
            )
            contexts.append(context)
            cookies = cookies_of(client_for(language=language, **who))
            context.add_cookies(
                [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
            )
            return context.new_page()

        yield open_window
        for context in contexts:
            context.close()


@pytest.fixture
def database(app: Flask) -> Database:
    found: Database = app.extensions["training.database"]
    return found


def answer(page: Page, said: str) -> None:
    """Presses the button for that answer."""
    page.locator(f"form:has(input[name=said][value={said}]) button").click()


def write(page: Page, km: str, latin: str) -> None:
    page.locator("#name_km").fill(km)
    page.locator("#name_latin").fill(latin)
    page.locator("form:has(#name_km) button").click()


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_name_is_proofread_and_corrected_before_the_issue(
    window_for: OpenWindow, workshop: Workshop, language: str
) -> None:
    phone = window_for(PHONE, language, seat_id=workshop.seat_id)
    phone.goto(f"/c/{workshop.course_id}")
    expect_fit_for_a_phone(phone)
    phone.locator("#step a.button-large").click()
    expect(phone.locator(".proof")).to_contain_text("SUN Sopheap")
    expect(phone.locator(".proof")).to_contain_text("ស៊ុន សុភាព")
    expect_fit_for_a_phone(phone)
    answer(phone, "wrong")
    expect(phone.get_by_role("status")).to_be_visible()
    expect_fit_for_a_phone(phone)
    write(phone, "ស៊ុន សុភា😀", "SUN Sophea")
    expect(phone.locator("#name_km-fault")).to_contain_text("😀")
    expect(phone.locator("#name_latin")).to_have_value("SUN Sophea")
    expect_fit_for_a_phone(phone)
    write(phone, "ស៊ុន សុភា", "SUN Sophea")
    expect(phone.locator(".card-now")).to_contain_text("SUN Sophea")
    expect_fit_for_a_phone(phone)

    desk = window_for(LAPTOP, language, account_id=workshop.trainer_id)
    desk.goto(f"/courses/{workshop.course_id}/certificates")
    desk.locator("a[href$='/certificates/names']").click()
    expect_fit_for_a_laptop(desk)
    desk.locator("button[value=correct]").click()
    expect(desk.get_by_role("status")).to_be_visible()
    expect(desk.locator("button[value=correct]")).to_have_count(0)
    expect_fit_for_a_laptop(desk)

    phone.goto(f"/c/{workshop.course_id}")
    phone.locator("#step a.button-large").click()
    expect(phone.locator(".proof")).to_contain_text("SUN Sophea")
    expect_fit_for_a_phone(phone)
    answer(phone, "right")
    expect(phone.locator("#step[data-step=check-name]")).to_have_count(0)
    expect(phone.locator("h1")).to_contain_text("SUN Sophea")
    desk.reload()
    row = desk.get_by_role("row").filter(has_text="SUN Sophea")
    expect(row.locator(".state-good")).to_be_visible()


def test_after_the_issue_without_scripts_a_new_certificate_takes_the_place(
    window_for: OpenWindow, database: Database, workshop: Workshop
) -> None:
    number = end_and_issue(database, workshop)
    phone = window_for(PHONE, "en", scripts=False, seat_id=workshop.seat_id)
    phone.goto(f"/c/{workshop.course_id}")
    phone.get_by_role("link", name="Get the certificate").click()
    expect(phone.locator(".code")).to_contain_text(number[:5])
    phone.get_by_role("link", name="The name on it is not right?").click()
    phone.get_by_role("button", name="No, ask for a correction").click()
    phone.get_by_label("Latin name").fill("SUN Sophea")
    phone.get_by_role("button", name="Send the spelling to the trainer").click()
    expect(phone.locator(".card-now")).to_contain_text("SUN Sophea")

    desk = window_for(LAPTOP, "en", account_id=workshop.trainer_id)
    desk.goto(f"/courses/{workshop.course_id}/certificates/names")
    expect(desk.get_by_text("with the correction a new one takes its place")).to_be_visible()
    desk.get_by_role("button", name="Correct the name").dblclick()
    expect(desk.get_by_role("status")).to_be_visible()

    phone.goto(f"/c/{workshop.course_id}/certificate")
    expect(phone.locator(".card-gold .lead")).to_contain_text("SUN Sophea")
    expect(phone.get_by_text("It took the place of")).to_be_visible()


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_certificate_is_shared_with_who_has_the_link(
    window_for: OpenWindow, database: Database, workshop: Workshop, language: str
) -> None:
    end_and_issue(database, workshop)
    phone = window_for(PHONE, language, seat_id=workshop.seat_id)
    phone.goto(f"/c/{workshop.course_id}/certificate")
    expect_fit_for_a_phone(phone)
    link = phone.locator("a.link-to-share").get_attribute("href")
    assert link is not None
    friend = window_for(PHONE, language)
    friend.goto(link)
    expect(friend.locator("h1")).to_contain_text("SUN Sopheap")
    expect_fit_for_a_phone(friend)
    with friend.expect_download() as started:
        friend.locator("a[href$='/certificate.pdf']").click()
    assert started.value.suggested_filename.endswith(".pdf")
    friend.locator("a[href*='/v/']").click()
    expect(friend.locator("main")).to_contain_text("SUN Sopheap")
