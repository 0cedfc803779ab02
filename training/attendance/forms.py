"""What a trainee types, and what a trainer's buttons send."""

import uuid
from collections.abc import Mapping

from wtforms import StringField

from training.attendance import texts
from training.attendance.model import HandMark, MarkStatus
from training.kernel.ids import as_id
from training.kernel.locales import digits_only
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, Text
from training.web.forms import Form, at_most, needed, new_submission_key, submission_key_field

_LONGEST_NUMBER = 4
_LONGEST_KEY = 64


class CodeForm(Form):
    """The six digits on the screen."""

    code = StringField(N_("Code on the screen"), validators=[needed, at_most(60)])
    submission_key = submission_key_field()


def read_minutes(typed: str) -> int | None:
    """Whole minutes in Khmer or Western digits; None for an empty field. Raises Refusal (422)."""
    tidy = typed.strip()
    if not tidy:
        return None
    digits = digits_only(tidy)
    if len(digits) != len(tidy) or len(digits) > _LONGEST_NUMBER:
        raise Refusal(texts.MINUTES_NO_NUMBER, field="minutes")
    return int(digits)


def read_id(sent: Mapping[str, str], name: str, otherwise: Text) -> uuid.UUID:
    """The id in a hidden field. Raises Refusal (404) with `otherwise` where there is none."""
    found = as_id(sent.get(name, ""))
    if found is None:
        raise Refusal(otherwise, status=404)
    return found


def read_key(sent: Mapping[str, str]) -> str:
    """The submission key; a new one for a form that has none."""
    return sent.get("submission_key", "")[:_LONGEST_KEY] or new_submission_key()


def read_hand_mark(sent: Mapping[str, str]) -> HandMark:
    """The tapped button of a row, or the longer form. Raises Refusal (404, 422).

    A row has one field of minutes, which belongs to the button that was tapped.
    """
    try:
        status = MarkStatus(sent.get("status", ""))
    except ValueError as unknown:
        raise Refusal(texts.UNKNOWN_STATUS) from unknown
    of_row = read_minutes(sent.get("minutes", ""))
    late, early = (read_minutes(sent.get(name, "")) for name in ("minutes_late", "minutes_early"))
    return HandMark(
        agenda_item_id=read_id(sent, "item", texts.UNKNOWN_ITEM),
        seat_id=read_id(sent, "seat", texts.UNKNOWN_SEAT),
        status=status,
        minutes_late=of_row if status is MarkStatus.LATE and late is None else late,
        minutes_early=of_row if status is MarkStatus.LEFT_EARLY and early is None else early,
    )
