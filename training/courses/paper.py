"""The poster on the wall: how to get onto the Wi-Fi and into the course."""

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from training.adapters.typesetting import qr_svg, typeset
from training.kernel.locales import khmer_digits
from training.kernel.written import written_date

_TEMPLATE = Path(__file__).resolve().parent / "paper" / "poster.typ"


@dataclass(frozen=True, slots=True, kw_only=True)
class Poster:
    """All that stands on one poster."""

    course_title_km: str
    course_title_en: str
    date: dt.date
    days: int = 1
    """How many days from `date` on."""
    venue_km: str
    venue_en: str
    wifi_name: str = ""
    """Empty: the step about Wi-Fi is left out."""
    wifi_password: str = ""
    """Empty: an open network."""
    join_url: str
    """What the QR code opens."""
    join_address: str
    """The same address as a person types it: short, without the code."""
    join_code: str
    """Six digits."""
    without_internet: bool = True
    """Prints the request to stay on this Wi-Fi although the phone finds no internet there."""


def render_poster(poster: Poster) -> bytes:
    """The poster as a one-page PDF, A4 upright; the same poster gives the same bytes.

    Raises TypesettingError with a sentence that says which text cannot be printed.
    """
    return typeset(_TEMPLATE, poster_words(poster))


def poster_words(poster: Poster) -> dict[str, object]:
    """The poster as the template reads it: words, and QR codes as SVG."""
    code = code_in_groups(poster.join_code)
    wifi = wifi_text(poster.wifi_name, poster.wifi_password) if poster.wifi_name else ""
    return {
        "title": f"{poster.course_title_km} / {poster.course_title_en}",
        "issued": {"year": poster.date.year, "month": poster.date.month, "day": poster.date.day},
        "course_km": poster.course_title_km,
        "course_en": poster.course_title_en,
        "when_km": written_date(poster.date, "km", poster.days),
        "when_en": written_date(poster.date, "en", poster.days),
        "venue_km": poster.venue_km,
        "venue_en": poster.venue_en,
        "wifi_name": poster.wifi_name,
        "wifi_password": poster.wifi_password,
        "wifi_svg": qr_svg(wifi) if wifi else "",
        "join_svg": qr_svg(poster.join_url),
        "join_address": poster.join_address,
        "code": code,
        "code_km": khmer_digits(code),
        "without_internet": poster.without_internet,
    }


def wifi_text(name: str, password: str) -> str:
    """What a Wi-Fi QR code says, with the signs that have a meaning there made plain.

    An empty password stands for an open network.
    """
    if not password:
        return f"WIFI:T:nopass;S:{_plain(name)};;"
    return f"WIFI:T:WPA;S:{_plain(name)};P:{_plain(password)};;"


def _plain(text: str) -> str:
    return "".join(f"\\{sign}" if sign in '\\;,:"' else sign for sign in text)


def code_in_groups(code: str) -> str:
    """A join code as it is read aloud: `482913` gives `482 913`; other lengths stay as they are."""
    return f"{code[:3]} {code[3:]}" if len(code) == 6 else code
