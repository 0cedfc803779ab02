"""Who is entitled to a certificate: facts in, a decision with all its reasons out.

Each kind asks for the rule of the course; some also for the test after it. What a course asks of
one person becomes a list of points, always the same for the same person; the
decision says how each stands. A forecast decides twice: by what is known, and by the best that can
still come.
"""

import enum
from collections.abc import Iterator
from dataclasses import dataclass, replace

from msgspec import structs

from training.certificates import wording
from training.certificates.model import OF_SEATS, Kind
from training.courses.model import POST_TEST, CertificateRule, Slot
from training.kernel.ids import grouped, random_code, read_code
from training.kernel.locales import Bilingual
from training.kernel.texts import Text

PASSING = (Kind.COMPLETION, Kind.TRAINER)
"""The kinds that ask for the test after the course, passed, besides the rule of the course."""
NUMBER_BITS = 50
NUMBER_LENGTH = NUMBER_BITS // 5
PREFIX = "R2P"


class Ask(enum.StrEnum):
    """What a point is about, and so where it can be mended."""

    PRESENCE = "presence"
    QUIZ = "quiz"
    TEST = "test"
    """The test after the course, which a kind of certificate asks to be passed."""
    EVALUATION = "evaluation"


class QuizResult(enum.IntEnum):
    """How far somebody is with the quiz that the rule asks for; more is better."""

    NOT_HANDED_IN = 0
    NOT_PASSED = 1
    UNKNOWN = 2
    """Handed in, but not marked to the end, or not to be told yet."""
    PASSED = 3


class Outlook(enum.StrEnum):
    """How a point, or the certificate itself, stands while the course runs."""

    MET = "met"
    OPEN = "open"
    """Not met yet, and still possible."""
    LOST = "lost"
    """Cannot be met any more, unless somebody changes by hand what is over."""


