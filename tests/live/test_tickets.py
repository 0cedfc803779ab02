import uuid

import pytest
from itsdangerous import URLSafeSerializer

from training.live import tickets
from training.live.tickets import Ticket, read_ticket

KEY = "a key of this installation"
COURSE, SEAT, ACCOUNT = (uuid.UUID(int=number) for number in (1, 2, 3))


def test_a_seats_ticket_names_course_and_seat() -> None:
    found = read_ticket(KEY, tickets.seat_ticket(KEY, COURSE, SEAT))
    assert found is not None
    assert (found.course_id, found.seat_id, found.is_link) == (COURSE, SEAT, False)


def test_an_accounts_ticket_names_the_session_that_may_use_it() -> None:
    found = read_ticket(KEY, tickets.account_ticket(KEY, COURSE, ACCOUNT, 3))
    assert found == Ticket(COURSE, "account", f"{ACCOUNT}:3")
    assert (found.seat_id, found.is_link) == (None, False)


def test_links_for_screens_and_remotes_need_no_cookie_and_are_for_no_seat() -> None:
    for written in (tickets.screen_ticket(KEY, COURSE, 2), tickets.remote_ticket(KEY, COURSE, 2)):
        found = read_ticket(KEY, written)
        assert found is not None
        assert (found.course_id, found.key) == (COURSE, "2")
        assert (found.seat_id, found.is_link) == (None, True)


def test_a_ticket_fits_into_an_address_as_it_is() -> None:
    written = tickets.account_ticket(KEY, COURSE, ACCOUNT, 10**9)
    assert len(written) < tickets.LONGEST
    assert set(written) <= set("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.")


@pytest.mark.parametrize(
    "written",
    [
        "", ".", "..", "a", "a.b", "ខ្មែរ", "\udcff", "../..", "null", "x" * 299, "x" * 60_000,
        tickets.seat_ticket("another key", COURSE, SEAT),
        tickets.seat_ticket(KEY, COURSE, SEAT)[:-4],
        tickets.seat_ticket(KEY, COURSE, SEAT).swapcase(),
        URLSafeSerializer(KEY, salt="seats").dumps([COURSE.hex, "screen", "0"]),
    ],
)  # fmt: skip
def test_what_was_not_written_here_is_no_ticket(written: str) -> None:
    assert read_ticket(KEY, written) is None


def test_garbage_without_end_is_not_remembered() -> None:
    before = tickets._read.cache_info().currsize
    for number in range(50):
        read_ticket(KEY, f"{number}" + "x" * 60_000)
    assert tickets._read.cache_info().currsize == before
