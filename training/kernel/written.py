"""Dates and lengths of time as they are written on paper, in both languages."""

import datetime as dt

from training.kernel.locales import Language, khmer_digits

_MONTHS_KM = (
    "មករា",
    "កុម្ភៈ",
    "មីនា",
    "មេសា",
    "ឧសភា",
    "មិថុនា",
    "កក្កដា",
    "សីហា",
    "កញ្ញា",
    "តុលា",
    "វិច្ឆិកា",
    "ធ្នូ",
)
_MONTHS_EN = (
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
)


def months(language: Language) -> tuple[str, ...]:
    """The names of the twelve months, January first."""
    return _MONTHS_KM if language == "km" else _MONTHS_EN


def written_date(day: dt.date, language: Language, days: int = 1) -> str:
    """A date in full: `ថ្ងៃទី១៥ ខែកក្កដា ឆ្នាំ២០១៩`, `15 July 2019`.

    With `days`, that many days from `day` on: `15–16 July 2019`.
    """
    last = day + dt.timedelta(days=days - 1)
    if last == day:
        return _up_to_month(day, language) + _year(day, language)
    if last.year != day.year:
        first = _up_to_month(day, language) + _year(day, language)
    elif last.month != day.month:
        first = _up_to_month(day, language)
    else:
        return _up_to_month(day, language, last) + _year(last, language)
    between = " ដល់" if language == "km" else " – "
    return first + between + _up_to_month(last, language) + _year(last, language)


def _up_to_month(day: dt.date, language: Language, last: dt.date | None = None) -> str:
    number = f"{day.day}–{last.day}" if last else str(day.day)
    if language == "km":
        return f"ថ្ងៃទី{khmer_digits(number)} ខែ{_MONTHS_KM[day.month - 1]}"
    return f"{number} {_MONTHS_EN[day.month - 1]}"


def _year(day: dt.date, language: Language) -> str:
    return f" ឆ្នាំ{khmer_digits(day.year)}" if language == "km" else f" {day.year}"


def written_duration(minutes: int, language: Language) -> str:
    """A length of time in hours, and in minutes where it is not whole: `៦ ម៉ោង`, `6 hours`."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours or not rest:
        parts.append(_amount(hours, "ម៉ោង", "hour", language))
    if rest:
        parts.append(_amount(rest, "នាទី", "minute", language))
    return " ".join(parts)


def _amount(number: int, unit_km: str, unit_en: str, language: Language) -> str:
    if language == "km":
        return f"{khmer_digits(number)} {unit_km}"
    return f"{number} {unit_en}" if number == 1 else f"{number} {unit_en}s"
