"""Forms of the pages that take questions from files and write them into files."""

from typing import Any

from wtforms import BooleanField, FileField, HiddenField, StringField

from training.kernel.locales import LANGUAGES, OWN_NAMES, Bilingual, Language
from training.kernel.texts import N_, say
from training.quizzes.exchange.formats import MOST_BYTES, TOO_LARGE
from training.quizzes.exchange.model import Format
from training.web.files import FileForm
from training.web.forms import Form, SelectField, at_most, fault, tidy
from training.web.locale import gettext

FORMATS = {
    Format.GIFT: "GIFT",
    Format.MOODLE_XML: "Moodle XML",
    Format.AIKEN: "Aiken",
    Format.CSV: "CSV",
    Format.XLSX: "XLSX (Excel)",
}
NO_FORMAT = say("Please choose one of the formats of the list.")
NO_LANGUAGE = say("Please choose one of the languages of the list.")
NO_TITLE = say("Please give a title in at least one language.")
MOST_TITLE_SIGNS = 200


class UploadForm(FileForm):
    """Which file, and how it is written."""

    most_bytes, too_large = MOST_BYTES, TOO_LARGE
    file = FileField(N_("File of questions"))
    format = SelectField(N_("Format"), validate_choice=False, default="")

    def offer(self) -> None:
        """Fills the list in the reader's language."""
        own = [(each.value, words) for each, words in FORMATS.items()]
        self.format.choices = [("", str(gettext(N_("as the file shows")))), *own]

    def validate_format(self, field: Any) -> None:
        """Refuses a format that is none."""
        if field.data and field.data not in set(Format):
            raise fault(NO_FORMAT)

    @property
    def chosen_format(self) -> Format | None:
        """The format that was chosen; None where the file is to show it."""
        return Format(self.format.data) if self.format.data else None


class KeepForm(Form):
    """What becomes of a file that was looked at."""

    title_km = StringField(
        N_("Title in Khmer"), filters=[tidy], validators=[at_most(MOST_TITLE_SIGNS)]
    )
    title_en = StringField(
        N_("Title in English"), filters=[tidy], validators=[at_most(MOST_TITLE_SIGNS)]
    )
    take_the_rest = BooleanField(N_("Take the others without these"))

    def validate_title_km(self, field: Any) -> None:
        """Refuses a set without any title."""
        if not field.data and not self.title_en.data:
            raise fault(NO_TITLE)

    @property
    def title(self) -> Bilingual:
        """The title as it was typed."""
        return Bilingual(self.title_km.data or "", self.title_en.data or "")


class WriteForm(Form):
    """Which file to write; sent in the address."""

    format = SelectField(
        N_("Format"), id="write-format", validate_choice=False, default=Format.GIFT.value
    )
    language = SelectField(N_("Languages"), validate_choice=False, default="")
    anyway = HiddenField(default="")

    def offer(self) -> None:
        """Fills the lists in the reader's language."""
        self.format.choices = [(each.value, words) for each, words in FORMATS.items()]
        own = [(each, OWN_NAMES[each]) for each in LANGUAGES]
        self.language.choices = [("", str(gettext(N_("both")))), *own]

    def validate_format(self, field: Any) -> None:
        """Refuses a format that is none."""
        if field.data not in set(Format):
            raise fault(NO_FORMAT)

    def validate_language(self, field: Any) -> None:
        """Refuses a language that is none."""
        if field.data and field.data not in LANGUAGES:
            raise fault(NO_LANGUAGE)

    @property
    def chosen_language(self) -> Language | None:
        """The language to write; None for both."""
        return next((each for each in LANGUAGES if each == self.language.data), None)
