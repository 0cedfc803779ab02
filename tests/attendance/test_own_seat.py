"""What the trainee's page offers each seat of a phone: pure."""

import datetime as dt
import uuid

from msgspec.structs import replace

from training.attendance import rules, texts
from training.attendance.model import Mark, MarkSource, MarkStatus, Opening, OwnSeat
from training.courses.model import AgendaItem, ItemKind, SeatView
from training.kernel.locales import Bilingual

NOW = dt.datetime(2026, 11, 23, 2, 30, tzinfo=dt.UTC)
MORNING, GROUP_A, GROUP_B = (uuid.UUID(int=number) for number in (1, 2, 3))
AGENDA = (
    AgendaItem(MORNING, 540, 600, Bilingual("", "Morning"), ItemKind.SESSION, True),
    AgendaItem(GROUP_A, 600, 660, Bilingual("", "A"), ItemKind.SESSION, True, group="A"),
    AgendaItem(GROUP_B, 600, 660, Bilingual("", "B"), ItemKind.SESSION, True, group="B"),
)
SEAT = SeatView(uuid.UUID(int=7), uuid.UUID(int=8), 12, Bilingual("សុខ", "SOK"), False)


def opening(item_id: uuid.UUID, group: str = "") -> Opening:
    return Opening(uuid.UUID(int=9), item_id, NOW, None, group)


def mark(item_id: uuid.UUID) -> Mark:
    return Mark(
        uuid.UUID(int=5), item_id, SEAT.seat_id, 1, MarkStatus.PRESENT, 0, 0, MarkSource.CODE,
        None, NOW,
    )  # fmt: skip


def own(
    *openings: Opening,
    seat: SeatView = SEAT,
    marked: uuid.UUID | None = None,
    scanned: uuid.UUID | None = None,
    asked: uuid.UUID | None = None,
) -> OwnSeat:
    marks = {marked: mark(marked)} if marked else {}
    return rules.own_seat(seat, marks, AGENDA, openings, scanned, asked)


def test_nothing_is_offered_while_nothing_is_open() -> None:
    assert own() == OwnSeat(SEAT, None, None, None)


def test_what_is_open_is_typed_and_what_was_scanned_is_tapped() -> None:
    assert own(opening(MORNING)).to_type == AGENDA[0]
    found = own(opening(MORNING), scanned=MORNING)
    assert (found.to_tap, found.to_type) == (AGENDA[0], None)


def test_what_was_scanned_is_tapped_though_it_has_closed() -> None:
    assert own(scanned=MORNING).to_tap == AGENDA[0]


def test_what_is_marked_is_shown_and_not_offered_again() -> None:
    found = own(opening(MORNING), scanned=MORNING, marked=MORNING)
    assert found == OwnSeat(SEAT, (AGENDA[0], mark(MORNING)), None, None)


def test_the_item_just_marked_is_shown_though_another_is_open() -> None:
    found = own(opening(GROUP_A, "A"), marked=MORNING, asked=MORNING)
    assert found.shown == (AGENDA[0], mark(MORNING))
    assert found.to_type == AGENDA[1]


def test_a_mark_of_an_item_that_is_gone_from_the_day_is_not_shown() -> None:
    gone = uuid.UUID(int=44)
    assert own(marked=gone, asked=gone).shown is None


def test_parallel_groups_type_their_own_code_and_nobody_elses_scan_counts() -> None:
    both = (opening(GROUP_B, "B"), opening(GROUP_A, "A"))
    in_a = replace(SEAT, group="A")
    assert own(*both, seat=in_a).to_type == AGENDA[1]
    found = own(*both, seat=in_a, scanned=GROUP_B)
    assert found == OwnSeat(in_a, None, None, None, texts.other_group("B", "A"))
    assert own(*both, scanned=GROUP_B).to_tap == AGENDA[2]


def test_who_has_left_is_told_so() -> None:
    gone = replace(SEAT, has_left=True)
    found = own(opening(MORNING), seat=gone, scanned=MORNING)
    assert found == OwnSeat(gone, None, None, None, texts.HAS_LEFT)
