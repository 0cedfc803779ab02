"""What came of the sheets: which counts, what is shown of it and when. Facts in, decisions out."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from training.courses.model import CertificateRule, CourseState
from training.kernel.texts import Text
from training.modules.model import Item
from training.quizzes import rules, texts
from training.quizzes.answers import said
from training.quizzes.model import Attempt, Desk, Opening, Purpose, Results, Terms
from training.quizzes.outcomes import ItemShare
from training.quizzes.scoring import is_judged, is_right


def shows_results(desk: Desk, post_test: Opening | None, now: dt.datetime) -> bool:
    """Whether the seat may see what was right on its finished sheet.

    The two forms of a test go round the room: what is right in them is not shown before the later
    test is over, or the course. What is done at home goes on after the course.
    """
    if not desk.purpose.is_scored or desk.terms.results is Results.NEVER:
        return False
    has_ended = desk.course_state is CourseState.ENDED
    if desk.purpose.is_test:
        return has_ended or (post_test is not None and not post_test.is_open)
    end = rules.closed_at(desk)
    is_closed = desk.opening is None or (end is not None and end <= now)
    is_over = is_closed or (has_ended and desk.purpose.calls_the_room)
    return desk.terms.results is Results.AT_ONCE or is_over


def gives_away(
    purpose: Purpose, opening: Opening | None, post_test: Opening | None, *, has_ended: bool
) -> bool:
    """Whether how its questions went is not for the screen in the room now.

    The two forms of a test go round the room until the later test is over, and a quiz is still
    being answered while it is open; so is what is done at home, also after the course. Practice
    shows what is right to everybody at once.
    """
    if purpose is Purpose.PRACTICE or (has_ended and purpose.calls_the_room):
        return False
    if purpose.is_test:
        return post_test is None or post_test.is_open
    return opening is not None and opening.is_open


def passed(terms: Terms, score: int, most: int) -> bool | None:
    """Whether the sheet is passed; None where there is no pass mark."""
    return score * 100 >= terms.pass_percent * most if terms.pass_percent and most else None


def for_certificate(rule: CertificateRule, desk: Desk) -> Text:
    """What the certificate of the course asks of this assessment, for who is about to begin it."""
    if desk.purpose is Purpose.EVALUATION:
        return texts.TO_HAND_IN if rule.evaluation else texts.NOT_FOR_CERTIFICATE
    if desk.slug != rule.quiz:
        return texts.NOT_FOR_CERTIFICATE
    must_pass = rule.is_passed and desk.terms.pass_percent
    return texts.TO_PASS if must_pass else texts.TO_HAND_IN


def counting(sheets: Iterable[Attempt]) -> Attempt | None:
    """Of one seat's sheets the one that counts: the best finished one, else the latest.

    Of two that are worth the same it is the earlier one.
    """
    found = list(sheets)
    finished = [each for each in found if each.finished_at is not None]
    if finished:
        return max(finished, key=lambda each: (each.score or 0, -each.number))
    return max(found, key=lambda each: each.number, default=None)


def item_shares(
    items: Sequence[Item], sheets: Sequence[Mapping[str, str]]
) -> tuple[ItemShare, ...]:
    """For finished sheets (codes by item id), the most misunderstood item first.

    Items without right and wrong, and those that a person marks, are left out.
    """
    judged = [item for item in items if is_judged(item)]
    shares = [_share(item, [sheet.get(item.id) for sheet in sheets]) for item in judged]
    return tuple(sorted(shares, key=lambda share: share.right)) if sheets else ()


def _share(item: Item, codes: Sequence[str | None]) -> ItemShare:
    right = sum(is_right(item, code) for code in codes)
    wrong = Counter(code for code in codes if code and not is_right(item, code))
    code, count = min(wrong.items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))
    return ItemShare(item, right, len(codes), said(item, code), count)
