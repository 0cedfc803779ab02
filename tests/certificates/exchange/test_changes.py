"""What became of a certificate, on the laptop and on the server: the graver word holds."""

import pytest

from tests.certificates.exchange.conftest import Laptop, Server, get
from tests.certificates.signed import MOMENT, change, sign
from tests.conftest import Workshop
from training.certificates import changing, register_store
from training.certificates.exchange.taking_in import Taken
from training.certificates.model import State
from training.certificates.standing import standing_of
from training.kernel.access import ActorKind, Who


def test_what_became_of_it_later_comes_with_the_next_file_and_an_old_file_takes_nothing_back(
    laptop: Laptop, server: Server
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    old = laptop.register()
    server.take(old)
    laptop.change(number, State.REVOKED)
    laptop.sign("KEO Chantha")
    assert server.take(laptop.register()) == Taken(added=1, changed=1)
    server.take(old)
    with server.database.reading() as session:
        standing = standing_of(session, get(session, number))
    assert (standing.state, standing.reason, standing.since) == (State.REVOKED, "Because", MOMENT)


def test_a_corrected_certificate_points_to_the_new_one_there_too(
    laptop: Laptop, server: Server
) -> None:
    old = laptop.sign("SUN Sopheab")
    with laptop.database.writing() as session:
        replaced = get(session, old)
        new = sign(session, laptop.folder, replaces=replaced.id, edition=2).number
        change(session, replaced, State.REPLACED, 1)
        session.commit()
    server.trust(laptop)
    server.take(laptop.register())
    with server.database.reading() as session:
        standing = standing_of(session, get(session, old))
    assert (standing.state, standing.replaced_by) == (State.REPLACED, new)


@pytest.mark.parametrize(
    ("own", "brought", "left"),
    [
        (State.REVOKED, State.VALID, State.REVOKED),
        (State.REVOKED, State.SUSPENDED, State.REVOKED),
        (State.SUSPENDED, State.REVOKED, State.REVOKED),
    ],
)
def test_what_the_server_decided_can_be_made_graver_by_a_file_but_never_milder(
    laptop: Laptop, server: Server, own: State, brought: State, left: State
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    with server.database.writing() as session:
        change(session, get(session, number), own, 1, "The server's word")
        session.commit()
    laptop.change(number, brought)
    server.take(laptop.register())
    server.take(laptop.register())
    with server.database.reading() as session:
        assert get(session, number).state == left
        assert standing_of(session, get(session, number)).state == left


@pytest.mark.parametrize("last", [State.REVOKED, State.REPLACED])
def test_no_file_takes_back_what_was_revoked_or_replaced(
    laptop: Laptop, server: Server, last: State
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    laptop.change(number, last)
    server.take(laptop.register())
    laptop.change(number, State.VALID, 2)
    server.take(laptop.register())
    with server.database.reading() as session:
        assert get(session, number).state == last
        assert standing_of(session, get(session, number)).state == last


def test_what_waited_for_a_second_person_is_void_once_a_file_has_changed_the_certificate(
    laptop: Laptop, server: Server, workshop: Workshop
) -> None:
    number = laptop.sign()
    server.trust(laptop)
    server.take(laptop.register())
    first = Who(ActorKind.ACCOUNT, workshop.administrator_id, "The head")
    with server.database.writing() as session:
        certificate_id = get(session, number).id
        changing.propose(session, certificate_id, State.SUSPENDED, "Lent.", "k", first, MOMENT)
        session.commit()
    server.take(laptop.register())
    with server.database.reading() as session:
        assert len(register_store.list_waiting(session)) == 1  # nothing new, so it still waits
    laptop.change(number, State.REVOKED)
    server.take(laptop.register())
    with server.database.reading() as session:
        assert register_store.list_waiting(session) == []
