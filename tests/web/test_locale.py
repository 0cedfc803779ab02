"""Words and numbers for the reader of this page, not for whoever read it first."""

import pytest
from flask import Flask


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
