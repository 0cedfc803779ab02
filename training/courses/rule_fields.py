"""The parts of the plan's form that are about the rule for the certificate."""

import uuid
from collections.abc import Sequence
from typing import Any

from wtforms import SelectMultipleField

from training.courses import rules, texts
from training.courses.model import KindOffer
from training.kernel.ids import as_id
from training.kernel.locales import Bilingual, western_digits
from training.kernel.texts import N_, Text, say
from training.modules.model import Module
from training.web.forms import Form, fault
from training.web.locale import gettext, ngettext

LONGEST_MINUTES = 24 * 60
NO_HALF_DAY, ONE_HALF_DAY, BOTH = N_("None"), N_("One half-day"), N_("Both half-days")
MOST_HALF_DAYS = 2
"""Of one day."""
QUIZ_DEPTHS = {"": N_("It is enough to hand it in"), "yes": N_("It must be passed")}


def whole_minutes(_form: Form, field: Any) -> None:
    """Refuses what is no number of minutes of a day."""
    typed = western_digits(field.data.strip() or "0")
    is_number = typed.isascii() and typed.isdigit() and len(typed) <= 6
    if not is_number or int(typed) > LONGEST_MINUTES:
        raise fault(texts.MINUTES_WRONG)


def whole_percent(_form: Form, field: Any) -> None:
    """Refuses what is no number of per cent."""
    typed = western_digits(field.data.strip() or "0")
    if not (typed.isascii() and typed.isdigit() and len(typed) <= 3 and int(typed) <= 100):
        raise fault(texts.PERCENT_WRONG)


def offered(_form: Form, field: Any) -> None:
    """Refuses what is not among the choices that this course has."""
    if field.data not in {code for code, _ in field.choices}:
        raise fault(texts.UNKNOWN_CHOICE)


def number_of(typed: str | None) -> int:
    """The number that was typed, in either script's digits; nothing is 0. Only after validation."""
    return int(western_digits((typed or "").strip() or "0"))


def half_day_choices(most: int) -> list[tuple[str, str]]:
    """From all half-days of a course down to none; a course has one day at least."""
    if most <= MOST_HALF_DAYS:
        words = [NO_HALF_DAY, ONE_HALF_DAY, BOTH]
        return [(str(count), str(gettext(words[count]))) for count in (2, 1, 0)]
    some = [
        (str(count), str(ngettext("%(count)s half-day", "%(count)s half-days", count)))
        for count in range(most - 1, 1, -1)
    ]
    all_of_them = str(gettext(N_("All %(count)s half-days"), count=most))
    one, none = str(gettext(ONE_HALF_DAY)), str(gettext(NO_HALF_DAY))
    return [(str(most), all_of_them), *some, ("1", one), ("0", none)]


def quiz_choices(modules: Sequence[Module]) -> list[tuple[str, str]]:
    """What a certificate can depend on, where these modules are taught; nothing first."""
    titles = {module.slug: module.title for module in modules}
    return [
        ("", str(gettext(N_("None")))),
        *(
            (slug, str(gettext(_words_of_quiz(titles.get(slug)))))
            for slug in rules.list_quizzes(modules)
        ),
    ]


def _words_of_quiz(title: Bilingual | None) -> Text:
    if title is None:
        return say("Test after the course")
    return say("Quiz “%(title)s”", title=title)


class KindFields(Form):
    """Which certificates the course gives, and the design of each."""

    kinds = SelectMultipleField(N_("Certificates of this course"), validate_choice=False)
    designs = SelectMultipleField(N_("Designs"), validate_choice=False)
    """The family of a design says which kind it is for, so the boxes of all kinds have one name."""
    kinds_offered: tuple[KindOffer, ...] = ()

    def validate_kinds(self, field: Any) -> None:
        """Refuses a course without certificates, and a kind that is not offered."""
        if set(field.data or ()) - {kind.code for kind in self.kinds_offered}:
            raise fault(texts.UNKNOWN_CHOICE)
        if self.kinds_offered and not field.data:
            raise fault(texts.KIND_NEEDED)

    def validate_designs(self, field: Any) -> None:
        """Refuses a design that is not offered."""
        if {each for each in field.data or () if each} - set(self._families()):
            raise fault(texts.UNKNOWN_CHOICE)

    def _families(self) -> dict[str, str]:
        """The kind of each family."""
        return {str(family): kind.code for kind in self.kinds_offered for family, _ in kind.designs}

    def chosen_kinds(self) -> tuple[str, ...]:
        """What was ticked, in the order of the list. Only after `validate`."""
        ticked = self.kinds.data or ()
        return tuple(kind.code for kind in self.kinds_offered if kind.code in ticked)

    def chosen_designs(self) -> dict[str, uuid.UUID]:
        """The family that was chosen for each kind that has one. Only after `validate`."""
        families = self._families()
        typed = (each for each in self.designs.data or () if each)
        return {families[each]: found for each in typed if (found := as_id(each))}
