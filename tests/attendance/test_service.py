"""Opening, marking by code and by hand: versions, replays, and who has the last word."""

import threading
import uuid
from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.attendance.conftest import Open, Opener
from tests.conftest import NINE_THIRTY, Workshop
from training.adapters.database import Database
from training.attendance import code_marking, marking, service
from training.attendance.history import list_history
from training.attendance.model import HandMark, Mark, MarkSource, MarkStatus
from training.attendance.tables import AttendanceClaim, AttendanceMark, AttendanceOpening
from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import CourseState
from training.courses.tables import Seat
from training.kernel.access import SYSTEM, Who
from training.kernel.refusal import Refusal

Marks = Callable[[], tuple[Mark, ...]]


@pytest.fixture
def by_code(app: Flask, database: Database, workshop: Workshop) -> Callable[..., Mark]:
    """`by_code(code, key)`: SUN Sopheap types the code."""

    def mark(code: str, key: str = "k1", seat_id: uuid.UUID | None = None) -> Mark:
        with database.writing() as session:
            made = code_marking.mark_by_code(
                session, workshop.course_id, seat_id or workshop.seat_id, code, key,
                app.config["SECRET_KEY"], NINE_THIRTY,
            )  # fmt: skip
            session.commit()
        return made

    return mark


@pytest.fixture
def by_hand(database: Database, workshop: Workshop, bopha: Who) -> Callable[..., Mark]:
    """`by_hand(status, key, …)`: the trainer marks SUN Sopheap for Module 1, part A."""

    def mark(
        status: MarkStatus,
        key: str,
        late: int | None = None,
        seat_id: uuid.UUID | None = None,
        item_id: uuid.UUID | None = None,
    ) -> Mark:
        item = item_id or workshop.item_ids[3]
        wanted = HandMark(item, seat_id or workshop.seat_id, status, late)
        with database.writing() as session:
            made = marking.mark_by_hand(
                session, workshop.course_id, wanted, key, bopha, NINE_THIRTY
            )
            session.commit()
        return made

    return mark


def count(database: Database, table: type) -> int:
    with database.reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def set_state(database: Database, workshop: Workshop, state: CourseState) -> None:
    with database.writing() as session:
        courses.set_state(session, workshop.course_id, state, SYSTEM, NINE_THIRTY)
        session.commit()


def test_opening_another_item_closes_the_first(
    database: Database, workshop: Workshop, opened: Open, opener: Opener
) -> None:
    second = opener(workshop.item_ids[5], "open-2")
    assert second.code != opened.code
    with database.reading() as session:
        (found,) = service.list_open(session, workshop.course_id)
        assert (found.agenda_item_id, found.id) == (workshop.item_ids[5], second.opening_id)
        rows = session.scalars(select(AttendanceOpening)).all()
    assert [row.id for row in rows if row.closed_at is None] == [second.opening_id]


def test_opening_twice_keeps_the_code(workshop: Workshop, opened: Open, opener: Opener) -> None:
    assert opener(workshop.item_ids[3], "open-1") == opened
    assert opener(workshop.item_ids[3], "another-key") == opened


def test_an_old_form_neither_opens_again_nor_closes_a_later_opening(
    database: Database, workshop: Workshop, opened: Open, opener: Opener, bopha: Who
) -> None:
    later = opener(workshop.item_ids[5], "open-2")
    assert opener(workshop.item_ids[3], "open-1") == opened
    with database.writing() as session:
        service.close_attendance(session, workshop.course_id, opened.opening_id, bopha, NINE_THIRTY)
        session.commit()
    with database.reading() as session:
        (found,) = service.list_open(session, workshop.course_id)
    assert (found.agenda_item_id, found.id) == (later.item_id, later.opening_id)


def test_only_items_of_this_course_that_count_are_opened(
    database: Database, workshop: Workshop, opener: Opener
) -> None:
    with database.reading() as session:
        foreign = courses.list_agenda(session, workshop.elsewhere_id)[3].id
    assert foreign is not None
    for item_id in (workshop.item_ids[4], foreign):
        with pytest.raises(Refusal) as refused:
            opener(item_id, "open-3")
        assert refused.value.status == 404


def test_nothing_is_open_in_a_course_that_has_ended(
    database: Database, workshop: Workshop, opened: Open
) -> None:
    set_state(database, workshop, CourseState.ENDED)
    with database.reading() as session:
        assert service.list_open(session, workshop.course_id) == ()


