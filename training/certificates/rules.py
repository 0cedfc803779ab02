"""Who is entitled to a certificate of attendance: facts in, a decision with all its reasons out."""

from dataclasses import dataclass

from training.courses.model import CertificateRule, HalfDay, Slot
from training.kernel.ids import grouped, random_code, read_code
from training.kernel.texts import N_, Text, say

NUMBER_BITS = 50
NUMBER_LENGTH = NUMBER_BITS // 5
PREFIX = "R2P"

ABSENT_IN = {
    HalfDay.MORNING: say("Not marked present in the morning."),
    HalfDay.AFTERNOON: say("Not marked present in the afternoon."),
}
_ABSENT_ON_DAY = {
    HalfDay.MORNING: N_("Not marked present in the morning of day %(day)s."),
    HalfDay.AFTERNOON: N_("Not marked present in the afternoon of day %(day)s."),
}
NEVER_PRESENT = say("Not marked present in any half-day.")


@dataclass(frozen=True, slots=True)
class Evidence:
    """What is known of one person's day."""

    half_days: frozenset[Slot]
    """The half-days in which the person was present."""
    minutes: int
    """Minutes of counted agenda items that the person was present for."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Entitled, or not and why not: every reason, not only the first."""

    reasons: tuple[Text, ...] = ()

    @property
    def entitled(self) -> bool:
        """Whether nothing speaks against it."""
        return not self.reasons


def decide(rule: CertificateRule, held: frozenset[Slot], evidence: Evidence) -> Decision:
    """The decision for one person.

    `held` are the half-days in which the course had items that count; a half-day that the course
    never had cannot be missed, but where nothing counts nobody was present either.
    """
    reasons: list[Text] = []
    missed = sorted(held - evidence.half_days)
    if rule.half_days >= len(held) > 0:
        reasons += [_absent_in(slot, held) for slot in missed]
    elif rule.half_days and not evidence.half_days:
        reasons.append(NEVER_PRESENT)
    elif len(evidence.half_days) < rule.half_days:
        reasons.append(
            say(
                "Present in %(present)s of the %(needed)s half-days that this course asks for.",
                present=len(evidence.half_days),
                needed=rule.half_days,
            )
        )
    if evidence.minutes < rule.minutes:
        reasons.append(
            say(
                "Present for %(present)s of the %(needed)s minutes that this course asks for.",
                present=evidence.minutes,
                needed=rule.minutes,
            )
        )
    return Decision(tuple(reasons))


def _absent_in(slot: Slot, held: frozenset[Slot]) -> Text:
    if all(each.day == 0 for each in held):
        return ABSENT_IN[slot.half]
    return say(_ABSENT_ON_DAY[slot.half], day=slot.day + 1)


def rule_in_words(rule: CertificateRule, held: frozenset[Slot]) -> tuple[Text, ...]:
    """The rule as sentences, for planners, trainers and trainees."""
    words: list[Text] = []
    if rule.half_days and rule.half_days >= len(held) > 1:
        words.append(say("Present in the morning and in the afternoon."))
    elif rule.half_days:
        words.append(say("Present in one half-day at least."))
    if rule.minutes:
        words.append(say("Present for %(minutes)s minutes at least.", minutes=rule.minutes))
    return tuple(words) or (say("Everybody who joined."),)


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
