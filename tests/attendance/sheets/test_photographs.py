"""Photographs of a signed sheet: small, upright, without where they were taken."""

import io
from typing import Any

import pytest
from PIL import Image
from sqlalchemy import select

from tests.attendance.sheets.conftest import Client
from tests.conftest import ClientMaker, Workshop
from tests.courses.test_logos import bomb, post_files
from training.adapters.database import Database
from training.attendance.tables import SheetPhoto


def photograph(kind: str = "JPEG", size: tuple[int, int] = (3000, 2000), **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", size, "white").save(out, kind, **more)
    return out.getvalue()


def send_photos(client: Client, sheet: str, *contents: bytes, **more: str) -> Any:
    return post_files(client, f"{sheet}/photos", [("photos", each) for each in contents], **more)


def test_a_photograph_is_turned_upright_made_smaller_and_kept_without_where_it_was_taken(
    database: Database, trainer: Client, sheet: str
) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6
    exif[0x010F] = "A camera"
    assert send_photos(trainer, sheet, photograph(exif=exif), photograph("PNG")).status_code == 303
    with database.reading() as session:
        first, second = session.scalars(select(SheetPhoto).order_by(SheetPhoto.id)).all()
        kept = first.content
        assert b"A camera" not in kept
        with Image.open(io.BytesIO(kept)) as image:
            assert (image.format, image.size, dict(image.getexif())) == ("JPEG", (1333, 2000), {})
    shown = trainer.get(f"{sheet}/photos/{first.id}")
    assert (shown.mimetype, shown.data) == ("image/jpeg", kept)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert f"{sheet}/photos/{second.id}" in trainer.get(sheet).text


def test_photographs_are_for_the_staff_of_the_course_alone(
    database: Database, trainer: Client, trainee: Client, client_for: ClientMaker,
    workshop: Workshop, sheet: str,
) -> None:  # fmt: skip
    send_photos(trainer, sheet, photograph())
    with database.reading() as session:
        photo_id = session.scalar(select(SheetPhoto.id))
    stranger = client_for(account_id=workshop.stranger_id)
    for client in (trainee, stranger, client_for()):
        assert client.get(f"{sheet}/photos/{photo_id}").status_code in {302, 403}
    elsewhere = sheet.replace(str(workshop.course_id), str(workshop.elsewhere_id))
    assert stranger.get(f"{elsewhere}/photos/{photo_id}").status_code == 404
    shown = trainer.get(f"{sheet}/photos/{photo_id}")
    assert shown.headers["Cache-Control"] == "no-store", "no browser keeps a signature"


def test_the_same_photographs_twice_are_kept_once(
    database: Database, trainer: Client, sheet: str
) -> None:
    for _ in range(2):
        send_photos(trainer, sheet, photograph(), photograph(), submission_key="k")
    with database.reading() as session:
        assert len(session.scalars(select(SheetPhoto)).all()) == 2


@pytest.mark.parametrize(
    ("content", "status", "sentence"),
    [
        (b"", 422, "Please take or choose a photograph."),
        (b"\x00\x00\x00\x18ftypheic" + bytes(400), 422, "This is no photograph in JPEG or PNG"),
        (b"GIF89a" + bytes(400), 422, "This is no photograph in JPEG or PNG"),
        (b"<html><script>alert(1)</script>", 422, "This is no photograph in JPEG or PNG"),
        (photograph()[:2000], 422, "This is no photograph in JPEG or PNG"),
        (bomb(), 422, "This photograph has too many pixels."),
        (bytes(12_010_000), 422, "A photograph may have 12 MB at most."),
        (bytes(50_000_000), 413, "What was sent is too large, so nothing was saved."),
    ],
    ids=["none", "heic", "gif", "html", "cut off", "bomb", "12 MB", "50 MB"],
)
def test_what_is_no_photograph_is_refused_with_a_sentence(
    database: Database, trainer: Client, sheet: str, content: bytes, status: int, sentence: str
) -> None:
    answer = send_photos(trainer, sheet, content)
    assert answer.status_code == status
    assert sentence in answer.text
    with database.reading() as session:
        assert session.scalars(select(SheetPhoto)).all() == []


def test_a_sheet_keeps_thirty_photographs(trainer: Client, sheet: str) -> None:
    small = photograph(size=(20, 20))
    assert send_photos(trainer, sheet, *[small] * 30).status_code == 303
    answer = send_photos(trainer, sheet, small)
    assert answer.status_code == 409
    assert "This sheet has as many photographs as are kept of one." in answer.text
