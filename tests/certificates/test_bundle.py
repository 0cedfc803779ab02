"""All certificates of a course in one ZIP: what is in it, what files are called, bit by bit."""

import csv
import datetime as dt
import io
import itertools
import uuid
import zipfile

import msgspec
import pytest
from flask import Flask
from pypdf import PdfReader

from tests.certificates.issued import issue_one
from tests.certificates.registered import register
from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from tests.saying import require_said
from training.certificates import texts
from training.certificates.delivery import bundle
from training.certificates.delivery.papers import Paper
from training.certificates.model import Facts, Logo, facts_from_json
from training.certificates.paper.paper import SAMPLE
from training.certificates.tables import Certificate


def facts(**changes: object) -> Facts:
    return msgspec.structs.replace(facts_from_json(SAMPLE.read_bytes()), **changes)


def papers(count: int) -> list[Paper]:
    return [Paper(facts(number=f"R2P-0000{at}-AAAAA"), "", {}) for at in range(count)]


def test_each_person_has_a_file_and_the_index_says_whose_it_is() -> None:
    archive = zipfile.ZipFile(io.BytesIO(b"".join(bundle.stream(papers(3)))))
    assert archive.testzip() is None
    assert archive.namelist() == [
        "001 ត្បូង ស្រីមុំ · TBOUNG Sreymom · R2P-00000-AAAAA.pdf",
        "002 ត្បូង ស្រីមុំ · TBOUNG Sreymom · R2P-00001-AAAAA.pdf",
        "003 ត្បូង ស្រីមុំ · TBOUNG Sreymom · R2P-00002-AAAAA.pdf",
        "index.csv",
    ]
    rows = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [f"R2P-0000{at}-AAAAA" for at in range(3)]
    assert [row[6] for row in rows[1:]] == archive.namelist()[:-1]
    assert {row[8] for row in rows[1:]} == {""}
    assert all(dt.date.fromisoformat(row[5]) for row in rows[1:])  # a day for every spreadsheet
    for row in rows[1:]:
        text = PdfReader(io.BytesIO(archive.read(row[6]))).pages[0].extract_text()
        assert "TBOUNG Sreymom" in text


def test_it_is_sent_while_it_is_made() -> None:
    asked = []

    class Slow(Paper):
        def pdf(self) -> bytes:
            asked.append(self.facts.number)
            return b"%PDF"

    pieces = bundle.stream([Slow(each.facts, "", {}) for each in papers(9)])
    first = list(itertools.islice(pieces, 1))
    assert b"R2P-00000-AAAAA.pdf" in first[0]
    assert asked == ["R2P-00000-AAAAA"]
    assert zipfile.ZipFile(io.BytesIO(b"".join([*first, *pieces]))).testzip() is None


@pytest.mark.parametrize(
    "broken",
    [
        Paper(facts(number="R2P-BROKE-AAAAA", template_version="formal-9"), "", {}),
        Paper(facts(number="R2P-BROKE-AAAAA", logos=(Logo("0" * 64),)), "", {}),
    ],
    ids=["an unknown layout", "a picture that is not here"],
)
def test_what_cannot_be_printed_here_is_missing_and_named_and_all_others_are_there(
    broken: Paper,
) -> None:
    first, second = papers(2)
    archive = zipfile.ZipFile(io.BytesIO(b"".join(bundle.stream([first, broken, second]))))
    assert archive.testzip() is None
    rows = list(csv.reader(io.StringIO(archive.read("index.csv").decode("utf-8-sig"))))[1:]
    assert [row[0] for row in rows] == ["R2P-00000-AAAAA", "R2P-BROKE-AAAAA", "R2P-00001-AAAAA"]
    assert [row[6] for row in rows if row[6]] == archive.namelist()[:-1]
    assert (rows[1][6], rows[1][8].partition(" / ")[2]) == (
        "", "This computer cannot print this certificate, so there is no file",
    )  # fmt: skip
    assert len(archive.namelist()) == 3


def test_the_same_papers_give_the_same_bytes() -> None:
    assert b"".join(bundle.stream(papers(2))) == b"".join(bundle.stream(papers(2)))


def test_no_name_breaks_a_disk() -> None:
    names = bundle.file_names(
        [
            facts(name_km="ស្ត្រី" * 20, name_en="A" * 120),
            facts(name_km="", name_en='../..\\x:y*?<>|"\x07'),
            facts(name_km="សុខ\u200bសុភាព", name_en=""),
        ]
    )
    assert all(len(name.encode()) <= 255 for name in names)
    assert names[0].startswith("001 ស្ត្រីស្ត្រី")
    assert "ស្ត…" not in names[0]  # cut between whole letters
    assert names[1] == "002 x y · SAMPLE-2026-00042.pdf"
    assert names[2].startswith("003 សុខ សុភាព")


def test_nothing_issued_is_said_in_a_sentence(
    trainer: ProofReadingClient, workshop: Workshop
) -> None:
    answer = trainer.get(f"/courses/{workshop.course_id}/certificates.zip")
    assert answer.status_code == 404
    assert "There is no certificate here yet" in answer.text


def test_old_and_new_layouts_of_one_file_are_printed_together(
    app: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    change_facts(app, issue_one(app, workshop), template_version="attendance-1")
    register(app, course_id=workshop.course_id)
    answer = trainer.get(f"/courses/{workshop.course_id}/certificates.pdf")
    assert answer.data.startswith(b"%PDF")


def test_a_layout_of_a_newer_version_is_a_sentence(
    app: Flask, workshop: Workshop, trainer: ProofReadingClient
) -> None:
    change_facts(app, issue_one(app, workshop), template_version="formal-9")
    answer = trainer.get(f"/courses/{workshop.course_id}/certificates.pdf")
    require_said(app, answer, 409, texts.NOT_PRINTED_HERE, "en")


def change_facts(app: Flask, certificate_id: uuid.UUID, **changes: object) -> None:
    with app.extensions["training.database"].writing() as session:
        row = session.get_one(Certificate, certificate_id)
        row.facts = msgspec.structs.replace(row.facts, **changes)
        session.commit()
