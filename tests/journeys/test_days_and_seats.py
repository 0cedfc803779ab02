"""A trainer makes a second day and groups, and two seats one, in a browser; all pages are fit."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from tests.conftest import NINE_THIRTY, ON_SQLITE, Workshop, any_glyph
from tests.journeys.test_accessibility import (
    address,
    database,
    expect_fit_for_a_laptop,
    expect_fit_for_a_phone,
    window_for,
)
from training.adapters.database import Database
from training.courses import joining
from training.courses import service as courses
from training.people.model import PersonDetails

__all__ = ["address", "database", "window_for"]
pytestmark = [pytest.mark.browser, ON_SQLITE]


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_second_day_two_groups_and_one_seat_instead_of_two(
    window_for: Callable[..., Page],
    address: str,
    database: Database,
    workshop: Workshop,
    language: str,
) -> None:
    with database.writing() as session:
        course = courses.get_course(session, workshop.course_id)
        details = PersonDetails("ស៊ុន សុភាព", "SUN Sophip")
        joining.join(session, course, details, "again", NINE_THIRTY, any_glyph, True)
        session.commit()
    page = window_for(1366, account_id=workshop.trainer_id, language=language)
    course_address = f"{address}/courses/{workshop.course_id}"
    make_days_and_groups(page, f"{course_address}/agenda")
    page.goto(course_address)
    expect_fit_for_a_laptop(page)
    divide(page, f"{course_address}/people/groups")
    merge(page, f"{course_address}/people/{workshop.seat_id}")
    phone = window_for(360, seat_id=workshop.seat_id, language=language)
    phone.goto(f"{address}/c/{workshop.course_id}")
    expect_fit_for_a_phone(phone)
    assert phone.locator("details.one-day").count() == 2
    assert phone.locator("details.one-day[open]").count() == 1
    assert phone.get_by_text("Role play").count() + phone.get_by_text("Case study").count() == 2


def make_days_and_groups(page: Page, address: str) -> None:
    """Typed before the columns are asked for, and still there after; then both in one saving."""
    page.goto(address)
    rows = page.locator("tr.line-new")
    for place, title in enumerate(("Role play", "Case study")):
        row = rows.nth(place)
        for name, words in (("starts", "17:30"), ("ends", "18:00"), ("title_en", title)):
            row.locator(f"[name$={name}]").fill(words)
    page.click("button[value=groups]")
    for place, group in enumerate("AB"):
        page.locator("tr.line-new").nth(place).locator("[name$=group]").fill(group)
    page.click("button[value=days]")
    expect_fit_for_a_laptop(page)
    page.click("button[value=copy]")
    assert page.locator("tr.line-day").count() == 2
    expect_fit_for_a_laptop(page)


def divide(page: Page, address: str) -> None:
    """The division is shown, saved, and fit."""
    page.goto(address)
    page.click("button[name=divide]")
    expect_fit_for_a_laptop(page)
    page.locator("main form button").first.click()
    chosen = page.locator("select").evaluate_all("boxes => boxes.map(box => box.value).sort()")
    assert chosen == ["A", "A", "B"]


def merge(page: Page, address: str) -> None:
    """Somebody who left and came back, and the other seat of that person."""
    page.goto(address)
    page.fill("#reason", "Called home")
    page.click("[action$=left] button")
    expect_fit_for_a_laptop(page)
    page.click("[action$=left] button")
    page.click("a[href$=merge]")
    page.locator("#other").select_option(index=1)
    page.click("main form button")
    expect_fit_for_a_laptop(page)
    page.click("main form[method=post] button")
    assert page.url == address
    expect_fit_for_a_laptop(page)
