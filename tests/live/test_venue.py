"""The venue check: phones measure, and the trainer reads what the router does."""

import datetime as dt
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from tests.conftest import NINE_THIRTY, ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.courses import service as courses
from training.courses.model import WiFi
from training.kernel.refusal import Refusal
from training.live import venue, venue_store, venue_texts
from training.live.rehearsing import Level
from training.live.venue import Check, Measured

JSON = {"Accept": "application/json"}
FINE = Measured(sent=60, lost=0, median_ms=12, worst_ms=80, gap_ms=0, addresses=1)


def check(number: int = 1, measured: Measured | None = FINE, seconds_ago: int = 40) -> Check:
    return Check(number, "Android", NINE_THIRTY - dt.timedelta(seconds=seconds_ago), measured)


def found(*checks: Check) -> dict[str, Level]:
    return {str(each.words): each.level for each in venue.find_out(checks, NINE_THIRTY)}


def test_where_nobody_arrives_the_page_says_what_that_means_and_what_to_do() -> None:
    findings = venue.find_out((), NINE_THIRTY)
    assert [each.words for each in findings] == [venue_texts.NOBODY_YET]
    (told,) = venue.advice(findings)
    assert "client isolation" in str(told)
    assert "firewall" in str(told)


def test_phones_that_lose_nothing_are_well() -> None:
    assert set(found(check(1), check(2)).values()) == {Level.GOOD}
    assert "Nothing is wrong" in " ".join(found(check(1)))
    assert venue.advice(venue.find_out((check(),), NINE_THIRTY)) == ()


@pytest.mark.parametrize(
    ("measured", "level", "words"),
    [
        (Measured(60, 2, 12, 80, 500, 1), Level.NARROW, "no answer to 2 of 60"),
        (Measured(60, 9, 12, 80, 500, 1), Level.BAD, "no answer to 9 of 60"),
        (Measured(60, 1, 12, 80, 500, 1), Level.GOOD, "Nothing is wrong"),
        (Measured(60, 0, 900, 3000, 0, 1), Level.NARROW, "waited 0.9 seconds"),
        (Measured(60, 0, 12, 80, 0, 2), Level.BAD, "more than one address"),
        (Measured(60, 8, 12, 80, 4000, 1), Level.BAD, "away for 4 seconds in a row"),
        (Measured(60, 12, 12, 80, 4000, 1), Level.NARROW, "no answer to 4 of 60"),
    ],
)
def test_what_a_phone_met_with_is_said(measured: Measured, level: Level, words: str) -> None:
    told = found(check(7, measured))
    assert next(each for said, each in told.items() if words in said) is level
    if level is not Level.GOOD:
        assert "Phone 7" in " ".join(told)
        assert venue.advice(venue.find_out((check(7, measured),), NINE_THIRTY))


def test_what_is_lost_in_one_stretch_is_not_said_twice() -> None:
    told = found(check(1, Measured(60, 8, 12, 80, 4000, 1)))
    assert len(told) == 2
    assert "no answer" not in " ".join(told)


def test_a_phone_that_stopped_is_told_from_one_that_still_measures() -> None:
    assert "Phone 3 began and was not heard of again" in " ".join(found(check(3, None, 90)))
    assert list(found(check(3, None, 20)).values()) == [Level.GOOD]
    assert "Nothing is wrong" not in " ".join(found(check(3, None, 20)))


def test_the_gravest_stands_first_and_advice_stands_once() -> None:
    lossy = Measured(60, 3, 12, 80, 500, 1)
    findings = venue.find_out((check(1, lossy), check(2, lossy), check(3, None, 90)), NINE_THIRTY)
    assert [each.level for each in findings] == [
        Level.BAD, Level.NARROW, Level.NARROW, Level.GOOD,
    ]  # fmt: skip
    assert len(venue.advice(findings)) == 2


@pytest.mark.parametrize(
    ("times", "measured"),
    [
        ("10 20 30", Measured(3, 0, 20, 30, 0, 1)),
        ("10 - - 30 -", Measured(5, 3, 10, 30, 1000, 1)),
        ("- -", Measured(2, 2, 0, 0, 1000, 1)),
        ("999999", Measured(1, 0, 60_000, 60_000, 0, 1)),
    ],
)
def test_times_become_figures(times: str, measured: Measured) -> None:
    assert venue.read_measured(times, "1") == measured


@pytest.mark.parametrize(
    ("times", "addresses"),
    [("", "1"), ("x", "1"), ("-1", "1"), ("1 " * 201, "1"), ("1", ""), ("1", "-"), ("1", "١"),
     ("1e3", "1"), ("9999999", "1")],
)  # fmt: skip
def test_nonsense_from_a_phone_is_refused(times: str, addresses: str) -> None:
    with pytest.raises(Refusal):
        venue.read_measured(times, addresses)


@pytest.mark.parametrize(
    ("agent", "device"),
    [
        ("Mozilla/5.0 (Linux; Android 10; K) Chrome/120 Mobile", "Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X)", "iPhone"),
        ("curl/8", ""),
        ("", ""),
    ],
)
def test_a_device_is_named_by_its_family(agent: str, device: str) -> None:
    assert venue.device_of(agent) == device


