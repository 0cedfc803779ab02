"""The form on which somebody types a number, or pastes a QR code's text or a credential."""

from wtforms import Field, TextAreaField

from training.kernel.texts import N_
from training.web.forms import Form, at_most, needed, tidy

LONGEST_SCANNED = 2_000
"""Characters: an address and the longest token that fits a QR code, with room to spare."""


def is_credential(text: str | bytes) -> bool:
    """Whether it is meant as a credential: JSON, which begins so; a number or a token never do."""
    return text.lstrip()[:1] in ("{", b"{")


def _short_or_a_credential(form: "NumberForm", field: Field) -> None:
    """A credential has no length of its own: the form's bytes are bounded, and so is its check."""
    if not is_credential(form.pasted):
        at_most(LONGEST_SCANNED)(form, field)


class NumberForm(Form):
    """A certificate number as it stands on the paper, the text of the QR code, or a credential."""

    number = TextAreaField(
        N_("Certificate number or text of the QR code"),
        filters=[tidy],
        validators=[needed, _short_or_a_credential],
    )

    @property
    def pasted(self) -> str:
        """The text as it was sent: a credential is signed letter by letter."""
        sent = self.number.raw_data
        return str(sent[0]) if sent else ""
