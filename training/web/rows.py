"""Forms with rows of fields: organisers, signatories, agenda lines."""

from collections.abc import Iterator, Mapping
from typing import Any

from wtforms import Field, FieldList, FormField

from training.adapters.typesetting import characters_without_glyph
from training.kernel.texts import Text, say
from training.web.forms import Form, fault

UNKNOWN_CHOICE = say("Please choose one of the answers in the list.")
Fault = tuple[Field | None, str | Text]


class Rows(FieldList):  # type: ignore[type-arg] # generic in its stubs alone
    """A list of rows whose numbers come from the browser, and so may be anything."""

    def _extract_indices(self, prefix: str, formdata: Any) -> Iterator[int]:
        start = f"{prefix}-"
        for name in formdata:
            written = name[len(start) :].split("-", 1)[0] if name.startswith(start) else ""
            if written.isascii() and written.isdigit() and len(written) < 4:
                yield int(written)


class FormWithRows(Form):
    """A form whose list of faults reaches into its rows."""

    def all_errors(self) -> list[Fault]:
        """Every fault with its field, those of the rows included."""
        found: list[Fault] = [(None, each) for each in self.form_errors]
        for field in self._fields.values():
            found += _faults(field)
        return found


def _faults(field: Field) -> list[Fault]:
    if isinstance(field, FieldList):
        rows = [each for entry in field.entries for each in _faults(entry)]
        return [*((field, each) for each in field.errors if isinstance(each, str | Text)), *rows]
    if isinstance(field, FormField):
        return [each for inner in field.form for each in _faults(inner)]
    return [(field, each) for each in field.errors]


def fill_up(rows: list[dict[str, Any]], length: int) -> list[dict[str, Any]]:
    """The rows, with empty ones after them up to that length."""
    return [*rows, *({} for _ in range(length - len(rows)))]


def printable(_form: Form, field: Field) -> None:
    """Refuses characters that no font of the house can print."""
    strange = characters_without_glyph(field.data or "")
    if strange:
        raise fault(say("These characters cannot be printed: %(them)s", them=" ".join(strange)))


def one_of(words: Mapping[Any, object]) -> Any:
    """Refuses anything that is no key of `words`."""

    def check(_form: Form, field: Field) -> None:
        if field.data not in words:
            raise fault(UNKNOWN_CHOICE)

    return check
