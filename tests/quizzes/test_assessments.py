"""What a course can let its people answer: names, forms, terms, and when results are shown."""

import datetime as dt
import uuid
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.quizzes.conftest import single, true_false
from tests.quizzes.test_rules import BEGUN, CLOSED, FINISHED, OPEN, desk
from training.courses import service as courses
from training.courses.model import CourseState
from training.courses.tables import CourseModule
from training.kernel.access import SYSTEM
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.modules.model import Item, Module, Status, Use
from training.modules.tables import ModuleRevision
from training.quizzes import (
    assessments,
    opening,
    result_store,
    results,
    rules,
    service,
    store,
    taking,
)
from training.quizzes.assessments import POST_TEST, PRE_TEST
from training.quizzes.model import Desk, EndedBy, Given, Purpose, Results, Standing, Terms

SLUGS = ["understanding-r2p", "practice.m", "home.m", PRE_TEST, POST_TEST, "course.evaluation"]


def after(minutes: float) -> dt.datetime:
    return NINE_THIRTY + dt.timedelta(minutes=minutes)


def kept_for(item: Item, use: Use) -> Item:
    return structs.replace(item, use=use)


MODULE = Module(
    "forms", 2, "1", Status.READY, Bilingual("ទម្រង់", "Forms"),
    items=(single("own", "a", "b"),),
    kept_items=(
        kept_for(single("one", "a", "b", "c"), Use.FORM_A),
        kept_for(true_false("two", True), Use.FORM_A),
        kept_for(single("uno", "a", "b", "c"), Use.FORM_B),
        kept_for(true_false("dos", False), Use.FORM_B),
        kept_for(single("spare", "a", "b"), Use.RESERVE),
    ),
)  # fmt: skip


@pytest.fixture
def planned(session: Session, workshop: Workshop) -> Workshop:
    """The workshop, with a module more that has the two forms and a reserve."""
    made = ModuleRevision(
        id=new_id(), slug=MODULE.slug, fingerprint="forms", content=MODULE, offered=True,
        read_at=NINE_THIRTY,
    )  # fmt: skip
    session.add(made)
    session.flush()
    session.add(CourseModule(course_id=workshop.course_id, position=7, revision_id=made.id))
    session.flush()
    return workshop


def let(session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY) -> None:
    opening.open_quiz(session, workshop.course_id, slug, f"{slug} {now}", SYSTEM, now)


def shut(session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY) -> int:
    found = service.get_desk(session, workshop.course_id, None, slug).opening
    assert found is not None
    return opening.close_quiz(session, workshop.course_id, slug, found.id, SYSTEM, now)


def set_terms(session: Session, workshop: Workshop, slug: str, terms: Terms) -> None:
    opening.change_terms(session, workshop.course_id, slug, terms, SYSTEM, NINE_THIRTY)


def begun(session: Session, workshop: Workshop, slug: str, now: dt.datetime = NINE_THIRTY) -> Desk:
    taking.begin(session, workshop.course_id, workshop.seat_id, slug, now)
    return at_desk(session, workshop, slug)


def at_desk(session: Session, workshop: Workshop, slug: str) -> Desk:
    return service.get_desk(session, workshop.course_id, workshop.seat_id, slug)


def tap(
    session: Session,
    workshop: Workshop,
    slug: str,
    item: Item,
    code: str,
    now: dt.datetime,
    tapped_at: dt.datetime | None = None,
) -> None:
    sheet = at_desk(session, workshop, slug).attempt
    assert sheet is not None
    codes = [each.code for each in rules.choices_in_order(item, sheet.seed)]
    given = Given(item.id, str(codes.index(code) + 1), f"key {now} {tapped_at}", tapped_at)
    taking.answer(session, workshop.course_id, workshop.seat_id, slug, given, now)


def finish(session: Session, workshop: Workshop, slug: str, now: dt.datetime) -> None:
    taking.finish(session, workshop.course_id, workshop.seat_id, slug, (), SYSTEM, now)


# Names.


@pytest.mark.parametrize("slug", SLUGS)
def test_a_slug_is_read_as_it_was_written(slug: str) -> None:
    name = assessments.read_slug(slug)
    assert name is not None
    assert assessments.slug_of(name.purpose, name.module_slug) == slug


