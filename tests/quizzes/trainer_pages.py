"""The trainer's pages of the quizzes, for tests: what is opened there, and what they show."""

import datetime as dt
import re

from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import Change
from training.kernel.access import SYSTEM
from training.quizzes import opening, service, store


def page(workshop: Workshop, rest: str = "") -> str:
    return f"/courses/{workshop.course_id}/quiz{rest}"


def let(change: Change, slug: str, now: dt.datetime = NINE_THIRTY) -> None:
    change(service.open_quiz, slug, f"{slug} {now}", SYSTEM, now)


def shut(session: Session, course_id: object, slug: str, now: dt.datetime) -> None:
    found = store.latest_openings(session, course_id)[slug]  # type: ignore[arg-type] # the workshop's
    opening.close_quiz(session, course_id, slug, found.id, SYSTEM, now)  # type: ignore[arg-type] # too


def row_of(html: str, name: str) -> str:
    """The row of the list with that name."""
    rows = re.findall(r"<li[^>]*>\s*<h2>.*?</li>", html, re.DOTALL)
    (found,) = [row for row in rows if re.search(f">{name}[:<]", row)]
    return str(found)


def shown_to_room(html: str) -> str:
    """What stands on the page while nothing is unfolded."""
    return re.sub(r"<details.*?</details>", "", html, flags=re.DOTALL)
