"""Words, numbers and dates in the reader's language. A thin layer over Babel."""

import datetime as dt
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import cache, lru_cache
from io import BytesIO
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po
from babel.support import NullTranslations, Translations
from flask import Flask, current_app, g, request
from jinja2 import pass_context
from jinja2.runtime import Context
from markupsafe import Markup, escape
from werkzeug.http import parse_cookie

from training.kernel.locales import (
    LANGUAGES,
    OWN_NAMES,
    Bilingual,
    Language,
    has_khmer,
    kept_together,
    khmer_digits,
)
from training.kernel.moments import PHNOM_PENH, clock
from training.kernel.texts import Text
from training.kernel.written import written_date, written_duration
from training.web.context import LANGUAGE_COOKIE, as_language, language, settings

YEAR_SECONDS = 365 * 24 * 3600
KEPT_WORDS = 4096
"""How many sentences, and how many words of modules, are kept as they stand on a page."""


@cache
def _catalogue(folder: Path, locale: str) -> NullTranslations:
    source = folder / locale / "LC_MESSAGES" / "messages.po"
    if not source.is_file():
        return NullTranslations()
    compiled = BytesIO()
    with source.open("rb") as file:
        write_mo(compiled, read_po(file, locale=locale))
    compiled.seek(0)
    return Translations(compiled)


def catalogue(locale: str | None = None) -> NullTranslations:
    """The interface's words in that language, else in the reader's."""
    if locale is not None and locale != language():
        return _catalogue(settings().translations_folder, locale)
    known: NullTranslations | None = g.get("catalogue")
    if known is None:
        known = g.catalogue = _catalogue(settings().translations_folder, language())
    return known


def _shown(value: object, locale: str) -> object:
    if isinstance(value, Text):
        return translate(value, locale)
    if isinstance(value, Bilingual):
        return value.best(locale)[0]
    if isinstance(value, dt.date):
        return written_date(value, "km" if locale == "km" else "en")
    if isinstance(value, int | float) and not isinstance(value, bool):
        return number(value, locale)
    return value


def translate(text: Text | str, locale: str | None = None) -> str:
    """The sentence in the reader's language, its numbers in that language's digits."""
    locale = locale or language()
    words = catalogue(locale)
    if isinstance(text, str):
        return words.ugettext(text) if text else ""
    if text.plural:
        found = words.ungettext(text.msgid, text.plural, text.count)
    else:
        found = words.ugettext(text.msgid)
    return (
        found % {name: _shown(value, locale) for name, value in text.params}
        if text.params
        else found
    )


def gettext(msgid: Text | str, /, **params: object) -> Markup:
    """For templates: `_("Hello %(name)s", name=…)`. Everything is escaped, the words as well."""
    found = _sentence(catalogue(), msgid) if isinstance(msgid, str) else _unbroken(translate(msgid))
    return found % {name: _on_page(value) for name, value in params.items()} if params else found


def _on_page(value: object) -> object:
    return gettext(value) if isinstance(value, Text) else _shown(value, language())


def for_script(text: Text | str) -> str:
    """The sentence that a script writes on the page: kept together, but not escaped."""
    return _whole(translate(text))


@lru_cache(maxsize=KEPT_WORDS)
def _sentence(words: NullTranslations, msgid: str) -> Markup:
    return _unbroken(words.ugettext(msgid) if msgid else "")


@lru_cache(maxsize=KEPT_WORDS)
def _unbroken(text: str) -> Markup:
    return escape(_whole(text))


def _whole(text: str) -> str:
    """The sentence for a page: no line breaks at the hyphen of Wi-Fi, nor inside a Khmer word."""
    return kept_together(text.replace("Wi-Fi", "Wi-\u2060Fi"))


def ngettext(singular: str, plural: str, count: int, /, **params: object) -> Markup:
    """For templates: the words that fit the number, which fills `%(count)s`."""
    found = _unbroken(catalogue().ungettext(singular, plural, count))
    blanks = {"count": count, **params}
    return found % {name: _on_page(value) for name, value in blanks.items()}


