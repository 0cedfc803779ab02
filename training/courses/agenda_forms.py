"""The form of the agenda: one row an item, and three empty ones."""

import uuid
from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, Field, FormField, HiddenField, StringField

from training.courses import rules, texts
from training.courses.agenda import fingerprint
from training.courses.model import (
    LONGEST_GROUP,
    MOST_DAYS,
    MOST_ITEMS,
    AgendaItem,
    ItemKind,
)
from training.kernel.ids import as_id
from training.kernel.locales import Bilingual, western_digits
from training.kernel.moments import clock, read_clock
from training.kernel.texts import N_
from training.web.forms import Form, SelectField, at_most, fault, submission_key_field, tidy
from training.web.locale import gettext, number
from training.web.rows import FormWithRows, Rows, one_of, printable

EMPTY_LINES = 3
_FIRST = {None, "", "1"}
_FIELD_OF_FAULT = {
    texts.AGENDA_TITLE_NEEDED: "title_km",
    texts.AGENDA_PAUSE_COUNTS: "counts",
}


def _day_in(typed: str | None) -> int | None:
    """The day of the course, 1 being the first, which is also meant where none is said."""
    written = typed or "1"
    is_number = written.isascii() and written.isdigit() and len(written) < 4
    return int(written) if is_number and 1 <= int(written) <= MOST_DAYS else None


def _is_day(_form: Form, field: Field) -> None:
    if _day_in(field.data) is None:
        raise fault(texts.DAY_WRONG)


class AgendaLine(Form):
    """One item of the agenda."""

    item_id = HiddenField(validators=[at_most(36)])
    day = SelectField(N_("Day"), validate_choice=False, validators=[_is_day], default="1")
    group = StringField(N_("Group"), filters=[tidy], validators=[at_most(LONGEST_GROUP), printable])
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
            (_day_in(self.day.data) or 1) - 1,
            self.group.data or "",
        )


class AgendaForm(FormWithRows):
    """The whole agenda. Days and groups are out of the way until somebody asks for them."""

    lines = Rows(FormField(AgendaLine), N_("Agenda"), max_entries=MOST_ITEMS + EMPTY_LINES)
    with_days = HiddenField(validators=[at_most(5)])
    with_groups = HiddenField(validators=[at_most(5)])
    also = StringField(validators=[at_most(10)])
    """Which button was pressed, where it was another than the one that saves: `days` and `groups`
    show these columns, `copy` adds a day like the first."""
    submission_key = submission_key_field()
    seen = HiddenField(validators=[at_most(64)])

    def offer(self) -> None:
        """Fills the choices in the reader's language."""
        if self.also.data == "days" or any(line.day.data not in _FIRST for line in self._rows()):
            self.with_days.data = "yes"
        if self.also.data == "groups" or any(line.group.data for line in self._rows()):
            self.with_groups.data = "yes"
        last = max((_day_in(line.day.data) or 1 for line in self._rows()), default=1)
        days = [(str(day), str(number(day))) for day in range(1, min(last, MOST_DAYS - 1) + 2)]
        kinds = [(code.value, str(gettext(each))) for code, each in texts.ITEM_KINDS.items()]
        for entry in self.lines.entries:
            entry.form.kind.choices = kinds
            entry.form.day.choices = days

    def validate(self, extra_validators: Any = None) -> bool:
        """Each row by itself, then the agenda as a whole."""
        if not super().validate(extra_validators):
            return False
        kept = self._kept()
        for place, reason in rules.agenda_faults([line.item() for line in kept]).items():
            line = kept[place]
            field: Any = line[_FIELD_OF_FAULT.get(reason, "starts")]
            field.errors = [*field.errors, reason]
        return not self.all_errors()

    def _rows(self) -> list[AgendaLine]:
        return [entry.form for entry in self.lines.entries]

    def _kept(self) -> list[AgendaLine]:
        return [line for line in self._rows() if not line.is_left_out()]

    def items(self) -> list[AgendaItem]:
        """The rows that stay. Only after `validate`."""
        return [line.item() for line in self._kept()]


def values_of(items: Sequence[AgendaItem]) -> dict[str, Any]:
    """An agenda as the form's first values, with empty rows for its last day at the end."""
    rows: list[dict[str, Any]] = [
        {
            "item_id": str(item.id or uuid.UUID(int=0)),
            "day": str(item.day + 1),
            "group": item.group,
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
        "lines": [*rows, *({"day": str(rules.days_of(items))} for _ in range(EMPTY_LINES))],
        "seen": fingerprint(items),
    }
