"""Entitlement: every reason is named, and a half-day that never was cannot be missed."""

import re

from hypothesis import given
from hypothesis import strategies as st

from training.certificates.rules import (
    Evidence,
    decide,
    new_number,
    read_number,
    rule_in_words,
    written_number,
)
from training.courses.model import CertificateRule, HalfDay, Slot

SLOTS = tuple(Slot(0, half) for half in HalfDay)
BOTH = frozenset(SLOTS)
MORNING = frozenset({Slot(0, HalfDay.MORNING)})
NOWHERE: frozenset[Slot] = frozenset()


def reasons(rule: CertificateRule, evidence: Evidence, held: frozenset[Slot] = BOTH) -> list[str]:
    return [str(reason) for reason in decide(rule, held, evidence).reasons]


def test_present_in_both_half_days_is_entitled() -> None:
    assert decide(CertificateRule(), BOTH, Evidence(BOTH, 120)).entitled


def test_each_missed_half_day_is_a_reason() -> None:
    assert reasons(CertificateRule(), Evidence(MORNING, 60)) == [
        "Not marked present in the afternoon."
    ]
    assert len(reasons(CertificateRule(), Evidence(NOWHERE, 0))) == 2


def test_missing_minutes_are_a_reason_of_their_own() -> None:
    found = reasons(CertificateRule(minutes=200), Evidence(MORNING, 120))
    assert found == [
        "Not marked present in the afternoon.",
        "Present for 120 of the 200 minutes that this course asks for.",
    ]


def test_one_half_day_is_enough_where_the_rule_says_so() -> None:
    assert decide(CertificateRule(half_days=1), BOTH, Evidence(MORNING, 1)).entitled
    assert reasons(CertificateRule(half_days=1), Evidence(NOWHERE, 0)) == [
        "Not marked present in any half-day."
    ]


def test_several_days_are_named_in_the_reasons() -> None:
    held = frozenset(Slot(day, half) for day in (0, 1) for half in HalfDay)
    assert reasons(CertificateRule(half_days=4), Evidence(BOTH, 120), held) == [
        "Not marked present in the morning of day 2.",
        "Not marked present in the afternoon of day 2.",
    ]
    assert reasons(CertificateRule(half_days=3), Evidence(BOTH, 120), held) == [
        "Present in 2 of the 3 half-days that this course asks for."
    ]


def test_a_half_day_that_never_was_cannot_be_missed() -> None:
    assert decide(CertificateRule(), MORNING, Evidence(MORNING, 60)).entitled


def test_where_nothing_counts_nobody_earns_a_certificate_by_presence() -> None:
    assert reasons(CertificateRule(), Evidence(NOWHERE, 0), NOWHERE) == [
        "Not marked present in any half-day."
    ]
    assert decide(CertificateRule(half_days=0), NOWHERE, Evidence(NOWHERE, 0)).entitled


@given(
    st.builds(CertificateRule, half_days=st.integers(0, 2), minutes=st.integers(0, 600)),
    st.frozensets(st.sampled_from(SLOTS)),
    st.frozensets(st.sampled_from(SLOTS)),
    st.integers(0, 600),
)
def test_more_presence_never_takes_a_certificate_away(
    rule: CertificateRule, held: frozenset[Slot], present: frozenset[Slot], minutes: int
) -> None:
    less, more = Evidence(present, minutes), Evidence(BOTH, minutes + 60)
    assert not decide(rule, held, less).entitled or decide(rule, held, more).entitled


def test_a_number_reads_back_however_it_is_typed() -> None:
    number = new_number()
    assert re.fullmatch(r"R2P-[0-9A-Z]{5}-[0-9A-Z]{5}", written_number(number))
    for typed in (written_number(number), number.lower(), f" r2p {number[:5]} {number[5:]} "):
        assert read_number(typed) == number
    assert read_number("R2P-123") is None
    assert read_number("x" * 5000) is None


def test_the_rule_in_words_says_all_of_it() -> None:
    assert len(rule_in_words(CertificateRule(minutes=90), BOTH)) == 2
    assert [str(words) for words in rule_in_words(CertificateRule(0, 0), BOTH)] == [
        "Everybody who joined."
    ]
