"""The form on which somebody types a number, or pastes what a QR code says."""

from wtforms import TextAreaField

from training.kernel.texts import N_
from training.web.forms import Form, at_most, needed, tidy

LONGEST_SCANNED = 2_000
"""Characters: an address and the longest token that fits a QR code, with room to spare."""


class NumberForm(Form):
    """A certificate number as it stands on the paper, or the text of the QR code."""

    number = TextAreaField(
        N_("Certificate number or text of the QR code"),
        filters=[tidy],
        validators=[needed, at_most(LONGEST_SCANNED)],
    )
