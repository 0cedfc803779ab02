"""Entitlement: every reason is named, and a half-day that never was cannot be missed."""

import itertools
import re
from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tests.conftest import ON_SQLITE
from training.certificates.rules import (
    Ask,
    Chance,
    Decision,
    Evidence,
    Outlook,
    QuizResult,
    Requirements,
    decide,
    foresee,
    new_number,
    read_number,
    rule_in_words,
    written_number,
)
from training.courses.model import POST_TEST, CertificateRule, HalfDay, Slot
from training.kernel.locales import LANGUAGES, Bilingual
from training.kernel.texts import Text
from training.quizzes import assessments
from training.web.locale import translate

SLOTS = tuple(Slot(day, half) for day in (0, 1) for half in HalfDay)
FOUR, BOTH = frozenset(SLOTS), frozenset(SLOTS[:2])
MORNING = frozenset(SLOTS[:1])
NOWHERE: frozenset[Slot] = frozenset()
QUIZ = Bilingual("R2P ជាអ្វី", "What is R2P")
EVERYTHING = CertificateRule(
    half_days=2, minutes=200, share_percent=75, quiz=POST_TEST, is_passed=True, evaluation=True
)


def asked(rule: CertificateRule, held: frozenset[Slot] = BOTH, **more: object) -> Requirements:
    return replace(Requirements(rule, held, minutes_possible=330, pass_percent=60), **more)  # type: ignore[arg-type] # as named by each test


def reasons(
    rule: CertificateRule, evidence: Evidence, held: frozenset[Slot] = BOTH, **more: object
) -> list[str]:
    return [str(reason) for reason in decide(asked(rule, held, **more), evidence).reasons]


def words(rule: CertificateRule, held: frozenset[Slot] = BOTH, **more: object) -> list[str]:
    return [str(each) for each in rule_in_words(asked(rule, held, **more))]


def test_present_in_both_half_days_is_entitled() -> None:
    assert decide(asked(CertificateRule()), Evidence(BOTH, 120)).entitled


def test_each_missed_half_day_is_a_reason() -> None:
    assert reasons(CertificateRule(), Evidence(MORNING, 60)) == [
        "Not marked present in the afternoon."
    ]
    assert len(reasons(CertificateRule(), Evidence(NOWHERE, 0))) == 2


def test_one_half_day_is_enough_where_the_rule_says_so() -> None:
    assert decide(asked(CertificateRule(half_days=1)), Evidence(MORNING, 1)).entitled
    assert reasons(CertificateRule(half_days=1), Evidence(NOWHERE, 0)) == [
        "Not marked present in any half-day."
    ]


def test_several_days_are_named_in_the_reasons() -> None:
    assert reasons(CertificateRule(half_days=4), Evidence(BOTH, 120), FOUR) == [
        "Not marked present in the morning of day 2.",
        "Not marked present in the afternoon of day 2.",
    ]
    assert reasons(CertificateRule(half_days=3), Evidence(BOTH, 120), FOUR) == [
        "Present in 2 of the 3 half-days that this course asks for."
    ]


def test_a_half_day_that_never_was_cannot_be_missed() -> None:
    assert decide(asked(CertificateRule(), MORNING), Evidence(MORNING, 60)).entitled


def test_where_nothing_counts_nobody_earns_a_certificate_by_presence() -> None:
    assert reasons(CertificateRule(), Evidence(NOWHERE, 0), NOWHERE) == [
        "Not marked present in any half-day."
    ]
    share = CertificateRule(half_days=0, share_percent=50)
    assert reasons(share, Evidence(NOWHERE, 0), NOWHERE, minutes_possible=0) == [
        "Present for 0 of the 1 minutes that this course asks for."
    ]
    assert decide(asked(CertificateRule(half_days=0), NOWHERE), Evidence(NOWHERE, 0)).entitled


@pytest.mark.parametrize(
    ("rule", "evidence", "reason"),
    [
        (
            CertificateRule(0, minutes=200),
            Evidence(BOTH, 120),
            "Present for 120 of the 200 minutes that this course asks for.",
        ),
        (
            CertificateRule(0, share_percent=75),
            Evidence(BOTH, 247),
            "Present for 247 of the 248 minutes that this course asks for.",
        ),
        (
            CertificateRule(0, quiz=POST_TEST),
            Evidence(BOTH, 330),
            "The test after the course is not handed in.",
        ),
        (
            CertificateRule(0, quiz=POST_TEST, is_passed=True),
            Evidence(BOTH, 330, QuizResult.UNKNOWN),
            "The test after the course is handed in; its result is not known yet.",
        ),
        (
            CertificateRule(0, quiz=POST_TEST, is_passed=True),
            Evidence(BOTH, 330, QuizResult.NOT_PASSED, 59),
            "The test after the course was not passed: 59%; 60% are needed.",
        ),
        (
            CertificateRule(0, quiz=POST_TEST, is_passed=True),
            Evidence(BOTH, 330, QuizResult.NOT_PASSED),
            "The test after the course was not passed.",
        ),
        (
            CertificateRule(0, evaluation=True),
            Evidence(BOTH, 330),
            "The evaluation is not handed in.",
        ),
    ],
)
def test_each_reason_alone_has_its_figures(
    rule: CertificateRule, evidence: Evidence, reason: str
) -> None:
    assert reasons(rule, evidence) == [reason]


