"""The test before or after a course, analysed so that it can stand beside what was learned.

Both are about the same answers, so what the one page hides must not be a subtraction on the other.
"""

from collections import Counter
from collections.abc import Sequence

from training.quizzes.analysis import whole
from training.quizzes.analysis.crowds import LEAST, TooFew
from training.quizzes.analysis.learning import Items, by_order, by_seat, matched
from training.quizzes.analysis.model import Sheet, When
from training.quizzes.analysis.whole import TestFigures


def figures(items: Items, sheets: Sequence[Sheet], when: When) -> TestFigures:
    """The figures of one of the two tests; `sheets` are those of both.

    Where one to four people of a form have only this test, they are left out: those with both are
    shown among what was learned. Where there the forms cannot be told apart, neither can they here.
    """
    people = matched(sheets)
    is_hidden = any(isinstance(part, TooFew) for part in by_order(people).values())
    kept = kept_sheets(sheets, when)
    return whole.figures(items, kept, is_parted=len(people) < LEAST or not is_hidden)


def kept_sheets(sheets: Sequence[Sheet], when: When) -> tuple[Sheet, ...]:
    """The sheets of this test without those that would be a subtraction away."""
    both = {person.before.seat_id for person in matched(sheets)}
    given = by_seat(sheets, when).values()
    alone = Counter(each.form for each in given if each.seat_id not in both)
    return tuple(each for each in given if each.seat_id in both or alone[each.form] >= LEAST)
