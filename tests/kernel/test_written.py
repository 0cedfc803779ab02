import datetime as dt

import pytest

from training.kernel.written import written_date, written_duration


def test_a_date_is_written_in_full_in_both_languages() -> None:
    day = dt.date(2019, 7, 15)
    assert written_date(day, "km") == "ថ្ងៃទី១៥ ខែកក្កដា ឆ្នាំ២០១៩"
    assert written_date(day, "en") == "15 July 2019"
    assert written_date(dt.date(2026, 12, 1), "km") == "ថ្ងៃទី១ ខែធ្នូ ឆ្នាំ២០២៦"


@pytest.mark.parametrize(
    ("first", "days", "km", "en"),
    [
        ((2026, 11, 23), 1, "ថ្ងៃទី២៣ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "23 November 2026"),
        ((2026, 11, 23), 2, "ថ្ងៃទី២៣–២៤ ខែវិច្ឆិកា ឆ្នាំ២០២៦", "23–24 November 2026"),
        (
            (2026, 11, 30), 2,
            "ថ្ងៃទី៣០ ខែវិច្ឆិកា ដល់ថ្ងៃទី១ ខែធ្នូ ឆ្នាំ២០២៦", "30 November – 1 December 2026",
        ),
        (
            (2026, 12, 31), 3,
            "ថ្ងៃទី៣១ ខែធ្នូ ឆ្នាំ២០២៦ ដល់ថ្ងៃទី២ ខែមករា ឆ្នាំ២០២៧",
            "31 December 2026 – 2 January 2027",
        ),
    ],
)  # fmt: skip
def test_several_days_are_written_as_one_span(
    first: tuple[int, int, int], days: int, km: str, en: str
) -> None:
    assert written_date(dt.date(*first), "km", days) == km
    assert written_date(dt.date(*first), "en", days) == en


@pytest.mark.parametrize(
    ("minutes", "km", "en"),
    [
        (360, "៦ ម៉ោង", "6 hours"),
        (60, "១ ម៉ោង", "1 hour"),
        (330, "៥ ម៉ោង ៣០ នាទី", "5 hours 30 minutes"),
        (61, "១ ម៉ោង ១ នាទី", "1 hour 1 minute"),
        (45, "៤៥ នាទី", "45 minutes"),
        (0, "០ ម៉ោង", "0 hours"),
    ],
)
def test_a_length_of_time_is_written_in_hours(minutes: int, km: str, en: str) -> None:
    assert written_duration(minutes, "km") == km
    assert written_duration(minutes, "en") == en
