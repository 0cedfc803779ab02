"""The trainer's pages: the list of the day, a page for each assessment, terms, extra time."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from msgspec import structs
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import SLUG, answer_form, single, true_false
from training.adapters.database import Database
from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import CourseState
from training.courses.tables import CourseModule
from training.kernel.access import SYSTEM
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.modules.model import Module, Status, Use
from training.modules.tables import ModuleRevision
from training.quizzes import opening, service, store, taking, terms_store
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.model import Results, Terms

FORMS = Module(
    "forms", 2, "1", Status.READY, Bilingual("ទម្រង់", "Forms"),
    items=(single("own", "a", "b"),),
    kept_items=(
        structs.replace(single("one", "a", "b", "c"), use=Use.FORM_A),
        structs.replace(true_false("two", True), use=Use.FORM_A),
        structs.replace(single("uno", "a", "b", "c"), use=Use.FORM_B),
        structs.replace(true_false("dos", False), use=Use.FORM_B),
    ),
)  # fmt: skip
Change = Callable[..., None]


@pytest.fixture
def change(database: Database, workshop: Workshop) -> Change:
    """`change(verb, *facts)`: one committed change of the workshop's course."""

    def apply(verb: Callable[..., object], *facts: object) -> None:
        with database.writing() as session:
            verb(session, workshop.course_id, *facts)
            session.commit()

    return apply


@pytest.fixture
def add_forms(database: Database, workshop: Workshop) -> Callable[[str, int], None]:
    """`add_forms(slug, place)` gives the course another module with the two forms of a test."""

    def add(slug: str, place: int) -> None:
        made = ModuleRevision(
            id=new_id(), slug=slug, fingerprint=slug, offered=True, read_at=NINE_THIRTY,
            content=structs.replace(FORMS, slug=slug),
        )  # fmt: skip
        with database.writing() as session:
            session.add(made)
            session.flush()
            pinned = CourseModule(course_id=workshop.course_id, position=place, revision_id=made.id)
            session.add(pinned)
            session.commit()

    return add


def after(minutes: float) -> dt.datetime:
    return NINE_THIRTY + dt.timedelta(minutes=minutes)


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


# The list of the day.


def test_overview_is_in_the_order_of_the_day(
    trainer: ProofReadingClient, workshop: Workshop, add_forms: Callable[[str, int], None]
) -> None:
    add_forms("forms", 7)
    html = trainer.get(page(workshop)).text
    names = re.findall(r"<h2><a [^>]*>(.*?)</a>", html)
    kinds = list(dict.fromkeys(name.split(":")[0] for name in names))
    assert kinds == [
        "Pre-test", "Quiz", "Practice", "Home assignment", "Post-test",
        "Evaluation of the course", "My training plan",
    ]  # fmt: skip
    assert "10 questions" not in html
    assert "2 questions" in row_of(html, "Pre-test")


