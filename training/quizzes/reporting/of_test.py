"""The report of one test or quiz: its marks, and each question under the glass."""

from collections.abc import Sequence

from training.kernel.texts import N_, say_n
from training.quizzes.analysis import charts
from training.quizzes.analysis.charts import Frame
from training.quizzes.analysis.crowds import LEAST, TooFew
from training.quizzes.analysis.figures import Spread
from training.quizzes.analysis.items import Discrimination, ItemFigures
from training.quizzes.analysis.whole import FormFigures, TestFigures
from training.quizzes.reporting import of_question
from training.quizzes.reporting.learning_parts import FORM_NAMES, band_names
from training.quizzes.reporting.model import Cell, Column, Part, Report, Table
from training.quizzes.reporting.speaking import NOTHING, Speaker


def test_report(
    title: str, about: Sequence[str], figures: TestFigures, left_out: int, speaker: Speaker
) -> Report:
    """The whole report. `left_out` people would be a subtraction away, so they are not counted."""
    percent = figures.percent
    if isinstance(percent, TooFew):
        return Report(title, tuple(about), *_too_few(percent, speaker), ())
    parts = [_bands(figures, speaker)]
    for form, found in figures.forms.items():
        parts += _of_form(form, found, len(figures.forms) > 1, speaker)
    return Report(
        title,
        tuple(about),
        speaker.say("On average %(share)s of the answers were right.",
                    share=speaker.percent(percent.mean)),
        (*_sentences(percent, speaker), *_left_out(left_out, speaker)),
        tuple(part for part in parts if part is not None),
    )  # fmt: skip


def _too_few(few: TooFew, speaker: Speaker) -> tuple[str, tuple[str, ...]]:
    so_far = say_n(
        "So far %(count)s person has a result.", "So far %(count)s people have a result.", few.n
    )
    shown = speaker.say("Figures are shown from %(least)s people on.", least=LEAST)
    return speaker.translate(so_far), (shown,)


def _sentences(percent: Spread, speaker: Speaker) -> tuple[str, ...]:
    people = say_n("%(count)s person has a result.", "%(count)s people have a result.", percent.n)
    found = [
        speaker.translate(people),
        speaker.say("The standard deviation is %(sd)s points.", sd=speaker.tenth(percent.sd)),
    ]
    if percent.interval is not None:
        found.append(
            speaker.say(
                "The true mean of people like these is likely between %(low)s and %(high)s.",
                low=speaker.percent(percent.interval.low),
                high=speaker.percent(percent.interval.high),
            )
        )
    return tuple(found)


def _left_out(count: int, speaker: Speaker) -> tuple[str, ...]:
    if not count:
        return ()
    words = say_n(
        "%(count)s person with only one of the two tests is left out here, since a subtraction "
        "from the figures of those with both would give the answers away.",
        "%(count)s people with only one of the two tests are left out here, since a subtraction "
        "from the figures of those with both would give their answers away.",
        count,
    )
    return (speaker.translate(words),)


def _bands(figures: TestFigures, speaker: Speaker) -> Part | None:
    if isinstance(figures.bands, TooFew):
        return None
    names = band_names(speaker)
    frame = Frame(
        "bands",
        speaker.say("How many people had how much right, in per cent"),
        "; ".join(
            speaker.say("%(band)s: %(count)s", band=band, count=count)
            for band, count in zip(names, figures.bands, strict=True)
        ),
    )
    rows = tuple(
        (Cell(name), speaker.count_cell(count))
        for name, count in zip(names, figures.bands, strict=True)
    )
    columns = (
        Column(speaker.say("Right answers, per cent")),
        Column(speaker.say("People"), is_figure=True),
    )
    return Part(
        frame.key,
        frame.title,
        drawing=charts.single_columns(frame, names, figures.bands, speaker.number),
        table=Table(columns, rows),
    )


