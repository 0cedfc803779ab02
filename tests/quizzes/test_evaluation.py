"""The evaluation as the trainer reads it: what is counted, and the pages."""

import datetime as dt
import io
import re
from collections.abc import Sequence

import pytest
from openpyxl import load_workbook

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.forms import add_seats, evaluate, send
from tests.quizzes.openings import after, let, shut
from training.adapters.database import Database
from training.kernel.locales import Bilingual
from training.modules.model import NO_WORDS, Item, ItemKind
from training.quizzes.assessments import EVALUATION
from training.quizzes.opinions import opinions, percent

CLOSED = after(30)


SCALE = Item(
    "day", ItemKind.SCALE, "", 0, Bilingual("ក", "Day?"), NO_WORDS, marks=0, steps=5,
    ends=(Bilingual("ក", "Bad"), Bilingual("ខ", "Good")),
)  # fmt: skip


def counted(codes: Sequence[str]) -> tuple[list[int], list[int], Bilingual | None]:
    from training.kernel.ids import new_id

    (found,) = opinions([SCALE], {new_id(): {"day": code} for code in codes})
    return (
        [each.count for each in found.tallies],
        [each.percent for each in found.tallies],
        found.average,
    )


def test_a_scale_is_counted_step_by_step_with_its_mean() -> None:
    counts, shares, average = counted(["5", "5", "4", "2"])
    assert counts == [0, 1, 0, 1, 2]
    assert shares == [0, 25, 0, 25, 50]
    assert average == Bilingual("៤,០", "4.0")


def test_nobody_is_no_mean() -> None:
    assert counted([]) == ([0] * 5, [0] * 5, None)


def test_a_half_is_rounded_up() -> None:
    assert (percent(1, 8), percent(1, 3), percent(2, 3), percent(0, 0)) == (13, 33, 67, 0)


def address(workshop: Workshop, ending: str = "") -> str:
    return f"/courses/{workshop.course_id}/quiz/{EVALUATION}/answers{ending}"


@pytest.fixture
def filled(database: Database, workshop: Workshop) -> Workshop:
    """The workshop whose evaluation is open, with six answers."""
    with database.writing() as session:
        let(session, workshop, EVALUATION)
        seats = add_seats(session, workshop, 6)
        evaluate(session, workshop, seats)
        send(session, workshop, seats[0], EVALUATION, after(2))
        session.commit()
    return workshop


def close_now(database: Database, workshop: Workshop, now: dt.datetime = CLOSED) -> None:
    with database.writing() as session:
        shut(session, workshop, EVALUATION, now)
        session.commit()


def test_the_trainer_reads_only_numbers_while_it_is_open(
    filled: Workshop, trainer: ProofReadingClient
) -> None:
    page = trainer.get(address(filled)).text
    assert "6</b> of 8 have begun" in page
    assert "4</b> are finished" in page
    assert "Words number" not in page
    assert "once you have closed the evaluation" in page
    assert b"Words number" not in trainer.get(address(filled, ".xlsx")).data


@pytest.mark.parametrize("language", ["en", "km"])
def test_the_trainer_reads_every_answer_after_the_closing(
    database: Database, filled: Workshop, client_for: ClientMaker, language: str
) -> None:
    close_now(database, filled)
    page = client_for(account_id=filled.trainer_id, language=language).get(address(filled)).text
    assert {f"Words number {each} at 1" for each in range(6)} == set(
        re.findall(r"Words number \d at 1", page)
    )
    widths = [int(each) for each in re.findall(r'class="opinion-share" width="(\d+)"', page)]
    assert widths == [33, 17, 17, 17, 17]


def test_the_table_has_a_row_for_each_answer_and_no_person(
    database: Database, filled: Workshop, trainer: ProofReadingClient
) -> None:
    close_now(database, filled)
    book = load_workbook(io.BytesIO(trainer.get(address(filled, ".xlsx")).data))
    rows = list(book.worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("Question", "Answer", "People who gave it", "People who answered")
    assert ("How was the day?", "1 / 5 Not good", 2, 6) in rows
    assert len(rows) == 1 + 5 + 6
    assert not any("CHAN" in str(row) for row in rows)


def test_too_few_are_said_to_be_too_few(
    database: Database, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    with database.writing() as session:
        let(session, workshop, EVALUATION)
        evaluate(session, workshop, add_seats(session, workshop, 4))
        session.commit()
    close_now(database, workshop)
    page = trainer.get(address(workshop)).text
    assert "Fewer than five people have answered" in page
    assert "Words number" not in page
