"""Forms of the certificates room."""

from typing import Any

from wtforms import StringField, TextAreaField

from training.certificates.blueprint import kind_name
from training.certificates.changes import LONGEST_REASON
from training.certificates.model import OF_SEATS, Facts, Kind
from training.certificates.texts import UNKNOWN_KIND
from training.kernel.texts import N_
from training.people.model import NAME_LENGTH, TITLES, PersonDetails
from training.web.forms import Form, SelectField, at_most, fault, needed, submission_key_field, tidy
from training.web.locale import gettext

OTHER = "other-typed"


class LetterForm(Form):
    """Which certificate goes to which address by e-mail."""

    number = StringField(N_("Certificate number"), validators=[needed, at_most(60)])
    address = StringField(N_("E-mail address"), filters=[tidy], validators=[needed, at_most(254)])
    submission_key = submission_key_field()


class ChangeForm(Form):
    """Why a certificate is suspended, revoked or reinstated; which of it, its button says."""

    reason = TextAreaField(
        N_("Reason"), filters=[tidy], validators=[needed, at_most(LONGEST_REASON)]
    )
    submission_key = submission_key_field()


class CorrectionForm(Form):
    """Name and title as they should be printed."""

    name_km = StringField(N_("Khmer name"), filters=[tidy], validators=[at_most(NAME_LENGTH)])
    name_latin = StringField(N_("Latin name"), filters=[tidy], validators=[at_most(NAME_LENGTH)])
    title = SelectField(N_("Title"), validate_choice=False, validators=[at_most(60)])
    title_typed = StringField(N_("Another title"), filters=[tidy], validators=[at_most(60)])
    reason = StringField(
        N_("Reason"), filters=[tidy], validators=[needed, at_most(LONGEST_REASON)], id="why"
    )
    submission_key = submission_key_field()

    def offer(self) -> None:
        """Fills the titles in the reader's language."""
        empty = ("", str(gettext(N_("No title"))))
        pairs = [(code, f"{each.km} · {each.en}") for code, each in TITLES.items()]
        self.title.choices = [empty, *pairs, (OTHER, str(gettext(N_("Another title"))))]

    def details(self) -> PersonDetails:
        """The typed name and title."""
        title = self.title_typed.data if self.title.data == OTHER else self.title.data
        return PersonDetails(self.name_km.data or "", self.name_latin.data or "", title or "")


class ExceptionForm(Form):
    """A certificate for somebody whom the rule does not give it to."""

    kind = SelectField(N_("Kind"), validate_choice=False)
    reason = TextAreaField(
        N_("Reason"), filters=[tidy], validators=[needed, at_most(LONGEST_REASON)]
    )

    def offer(self) -> None:
        """Fills the kinds in the reader's language."""
        self.kind.choices = [(kind.value, str(kind_name(kind))) for kind in OF_SEATS]

    def validate_kind(self, field: Any) -> None:
        """Refuses what is no kind for participants."""
        if field.data not in OF_SEATS:
            raise fault(UNKNOWN_KIND)

    def chosen_kind(self) -> Kind:
        """Only after `validate`."""
        return Kind(self.kind.data)


def values_of(facts: Facts) -> dict[str, Any]:
    """What is printed now, as the form's first values."""
    codes = (code for code, each in TITLES.items() if each.km == facts.title_km)
    known = next(codes, "")
    return {
        "name_km": facts.name_km,
        "name_latin": facts.name_en,
        "title": known or (OTHER if facts.title_km else ""),
        "title_typed": "" if known else facts.title_km,
    }
