"""A sign-in sheet from printing to the record, by a trainer in a real browser without a script."""

import io
from collections.abc import Iterator

import pytest
from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, expect

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop, any_glyph, cookies_of
from tests.journeys.serving import serving
from tests.printed import text_of
from training.attendance import service
from training.courses import joining
from training.courses import service as courses
from training.people.model import PersonDetails

pytestmark = [pytest.mark.browser, ON_SQLITE]
DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><path d="M0 0h9v9z"/></svg>'


@pytest.fixture(params=["km", "en"])
def laptop(
    app: Flask,
    browser: Browser,
    client_for: ClientMaker,
    workshop: Workshop,
    request: pytest.FixtureRequest,
) -> Iterator[Page]:
    """SOK Bopha's, in each language, with scripts off."""
    client = client_for(account_id=workshop.trainer_id, language=request.param)
    with serving(app) as address:
        context = browser.new_context(
            base_url=f"{address}/courses/{workshop.course_id}/",
            viewport={"width": 1366, "height": 768},
            java_script_enabled=False,
        )
        context.add_cookies(
            [
                {"name": name, "value": value, "url": address}
                for name, value in cookies_of(client).items()
            ]
        )
        yield context.new_page()
        context.close()


def fits(page: Page) -> None:
    """Nothing reaches over the edge of the window."""
    for width in (1366, 360):
        page.set_viewport_size({"width": width, "height": 768})
        box = page.locator("main").bounding_box()
        assert box is not None
        assert box["width"] <= width
    page.set_viewport_size({"width": 1366, "height": 768})


def test_a_sheet_is_made_signed_entered_and_its_walk_in_is_on_the_roll(
    app: Flask, laptop: Page, workshop: Workshop
) -> None:
    laptop.goto("logos")
    laptop.locator("#picture").set_input_files(
        {"name": "logo.svg", "mimeType": "image/svg+xml", "buffer": DRAWING}
    )
    laptop.locator("#words_en").fill("The organiser")
    laptop.locator("form.card button").click()
    expect(laptop.locator(".logos img")).to_have_count(1)
    fits(laptop)

    laptop.goto("attendance")
    laptop.locator("a[href$='/attendance/sheets']").click()
    laptop.locator("#occasion").select_option(index=0)
    laptop.locator("form.card button").first.click()
    fits(laptop)
    pdf = laptop.request.get(f"{laptop.url}/sheet.pdf").body()
    assert "KEO Chantha" in text_of(pdf)

    laptop.locator("a[href$='/entry']").click()
    laptop.locator("#rows").fill("១")
    laptop.locator("[name='latin-3']").fill("PRAK Vuthy")
    laptop.locator("[name='latin-4']").fill("SUN Sopheap")
    laptop.locator(".save-row button").click()
    expect(laptop.locator("[role=alert]")).to_be_visible()
    fits(laptop)
    laptop.locator(".sheet-twins input").first.check()
    laptop.locator(".save-row button").click()
    expect(laptop.locator(".sheet-outlook")).to_contain_text("PRAK Vuthy")
    fits(laptop)
    laptop.locator("[name=record]").click()
    expect(laptop.locator(".sheet-entries li")).to_have_count(1)

    photo = io.BytesIO()
    Image.new("RGB", (300, 200), "white").save(photo, "JPEG")
    laptop.locator("#photo-files").set_input_files(
        {"name": "x.jpg", "mimeType": "image/jpeg", "buffer": photo.getvalue()}
    )
    laptop.locator("#photos button").click()
    expect(laptop.locator(".sheet-photos img")).to_have_count(1)
    fits(laptop)

    laptop.goto("attendance")
    expect(laptop.locator("main")).to_contain_text("PRAK Vuthy")
    with app.extensions["training.database"].reading() as session:
        names = [each.name.en for each in courses.list_seats(session, workshop.course_id)]
        assert sorted(names) == ["KEO Chantha", "PRAK Vuthy", "SUN Sopheap"]
        held = service.list_current_marks(session, workshop.course_id)
    assert {mark.seat_id for mark in held if mark.status == "present"} >= {
        workshop.seat_id,
        workshop.other_seat_id,
    }


def test_what_a_phone_said_meanwhile_is_shown_before_the_sheet_is_recorded(
    app: Flask, laptop: Page, workshop: Workshop
) -> None:
    laptop.goto("attendance/sheets")
    laptop.locator("form.card button").first.click()
    with app.extensions["training.database"].writing() as session:
        course = courses.get_course(session, workshop.course_id)
        details = PersonDetails("", "PRAK Vuthy")
        joining.join(session, course, details, "meanwhile", NINE_THIRTY, any_glyph)
        session.commit()
    laptop.locator("a[href$='/entry']").click()
    laptop.locator("[name='latin-3']").fill("Prak Vuthy")
    laptop.locator(".save-row button").click()
    expect(laptop.locator(".sheet-twins")).to_contain_text("PRAK Vuthy")
    expect(laptop.locator(".sheet-outlook")).to_have_count(0)