def number(value: object, locale: str | None = None) -> str:
    """A number in the reader's digits: ៤០ in Khmer, 40 in English."""
    return khmer_digits(value) if (locale or language()) == "km" else str(value)


def long_date(day: dt.date, days: int = 1) -> str:
    """The date in full, or so many days from it on, in the reader's language."""
    return written_date(day, language(), days)


def duration(minutes: int) -> str:
    """A length of time in hours and minutes, in the reader's language."""
    return written_duration(minutes, language())


def time_of_day(moment: dt.datetime, locale: str | None = None, zone: str = PHNOM_PENH) -> str:
    """The hour and minute on the wall of that zone."""
    return number(moment.astimezone(ZoneInfo(zone)).strftime("%H:%M"), locale)


def minutes_as_clock(minutes: int) -> str:
    """Minutes since midnight as a time in the reader's digits."""
    return number(clock(minutes))


def spoken(words: Bilingual, locale: str | None = None) -> Markup:
    """Bilingual words for the reader; in a `lang` span where only the other language has them."""
    return _spoken(words, locale or language())


@lru_cache(maxsize=KEPT_WORDS)
def _spoken(words: Bilingual, wanted: str) -> Markup:
    text, found = words.best(wanted)
    text = kept_together(text)
    if not text or found == wanted:
        return escape(text)
    return Markup('<span lang="{}">{}</span>').format(found, text)


def typed(words: str) -> Markup:
    """Words that somebody typed, in a `lang` span when their letters are not the reader's."""
    found = "km" if has_khmer(words) else "en"
    if not words or found == language():
        return escape(words)
    return Markup('<span lang="{}">{}</span>').format(found, words)


def in_language_of(app: Flask, cookies: str, sentence: str) -> str:
    """A sentence outside of any request, in the language that a Cookie header names."""
    with app.app_context():
        g.language = as_language(parse_cookie(cookies).get(LANGUAGE_COOKIE, ""))
        return translate(sentence)


@contextmanager
def reading_in(wanted: str) -> Iterator[None]:
    """What is made inside is in that language, whoever reads; for a file in both languages."""
    before = g.get("language"), g.get("catalogue")
    g.language, g.catalogue = as_language(wanted), None
    try:
        yield
    finally:
        g.language, g.catalogue = before


def other_language() -> Language:
    """The language that the switch offers."""
    return next(each for each in LANGUAGES if each != language())


def install(app: Flask) -> None:
    """Gives templates their words, and WTForms our catalogue."""
    app.jinja_env.add_extension("jinja2.ext.do")
    app.jinja_env.globals.update(
        _=gettext,
        ngettext=ngettext,
        language=language,
        other_language=other_language,
        own_names=OWN_NAMES,
    )
    filters: dict[str, Callable[..., str]] = {
        "number": number,
        "long_date": long_date,
        "duration": duration,
        "time_of_day": time_of_day,
        "clock": minutes_as_clock,
        "spoken": spoken,
        "typed": typed,
        "translated": gettext,
    }
    for name, words in filters.items():
        app.jinja_env.filters[name] = _for_each_reader(words)


def _for_each_reader(words: Callable[..., str]) -> Callable[..., str]:
    """A filter that asks the reader's language each time. Without the context Jinja would work
    out `"123"|number` once, for whoever read the page first, and keep that for everybody."""

    @pass_context
    def for_reader(_context: Context, *given: Any, **named: Any) -> str:
        return words(*given, **named)

    return for_reader


def remember_language(response: Any, chosen: Language) -> None:
    """Keeps the choice for a year."""
    response.set_cookie(
        LANGUAGE_COOKIE,
        chosen,
        max_age=YEAR_SECONDS,
        samesite="Lax",
        httponly=True,
        secure=request.is_secure,
        path=current_app.config.get("APPLICATION_ROOT") or "/",
    )
