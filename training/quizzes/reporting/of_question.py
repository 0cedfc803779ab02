"""One question of a report: what was chosen, by whom, and why the wrong is wrong."""

from training.kernel.texts import N_
from training.quizzes.analysis import charts
from training.quizzes.analysis.charts import Bar, Frame
from training.quizzes.analysis.choices import Chosen
from training.quizzes.analysis.items import ItemFigures
from training.quizzes.reporting.model import Cell, Column, Part, Table
from training.quizzes.reporting.speaking import NOTHING, Speaker

_TICK_EMS = 1.4


def part(form: str, place: int, figures: ItemFigures, speaker: Speaker) -> Part:
    """The part of the question at that place of that form."""
    question = speaker.spoken(figures.item.question)
    key = f"question-{form}{place}"
    heading = speaker.say("%(number)s. %(question)s", number=place, question=question)
    if not figures.chosen:
        return Part(key, heading, _sentences(figures, speaker), is_small=True)
    frame = Frame(
        key,
        heading,
        "; ".join(
            speaker.say("%(name)s: %(share)s", name=_said(each, speaker),
                        share=speaker.share(each.share))
            for each in figures.chosen
        ),
    )  # fmt: skip
    return Part(
        key,
        heading,
        _sentences(figures, speaker),
        charts.labelled_bars(
            frame, [_bar(each, speaker) for each in figures.chosen], speaker.share
        ),
        Table(_columns(figures, speaker), _rows(figures, speaker)),
        is_small=True,
    )


def _said(each: Chosen, speaker: Speaker) -> str:
    return speaker.choices(each.words)


def _sentences(figures: ItemFigures, speaker: Speaker) -> tuple[str, ...]:
    counts = speaker.say(
        "%(right)s of %(all)s right, %(omitted)s without an answer.",
        right=figures.right, all=figures.n, omitted=figures.omitted,
    )  # fmt: skip
    wrong = figures.most_chosen_wrong
    if wrong is None:
        return (counts,)
    chosen = speaker.say(
        "Most chosen wrong answer: %(answer)s (%(count)s).",
        answer=_said(wrong, speaker), count=wrong.count,
    )  # fmt: skip
    why = speaker.spoken(wrong.why)
    return (counts, chosen, why) if why else (counts, chosen)


def _bar(each: Chosen, speaker: Speaker) -> Bar:
    indent = _TICK_EMS if each.is_right else 0
    return Bar(speaker.lines(_said(each, speaker), indent), each.share, each.is_right)


def _columns(figures: ItemFigures, speaker: Speaker) -> tuple[Column, ...]:
    heads = [N_("People"), N_("Share")]
    if _has_thirds(figures):
        heads += [N_("Of the strongest third"), N_("Of the weakest third")]
    return (
        Column(speaker.say("Answer")),
        Column(speaker.say("Right or wrong"), is_narrow=True),
        *(Column(speaker.translate(words), is_figure=True) for words in heads),
    )


def _has_thirds(figures: ItemFigures) -> bool:
    return any(each.strongest is not None for each in figures.chosen)


def _rows(figures: ItemFigures, speaker: Speaker) -> tuple[tuple[Cell, ...], ...]:
    return tuple(
        (
            Cell(_said(each, speaker), is_content=True),
            Cell(speaker.say("right") if each.is_right else speaker.say("wrong")),
            speaker.count_cell(each.count),
            speaker.share_cell(each.share),
            *(_third(share, speaker) for share in _thirds(figures, each)),
        )
        for each in figures.chosen
    )


def _thirds(figures: ItemFigures, each: Chosen) -> tuple[float | None, ...]:
    return (each.strongest, each.weakest) if _has_thirds(figures) else ()


def _third(share: float | None, speaker: Speaker) -> Cell:
    return NOTHING if share is None else speaker.share_cell(share)
