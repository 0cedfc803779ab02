"""Heads against marks, and marks at which to look twice."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance import counting, recording
from training.attendance.model import Claim, Mark, MarkSource, MarkStatus, Surprise
from training.attendance.surprising import find_surprises
from training.audit import service as audit
from training.kernel.locales import khmer_digits
from training.live import store as live_store

AT = dt.datetime(2026, 11, 23, 2, 30, tzinfo=dt.UTC)
MORNING, AFTERNOON = uuid.UUID(int=100), uuid.UUID(int=101)
ANN, BO, CHAN = (uuid.UUID(int=number) for number in (1, 2, 3))


def mark(
    seat_id: uuid.UUID,
    device: str,
    item_id: uuid.UUID = MORNING,
    source: MarkSource = MarkSource.CODE,
) -> Mark:
    return Mark(
        uuid.UUID(int=seat_id.int * 1000), item_id, seat_id, 1, MarkStatus.PRESENT, 0, 0, source,
        None, AT, device,
    )  # fmt: skip


def claim(seat_id: uuid.UUID, device: str) -> Claim:
    return Claim(
        uuid.UUID(int=9), MORNING, seat_id, MarkSource.CODE, MarkStatus.PRESENT, None, AT, device
    )


def test_the_same_phone_for_two_is_a_hint_at_both() -> None:
    marks = [mark(ANN, "x"), mark(BO, "x"), mark(CHAN, "y")]
    assert find_surprises(marks, MORNING, [], set()) == (
        Surprise(ANN, False, (BO,)),
        Surprise(BO, False, (ANN,)),
    )


def test_the_same_phone_at_another_time_of_the_course_is_a_hint_too() -> None:
    marks = [mark(ANN, "x"), mark(BO, "x", AFTERNOON)]
    assert find_surprises(marks, MORNING, [], set()) == (Surprise(ANN, False, (BO,)),)
    assert find_surprises([mark(ANN, "x")], MORNING, [claim(BO, "x")], set()) == (
        Surprise(ANN, False, (BO,)),
    )


def test_who_never_followed_is_a_hint_only_where_others_did() -> None:
    marks = [mark(ANN, "x"), mark(BO, "y")]
    assert find_surprises(marks, MORNING, [], {BO}) == (Surprise(ANN, True, ()),)
    assert find_surprises(marks, MORNING, [], set()) == ()


def test_marks_by_hand_and_unknown_phones_are_no_hint() -> None:
    marks = [mark(ANN, "", source=MarkSource.HAND), mark(BO, ""), mark(CHAN, "")]
    assert find_surprises(marks, MORNING, [], {BO, CHAN}) == ()


@given(
    st.lists(
        st.tuples(st.integers(1, 6), st.sampled_from(["", "x", "y"]), st.sampled_from(MarkSource)),
        unique_by=lambda each: each[0],
    ),
    st.frozensets(st.integers(1, 6)),
)
def test_a_hint_is_about_a_mark_by_code_and_has_a_reason(
    drawn: list[tuple[int, str, MarkSource]], followed: frozenset[int]
) -> None:
    marks = [mark(uuid.UUID(int=n), device, source=source) for n, device, source in drawn]
    by_code = {each.seat_id for each in marks if each.source is MarkSource.CODE}
    found = find_surprises(marks, MORNING, [], {uuid.UUID(int=n) for n in followed})
    for hint in found:
        assert hint.seat_id in by_code
        assert hint.never_followed or hint.same_phone
        assert hint.seat_id not in hint.same_phone
    same = {hint.seat_id: set(hint.same_phone) for hint in found}
    assert all(one in same[other] for one in same for other in same[one])


def say(database: Database, workshop: Workshop, seat_id: uuid.UUID, device: str) -> None:
    said = recording.Said(
        workshop.item_ids[3], seat_id, MarkSource.CODE, MarkStatus.PRESENT, NINE_THIRTY,
        None, device,
    )  # fmt: skip
    with database.writing() as session:
        recording.take(session, workshop.course_id, said, f"s-{seat_id}")
        session.commit()


def heads_of(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/attendance/{workshop.item_ids[3]}/heads"


def test_a_count_is_kept_once_with_what_was_marked_then(
    trainer: ProofReadingClient, database: Database, workshop: Workshop
) -> None:
    say(database, workshop, workshop.seat_id, "x")
    for counted in (khmer_digits(2), "2"):
        sent = {"counted": counted, "submission_key": "once"}
        assert trainer.post(heads_of(workshop), data=sent).status_code == 303
    assert "1 person in the room has no mark" in trainer.get(heads_of(workshop)).text
    trainer.post(heads_of(workshop), data={"counted": "0", "submission_key": "twice"})
    page = trainer.get(heads_of(workshop)).text
    assert "1 more is marked than was counted" in page
    assert "2 counted, 1 marked" in page
    with database.reading() as session:
        found = counting.list_counts(session, workshop.course_id, workshop.item_ids[3])
        trail = audit.list_entries(session, workshop.item_ids[3])
    assert [(each.counted, each.marked) for each in found] == [(0, 1), (2, 1)]
    assert [each.after for each in trail if each.action == "counted"] == [
        {"counted": 0, "marked": 1},
        {"counted": 2, "marked": 1},
    ]


@pytest.mark.parametrize("typed", ["", "many", "-1", "12345", "1.5"])
def test_a_count_that_is_no_number_is_refused(
    trainer: ProofReadingClient, database: Database, workshop: Workshop, typed: str
) -> None:
    answer = trainer.post(heads_of(workshop), data={"counted": typed})
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    with database.reading() as session:
        assert counting.list_counts(session, workshop.course_id, workshop.item_ids[3]) == ()


@pytest.mark.parametrize("language", ["km", "en"])
def test_the_page_names_marks_at_which_to_look_twice(
    client_for: ClientMaker, database: Database, workshop: Workshop, language: str
) -> None:
    laptop = client_for(account_id=workshop.trainer_id, language=language)
    history = f"/attendance/{workshop.item_ids[3]}/"
    say(database, workshop, workshop.seat_id, "x")
    assert f'{history}1"' not in laptop.get(heads_of(workshop)).text
    with database.writing() as session:
        here = {workshop.other_seat_id: workshop.course_id}
        live_store.note_presence(session, here, {}, NINE_THIRTY)
        session.commit()
    assert f'{history}1"' in laptop.get(heads_of(workshop)).text
    say(database, workshop, workshop.other_seat_id, "x")
    assert f'{history}2"' in laptop.get(heads_of(workshop)).text