@pytest.mark.parametrize("slug", ["course.home", "practice.", "home.a.b", "module.m", "x.y", "."])
def test_what_names_nothing_is_nothing(slug: str) -> None:
    assert assessments.read_slug(slug) is None


# Forms.


@given(st.uuids(), st.integers(min_value=1, max_value=200))
def test_half_the_room_begins_with_form_a(course_id: uuid.UUID, people: int) -> None:
    drawn = [assessments.drawn_form(course_id, number + 1) for number in range(people)]
    assert abs(drawn.count("a") - drawn.count("b")) <= 1
    assert drawn == [assessments.drawn_form(course_id, number + 1) for number in range(people)]


def test_the_draw_differs_between_courses() -> None:
    rooms = {
        tuple(assessments.drawn_form(uuid.UUID(int=course), number) for number in range(1, 21))
        for course in range(50)
    }
    assert len(rooms) > 40


def test_whoever_had_one_form_before_has_the_other_after(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, PRE_TEST)
    before = begun(session, planned, PRE_TEST).attempt
    shut(session, planned, PRE_TEST)
    let(session, planned, POST_TEST)
    after_it = begun(session, planned, POST_TEST).attempt
    assert before
    assert after_it
    assert {before.form, after_it.form} == {"a", "b"}
    ids = {each.id for each in service.items_of(session, at_desk(session, planned, PRE_TEST))}
    assert ids in ({"forms.one", "forms.two"}, {"forms.uno", "forms.dos"})


def test_a_seat_that_was_not_there_before_gets_its_drawn_turn(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, POST_TEST)
    number = courses.get_seat(session, planned.course_id, planned.seat_id).number
    drawn = assessments.drawn_form(planned.course_id, number)
    sheet = begun(session, planned, POST_TEST).attempt
    assert sheet
    assert sheet.form == assessments.other_form(drawn)


def test_an_item_of_the_other_form_is_no_item_of_the_sheet(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, PRE_TEST)
    sheet = begun(session, planned, PRE_TEST).attempt
    assert sheet
    other = {"a": "forms.uno", "b": "forms.one"}[sheet.form]
    with pytest.raises(Refusal) as caught:
        taking.answer(
            session, planned.course_id, planned.seat_id, PRE_TEST, Given(other, "1", "k"),
            NINE_THIRTY,
        )  # fmt: skip
    assert caught.value.status == 422


# What may be opened.


def test_all_that_the_modules_have_can_be_opened(session: Session, planned: Workshop) -> None:
    found = {each.slug: each.items for each in service.list_assessments(session, planned.course_id)}
    assert found["forms"] == found["practice.forms"] == found["home.forms"] == 1
    assert found[PRE_TEST] == found[POST_TEST] == 2
    assert found["home.small"] == 3, "where there is no reserve, the module's own"


def test_practice_waits_for_the_quiz(session: Session, planned: Workshop) -> None:
    for _ in range(2):
        with pytest.raises(Refusal, match="only after the module's quiz"):
            let(session, planned, "practice.forms")
        if not store.latest_openings(session, planned.course_id):
            let(session, planned, "forms")
    shut(session, planned, "forms")
    let(session, planned, "practice.forms")


@pytest.mark.parametrize(
    ("first", "second"),
    [("practice.forms", "forms"), ("home.small", "small"), ("small", "home.small")],
)
def test_the_same_questions_are_not_open_in_two_places(
    session: Session, planned: Workshop, first: str, second: str
) -> None:
    """One could show what is right in the other."""
    let(session, planned, "forms")
    shut(session, planned, "forms")
    let(session, planned, first, after(1))
    lines = {each.slug: each for each in service.list_lines(session, planned.course_id, after(2))}
    assert lines[second].why_not is not None
    with pytest.raises(Refusal, match="same questions are open elsewhere"):
        let(session, planned, second, after(2))
    shut(session, planned, first, after(3))
    let(session, planned, second, after(4))


def test_homework_with_questions_of_its_own_opens_beside_the_quiz(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "home.forms")
    let(session, planned, "forms")


def test_what_is_asked_at_home_is_not_asked_on_the_screen_meanwhile(
    session: Session, planned: Workshop
) -> None:
    """Who presents would show what is right to everybody."""

    def asked(item_id: str, slug: str = "forms") -> bool:
        return service.is_being_asked(session, planned.course_id, slug, item_id)

    let(session, planned, "home.forms")
    let(session, planned, "home.small")
    assert asked("spare")
    assert asked("water", "small")
    assert not asked("own")
    shut(session, planned, "home.forms")
    let(session, planned, "forms")
    assert asked("own")
    assert not asked("spare")