def test_a_code_marks_present_once(
    database: Database, opened: Open, by_code: Callable[..., Mark]
) -> None:
    first = by_code(opened.code, "k1")
    assert (first.status, first.source, first.version) == (
        MarkStatus.PRESENT,
        MarkSource.CODE,
        1,
    )
    assert by_code(opened.code, "k1") == first
    assert by_code(opened.code, "k2") == first
    assert count(database, AttendanceMark) == 1


def test_a_replay_after_closing_answers_as_the_first_did(
    database: Database,
    workshop: Workshop,
    opened: Open,
    opener: Opener,
    by_code: Callable[..., Mark],
) -> None:
    first = by_code(opened.code, "k1")
    opener(workshop.item_ids[5], "open-2")
    assert by_code(opened.code, "k1") == first
    assert by_code(opened.code, "k9") == first
    set_state(database, workshop, CourseState.ENDED)
    assert by_code(opened.code, "k1") == first


def test_a_closed_code_names_its_item(
    workshop: Workshop, opened: Open, opener: Opener, by_code: Callable[..., Mark]
) -> None:
    opener(workshop.item_ids[5], "open-2")
    with pytest.raises(code_marking.CodeClosed) as refused:
        by_code(opened.code)
    assert refused.value.status == 410
    assert refused.value.title.en == "Module 1, part A"


def test_a_code_after_the_hand_is_kept_as_a_claim_until_a_person_settles_it(
    database: Database,
    workshop: Workshop,
    opened: Open,
    by_code: Callable[..., Mark],
    by_hand: Callable[..., Mark],
) -> None:
    said = by_hand(MarkStatus.ABSENT, "h1")
    assert by_code(opened.code) == said
    assert by_code(opened.code) == said
    assert (count(database, AttendanceMark), count(database, AttendanceClaim)) == (1, 1)
    with database.reading() as session:
        (found,) = service.list_conflicts(session, workshop.course_id)
    assert found.mark == said
    assert [each.source for each in found.claims] == [MarkSource.CODE]
    settled = by_hand(MarkStatus.ABSENT, "h2")
    assert settled.version == 2
    with database.reading() as session:
        assert service.list_conflicts(session, workshop.course_id) == ()


def test_a_change_by_hand_is_a_new_version_with_a_trace(
    database: Database,
    workshop: Workshop,
    opened: Open,
    by_code: Callable[..., Mark],
    by_hand: Callable[..., Mark],
) -> None:
    by_code(opened.code)
    made = by_hand(MarkStatus.LATE, "h1", late=20)
    assert (made.version, made.minutes_late) == (2, 20)
    with database.reading() as session:
        versions = service.list_versions(session, workshop.item_ids[3], workshop.seat_id)
        (entry,) = [
            each
            for each in audit.list_entries(session, workshop.seat_id)
            if each.subject == "attendance"
        ]
        lines = list_history(session, workshop.item_ids[3], workshop.seat_id, 1)
    assert [each.version for each in versions] == [2, 1]
    assert (entry.before["status"], entry.after["status"]) == ("present", "late")
    assert entry.actor_name == "SOK Bopha"
    assert [(line.who, line.holds) for line in lines] == [("SOK Bopha", True), ("", False)]


def test_the_same_tap_twice_is_one_mark_and_another_tap_is_another(
    database: Database, by_hand: Callable[..., Mark]
) -> None:
    first = by_hand(MarkStatus.PRESENT, "page")
    assert by_hand(MarkStatus.PRESENT, "page") == first
    assert by_hand(MarkStatus.PRESENT, "next page") == first
    assert by_hand(MarkStatus.ABSENT, "page").version == 2
    assert by_hand(MarkStatus.PRESENT, "third page").version == 3
    assert count(database, AttendanceMark) == 3


def test_seats_and_items_of_another_course_are_refused(
    workshop: Workshop, by_hand: Callable[..., Mark]
) -> None:
    with pytest.raises(Refusal) as refused:
        by_hand(MarkStatus.PRESENT, "h1", seat_id=workshop.seat_elsewhere_id)
    assert refused.value.status == 404
    with pytest.raises(Refusal) as refused:
        by_hand(MarkStatus.PRESENT, "h1", item_id=workshop.item_ids[4])
    assert refused.value.status == 404


