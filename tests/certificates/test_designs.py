"""Designs of certificates: versions that freeze, the house's own, and pictures that are kept."""

import datetime as dt
import hashlib
import io
import uuid
from collections.abc import Iterator

import msgspec
import pytest
from flask import Flask
from PIL import Image
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from training.audit import service as audit
from training.certificates import store
from training.certificates.designs import designs, pictures
from training.certificates.model import (
    Design,
    Kind,
    Logo,
    Signatory,
    Wording,
    facts_from_json,
)
from training.certificates.paper.paper import SAMPLE
from training.certificates.tables import Certificate, CertificatePicture
from training.courses import logos
from training.courses import service as courses
from training.courses.model import LogoRole
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal

DRAWING = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 4 2"><path d="M0 0H4V2Z"/></svg>'
FACTS = facts_from_json(SAMPLE.read_bytes())
GREEN = Design(wording=Wording(heading_en="Green"))
BLUE = Design(wording=Wording(heading_en="Blue"), kingdom_header=True)


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["training.database"].writing() as made:
        yield made


def make(session: Session, kind: Kind = Kind.ATTENDANCE, key: str = "made") -> designs.Version:
    return designs.make(session, kind, "Ministry", key, SYSTEM, NINE_THIRTY)


def change(session: Session, design_id: uuid.UUID, design: Design, key: str) -> designs.Version:
    return designs.change(session, design_id, "Ministry", design, key, SYSTEM, NINE_THIRTY)


def choose(session: Session, workshop: Workshop, **families: uuid.UUID) -> None:
    course = courses.get_course(session, workshop.course_id)
    course.rule = msgspec.structs.replace(course.rule, designs=families)


def test_a_course_that_chose_nothing_has_the_design_of_the_house(
    session: Session, workshop: Workshop
) -> None:
    course = courses.get_course(session, workshop.course_id)
    assert designs.design_for(session, course, Kind.ATTENDANCE) == (None, Design())
    choose(session, workshop, attendance=uuid.uuid4())
    assert designs.design_for(session, course, Kind.ATTENDANCE) == (None, Design())


def test_a_design_is_changed_in_place_until_a_certificate_was_issued_with_it(
    session: Session, workshop: Workshop
) -> None:
    made = make(session)
    choose(session, workshop, attendance=made.family)
    course = courses.get_course(session, workshop.course_id)
    assert change(session, made.id, GREEN, "1").id == made.id
    assert designs.design_for(session, course, Kind.ATTENDANCE) == (made.id, GREEN)
    designs.mark_used(session, made.id, NINE_THIRTY)
    second = change(session, made.id, BLUE, "2")
    assert (second.number, second.family, second.used_at) == (2, made.family, None)
    assert designs.get(session, made.id).design == GREEN
    assert designs.design_for(session, course, Kind.ATTENDANCE) == (second.id, BLUE)
    assert designs.design_for(session, course, Kind.TRAINER) == (None, Design())


def test_the_same_form_twice_makes_one_version(session: Session) -> None:
    made = make(session)
    assert make(session).id == made.id
    designs.mark_used(session, made.id, NINE_THIRTY)
    versions = {change(session, made.id, GREEN, "1").id for _ in range(2)}
    assert len(versions) == 1
    assert [each.number for each in designs.list_versions(session, made.family)] == [2, 1]


def test_an_old_version_is_not_changed_behind_a_newer_one(session: Session) -> None:
    made = make(session)
    designs.mark_used(session, made.id, NINE_THIRTY)
    change(session, made.id, GREEN, "1")
    with pytest.raises(Refusal, match="newer version"):
        change(session, made.id, BLUE, "2")


def test_saving_without_a_change_makes_no_version(session: Session) -> None:
    made = make(session)
    designs.mark_used(session, made.id, NINE_THIRTY)
    assert change(session, made.id, made.design, "1").id == made.id


def test_a_design_is_frozen_since_its_first_certificate(session: Session) -> None:
    made = make(session)
    designs.mark_used(session, None, NINE_THIRTY)
    assert designs.get(session, made.id).used_at is None
    for hour in (0, 1):
        designs.mark_used(session, made.id, NINE_THIRTY + dt.timedelta(hours=hour))
        session.expire_all()
        assert designs.get(session, made.id).used_at == NINE_THIRTY


