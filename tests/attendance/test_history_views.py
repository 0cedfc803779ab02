"""One person's history, and what is contested: both sides, two buttons, everything stays."""

import re
import uuid
from collections.abc import Callable

import pytest
from msgspec.structs import replace

from tests.attendance.conftest import Marks, hand
from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.attendance import claim_store, recording, store
from training.attendance.model import Mark, MarkSource, MarkStatus
from training.audit import service as audit
from training.courses import service as courses
from training.courses.tables import Seat
from training.kernel.access import SYSTEM

Say = Callable[..., None]


@pytest.fixture
def say(database: Database, workshop: Workshop) -> Say:
    """`say(source, status)`: a phone or a sheet says something, of SUN Sopheap by itself."""

    def speak(
        source: MarkSource,
        status: MarkStatus = MarkStatus.PRESENT,
        key: str = "s1",
        seat_id: uuid.UUID = workshop.seat_id,
        item_id: uuid.UUID = workshop.item_ids[3],
    ) -> None:
        by = workshop.trainer_id if source is MarkSource.PAPER else None
        said = recording.Said(item_id, seat_id, source, status, NINE_THIRTY, by)
        with database.writing() as session:
            recording.take(session, workshop.course_id, said, key)
            session.commit()

    return speak


def word(mark: Mark, said: str, why: str = "") -> dict[str, str]:
    """What the page of conflicts sends about one of them."""
    return {f"said-{mark.id}": said, f"reason-{mark.id}": why}


def roll_of(workshop: Workshop) -> str:
    return f"/courses/{workshop.course_id}/attendance"


@pytest.mark.parametrize("language", ["km", "en"])
def test_a_contested_mark_is_on_the_roll_the_cockpit_and_its_own_page(
    client_for: ClientMaker, workshop: Workshop, say: Say, language: str
) -> None:
    laptop = client_for(account_id=workshop.trainer_id, language=language)
    roll = roll_of(workshop)
    for page in (roll, f"/courses/{workshop.course_id}"):
        assert f"{roll}/conflicts" not in laptop.get(page).text
    laptop.post(f"{roll}/hand", data=hand(workshop, "absent"))
    say(MarkSource.CODE)
    for page in (roll, f"/courses/{workshop.course_id}"):
        assert f"{roll}/conflicts" in laptop.get(page).text
    page_text = laptop.get(f"{roll}/conflicts").text
    assert len(re.findall('type="radio" name="said-', page_text)) == 3
    assert page_text.count(" checked") == 1, "nothing is settled by itself"
    assert "SUN Sopheap" in page_text


def test_so_much_may_be_contested_that_no_statement_could_name_it(
    database: Database, trainer: ProofReadingClient, workshop: Workshop, say: Say
) -> None:
    trainer.post(f"{roll_of(workshop)}/hand", data=hand(workshop, "absent"))
    say(MarkSource.CODE)
    contested = {(workshop.seat_id, workshop.item_ids[3])}
    others = {(uuid.uuid4(), uuid.uuid4()) for _ in range(17_000)}
    with database.reading() as session:
        for pairs, found in ((contested | others, 1), (others, 0)):
            asked = (session, workshop.course_id, pairs)
            assert len(store.list_marks_about(*asked)) == found
            assert len(claim_store.list_claims_about(*asked)) == found


@pytest.mark.parametrize(
    ("said", "status"), [("here", MarkStatus.PRESENT), ("away", MarkStatus.ABSENT)]
)
def test_settling_is_a_mark_by_hand_with_its_reason_in_the_trail(
    trainer: ProofReadingClient,
    database: Database,
    workshop: Workshop,
    say: Say,
    marks: Marks,
    said: str,
    status: MarkStatus,
) -> None:
    roll = roll_of(workshop)
    say(MarkSource.CODE, MarkStatus.PRESENT, "s1")
    say(MarkSource.PAPER, MarkStatus.ABSENT, "s2")
    page = trainer.get(f"{roll}/conflicts").text
    assert "on paper: SOK Bopha" in page
    (held,) = marks()
    sent = word(held, said, "Asked her.")
    for _ in range(2):
        assert trainer.post(f"{roll}/conflicts", data=sent).status_code == 303
    (mark,) = marks()
    assert (mark.status, mark.source, mark.version) == (status, MarkSource.HAND, 2)
    assert "Nothing is to be settled" in trainer.get(f"{roll}/conflicts").text
    with database.reading() as session:
        entry, *_ = audit.list_entries(session, workshop.seat_id)
    assert entry.after["reason"] == "Asked her."
    history = trainer.get(f"{roll}/{workshop.item_ids[3]}/1").text
    assert history.count("<li") >= 3
    assert "Asked her." in history
    assert "not taken over" in history


