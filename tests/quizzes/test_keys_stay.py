"""What is right reaches no phone before its time, on no page and in no reply."""

import datetime as dt
from collections.abc import Callable, Iterable

import pytest
from msgspec import structs

from tests.conftest import NINE_THIRTY, ON_SQLITE, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import Change, answer_form, single, teach
from training.adapters.database import Database
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.modules.model import Item, Module, Status, Use
from training.quizzes import opening, service
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.model import Results, Terms

pytestmark = ON_SQLITE
JSON = {"Accept": "application/json"}
PRACTICE, HOME = "practice.guarded", "home.guarded"


def guarded(item_id: str, use: Use = Use.MODULE) -> Item:
    """An item whose reason, and the reason of its wrong option, are told apart from all else."""
    item = single(item_id, "a", "b")
    right, wrong = item.options
    return structs.replace(
        item,
        use=use,
        reason=Bilingual(f"អាថ៌កំបាំង {item_id}", f"Secret of {item_id}"),
        options=(right, structs.replace(wrong, why=Bilingual("", f"Secret wrong {item_id}"))),
    )


MODULE = Module(
    "guarded", 2, "1", Status.READY, Bilingual("ម៉ូឌុល", "Guarded"),
    items=(guarded("own"), guarded("other")),
    kept_items=(
        guarded("one", Use.FORM_A), guarded("uno", Use.FORM_B), guarded("spare", Use.RESERVE),
    ),
)  # fmt: skip


@pytest.fixture
def change(database: Database, workshop: Workshop, change: Change) -> Change:
    """`change(verb, *facts)`: one committed change of the course with that module."""
    teach(database, workshop, MODULE)
    return change


def let(change: Change, slug: str, terms: Terms | None = None) -> None:
    if terms is not None:
        change(opening.change_terms, slug, terms, SYSTEM, NINE_THIRTY)
    change(opening.open_quiz, slug, f"open {slug}", SYSTEM, NINE_THIRTY)


def close_all(change: Change) -> None:
    change(opening.close_all, SYSTEM, NINE_THIRTY)


class Phone:
    """Reads everything that there is of one assessment, and remembers it."""

    def __init__(self, clients: Iterable[ProofReadingClient], workshop: Workshop) -> None:
        self.clients, self.workshop, self.heard = tuple(clients), workshop, list[str]()

    def post(self, slug: str, onward: str, data: dict[str, str] | None = None) -> int:
        address = f"/c/{self.workshop.course_id}/quiz/{slug}{onward}"
        reply = self.clients[0].post(address, data=data or {}, headers=JSON)
        self.heard.append(reply.text)
        return reply.status_code

    def read(self, slug: str, *more: str) -> None:
        """In both languages; wherever a page leads on, that page too."""
        base = f"/c/{self.workshop.course_id}"
        quiz = f"{base}/quiz/{slug}"
        for client in self.clients:
            for path in (quiz, f"{quiz}/check", f"{quiz}/result", base, *more):
                self.heard.append(client.get(path, follow_redirects=True).text)

    def secrets(self) -> list[str]:
        """What was heard since the last time that nobody should hear yet."""
        heard, self.heard = "".join(self.heard), []
        named = [item.id for item in (*MODULE.items, *MODULE.kept_items)]
        return [each for each in named
                if f"Secret of {each}" in heard or f"អាថ៌កំបាំង {each}" in heard
                or f"Secret wrong {each}" in heard]  # fmt: skip


@pytest.fixture
def phone(client_for: ClientMaker, workshop: Workshop) -> Phone:
    """SUN Sopheap's, in each language."""
    seat_id = workshop.seat_id
    return Phone([client_for(seat_id=seat_id, language=each) for each in ("en", "km")], workshop)


