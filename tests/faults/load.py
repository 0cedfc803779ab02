"""A room at work: people who send one form after the other, and a ledger of what was acknowledged.

Whoever gets no acknowledgement sends the same form again, with the same key, until it comes.
"""

import itertools
import threading
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.faults.browser import CUT_OFF, Browser
from tests.faults.serving import PATIENCE_SECONDS, Server
from training.adapters.database import Database
from training.attendance.tables import AttendanceMark
from training.audit.tables import AuditEntry
from training.certificates.tables import Certificate
from training.live.tables import LiveAnswer
from training.quizzes.tables import QuizAnswer

Row = tuple[str, str]
"""What a form leaves in the database: the kind, and what only this one has."""


@dataclass(frozen=True, slots=True)
class Deed:
    """One form, the row that it leaves, and the status that acknowledges it."""

    row: Row
    path: str
    fields: Mapping[str, str]
    acknowledged: int
    by_script: bool = False
    cookies: Mapping[str, str] = field(default_factory=dict)


class Person:
    """Somebody with a browser and something to do."""

    def __init__(self, first_page: str, cookies: Mapping[str, str], deeds: Iterator[Deed]) -> None:
        self._first_page = first_page
        self._cookies = cookies
        self._deeds = deeds
        self._browser: Browser | None = None
        self.under_way: Deed | None = None

    def go_to(self, server: Server) -> Browser:
        """The browser, with a token; what was open before the server died is still good."""
        if self._browser is None:
            browser = Browser(server, self._cookies)
            browser.get(self._first_page)
            self._browser = browser
        self._browser.go_to(server)
        return self._browser

    def next_deed(self) -> Deed | None:
        """What was not acknowledged, else something new, None when all is done."""
        self.under_way = self.under_way or next(self._deeds, None)
        return self.under_way


class Load:
    """Everybody at once, until somebody says stop or the server dies."""

    def __init__(self, people: Sequence[Person], before: Iterable[Row]) -> None:
        self.people = people
        self.acknowledged = list(before)
        self.turned_away = 0
        self._faults: list[BaseException] = []
        self._stop = threading.Event()
        self._threads: list[threading.Thread] = []

    def begin(self, *servers: Server) -> None:
        """Sends the people to the servers in turn."""
        self._stop.clear()
        pairs = zip(self.people, itertools.cycle(servers), strict=False)
        self._threads = [threading.Thread(target=self._work, args=pair) for pair in pairs]
        for thread in self._threads:
            thread.start()

    def await_acknowledged(self, more: int) -> None:
        """Returns after so many more acknowledgements."""
        least = len(self.acknowledged) + more
        until = time.monotonic() + PATIENCE_SECONDS
        while len(self.acknowledged) < least:
            self._raise_faults()
            assert time.monotonic() < until, "the server takes no more"
            time.sleep(0.001)

    def await_turned_away(self) -> None:
        """Returns when as many forms were turned away as there are people."""
        until = time.monotonic() + PATIENCE_SECONDS
        while self.turned_away < len(self.people):
            self._raise_faults()
            assert time.monotonic() < until, "nobody is turned away"
            time.sleep(0.001)

    def end(self) -> None:
        """Lets everybody finish what is under way, or come to know that the server died."""
        self._stop.set()
        for thread in self._threads:
            thread.join(PATIENCE_SECONDS)
            assert not thread.is_alive(), "somebody still waits for an answer"
        self._raise_faults()

    @property
    def under_way(self) -> set[Row]:
        """What was sent and not acknowledged: it may be there or not."""
        return {person.under_way.row for person in self.people if person.under_way}

    def _raise_faults(self) -> None:
        if self._faults:
            raise self._faults[0]

    def _work(self, person: Person, server: Server) -> None:
        try:
            self._send_all(person, person.go_to(server))
        except CUT_OFF:
            return  # the server died
        except BaseException as fault:
            self._faults.append(fault)
            raise

    def _send_all(self, person: Person, browser: Browser) -> None:
        try:
            while not self._stop.is_set() and (deed := person.next_deed()):
                browser.cookies.update(deed.cookies)
                answer = browser.post(deed.path, deed.fields, by_script=deed.by_script)
                if answer.status == deed.acknowledged:
                    person.under_way = None
                    self.acknowledged.append(deed.row)
                else:
                    assert answer.status in {503, 507}, answer.text
                    self.turned_away += 1
                    self._stop.wait(0.05)
        finally:
            browser.close()


def kept(database: Database) -> Counter[Row]:
    """Every row that a deed left. Fails where one has no trace, or SQLite's file is damaged."""
    found: Counter[Row] = Counter()
    with database.snapshot() as connection, Session(connection) as session:
        if session.get_bind().dialect.name == "sqlite":
            checked = session.connection().exec_driver_sql("PRAGMA integrity_check").all()
            assert [tuple(row) for row in checked] == [("ok",)]
        for key in session.scalars(select(QuizAnswer.submission_key)):
            found["answer", key] += 1
        for key, source in session.execute(
            select(AttendanceMark.submission_key, AttendanceMark.source)
        ):
            found["mark" if source == "code" else "mark by hand", key.partition(".")[0]] += 1
        for key in session.scalars(select(LiveAnswer.submission_key)):
            found["live answer", key] += 1
        for seat_id in session.scalars(select(Certificate.seat_id)):
            found["certificate", str(seat_id)] += 1
        kinds = Counter(kind for kind, _ in found.elements())
        for kind, action in (("mark by hand", "marked"), ("certificate", "issued")):
            asked = select(func.count()).where(AuditEntry.action == action)
            assert session.scalar(asked) == kinds[kind]
    return found


def require_all_kept(database: Database, load: Load) -> None:
    """What was acknowledged is there, nothing is there twice, and nothing that nobody sent."""
    found = kept(database)
    lost = set(load.acknowledged) - set(found)
    assert not lost
    assert not [row for row, times in found.items() if times > 1]
    assert set(found) <= set(load.acknowledged) | load.under_way
