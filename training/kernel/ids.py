"""Identifiers: UUIDv7 primary keys, random codes, numbers people can read aloud."""

import secrets
import threading
import time
import uuid

CROCKFORD = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_LOOKALIKES = str.maketrans({"O": "0", "I": "1", "L": "1"})


class _Ticks:
    """Milliseconds since 1970 with 12 bits to count in, never the same twice, never backwards."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._last = 0

    def next(self) -> int:
        with self._lock:
            self._last = max(self._last + 1, (time.time_ns() // 1_000_000) << 12)
            return self._last

    def continue_after(self, tick: int) -> None:
        with self._lock:
            self._last = max(self._last, tick)


_ticks = _Ticks()


def continue_after(known: uuid.UUID) -> None:
    """From now on this process makes ids greater than `known`, whatever its clock says.

    This is Lamport's rule for clocks that disagree. An id of another version says nothing.
    """
    if known.version == 7:
        _ticks.continue_after(known.int >> 80 << 12 | known.int >> 64 & 0xFFF)


def new_id(after: uuid.UUID | None = None) -> uuid.UUID:
    """A UUIDv7 (RFC 9562, section 5.7) that is greater than every earlier one of this process.

    The 12 bits after the version count within one millisecond (method 1 of section 6.2), so that
    rows sort in the order in which they were made, even after the clock was set back. Where another
    process may have made the row before, `after` is that row's id.
    """
    if after is not None:
        continue_after(after)
    return _id_of(secrets.randbits(62))


def new_ids(count: int) -> list[uuid.UUID]:
    """So many of them, in their order; the system is asked for random bits once."""
    random = secrets.token_bytes(8 * count)
    rests = (int.from_bytes(random[at : at + 8]) >> 2 for at in range(0, 8 * count, 8))
    return [_id_of(rest) for rest in rests]


def _id_of(rest: int) -> uuid.UUID:
    milliseconds, counter = divmod(_ticks.next(), 1 << 12)
    value = (milliseconds & ((1 << 48) - 1)) << 80
    value |= 0x7 << 76 | counter << 64
    value |= 0b10 << 62 | rest
    return uuid.UUID(int=value)


def random_code(bits: int) -> str:
    """A random Crockford base-32 code of `bits` bits, a multiple of 5: 40 bits give 8 letters."""
    if bits % 5:
        raise ValueError("bits must be a multiple of 5")
    value = secrets.randbits(bits)
    return "".join(CROCKFORD[value >> shift & 31] for shift in range(bits - 5, -1, -5))


def random_digits(count: int) -> str:
    """`count` random decimal digits, the first never 0, so that nobody drops it."""
    return str(secrets.randbelow(9 * 10 ** (count - 1)) + 10 ** (count - 1))


def read_code(typed: str) -> str:
    """What a person typed, as a Crockford code: upper case, no separators, O→0, I and L→1."""
    kept = "".join(letter for letter in typed.upper() if letter.isalnum())
    return kept.translate(_LOOKALIKES)


def grouped(code: str, size: int = 4) -> str:
    """The code in groups that are easy to read aloud: `ABCD-EFGH`."""
    return "-".join(code[start : start + size] for start in range(0, len(code), size))


def as_id(text: str) -> uuid.UUID | None:
    """The UUID written in `text`, or None."""
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