def test_overview_says_why_something_cannot_be_opened_yet(
    trainer: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    before = row_of(trainer.get(page(workshop)).text, "Practice")
    assert "only after the module&#39;s quiz" in before
    assert "<button" not in before
    let(change, SLUG)
    change(shut, SLUG, after(1))
    behind = row_of(trainer.get(page(workshop)).text, "Practice")
    assert "Open the practice" in behind


def test_overview_counts_people_and_shows_no_name_and_no_question(
    trainer: ProofReadingClient, begun: Workshop, change: Change
) -> None:
    change(taking.finish, begun.seat_id, SLUG, (), SYSTEM, NINE_THIRTY)
    change(taking.begin, begun.other_seat_id, SLUG, NINE_THIRTY)
    html = trainer.get(page(begun)).text
    row = row_of(html, "Quiz")
    assert "begun: 2 of 2" in row
    assert "sent: 1" in row
    assert "1 person has not sent the answers yet." in row
    for hidden in ("ស៊ុន សុភាព", "SUN Sopheap", "Which colour is the sky?", "Blue"):
        assert hidden not in html


def test_a_planned_course_says_once_that_it_has_to_run(
    trainer: ProofReadingClient, workshop: Workshop, database: Database
) -> None:
    with database.writing() as session:
        courses.get_course(session, workshop.course_id).state = CourseState.PLANNED.value
        session.commit()
    html = trainer.get(page(workshop)).text
    assert html.count("only while the course is running") == 1
    assert "<button>" not in html.split("</nav>")[-1]


def test_overview_opens_and_closes_and_stays_there(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    for path in (page(workshop), page(workshop, f"/{SLUG}")):
        data = {"submission_key": path, "next": path}
        assert trainer.post(page(workshop, f"/{SLUG}/open"), data=data).location == path
        found = re.search(r'name="opening" value="([^"]+)"', trainer.get(path).text)
        assert found
        data = {"opening": found[1], "next": path}
        assert trainer.post(page(workshop, f"/{SLUG}/close"), data=data).location == path


@pytest.mark.parametrize("path", ["", f"/{SLUG}", f"/{PRE_TEST}", f"/{SLUG}/terms"])
def test_a_page_costs_the_same_however_many_assessments_there_are(
    trainer: ProofReadingClient,
    workshop: Workshop,
    add_forms: Callable[[str, int], None],
    statements: list[str],
    path: str,
) -> None:
    add_forms("forms", 7)
    spent = []
    for number in range(4):
        trainer.get(page(workshop, path))
        statements.clear()
        assert trainer.get(page(workshop, path)).status_code == 200
        spent.append([each for each in statements if not each.startswith("BEGIN")])
        add_forms(f"more-{number}", 8 + number)
    assert len(spent[0]) == len(spent[-1])
    if not path:
        assert not any("quiz_answers" in each for each in spent[0]), "the list reads no answer"


# The page of one.


def test_an_unknown_assessment_is_not_found(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    for slug in ("none", "course.none", "practice.none", PRE_TEST, "course.home"):
        assert trainer.get(page(workshop, f"/{slug}")).status_code == 404
        assert trainer.get(page(workshop, f"/{slug}/terms")).status_code == 404
        assert trainer.post(page(workshop, f"/{slug}/terms"), data={}).status_code == 404


def test_how_questions_went_is_folded_while_somebody_may_be_answering(
    trainer: ProofReadingClient, begun: Workshop, change: Change
) -> None:
    change(taking.finish, begun.seat_id, SLUG, (), SYSTEM, NINE_THIRTY)
    path = page(begun, f"/{SLUG}")
    assert "Which colour is the sky?" not in shown_to_room(trainer.get(path).text)
    change(shut, SLUG, after(1))
    assert "Which colour is the sky?" in shown_to_room(trainer.get(path).text)


def test_the_questions_of_a_test_are_folded_until_the_other_test_is_over(
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: Callable[[str, int], None],
) -> None:
    add_forms("forms", 7)

    def is_shown() -> bool:
        html = trainer.get(page(workshop, f"/{PRE_TEST}")).text
        assert "the most misunderstood first" in html
        return "Question one" in shown_to_room(html) or "Question uno" in shown_to_room(html)

    let(change, PRE_TEST)
    change(taking.begin, workshop.seat_id, PRE_TEST, NINE_THIRTY)
    change(shut, PRE_TEST, after(1))
    assert not is_shown()
    let(change, POST_TEST, after(2))
    assert not is_shown()
    change(shut, POST_TEST, after(3))
    assert is_shown()


def test_names_are_folded_and_say_form_tries_and_whether_it_is_passed(
    database: Database,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: Callable[[str, int], None],
) -> None:
    add_forms("forms", 7)
    change(opening.change_terms, SLUG, Terms(tries=0, pass_percent=30), SYSTEM, NINE_THIRTY)
    for slug in (SLUG, PRE_TEST):
        let(change, slug)
        change(taking.begin, workshop.seat_id, slug, NINE_THIRTY)
    data = answer_form(database, workshop, "colour", "b", "k")
    trainee.post(f"/c/{workshop.course_id}/quiz/{SLUG}/answers", data=data)
    change(taking.finish, workshop.seat_id, SLUG, (), SYSTEM, NINE_THIRTY)
    change(taking.begin, workshop.seat_id, SLUG, after(1))
    html = trainer.get(page(workshop, f"/{SLUG}")).text
    assert "ស៊ុន សុភាព" not in shown_to_room(html)
    assert "2 tries, the best one counts" in html
    assert "1 of 3" in html
    assert ">passed<" in html
    assert re.search(r"Form [AB]", trainer.get(page(workshop, f"/{PRE_TEST}")).text)
    change(opening.change_terms, SLUG, Terms(tries=0, pass_percent=90), SYSTEM, NINE_THIRTY)
    assert ">not passed<" in trainer.get(page(workshop, f"/{SLUG}")).text


def test_late_answers_are_flagged_and_the_old_result_stays_readable(
    database: Database,
    trainer: ProofReadingClient,
    client_for: ClientMaker,
    begun: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    data = answer_form(database, begun, "colour", "b", "k")
    change(shut, SLUG, after(5))
    at(after(8))
    tapped = str(int(after(4).timestamp() * 1000))
    answers = f"/c/{begun.course_id}/quiz/{SLUG}/answers"
    phone = client_for(seat_id=begun.seat_id)
    assert phone.post(answers, data={**data, "tapped_at": tapped}).status_code == 303
    html = trainer.get(page(begun, f"/{SLUG}")).text
    assert "1 answer came after the end; the phone had saved it before." in html
    assert "before answers came late: 0 of 3" in html
    assert "1 of 3" in html


def test_the_names_of_another_course_are_not_there(
    client_for: ClientMaker, begun: Workshop
) -> None:
    stranger = client_for(account_id=begun.stranger_id)
    for rest in (f"/{SLUG}", f"/{SLUG}/terms"):
        assert stranger.get(page(begun, rest)).status_code == 403
        assert "ស៊ុន សុភាព" not in stranger.get(page(begun, rest)).text
    assert stranger.get(f"/courses/{begun.course_id}/extra-time").status_code == 403


# Deadlines and time limits.


def test_a_deadline_that_is_over_has_closed_when_the_trainer_looks(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    home = f"home.{SLUG}"
    change(opening.change_terms, home, Terms(closes_at=after(60)), SYSTEM, NINE_THIRTY)
    let(change, home)
    change(taking.begin, workshop.seat_id, home, NINE_THIRTY)
    row = row_of(trainer.get(page(workshop)).text, "Home assignment")
    assert "Closes by itself: 10:30" in row
    at(after(24 * 60))
    row = row_of(trainer.get(page(workshop)).text, "Home assignment")
    assert "Closed since 23 November 2026, 10:30" in row
    assert "sent: 1" in row
    assert "The deadline of this is over" in row
    with database.reading() as session:
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=home)
    assert sheet.finished_at == after(60)


@pytest.mark.parametrize("path", ["", "/quiz", f"/quiz/{SLUG}", "/live", "/live/desk?module=small"])
def test_a_sheet_whose_time_is_up_is_scored_when_the_trainer_looks(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
    path: str,
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=10), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    at(after(11))
    assert trainer.get(f"/courses/{workshop.course_id}{path}").status_code == 200
    with database.reading() as session:
        assert service.count_unfinished(session, workshop.course_id) == 0
        assert not service.has_due(session, workshop.course_id, after(11))
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=SLUG)
    assert sheet.finished_at == after(10)


def test_an_answer_that_comes_with_the_look_that_ends_the_sheet_is_kept(
    database: Database,
    client_for: ClientMaker,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=10), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    data = answer_form(database, workshop, "colour", "b", "k")
    at(after(12))
    tapped = str(int(after(9).timestamp() * 1000))
    phone = client_for(seat_id=workshop.seat_id)
    phone.post(f"/c/{workshop.course_id}/quiz/{SLUG}/answers", data={**data, "tapped_at": tapped})
    with database.reading() as session:
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=SLUG)
    assert (sheet.score, sheet.finished_at) == (1, after(10))


@pytest.mark.parametrize("minutes", [11, 60 * 25])
def test_a_look_that_ends_the_sheet_and_shows_what_was_right_keeps_both(
    database: Database,
    client_for: ClientMaker,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
    minutes: int,
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=10), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    at(after(minutes))
    phone = client_for(seat_id=workshop.seat_id)
    html = phone.get(f"/c/{workshop.course_id}/quiz/{SLUG}/result?see=1").text
    assert "On a clear day the sky is blue" in html
    with database.reading() as session:
        (sheet,) = store.list_attempts(session, workshop.course_id, slug=SLUG)
    assert (sheet.finished_at, sheet.seen_at) == (after(10), after(minutes))


def test_who_missed_a_deadline_on_another_day_is_told_the_day(
    client_for: ClientMaker,
    workshop: Workshop,
    change: Change,
    at: Callable[[dt.datetime], None],
) -> None:
    home = f"home.{SLUG}"
    change(opening.change_terms, home, Terms(closes_at=after(60)), SYSTEM, NINE_THIRTY)
    let(change, home)
    at(after(24 * 60))
    told = {
        "en": "closed on 23 November 2026 at 10:30",
        "km": "ថ្ងៃទី២៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦ ម៉ោង ១០:៣០",
    }
    for language, words in told.items():
        phone = client_for(seat_id=workshop.seat_id, language=language)
        assert words in phone.get(f"/c/{workshop.course_id}/quiz/{home}").text


# Terms.


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
    add_forms: Callable[[str, int], None],
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
    add_forms: Callable[[str, int], None],
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


# More time for a person.


def test_extra_time_is_given_taken_back_and_in_the_trail(
    database: Database, trainer: ProofReadingClient, workshop: Workshop, change: Change
) -> None:
    change(opening.change_terms, SLUG, Terms(minutes=20), SYSTEM, NINE_THIRTY)
    let(change, SLUG)
    change(taking.begin, workshop.seat_id, SLUG, NINE_THIRTY)
    path = f"/courses/{workshop.course_id}/extra-time"
    seat = str(workshop.seat_id)
    answer = trainer.post(path, data={"seat": seat, "percent": "៥០"}, follow_redirects=True)
    assert "50% more time" in answer.text
    html = trainer.get(page(workshop, f"/{SLUG}")).text
    assert "until 10:00" in html
    assert "50% more time" in html
    assert "50% more time" not in shown_to_room(html)
    assert f'<option selected value="{seat}">' in trainer.get(f"{path}?seat={seat}").text
    trainer.post(path, data={"seat": seat, "percent": "0"})
    assert "Nobody yet." in trainer.get(path).text
    with database.reading() as session:
        entries = audit.list_entries(session, workshop.seat_id)
    deeds = [(e.before, e.after) for e in entries if e.action == "gave more time to"]
    assert sorted(deeds, key=str) == [
        ({"percent": 0}, {"percent": 50}),
        ({"percent": 50}, {"percent": 0}),
    ]


@pytest.mark.parametrize(
    ("fields", "status"),
    [
        ({"percent": "50"}, 422),
        ({"seat": "nobody", "percent": "50"}, 422),
        ({"seat": "here", "percent": "301"}, 422),
        ({"seat": "here", "percent": "half"}, 422),
        ({"seat": "elsewhere", "percent": "50"}, 404),
    ],
)
def test_extra_time_for_nobody_or_without_bounds_is_refused(
    database: Database,
    trainer: ProofReadingClient,
    workshop: Workshop,
    fields: dict[str, str],
    status: int,
) -> None:
    seats = {"here": str(workshop.seat_id), "elsewhere": str(workshop.seat_elsewhere_id)}
    data = {**fields, "seat": seats.get(fields.get("seat", ""), fields.get("seat", ""))}
    answer = trainer.post(f"/courses/{workshop.course_id}/extra-time", data=data)
    assert answer.status_code == status
    with database.reading() as session:
        assert terms_store.list_extra_percent(session, workshop.course_id) == {}


def test_the_pages_in_khmer_have_khmer_digits(client_for: ClientMaker, begun: Workshop) -> None:
    client = client_for(account_id=begun.trainer_id, language="km")
    for rest in ("", f"/{SLUG}"):
        html = client.get(page(begun, rest)).text
        main = html[html.index('class="quiz-') :]
        assert "០៩:៣០" in main
        words = re.sub(r"<[^>]*>", "", main.split("quiz-names")[0])
        assert not re.search(r"[0-9]", words)


# What is said of it elsewhere.


def test_today_and_the_live_desk_name_what_is_open(
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: Callable[[str, int], None],
) -> None:
    add_forms("forms", 7)
    course = f"/courses/{workshop.course_id}"
    assert "Nobody can answer now." in trainer.get(course).text
    let(change, PRE_TEST)
    for path in (course, f"{course}/live"):
        html = trainer.get(path).text
        assert "Open: Pre-test" in html
        assert f'href="{course}/quiz/{PRE_TEST}"' in html
    assert "Open this module" in trainer.get(f"{course}/live?module=forms").text


def test_the_projector_names_a_test_counts_and_reads_no_answer_while_it_is_open(
    trainer: ProofReadingClient,
    workshop: Workshop,
    change: Change,
    add_forms: Callable[[str, int], None],
    statements: list[str],
) -> None:
    add_forms("forms", 7)
    let(change, PRE_TEST)
    change(taking.begin, workshop.seat_id, PRE_TEST, NINE_THIRTY)
    change(taking.finish, workshop.seat_id, PRE_TEST, (), SYSTEM, NINE_THIRTY)
    live = f"/courses/{workshop.course_id}/live"
    trainer.post(f"{live}/stage", data={"word": "show", "what": "quiz"})
    statements.clear()
    overlay = trainer.get(f"{live}/state?view=both").get_json()["overlay"]
    assert '<h2 lang="km">តេស្តមុនវគ្គ</h2><h2 lang="en">Pre-test</h2>' in overlay
    assert "<b>1</b> <span>/ 2</span>" in overlay
    assert not any("quiz_answers" in each for each in statements)
    change(shut, PRE_TEST, after(1))
    closed = trainer.get(f"{live}/state?view=both").get_json()["overlay"]
    assert "Question one" not in closed
    assert "Question uno" not in closed


def test_an_emptied_field_stands_for_what_is_usual(
    database: Database, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    path = page(workshop, f"/home.{SLUG}")
    for data in (sent(tries="0", minutes="9"), sent(tries="", minutes="")):
        assert trainer.post(f"{path}/terms", data=data).status_code == 303
    assert terms_of(database, workshop, f"home.{SLUG}") == Terms()