def test_the_test_after_does_not_open_beside_the_one_before(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, PRE_TEST)
    with pytest.raises(Refusal, match="still open"):
        let(session, planned, POST_TEST)
    shut(session, planned, PRE_TEST)
    let(session, planned, POST_TEST)
    shut(session, planned, POST_TEST)
    with pytest.raises(Refusal, match="cannot be opened any more"):
        let(session, planned, PRE_TEST, after(1))


def test_home_goes_on_after_the_course_and_ends_at_its_deadline(
    session: Session, planned: Workshop
) -> None:
    set_terms(session, planned, "home.forms", Terms(closes_at=after(60)))
    let(session, planned, "home.forms")
    courses.set_state(session, planned.course_id, CourseState.ENDED, SYSTEM, after(1))
    begun(session, planned, "home.forms", after(2))
    tap(session, planned, "home.forms", kept_for(single("spare", "a", "b"), Use.RESERVE), "a",
        after(3))  # fmt: skip
    with pytest.raises(Refusal, match="closed at 10:30"):
        tap(session, planned, "home.forms", single("spare", "a", "b"), "b", after(61))
    opening.settle_all(session, planned.course_id, after(61))
    sheet = at_desk(session, planned, "home.forms").attempt
    assert sheet
    assert (sheet.score, sheet.most, sheet.finished_at) == (1, 1, after(60))
    with pytest.raises(Refusal, match="deadline"):
        let(session, planned, "home.forms", after(70))


# Tries, time, marks.


def test_so_many_tries_and_no_more_and_the_best_counts(session: Session, planned: Workshop) -> None:
    set_terms(session, planned, "forms", Terms(tries=2))
    let(session, planned, "forms")
    for code in ("a", "b"):
        begun(session, planned, "forms")
        tap(session, planned, "forms", MODULE.items[0], code, NINE_THIRTY)
        finish(session, planned, "forms", NINE_THIRTY)
    begun(session, planned, "forms")
    sheets = store.list_attempts(session, planned.course_id, slug="forms")
    assert [each.score for each in sheets] == [1, 0]
    best = results.counting(sheets)
    assert best
    assert best.number == 1
    report = service.report(session, planned.course_id, "forms", NINE_THIRTY)
    assert report.attempts[planned.seat_id].score == 1


def test_the_day_shows_the_try_that_counts(session: Session, planned: Workshop) -> None:
    set_terms(session, planned, "forms", Terms(tries=2))
    let(session, planned, "forms")
    for number, code in enumerate(("a", "b")):
        begun(session, planned, "forms", after(number))
        tap(session, planned, "forms", MODULE.items[0], code, after(number))
        finish(session, planned, "forms", after(number))
    day = service.state_for_seat(session, planned.course_id, planned.seat_id, after(3))
    (shown,) = (each for each in day if each.slug == "forms")
    assert (shown.score, shown.most) == (1, 1)


def test_what_was_meant_for_one_try_does_not_reach_the_next(
    session: Session, planned: Workshop
) -> None:
    """A page that stayed open on another phone, and what waited there."""
    set_terms(session, planned, "forms", Terms(tries=2))
    let(session, planned, "forms")
    first = begun(session, planned, "forms").attempt
    finish(session, planned, "forms", after(1))
    second = begun(session, planned, "forms", after(2)).attempt
    assert first
    assert second
    whose = (session, planned.course_id, planned.seat_id, "forms")
    given = Given("own", "1", "from the first")
    with pytest.raises(Refusal, match="earlier try"):
        taking.answer(*whose, given, after(3), sheet_id=first.id)
    for answers in ((), (given,)):
        with pytest.raises(Refusal, match="earlier try"):
            taking.finish(*whose, answers, SYSTEM, after(3), sheet_id=first.id)
    found = at_desk(session, planned, "forms").attempt
    assert found
    assert found.finished_at is None
    assert not service.answers_of(session, found)
    assert taking.answer(*whose, given, after(4), sheet_id=second.id).at == after(4)


