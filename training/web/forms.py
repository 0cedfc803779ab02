"""Forms: WTForms with our catalogue, our rules for typed text, and submission keys."""

import secrets
import unicodedata
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import wtforms
from flask import request
from flask_wtf import FlaskForm
from markupsafe import Markup
from wtforms import Field, HiddenField
from wtforms.validators import StopValidation, ValidationError
from wtforms.widgets import Select, html_params

from training.kernel.refusal import Refusal
from training.kernel.texts import N_, Text
from training.web.locale import catalogue

MISSING = N_("Please fill in this field.")
TOO_LONG = N_("This is too long. Please shorten it.")
INVISIBLE = N_("There is an invisible character in this text. Please type it again.")


class _Words:
    """WTForms' own messages, in our words."""

    def gettext(self, msgid: str) -> str:
        return str(catalogue().ugettext(msgid))

    def ngettext(self, singular: str, plural: str, count: int) -> str:
        return str(catalogue().ungettext(singular, plural, count))


class Form(FlaskForm):  # type: ignore[misc] # Flask-WTF has no types
    """The base of every form. CSRF is checked for the whole application at once."""

    class Meta:
        """WTForms' settings."""

        csrf = False

        def get_translations(self, _form: Any) -> _Words:
            """Our catalogue instead of WTForms' own."""
            return _Words()

        def wrap_formdata(self, _form: Any, formdata: Any) -> Any:
            """The fields of a sent form; never JSON, whose values may be of any type."""
            if formdata is None or hasattr(formdata, "getlist"):
                return formdata
            return request.form or None

    def blame(self, refusal: Refusal) -> bool:
        """Puts the refusal beside the field that it names, else at the top of the form."""
        field = self._fields.get(refusal.field)
        if field is None:
            self.form_errors.append(refusal.reason)
        else:
            field.errors = [*field.errors, refusal.reason]
        return field is not None

    def all_errors(self) -> list[tuple[Field | None, str | Text]]:
        """Every fault with its field, for the list at the top."""
        found: list[tuple[Field | None, str | Text]] = [(None, each) for each in self.form_errors]
        found += [(field, each) for field in self._fields.values() for each in field.errors]
        return found


class _KeptOptions(Select):
    """A list of options as WTForms writes it, kept for each list and choice."""

    def __call__(self, field: Any, **attributes: Any) -> Markup:
        attributes.setdefault("id", field.id)
        choices = tuple(field.choices or ())
        chosen = next((code for code, _ in choices if code == field.data), None)
        head = html_params(name=field.name, **attributes)
        return Markup(f"<select {head}>{_options(choices, chosen)}</select>")  # noqa: S704 (WTForms escaped it)


@lru_cache(maxsize=256)
def _options(choices: tuple[tuple[str, str], ...], chosen: str | None) -> Markup:
    mark = {chosen: Markup(" selected")}
    option = Markup('<option{} value="{}">{}</option>')
    return Markup().join(option.format(mark.get(code, ""), code, words) for code, words in choices)


class SelectField(wtforms.SelectField):
    """One of a list of codes, each with its words; `choices` is a list of such pairs."""

    widget = _KeptOptions()


def tidy(value: str | None) -> str:
    """Typed text as it is kept: NFC, without spaces at the ends or doubled inside a line."""
    lines = unicodedata.normalize("NFC", value or "").replace("\r\n", "\n").split("\n")
    return "\n".join(" ".join(line.split(" ")).strip(" \t") for line in lines).strip("\n")


def fault(reason: Text) -> ValidationError:
    """A field's fault with a sentence for the catalogue."""
    return ValidationError(reason)  # type: ignore[arg-type] # shown by our own templates


def needed(_form: Form, field: Field) -> None:
    """Refuses an empty field with our sentence."""
    if not (field.data.strip() if isinstance(field.data, str) else field.data):
        raise StopValidation(MISSING)


def at_most(length: int) -> Callable[[Form, Field], None]:
    """Refuses text of more than `length` characters, and invisible control characters."""

    def check(_form: Form, field: Field) -> None:
        text = field.data or ""
        if len(text) > length:
            raise ValidationError(TOO_LONG)
        if any(unicodedata.category(sign) == "Cc" and sign not in "\n\t" for sign in text):
            raise ValidationError(INVISIBLE)

    return check


def new_submission_key() -> str:
    """A random key that makes sending a form twice the same as sending it once."""
    return secrets.token_urlsafe(16)


def submission_key_field() -> HiddenField:
    """The hidden field that carries it; an empty one would be the same for all who send it."""
    return HiddenField(
        default=new_submission_key,
        filters=[lambda sent: sent or new_submission_key()],
        validators=[at_most(64)],
    )