def _of_form(
    form: str, found: FormFigures | TooFew, is_one_of_many: bool, speaker: Speaker
) -> list[Part | None]:
    name = speaker.translate(FORM_NAMES[form]) if is_one_of_many else ""
    if isinstance(found, TooFew):
        hidden = say_n(
            "%(count)s person had these questions. Figures of one form are shown only where none "
            "about fewer than five can be worked out from them.",
            "%(count)s people had these questions. Figures of one form are shown only where none "
            "about fewer than five can be worked out from them.",
            found.n,
        )
        return [Part(f"form-{form}", _heading(name, speaker), (speaker.translate(hidden),))]
    return [
        _questions(form, name, found, speaker),
        *(
            of_question.part(form, place, each, speaker)
            for place, each in enumerate(found.items, 1)
        ),
    ]


def _heading(name: str, speaker: Speaker) -> str:
    if not name:
        return speaker.say("How many had each question right")
    return speaker.say("%(form)s: how many had each question right", form=name)


def _questions(form: str, name: str, found: FormFigures, speaker: Speaker) -> Part:
    numbers = [speaker.number(place) for place in range(1, len(found.items) + 1)]
    frame = Frame(
        f"questions-{form or 'all'}",
        _heading(name, speaker),
        "; ".join(
            speaker.say("question %(number)s: %(share)s", number=number,
                        share=speaker.share(each.share_right))
            for number, each in zip(numbers, found.items, strict=True)
        ),
    )  # fmt: skip
    shares = [(number, each.share_right)
              for number, each in zip(numbers, found.items, strict=True)]  # fmt: skip
    columns = (
        Column(speaker.say("No."), is_narrow=True),
        Column(speaker.say("Question")),
        *(
            Column(speaker.say(words), is_figure=True)
            for words in (
                N_("Right"), N_("Marks given"), N_("Left out"), N_("Tells apart, r"),
                N_("Tells apart, D"), N_("Median time, seconds"),
            )
        ),
    )  # fmt: skip
    rows = tuple(
        _row(number, each, speaker) for number, each in zip(numbers, found.items, strict=True)
    )
    return Part(
        frame.key,
        frame.title,
        _of_everybody(name, found, speaker),
        charts.numbered_bars(frame, shares, speaker.share),
        Table(columns, rows),
        (
            speaker.say(
                "Tells apart: whether those who know the rest also know this. From 0.2 a question "
                "does its work; below 0 look at its key, its words and its translation first."
            ),
            speaker.say(
                "r is the correlation with the marks of the other questions, D the right answers "
                "of the strongest third less those of the weakest. With few people both are rough."
            ),
        ),
    )


def _of_everybody(name: str, found: FormFigures, speaker: Speaker) -> tuple[str, ...]:
    sentences = []
    if name:
        sentences.append(
            speaker.say(
                "%(people)s people had this form. On average %(share)s of their answers "
                "were right.",
                people=found.percent.n,
                share=speaker.percent(found.percent.mean),
            )
        )  # fmt: skip
    if isinstance(found.alpha, float):
        sentences.append(
            speaker.say(
                "Reliability (Cronbach's alpha, for right and wrong KR-20): %(alpha)s. From 0.7 on "
                "the order of people's scores means something.",
                alpha=speaker.decimal_cell(found.alpha).words,
            )
        )
    return tuple(sentences)


def _row(number: str, each: ItemFigures, speaker: Speaker) -> tuple[Cell, ...]:
    apart = each.discrimination
    two = [speaker.too_few()] * 2
    if isinstance(apart, Discrimination):
        two = [speaker.decimal_cell(apart.with_rest), speaker.decimal_cell(apart.index)]
    seconds = NOTHING if isinstance(each.seconds, TooFew) else speaker.whole_cell(each.seconds)
    return (
        Cell(number),
        speaker.content(each.item.question),
        speaker.share_cell(each.share_right),
        speaker.share_cell(each.facility),
        speaker.count_cell(each.omitted),
        *two,
        seconds,
    )
