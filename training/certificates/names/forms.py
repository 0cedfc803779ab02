"""Forms about names: what somebody says of the own one, and what staff make of it."""

from wtforms import HiddenField, StringField

from training.certificates.names.checks import Heard
from training.certificates.names.rules import Spelling
from training.kernel.texts import N_
from training.people.model import WORDS_LENGTH
from training.web.forms import Form, at_most, submission_key_field, tidy

# Names are checked by people.rules with better sentences; this only bounds what is read at all.
MOST_TYPED = 2000
RIGHT, WRONG = "right", "wrong"


class SpellingForm(Form):
    """A name in both scripts."""

    name_km = StringField(N_("Khmer name"), filters=[tidy], validators=[at_most(MOST_TYPED)])
    name_latin = StringField(N_("Latin name"), filters=[tidy], validators=[at_most(MOST_TYPED)])

    def spelling(self) -> Spelling:
        """The typed names."""
        return Spelling(self.name_km.data or "", self.name_latin.data or "")

    def begin_with(self, name: Spelling) -> None:
        """Puts a name into the boxes."""
        self.name_km.data, self.name_latin.data = name.km, name.latin


class OwnNameForm(SpellingForm):
    """Yes, no, or no with the spelling that is wanted."""

    note = StringField(N_("Something else"), filters=[tidy], validators=[at_most(WORDS_LENGTH)])
    said = HiddenField(validators=[at_most(20)])
    seen = HiddenField(validators=[at_most(64)])
    submission_key = submission_key_field()

    def heard(self) -> Heard:
        """What is said; anything but the yes button asks for a correction."""
        key, seen = self.submission_key.data or "", self.seen.data or ""
        if self.said.data == RIGHT:
            return Heard(True, seen, key)
        return Heard(False, seen, key, self.spelling(), self.note.data or "")


class SettlingForm(SpellingForm):
    """The name as staff want it, and which request they saw."""

    version = HiddenField(validators=[at_most(20)])

    def version_seen(self) -> int:
        """The version of the request; 0, which none has, for what is no number."""
        typed = self.version.data or ""
        return int(typed) if typed.isascii() and typed.isdigit() else 0
