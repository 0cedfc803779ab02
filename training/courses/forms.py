"""Forms of joining: the code, the person, the seat code."""

from collections.abc import Mapping, Sequence

from wtforms import BooleanField, StringField

from training.courses.model import ASKABLE, Asking
from training.kernel.locales import Bilingual
from training.kernel.texts import N_
from training.people.model import GENDERS, PROVINCES, SECTORS, TITLES, PersonDetails
from training.web.context import language
from training.web.forms import Form, SelectField, at_most, needed, submission_key_field, tidy
from training.web.locale import gettext

MOST_TYPED = 2000
OTHER = "other-typed"


def choices(words: Mapping[str, Bilingual], *, both: bool = False) -> Sequence[tuple[str, str]]:
    """Select options in the reader's language, after an empty one.

    `both` adds the other language: two Khmer titles may share their English.
    """
    empty = ("", str(gettext(N_("Please choose"))))
    if not both:
        return [empty, *((code, each.best(language())[0]) for code, each in words.items())]
    pairs = (
        (each.km, each.en) if language() == "km" else (each.en, each.km) for each in words.values()
    )
    return [empty, *((code, " · ".join(pair)) for code, pair in zip(words, pairs, strict=True))]


class CodeForm(Form):
    """The six-digit join code."""

    code = StringField(N_("Join code"), validators=[needed, at_most(60)])


class SeatCodeForm(CodeForm):
    """The join code and the seat code: to go on from another phone."""

    seat_code = StringField(N_("Seat code"), validators=[needed, at_most(60)])


class PersonForm(Form):
    """A person's names and the facts that the organiser asked for."""

    name_km = StringField(N_("Khmer name"), filters=[tidy], validators=[at_most(MOST_TYPED)])
    name_latin = StringField(N_("Latin name"), filters=[tidy], validators=[at_most(MOST_TYPED)])
    title = SelectField(N_("Title"), validate_choice=False, validators=[at_most(60)])
    title_typed = StringField(N_("Another title"), filters=[tidy], validators=[at_most(60)])
    gender = SelectField(N_("Gender"), validate_choice=False)
    organisation = StringField(
        N_("Institution or organisation"), filters=[tidy], validators=[at_most(200)]
    )
    sector = SelectField(N_("Sector"), validate_choice=False)
    province = SelectField(N_("Province or capital"), validate_choice=False)
    another_person = BooleanField(N_("This is another person with the same name"))
    submission_key = submission_key_field()

    def offer(self, asked: Mapping[str, Asking]) -> None:
        """Fills the choices and removes what the organiser did not ask for."""
        self.title.choices = [
            *choices(TITLES, both=True),
            (OTHER, str(gettext(N_("Another title")))),
        ]
        self.gender.choices = choices(GENDERS)
        self.sector.choices = choices(SECTORS)
        self.province.choices = choices(PROVINCES)
        for name in ASKABLE:
            if asked.get(name, Asking.NO) is Asking.NO:
                delattr(self, name)
        if asked.get("title", Asking.NO) is Asking.NO:
            del self.title_typed

    def details(self) -> PersonDetails:
        """The typed person."""
        data = {name: (self.data.get(name) or "") for name in ("name_km", "name_latin", *ASKABLE)}
        if data["title"] == OTHER:
            data["title"] = self.data.get("title_typed") or ""
        return PersonDetails(**data)
