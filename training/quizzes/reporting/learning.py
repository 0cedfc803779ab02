"""The report of what was learned between the two tests of a course: without any name."""

from collections.abc import Mapping, Sequence

from training.kernel.texts import say_n
from training.quizzes.analysis.crowds import LEAST, TooFew
from training.quizzes.analysis.figures import Spread
from training.quizzes.analysis.learning import Gains, Learning
from training.quizzes.analysis.misconceptions import Surviving
from training.quizzes.analysis.model import Objective
from training.quizzes.reporting import learning_parts
from training.quizzes.reporting.learning_parts import Aim
from training.quizzes.reporting.model import Part, Report
from training.quizzes.reporting.speaking import Speaker


def learning_report(
    about: Sequence[str],
    learning: Learning,
    surviving: Sequence[Surviving] | TooFew | None,
    aims: Mapping[Objective, Aim],
    speaker: Speaker,
) -> Report:
    """The whole report. `about` is what stands below the title: course, day and place."""
    everybody = learning.everybody
    title = speaker.say("What was learned")
    if isinstance(everybody, TooFew):
        return Report(
            title, tuple(about), *_too_few(everybody, speaker), (_meaning(learning, speaker),)
        )
    parts = (
        learning_parts.overall(learning, everybody, speaker),
        *learning_parts.objectives(learning, aims, speaker),
        learning_parts.bands(learning, speaker),
        learning_parts.stayed(surviving, speaker),
        _who(learning, speaker),
        _meaning(learning, speaker),
    )
    return Report(
        title,
        tuple(about),
        speaker.say(
            "Before the course %(before)s of the answers were right, after it %(after)s.",
            before=speaker.percent(everybody.before.mean),
            after=speaker.percent(everybody.after.mean),
        ),
        _sentences(everybody, speaker),
        tuple(part for part in parts if part is not None),
    )


def _too_few(few: TooFew, speaker: Speaker) -> tuple[str, tuple[str, ...]]:
    taken = say_n(
        "So far %(count)s person has taken both tests.",
        "So far %(count)s people have taken both tests.",
        few.n,
    )
    shown = speaker.say("Figures are shown from %(least)s people on.", least=LEAST)
    return speaker.translate(taken), (shown,)


def _sentences(gains: Gains, speaker: Speaker) -> tuple[str, ...]:
    both = say_n("%(count)s person took both tests.", "%(count)s people took both tests.", gains.n)
    found = [
        speaker.translate(both),
        speaker.say("The gain is %(points)s points on average.",
                    points=speaker.points(gains.points.mean)),
    ]  # fmt: skip
    if gains.normalised is not None and gains.normalised > 0:
        found.append(
            speaker.say(
                "Of what they did not know yet, they learned %(share)s.",
                share=speaker.share(gains.normalised),
            )
        )
    return (*found, *_certainty(gains.points, speaker))


def _certainty(points: Spread, speaker: Speaker) -> tuple[str, ...]:
    if points.interval is None:
        return ()
    if points.interval.holds(0):
        return (speaker.say("With so few people and such different results, this may be chance."),)
    return (
        speaker.say(
            "The true gain of people like these is likely between %(low)s and %(high)s points, "
            "so chance alone hardly explains it.",
            low=speaker.points(points.interval.low),
            high=speaker.points(points.interval.high),
        ),
    )


def _who(learning: Learning, speaker: Speaker) -> Part:
    alone = (
        say_n(
            "%(count)s person took only the test before the course.",
            "%(count)s people took only the test before the course.",
            learning.only_before,
        ),
        say_n(
            "%(count)s person took only the test after the course.",
            "%(count)s people took only the test after the course.",
            learning.only_after,
        ),
    )
    return Part(
        "who",
        speaker.say("Who is counted"),
        (
            speaker.say("Only people with both tests are counted: the same people, twice."),
            *(speaker.translate(each) for each in alone if each.count),
            speaker.say(
                "No figure is about fewer than %(least)s people, and none is shown from which one "
                "about fewer could be worked out.",
                least=LEAST,
            ),
        ),
    )


def _meaning(learning: Learning, speaker: Speaker) -> Part:
    return Part(
        "meaning",
        speaker.say("What these figures say, and what they do not"),
        (
            *_crossing(learning, speaker),
            speaker.say(
                "The test says what people know at the end of the day. It does not say what they "
                "will know in a month, or do."
            ),
            speaker.say(
                "There is no group without a course to compare with, so a gain is no proof that "
                "the course alone made it."
            ),
        ),
    )


def _crossing(learning: Learning, speaker: Speaker) -> tuple[str, ...]:
    """Why there are two forms, where there are."""
    if len(learning.by_order) < 2:
        return ()
    return (
        speaker.say(
            "Half of the room had form A before the course and form B after it, the other half "
            "the other way round. Nobody saw a question twice."
        ),
    )