class Phone:
    def __init__(self, client: ProofReadingClient, code: str) -> None:
        self.client, self.path, self.key = client, f"/venue/{code}", uuid.uuid4().hex

    def send(self, deed: str, **fields: Any) -> Any:
        sent = {"submission_key": self.key, **fields}
        agent = {"User-Agent": "Mozilla/5.0 (Linux; Android 10; K)"}
        return self.client.post(f"{self.path}/{deed}", data=sent, headers={**JSON, **agent})


@pytest.fixture
def phone(visitor: ProofReadingClient, workshop: Workshop) -> Phone:
    return Phone(visitor, workshop.join_code)


@pytest.fixture
def trainer(client_for: ClientMaker, workshop: Workshop) -> ProofReadingClient:
    return client_for(account_id=workshop.trainer_id)


def test_a_phone_measures_and_the_trainer_reads_it(
    phone: Phone, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    page = f"/courses/{workshop.course_id}/venue"
    assert "No phone has arrived yet" in trainer.get(page).text
    opened = phone.client.get(phone.path)
    assert opened.status_code == 200
    assert f'data-begin="{phone.path}/begin"' in opened.text
    assert phone.client.get("/venue-ping?n=1").get_json() == {"address": "127.0.0.1"}
    assert phone.send("begin").get_json() == {"number": 1}
    assert phone.send("begin").get_json() == {"number": 1}
    assert "is measuring" in trainer.get(page).text
    ended = phone.send("result", times="10 - 30 20", addresses="1")
    assert ended.get_json() == {"saved": True}
    shown = trainer.get(page).text
    assert "1 of 4" in shown
    assert "Android" in shown
    assert phone.send("result", times="1", addresses="1").get_json() == {"saved": True}
    assert "1 of 4" in trainer.get(page).text
    assert trainer.post(f"{page}/forget").location == page
    assert "No phone has arrived yet" in trainer.get(page).text


def test_a_phone_that_gives_no_result_is_said_to_have_stopped(
    phone: Phone,
    trainer: ProofReadingClient,
    workshop: Workshop,
    at: Callable[[dt.datetime], None],
) -> None:
    phone.send("begin")
    at(NINE_THIRTY + dt.timedelta(minutes=2))
    assert "no result came" in trainer.get(f"/courses/{workshop.course_id}/venue").text


def test_without_a_script_the_page_can_be_loaded_again(phone: Phone) -> None:
    assert "runs no scripts" in phone.client.get(phone.path).text
    assert "again 2 times" in phone.client.get(f"{phone.path}?n=2").text
    for strange in ("x", "-1", "99999", "٢"):
        assert phone.client.get(f"{phone.path}?n={strange}").status_code == 200


def test_an_unknown_code_opens_nothing_and_counts_as_a_wrong_try(
    visitor: ProofReadingClient,
) -> None:
    visitor.get("/join")
    answers = [visitor.get("/venue/000000").status_code for _ in range(22)]
    assert answers[0] == 404
    assert answers[-1] == 429


@pytest.mark.parametrize(
    "fields",
    [
        {"times": "", "addresses": "1"},
        {"times": "ten", "addresses": "1"},
        {"times": "1"},
        {"times": "1", "addresses": "1", "submission_key": "a\u200bkey"},
    ],
)
def test_nonsense_is_answered_with_a_sentence(phone: Phone, fields: dict[str, str]) -> None:
    phone.send("begin")
    answer = phone.send("result", **fields)
    assert answer.status_code in {404, 422}
    assert answer.get_json()["message"]


def test_a_result_without_a_beginning_is_refused(phone: Phone) -> None:
    assert phone.send("result", times="1", addresses="1").status_code == 404


def test_rows_are_few_and_go_after_a_day(app: Flask, workshop: Workshop) -> None:
    with app.extensions["training.database"].writing() as session:
        for number in range(venue_store.MOST_CHECKS + 5):
            venue_store.begin(session, workshop.course_id, f"key-{number}", "", NINE_THIRTY)
        kept = venue_store.list_checks(session, workshop.course_id, NINE_THIRTY)
        assert len(kept) == venue_store.MOST_CHECKS
        assert kept[-1].number == venue_store.MOST_CHECKS + 5
        tomorrow = NINE_THIRTY + dt.timedelta(days=1, minutes=1)
        assert venue_store.list_checks(session, workshop.course_id, tomorrow) == ()
        venue_store.begin(session, workshop.elsewhere_id, "another", "", tomorrow)
        assert venue_store.list_checks(session, workshop.course_id, NINE_THIRTY) == ()


def test_the_address_is_the_one_of_the_poster(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    with app.extensions["training.database"].writing() as session:
        courses.set_wifi(session, workshop.course_id, WiFi(address="http://192.168.8.2:8000"))
        session.commit()
    shown = trainer.get(f"/courses/{workshop.course_id}/venue").text
    assert f"http://192.168.8.2:8000/venue/{workshop.join_code}" in shown
    assert "<svg" in shown
