"""Taking back: one more version, what held before, and never over what came since."""

import uuid
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from training.adapters.database import Database
from training.attendance import marking, recording, service, store, undoing
from training.attendance.history import list_history
from training.attendance.model import Act, HandMark, Mark, MarkSource, MarkStatus, Undone
from training.audit import service as audit
from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.access import SYSTEM, Who
from training.kernel.refusal import Refusal

PRESENT, ABSENT, EXCUSED = MarkStatus.PRESENT, MarkStatus.ABSENT, MarkStatus.EXCUSED


class Desk:
    """One agenda item and the first two seats of the workshop, in one transaction."""

    def __init__(self, session: Session, workshop: Workshop, who: Who) -> None:
        self.session, self.workshop, self.who = session, workshop, who
        self.item_id, self.seat_id = workshop.item_ids[3], workshop.seat_id
        self.keys = 0

    def tap(self, status: MarkStatus, seat_id: uuid.UUID | None = None) -> Act:
        self.keys += 1
        wanted = HandMark(self.item_id, seat_id or self.seat_id, status, 5, 5)
        return marking.act_by_hand(
            self.session, self.workshop.course_id, wanted, f"t{self.keys}", self.who, NINE_THIRTY
        )

    def rest(self, key: str) -> int:
        return marking.mark_rest_present(
            self.session, self.workshop.course_id, self.item_id, 9, key, self.who, NINE_THIRTY
        )

    def say(self, source: MarkSource, status: MarkStatus, seat_id: uuid.UUID | None = None) -> Mark:
        self.keys += 1
        said = recording.Said(self.item_id, seat_id or self.seat_id, source, status, NINE_THIRTY)
        return recording.take(self.session, self.workshop.course_id, said, f"s{self.keys}")

    def undo(self, key: str, seat_id: uuid.UUID | None = None) -> Undone:
        return undoing.take_back(
            self.session, self.workshop.course_id, self.item_id, key, self.who, NINE_THIRTY, seat_id
        )

    def holds(self, seat_id: uuid.UUID | None = None) -> Mark | None:
        return store.find_current_mark(self.session, self.item_id, seat_id or self.seat_id)

    def versions(self) -> tuple[Mark, ...]:
        return store.list_versions(self.session, self.item_id, self.seat_id)

    def conflicts(self) -> int:
        return len(service.list_conflicts(self.session, self.workshop.course_id))


@pytest.fixture
def desk(database: Database, workshop: Workshop, bopha: Who) -> Any:
    """See Desk."""
    with database.writing() as session:
        yield Desk(session, workshop, bopha)


def test_the_first_tap_taken_back_leaves_nothing_that_holds(desk: Desk) -> None:
    act = desk.tap(PRESENT)
    done = desk.undo(act.key, desk.seat_id)
    assert [mark.status for mark in done.marks] == [MarkStatus.UNMARKED]
    assert desk.holds() is None
    assert [mark.status for mark in desk.versions()] == [MarkStatus.UNMARKED, PRESENT]
    assert desk.tap(ABSENT).mark.version == 3


def test_what_a_phone_said_before_the_tap_is_a_phones_word_again(desk: Desk) -> None:
    before = desk.say(MarkSource.CODE, PRESENT)
    act = desk.tap(ABSENT)
    desk.undo(act.key, desk.seat_id)
    now = desk.holds()
    assert now is not None
    assert (now.status, now.source, now.version) == (PRESENT, MarkSource.CODE, 3)
    assert (now.marked_at, now.marked_by, now.restores) == (before.marked_at, None, before.id)


def test_taking_back_twice_adds_one_version(desk: Desk) -> None:
    act = desk.tap(PRESENT)
    assert desk.undo(act.key, desk.seat_id).marks == desk.undo(act.key, desk.seat_id).marks
    assert len(desk.versions()) == 2


