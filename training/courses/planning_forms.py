"""The form of a course's plan, and who trains it."""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

import msgspec
from wtforms import BooleanField, FormField, SelectMultipleField, StringField
from wtforms.widgets import DateInput

from training.courses import rules, texts
from training.courses.forms import choices
from training.courses.model import (
    ASKABLE,
    Asking,
    CertificateRule,
    CoursePlan,
    KindOffer,
    Organiser,
    Signatory,
)
from training.courses.rule_fields import (
    MOST_HALF_DAYS,
    QUIZ_DEPTHS,
    KindFields,
    half_day_choices,
    number_of,
    offered,
    quiz_choices,
    whole_minutes,
    whole_percent,
)
from training.kernel.ids import as_id
from training.kernel.locales import Bilingual
from training.kernel.moments import PHNOM_PENH
from training.kernel.texts import N_
from training.modules.model import Module
from training.people.model import PROVINCES
from training.web.forms import Form, SelectField, at_most, fault, needed, submission_key_field, tidy
from training.web.locale import gettext
from training.web.rows import FormWithRows, Rows, fill_up, one_of, printable

MOST_ORGANISERS, MOST_SIGNATORIES = 4, 3
TIME_ZONES = {PHNOM_PENH: PHNOM_PENH}


def words_of(label: str, longest: int = 200) -> StringField:
    """A line of words that will be printed."""
    return StringField(label, filters=[tidy], validators=[at_most(longest), printable])


def real_day(_form: Form, field: Any) -> None:
    """Refuses what is no day."""
    if rules.read_day(field.data) is None:
        raise fault(texts.NO_SUCH_DAY)


def named(form: Any, field: Any) -> None:
    """Refuses a signatory's title without a name."""
    if (form.title_km.data or form.title_en.data) and not (form.name_en.data or field.data):
        raise fault(texts.SIGNATORY_WITHOUT_NAME)


class OrganiserPart(Form):
    """One organiser."""

    name_km = words_of(N_("Organiser in Khmer"))
    name_en = words_of(N_("Organiser in English"))


class SignatoryPart(Form):
    """One signatory."""

    name_km = StringField(
        N_("Name in Khmer"), filters=[tidy], validators=[named, at_most(120), printable]
    )
    name_en = words_of(N_("Name in English"), 120)
    title_km = words_of(N_("Position in Khmer"))
    title_en = words_of(N_("Position in English"))


def _asking(label: str) -> SelectField:
    return SelectField(
        label,
        default=Asking.OPTIONAL.value,
        validate_choice=False,
        validators=[one_of(texts.ASKINGS)],
    )


