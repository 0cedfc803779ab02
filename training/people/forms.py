"""Forms of the people room."""

from wtforms import PasswordField, StringField

from training.kernel.texts import N_
from training.people.model import WORDS_LENGTH, PersonDetails
from training.web.forms import Form, at_most, needed, tidy

# Names are checked by people.rules with better sentences; this only bounds what is read at all.
MOST_TYPED = 2000


class SignInForm(Form):
    """Name and password of a member of staff."""

    sign_in_name = StringField(
        N_("Name to sign in with"), validators=[needed, at_most(WORDS_LENGTH)]
    )
    password = PasswordField(N_("Password"), validators=[needed, at_most(1000)])


class NewAccountForm(Form):
    """A member of staff: names in both scripts and a name to sign in with."""

    name_km = StringField(N_("Khmer name"), filters=[tidy], validators=[at_most(MOST_TYPED)])
    name_latin = StringField(N_("Latin name"), filters=[tidy], validators=[at_most(MOST_TYPED)])
    sign_in_name = StringField(
        N_("Name to sign in with"), filters=[tidy], validators=[needed, at_most(WORDS_LENGTH)]
    )

    def details(self) -> PersonDetails:
        """The typed names."""
        return PersonDetails(self.name_km.data or "", self.name_latin.data or "")


class FirstAdministratorForm(NewAccountForm):
    """The first administrator chooses a password at once."""

    password = PasswordField(N_("Password"), validators=[needed, at_most(1000)])


class PasswordForm(Form):
    """A new password."""

    password = PasswordField(N_("New password"), validators=[needed, at_most(1000)])