def test_all_reasons_are_named_together() -> None:
    decision = decide(asked(EVERYTHING, quiz_title=QUIZ), Evidence(MORNING, 60))
    assert [str(each) for each in decision.reasons] == [
        "Not marked present in the afternoon.",
        "Present for 60 of the 248 minutes that this course asks for.",
        "The quiz “What is R2P” is not handed in.",
        "The evaluation is not handed in.",
    ]
    assert [point.ask for point in decision.missing] == [
        *[Ask.PRESENCE] * 2, Ask.QUIZ, Ask.EVALUATION,
    ]  # fmt: skip


def test_whoever_has_all_that_is_asked_is_entitled() -> None:
    assert decide(asked(EVERYTHING), Evidence(BOTH, 248, QuizResult.PASSED, 60, True)).entitled


def test_without_a_pass_mark_handing_in_is_enough_and_the_rule_says_so() -> None:
    rule = CertificateRule(0, quiz=POST_TEST, is_passed=True)
    evidence = Evidence(NOWHERE, 0, QuizResult.NOT_PASSED, 10)
    assert decide(asked(rule, pass_percent=0), evidence).entitled
    assert words(rule, pass_percent=0) == [
        "The test after the course handed in.",
        "To pass is asked, but there is no pass mark yet: until there is one, handing in is "
        "enough.",
    ]


def test_who_has_no_phone_is_not_asked_for_the_evaluation() -> None:
    rule = CertificateRule(0, evaluation=True)
    assert decide(asked(rule, has_phone=False), Evidence(NOWHERE, 0)).entitled
    assert not decide(asked(rule), Evidence(NOWHERE, 0)).entitled


RULES = st.builds(
    CertificateRule,
    half_days=st.integers(0, 5),
    minutes=st.integers(0, 600),
    share_percent=st.integers(0, 100),
    quiz=st.sampled_from(["", POST_TEST, "small"]),
    is_passed=st.booleans(),
    evaluation=st.booleans(),
)
SOME = st.frozensets(st.sampled_from(SLOTS))
REQUIRED = st.builds(
    Requirements,
    RULES,
    SOME,
    minutes_possible=st.integers(0, 600),
    quiz_title=st.sampled_from([None, QUIZ]),
    pass_percent=st.integers(0, 100),
    has_phone=st.booleans(),
)
KNOWN = st.builds(
    Evidence,
    SOME,
    st.integers(0, 600),
    st.sampled_from(QuizResult),
    st.none() | st.integers(0, 100),
    st.booleans(),
)
TO_COME = st.builds(Chance, SOME, st.integers(0, 300), st.booleans(), st.booleans())


def more_than(less: Evidence, other: Evidence) -> Evidence:
    return Evidence(
        less.half_days | other.half_days,
        less.minutes + other.minutes,
        max(less.quiz, other.quiz),
        other.score_percent,
        less.evaluation or other.evaluation,
    )


@given(REQUIRED, KNOWN, KNOWN)
def test_more_evidence_never_takes_a_certificate_away(
    required: Requirements, less: Evidence, other: Evidence
) -> None:
    entitled_before = decide(required, less).entitled
    assert not entitled_before or decide(required, more_than(less, other)).entitled


@given(REQUIRED, KNOWN)
def test_when_nothing_can_come_the_forecast_is_the_decision(
    required: Requirements, evidence: Evidence
) -> None:
    forecast = foresee(required, evidence, Chance())
    decision = decide(required, evidence)
    assert (forecast.outlook is Outlook.MET) == decision.entitled
    if forecast.outlook is Outlook.OPEN:
        assert evidence.quiz is QuizResult.UNKNOWN, "only marks can still come"
    if forecast.outlook is Outlook.LOST:
        assert set(forecast.why) <= set(decision.missing)
        assert forecast.why


@given(REQUIRED, KNOWN, TO_COME, SOME, st.data())
def test_what_is_lost_cannot_be_won_by_anything_that_still_comes(
    required: Requirements,
    evidence: Evidence,
    chance: Chance,
    slots: frozenset[Slot],
    data: st.DataObject,
) -> None:
    came = replace(
        evidence,
        half_days=evidence.half_days | (slots & chance.half_days),
        minutes=evidence.minutes + data.draw(st.integers(0, chance.minutes)),
        evaluation=evidence.evaluation or (chance.evaluation and data.draw(st.booleans())),
    )
    if chance.quiz or evidence.quiz is QuizResult.UNKNOWN:
        came = replace(came, quiz=data.draw(st.sampled_from(QuizResult)))
    forecast = foresee(required, evidence, chance)
    if forecast.outlook is Outlook.LOST:
        assert not decide(required, came).entitled
    if forecast.outlook is Outlook.MET and came.quiz >= evidence.quiz:
        assert decide(required, came).entitled


