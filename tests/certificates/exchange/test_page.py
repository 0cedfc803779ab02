"""The administrator's page on which a register goes out and comes in."""

import io
import zipfile

import pytest
from flask import Flask

from tests.certificates.exchange.conftest import Laptop, Server
from tests.certificates.signed import sign
from tests.proofreading import ProofReadingClient
from training.certificates.exchange import views as exchange_views
from training.certificates.exchange.taking_in import Taken

PAGE = "/certificates/exchange"


def test_more_certificates_than_a_page_can_check_at_once_are_for_the_command(
    administrator: ProofReadingClient,
    laptop: Laptop,
    server: Server,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(exchange_views, "MOST_CERTIFICATES", 1)
    for name in ("SUN Sopheap", "KEO Chantha"):
        laptop.sign(name)
    server.trust(laptop)
    sent = {"file": (io.BytesIO(laptop.register()), "register.zip")}
    answer = administrator.post(f"{PAGE}/import", data=sent)
    assert answer.status_code == 422
    assert "certificates import FILE" in answer.text
    assert server.take(laptop.register()) == Taken(added=2)


def test_an_administrator_gives_out_and_takes_in_on_the_page(
    administrator: ProofReadingClient, laptop: Laptop, server: Server, app: Flask
) -> None:
    nothing = administrator.post(f"{PAGE}/export")
    assert nothing.status_code == 409
    laptop.sign()
    server.trust(laptop)
    content = laptop.register()
    assert "Carry the register" in administrator.get(PAGE).text
    for said in ("1 certificate was taken", "here already"):
        sent = {"file": (io.BytesIO(content), "register.zip")}
        answer = administrator.post(f"{PAGE}/import", data=sent, follow_redirects=True)
        assert answer.status_code == 200
        assert said in answer.text
    with server.database.writing() as session:
        sign(session, app.extensions["training.settings"].data_folder)
        session.commit()
    answer = administrator.post(f"{PAGE}/export")
    assert answer.status_code == 200
    assert answer.headers["Content-Disposition"].startswith("attachment; filename=certificates-")
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert len(archive.read("register.jsonl").splitlines()) == 1, "its own, not the laptop's"
    answer.close()


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({}, "choose a file"),
        ({"file": (b"", "empty.zip")}, "not a whole register"),
        ({"file": (b"PK", "broken.zip")}, "not a whole register"),
        ({"file": (bytes(12_000_001), "large.zip")}, "larger than a page takes"),
    ],
)
def test_a_wrong_file_is_a_sentence_on_the_page(
    administrator: ProofReadingClient, sent: dict[str, tuple[bytes, str]], said: str
) -> None:
    data = {name: (io.BytesIO(content), file) for name, (content, file) in sent.items()}
    answer = administrator.post(f"{PAGE}/import", data=data)
    assert answer.status_code == 422
    assert said in answer.text
    answer.request.input_stream.close()  # the test client's own file
