"""The one form of the certificates room."""

from wtforms import StringField

from training.kernel.texts import N_
from training.web.forms import Form, at_most, needed


class NumberForm(Form):
    """A certificate number as it stands on the paper."""

    number = StringField(N_("Certificate number"), validators=[needed, at_most(60)])