def test_the_forecast_tells_what_is_lost_from_what_is_only_missing() -> None:
    forecast = foresee(
        asked(EVERYTHING), Evidence(NOWHERE, 0), Chance(BOTH - MORNING, 330, True, True)
    )
    assert forecast.outlook is Outlook.LOST
    assert [str(point.reason) for point in forecast.why] == ["Not marked present in the morning."]
    assert [(str(point.name), outlook) for point, outlook in forecast.points] == [
        ("Morning", Outlook.LOST),
        ("Afternoon", Outlook.OPEN),
        ("0 of 248 minutes", Outlook.OPEN),
        ("Test after the course, passed", Outlook.OPEN),
        ("Evaluation", Outlook.OPEN),
    ]


def test_a_quiz_that_waits_for_marks_is_not_lost() -> None:
    rule = CertificateRule(0, quiz=POST_TEST, is_passed=True)
    forecast = foresee(asked(rule), Evidence(NOWHERE, 0, QuizResult.UNKNOWN), Chance())
    assert forecast.outlook is Outlook.OPEN


HELD = {"none": NOWHERE, "morning": MORNING, "day": BOTH, "days": FOUR}
EVERY_RULE = [
    CertificateRule(half_days, minutes, share, quiz, is_passed, evaluation)
    for half_days, minutes, share, quiz, is_passed, evaluation in itertools.product(
        range(5), (0, 1, 90), (0, 75), ("", POST_TEST, "small"), (False, True), (False, True)
    )
]


@ON_SQLITE
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("held", HELD.values(), ids=HELD)
def test_every_rule_is_said_in_whole_sentences_in_both_languages(
    app: Flask, language: str, held: frozenset[Slot]
) -> None:
    said: set[Text] = set()
    for rule in EVERY_RULE:
        for pass_percent, possible in itertools.product((0, 60), (0, 330)):
            title = QUIZ if rule.quiz == "small" else None
            required = asked(
                rule, held, quiz_title=title, pass_percent=pass_percent, minutes_possible=possible
            )
            in_words = rule_in_words(required)
            assert in_words
            said.update(in_words, every_word(decide_all(required)))
    with app.test_request_context():
        for text in said:
            sentence = translate(text, language)
            assert not re.search(r"%[(%]|\(\)|“”|None", sentence), sentence
            assert sentence == sentence.strip() != ""
            assert (language == "km") == bool(re.search("[\u1780-\u17b3]", sentence)), sentence


def decide_all(required: Requirements) -> list[Decision]:
    scores = [(result, None) for result in QuizResult] + [(QuizResult.NOT_PASSED, 59)]
    return [
        decide(required, Evidence(present, minutes, result, percent))
        for present, minutes in ((NOWHERE, 0), (MORNING, 60))
        for result, percent in scores
    ]


def every_word(decisions: list[Decision]) -> list[Text]:
    points = {point for decision in decisions for point in decision.points}
    return [each for point in points for each in (point.name, point.reason)]


@pytest.mark.parametrize(
    ("half_days", "held", "sentence"),
    [
        (2, BOTH, "Present in the morning and in the afternoon."),
        (1, BOTH, "Present in one half-day at least."),
        (2, MORNING, "Present in one half-day at least."),
        (4, FOUR, "Present in all 4 half-days."),
        (3, FOUR, "Present in 3 half-days at least."),
    ],
)
def test_half_days_are_said_as_people_say_them(
    half_days: int, held: frozenset[Slot], sentence: str
) -> None:
    assert words(CertificateRule(half_days), held) == [sentence]


def test_the_rule_in_words_says_all_of_it() -> None:
    assert words(EVERYTHING) == [
        "Present in the morning and in the afternoon.",
        "Present for 200 minutes at least.",
        "Present for 75% of the minutes that count: 248 of 330.",
        "The test after the course passed, with 60% or more.",
        "The evaluation handed in; who has no phone is not asked for it.",
    ]
    assert words(CertificateRule(0)) == ["Everybody who joined."]


def test_the_test_after_the_course_has_the_same_name_in_both_rooms() -> None:
    assert POST_TEST == assessments.POST_TEST


def test_a_number_reads_back_however_it_is_typed() -> None:
    number = new_number()
    assert re.fullmatch(r"R2P-[0-9A-Z]{5}-[0-9A-Z]{5}", written_number(number))
    for typed in (written_number(number), number.lower(), f" r2p {number[:5]} {number[5:]} "):
        assert read_number(typed) == number
    assert read_number("R2P-123") is None
    assert read_number("x" * 5000) is None
