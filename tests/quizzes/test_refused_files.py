"""Files of questions that cannot be taken, or not whole: what is told, and that nothing stays."""

import io
import re
from dataclasses import dataclass

import pytest
from openpyxl import Workbook

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import count
from tests.quizzes.question_files import GIFT, choose, chosen, find_set, keep, saved_nothing
from training.adapters.database import Database
from training.quizzes.exchange import formats
from training.quizzes.tables import QuestionFile

BROKEN = GIFT + "\n::five::Never closed?{=a\n"


def test_what_cannot_be_taken_stands_there_with_its_line_and_its_reason(
    trainer: ProofReadingClient,
) -> None:
    page = trainer.get(chosen(trainer, BROKEN)).text
    assert "These cannot be taken" in page
    assert re.search(r'<td class="number">9</td><td>[^<]*brace', page)


def test_the_others_are_saved_only_when_that_is_ticked(
    trainer: ProofReadingClient, database: Database
) -> None:
    refused = keep(trainer, BROKEN)
    assert refused.status_code == 422
    assert "Some questions cannot be taken" in refused.text
    assert saved_nothing(database)
    assert keep(trainer, BROKEN, take_the_rest="y").status_code == 303
    kept = find_set(database, "own-the-sky")
    assert kept is not None
    assert len(kept.items) == 4


def merged_cells() -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    sheet.append(["question", "a", "b", "right"])
    sheet.append(["Which?", "one", "two", "A"])
    sheet.merge_cells("A2:B2")
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


BOMB = """<?xml version="1.0"?><!DOCTYPE quiz [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]>
<quiz><question type="essay"><questiontext><text>&b;</text></questiontext></question></quiz>"""


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("a.gift", b"", "This file is empty."),
        ("a.gift", b"only words", "It has no answers in braces"),
        ("a.gift", b"Never closed?{=a ~b", "brace"),
        ("a.gift", bytes(range(256)) * 40, "The file is not UTF-8."),
        ("a.gift", b"\x7fELF\x02\x01\x01" + b"\0" * 5_000, "It has no answers in braces"),
        ("a.xml", BOMB.encode(), "The file has a DOCTYPE"),
        ("a.xml", BOMB.replace('"ha"', 'SYSTEM "file:///etc/hostname"').encode(), "a DOCTYPE"),
        ("a.xml", b"<quiz><question></quiz>", "an element is closed that is not the one open"),
        ("a.xlsx", merged_cells(), "This row has merged cells."),
        ("a.xlsx", b"PK\x03\x04 and no more", "The file is no XLSX that can be read."),
        ("", b"", "Please choose a file."),
    ],
)
def test_a_file_that_holds_nothing_to_take_is_told_and_nothing_of_it_stays(
    name: str, content: bytes, told: str, trainer: ProofReadingClient, database: Database
) -> None:
    answer = choose(trainer, content, name)
    assert answer.status_code == 422
    assert told in answer.text
    assert saved_nothing(database)
    with database.reading() as session:
        assert count(session, QuestionFile) == 0


def test_a_form_without_any_file_asks_for_one(trainer: ProofReadingClient) -> None:
    for answer in (trainer.post("/questions"), trainer.post("/questions", data={"file": "words"})):
        assert answer.status_code == 422
        assert "Please choose a file." in answer.text


def test_a_format_that_is_none_is_refused(trainer: ProofReadingClient) -> None:
    answer = choose(trainer, format="pdf")
    assert answer.status_code == 422
    assert "Please choose one of the formats" in answer.text


def test_the_chosen_format_counts_more_than_the_name(trainer: ProofReadingClient) -> None:
    aiken = "Which?\nA) this\nB) that\nANSWER: B\n"
    answer = choose(trainer, aiken, "questions.gift", format="aiken")
    assert "Save 1 question" in trainer.get(answer.location or "").text


def test_a_file_larger_than_is_taken_is_refused_before_it_is_read(
    client_for: ClientMaker, workshop: Workshop, database: Database
) -> None:
    staff = client_for(account_id=workshop.trainer_id, language="km")
    answer = choose(staff, b"x" * (formats.MOST_BYTES + 100_000))
    assert answer.status_code == 413
    assert '<html lang="km"' in answer.text
    with database.reading() as session:
        assert count(session, QuestionFile) == 0


def test_a_file_of_the_largest_size_comes_through(trainer: ProofReadingClient) -> None:
    filler = b"// " + b"x" * 96 + b"\n"
    large = GIFT.encode() + b"\n" + filler * 90_000
    assert len(large) > 8_000_000
    assert choose(trainer, large).status_code == 303


def test_other_pages_take_no_more_than_before(trainer: ProofReadingClient) -> None:
    assert choose(trainer, b"x" * 2_000_000, path="/courses/new").status_code == 413


@dataclass
class Many:
    """So many questions at once, as GIFT."""

    count: int

    def __str__(self) -> str:
        return "".join(f"::q{each}::Number {each}?{{=a ~b}}\n\n" for each in range(self.count))


def test_refusals_are_bounded_as_well(trainer: ProofReadingClient) -> None:
    page = trainer.get(chosen(trainer, f"{Many(1)}" + "Only words.\n\n" * 300)).text
    assert "100 of 300 are shown here." in page
    assert page.count("It has no answers in braces") == 100
