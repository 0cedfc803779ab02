"""Words and numbers for the reader of this page, not for whoever read it first."""

import re

import pytest
from flask import Flask

from training.kernel.texts import say
from training.web.locale import for_script, gettext, translate


def test_a_fixed_number_is_written_anew_for_each_reader(app: Flask) -> None:
    template = None
    for language, digits in (("km", "២០២៦"), ("en", "2026"), ("km", "២០២៦")):
        with app.test_request_context(headers={"Cookie": f"lang={language}"}):
            template = template or app.jinja_env.from_string("{{ '2026'|number }}")
            assert template.render() == digits


@pytest.mark.parametrize(
    ("language", "words", "shown"),
    [
        ("km", "វត្តគំរូ", "វត្តគំរូ"),
        ("km", "Sample <School>", '<span lang="en">Sample &lt;School&gt;</span>'),
        ("en", "វត្តគំរូ / Pagoda", '<span lang="km">វត្តគំរូ / Pagoda</span>'),
        ("en", "Sample School", "Sample School"),
        ("en", "", ""),
    ],
)
def test_what_somebody_typed_says_its_language(
    app: Flask, language: str, words: str, shown: str
) -> None:
    with app.test_request_context(headers={"Cookie": f"lang={language}"}):
        assert app.jinja_env.from_string("{{ words|typed }}").render(words=words) == shown


def test_the_words_of_a_khmer_page_are_kept_together(app: Flask) -> None:
    client = app.test_client()
    client.set_cookie("lang", "km")
    answer = client.get("/join")
    page = answer.data.decode()
    assert "ចូលរួម" not in page
    assert "ចូល\u2060រួម" in page
    assert "ចូលរួម" in answer.text  # as a reader takes it


def test_a_sentence_that_code_asks_for_is_kept_together_as_well(app: Flask) -> None:
    sentence = '{{ ngettext("%(count)s person has joined", "%(count)s people have joined", 2) }}'
    with app.test_request_context(headers={"Cookie": "lang=km"}):
        shown = app.jinja_env.from_string(sentence).render()
        laptop = gettext("This phone reaches the laptop.")
        inside = gettext("Open: %(item)s", item=say("This phone reaches the laptop."))
        written = for_script("This phone reaches the laptop.")
        stored = translate("This phone reaches the laptop.")
    assert shown.endswith("ចូល\u2060រួម")
    assert laptop == written
    assert str(laptop) in inside
    assert "\u2060" not in stored
    assert "កុំ\u2060ព្យូទ័រ\u2060យួរដៃ" in laptop


@pytest.mark.parametrize("path", ["/", "/join", "/sign-in", "/no-such-page"])
def test_an_english_page_holds_a_joiner_only_in_wi_fi(app: Flask, path: str) -> None:
    client = app.test_client()
    client.set_cookie("lang", "en")
    page = client.get(path).data.decode()
    without_khmer = re.sub(r'<[^>]*lang="km"[^>]*>[^<]*<', "<", page)
    assert "\u2060" not in without_khmer.replace("Wi-\u2060Fi", "Wi-Fi")
