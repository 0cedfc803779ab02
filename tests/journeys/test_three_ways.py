"""One half-day by phone, by roll-call and by paper, with a conflict; the certificate follows."""

import datetime as dt
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.attendance.conftest import bopha, database, marks, opened, opener
from tests.conftest import NINE_THIRTY, ON_SQLITE
from tests.journeys.test_attendance_phone import Room, link_on, room
from training.adapters.database import Database
from training.attendance import service
from training.attendance.model import Mark, MarkSource, MarkStatus
from training.audit import service as audit
from training.certificates import rules as certificate_rules
from training.certificates import service as certificates
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import HalfDay
from training.kernel.locales import kept_together

__all__ = ["bopha", "database", "marks", "opened", "opener", "room"]
pytestmark = [pytest.mark.browser, ON_SQLITE, pytest.mark.usefixtures("opened")]
Marks = Callable[[], tuple[Mark, ...]]
NOON = dt.timedelta(hours=2, minutes=30)


def make_sheet(laptop: Page) -> None:
    """The trainer prints the sheet of the morning for those who are in the course by now."""
    laptop.locator("a[href$='/attendance/sheets']").click()
    laptop.locator("#occasion").select_option(index=0)
    laptop.locator("form.card button").first.click()


def enter_sheet(laptop: Page) -> None:
    """KEO Chantha signed nowhere; SUN Sopheap did, and somebody without a phone in an empty row."""
    laptop.locator("a[href$='/entry']").click()
    names = laptop.locator(".sheet-ticks label").all_inner_texts()
    (signed,) = (number for number, name in enumerate(names, 1) if "SUN Sopheap" in name)
    laptop.fill("#rows", str(signed))
    laptop.fill(f"[name='latin-{len(names) + 1}']", "PRAK Vuthy")
    laptop.click(".save-row button")
    expect(laptop.locator(".sheet-clashes li")).to_have_count(1)
    expect(laptop.locator(".sheet-clashes")).to_contain_text("KEO Chantha")
    laptop.click("[name=record]")
    expect(laptop.locator(".sheet-entries li")).to_have_count(1)


def test_one_half_day_by_phone_by_roll_and_by_paper_with_a_conflict_that_is_settled(
    room: Room, marks: Marks, database: Database, at: Callable[[dt.datetime], None]
) -> None:
    workshop, course = room.workshop, f"{room.address}/courses/{room.workshop.course_id}"
    link = link_on(room.projector("attendance/code"))
    laptop = room.projector("attendance")
    make_sheet(laptop)

    phone = room.phone("km", workshop.other_seat_id)
    phone.goto(link)
    phone.click("main form .button-large")
    expect(phone.locator("[role=status] .mark-tick")).to_be_visible()

    newcomer = room.phone("en")
    newcomer.goto(link)
    newcomer.fill("[name=name_latin]", "HENG Sreymom")
    newcomer.click("main form .button-large")
    expect(newcomer.locator(".mark-done .mark-tick")).to_be_visible()

    roll = room.projector("attendance")
    roll.get_by_role("button", name="SUN Sopheap").click()
    expect(roll.locator("#roll-said")).to_contain_text("Present")

    enter_sheet(laptop)
    sources = {(mark.source, mark.status) for mark in marks()}
    assert {source for source, _ in sources} == set(MarkSource)
    assert (MarkSource.PAPER, MarkStatus.PRESENT) in sources

    roll.goto(f"{course}/attendance")
    roll.get_by_role("button", name="Close attendance").click()
    roll.click(".contested a")
    card = roll.locator(".to-settle")
    expect(card).to_have_count(1)
    expect(card).to_contain_text("KEO Chantha")
    expect(card).to_contain_text("by code")
    expect(card).to_contain_text("on paper")
    card.get_by_label("Why").fill("Her phone was in the room, she was not.")
    card.get_by_label("Was not there").check()
    roll.get_by_role("button", name="Save").click()
    expect(roll.locator(".to-settle")).to_have_count(0)

    at(NINE_THIRTY + NOON)
    roll.goto(f"{course}/certificates")
    lost = roll.locator("tr", has_text="KEO Chantha")
    expect(lost).to_contain_text("Will miss it")
    expect(lost).to_contain_text("Not marked present in the morning.")
    for name in ("SUN Sopheap", "PRAK Vuthy", "HENG Sreymom"):
        expect(roll.locator("tr", has_text=name)).not_to_contain_text("in the morning")
    phone.goto(f"{room.address}/c/{workshop.course_id}")
    phone.locator("main p a[href$='/certificate']").click()
    expect(phone.locator("main")).to_contain_text(kept_together("មិនបានកត់ត្រាថាមានវត្តមាននៅពេលព្រឹកទេ។"))

    lost.get_by_role("link", name="Not marked present in the morning.").click()
    roll.get_by_role("button", name="KEO Chantha").click()
    expect(roll.locator("#roll-said")).to_contain_text("Present")
    roll.goto(f"{course}/certificates")
    expect(roll.locator("tr", has_text="KEO Chantha")).not_to_contain_text("in the morning")
    expect_whole_record(room, database)


def expect_whole_record(room: Room, database: Database) -> None:
    """Nothing was overwritten: each word that was said is there, and who changed it and why."""
    workshop = room.workshop
    with database.reading() as session:
        agenda = courses.list_agenda(session, workshop.course_id)
        assert {slot.half for slot in course_rules.slots_of(agenda)} == set(HalfDay)
        versions = service.list_versions(session, workshop.item_ids[3], workshop.other_seat_id)
        told = [
            entry.after.get("reason")
            for entry in audit.list_entries(session, workshop.other_seat_id)
            if entry.subject == "attendance"
        ]
        assert service.list_conflicts(session, workshop.course_id) == ()
        decided = certificates.review(session, workshop.course_id, NINE_THIRTY + NOON)
    spoken = [(mark.source, mark.status) for mark in reversed(versions)]
    assert spoken == [
        (MarkSource.CODE, MarkStatus.PRESENT),
        (MarkSource.HAND, MarkStatus.ABSENT),
        (MarkSource.HAND, MarkStatus.PRESENT),
    ]
    assert "Her phone was in the room, she was not." in told
    outlooks = {case.seat.name.en: case.forecast.outlook for case in decided}
    assert set(outlooks.values()) == {certificate_rules.Outlook.OPEN}