class PlanForm(FormWithRows, KindFields):
    """All that is planned about a course, but its agenda."""

    title_km = words_of(N_("Title in Khmer"))
    title_en = words_of(N_("Title in English"))
    date = StringField(N_("Date"), widget=DateInput(), validators=[needed, real_day])
    time_zone = SelectField(
        N_("Time zone"), validate_choice=False, validators=[one_of(TIME_ZONES)], default=PHNOM_PENH
    )
    province = SelectField(
        N_("Province or capital"), validate_choice=False, validators=[needed, one_of(PROVINCES)]
    )
    venue_km = words_of(N_("Venue in Khmer"))
    venue_en = words_of(N_("Venue in English"))
    organisers = Rows(
        FormField(OrganiserPart), N_("Organisers"), max_entries=MOST_ORGANISERS, min_entries=1
    )
    signatories = Rows(
        FormField(SignatoryPart), N_("Signatories"), max_entries=MOST_SIGNATORIES, min_entries=1
    )
    modules = SelectMultipleField(N_("Modules"), validate_choice=False)
    title = _asking(texts.ASKED_LABELS["title"])
    gender = _asking(texts.ASKED_LABELS["gender"])
    organisation = _asking(texts.ASKED_LABELS["organisation"])
    sector = _asking(texts.ASKED_LABELS["sector"])
    province_asked = _asking(texts.ASKED_LABELS["province"])
    half_days = SelectField(
        N_("Half-days to be present"),
        validate_choice=False,
        validators=[offered],
        default=str(MOST_HALF_DAYS),
    )
    minutes = StringField(
        N_("Minutes to be present"), filters=[tidy], validators=[whole_minutes], default="0"
    )
    share_percent = StringField(
        N_("Per cent of the minutes"), filters=[tidy], validators=[whole_percent], default="0"
    )
    quiz = SelectField(N_("Quiz or test"), validate_choice=False, validators=[offered], default="")
    is_passed = SelectField(
        N_("How far"), validate_choice=False, validators=[one_of(QUIZ_DEPTHS)], default=""
    )
    evaluation = BooleanField(N_("The evaluation must be handed in"))
    submission_key = submission_key_field()

    def offer(
        self,
        modules: Sequence[tuple[uuid.UUID, Module]],
        kinds: tuple[KindOffer, ...],
        half_days: int = MOST_HALF_DAYS,
    ) -> None:
        """Fills the choices in the reader's language; the course has so many half-days."""
        self.kinds_offered = kinds
        self.province.choices = choices(PROVINCES)
        self.time_zone.choices = list(TIME_ZONES.items())
        self.half_days.choices = half_day_choices(half_days)
        self.quiz.choices = quiz_choices([module for _, module in modules])
        self.is_passed.choices = [(code, str(gettext(each))) for code, each in QUIZ_DEPTHS.items()]
        self.offered = [str(each) for each, _ in modules]
        for field in self.asking_fields():
            field.choices = [
                (code.value, str(gettext(each))) for code, each in texts.ASKINGS.items()
            ]

    def asking_fields(self) -> list[SelectField]:
        """What trainees may be asked, in the order in which they see it."""
        return [self._asking_field(name) for name in ASKABLE]

    def _asking_field(self, name: str) -> SelectField:
        found: SelectField = self["province_asked" if name == "province" else name]
        return found

    def validate_title_km(self, field: Any) -> None:
        """Refuses a course without a title together with all other faults, not after them."""
        if not field.data and not self.title_en.data:
            raise fault(texts.TITLE_NEEDED)

    def validate_modules(self, field: Any) -> None:
        """Refuses a module that is not offered."""
        if set(field.data or ()) - set(self.offered):
            raise fault(texts.UNKNOWN_CHOICE)

    def plan(self, pinned: Sequence[uuid.UUID] = ()) -> CoursePlan:
        """The typed plan; the modules are those pinned, where some are. Only after `validate`."""
        organisers = [Organiser(**each) for each in self.organisers.data]
        signatories = [Signatory(**each) for each in self.signatories.data]
        return CoursePlan(
            title=Bilingual(self.title_km.data or "", self.title_en.data or ""),
            date=rules.read_day(self.date.data or "") or dt.date.min,
            province=self.province.data,
            venue=Bilingual(self.venue_km.data or "", self.venue_en.data or ""),
            time_zone=self.time_zone.data,
            organisers=tuple(each for each in organisers if each != Organiser()),
            signatories=tuple(each for each in signatories if each != Signatory()),
            revision_ids=tuple(pinned) or self._chosen(),
            asked={name: Asking(self._asking_field(name).data) for name in ASKABLE},
            rule=CertificateRule(
                half_days=int(self.half_days.data),
                minutes=number_of(self.minutes.data),
                share_percent=number_of(self.share_percent.data),
                quiz=self.quiz.data,
                is_passed=bool(self.quiz.data and self.is_passed.data),
                evaluation=self.evaluation.data,
                kinds=self.chosen_kinds(),
                designs=self.chosen_designs(),
            ),
        )

    def _chosen(self) -> tuple[uuid.UUID, ...]:
        """In the order of teaching, which is the order of the list."""
        wanted = [code for code in self.offered if code in (self.modules.data or ())]
        return tuple(found for code in wanted if (found := as_id(code)))


def values_of(plan: CoursePlan, half_days: int = MOST_HALF_DAYS) -> dict[str, Any]:
    """A plan as the form's first values; the course has so many half-days."""
    asked = {name: plan.asked.get(name, Asking.NO).value for name in ASKABLE}
    asked["province_asked"] = asked.pop("province")
    organisers = [msgspec.structs.asdict(each) for each in plan.organisers]
    signatories = [msgspec.structs.asdict(each) for each in plan.signatories]
    title, venue = asdict(plan.title), asdict(plan.venue)
    return {
        **{f"title_{language}": words for language, words in title.items()},
        **{f"venue_{language}": words for language, words in venue.items()},
        "date": plan.date.isoformat(),
        "time_zone": plan.time_zone,
        "province": plan.province,
        "organisers": fill_up(organisers, MOST_ORGANISERS),
        "signatories": fill_up(signatories, MOST_SIGNATORIES),
        "modules": [str(each) for each in plan.revision_ids],
        **asked,
        "half_days": str(min(plan.rule.half_days, max(half_days, MOST_HALF_DAYS))),
        "minutes": str(plan.rule.minutes),
        "share_percent": str(plan.rule.share_percent),
        "quiz": plan.rule.quiz,
        "is_passed": "yes" if plan.rule.is_passed else "",
        "evaluation": plan.rule.evaluation,
        "kinds": list(plan.rule.kinds),
        "designs": [str(family) for family in plan.rule.designs.values()],
    }


def first_values(today: dt.date, modules: Sequence[tuple[uuid.UUID, Module]]) -> dict[str, Any]:
    """What a new plan starts from: today, every module of a pack, everything asked but needed."""
    return values_of(
        CoursePlan(
            title=Bilingual("", ""),
            date=today,
            province="",
            venue=Bilingual("", ""),
            time_zone=PHNOM_PENH,
            revision_ids=tuple(each for each, module in modules if not module.is_own),
            asked=dict.fromkeys(ASKABLE, Asking.OPTIONAL),
        )
    )


class TrainersForm(Form):
    """Which accounts train a course."""

    trainers = SelectMultipleField(N_("Trainers"), validate_choice=False)

    sign_in_name = StringField(N_("Name to sign in with"))

    def ticked(self) -> frozenset[uuid.UUID]:
        """The ticked accounts."""
        ticked = (as_id(each) for each in self.trainers.data or ())
        return frozenset(each for each in ticked if each is not None)