def test_nothing_is_marked_after_the_end(
    database: Database,
    workshop: Workshop,
    opened: Open,
    by_code: Callable[..., Mark],
    by_hand: Callable[..., Mark],
) -> None:
    set_state(database, workshop, CourseState.ENDED)
    with pytest.raises(Refusal) as refused:
        by_code(opened.code)
    assert refused.value.status == 409
    with pytest.raises(Refusal) as refused:
        by_hand(MarkStatus.PRESENT, "h1")
    assert refused.value.status == 409
    assert count(database, AttendanceMark) == 0


def test_the_rest_are_marked_once_and_latecomers_left_alone(
    database: Database,
    workshop: Workshop,
    marks: Marks,
    by_hand: Callable[..., Mark],
    add_people: Callable[[int], None],
    bopha: Who,
) -> None:
    by_hand(MarkStatus.ABSENT, "h1")
    add_people(3)

    def rest(highest: int, key: str) -> int:
        with database.writing() as session:
            done = marking.mark_rest_present(
                session, workshop.course_id, workshop.item_ids[3], highest, key, bopha, NINE_THIRTY
            )
            session.commit()
        return done

    assert rest(2, "all-1") == 1
    assert rest(5, "all-1") == 1
    assert rest(5, "all-2") == 3
    assert rest(5, "all-3") == 0
    assert sorted(mark.status for mark in marks()) == ["absent", *["present"] * 4]
    with database.reading() as session:
        entries = audit.list_entries(session, workshop.other_seat_id)
    assert [each.action for each in entries if each.subject == "attendance"] == ["marked"]


def test_what_other_rooms_ask(
    database: Database,
    workshop: Workshop,
    opened: Open,
    by_code: Callable[..., Mark],
    by_hand: Callable[..., Mark],
) -> None:
    by_code(opened.code)
    by_hand(MarkStatus.LATE, "h1", late=5)
    by_hand(MarkStatus.PRESENT, "h2", seat_id=workshop.other_seat_id, item_id=workshop.item_ids[5])
    course_id = workshop.course_id
    with database.reading() as session:
        assert service.items_in_use(session, course_id) == {
            workshop.item_ids[3],
            workshop.item_ids[5],
        }
        assert service.items_in_use(session, workshop.elsewhere_id) == frozenset()
        assert service.count_marked(session, course_id, workshop.item_ids[3]) == 1
        (own,) = service.list_current_marks(session, course_id, workshop.seat_id)
        assert (own.version, own.minutes_late) == (2, 5)
        assert len(service.list_current_marks(session, course_id)) == 2
        assert service.list_current_marks(session, workshop.elsewhere_id) == ()


def test_taps_at_the_same_moment_make_one_mark(
    database: Database, opened: Open, by_code: Callable[..., Mark]
) -> None:
    gate = threading.Barrier(2)
    found: list[Mark] = []

    def tap(key: str) -> None:
        gate.wait()
        found.append(by_code(opened.code, key))

    threads = [threading.Thread(target=tap, args=(key,)) for key in ("k1", "k2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 2
    assert found[0] == found[1]
    assert count(database, AttendanceMark) == 1


def test_two_trainers_at_the_same_moment_are_both_kept(
    database: Database, by_hand: Callable[..., Mark]
) -> None:
    gate = threading.Barrier(2)
    found: list[int] = []

    def tap(status: MarkStatus) -> None:
        gate.wait()
        found.append(by_hand(status, f"key-{status}").version)

    chosen = (MarkStatus.PRESENT, MarkStatus.ABSENT)
    threads = [threading.Thread(target=tap, args=(status,)) for status in chosen]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == [1, 2]
    assert count(database, AttendanceMark) == 2


def test_the_rest_are_not_those_whom_nobody_has_seen_yet(
    database: Database, workshop: Workshop, by_hand: Callable[..., Mark], bopha: Who
) -> None:
    with database.writing() as session:
        session.get_one(Seat, workshop.seat_id).is_expected = True
        session.commit()

    def rest(item_id: uuid.UUID, key: str) -> int:
        with database.writing() as session:
            done = marking.mark_rest_present(
                session, workshop.course_id, item_id, 9, key, bopha, NINE_THIRTY
            )
            session.commit()
        return done

    assert rest(workshop.item_ids[3], "all-1") == 1
    assert by_hand(MarkStatus.PRESENT, "h1").version == 1
    assert rest(workshop.item_ids[5], "all-2") == 2
