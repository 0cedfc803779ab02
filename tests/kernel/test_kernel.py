"""Ids, codes, digits, times."""

import datetime as dt
import uuid

import pytest
from hypothesis import given
from hypothesis import strategies as st

from training.kernel.ids import CROCKFORD, as_id, grouped, new_id, new_ids, random_code, read_code
from training.kernel.locales import (
    Bilingual,
    digits_only,
    kept_together,
    khmer_digits,
    western_digits,
)
from training.kernel.moments import clock, local_date, minutes_of, read_clock
from training.kernel.texts import say, say_n


def test_ids_are_version_7_and_ascend() -> None:
    made = [new_id() for _ in range(10_000)]
    assert made == sorted(made)
    assert len(set(made)) == len(made)
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {"specified in RFC 4122"}


def test_many_ids_at_once_are_as_good_as_one_after_the_other() -> None:
    made = [new_id(), *new_ids(1000), new_id()]
    assert made == sorted(made)
    assert len({each.int & ((1 << 62) - 1) for each in made}) == len(made)
    assert {each.version for each in made} == {7}
    assert {each.variant for each in made} == {"specified in RFC 4122"}
    assert new_ids(0) == []


def test_a_random_code_has_the_bits_it_says() -> None:
    assert len(random_code(40)) == 8
    assert set("".join(random_code(50) for _ in range(500))) == set(CROCKFORD)
    with pytest.raises(ValueError, match="multiple of 5"):
        random_code(42)


@given(st.integers(1, 12).map(lambda letters: random_code(5 * letters)))
def test_a_code_reads_back_however_it_is_written(code: str) -> None:
    assert read_code(grouped(code).lower().replace("0", "o").replace("1", "l")) == code


@given(st.integers(0, 10**9))
def test_digits_go_both_ways(number: int) -> None:
    assert western_digits(khmer_digits(number)) == str(number)
    assert digits_only(f" {khmer_digits(number)}- ") == str(number)


def test_the_other_language_stands_in_and_says_so() -> None:
    assert Bilingual("ខ្មែរ", "English").best("km") == ("ខ្មែរ", "km")
    assert Bilingual("", "English").best("km") == ("English", "en")
    assert Bilingual("ខ្មែរ", "").best("en") == ("ខ្មែរ", "km")


def test_half_past_midnight_belongs_to_its_own_day_in_phnom_penh() -> None:
    moment = dt.datetime(2026, 11, 22, 17, 30, tzinfo=dt.UTC)
    assert local_date(moment, "Asia/Phnom_Penh") == dt.date(2026, 11, 23)
    assert clock(minutes_of(moment, "Asia/Phnom_Penh")) == "00:30"


@given(st.integers(0, 24 * 60))
def test_a_time_of_day_reads_back(minutes: int) -> None:
    assert read_clock(clock(minutes)) == minutes


@given(st.text(max_size=8))
def test_no_typed_time_raises(typed: str) -> None:
    found = read_clock(typed)
    assert found is None or 0 <= found <= 24 * 60


def test_a_text_fills_its_blanks() -> None:
    assert str(say("At %(time)s.", time="10:15")) == "At 10:15."
    assert str(say_n("%(count)s person", "%(count)s people", 3)) == "3 people"
    assert as_id("no id") is None


def test_words_of_the_subject_are_kept_together_and_read_the_same() -> None:
    title = "ទំនួលខុសត្រូវក្នុងការការពារ (R2P)"
    shown = kept_together(title)
    assert shown.replace("\u2060", "") == title
    assert shown.count("\u2060") == 3
    assert kept_together("Responsibility") == "Responsibility"
    assert kept_together("សហប្រជាជាតិ") == "សហ\u2060ប្រជា\u2060ជាតិ"
    assert kept_together("និង ការវាយប្រហារ") == "និង ការ\u2060វាយ\u2060ប្រហារ"
    assert kept_together("ប្រជាជនស៊ីវិល") == "ប្រជាជនស៊ីវិល"


@pytest.mark.parametrize(
    "shown",
    [
        "កុំ|ព្យូទ័រ",
        "លើកុំ|ព្យូទ័រ|យួរដៃ",
        "អ្នកចូល|រួមទាំង|អស់",
        "រក្សា|ទុករូប|ភាព",
        "សុពល|ភាពឡើង|វិញ",
        "បានកត់|ត្រា|វត្ត|មាន",
        "ជាអ|វត្ត|មាន",
        "ទុក|ទ|ទេ",
        "មិនត្រូវ|ការ",
    ],
)
def test_words_of_the_interface_are_kept_together(shown: str) -> None:
    assert kept_together(shown.replace("|", "")) == shown.replace("|", "\u2060")


@pytest.mark.parametrize(
    "words",
    [
        "រដ្ឋត្រូវការពារប្រជាជន",  # must protect, not: needs
        "សម្រាប់ភេទទេ",  # not for the gender, not: empty
        "វគ្គបិទទេ",
        "កូដនេះ",
        "ម៉ូឌុល",
        "ខណ្ឌដែល",
    ],
)
def test_two_words_are_not_joined_where_the_letters_of_another_stand(words: str) -> None:
    assert kept_together(words) == words


def test_a_word_is_kept_together_only_as_whole_letters() -> None:
    assert kept_together("ចូលរួម្យ") == "ចូលរួម្យ"
    assert kept_together("្អង្គការ") == "្អង្គការ"


def test_an_id_follows_the_one_it_is_told_of_whatever_the_clock_says() -> None:
    an_hour_ahead = uuid.UUID(int=new_id().int + (3_600_000 << 80))
    made = [new_id(an_hour_ahead), new_id()]
    assert an_hour_ahead < made[0] < made[1]
    assert {each.version for each in made} == {7}


def test_an_id_of_another_version_says_nothing_about_time() -> None:
    new_id(uuid.UUID("ffffffff-ffff-4fff-bfff-ffffffffffff"))
    assert new_id() < uuid.UUID("f0000000-0000-7000-8000-000000000000")
