"""One workshop day, from the one-time link to the checked certificate, in a real browser.

The server is the one that `make run` starts. A trainer's window (1366×768) and three phones
(360×640): one in Khmer, one in English, one in Khmer with JavaScript switched off.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, expect

from tests.journeys.serving import Server
from tests.printed import text_of
from training.kernel.locales import khmer_digits

pytestmark = pytest.mark.browser
PHONE: ViewportSize = {"width": 360, "height": 640}
LAPTOP: ViewportSize = {"width": 1366, "height": 768}
ITEMS = 15


@pytest.fixture
def laptop(browser: Browser, server: Server) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport=LAPTOP, accept_downloads=True)
    context.add_cookies([{"name": "lang", "value": "en", "url": server.address}])
    yield context
    context.close()


@dataclass(slots=True)
class Phone:
    page: Page
    language: str
    has_script: bool
    name_km: str
    name_latin: str

    def digits(self, code: str) -> str:
        """A code as this person types it."""
        return khmer_digits(code) if self.language == "km" else code


@pytest.fixture
def phones(browser: Browser, server: Server) -> Iterator[list[Phone]]:
    people = [
        ("km", True, "ត្បូង ស្រីខ្មុំ", "TBOUNG Sreykhmum"),
        ("en", True, "ឈឹម ចន្ថា", "CHHIM Chantha"),
        ("km", False, "ហ៊ុន វិច្ឆិកា", "HUN Vichheka"),
    ]
    contexts, made = [], []
    for language, has_script, name_km, name_latin in people:
        context = browser.new_context(
            viewport=PHONE, java_script_enabled=has_script, accept_downloads=True
        )
        contexts.append(context)
        made.append(Phone(context.new_page(), language, has_script, name_km, name_latin))
    yield made
    for context in contexts:
        context.close()


def test_the_whole_day(
    server: Server, laptop: BrowserContext, phones: list[Phone], tmp_path: Path
) -> None:
    trainer = laptop.new_page()
    become_administrator(trainer, server)
    course = plan_the_course(trainer, server)
    code = open_the_course(trainer, course)
    print_the_poster(trainer, course)
    for phone in phones:
        join(phone, server, code)
    add_somebody_without_a_phone(trainer, course)
    show_the_slides(laptop, course)
    for phone in phones:
        read_the_slides(phone)
    take_attendance(trainer, course, phones, "09:00")
    take_the_quiz(trainer, course, phones)
    take_attendance(trainer, course, phones[:2], "13:00")
    end_and_issue(trainer, course)
    numbers = [get_the_certificate(phone, tmp_path) for phone in phones[:2]]
    assert len(set(numbers)) == 2
    see_why_not(phones[2])
    print_all(trainer, course, phones, tmp_path)
    check(phones[2].page, server, numbers[0], phones[0])
    go_on_from_another_phone(laptop, phones[0], server, code)


def become_administrator(page: Page, server: Server) -> None:
    page.goto(server.address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Welcome")
    page.goto(server.administrator_link)
    page.get_by_label("Khmer name").fill("ចាន់ ដារ៉ា")
    page.get_by_label("Latin name").fill("CHAN Dara")
    page.get_by_label("Name to sign in with").fill("dara")
    page.get_by_label("Password").fill("four plain words here")
    page.get_by_role("button", name="Begin").click()
    expect(page).to_have_url(f"{server.address}/courses")
    used = page.request.get(server.administrator_link)
    assert used.status == 410


def plan_the_course(page: Page, server: Server) -> str:
    """The address of the course."""
    page.get_by_role("link", name="Plan a course").first.click()
    page.locator("#title_km").fill("វគ្គបណ្តុះបណ្តាលគ្រូបង្គោលស្តីពី R2P")
    page.locator("#title_en").fill("R2P Training of Trainers")
    page.locator("#province").select_option("25")
    page.locator("#venue_km").fill("សាលប្រជុំ")
    page.locator("#venue_en").fill("Meeting hall")
    page.get_by_label("Organiser 1 in Khmer").fill("អង្គការសាកល្បង")
    page.get_by_label("Organiser 1 in English").fill("Trial organisation")
    first = page.get_by_role("group", name="Signatory 1")
    first.locator("input").nth(0).fill("កែវ សុវណ្ណារី")
    first.locator("input").nth(1).fill("KEO Sovannary")
    page.get_by_role("button", name="Plan the course").click()
    page.goto(re.sub(r"(/courses/[0-9a-f-]{36}).*", r"\1", page.url))
    expect(page.locator("ol.day li")).to_have_count(15)
    return page.url


def open_the_course(page: Page, course: str) -> str:
    """The join code."""
    page.goto(course)
    page.get_by_role("button", name="Open the course").click()
    shown = page.locator("p.code").first.inner_text()
    code = re.sub(r"\D", "", shown)
    assert len(code) == 6
    return code


def print_the_poster(page: Page, course: str) -> None:
    page.goto(f"{course}/poster")
    page.locator("#wifi_name").fill("R2P room")
    page.locator("#wifi_password").fill("metta karuna")
    page.locator("main form button").first.click()
    answer = page.request.get(f"{course}/poster.pdf")
    assert answer.body().startswith(b"%PDF")


def join(phone: Phone, server: Server, code: str) -> None:
    page = phone.page
    page.goto(server.address)
    expect(page.locator("html")).to_have_attribute("lang", "km")
    if phone.language == "en":
        page.get_by_role("link", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
    page.locator("#code").fill(phone.digits(code))
    page.locator("main form button").click()
    page.locator("#name_km").fill(phone.name_km)
    page.locator("#name_latin").fill(phone.name_latin)
    page.locator("main form button").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(phone.name_km)


def add_somebody_without_a_phone(page: Page, course: str) -> None:
    page.goto(f"{course}/people")
    page.get_by_text("Add a person without a phone").click()
    form = page.locator("#add form")
    form.locator("#name_km").fill("សេង ដានី")
    form.locator("#name_latin").fill("SENG Dany")
    form.get_by_role("button", name="Add this person").click()
    expect(page.locator("table.people-list tbody tr")).to_have_count(4)


def show_the_slides(laptop: BrowserContext, course: str) -> None:
    page = laptop.new_page()
    page.goto(f"{course}/slides/understanding-r2p/show?view=both")
    notes = laptop.new_page()
    notes.goto(f"{course}/slides/understanding-r2p/notes")
    page.bring_to_front()
    for key in ("PageDown", "ArrowRight", "PageUp"):
        page.keyboard.press(key)
    page.keyboard.press("End")
    last = page.locator("[data-screens] > :not([hidden])").last
    expect(last).to_contain_text("Key points")
    expect(notes.locator("main")).to_contain_text("Key points")
    notes.close()
    page.close()


def read_the_slides(phone: Phone) -> None:
    page = phone.page
    page.locator('a[href*="/slides/understanding-r2p"]').first.click()
    expect(page.locator("h2").first).to_be_visible()
    body = page.locator("main").inner_text()
    khmer = sum("\u1780" <= sign <= "\u17ff" for sign in body)
    assert (khmer > len(body) / 2) is (phone.language == "km")
    width = page.evaluate("document.documentElement.scrollWidth") if phone.has_script else 360
    assert width <= 360
    page.locator('header a[href="/"]').click()


def take_attendance(trainer: Page, course: str, phones: list[Phone], starts: str) -> None:
    trainer.goto(f"{course}/attendance")
    trainer.locator(".roll-items a").filter(has_text=starts).click()
    trainer.get_by_role("button", name="Open attendance and show the code").click()
    trainer.goto(f"{course}/attendance/code")
    code = re.sub(r"\D", "", trainer.locator(".code-digits").first.inner_text())
    assert len(code) == 6, code
    for phone in phones:
        page = phone.page
        page.goto(re.sub(r"(/c/[0-9a-f-]{36}).*", r"\1", page.url))
        page.locator('#step a[href$="/attendance"]').click()
        page.locator("#code").fill(phone.digits(code))
        page.locator("main form button").click()
        expect(page.locator(".mark-done")).to_be_visible()
    trainer.goto(f"{course}/attendance")
    row = trainer.locator(".roll li").filter(has_text="SENG Dany")
    trainer.locator(".roll-items a").filter(has_text=starts).click()
    row.locator("button[name=seat]").click()
    expect(row).to_contain_text("Present")
    expect(trainer.locator("#roll-count")).to_contain_text(str(len(phones) + 1))


def take_the_quiz(trainer: Page, course: str, phones: list[Phone]) -> None:
    trainer.goto(f"{course}/quiz")
    trainer.get_by_role("button", name="Open the quiz: Understanding the Responsibility").click()
    for phone in phones:
        answer_everything(phone)
    trainer.get_by_role("link", name="Quiz: Understanding the Responsibility").click()
    expect(trainer.locator(".figure").nth(2)).to_contain_text(str(len(phones)))
    trainer.get_by_role("button", name="Close the quiz").click()


def answer_everything(phone: Phone) -> None:
    page = phone.page
    page.goto(re.sub(r"(/c/[0-9a-f-]{36}).*", r"\1", page.url))
    page.locator('#step a[href*="/quiz/"]').click()
    page.locator("main form button").click()
    for number in range(1, ITEMS + 1):
        question = page.locator(f"#q{number}")
        expect(question).to_be_visible()
        if number == 3:
            switch_the_language_there_and_back(phone, number)
        question.locator("button.quiz-option").first.click()
        if phone.has_script:
            saved = page.locator(f"#q{number} button.quiz-option").first
            expect(saved).to_have_attribute("aria-pressed", "true")
            expect(page.locator(f"#q{number} .quiz-saved")).to_have_count(1)
            if number < ITEMS and not page.locator(f"#q{number + 1}").is_visible():
                page.locator(f"#q{number} .quiz-steps a").last.click()
    if not page.url.endswith("/check"):
        page.goto(re.sub(r"(/quiz/[a-z0-9-]+).*", r"\1/check", page.url))
    page.locator("main form button").last.click()
    total = khmer_digits(ITEMS) if phone.language == "km" else str(ITEMS)
    expect(page.locator("main")).to_contain_text(total)
    expect(page).to_have_url(re.compile("/result$"))


def switch_the_language_there_and_back(phone: Phone, number: int) -> None:
    page = phone.page
    for _ in range(2):
        page.locator("a.top-language").click()
        expect(page.locator("html")).to_be_visible()
    page.goto(re.sub(r"(/quiz/[a-z0-9-]+).*", rf"\1?q={number}", page.url))
    expect(page.locator("html")).to_have_attribute("lang", phone.language)


def end_and_issue(page: Page, course: str) -> None:
    page.goto(f"{course}/certificates")
    page.get_by_role("button", name="End the course").click()
    page.get_by_role("button", name="Issue 3 certificates").dblclick()
    expect(page.get_by_text("Print all 3 certificates")).to_be_visible()
    absent = page.locator("tbody tr").filter(has_text="HUN Vichheka")
    expect(absent).to_contain_text("Not marked present in the afternoon.")


def get_the_certificate(phone: Phone, folder: Path) -> str:
    """The number; the file holds the name in both scripts."""
    page = phone.page
    page.goto(re.sub(r"(/c/[0-9a-f-]{36}).*", r"\1", page.url))
    page.locator('#step a[href$="/certificate"]').click()
    number = page.locator(".code").inner_text()
    with page.expect_download() as started:
        page.locator('a[href*="/certificate.pdf"]').click()
    file = folder / f"{phone.name_latin}.pdf"
    started.value.save_as(file)
    printed = text_of(file.read_bytes())
    assert phone.name_km in printed
    assert phone.name_latin in printed
    return number


def see_why_not(phone: Phone) -> None:
    page = phone.page
    page.goto(re.sub(r"(/c/[0-9a-f-]{36}).*", r"\1/certificate", page.url))
    expect(page.locator("main li").first).to_be_visible()
    assert page.locator('a[href*="/certificate.pdf"]').count() == 0


def print_all(page: Page, course: str, phones: list[Phone], folder: Path) -> None:
    answer = page.request.get(f"{course}/certificates.pdf")
    printed = text_of(answer.body())
    assert answer.body().startswith(b"%PDF")
    for name in (*(phone.name_km for phone in phones[:2]), "សេង ដានី"):
        assert name in printed
    assert phones[2].name_km not in printed


def check(page: Page, server: Server, number: str, phone: Phone) -> None:
    """What the QR opens, without log-in; here by the number, since the public host is not here."""
    page.goto(f"{server.address}/v/{number}")
    body = page.locator("main")
    for fact in (number, phone.name_km, phone.name_latin, "Meeting hall", "KEO Sovannary"):
        expect(body).to_contain_text(fact)


def go_on_from_another_phone(
    laptop: BrowserContext, phone: Phone, server: Server, code: str
) -> None:
    page = phone.page
    page.goto(re.sub(r"(/c/[0-9a-f-]{36}).*", r"\1", page.url))
    seat_code = page.locator("p.code").inner_text()
    other = laptop.new_page()
    other.goto(f"{server.address}/continue")
    other.locator("#code").fill(code)
    other.locator("#seat_code").fill(seat_code)
    other.locator("main form button").click()
    expect(other.get_by_role("heading", level=1)).to_contain_text(phone.name_km)
