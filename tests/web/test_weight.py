"""A phone's first visit: 20 KB and four requests a page, and no font is sent to it."""

import re
import uuid

import pytest
from flask import Flask
from msgspec import structs

from tests.conftest import ClientMaker, Workshop
from tests.live.test_views import Room
from tests.proofreading import ProofReadingClient
from tests.quizzes.conftest import add_module, single
from training.adapters.places import PACKS as BUNDLED
from training.kernel.locales import Bilingual
from training.modules.model import Module, Status
from training.modules.reader import read_pack, slugs_of
from training.slides.model import Deck
from training.slides.rendering import loose_leaves
from training.web.compression import LEVEL, pack

GZIP = {"Accept-Encoding": "gzip"}
MOST_BYTES = 20_000
MOST_REQUESTS = 4
MOST_BYTES_TOGETHER = 50_000
MOST_REQUESTS_TOGETHER = 8
LINKED = re.compile(r'<(?:link|script|img)[^>]*?(?:href|src)="(/[^"]+)"')
DAY = ("/join", "/c/{course}/slides/small", "/c/{course}/quiz/small", "/c/{course}/live")


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
             "/c/{course}/certificate", "/c/{course}/certificate/name", "/c/{course}/quiz/small",
             "/c/{course}/live"],
)  # fmt: skip
def test_a_first_visit_is_light(path: str, trainee: ProofReadingClient, workshop: Workshop) -> None:
    total, asked = first_visit(trainee, path.format(course=workshop.course_id))
    assert total < MOST_BYTES, (total, asked)
    assert len(asked) <= MOST_REQUESTS, asked
    styles = [body_of(trainee, each, "") for each in asked if ".css" in each]
    assert not any(b"@font-face" in style for style in styles)


def test_the_day_in_one_visit_is_light(trainee: ProofReadingClient, workshop: Workshop) -> None:
    """What two pages share, a phone asks for once."""
    asked: set[str] = set()
    for path in DAY:
        asked.update(first_visit(trainee, path.format(course=workshop.course_id))[1])
    assert len(asked) <= MOST_REQUESTS_TOGETHER, asked
    assert sum(len(body_of(trainee, each)) for each in asked) < MOST_BYTES_TOGETHER


def test_a_sheet_of_fifteen_questions_is_light(
    app: Flask, trainee: ProofReadingClient, workshop: Workshop
) -> None:
    """With the scripts that save, count the time down and lead on, and the style."""
    words = Bilingual("តើសំណួរនេះវែងប៉ុនសំណួរពិតដែរឬទេ?", "Is this question as long as a real one is?")
    option = Bilingual("ចម្លើយមួយក្នុងចំណោមចម្លើយបួន", "One of four answers that can be chosen")
    item = single("item", "a", "b", "c", "d")
    options = tuple(structs.replace(each, words=option) for each in item.options)
    items = tuple(
        structs.replace(item, id=f"item-{number}", question=words, options=options)
        for number in range(15)
    )
    module = Module("fifteen", 2, "1", Status.READY, words, items=items)
    add_module(app.extensions["training.database"], workshop, module)
    for language in ("en", "km"):
        trainee.set_cookie("lang", language)
        total, asked = first_visit(trainee, f"/c/{workshop.course_id}/quiz/fifteen")
        assert any("quizzes.js" in each for each in asked)
        assert total < MOST_BYTES, (total, asked)
        assert len(asked) <= MOST_REQUESTS, asked


def test_following_a_bundled_module_is_light(
    app: Flask, workshop: Workshop, client_for: ClientMaker
) -> None:
    """The page of the room with a small module, and all slides of the heaviest besides."""
    room = Room(app, workshop, client_for)
    room.go("second")
    room.ask(kind="single", words_en="Tea?", choices_en="*Yes\nNo")
    total, asked = first_visit(room.phone, room.day)
    leaves = [leaves_of(app, read_pack(BUNDLED, slug).module) for slug in slugs_of(BUNDLED)]
    assert max(map(len, leaves)) > 1000
    assert total + max(map(len, leaves)) < MOST_BYTES_TOGETHER
    assert len(asked) <= MOST_REQUESTS, asked


def leaves_of(app: Flask, module: Module | None) -> bytes:
    """The slides of a module in Khmer, as they travel."""
    if module is None:
        return b""
    with app.test_request_context():
        made = loose_leaves(uuid.uuid4(), Deck(uuid.uuid4(), module), "km")
    return pack("".join(made).encode(), LEVEL)


def test_what_pages_share_is_kept_for_a_year(trainee: ProofReadingClient) -> None:
    for address in first_visit(trainee, "/join")[1][1:]:
        with trainee.get(address) as answer:
            assert answer.status_code == 200, address
            assert "max-age=31536000" in answer.headers["Cache-Control"], address
            assert "v=" in address


def test_pages_travel_compressed(trainee: ProofReadingClient, workshop: Workshop) -> None:
    answer = trainee.get(f"/c/{workshop.course_id}", headers=GZIP)
    assert answer.headers["Content-Encoding"] == "gzip"


def test_styles_and_scripts_travel_compressed(visitor: ProofReadingClient) -> None:
    with visitor.get("/static/style.css", headers=GZIP) as answer:
        assert answer.headers["Content-Encoding"] == "gzip"
        assert len(answer.data) < 5_000


def test_slides_that_a_phone_has_are_not_sent_again(
    trainee: ProofReadingClient, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    path = f"/c/{workshop.course_id}/slides/small"
    first = trainee.get(path, headers=GZIP)
    kept = {**GZIP, "If-None-Match": first.headers["ETag"]}
    again = trainee.get(path, headers=kept)
    assert again.status_code == 304
    assert again.data == b""
    assert first.headers["Cache-Control"] == "private, no-cache"
    trainee.set_cookie("lang", "km")
    assert trainee.get(path, headers=kept).status_code == 200
    assert visitor.get(path, headers=kept).status_code == 302