def test_minutes_stay_where_a_person_says_that_somebody_was_there(
    trainer: ProofReadingClient, workshop: Workshop, say: Say, marks: Marks
) -> None:
    roll = roll_of(workshop)
    trainer.post(f"{roll}/hand", data=hand(workshop, "late", minutes="12"))
    say(MarkSource.PAPER, MarkStatus.ABSENT)
    trainer.post(f"{roll}/conflicts", data=word(marks()[0], "here"))
    (mark,) = marks()
    assert (mark.status, mark.minutes_late, mark.version) == (MarkStatus.LATE, 12, 2)
    assert "Nothing is to be settled" in trainer.get(f"{roll}/conflicts").text


@pytest.mark.parametrize(
    "wrong", [{"said": "perhaps"}, {"why": "x" * 301}, {"said": "", "why": "She told me."}]
)
def test_what_cannot_be_settled_is_said_in_a_sentence_and_what_was_chosen_stays(
    trainer: ProofReadingClient,
    workshop: Workshop,
    say: Say,
    marks: Marks,
    wrong: dict[str, str],
) -> None:
    roll = roll_of(workshop)
    trainer.post(f"{roll}/hand", data=hand(workshop, "absent"))
    trainer.post(f"{roll}/hand", data=hand(workshop, "absent", seat="2"))
    say(MarkSource.CODE)
    say(MarkSource.CODE, seat_id=workshop.other_seat_id)
    one, other = marks()
    sent = word(one, "away", "Seen outside.") | word(other, **{"said": "here", **wrong})
    answer = trainer.post(f"{roll}/conflicts", data=sent)
    assert answer.status_code == 422
    assert 'role="alert"' in answer.text
    assert 'value="Seen outside."' in answer.text
    assert re.search(f'name="said-{one.id}" value="away" checked', answer.text)
    assert [mark.version for mark in marks()] == [1, 1]


def test_of_an_item_that_counts_no_more_nothing_is_to_be_settled(
    trainer: ProofReadingClient, database: Database, workshop: Workshop, say: Say, marks: Marks
) -> None:
    roll = roll_of(workshop)
    for item_id in workshop.item_ids[3:6:2]:
        trainer.post(f"{roll}/hand", data=hand(workshop, "absent", item=str(item_id)))
        say(MarkSource.CODE, item_id=item_id)
    one, other = marks()
    with database.writing() as session:
        agenda = courses.list_agenda(session, workshop.course_id)
        items = [
            replace(each, counts=each.counts and each.id != one.agenda_item_id) for each in agenda
        ]
        courses.change_agenda(
            session, workshop.course_id, items, frozenset(), SYSTEM, NINE_THIRTY, "uncounted"
        )
        session.commit()
    assert trainer.get(f"{roll}/conflicts").text.count("to-settle") == 1
    sent = word(one, "here") | word(other, "here")
    assert trainer.post(f"{roll}/conflicts", data=sent).status_code == 303
    assert {mark.agenda_item_id: mark.version for mark in marks()} == {
        one.agenda_item_id: 1, other.agenda_item_id: 2,
    }  # fmt: skip
    assert "Nothing is to be settled" in trainer.get(f"{roll}/conflicts").text


