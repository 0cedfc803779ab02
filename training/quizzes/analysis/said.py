"""Figures as people read them: rounded half up, in the digits and with the sign of the language."""

from decimal import ROUND_HALF_UP, Decimal

from training.kernel.locales import Language, khmer_digits
from training.quizzes.analysis.figures import Interval

MINUS = "−"


def percent(value: float, language: Language) -> str:
    """A whole per cent: 41%, ៤១%."""
    return f"{_written(value, 0, language)}%"


def share(value: float, language: Language) -> str:
    """A share from 0 to 1 as a whole per cent."""
    return percent(100 * value, language)


def points(value: float, language: Language) -> str:
    """Points of per cent with their sign: +32, −4, 0."""
    written = _written(value, 0, language)
    return written if written[0] in {MINUS, "0", "០"} else f"+{written}"


def decimal(value: float, language: Language, places: int = 2) -> str:
    """With decimals: 0.45, ០,៤៥."""
    return _written(value, places, language)


def between(interval: Interval, language: Language) -> str:
    """The two ends of an interval of whole numbers."""
    low, high = (_written(each, 0, language) for each in (interval.low, interval.high))
    return f"{low} … {high}"


def _written(value: float, places: int, language: Language) -> str:
    # What is a sum of doubles may be a hair below the half that it stands for.
    exact = Decimal(str(round(value, 9)))
    rounded = exact.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{abs(rounded):f}"
    if rounded < 0:
        text = MINUS + text
    return khmer_digits(text.replace(".", ",")) if language == "km" else text
