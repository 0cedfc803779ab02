"""A phone's first visit: under 50 KB and few requests, and no font is sent to it."""

import re

import pytest

from tests.conftest import Workshop
from tests.proofreading import ProofReadingClient

GZIP = {"Accept-Encoding": "gzip"}
MOST_BYTES = 50_000
MOST_REQUESTS = 6
LINKED = re.compile(r'<(?:link|script|img)[^>]*?(?:href|src)="(/[^"]+)"')


def body_of(client: ProofReadingClient, address: str, encoding: str = "gzip") -> bytes:
    """The body as it travels."""
    with client.get(address, headers={"Accept-Encoding": encoding}) as answer:
        body: bytes = answer.data
        return body


def first_visit(client: ProofReadingClient, path: str) -> tuple[int, list[str]]:
    """Bytes of bodies as they travel, and what was asked for."""
    page = client.get(path, headers={"Accept-Encoding": ""})
    assert page.status_code == 200
    assets = sorted({address.replace("&amp;", "&") for address in LINKED.findall(page.text)})
    asked = [path, *assets]
    return sum(len(body_of(client, each)) for each in asked), asked


@pytest.mark.parametrize(
    "path", ["/join", "/c/{course}", "/c/{course}/slides/small", "/c/{course}/attendance",
             "/c/{course}/certificate", "/c/{course}/quiz/small"],
)  # fmt: skip
def test_a_first_visit_is_light(path: str, trainee: ProofReadingClient, workshop: Workshop) -> None:
    total, asked = first_visit(trainee, path.format(course=workshop.course_id))
    assert total < MOST_BYTES, (total, asked)
    assert len(asked) <= MOST_REQUESTS, asked
    styles = [body_of(trainee, each, "") for each in asked if ".css" in each]
    assert not any(b"@font-face" in style for style in styles)


def test_pages_travel_compressed(trainee: ProofReadingClient, workshop: Workshop) -> None:
    answer = trainee.get(f"/c/{workshop.course_id}", headers=GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"


def test_styles_and_scripts_travel_compressed(visitor: ProofReadingClient) -> None:
    with visitor.get("/static/style.css", headers=GZIP) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) < 5_000