def test_many_are_settled_in_one_act_and_who_is_left_out_stays_contested(
    trainer: ProofReadingClient, database: Database, workshop: Workshop, say: Say, marks: Marks
) -> None:
    roll = roll_of(workshop)
    for seat, seat_id in (("1", workshop.seat_id), ("2", workshop.other_seat_id)):
        for item_id in workshop.item_ids[3:6:2]:
            trainer.post(
                f"{roll}/hand", data=hand(workshop, "absent", seat=seat, item=str(item_id))
            )
            say(MarkSource.CODE, seat_id=seat_id, item_id=item_id)
    first, second, third, fourth = marks()
    sent = {"submission_key": "k"} | word(first, "here", "Asked her.") | word(second, "away")
    sent |= word(third, "here") | word(fourth, "")
    page = trainer.post(f"{roll}/conflicts", data=sent, follow_redirects=True).text
    assert "3 marks were settled." in page
    assert page.count("to-settle") == 1
    again = trainer.post(f"{roll}/conflicts", data=sent, follow_redirects=True).text
    assert "3 had been settled or changed in the meantime" in again
    assert sorted(mark.version for mark in marks()) == [1, 2, 2, 2]
    assert [mark for mark in marks() if mark.version == 1] == [fourth]
    with database.reading() as session:
        trail = [
            (entry.actor_name, entry.after["status"], entry.after.get("reason"))
            for seat_id in (workshop.seat_id, workshop.other_seat_id)
            for entry in audit.list_entries(session, seat_id)
            if entry.after.get("version") == 2
        ]
    assert sorted(trail, key=str) == [
        ("SOK Bopha", "absent", None),
        ("SOK Bopha", "present", "Asked her."),
        ("SOK Bopha", "present", None),
    ]


def test_what_somebody_else_has_settled_since_stays_as_it_is(
    trainer: ProofReadingClient,
    administrator: ProofReadingClient,
    workshop: Workshop,
    say: Say,
    marks: Marks,
) -> None:
    roll = roll_of(workshop)
    trainer.post(f"{roll}/hand", data=hand(workshop, "absent"))
    say(MarkSource.CODE)
    (seen,) = marks()
    trainer.post(f"{roll}/conflicts", data=word(seen, "here"))
    answer = administrator.post(f"{roll}/conflicts", data=word(seen, "away"), follow_redirects=True)
    assert "1 had been settled or changed in the meantime" in answer.text
    assert [(mark.version, mark.status) for mark in marks()] == [(2, MarkStatus.PRESENT)]


def test_a_word_about_nothing_changes_nothing(
    trainer: ProofReadingClient, workshop: Workshop, marks: Marks
) -> None:
    for name in ("said-x", f"said-{uuid.UUID(int=1)}", "said-"):
        sent = {name: "here"}
        page = trainer.post(f"{roll_of(workshop)}/conflicts", data=sent, follow_redirects=True)
        assert page.status_code == 200
    assert marks() == ()


def test_history_says_what_holds_what_was_taken_back_and_what_another_seat_had(
    trainer: ProofReadingClient, database: Database, workshop: Workshop, say: Say
) -> None:
    roll, item = roll_of(workshop), workshop.item_ids[3]
    say(MarkSource.CODE)
    trainer.post(f"{roll}/hand", data=hand(workshop, "absent"))
    undo = {"item": str(item), "seat": "1", "key": "page-1.absent.None.None"}
    assert trainer.post(f"{roll}/undo", data=undo).status_code == 303
    page = trainer.get(f"{roll}/{item}/1").text
    assert page.count("holds now") == 1
    assert "brought back by “Undo”" in page
    assert page.index("holds now") < page.index("<b>Absent</b>")
    with database.writing() as session:
        session.get_one(Seat, workshop.seat_id).merged_into = workshop.other_seat_id
        session.commit()
    page = trainer.get(f"{roll}/{item}/2").text
    assert page.count("as seat 1, before the two were merged") == 3
    assert "holds now" not in page
    assert trainer.get(f"{roll}/{item}/1").status_code == 404


def test_history_of_another_course_is_not_found(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    other = f"/courses/{workshop.course_id}/attendance/{uuid.UUID(int=1)}/1"
    assert trainer.get(other).status_code == 404