@dataclass(frozen=True, slots=True)
class Requirements:
    """A course's rule, and what it comes to for one person."""

    rule: CertificateRule
    held: frozenset[Slot]
    """The half-days in which something counts for this person. One that the course never had cannot
    be missed, but where nothing counts nobody was present either."""
    minutes_possible: int = 0
    """Minutes of all agenda items that count for this person's group."""
    quiz_title: Bilingual | None = None
    """Of the module whose quiz is asked for; None for the test after the course."""
    pass_percent: int = 0
    """From which share of the marks that quiz is passed; 0: it has no pass mark."""
    has_phone: bool = True
    """An evaluation on paper has no name, so it is asked only of those who have a phone."""
    test_percent: int | None = None
    """The pass mark of the test after the course, where the kind of certificate asks to have passed
    it; 0: there is no pass mark, so nobody can. None: the kind does not ask for it."""

    @property
    def minutes_of_share(self) -> int:
        """How many minutes the asked share comes to: one at least; 0 where none is asked."""
        percent = self.rule.share_percent
        return max(1, -(-percent * self.minutes_possible // 100)) if percent else 0

    @property
    def percent_to_pass(self) -> int:
        """The pass mark that must be reached; 0 where handing in is enough."""
        return self.pass_percent if self.rule.is_passed else 0


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one person."""

    half_days: frozenset[Slot]
    """The half-days in which the person was present."""
    minutes: int
    """Minutes of counted agenda items that the person was present for."""
    quiz: QuizResult = QuizResult.NOT_HANDED_IN
    score_percent: int | None = None
    """Of the marks of that quiz, rounded down; None where it is not known, or not to be told."""
    evaluation: bool = False
    """Whether the evaluation is handed in; what is in it nobody knows."""
    test: QuizResult = QuizResult.NOT_HANDED_IN
    test_percent: int | None = None
    """The same two of the test after the course."""


@dataclass(frozen=True, slots=True)
class Chance:
    """The best that can still come for one person without a change by hand of what is over."""

    half_days: frozenset[Slot] = frozenset()
    minutes: int = 0
    quiz: bool = False
    evaluation: bool = False
    test: bool = False


@dataclass(frozen=True, slots=True)
class Point:
    """One thing that is asked of a person, and how it stands."""

    ask: Ask
    is_met: bool
    name: Text
    """The thing in a few words, with its figures."""
    reason: Text
    """Why it is not met."""
    slot: Slot | None = None
    """The half-day that it is about, where it is about one."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Entitled, or not and why not: every reason, not only the first."""

    points: tuple[Point, ...] = ()

    @property
    def missing(self) -> tuple[Point, ...]:
        """What is not met."""
        return tuple(point for point in self.points if not point.is_met)

    @property
    def reasons(self) -> tuple[Text, ...]:
        """Why the person is not entitled."""
        return tuple(point.reason for point in self.missing)

    @property
    def entitled(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.missing


@dataclass(frozen=True, slots=True)
class Forecast:
    """How a certificate stands for one person before the course is over."""

    decision: Decision
    """By what is known now."""
    best: Decision
    """By the best that can still come."""

    @property
    def outlook(self) -> Outlook:
        """How the certificate stands."""
        return _outlook(is_met=self.decision.entitled, can_be_met=self.best.entitled)

    @property
    def points(self) -> tuple[tuple[Point, Outlook], ...]:
        """All that is asked, and how each stands."""
        pairs = zip(self.decision.points, self.best.points, strict=True)
        return tuple((now, _outlook(is_met=now.is_met, can_be_met=b.is_met)) for now, b in pairs)

    @property
    def why(self) -> tuple[Point, ...]:
        """What the certificate is lost by; where it is not lost, what is still missing."""
        wanted = Outlook.LOST if self.outlook is Outlook.LOST else Outlook.OPEN
        return tuple(point for point, outlook in self.points if outlook is wanted)


def _outlook(*, is_met: bool, can_be_met: bool) -> Outlook:
    if is_met:
        return Outlook.MET
    return Outlook.OPEN if can_be_met else Outlook.LOST


def kinds_of_seats(rule: CertificateRule) -> tuple[Kind, ...]:
    """Which certificates the participants of a course can get: one at least, in one order."""
    return tuple(kind for kind in OF_SEATS if kind in rule.kinds) or (Kind.ATTENDANCE,)


def asked_for(kind: Kind, asked: Requirements, test_percent: int) -> Requirements:
    """What a course asks for a certificate of that kind.

    Where its rule asks for the test after the course as well, it is asked for once. `test_percent`
    is the pass mark of that test; 0 where it has none.
    """
    if kind not in PASSING:
        return asked
    rule = asked.rule
    if rule.quiz == POST_TEST:
        rule = structs.replace(rule, quiz="", is_passed=False)
    return replace(asked, rule=rule, test_percent=test_percent)


def decide(asked: Requirements, evidence: Evidence) -> Decision:
    """The decision for one person."""
    return Decision(tuple(_points(asked, evidence)))


def foresee(asked: Requirements, evidence: Evidence, chance: Chance) -> Forecast:
    """What can still become of it. A quiz that waits to be marked may yet be passed."""

    def at_best(result: QuizResult, *, may_come: bool) -> QuizResult:
        return QuizResult.PASSED if may_come or result is QuizResult.UNKNOWN else result

    best = replace(
        evidence,
        half_days=evidence.half_days | chance.half_days,
        minutes=evidence.minutes + chance.minutes,
        quiz=at_best(evidence.quiz, may_come=chance.quiz),
        test=at_best(evidence.test, may_come=chance.test),
        evaluation=evidence.evaluation or chance.evaluation,
    )
    return Forecast(decide(asked, evidence), decide(asked, best))


def _points(asked: Requirements, evidence: Evidence) -> Iterator[Point]:
    rule = asked.rule
    if rule.half_days:
        yield from _half_days(asked, evidence.half_days)
    needed = max(rule.minutes, asked.minutes_of_share)
    if needed:
        name, reason = wording.minutes(evidence.minutes, needed)
        yield Point(Ask.PRESENCE, evidence.minutes >= needed, name, reason)
    if rule.quiz:
        yield _quiz(asked, evidence)
    if asked.test_percent is not None:
        yield _test(asked.test_percent, evidence)
    if rule.evaluation and asked.has_phone:
        name, reason = wording.evaluation()
        yield Point(Ask.EVALUATION, evidence.evaluation, name, reason)


def _half_days(asked: Requirements, present: frozenset[Slot]) -> Iterator[Point]:
    needed, held = asked.rule.half_days, asked.held
    if needed >= len(held) > 0:
        is_one_day = all(slot.day == 0 for slot in held)
        for slot in sorted(held):
            name, reason = wording.half_day(slot, is_one_day=is_one_day)
            yield Point(Ask.PRESENCE, slot in present, name, reason, slot)
    else:
        needed = min(needed, len(held)) or 1
        name, reason = wording.half_days(len(present), needed)
        yield Point(Ask.PRESENCE, len(present) >= needed, name, reason)


def _quiz(asked: Requirements, evidence: Evidence) -> Point:
    percent, title = asked.percent_to_pass, asked.quiz_title
    least = QuizResult.PASSED if percent else QuizResult.NOT_PASSED
    name = wording.quiz_name(title, must_pass=bool(percent))
    reason = _why_not(title, evidence.quiz, evidence.score_percent, percent)
    return Point(Ask.QUIZ, evidence.quiz >= least, name, reason)


def _test(percent: int, evidence: Evidence) -> Point:
    """The test after the course, passed. Where there is no pass mark, nobody has passed it."""
    is_met = percent > 0 and evidence.test is QuizResult.PASSED
    reason = _why_not(None, evidence.test, evidence.test_percent, percent)
    if not percent:
        reason = wording.NOBODY_PASSES
    return Point(Ask.TEST, is_met, wording.quiz_name(None, must_pass=True), reason)


def _why_not(title: Bilingual | None, result: QuizResult, score: int | None, percent: int) -> Text:
    if result is QuizResult.NOT_HANDED_IN:
        return wording.not_handed_in(title)
    if result is QuizResult.UNKNOWN:
        return wording.not_known_yet(title)
    return wording.not_passed(title, score, percent)


def rule_in_words(asked: Requirements) -> tuple[Text, ...]:
    """The rule as sentences, for planners, trainers and trainees.

    Figures of the share stand in it only where `minutes_possible` says what it is a share of.
    """
    rule, words = asked.rule, []
    if rule.half_days:
        words.append(wording.asked_half_days(rule.half_days, asked.held))
    if rule.minutes:
        words.append(wording.asked_minutes(rule.minutes))
    if rule.share_percent:
        needed = asked.minutes_of_share if asked.minutes_possible else 0
        words.append(wording.asked_share(rule.share_percent, needed, asked.minutes_possible))
    if rule.quiz:
        words.append(wording.asked_quiz(asked.quiz_title, asked.percent_to_pass))
        if rule.is_passed and not asked.pass_percent:
            words.append(wording.NO_PASS_MARK)
    if asked.test_percent is not None:
        words.append(wording.asked_test(asked.test_percent))
    if rule.evaluation:
        words.append(wording.ASKED_EVALUATION)
    return tuple(words) or (wording.EVERYBODY,)


def new_number() -> str:
    """A certificate number: 50 random bits that no laptop gives twice and nobody guesses."""
    return random_code(NUMBER_BITS)


def written_number(number: str) -> str:
    """The number as it is printed: `R2P-7KQ4M-2XAB9`."""
    return f"{PREFIX}-{grouped(number, 5)}"


def read_number(typed: str) -> str | None:
    """The number in what somebody typed, with or without prefix and hyphens, or None."""
    code = read_code(typed[:60])
    if len(code) == NUMBER_LENGTH + len(PREFIX):
        code = code.removeprefix(PREFIX)
    return code if len(code) == NUMBER_LENGTH else None