def test_a_time_limit_is_longer_for_whoever_was_given_more(
    session: Session, planned: Workshop
) -> None:
    course_id, seat_id = planned.course_id, planned.seat_id
    set_terms(session, planned, "forms", Terms(minutes=10))
    opening.give_extra_time(session, course_id, seat_id, 50, SYSTEM, NINE_THIRTY)
    let(session, planned, "forms")
    sheet = begun(session, planned, "forms").attempt
    assert sheet
    assert sheet.due_at == after(15)
    opening.give_extra_time(session, course_id, seat_id, 100, SYSTEM, NINE_THIRTY)
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet is not None
    assert sheet.due_at == after(20), "also in the middle of it"
    tap(session, planned, "forms", MODULE.items[0], "a", after(19))
    with pytest.raises(Refusal, match="time was up at 09:50"):
        tap(session, planned, "forms", MODULE.items[0], "b", after(20))


@pytest.mark.parametrize("percent", [-1, 301])
def test_more_time_has_bounds(session: Session, planned: Workshop, percent: int) -> None:
    with pytest.raises(Refusal, match="0 to 300"):
        opening.give_extra_time(
            session, planned.course_id, planned.seat_id, percent, SYSTEM, NINE_THIRTY
        )


@pytest.mark.parametrize(
    ("slug", "terms"),
    [
        ("forms", Terms(tries=21)),
        ("forms", Terms(minutes=-1)),
        ("forms", Terms(pass_percent=101)),
        (PRE_TEST, Terms(tries=2)),
    ],
)
def test_terms_have_bounds(session: Session, planned: Workshop, slug: str, terms: Terms) -> None:
    with pytest.raises(Refusal) as caught:
        set_terms(session, planned, slug, terms)
    assert caught.value.status == 422


# Late, and fair.


def test_what_was_tapped_before_the_closing_counts_and_is_flagged(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "forms")
    begun(session, planned, "forms")
    shut(session, planned, "forms", after(5))
    tap(session, planned, "forms", MODULE.items[0], "a", after(8), tapped_at=after(4))
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet
    assert sheet.score == 1
    (old,) = result_store.list_old_results(session, [sheet.id])[sheet.id]
    assert (old.score, old.reason) == (0, "late")
    report = service.report(session, planned.course_id, "forms", NINE_THIRTY)
    assert report.late == {sheet.id: 1}


@pytest.mark.parametrize(
    ("tapped", "arrives"),
    [(None, 6.0), (5.1, 6.0), (7.0, 6.0), (-1.0, 6.0), (4.0, 60 * 24 + 6.0)],
    ids=["does not say", "after the end", "in the future", "before the beginning", "a day later"],
)
def test_what_was_not_tapped_in_time_does_not_count(
    session: Session, planned: Workshop, tapped: float | None, arrives: float
) -> None:
    let(session, planned, "forms")
    begun(session, planned, "forms")
    shut(session, planned, "forms", after(5))
    at = None if tapped is None else after(tapped)
    with pytest.raises(Refusal, match=r"closed (at|on 2026-11-23 at) 09:35"):
        tap(session, planned, "forms", MODULE.items[0], "a", after(arrives), tapped_at=at)


def test_whoever_saw_what_was_right_can_add_nothing(session: Session, planned: Workshop) -> None:
    let(session, planned, "forms")
    sheet = begun(session, planned, "forms").attempt
    assert sheet
    shut(session, planned, "forms", after(5))
    result_store.note_seen(session, sheet.id, after(6))
    with pytest.raises(Refusal, match="closed at"):
        tap(session, planned, "forms", MODULE.items[0], "a", after(7), tapped_at=after(4))


def test_what_was_tapped_before_the_closing_counts_also_when_it_was_opened_again(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "forms")
    begun(session, planned, "forms")
    shut(session, planned, "forms", after(5))
    let(session, planned, "forms", after(7))
    assert rules.waits_for_phone(at_desk(session, planned, "forms"), after(8))
    tap(session, planned, "forms", MODULE.items[0], "a", after(8), tapped_at=after(4))
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet
    assert sheet.score == 1
    with pytest.raises(Refusal):
        tap(session, planned, "forms", MODULE.items[0], "b", after(9), tapped_at=after(8))


def test_practice_takes_no_second_answer_from_a_form_that_one_goes_back_to(
    session: Session, planned: Workshop
) -> None:
    let(session, planned, "forms")
    shut(session, planned, "forms", after(1))
    let(session, planned, "practice.forms", after(2))
    begun(session, planned, "practice.forms", after(2))
    # Both times the same page, so the same key.
    tap(session, planned, "practice.forms", MODULE.items[0], "b", after(3))
    tap(session, planned, "practice.forms", MODULE.items[0], "b", after(3))
    with pytest.raises(Refusal, match="shown already"):
        tap(session, planned, "practice.forms", MODULE.items[0], "a", after(3))


