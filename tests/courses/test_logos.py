"""Logos of a course: taken, ordered, shown, removed; and what is not taken, with a sentence."""

import io
import struct
import zlib
from typing import Any

import pytest
from flask import Flask
from PIL import Image
from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import encode_multipart

from tests.conftest import NINE_THIRTY, Workshop
from tests.proofreading import ProofReadingClient
from training.audit.tables import AuditEntry
from training.courses import service as courses
from training.courses.model import CourseState, Logo
from training.kernel.access import SYSTEM

DRAWING = (
    b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20">'
    b'<rect width="40" height="20" fill="#16345c"/></svg>'
)


def picture(kind: str, size: tuple[int, int] = (90, 60), mode: str = "RGB", **more: Any) -> bytes:
    out = io.BytesIO()
    Image.new(mode, size, "red" if mode.startswith("RGB") else 1).save(out, kind, **more)
    return out.getvalue()


def chunk(name: bytes, content: bytes) -> bytes:
    sum_of = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", sum_of)


def bomb() -> bytes:
    """A PNG of a few kilobytes that would be 900 million pixels."""
    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes(3_000_000), 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", body) + chunk(b"IEND", b"")


def send(client: ProofReadingClient, workshop: Workshop, content: bytes, **more: str) -> Any:
    given = {"role": "organiser", "words_en": "The organiser", "words_km": "អ្នករៀបចំ", **more}
    path = f"/courses/{workshop.course_id}/logos"
    return post_files(client, path, [("picture", content)], **given)


def post_files(
    client: ProofReadingClient, path: str, files: list[tuple[str, bytes]], **more: str
) -> Any:
    """Sends files from memory: a large body of the test client's own making stays open."""
    sent: MultiDict[str, Any] = MultiDict(more)
    for name, content in files:
        sent.add(name, FileStorage(io.BytesIO(content), "file.bin"))
    boundary, body = encode_multipart(sent)
    kind = f'multipart/form-data; boundary="{boundary}"'
    return client.post(path, data=body, content_type=kind)


def logos_of(app: Flask, workshop: Workshop) -> tuple[Logo, ...]:
    with app.extensions["training.database"].reading() as session:
        return courses.logos_of(session, workshop.course_id)


def test_a_logo_is_kept_shown_and_removed(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    assert send(trainer, workshop, DRAWING).status_code == 303
    assert send(trainer, workshop, picture("PNG"), role="funder").status_code == 303
    drawing, photo = logos_of(app, workshop)
    assert (drawing.role, drawing.media_type, drawing.content) == (
        "organiser", "image/svg+xml", DRAWING,
    )  # fmt: skip
    assert (photo.role, photo.media_type) == ("funder", "image/png")
    path = f"/courses/{workshop.course_id}/logos"
    shown = trainer.get(f"{path}/{drawing.id}")
    assert (shown.mimetype, shown.data) == ("image/svg+xml", DRAWING)
    assert "sandbox" in shown.headers["Content-Security-Policy"]
    assert f'src="{path}/{photo.id}"' in trainer.get(path).text
    trainer.post(f"{path}/change", data={"remove": str(drawing.id)})
    assert [logo.id for logo in logos_of(app, workshop)] == [photo.id]
    assert trainer.get(f"{path}/{drawing.id}").status_code == 404
    with app.extensions["training.database"].reading() as session:
        trail = session.query(AuditEntry).filter_by(subject="logo").all()
    assert sorted(entry.action for entry in trail) == ["added", "added", "removed"]


def test_the_order_of_each_kind_can_be_changed(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    for name in ("one", "two", "three"):
        send(trainer, workshop, DRAWING, words_en=name)
    send(trainer, workshop, DRAWING, words_en="payer", role="funder")
    last = logos_of(app, workshop)[2]
    for _ in range(5):
        trainer.post(f"/courses/{workshop.course_id}/logos/change", data={"up": str(last.id)})
    order = [logo.words.en for logo in logos_of(app, workshop)]
    assert order == ["three", "one", "two", "payer"]


def test_the_same_form_twice_is_one_logo(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    for _ in range(2):
        assert send(trainer, workshop, DRAWING, submission_key="k").status_code == 303
    assert len(logos_of(app, workshop)) == 1


def test_there_is_room_for_four_of_each_kind(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    for _ in range(4):
        assert send(trainer, workshop, DRAWING).status_code == 303
    answer = send(trainer, workshop, DRAWING)
    assert answer.status_code == 409
    assert "There is room for 4 logos of this kind." in answer.text
    assert send(trainer, workshop, DRAWING, role="funder").status_code == 303
    assert len(logos_of(app, workshop)) == 5


def test_a_photograph_loses_all_that_is_not_the_picture(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    send(trainer, workshop, picture("JPEG", exif=exif, comment=b"where it was taken"))
    send(trainer, workshop, picture("PNG", (3000, 1500), "RGBA"))
    jpeg, png = logos_of(app, workshop)
    assert b"A camera" not in jpeg.content
    assert b"where it was taken" not in jpeg.content
    with Image.open(io.BytesIO(png.content)) as image:
        assert (image.size, image.mode) == ((1000, 500), "RGBA")


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "Please choose a picture."),
        (b"<html><body>A page</body></html>", "This is no picture in PNG, JPEG or SVG."),
        (b"GIF89a" + bytes(100), "This is no picture in PNG, JPEG or SVG."),
        (picture("PNG")[:60], "This is no picture in PNG, JPEG or SVG."),
        (bytes(1_000_001), "A picture may have 1 MB at most."),
        (bomb(), "This picture has too many pixels to be printed."),
        (
            DRAWING.replace(b"<rect", b"<script>1</script><rect"),
            "This SVG is more than a drawing, so it is not taken.",
        ),
        (
            DRAWING.replace(b"<rect", b'<rect onclick="x()"'),
            "This SVG is more than a drawing, so it is not taken.",
        ),
        (
            DRAWING.replace(b"viewBox", b'width="0" height="0" class'),
            "This drawing cannot be printed.",
        ),
        (
            DRAWING.replace(b"0 0 40 20", b"0 0 1 99999999999999999999"),
            "This drawing cannot be printed.",
        ),
    ],
    ids=[
        "none",
        "page",
        "gif",
        "cut off",
        "large",
        "bomb",
        "script",
        "handler",
        "empty",
        "endless",
    ],
)
def test_what_is_no_logo_is_refused_with_a_sentence(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, content: bytes, sentence: str
) -> None:
    answer = send(trainer, workshop, content)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert logos_of(app, workshop) == ()


def test_a_course_that_has_ended_keeps_its_logos(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    send(trainer, workshop, DRAWING)
    with app.extensions["training.database"].writing() as session:
        courses.set_state(session, workshop.course_id, CourseState.ENDED, SYSTEM, NINE_THIRTY)
        session.commit()
    (kept,) = logos_of(app, workshop)
    assert send(trainer, workshop, DRAWING).status_code == 409
    path = f"/courses/{workshop.course_id}/logos/change"
    assert trainer.post(path, data={"remove": str(kept.id)}).status_code == 409
    assert logos_of(app, workshop) == (kept,)