def take(phone: Phone, database: Database, slug: str, send: bool = True) -> None:
    """Begins, answers every question wrongly, and sends."""
    phone.post(slug, "/begin")
    phone.read(slug)
    with database.reading() as session:
        desk = service.get_desk(session, phone.workshop.course_id, phone.workshop.seat_id, slug)
        items = service.items_of(session, desk)
    for item in items:
        data = answer_form(database, phone.workshop, item.id, "b", f"{slug} {item.id}", slug)
        assert phone.post(slug, "/answers", data) == 200
    if send:
        assert phone.post(slug, "/finish") == 200
    phone.read(slug)


def test_the_forms_stay_until_the_test_after_the_course_is_over(
    phone: Phone, database: Database, change: Change
) -> None:
    let(change, PRE_TEST, Terms(results=Results.AFTER_CLOSING))
    take(phone, database, PRE_TEST)
    close_all(change)
    phone.read(PRE_TEST)
    let(change, POST_TEST)
    take(phone, database, POST_TEST)
    phone.read(PRE_TEST)
    assert phone.secrets() == []
    close_all(change)
    phone.read(POST_TEST)
    (shown,) = phone.secrets()
    phone.read(PRE_TEST)
    assert {shown, *phone.secrets()} == {"one", "uno"}


def test_a_test_whose_results_are_never_shown_shows_none(
    phone: Phone, database: Database, change: Change
) -> None:
    let(change, PRE_TEST)
    take(phone, database, PRE_TEST)
    change(courses.set_state, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    phone.read(PRE_TEST)
    assert phone.secrets() == []


def test_practice_waits_until_its_quiz_is_closed_and_tells_one_answer_at_a_time(
    phone: Phone, database: Database, change: Change
) -> None:
    let(change, MODULE.slug)
    for verb in ("/begin", "/finish"):
        assert phone.post(PRACTICE, verb) in {404, 409}
    given = {"item": "own", "choice": "1", "submission_key": "k"}
    assert phone.post(PRACTICE, "/answers", given) in {404, 409}
    phone.read(PRACTICE)
    assert phone.secrets() == []
    close_all(change)
    let(change, PRACTICE)
    phone.post(PRACTICE, "/begin")
    phone.read(PRACTICE)
    assert phone.secrets() == []
    data = answer_form(database, phone.workshop, "own", "b", "k", PRACTICE)
    assert phone.post(PRACTICE, "/answers", data) == 200
    assert phone.secrets() == ["own"]
    phone.read(PRACTICE)
    assert phone.secrets() == ["own"]
    again = answer_form(database, phone.workshop, "own", "a", "other key", PRACTICE)
    assert phone.post(PRACTICE, "/answers", again) == 409, "an answer stands once it was judged"
    assert phone.post(PRACTICE, "/answers", data) == 200, "sent once more it is what it was"


def test_results_after_closing_wait_for_the_closing(
    phone: Phone, database: Database, change: Change
) -> None:
    let(change, MODULE.slug, Terms(results=Results.AFTER_CLOSING))
    take(phone, database, MODULE.slug)
    assert phone.secrets() == []
    close_all(change)
    phone.read(MODULE.slug)
    assert phone.secrets() == ["own", "other"]


def test_homework_waits_for_its_deadline_where_it_is_to(
    phone: Phone, database: Database, change: Change, at: Callable[[dt.datetime], None]
) -> None:
    deadline = NINE_THIRTY + dt.timedelta(days=2)
    let(change, HOME, Terms(results=Results.AFTER_CLOSING, tries=2, closes_at=deadline))
    take(phone, database, HOME)
    assert phone.secrets() == []
    at(deadline)
    phone.read(HOME)
    assert phone.secrets() == ["spare"]


def test_a_sheet_that_others_ended_first_lets_the_phone_send_what_it_has(
    phone: Phone, database: Database, change: Change
) -> None:
    let(change, MODULE.slug)
    take(phone, database, MODULE.slug, send=False)
    close_all(change)
    phone.read(MODULE.slug)
    assert phone.secrets() == []
    phone.read(MODULE.slug, f"/c/{phone.workshop.course_id}/quiz/{MODULE.slug}/result?see=1")
    assert phone.secrets() == ["own", "other"]
