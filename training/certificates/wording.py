"""The rule for the certificate in words: what is asked, in short, and why something is missing."""

from training.certificates.model import Kind
from training.courses.model import HalfDay, Slot
from training.kernel.locales import Bilingual
from training.kernel.texts import N_, Text, say, say_n

Words = tuple[Text, Text]
"""A thing that is asked in a few words, and the sentence that says that it is missing."""

EVERYBODY = say("Everybody who joined.")
ASKED_EVALUATION = say("The evaluation handed in; who has no phone is not asked for it.")
NO_PASS_MARK = say(
    "To pass is asked, but there is no pass mark yet: until there is one, handing in is enough."
)
NOBODY_PASSES = say(
    "The test after the course has no pass mark yet, so nobody has passed it. The trainer "
    "sets one under “Quiz”."
)
ALSO_ASKED = {
    Kind.COMPLETION: say("For the certificate of completion: the test after the course passed."),
    Kind.TRAINER: say("For the trainer certificate: the test after the course passed."),
}
"""What a kind asks for besides the rule of the course."""
ABSENT_IN = {
    HalfDay.MORNING: say("Not marked present in the morning."),
    HalfDay.AFTERNOON: say("Not marked present in the afternoon."),
}
_ABSENT_ON_DAY = {
    HalfDay.MORNING: N_("Not marked present in the morning of day %(day)s."),
    HalfDay.AFTERNOON: N_("Not marked present in the afternoon of day %(day)s."),
}
_HALF_DAY = {HalfDay.MORNING: say("Morning"), HalfDay.AFTERNOON: say("Afternoon")}
_HALF_DAY_ON_DAY = {
    HalfDay.MORNING: N_("Morning of day %(day)s"),
    HalfDay.AFTERNOON: N_("Afternoon of day %(day)s"),
}
NEVER_PRESENT = say("Not marked present in any half-day.")


def half_day(slot: Slot, *, is_one_day: bool) -> Words:
    """One half-day, by name where the course has one day only."""
    if is_one_day:
        return _HALF_DAY[slot.half], ABSENT_IN[slot.half]
    day = slot.day + 1
    return say(_HALF_DAY_ON_DAY[slot.half], day=day), say(_ABSENT_ON_DAY[slot.half], day=day)


def half_days(present: int, needed: int) -> Words:
    """So many half-days, whichever they are."""
    name = say_n(
        "%(present)s of %(count)s half-day",
        "%(present)s of %(count)s half-days",
        needed,
        present=present,
    )
    if not present:
        return name, NEVER_PRESENT
    reason = say(
        "Present in %(present)s of the %(needed)s half-days that this course asks for.",
        present=present,
        needed=needed,
    )
    return name, reason


def minutes(present: int, needed: int) -> Words:
    """So many minutes."""
    name = say_n(
        "%(present)s of %(count)s minute",
        "%(present)s of %(count)s minutes",
        needed,
        present=present,
    )
    reason = say(
        "Present for %(present)s of the %(needed)s minutes that this course asks for.",
        present=present,
        needed=needed,
    )
    return name, reason


def evaluation() -> Words:
    """The evaluation."""
    return say("Evaluation"), say("The evaluation is not handed in.")


def quiz_name(title: Bilingual | None, *, must_pass: bool) -> Text:
    """The quiz of a module by its title, or the test after the course (None)."""
    if title is None:
        return say("Test after the course, passed") if must_pass else say("Test after the course")
    if must_pass:
        return say("Quiz “%(title)s”, passed", title=title)
    return say("Quiz “%(title)s”", title=title)


def not_handed_in(title: Bilingual | None) -> Text:
    """Nothing is there of it, or it is not finished."""
    if title is None:
        return say("The test after the course is not handed in.")
    return say("The quiz “%(title)s” is not handed in.", title=title)


def not_known_yet(title: Bilingual | None) -> Text:
    """It is there, but whether it is passed cannot be said yet."""
    if title is None:
        return say("The test after the course is handed in; its result is not known yet.")
    return say("The quiz “%(title)s” is handed in; its result is not known yet.", title=title)


def not_passed(title: Bilingual | None, percent: int | None, needed: int) -> Text:
    """It was not passed; with its figures, where `percent` of the marks is to be told."""
    if percent is None:
        if title is None:
            return say("The test after the course was not passed.")
        return say("The quiz “%(title)s” was not passed.", title=title)
    if title is None:
        return say(
            "The test after the course was not passed: %(percent)s%%; %(needed)s%% are needed.",
            percent=percent,
            needed=needed,
        )
    return say(
        "The quiz “%(title)s” was not passed: %(percent)s%%; %(needed)s%% are needed.",
        title=title,
        percent=percent,
        needed=needed,
    )


def asked_half_days(needed: int, held: frozenset[Slot]) -> Text:
    """How much presence is asked, in half-days."""
    if needed < len(held) and needed > 1:
        return say_n(
            "Present in %(count)s half-day at least.",
            "Present in %(count)s half-days at least.",
            needed,
        )
    if needed < len(held) or len(held) <= 1:
        return say("Present in one half-day at least.")
    if {slot.day for slot in held} == {0}:
        return say("Present in the morning and in the afternoon.")
    return say_n("Present in %(count)s half-day.", "Present in all %(count)s half-days.", len(held))


def asked_minutes(needed: int) -> Text:
    """How much presence is asked, in minutes."""
    return say_n(
        "Present for %(count)s minute at least.",
        "Present for %(count)s minutes at least.",
        needed,
    )


def asked_share(percent: int, needed: int, possible: int) -> Text:
    """Which share of the minutes that count is asked; `needed` is 0 where that differs."""
    if not needed:
        return say("Present for %(percent)s%% of the minutes that count.", percent=percent)
    return say(
        "Present for %(percent)s%% of the minutes that count: %(needed)s of %(possible)s.",
        percent=percent,
        needed=needed,
        possible=possible,
    )


def asked_quiz(title: Bilingual | None, percent: int) -> Text:
    """Which quiz is asked; `percent` is 0 where handing it in is enough."""
    if title is None:
        if not percent:
            return say("The test after the course handed in.")
        return say("The test after the course passed, with %(percent)s%% or more.", percent=percent)
    if not percent:
        return say("The quiz “%(title)s” handed in.", title=title)
    return say(
        "The quiz “%(title)s” passed, with %(percent)s%% or more.", title=title, percent=percent
    )


def asked_test(percent: int) -> Text:
    """The test after the course, passed; `percent` is 0 where nobody can pass it yet."""
    return asked_quiz(None, percent) if percent else NOBODY_PASSES