def test_certificates_are_counted_for_the_version_that_was_printed(
    session: Session, workshop: Workshop
) -> None:
    first = make(session)
    designs.mark_used(session, first.id, NINE_THIRTY)
    second = change(session, first.id, GREEN, "1")
    for edition, design_id in enumerate((first.id, first.id, second.id, None), start=1):
        session.add(
            Certificate(
                id=uuid.uuid4(), number=str(edition), course_id=workshop.course_id,
                seat_id=workshop.seat_id, kind="attendance", edition=edition, facts=FACTS,
                issued_at=NINE_THIRTY, design_id=design_id,
            )
        )  # fmt: skip
    session.flush()
    found = designs.count_issued(session, [first.id, second.id, uuid.uuid4()])
    assert found == {first.id: 2, second.id: 1}


def test_a_design_is_put_on_the_facts_of_a_course() -> None:
    logo, own = Logo("a" * 64), Logo("b" * 64)
    signed = Signatory("", "KEO Sovannary", "", "Minister", "c" * 64)
    dressed = designs.on_facts(FACTS, Design(logos=(own,), signatories=(signed,)), [logo])
    assert (dressed.logos, dressed.signatories) == ((logo, own), (signed,))
    assert dressed.pictures == ("a" * 64, "b" * 64, "c" * 64)
    house = designs.on_facts(FACTS, designs.HOUSE)
    assert (house.signatories, house.kingdom_header) == (FACTS.signatories, False)
    blue = designs.on_facts(FACTS, BLUE)
    assert (blue.wording.heading_en, blue.kingdom_header) == ("Blue", True)


def test_what_was_changed_is_in_the_trail(session: Session) -> None:
    made = make(session)
    change(session, made.id, GREEN, "1")
    newest, oldest = audit.list_entries(session, made.id)
    assert (oldest.action, newest.action) == ("made", "changed")
    assert newest.before["design"]["wording"]["heading_en"] == ""
    assert newest.after["design"]["wording"]["heading_en"] == "Green"


def test_the_list_has_the_newest_of_each_by_kind(session: Session) -> None:
    trainer = make(session, Kind.TRAINER, "t")
    first = make(session)
    designs.mark_used(session, first.id, NINE_THIRTY)
    second = change(session, first.id, GREEN, "1")
    assert [each.id for each in designs.list_newest(session)] == [second.id, trainer.id]


def test_a_picture_is_kept_once_by_the_hash_of_its_bytes(session: Session) -> None:
    first = pictures.keep_picture(session, DRAWING, SYSTEM, NINE_THIRTY)
    assert first == pictures.keep_picture(session, DRAWING, SYSTEM, NINE_THIRTY)
    assert first == hashlib.sha256(DRAWING).hexdigest()
    assert session.query(CertificatePicture).count() == 1


def test_a_photograph_is_written_anew(session: Session) -> None:
    sent = io.BytesIO()
    Image.new("RGB", (3000, 900), "white").save(sent, "JPEG", comment=b"taken at home")
    digest = pictures.keep_picture(session, sent.getvalue(), SYSTEM, NINE_THIRTY)
    (kept,) = store.list_pictures(session, [digest]).values()
    assert b"taken at home" not in kept.content
    with Image.open(io.BytesIO(kept.content)) as image:
        assert image.size == (1000, 300)
    assert hashlib.sha256(kept.content).hexdigest() == digest


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (bytes(1_000_001), "1 MB at most"),
        (DRAWING.replace(b"<path", b"<script>1</script><path"), "more than a drawing"),
        (DRAWING.replace(b"<path", b'<path onload="x()"'), "more than a drawing"),
        (DRAWING.replace(b"<path", b'<image href="data:image/svg+xml,x"/><path'), "more than"),
        (b"%PDF-1.7", "no picture"),
    ],
)
def test_what_cannot_be_trusted_on_a_paper_is_not_kept(
    session: Session, content: bytes, sentence: str
) -> None:
    with pytest.raises(Refusal, match=sentence):
        pictures.keep_picture(session, content, SYSTEM, NINE_THIRTY)
    assert session.query(CertificatePicture).count() == 0


def test_the_logos_of_the_organisers_are_kept_and_those_of_funders_are_not(
    session: Session, workshop: Workshop
) -> None:
    for role, words in ((LogoRole.FUNDER, "Payer"), (LogoRole.ORGANISER, "Institute")):
        picture = ("image/svg+xml", DRAWING)
        logos.add_logo(
            session, workshop.course_id, role, Bilingual("", words), picture, words, SYSTEM,
            NINE_THIRTY,
        )  # fmt: skip
    (logo,) = pictures.keep_course_logos(session, workshop.course_id, NINE_THIRTY)
    assert logo.words_en == "Institute"
    assert store.list_pictures(session, [logo.picture])[logo.picture].content == DRAWING
