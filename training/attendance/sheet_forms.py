"""What staff type and tick about sign-in sheets."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass

from werkzeug.datastructures import MultiDict

from training.attendance import row_numbers
from training.attendance import sheet_texts as texts
from training.attendance.entering import Reading, WalkIn
from training.attendance.model import Sheet
from training.attendance.sheets import Occasion
from training.courses.model import HalfDay, Slot
from training.kernel.locales import digits_only, western_digits
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.people.model import NAME_LENGTH, WORDS_LENGTH, PersonDetails
from training.web.forms import tidy

_LONGEST_NUMBER = 5


@dataclass(frozen=True, slots=True)
class Sent:
    """A sent form of a sheet's entry."""

    reading: Reading
    faults: tuple[Text, ...]


def read_occasion(sent: Mapping[str, str]) -> Occasion:
    """The half-day and group of a choice such as `0.morning.A`. Raises Refusal (422)."""
    day, _, rest = sent.get("occasion", "").partition(".")
    half, _, group = rest.partition(".")
    if half not in set(HalfDay) or not (day.isascii() and day.isdigit() and len(day) <= 2):
        raise Refusal(texts.NO_SUCH_OCCASION, field="occasion")
    return Occasion(Slot(int(day), HalfDay(half)), group)


def written_occasion(occasion: Occasion) -> str:
    """The same as the list of choices has it."""
    return f"{occasion.slot.day}.{occasion.slot.half}.{occasion.group}"


def read_blanks(sent: Mapping[str, str]) -> int:
    """How many empty rows, in Khmer or Western digits. Raises Refusal (422)."""
    typed = sent.get("blanks", "").strip()
    if not typed or digits_only(typed) != western_digits(typed) or len(typed) > _LONGEST_NUMBER:
        raise Refusal(texts.BLANKS_NO_NUMBER, field="blanks")
    return int(digits_only(typed))


def read_number(typed: str) -> int:
    """The number of a sheet, in Khmer or Western digits. Raises Refusal (422)."""
    digits = digits_only(typed)
    if not digits or len(digits) > _LONGEST_NUMBER:
        raise Refusal(texts.NO_SHEET_NUMBER, field="number")
    return int(digits)


def read_entry(sent: "MultiDict[str, str]", sheet: Sheet, named: Collection[int]) -> Sent:
    """What was typed and ticked; both count. `named` are the rows that name somebody already."""
    said = [row_numbers.read(each) for each in (sent.get("rows", ""), *sent.getlist("row"))]
    first = len(sheet.seat_ids) + 1
    blanks = [row for row in range(first, first + sheet.blanks) if row not in named]
    walk_ins = tuple(each for row in blanks if (each := _walk_in(sent, row)))
    signed = frozenset().union(*(each.rows for each in said), (each.row for each in walk_ins))
    strange = " ".join(piece for each in said for piece in each.strange)[:60]
    faults = (texts.strange_numbers(strange),) if strange else ()
    return Sent(Reading(signed, walk_ins, "only-signed" in sent), faults)


def _walk_in(sent: Mapping[str, str], row: int) -> WalkIn | None:
    """Who was written into an empty row; None where no name was."""
    km, latin, organisation = (
        tidy(" ".join(sent.get(f"{name}-{row}", "").split()))[:most]
        for name, most in (
            ("km", NAME_LENGTH + 1),
            ("latin", NAME_LENGTH + 1),
            ("organisation", WORDS_LENGTH),
        )
    )
    if not (km or latin):
        return None
    details = PersonDetails(km, latin, organisation=organisation)
    return WalkIn(row, details, sent.get(f"is-{row}", "")[:40])
