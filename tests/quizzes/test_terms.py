"""The form of an assessment's terms: what is asked, what is refused, what stands."""

import datetime as dt
import re

import pytest

from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import SLUG, AddForms
from tests.quizzes.trainer_pages import page
from training.adapters.database import Database
from training.quizzes import service, terms_store
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.model import Results, Terms


def sent(**fields: str) -> dict[str, str]:
    return {"tries": "1", "minutes": "0", "pass_percent": "0", "results": "at-once", **fields}


def terms_of(database: Database, workshop: Workshop, slug: str) -> Terms:
    with database.reading() as session:
        return service.get_desk(session, workshop.course_id, None, slug).terms


def test_terms_are_saved_in_the_digits_of_either_script(
    database: Database, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    path = page(workshop, f"/home.{SLUG}")
    data = sent(
        tries="០", minutes="៤៥", pass_percent="60", results="after-closing", one_page="y",
        closes_day="២០២៦-១១-២៦", closes_time="១៨:០០", mixed="y",
    )  # fmt: skip
    answer = trainer.post(f"{path}/terms", data=data)
    assert answer.status_code == 303
    assert answer.location == path
    assert terms_of(database, workshop, f"home.{SLUG}") == Terms(
        tries=0, minutes=45, pass_percent=60, results=Results.AFTER_CLOSING, one_page=True,
        mixed=True, closes_at=dt.datetime(2026, 11, 26, 11, 0, tzinfo=dt.UTC),
    )  # fmt: skip
    form = trainer.get(f"{path}/terms").text
    assert 'value="2026-11-26"' in form
    assert 'value="18:00"' in form
    html = trainer.get(path).text
    for words in (
        "Any number of tries",
        "45 minutes",
        "Passed from 60%",
        "26 November 2026, 18:00",
    ):
        assert words.lower() in html.lower()


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"tries": "21"}, "from 0 to 20"),
        ({"tries": "-1"}, "from 0 to 20"),
        ({"tries": "many"}, "from 0 to 20"),
        ({"minutes": "601"}, "from 0 to 600"),
        ({"minutes": "9" * 9}, "from 0 to 600"),
        ({"pass_percent": "101"}, "from 0 to 100"),
        ({"results": "tomorrow"}, "choose one of these"),
        ({"closes_day": "2026-11-22", "closes_time": "08:00"}, "is over already"),
        ({"closes_day": "2026-11-23", "closes_time": "09:30"}, "is over already"),
        ({"closes_day": "2028-01-01", "closes_time": "08:00"}, "more than a year"),
        ({"closes_day": "0001-01-01", "closes_time": "00:00"}, "year-month-day"),
        ({"closes_day": "9999-12-31", "closes_time": "24:00"}, "year-month-day"),
        ({"closes_day": "26 Nov", "closes_time": "08:00"}, "year-month-day"),
        ({"closes_day": "2026-11-26", "closes_time": "six"}, "such as 18:00"),
        ({"closes_day": "2026-11-26"}, "write the time too"),
        ({"closes_time": "18:00"}, "choose the day too"),
    ],
)
def test_terms_that_cannot_be_are_refused_beside_the_field(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    fields: dict[str, str],
    words: str,
) -> None:
    data = sent(**{"minutes": "33", "one_page": "y", **fields})
    answer = trainer.post(page(workshop, f"/{SLUG}/terms"), data=data)
    assert answer.status_code == 422
    assert re.search(rf'class="fault">[^<]*{words}', answer.text)
    assert 'name="one_page" type="checkbox" value="y"' in answer.text
    assert terms_of(database, workshop, SLUG) == Terms(), "nothing is half-saved"


def test_the_order_stands_once_somebody_has_begun(
    database: Database, trainer: ProofReadingClient, begun: Workshop
) -> None:
    path = page(begun, f"/{SLUG}/terms")
    assert "1 person is in the middle of it" in trainer.get(path).text
    answer = trainer.post(path, data=sent(mixed="y", minutes="30"))
    assert answer.status_code == 409
    assert "Somebody has begun already" in answer.text
    assert terms_of(database, begun, SLUG) == Terms()


@pytest.mark.parametrize(
    ("slug", "asked", "not_asked"),
    [
        (SLUG, {"tries", "minutes", "pass_percent", "results", "closes_day", "mixed"}, set()),
        (f"practice.{SLUG}", {"closes_day", "mixed"}, {"tries", "minutes", "results"}),
        (PRE_TEST, {"minutes", "results"}, {"tries", "pass_percent", "closes_day"}),
        (POST_TEST, {"minutes", "results", "pass_percent"}, {"tries", "closes_day"}),
    ],
)
def test_only_what_makes_sense_is_asked(
    trainer: ProofReadingClient,
    workshop: Workshop,
    add_forms: AddForms,
    slug: str,
    asked: set[str],
    not_asked: set[str],
) -> None:
    add_forms("forms", 7)
    html = trainer.get(page(workshop, f"/{slug}/terms")).text
    names = set(re.findall(r'name="(\w+)"', html))
    assert asked | {"one_page"} <= names
    assert not names & not_asked
    assert ("at-once" in html) is (slug == SLUG)


def test_what_is_not_asked_for_cannot_be_sent_either(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    add_forms: AddForms,
) -> None:
    add_forms("forms", 7)
    path = page(workshop, f"/{PRE_TEST}/terms")
    answer = trainer.post(path, data=sent(tries="5", results="never", minutes="15"))
    assert answer.status_code == 303
    found = terms_of(database, workshop, PRE_TEST)
    assert (found.tries, found.minutes) == (1, 15)
    assert trainer.post(path, data=sent(results="at-once")).status_code == 422


def test_the_same_terms_again_change_nothing(
    database: Database, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    path = page(workshop, f"/{SLUG}/terms")
    answer = trainer.post(path, data=sent(), follow_redirects=True)
    assert "Nothing was changed." in answer.text
    with database.reading() as session:
        assert terms_store.list_terms(session, workshop.course_id) == {}


def test_an_emptied_field_stands_for_what_is_usual(
    database: Database, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    path = page(workshop, f"/home.{SLUG}")
    for data in (sent(tries="0", minutes="9"), sent(tries="", minutes="")):
        assert trainer.post(f"{path}/terms", data=data).status_code == 303
    assert terms_of(database, workshop, f"home.{SLUG}") == Terms()
