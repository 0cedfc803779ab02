"""Forms of the trainer: how an assessment is taken, and more time for a person."""

import datetime as dt
from collections.abc import Callable, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from msgspec import structs
from wtforms import BooleanField, Field, RadioField, StringField
from wtforms.widgets import DateInput

from training.courses import rules as course_rules
from training.courses.model import SeatView
from training.kernel.ids import as_id
from training.kernel.locales import western_digits
from training.kernel.moments import clock, local_date, minutes_of, read_clock
from training.kernel.texts import N_, Text, say
from training.quizzes import limits, opening, texts
from training.quizzes.assessments import CHANGEABLE
from training.quizzes.model import Purpose, Results, Terms
from training.web.forms import Form, SelectField, fault, tidy
from training.web.locale import gettext, number

YEARS = range(2000, 2101)
UNCHANGED = Terms()
"""What an emptied field stands for."""


def read_whole(typed: str) -> int | None:
    """A whole number in the digits of either script; an empty field is 0, None is no number."""
    written = western_digits(typed.strip() or "0")
    is_number = written.isascii() and written.isdigit() and len(written) <= 6
    return int(written) if is_number else None


def whole_to(most: int, reason: Text | None = None) -> Callable[[Form, Field], None]:
    """Refuses what is no whole number from 0 to `most`."""

    def check(_form: Form, field: Field) -> None:
        found = read_whole(field.data or "")
        if found is None or found > most:
            raise fault(reason or say(texts.NUMBER_OUT_OF_BOUNDS, most=most))

    return check


def _real_day(form: Any, field: Field) -> None:
    day = course_rules.read_day(field.data) if field.data else None
    if field.data and (day is None or day.year not in YEARS):
        raise fault(texts.NO_SUCH_DAY)
    if not field.data and form.closes_time.data:
        raise fault(texts.DAY_TOO)


def _real_time(form: Any, field: Field) -> None:
    if field.data and read_clock(western_digits(field.data)) is None:
        raise fault(texts.NO_SUCH_TIME)
    if not field.data and form.closes_day.data:
        raise fault(texts.TIME_TOO)


def _one_offered(_form: Form, field: Any) -> None:
    if field.data not in dict(field.choices):
        raise fault(texts.CHOOSE)


class TermsForm(Form):
    """How an assessment is taken in one course; `offer` leaves in what makes sense for it."""

    tries = StringField(
        N_("How often a person may take it"),
        filters=[tidy],
        validators=[whole_to(limits.MOST_TRIES)],
    )
    minutes = StringField(
        N_("Minutes for one try"), filters=[tidy], validators=[whole_to(limits.MOST_MINUTES)]
    )
    pass_percent = StringField(
        N_("Passed from, in per cent"), filters=[tidy], validators=[whole_to(100)]
    )
    results = RadioField(
        N_("When people see what was right, and their result"),
        validate_choice=False,
        validators=[_one_offered],
    )
    closes_day = StringField(
        N_("Closes by itself: day"), filters=[tidy], widget=DateInput(), validators=[_real_day]
    )
    closes_time = StringField(N_("Closes by itself: time"), filters=[tidy], validators=[_real_time])
    one_page = BooleanField(N_("All questions on one page"))
    mixed = BooleanField(N_("Every person has the questions in another order"))

    def offer(self, purpose: Purpose) -> None:
        """Fills the choices in the reader's language, and removes what makes no sense here."""
        words = texts.RESULTS_OF_TESTS if purpose.is_test else texts.RESULTS
        self.results.choices = [(code, str(gettext(each))) for code, each in words.items()]
        kept = set(CHANGEABLE[purpose])
        if "closes_at" in kept:
            kept |= {"closes_day", "closes_time"}
        for name in set(self._fields) - kept:
            delattr(self, name)

    def terms(self, now_in_force: Terms, time_zone: str) -> Terms:
        """What was chosen; what is not asked for stays as it is."""
        found: dict[str, Any] = {}
        for name in ("tries", "minutes", "pass_percent"):
            if name in self:
                found[name] = read_whole(self[name].data or str(getattr(UNCHANGED, name))) or 0
        if "results" in self:
            found["results"] = Results(self.results.data)
        if "closes_day" in self:
            found["closes_at"] = self._closes_at(time_zone)
        for name in ("one_page", "mixed"):
            if name in self:
                found[name] = bool(self[name].data)
        return structs.replace(now_in_force, **found)

    def _closes_at(self, time_zone: str) -> dt.datetime | None:
        day = course_rules.read_day(self.closes_day.data or "")
        minutes = read_clock(western_digits(self.closes_time.data or ""))
        if day is None or minutes is None:
            return None
        midnight = dt.datetime.combine(day, dt.time(), ZoneInfo(time_zone))
        return (midnight + dt.timedelta(minutes=minutes)).astimezone(dt.UTC)


def values_of(terms: Terms, time_zone: str) -> dict[str, Any]:
    """The terms as the fields show them."""
    closes_at = terms.closes_at
    return {
        **structs.asdict(terms),
        **{name: str(getattr(terms, name)) for name in ("tries", "minutes", "pass_percent")},
        "results": terms.results.value,
        "closes_day": local_date(closes_at, time_zone).isoformat() if closes_at else "",
        "closes_time": clock(minutes_of(closes_at, time_zone)) if closes_at else "",
    }


def _one_person(_form: Form, field: Any) -> None:
    if as_id(field.data or "") is None:
        raise fault(texts.CHOOSE_PERSON)


class ExtraTimeForm(Form):
    """More time than others have, for one person."""

    seat = SelectField(N_("Person"), validate_choice=False, validators=[_one_person])
    percent = StringField(
        N_("More time, in per cent"),
        filters=[tidy],
        validators=[whole_to(opening.MOST_EXTRA_PERCENT, texts.EXTRA_TIME_WRONG)],
    )

    def offer(self, seats: Sequence[SeatView], language: str) -> None:
        """Fills the list of people."""
        people = (
            (str(each.seat_id), f"{number(each.number)} · {each.name.best(language)[0]}")
            for each in seats
        )
        self.seat.choices = [("", str(gettext(N_("Please choose")))), *people]
