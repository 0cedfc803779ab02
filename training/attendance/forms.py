"""What a trainee types, and what a trainer's buttons send."""

import uuid
from collections.abc import Mapping

from wtforms import StringField

from training.attendance import texts
from training.attendance.model import HandMark, MarkStatus, Word
from training.kernel.ids import as_id
from training.kernel.locales import digits_only
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, Text
from training.people.rules import clean_name
from training.web.forms import Form, at_most, needed, new_submission_key, submission_key_field

_LONGEST_NUMBER = 4
_LONGEST_KEY = 64
LONGEST_REASON = 300
_SAID = "said-"


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


def read_number(sent: Mapping[str, str], name: str = "seat") -> int:
    """A seat number, in Khmer or Western digits; 0, which no seat has, for anything else."""
    typed = sent.get(name, "").strip()
    digits = digits_only(typed)
    return int(digits) if len(digits) == len(typed) and 0 < len(digits) <= _LONGEST_NUMBER else 0


def read_whole(typed: str) -> int:
    """A whole number in Khmer or Western digits. Raises Refusal (422) for anything else."""
    digits = digits_only(typed)
    if not digits or len(digits) != len(typed.strip()) or len(digits) > _LONGEST_NUMBER:
        raise Refusal(texts.COUNT_NEEDED, field="counted")
    return int(digits)


def read_reason(sent: Mapping[str, str], name: str = "reason") -> str:
    """Why, in words; it may be empty. Raises Refusal (422) for too many."""
    reason = clean_name(sent.get(name, ""))
    if len(reason) > LONGEST_REASON:
        raise Refusal(texts.REASON_TOO_LONG, field="reason")
    return reason


def read_words(sent: Mapping[str, str]) -> tuple[Word, ...]:
    """What was chosen for each contested mark: here, away, or nothing yet, which says nothing.

    Raises Refusal (422) for anything else, for too long a reason, and for one without a choice.
    """
    chosen = {
        name.removeprefix(_SAID): said for name, said in sent.items() if name.startswith(_SAID)
    }
    if not set(chosen.values()) <= {"here", "away", ""}:
        raise Refusal(texts.UNKNOWN_STATUS)
    reasons = {written: read_reason(sent, f"reason-{written}") for written in chosen}
    if any(reason and not chosen[written] for written, reason in reasons.items()):
        raise Refusal(texts.REASON_WITHOUT_CHOICE)
    return tuple(
        Word(mark_id, said == "here", reasons[written])
        for written, said in chosen.items()
        if said and (mark_id := as_id(written))
    )


def read_hand_mark(sent: Mapping[str, str], seat_id: uuid.UUID) -> HandMark:
    """The tapped button; a row's own button says present. Raises Refusal (404, 422).

    `minutes` belong to the button that was tapped, where there is one field for both kinds.
    """
    try:
        status = MarkStatus(sent.get("status", MarkStatus.PRESENT))
    except ValueError as unknown:
        raise Refusal(texts.UNKNOWN_STATUS) from unknown
    if status is MarkStatus.UNMARKED:
        raise Refusal(texts.UNKNOWN_STATUS)
    of_row = read_minutes(sent.get("minutes", ""))
    late, early = (read_minutes(sent.get(name, "")) for name in ("minutes_late", "minutes_early"))
    return HandMark(
        agenda_item_id=read_id(sent, "item", texts.UNKNOWN_ITEM),
        seat_id=seat_id,
        status=status,
        minutes_late=of_row if status is MarkStatus.LATE and late is None else late,
        minutes_early=of_row if status is MarkStatus.LEFT_EARLY and early is None else early,
    )
