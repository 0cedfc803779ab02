"""Makes `docs/pictures` from the demonstration, in a real Chromium: `make pictures`.

The demonstration is played at one fixed hour in a folder of its own, so that the pictures differ
only where the pages do (and in the random codes). Certificate and poster come from their PDFs, by
poppler's pdftoppm.
"""

import datetime as dt
import logging
import shutil
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from unittest.mock import patch

from playwright.sync_api import Browser, BrowserContext, Page, ViewportSize, sync_playwright
from werkzeug.serving import make_server

from tools.find_chromium import NOTICE, find_chromium
from training import application, preparation
from training.adapters import clock
from training.adapters.server import open_listener
from training.adapters.settings import load_settings
from training.operations import demonstration
from training.operations.demonstration import Demonstration

PICTURES = Path(__file__).resolve().parent.parent / "docs" / "pictures"
MOST_BYTES = 150_000
HOUR = dt.datetime(2026, 11, 23, 4, 6, tzinfo=dt.UTC)
"""Six minutes past eleven in Phnom Penh: a session runs, the quiz has begun."""
LAPTOP: ViewportSize = {"width": 1024, "height": 700}
PRESENTER: ViewportSize = {"width": 1024, "height": 576}
PROJECTOR: ViewportSize = {"width": 1024, "height": 768}
PHONE: ViewportSize = {"width": 360, "height": 640}
PHONE_SCALE = 1.5
PAPER_DOTS_PER_INCH = 68
QUIET_MILLISECONDS = 300
RESERVED_FOR_EXAMPLES = "https://r2p.example.org"
LANGUAGES = ("km", "en")


class CannotBeTaken(Exception):
    """A picture is missing or too large; the text is for the person at the terminal."""


@dataclass(frozen=True, slots=True)
class Studio:
    """A browser, the demonstration that is served, and where it is served."""

    browser: Browser
    address: str
    demo: Demonstration

    def open(self, size: ViewportSize, language: str, scale: float = 1) -> BrowserContext:
        """A fresh window or phone that reads that language."""
        context = self.browser.new_context(
            viewport=size, device_scale_factor=scale, reduced_motion="reduce"
        )
        context.add_cookies([{"name": "lang", "value": language, "url": self.address}])
        return context


@contextmanager
def served() -> Iterator[tuple[str, Demonstration]]:
    """The demonstration, made and served in a folder of its own until the block ends."""
    with tempfile.TemporaryDirectory() as folder, patch.object(clock, "now", lambda: HOUR):
        with open_listener("127.0.0.1", 0) as probe:
            port: int = probe.getsockname()[1]
        given = {"TRAINING_DATA": folder, "PORT": str(port), "TRAINING_HOST": "127.0.0.1"}
        app = application.create_app(
            load_settings({**given, "TRAINING_PUBLIC_URL": RESERVED_FOR_EXAMPLES})
        )
        preparation.prepare(app)
        made = demonstration.fill(app, HOUR)
        logging.getLogger("werkzeug").setLevel(logging.ERROR)
        server = make_server("127.0.0.1", port, app, threaded=True)
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield f"http://localhost:{port}", made
        finally:
            server.shutdown()
            thread.join()
            app.extensions["training.database"].dispose()


def keep(page: Page, name: str) -> None:
    """Writes what the window shows as `name`.png."""
    page.wait_for_load_state("networkidle")
    page.evaluate("document.fonts.ready")
    page.evaluate("document.activeElement && document.activeElement.blur()")
    page.wait_for_timeout(QUIET_MILLISECONDS)
    page.screenshot(path=PICTURES / f"{name}.png", animations="disabled", caret="hide")


def keep_paper(context: BrowserContext, address: str, name: str) -> None:
    """Writes the first page of the PDF at that address as `name`.png."""
    answer = context.request.get(address)
    if not answer.ok:
        raise CannotBeTaken(f"{address} answered {answer.status} where a PDF was expected.")
    with tempfile.TemporaryDirectory() as folder:
        paper = Path(folder) / "paper.pdf"
        paper.write_bytes(answer.body())
        dots = ["-r", str(PAPER_DOTS_PER_INCH)]
        wanted = ["-png", "-singlefile", *dots, str(paper), str(PICTURES / name)]
        subprocess.run(["pdftoppm", *wanted], check=True)


def picture_trainer(studio: Studio, language: str) -> None:
    """The cockpit of the workshop that runs, and its slides in both languages."""
    context = studio.open(LAPTOP, language)
    page = context.new_page()
    course = open_running_course(page, studio.demo.trainer)
    keep(page, f"trainer-{language}")
    picture_presenter(page, course, language)
    if language == "en":
        page.goto(f"{course}/people")
        keep(page, "people-en")
        keep_poster(context, page, course)
        page.set_viewport_size(PROJECTOR)
        page.goto(f"{course}/slides/understanding-r2p/show?view=both&slide=pillars-at-a-glance")
        keep(page, "projector-both")
    context.close()


