"""The form of the day: one row an item, and three empty ones."""

import uuid
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, FormField, HiddenField, StringField

from training.courses import rules, texts
from training.courses.agenda import fingerprint
from training.courses.model import AgendaItem, ItemKind
from training.courses.rows import FormWithRows, Rows, one_of, printable
from training.kernel.ids import as_id
from training.kernel.locales import Bilingual, western_digits
from training.kernel.moments import clock, read_clock
from training.kernel.texts import N_
from training.web.forms import Form, SelectField, at_most, submission_key_field, tidy
from training.web.locale import gettext

MOST_LINES = 60
EMPTY_LINES = 3
_FIELD_OF_FAULT = {
    texts.AGENDA_TITLE_NEEDED: "title_km",
    texts.AGENDA_PAUSE_COUNTS: "counts",
}


class AgendaLine(Form):
    """One item of the day."""

    item_id = HiddenField(validators=[at_most(36)])
    starts = StringField(N_("Begins"), filters=[tidy], validators=[at_most(20)])
    ends = StringField(N_("Ends"), filters=[tidy], validators=[at_most(20)])
    title_km = StringField(
        N_("Title in Khmer"), filters=[tidy], validators=[at_most(200), printable]
    )
    title_en = StringField(
        N_("Title in English"), filters=[tidy], validators=[at_most(200), printable]
    )
    kind = SelectField(
        N_("Kind"),
        validate_choice=False,
        validators=[one_of(texts.ITEM_KINDS)],
        default=ItemKind.SESSION.value,
    )
    counts = BooleanField(N_("Counts"))
    remove = BooleanField(N_("Remove"))

    def is_left_out(self) -> bool:
        """Whether the row is empty or ticked for removal."""
        typed = (self.item_id, self.starts, self.ends, self.title_km, self.title_en)
        return bool(self.remove.data) or not any(field.data for field in typed)

    def item(self) -> AgendaItem:
        """The row as a value; times that cannot be read become one that cannot be."""
        starts = read_clock(western_digits(self.starts.data or ""))
        ends = read_clock(western_digits(self.ends.data or ""))
        return AgendaItem(
            as_id(self.item_id.data or ""),
            -1 if starts is None else starts,
            -1 if ends is None else ends,
            Bilingual(self.title_km.data or "", self.title_en.data or ""),
            ItemKind(self.kind.data),
            bool(self.counts.data),
        )


class AgendaForm(FormWithRows):
    """The whole day."""

    lines = Rows(FormField(AgendaLine), N_("Agenda"), max_entries=MOST_LINES)
    submission_key = submission_key_field()
    seen = HiddenField(validators=[at_most(64)])

    def offer(self) -> None:
        """Fills the choices in the reader's language."""
        kinds = [(code.value, str(gettext(each))) for code, each in texts.ITEM_KINDS.items()]
        for entry in self.lines.entries:
            entry.form.kind.choices = kinds

    def validate(self, extra_validators: Any = None) -> bool:
        """Each row by itself, then the day as a whole."""
        if not super().validate(extra_validators):
            return False
        kept = self._kept()
        for place, reason in rules.agenda_faults([line.item() for line in kept]).items():
            line = kept[place]
            field: Any = line[_FIELD_OF_FAULT.get(reason, "starts")]
            field.errors = [*field.errors, reason]
        return not self.all_errors()

    def _kept(self) -> list[AgendaLine]:
        return [entry.form for entry in self.lines.entries if not entry.form.is_left_out()]

    def items(self) -> list[AgendaItem]:
        """The rows that stay. Only after `validate`."""
        return [line.item() for line in self._kept()]


def values_of(items: Sequence[AgendaItem]) -> dict[str, Any]:
    """A day as the form's first values, with empty rows at the end."""
    rows: list[dict[str, Any]] = [
        {
            "item_id": str(item.id or uuid.UUID(int=0)),
            "starts": clock(item.starts_at),
            "ends": clock(item.ends_at),
            "title_km": item.title.km,
            "title_en": item.title.en,
            "kind": item.kind.value,
            "counts": item.counts,
        }
        for item in items
    ]
    return {
        "lines": [*rows, *({} for _ in range(EMPTY_LINES))],
        "seen": fingerprint(items),
    }
