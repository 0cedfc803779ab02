"""Forms of a list of participants: the file, what its columns are, who is ticked."""

from collections.abc import Mapping as Sent

from werkzeug.datastructures import MultiDict
from wtforms import FileField

from training.courses.roster.heads import guess, read_with
from training.courses.roster.model import Mapping, Meaning, Sheet
from training.courses.roster.reading import MOST_BYTES, MOST_ROWS, TOO_LARGE
from training.kernel.locales import digits_only
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, say
from training.web.files import FileForm

MEANINGS = {
    Meaning.NAME: N_("Name, in one or both scripts"),
    Meaning.NAME_KM: N_("Khmer name"),
    Meaning.NAME_LATIN: N_("Latin name"),
    Meaning.FAMILY: N_("Family name"),
    Meaning.GIVEN: N_("Given name"),
    Meaning.TITLE: N_("Title"),
    Meaning.GENDER: N_("Gender"),
    Meaning.ORGANISATION: N_("Institution or organisation"),
    Meaning.PROVINCE: N_("Province or capital"),
    Meaning.NOT_KEPT: N_("not kept"),
}
NO_SHEET = say("This sheet is not in the file. Please choose another one.")
NO_MEANING = say("Please choose for each column one of the words of the list.")
NO_LINE = say("Please write the number of the line in which the people begin.")


class ListFileForm(FileForm):
    """Which file."""

    most_bytes, too_large = MOST_BYTES, TOO_LARGE
    file = FileField(N_("List of participants"))


def read_sheet(sent: Sent[str, str], sheets: tuple[Sheet, ...]) -> int:
    """The place of the chosen sheet; the first one that can be read where none was chosen.

    Raises Refusal (422).
    """
    if "sheet" not in sent:
        return next(at for at, each in enumerate(sheets) if each.lines)
    written = digits_only(sent["sheet"])[:3]
    if not written or int(written) >= len(sheets) or not sheets[int(written)].lines:
        raise Refusal(NO_SHEET)
    return int(written)


def read_mapping(sent: Sent[str, str], sheet: Sheet) -> Mapping:
    """What was chosen for each column, the guess where nothing was. Raises Refusal (422)."""
    guessed = guess(sheet)
    if "first" in sent:
        written = digits_only(sent["first"])[:6]
        if not written or not 0 < int(written) <= MOST_ROWS:
            raise Refusal(NO_LINE)
        guessed = read_with(sheet, int(written))
    meanings = []
    for at, guess_of_it in enumerate(guessed.meanings):
        chosen = sent.get(f"c{at}", guess_of_it.value)
        if chosen not in set(Meaning):
            raise Refusal(NO_MEANING)
        meanings.append(Meaning(chosen))
    return Mapping(guessed.first, tuple(meanings), guessed.heads)


def read_lines(sent: "MultiDict[str, str]", name: str) -> frozenset[int]:
    """The numbers of the lines that were ticked under that name; what is none is left out."""
    numbers = (digits_only(each)[:6] for each in sent.getlist(name))
    return frozenset(int(each) for each in numbers if each)
