import dataclasses
import datetime as dt
from typing import Any

import pytest

from tests.printed import pages, pictures_described, read_qr, starts_of_text, text_of
from training.courses.paper import (
    Poster,
    code_in_groups,
    poster_words,
    render_poster,
    wifi_text,
)

POINTS = 72 / 25.4


def poster(**changes: Any) -> Poster:
    plain = Poster(
        course_title_km="ទំនួលខុសត្រូវក្នុងការការពារ",
        course_title_en="The Responsibility to Protect",
        date=dt.date(2026, 7, 15),
        venue_km="សាលប្រជុំ ខេត្តត្បូងឃ្មុំ",
        venue_en="Meeting Hall, Tboung Khmum",
        wifi_name="R2P Training",
        wifi_password="peace;2026",
        join_url="http://192.168.8.10:8000/j/482913",
        join_address="192.168.8.10:8000",
        join_code="482913",
    )
    return dataclasses.replace(plain, **changes)


def test_the_same_poster_gives_the_same_bytes() -> None:
    assert render_poster(poster()) == render_poster(poster())


def test_a_poster_of_several_days_says_which() -> None:
    words = poster_words(poster(days=3))
    assert words["when_en"] == "15–17 July 2026"
    assert words["when_km"] == "ថ្ងៃទី១៥–១៧ ខែកក្កដា ឆ្នាំ២០២៦"


def test_everything_is_printed_in_both_languages() -> None:
    text = text_of(render_poster(poster()))
    for words in (
        "ទំនួលខុសត្រូវក្នុងការការពារ",
        "The Responsibility to Protect",
        "ថ្ងៃទី១៥ ខែកក្កដា ឆ្នាំ២០២៦",
        "15 July 2026",
        "ខេត្តត្បូងឃ្មុំ",
        "Meeting Hall, Tboung Khmum",
        "R2P Training",
        "peace;2026",
        "192.168.8.10:8000",
        "482 913",
        "៤៨២ ៩១៣",
        "Stay connected although there is no internet. Switch mobile data off.",
        "ទោះបីគ្មានអ៊ីនធឺណិតក៏ដោយ។",
    ):
        assert words in text


def test_the_qr_codes_are_read_back() -> None:
    words: Any = poster_words(poster())
    assert read_qr(words["wifi_svg"]) == "WIFI:T:WPA;S:R2P Training;P:peace\\;2026;;"
    assert read_qr(words["join_svg"]) == "http://192.168.8.10:8000/j/482913"
    assert len(pictures_described(render_poster(poster()))) == 2


def test_without_a_wifi_name_that_step_is_left_out() -> None:
    pdf = render_poster(poster(wifi_name="", wifi_password=""))
    assert "Wi-Fi" not in text_of(pdf).split("482 913")[0]
    assert pictures_described(pdf) == ["QR code that opens 192.168.8.10:8000"]


def test_an_open_network_has_no_password_line() -> None:
    assert "Password" not in text_of(render_poster(poster(wifi_password="")))


def test_with_internet_nobody_is_asked_to_stay_without_it() -> None:
    assert "internet" not in text_of(render_poster(poster(without_internet=False)))


@pytest.mark.parametrize(
    ("name", "password", "said"),
    [
        ("R2P", "secret", "WIFI:T:WPA;S:R2P;P:secret;;"),
        ("Open house", "", "WIFI:T:nopass;S:Open house;;"),
        ("បណ្តាញ", "ខ្ញុំ", "WIFI:T:WPA;S:បណ្តាញ;P:ខ្ញុំ;;"),
        ('a;b,c:d"e\\f', ";;", 'WIFI:T:WPA;S:a\\;b\\,c\\:d\\"e\\\\f;P:\\;\\;;;'),
    ],
)
def test_signs_with_a_meaning_are_made_plain(name: str, password: str, said: str) -> None:
    assert wifi_text(name, password) == said


@pytest.mark.parametrize(("code", "read"), [("482913", "482 913"), ("48291", "48291")])
def test_the_code_is_read_in_two_groups(code: str, read: str) -> None:
    assert code_in_groups(code) == read


@pytest.mark.parametrize("wifi", ["", "M" * 32])
def test_the_longest_words_stay_on_the_one_page(wifi: str) -> None:
    long = poster(
        course_title_km="ស្ត្រី" * 33,
        course_title_en="W" * 200,
        venue_km="ខ្ញុំ" * 40,
        venue_en="X" * 200,
        wifi_name=wifi,
        wifi_password="W" * 63,
        join_address="training.friends-of-r2p-cambodia.example.org/courses/today",
    )
    pdf = render_poster(long)
    assert len(pages(pdf)) == 1
    for x, y in starts_of_text(pdf):
        assert 14 * POINTS < x < 196 * POINTS
        assert 12 * POINTS < y < 285 * POINTS
