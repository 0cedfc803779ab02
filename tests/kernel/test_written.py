import datetime as dt

import pytest

from training.kernel.written import written_date, written_duration


def test_a_date_is_written_in_full_in_both_languages() -> None:
    day = dt.date(2019, 7, 15)
    assert written_date(day, "km") == "ថ្ងៃទី១៥ ខែកក្កដា ឆ្នាំ២០១៩"
    assert written_date(day, "en") == "15 July 2019"
    assert written_date(dt.date(2026, 12, 1), "km") == "ថ្ងៃទី១ ខែធ្នូ ឆ្នាំ២០២៦"


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