def test_an_answer_on_time_needs_no_clock_of_the_phone(session: Session, planned: Workshop) -> None:
    let(session, planned, "forms")
    begun(session, planned, "forms")
    tap(session, planned, "forms", MODULE.items[0], "a", after(1), tapped_at=after(99))
    assert store.list_attempts(session, planned.course_id, slug="forms")[0].finished_at is None


# When results are shown.


def test_homework_that_goes_on_after_the_course_is_not_for_the_screen_yet() -> None:
    assert results.gives_away(Purpose.HOME, OPEN, None, has_ended=True)
    assert not results.gives_away(Purpose.HOME, CLOSED, None, has_ended=True)
    assert not results.gives_away(Purpose.MODULE, OPEN, None, has_ended=True)


@pytest.mark.parametrize(
    ("purpose", "when", "is_open", "post_test", "state", "shown"),
    [
        (Purpose.MODULE, Results.AT_ONCE, True, None, CourseState.RUNNING, True),
        (Purpose.MODULE, Results.AFTER_CLOSING, True, None, CourseState.RUNNING, False),
        (Purpose.MODULE, Results.AFTER_CLOSING, False, None, CourseState.RUNNING, True),
        (Purpose.MODULE, Results.AFTER_CLOSING, True, None, CourseState.ENDED, True),
        (Purpose.MODULE, Results.NEVER, False, None, CourseState.ENDED, False),
        (Purpose.HOME, Results.AFTER_CLOSING, True, None, CourseState.ENDED, False),
        (Purpose.HOME, Results.AFTER_CLOSING, False, None, CourseState.ENDED, True),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, None, CourseState.RUNNING, False),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, OPEN, CourseState.RUNNING, False),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, CLOSED, CourseState.RUNNING, True),
        (Purpose.PRE_TEST, Results.AT_ONCE, False, None, CourseState.ENDED, True),
        (Purpose.POST_TEST, Results.AT_ONCE, True, OPEN, CourseState.RUNNING, False),
        (Purpose.EVALUATION, Results.AT_ONCE, False, None, CourseState.ENDED, False),
    ],
)
def test_results_are_shown_when_they_give_nothing_away(
    purpose: Purpose,
    when: Results,
    is_open: bool,
    post_test: object,
    state: CourseState,
    shown: bool,
) -> None:
    found = replace(
        desk(OPEN if is_open else CLOSED, FINISHED, state),
        purpose=purpose,
        terms=Terms(results=when),
    )
    assert results.shows_results(found, post_test, NINE_THIRTY) is shown  # type: ignore[arg-type]


@given(st.integers(0, 40), st.integers(1, 40), st.integers(0, 100))
def test_a_pass_mark_is_a_share_of_the_marks(score: int, most: int, percent: int) -> None:
    found = results.passed(Terms(pass_percent=percent), min(score, most), most)
    if percent == 0:
        assert found is None
    else:
        assert found is (min(score, most) / most >= percent / 100)


@given(st.integers(0, 2**31 - 1))
def test_mixed_questions_have_an_order_of_the_sheets_own(seed: int) -> None:
    items = tuple(single(f"i{number}", "a", "b") for number in range(8))
    mixed = assessments.in_order(items, seed, Terms(mixed=True))
    assert mixed == assessments.in_order(items, seed, Terms(mixed=True))
    assert sorted(each.id for each in mixed) == [each.id for each in items]
    assert assessments.in_order(items, seed, Terms()) == items


def test_a_sheet_ended_by_its_own_time_says_so(session: Session, planned: Workshop) -> None:
    set_terms(session, planned, "forms", Terms(minutes=10))
    let(session, planned, "forms")
    begun(session, planned, "forms")
    finish(session, planned, "forms", after(11))
    sheet = at_desk(session, planned, "forms").attempt
    assert sheet
    assert (sheet.finished_by, sheet.finished_at) == (EndedBy.TIME, after(10))
    found = at_desk(session, planned, "forms")
    assert rules.standing(found, after(11)) is Standing.FINISHED
    assert BEGUN.finished_by is None
