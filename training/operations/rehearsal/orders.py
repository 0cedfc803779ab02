"""What the process that plays the phones is told, and what it tells."""

import msgspec

from training.live.rehearsing import Part, Progress

ADDRESS = "127.0.0.1"
"""The only address that a rehearsal ever connects to."""


class Pace(msgspec.Struct, frozen=True):
    """How long the steps take, in seconds, and how many slides are shown."""

    join_seconds: float = 10.0
    slides: int = 20
    slide_seconds: float = 1.0
    poll_seconds: float = 4.0
    opening_seconds: float = 4.0
    """In which everybody opens the quiz, or the page for the attendance code."""
    quiz_seconds: float = 10.0
    away_seconds: float = 20.0
    patience_seconds: float = 15.0
    """How long a phone waits for what it is to see before that counts as not come."""


USUAL = Pace()
QUICK = Pace(0.5, 4, 0.15, 0.3, 0.3, 1.0, 1.0, 10.0)


class Wanted(msgspec.Struct, frozen=True):
    """What the server of the rehearsal is to make ready."""

    phones: int
    pace: Pace


class Ready(msgspec.Struct, frozen=True):
    """The first line of that server: the order for the players, or why there is none."""

    order: "Order | None" = None
    fault: str = ""


class Order(msgspec.Struct, frozen=True):
    """Where to play, and what: paths and codes as a person on a phone would meet them."""

    port: int
    course_id: str
    join_code: str
    visit: str
    """The path that signs the trainer in."""
    names: tuple[tuple[str, str], ...]
    """Khmer and Latin, one for each phone."""
    slides: tuple[tuple[str, str], ...]
    """Module and slide, in the order of showing."""
    quiz: str
    """The module whose quiz is taken."""
    agenda_item: str
    """What attendance is opened for."""
    pace: Pace
    address: str = ADDRESS


class Told(msgspec.Struct, frozen=True):
    """One line from the players: how far they are, or in the end what they met with."""

    progress: Progress | None = None
    parts: tuple[Part, ...] = ()
    sent: dict[str, int] = {}
    """What phones were told is saved: `seats`, `poll`, `quiz`, `attendance`."""
    fault: str = ""
    """Why the rehearsal could not go on, for the person at the terminal."""


class NotThere(ValueError):
    """The server did what no rehearsal can go on from; the message says what."""


def require_this_machine(address: str) -> str:
    """The address, where it is this machine's own. Raises NotThere for any other."""
    if address != ADDRESS:
        raise NotThere(f"A rehearsal plays on this machine only, not on {address}.")
    return address
