"""What the product issues, its own check calls valid: page, QR code, credential and PDF."""

import io

from flask import Flask

from tests.certificates.test_check_views import words_of
from tests.certificates.test_service import end, mark
from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient
from training.certificates import service


def test_what_a_phone_downloads_is_valid_on_the_check_page(
    app: Flask,
    workshop: Workshop,
    trainer: ProofReadingClient,
    trainee: ProofReadingClient,
    visitor: ProofReadingClient,
) -> None:
    mark(app, workshop, workshop.seat_id, 3, 8)
    end(app, workshop)
    for _ in range(3):  # issued in parts
        trainer.post(f"/courses/{workshop.course_id}/certificates/issue")
    with app.extensions["training.database"].reading() as session:
        facts = service.get_of_seat(session, workshop.seat_id).facts
    words = words_of(visitor.get(f"/v/{facts.number}").text)
    assert words.startswith("This certificate is valid")
    assert "✓ Known" in words
    words = words_of(visitor.post("/v", data={"number": facts.verify_url}).text)
    assert words.startswith("This certificate is valid")
    assert "The digital signature is genuine" in words
    pdf = trainee.get(f"/c/{workshop.course_id}/certificate.pdf").data
    answer = visitor.post("/v/file", data={"file": (io.BytesIO(pdf), "certificate.pdf")})
    words = words_of(answer.text)
    assert words.startswith("This certificate is valid")
    assert "The pages of this file are as they were issued." in words
