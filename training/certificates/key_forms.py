"""Forms of the page of keys."""

from wtforms import HiddenField, StringField, TextAreaField

from training.credentials.model import KEY_ID_DIGITS
from training.kernel.texts import N_
from training.web.forms import Form, at_most, needed, tidy

LONGEST_LINE = 1_000
LONGEST_WORDS = 200


class NewKeyForm(Form):
    """A new own key in the place of the one that is in use."""

    name = StringField(
        N_("Whose key is it?"), filters=[tidy], validators=[needed, at_most(LONGEST_WORDS)]
    )
    reason = StringField(
        N_("Why is it changed?"), filters=[tidy], validators=[at_most(LONGEST_WORDS)]
    )
    expected = HiddenField(validators=[at_most(KEY_ID_DIGITS)])


class TrustForm(Form):
    """The public key of another installation."""

    key = TextAreaField(N_("Public key"), validators=[needed, at_most(LONGEST_LINE)])
    owner = StringField(
        N_("Whose key is it?"), filters=[tidy], validators=[needed, at_most(LONGEST_WORDS)]
    )


class DistrustForm(Form):
    """That a key counts as stolen."""

    why = StringField(
        N_("Why is it not trusted any more?"),
        filters=[tidy],
        validators=[needed, at_most(LONGEST_WORDS)],
    )
