"""The parts of the report of learning: each a drawing, a table, and what they mean."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from training.kernel.locales import Bilingual
from training.kernel.texts import N_
from training.modules.model import ItemKind
from training.quizzes.analysis import charts
from training.quizzes.analysis.charts import Frame, Move, Names
from training.quizzes.analysis.crowds import TooFew
from training.quizzes.analysis.learning import FormCheck, Gains, Learning, ObjectiveGain, Order
from training.quizzes.analysis.misconceptions import Surviving
from training.quizzes.analysis.model import Objective
from training.quizzes.analysis.whole import BANDS
from training.quizzes.reporting.model import Cell, Column, Part, Table
from training.quizzes.reporting.speaking import Speaker

MOST_SHOWN = 5
"""Wrong answers; the others stand on the page of the test."""
FORM_NAMES = {"a": N_("Form A"), "b": N_("Form B"), "": N_("The same questions")}


@dataclass(frozen=True, slots=True)
class Aim:
    """What an objective is called, and the module that it is of."""

    module: Bilingual
    words: Bilingual


def _names(speaker: Speaker) -> Names:
    return Names(speaker.say("before the course"), speaker.say("after the course"))


def overall(learning: Learning, everybody: Gains, speaker: Speaker) -> Part:
    """Everybody, and each order of the forms."""
    rows = {speaker.say("Everybody"): everybody, **_by_order(learning, speaker)}
    shown = [(name, gains) for name, gains in rows.items() if isinstance(gains, Gains)]
    frame = Frame(
        "overall",
        speaker.say("Right answers before and after"),
        "; ".join(_move_words(name, gains.before.mean, gains.after.mean, speaker)
                  for name, gains in shown),
    )  # fmt: skip
    moves = [
        Move(speaker.lines(name), gains.before.mean / 100, gains.after.mean / 100)
        for name, gains in shown
    ]
    return Part(
        frame.key,
        frame.title,
        drawing=charts.moves(frame, moves, _names(speaker), speaker.share),
        table=_gains(rows, speaker),
        notes=(
            speaker.say(
                "Points are per cent of all that could be had: from 40 to 70 per cent is 30 points."
            ),
            speaker.say(
                "Normalised gain: how much of what could still be learned was learned. 0.3 to 0.7 "
                "is called medium, more is high (Hake 1998)."
            ),
            *_forms(learning.forms, speaker),
        ),
    )  # fmt: skip


def _by_order(learning: Learning, speaker: Speaker) -> dict[str, Gains | TooFew]:
    """The orders of the forms, where there is more than one."""
    if len(learning.by_order) < 2:
        return {}
    return {_order(order, speaker): gains for order, gains in learning.by_order.items()}


def _order(order: Order, speaker: Speaker) -> str:
    before, after = (speaker.translate(FORM_NAMES[form]) for form in order)
    return speaker.say("%(before)s before, %(after)s after", before=before, after=after)


def _move_words(name: str, before: float, after: float, speaker: Speaker) -> str:
    first, second = speaker.percent(before), speaker.percent(after)
    return speaker.say(
        "%(name)s: from %(before)s to %(after)s", name=name, before=first, after=second
    )


def _gains(groups: Mapping[str, Gains | TooFew], speaker: Speaker) -> Table:
    """A column for each group."""
    heads = (
        N_("People"), N_("Before"), N_("After"), N_("Gain, points"),
        N_("Spread of the gain (sd)"), N_("Likely gain (95 per cent interval)"),
        N_("Normalised gain"), N_("Mean of personal changes"),
    )  # fmt: skip
    columns = [_gain_column(gains, speaker) for gains in groups.values()]
    return Table(
        (Column(speaker.say("Figure")), *(Column(name, is_figure=True) for name in groups)),
        tuple(
            (Cell(speaker.translate(head)), *cells)
            for head, cells in zip(heads, zip(*columns, strict=True), strict=True)
        ),
    )


def _gain_column(gains: Gains | TooFew, speaker: Speaker) -> tuple[Cell, ...]:
    if isinstance(gains, TooFew):
        return (speaker.count_cell(gains.n), *[speaker.too_few()] * 7)
    change = gains.change
    return (
        speaker.count_cell(gains.n),
        speaker.percent_cell(gains.before.mean),
        speaker.percent_cell(gains.after.mean),
        speaker.points_cell(gains.points.mean),
        speaker.tenth_cell(gains.points.sd),
        speaker.interval_cell(gains.points.interval),
        speaker.decimal_cell(gains.normalised),
        speaker.too_few() if isinstance(change, TooFew) else speaker.decimal_cell(change.mean),
    )


def _forms(check: FormCheck | None, speaker: Speaker) -> tuple[str, ...]:
    """What is said of the two forms, where anything can be."""
    if check is None or check.differ is None:
        return ()
    if not check.differ:
        words = N_("Before the course no difference between the two forms was found.")
        return (speaker.say(words),)
    easier = FORM_NAMES["a" if check.points > 0 else "b"]
    return (
        speaker.say(
            "%(form)s was easier before the course, by %(points)s points. Since each half of the "
            "room had each form once, the gain of everybody stays right.",
            form=speaker.translate(easier),
            points=speaker.number(round(abs(check.points))),
        ),
    )


def objectives(learning: Learning, aims: Mapping[Objective, Aim], speaker: Speaker) -> list[Part]:
    """The objectives of each module; those that are not in all forms are left out."""
    by_module: dict[str, list[tuple[Aim, ObjectiveGain]]] = {}
    for each in learning.objectives:
        if each.objective in aims:
            found = aims[each.objective], each
            by_module.setdefault(each.objective[0], []).append(found)
    return [_of_module(slug, found, speaker) for slug, found in by_module.items()]


def _of_module(slug: str, found: Sequence[tuple[Aim, ObjectiveGain]], speaker: Speaker) -> Part:
    frame = Frame(
        f"objectives-{slug}",
        speaker.spoken(found[0][0].module),
        "; ".join(
            _move_words(speaker.spoken(aim.words), each.before.mean, each.after.mean, speaker)
            for aim, each in found
        ),
    )
    moves = [
        Move(
            speaker.lines(speaker.spoken(aim.words)),
            each.before.mean / 100,
            each.after.mean / 100,
        )
        for aim, each in found
    ]
    heads = (
        N_("What people can do"), N_("Questions"), N_("Before"), N_("After"), N_("Gain, points"),
    )  # fmt: skip
    rows = tuple(
        (
            speaker.content(aim.words),
            speaker.count_cell(each.questions),
            speaker.percent_cell(each.before.mean),
            speaker.percent_cell(each.after.mean),
            speaker.points_cell(each.points.mean),
        )
        for aim, each in found
    )
    few = N_("There are few questions on each of these: look at the order, not at the digits.")
    return Part(
        frame.key,
        frame.title,
        (speaker.say("After the course people can…"),),
        charts.moves(frame, moves, _names(speaker), speaker.share),
        Table(_columns(heads, speaker), rows),
        (speaker.say(few),),
    )


def band_names(speaker: Speaker) -> tuple[str, ...]:
    """The fifths of the scale."""
    step = 100 // BANDS
    return tuple(
        f"{speaker.number(step * place)}–{speaker.number(step * (place + 1))}"
        for place in range(BANDS)
    )


def bands(learning: Learning, speaker: Speaker) -> Part | None:
    """How many people are in each fifth of the scale; None for too few."""
    if isinstance(learning.bands, TooFew):
        return None
    before, after = learning.bands
    names = band_names(speaker)
    frame = Frame(
        "bands",
        speaker.say("How many people had how much right, in per cent"),
        "; ".join(
            speaker.say(
                "%(band)s: %(before)s before, %(after)s after", band=band,
                before=speaker.number(low), after=speaker.number(high),
            )
            for band, low, high in zip(names, before, after, strict=True)
        ),
    )  # fmt: skip
    pairs = list(zip(before, after, strict=True))
    heads = (N_("Right answers, per cent"), N_("People before"), N_("People after"))
    rows = tuple(
        (Cell(name), speaker.count_cell(low), speaker.count_cell(high))
        for name, (low, high) in zip(names, pairs, strict=True)
    )
    return Part(
        frame.key,
        frame.title,
        drawing=charts.columns(frame, names, pairs, _names(speaker), speaker.number),
        table=Table(_columns(heads, speaker), rows),
    )


def _columns(heads: Sequence[str], speaker: Speaker) -> tuple[Column, ...]:
    """The first with words, the others with figures."""
    return tuple(
        Column(speaker.translate(words), is_figure=place > 0) for place, words in enumerate(heads)
    )


def stayed(found: Sequence[Surviving] | TooFew | None, speaker: Speaker) -> Part | None:
    """Misconceptions that survived; None where the forms are too few, or not over yet."""
    if found is None or isinstance(found, TooFew):
        return None
    heading = speaker.say("Wrong answers that stayed")
    shown = found[:MOST_SHOWN]
    if not shown:
        none = N_("No wrong answer was still chosen by one person in five or more.")
        return Part("stayed", heading, (speaker.say(none),))
    frame = Frame(
        "stayed",
        heading,
        "; ".join(_move_words(_said(each, speaker), 100 * each.before, 100 * each.after, speaker)
                  for each in shown),
    )  # fmt: skip
    moves = [
        Move(speaker.lines(_said(each, speaker)), each.before, each.after) for each in shown
    ]  # fmt: skip
    columns = (
        Column(speaker.say("Question")),
        Column(speaker.say("Wrong answer")),
        Column(speaker.say("Why it is wrong")),
        Column(speaker.say("Before"), is_figure=True),
        Column(speaker.say("After"), is_figure=True),
    )
    rows = tuple(
        (
            speaker.content(each.item.question),
            Cell(speaker.choices(each.words), is_content=True),
            speaker.content(each.why),
            speaker.share_cell(each.before),
            speaker.share_cell(each.after),
        )
        for each in shown
    )
    return Part(
        frame.key,
        frame.title,
        (
            speaker.say(
                "One person in five or more still chose a wrong answer to these questions. They "
                "are worth a talk."
            ),
        ),
        charts.moves(frame, moves, _names(speaker), speaker.share),
        Table(columns, rows),
    )


def _said(each: Surviving, speaker: Speaker) -> str:
    """The wrong answer; what is only true or false with its statement."""
    words = speaker.choices(each.words)
    if each.item.kind is not ItemKind.TRUE_FALSE:
        return words
    return f"{speaker.spoken(each.item.question)} – {words}"