def test_what_was_recorded_or_said_since_is_not_taken_back(desk: Desk) -> None:
    first = desk.tap(PRESENT)
    second = desk.tap(EXCUSED)
    assert desk.undo(first.key, desk.seat_id) == Undone((), 1)
    desk.say(MarkSource.PAPER, PRESENT)
    assert desk.undo(second.key, desk.seat_id) == Undone((), 1)
    assert len(desk.versions()) == 2
    assert desk.undo("another key", desk.seat_id) == Undone((), 0)


def test_a_settled_conflict_is_one_again_when_the_settling_is_taken_back(desk: Desk) -> None:
    desk.tap(ABSENT)
    desk.say(MarkSource.CODE, PRESENT)
    assert desk.conflicts() == 1
    settled = desk.tap(PRESENT)
    assert desk.conflicts() == 0
    desk.undo(settled.key, desk.seat_id)
    assert desk.conflicts() == 1
    again = desk.tap(PRESENT)
    desk.undo(again.key, desk.seat_id)
    assert desk.conflicts() == 1


def test_all_present_is_taken_back_together_except_where_more_came(desk: Desk) -> None:
    assert desk.rest("all") == 2
    desk.tap(ABSENT)
    done = desk.undo("all")
    assert (len(done.marks), done.kept) == (1, 1)
    assert desk.holds(desk.workshop.other_seat_id) is None
    held = desk.holds()
    assert held is not None
    assert held.status is ABSENT
    assert desk.undo("all") == done


def test_taking_back_is_in_the_audit_trail_and_in_the_history(desk: Desk) -> None:
    act = desk.tap(PRESENT)
    desk.undo(act.key, desk.seat_id)
    entry, *_ = audit.list_entries(desk.session, desk.seat_id)
    assert (entry.actor_name, entry.before["status"]) == ("SOK Bopha", "present")
    assert entry.after["status"] == "unmarked"
    lines = list_history(desk.session, desk.item_id, desk.seat_id, 1)
    assert [line.who for line in lines] == ["SOK Bopha", "SOK Bopha"]


def test_nothing_is_taken_back_after_the_end(desk: Desk) -> None:
    act = desk.tap(PRESENT)
    course_id = desk.workshop.course_id
    courses.set_state(desk.session, course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
    with pytest.raises(Refusal) as refused:
        desk.undo(act.key, desk.seat_id)
    assert refused.value.status == 409


Deed = Callable[[Desk, list[str]], object]
deeds = st.lists(
    st.one_of(
        st.tuples(st.just("tap"), st.sampled_from([PRESENT, MarkStatus.LATE, ABSENT, EXCUSED])),
        st.tuples(
            st.just("say"),
            st.tuples(
                st.sampled_from([MarkSource.CODE, MarkSource.PAPER]),
                st.sampled_from([PRESENT, ABSENT]),
            ),
        ),
        st.tuples(st.just("rest"), st.sampled_from(["r1", "r2"])),
        st.tuples(st.just("undo"), st.integers(0, 9)),
    ),
    max_size=10,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(deeds)
def test_whatever_is_tapped_undone_and_said_versions_only_grow_and_the_highest_holds(
    desk: Desk, done: list[tuple[str, Any]]
) -> None:
    kept: tuple[Mark, ...] = ()
    keys: list[str] = []
    with desk.session.begin_nested() as whole:
        for what, given_ in done:
            if what == "tap":
                keys.append(desk.tap(given_).key)
            elif what == "say":
                desk.say(*given_)
            elif what == "rest":
                desk.rest(given_)
                keys.append(given_)
            elif keys:
                desk.undo(keys[given_ % len(keys)], desk.seat_id)
            versions = desk.versions()
            assert versions[len(versions) - len(kept) :] == kept, "a version was changed or lost"
            assert [mark.version for mark in versions] == list(range(len(versions), 0, -1))
            newest = versions[0] if versions else None
            expected = None if newest and newest.status is MarkStatus.UNMARKED else newest
            assert desk.holds() == expected
            kept = versions
        whole.rollback()
