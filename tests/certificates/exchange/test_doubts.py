"""Corrections that the server has reason to doubt: held back, and an administrator asked."""

import io
from pathlib import Path

import pytest

from tests.certificates.exchange.conftest import Laptop, Server, get
from tests.certificates.signed import change, sign
from tests.proofreading import ProofReadingClient
from training.certificates import rules
from training.certificates.exchange.doubts import does_not_count, of_another_key
from training.certificates.exchange.store import list_held_back
from training.certificates.exchange.taking_in import Taken
from training.certificates.model import State
from training.certificates.standing import Standing, standing_of
from training.certificates.tables import Certificate
from training.credentials import service as credentials
from training.kernel.ids import new_id

PAGE = "/certificates/exchange"


def correct(laptop: Laptop, number: str) -> str:
    """The laptop corrects one in its register, with its own key: the new number."""
    with laptop.database.writing() as session:
        old = get(session, number)
        new = sign(session, laptop.folder, replaces=old.id, edition=old.edition + 1).number
        change(session, old, State.REPLACED, 1)
        session.commit()
    return new


def say(server: Server, number: str, state: State, version: int = 1) -> None:
    with server.database.writing() as session:
        change(session, get(session, number), state, version, "The server's word")
        session.commit()


def standing(server: Server, number: str) -> Standing:
    with server.database.reading() as session:
        return standing_of(session, get(session, number))


def held_back(server: Server) -> list[str]:
    """The numbers that an administrator is asked about."""
    with server.database.reading() as session:
        keys = credentials.issuers(session).keys
        return [each.number for _, each in list_held_back(session, keys)]


@pytest.mark.parametrize(
    ("own", "left"), [(State.REVOKED, State.REVOKED), (State.SUSPENDED, State.REPLACED)]
)
def test_what_the_server_suspended_or_revoked_keeps_its_force_over_the_laptops_correction(
    laptop: Laptop, server: Server, own: State, left: State
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    say(server, number, own)
    first = correct(laptop, number)
    second = correct(laptop, first)
    taken = server.take(laptop.register())
    assert (taken.added, taken.held_back) == (2, 1)
    assert server.take(laptop.register()) == Taken(known=3)
    why = does_not_count(rules.written_number(number), "The server's word")
    found = standing(server, second)
    assert (found.state, found.reason) == (State.SUSPENDED, why)
    assert standing(server, first).state is State.REPLACED
    assert standing(server, number).state is left
    assert held_back(server) == [second]
    say(server, second, State.VALID, 2)
    assert server.take(laptop.register()) == Taken(known=3)
    assert standing(server, second).state is State.VALID
    assert held_back(server) == []


def test_a_correction_of_a_held_back_correction_waits_too(laptop: Laptop, server: Server) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    say(server, number, State.SUSPENDED)
    first = correct(laptop, number)
    server.take(laptop.register())
    second = correct(laptop, first)
    server.take(laptop.register())
    assert standing(server, second).state is State.SUSPENDED
    assert held_back(server) == [second]


def test_what_the_laptop_itself_suspended_and_reinstated_is_corrected_at_once(
    laptop: Laptop, server: Server
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    laptop.change(number, State.SUSPENDED)
    server.take(laptop.register())
    laptop.change(number, State.VALID, 2)
    with laptop.database.writing() as session:
        new = sign(session, laptop.folder, replaces=get(session, number).id, edition=2).number
        change(session, get(session, number), State.REPLACED, 3)
        session.commit()
    assert server.take(laptop.register()) == Taken(added=1, changed=1)
    assert standing(server, number).replaced_by == new
    assert standing(server, new).state is State.VALID


def test_what_the_server_has_corrected_itself_keeps_that_correction(
    laptop: Laptop, server: Server, tmp_path: Path
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    ours = Laptop(server.database, tmp_path)
    kept = correct(ours, number)
    other = correct(laptop, number)
    assert server.take(laptop.register()).held_back == 1
    assert standing(server, number).replaced_by == kept
    assert standing(server, kept).state is State.VALID
    assert standing(server, other).state is State.SUSPENDED


def test_no_key_takes_away_what_another_key_has_issued(
    laptop: Laptop, other_laptop: Laptop, server: Server
) -> None:
    number, own = laptop.sign(), other_laptop.sign("KEO Dara")
    server.trust(laptop)
    server.trust(other_laptop)
    server.take(laptop.register())
    with other_laptop.database.writing() as session:
        session.add(copied(laptop, number))
        session.commit()
    claimed = correct(other_laptop, number)
    assert server.take(other_laptop.register()) == Taken(added=2, held_back=1)
    assert standing(server, number) == Standing(State.VALID)
    found = standing(server, claimed)
    assert (found.state, found.reason) == (
        State.SUSPENDED, of_another_key(rules.written_number(number)),
    )  # fmt: skip
    assert standing(server, own).state is State.VALID
    kept = correct(laptop, number)
    server.take(laptop.register())
    assert standing(server, number).replaced_by == kept
    assert held_back(server) == [claimed]


def test_an_administrator_is_told_of_corrections_that_wait(
    laptop: Laptop, server: Server, administrator: ProofReadingClient
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    say(server, number, State.SUSPENDED)
    waiting = rules.written_number(correct(laptop, number))
    sent = {"file": (io.BytesIO(laptop.register()), "register.zip")}
    told = administrator.post(f"{PAGE}/import", data=sent, follow_redirects=True).text
    assert "1 correction waits for you" in told
    shown = administrator.get(PAGE).text
    listed = shown.partition("Corrections that wait for you")[2].partition("</section>")[0]
    assert waiting in listed
    assert rules.written_number(number) in listed
    assert "The server’s word" in listed or "The server&#39;s word" in listed


def copied(laptop: Laptop, number: str) -> Certificate:
    """The certificate as it stands in another register that holds it."""
    with laptop.database.reading() as session:
        found = get(session, number)
        names = ("number", "kind", "edition", "facts", "issued_at", "key_id", "status_index")
        return Certificate(id=new_id(), **{name: getattr(found, name) for name in names})


def test_a_doubtful_correction_that_comes_suspended_is_reinstated_by_no_later_file(
    laptop: Laptop, server: Server
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    say(server, number, State.REVOKED)
    new = correct(laptop, number)
    laptop.change(new, State.SUSPENDED)
    assert server.take(laptop.register()).held_back == 1
    laptop.change(new, State.VALID, 2)
    assert server.take(laptop.register()) == Taken(known=2)
    assert standing(server, new).state is State.SUSPENDED
    assert held_back(server) == [new]
