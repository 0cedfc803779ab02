"""The code on the screen: made by RFC 4226, changing each half minute, good for two windows."""

import base64
import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import NINE_THIRTY
from training.attendance import codes
from training.kernel.locales import khmer_digits

COURSE, ITEM = uuid.UUID(int=1), uuid.UUID(int=2)
WINDOW = codes.window_of(NINE_THIRTY)
HALF_A_MINUTE = dt.timedelta(seconds=codes.WINDOW_SECONDS)
ids = st.uuids()


@given(ids, ids, st.integers(0, 2**40))
def test_a_code_is_six_digits_and_a_token_of_eight(
    course: uuid.UUID, item: uuid.UUID, window: int
) -> None:
    code = codes.code_of("secret", course, item, window % 2**32)
    assert len(code.digits) == 6
    assert code.digits.isascii()
    assert code.digits.isdigit()
    assert len(code.token) == 8
    assert code == codes.code_of("secret", course, item, window % 2**32)


def test_a_code_follows_rfc_4226() -> None:
    message = b"attendance code 2\0" + COURSE.bytes + ITEM.bytes + WINDOW.to_bytes(8, "big")
    digest = hmac.new(b"secret", message, hashlib.sha256).digest()
    start = digest[31] & 15
    chosen = [digest[start] & 0x7F, *digest[start + 1 : start + 4]]
    number = ((chosen[0] * 256 + chosen[1]) * 256 + chosen[2]) * 256 + chosen[3]
    code = codes.code_of("secret", COURSE, ITEM, WINDOW)
    assert code.digits == str(number % 1_000_000).zfill(6)
    assert base64.urlsafe_b64decode(code.token) == digest[:6]


def test_every_part_changes_the_code() -> None:
    parts = (
        ("s", COURSE, ITEM, 7),
        ("t", COURSE, ITEM, 7),
        ("s", ITEM, COURSE, 7),
        ("s", COURSE, COURSE, 7),
        ("s", COURSE, ITEM, 8),
    )
    assert len({codes.code_of(*each).digits for each in parts}) == 5
    assert len({codes.code_of(*each).token for each in parts}) == 5


def age(typed: str, now: dt.datetime = NINE_THIRTY, item: uuid.UUID = ITEM) -> int | None:
    return codes.age_of(typed, "secret", COURSE, item, now)


CODE = codes.code_of("secret", COURSE, ITEM, WINDOW)


@pytest.mark.parametrize(
    "typed",
    [
        CODE.digits,
        f"{CODE.digits[:3]} {CODE.digits[3:]}",
        khmer_digits(CODE.digits),
        f" {CODE.digits[:3]}-{CODE.digits[3:]} ",
    ],
)
def test_a_code_may_be_typed_in_either_script(typed: str) -> None:
    assert age(typed) == 0


def age_of_scan(token: str, now: dt.datetime = NINE_THIRTY) -> int | None:
    return codes.age_of_token(token, "secret", COURSE, ITEM, now)


def test_a_scan_is_its_token_and_nothing_else() -> None:
    assert age_of_scan(CODE.token) == 0
    assert age_of_scan(CODE.digits) is None
    assert age_of_scan(CODE.token[:7]) is None
    assert age_of_scan("ក" + CODE.token) is None
    assert age_of_scan("\ud800") is None
    assert age(CODE.token) is None


@pytest.mark.parametrize("typed", ["", CODE.digits[:5], CODE.digits + "0", CODE.token[:7], "ក"])
def test_what_is_no_code_has_no_age(typed: str) -> None:
    assert age(typed) is None


@pytest.mark.parametrize(("written", "age_then"), [(CODE.digits, age), (CODE.token, age_of_scan)])
def test_a_code_is_good_in_its_window_and_the_next_and_known_as_old_for_twenty_minutes(
    written: str, age_then: Callable[[str, dt.datetime], int | None]
) -> None:
    ages = [age_then(written, NINE_THIRTY + HALF_A_MINUTE * after) for after in range(-1, 42)]
    assert ages == [None, *range(40), None, None]
    assert [codes.is_fresh(each) for each in ages[:5]] == [False, True, True, False, False]


def test_a_code_of_another_item_is_none() -> None:
    assert age(CODE.digits, item=uuid.UUID(int=3)) is None


def test_a_window_ends_where_the_next_begins() -> None:
    assert CODE.ends_at > NINE_THIRTY
    assert codes.window_of(CODE.ends_at) == WINDOW + 1
    assert codes.window_of(CODE.ends_at - dt.timedelta(seconds=1)) == WINDOW
