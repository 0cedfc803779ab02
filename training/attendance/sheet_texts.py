"""Words about sign-in sheets."""

from training.kernel.texts import Text, say, say_n

NO_SUCH_OCCASION = say(
    "The agenda has no such half-day or group any more. Please choose one of the list."
)
SHEET_WITHOUT_ROWS = say("Nobody is in this course yet. A sheet needs at least one empty row.")
BLANKS_NO_NUMBER = say("Please write how many empty rows, as a whole number.")
NO_SHEET_NUMBER = say("Please write the number that stands on the sheet.")
NOT_PRINTED = say(
    "The sheet could not be made. Please look at the names, the title and the venue: one of them "
    "may be too long or hold a character that cannot be printed."
)
NOTHING_TO_RECORD = say(
    "Nothing in this half-day counts for attendance any more, so there is nothing to record."
)
NAME_TWICE = say("The same name stands in two empty rows. Please look at the sheet again.")
CHANGED_SINCE = say("This is not what was looked at. Please look at it once more, then save.")
PHOTO_NEEDED = say("Please take or choose a photograph.")
PHOTO_NO_PICTURE = say(
    "This is no photograph in JPEG or PNG that can be read. Please take it again with the camera."
)
PHOTO_TOO_LARGE = say("A photograph may have 12 MB at most. Please take it smaller.")
PHOTO_TOO_MANY_PIXELS = say("This photograph has too many pixels. Please take it smaller.")
TOO_MANY_PHOTOS = say("This sheet has as many photographs as are kept of one.")
NO_PHOTO = say("This photograph is not here. Please open it from the page of the sheet.")


def too_many_blanks(most: int) -> Text:
    """For more empty rows than a sheet may have, or fewer than none."""
    return say("A sheet may have up to %(most)s empty rows.", most=most)


def no_sheet(number: int) -> Text:
    """For the number of a sheet that was not made."""
    return say("This course has no sheet %(number)s. Please look at its head again.", number=number)


def strange_numbers(pieces: str) -> Text:
    """For what was typed among the row numbers and is none."""
    return say("“%(pieces)s” is no row number. Please write them like 1-12, 15.", pieces=pieces)


def rows_not_there(rows: str, last: int) -> Text:
    """For numbers beyond the rows of the sheet."""
    return say(
        "There is no row %(rows)s on this sheet: its rows go from 1 to %(last)s.",
        rows=rows,
        last=last,
    )


def names_missing(rows: str) -> Text:
    """For empty rows that were signed, and whose signer is not named."""
    return say(
        "Row %(rows)s was empty when the sheet was printed. Please write who signed there.",
        rows=rows,
    )


def row_fault(row: int, reason: Text) -> Text:
    """For a fault in a name that was written in an empty row."""
    return say("Row %(row)s: %(reason)s", row=row, reason=reason)


def who_is_it(row: int) -> Text:
    """For a name in an empty row that somebody in the course has."""
    return say("Row %(row)s: is this the person who is in the course already?", row=row)


def signed_words(count: int) -> Text:
    """How many signed."""
    return say_n("%(count)s person signed", "%(count)s people signed", count)


def not_signed_words(count: int) -> Text:
    """How many did not."""
    return say_n("%(count)s person did not sign", "%(count)s people did not sign", count)


def walk_in_words(count: int) -> Text:
    """How many come into the course from an empty row."""
    return say_n(
        "%(count)s person is added to the course", "%(count)s people are added to the course", count
    )