def picture_presenter(page: Page, course: str, language: str) -> None:
    """The window from which the trainer leads the room, some slides into the day."""
    page.set_viewport_size(PRESENTER)
    page.goto(f"{course}/live?module=understanding-r2p")
    off = page.locator("[data-off] button")
    if off.is_visible():
        off.click()
        off.wait_for(state="hidden")
    for key in ("2", "1", "Enter"):
        page.keyboard.press(key)
    page.locator(".note.is-shown[data-slide=pillar-three]").wait_for()
    keep(page, f"presenter-{language}")
    page.set_viewport_size(LAPTOP)


def open_running_course(page: Page, link: str) -> str:
    """Signs in by the link and opens the workshop of today; its address."""
    page.goto(link)
    if "/courses/" not in page.url:
        page.locator("a.course-title").first.click()
        page.wait_for_url("**/courses/*")
    return page.url.split("?")[0]


def keep_poster(context: BrowserContext, page: Page, course: str) -> None:
    """Fills in the poster as one does for a router without internet."""
    page.goto(f"{course}/poster")
    page.fill("#wifi_name", "R2P-Training")
    page.fill("#wifi_password", "demonstration")
    page.fill("#address_typed", "192.168.8.2:8000")
    page.locator("form.card button, main form button").first.click()
    keep_paper(context, f"{course}/poster.pdf", "poster")


def picture_administrator(studio: Studio, language: str) -> None:
    """The list of courses; of the workshop that has ended its certificates, and what it taught."""
    context = studio.open(LAPTOP, language)
    page = context.new_page()
    page.goto(studio.demo.administrator)
    page.goto(f"{studio.address}/courses")
    keep(page, f"administrator-{language}")
    page.locator("a.course-title").last.click()
    page.wait_for_url("**/courses/*")
    page.goto(f"{page.url.split('?')[0]}/certificates")
    keep(page, f"certificates-{language}")
    page.goto(f"{page.url.rsplit('/', 1)[0]}/quiz/course.learning")
    keep(page, f"learning-{language}")
    context.close()


def picture_trainee(studio: Studio, language: str) -> None:
    """My day and the quiz on a phone, then the certificate of somebody else."""
    context = studio.open(PHONE, language, PHONE_SCALE)
    page = context.new_page()
    take_seat(page, studio.demo.seat, studio.demo.seat_code)
    keep(page, f"trainee-{language}")
    page.goto(page.url.split("?")[0] + "/quiz/understanding-r2p")
    begin = page.locator("form[action$='/begin'] button")
    if begin.count():
        begin.click()
    keep(page, f"quiz-{language}")
    take_seat(page, studio.demo.finished_seat, studio.demo.finished_seat_code)
    page.goto(page.url.split("?")[0] + "/certificate")
    keep(page, f"trainee-certificate-{language}")
    if language == "km":
        keep_paper(context, f"{page.url}.pdf", "certificate")
    context.close()


def take_seat(page: Page, address: str, code: str) -> None:
    """Goes on with a seat code, as from another phone."""
    page.goto(address)
    page.fill("#seat_code", code)
    page.locator("main form button").click()
    page.wait_for_url("**/c/*")


def check_sizes() -> None:
    """Raises CannotBeTaken for pictures that would make a clone heavy."""
    large = [each.name for each in PICTURES.glob("*.png") if each.stat().st_size > MOST_BYTES]
    if large:
        raise CannotBeTaken(f"Larger than {MOST_BYTES} bytes: {', '.join(sorted(large))}.")


def take_all(chromium: str) -> None:
    """Makes every picture anew."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    with served() as (address, made), sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium, args=["--no-sandbox", "--disable-dev-shm-usage"]
        )
        studio = Studio(browser, address, made)
        for language in LANGUAGES:
            picture_trainer(studio, language)
            picture_administrator(studio, language)
            picture_trainee(studio, language)
        browser.close()
    check_sizes()


def main() -> int:
    """0 when all pictures were made, 1 after a sentence that says what is missing."""
    chromium = find_chromium()
    if not chromium:
        print(NOTICE, file=sys.stderr)
        return 1
    if not shutil.which("pdftoppm"):
        print("pdftoppm is missing (Debian: apt install poppler-utils).", file=sys.stderr)
        return 1
    try:
        take_all(chromium)
    except CannotBeTaken as fault:
        print(fault, file=sys.stderr)
        return 1
    print(f"Wrote {len(list(PICTURES.glob('*.png')))} pictures into {PICTURES}.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
