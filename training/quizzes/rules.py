"""What an answer is worth and when one may be given: facts in, decisions out."""

import datetime as dt
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from training.courses import rules as course_rules
from training.courses.model import CourseState
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.modules.model import Item
from training.quizzes import texts
from training.quizzes.answers import choices_in_order, choices_of, read_answer, right_code, said
from training.quizzes.model import Desk, Given, ItemShare, Standing
from training.quizzes.scoring import is_right, most_of, score

__all__ = ["choices_in_order", "choices_of", "is_right", "most_of", "right_code", "score"]

KEY_LENGTH = 64
MOST_AT_ONCE = 200
"""Answers that come along with one sending; more than any phone has waiting."""


def get_item(items: Sequence[Item], item_id: str) -> Item:
    """The item. Raises Refusal (422)."""
    found = next((item for item in items if item.id == item_id), None)
    if found is None:
        raise Refusal(texts.UNREADABLE)
    return found


def read_answers(items: Sequence[Item], seed: int, given: Sequence[Given]) -> list[str]:
    """The codes of what was sent, one for each answer. Raises Refusal (422)."""
    for each in given:
        check_key(each.submission_key)
    return [read_answer(get_item(items, each.item_id), seed, each.written) for each in given]


def read_given(written: Sequence[str]) -> tuple[Given, ...]:
    """Answers as a form carries them: `item written key`, one a field. Raises Refusal (422).

    What was written comes percent-encoded, since words have spaces.
    """
    if len(written) > MOST_AT_ONCE:
        raise Refusal(texts.UNREADABLE)
    parts = [each.split(" ", 2) for each in written]
    if any(len(each) != 3 for each in parts):
        raise Refusal(texts.UNREADABLE)
    return tuple(Given(item, unquote(written), key) for item, written, key in parts)


def check_key(submission_key: str) -> None:
    """Raises Refusal (422) for a key that cannot be kept."""
    if not 0 < len(submission_key) <= KEY_LENGTH or not submission_key.isprintable():
        raise Refusal(texts.UNREADABLE)


def next_unanswered(ids: Sequence[str], answered: Collection[str], after: str = "") -> str | None:
    """The id of the first open item after `after`, from the start again at the end; or None."""
    start = ids.index(after) + 1 if after in ids else 0
    ordered = (*ids[start:], *ids[:start])
    return next((each for each in ordered if each not in answered), None)


def standing(desk: Desk) -> Standing:
    """How the quiz stands for the seat at this desk."""
    if desk.attempt is not None:
        return Standing.BEGUN if desk.attempt.finished_at is None else Standing.FINISHED
    if desk.opening is None:
        return Standing.NOT_OPEN
    is_open = desk.opening.is_open and desk.course_state is CourseState.RUNNING
    return Standing.OPEN if is_open else Standing.CLOSED


def require_open(desk: Desk) -> None:
    """Raises Refusal (409) unless the course is running and the quiz open."""
    course_rules.require_running(desk.course_state)
    if desk.opening is None:
        raise Refusal(texts.NOT_OPEN, status=409)
    if desk.opening.closed_at is not None:
        raise Refusal(closed_words(desk.opening.closed_at, desk.time_zone), status=409)


def require_answerable(desk: Desk) -> None:
    """Raises Refusal (409) unless this seat can give or change an answer now."""
    require_open(desk)
    if desk.attempt is None:
        raise Refusal(texts.NOT_BEGUN, status=409)
    if desk.attempt.finished_at is not None:
        time = clock_of(desk.attempt.finished_at, desk.time_zone)
        raise Refusal(say(texts.SENT_AT, time=time), status=409)


def closed_words(closed_at: dt.datetime, time_zone: str) -> Text:
    """The sentence that says when the quiz was closed."""
    return say(texts.CLOSED_AT, time=clock_of(closed_at, time_zone))


def clock_of(moment: dt.datetime, time_zone: str) -> str:
    """Hour and minute in that zone, in Western digits."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%H:%M")


def item_shares(
    items: Sequence[Item], sheets: Sequence[Mapping[str, str]]
) -> tuple[ItemShare, ...]:
    """For finished sheets (codes by item id), the most misunderstood item first."""
    shares = [_share(item, [sheet.get(item.id) for sheet in sheets]) for item in items]
    return tuple(sorted(shares, key=lambda share: share.right)) if sheets else ()


def _share(item: Item, codes: Sequence[str | None]) -> ItemShare:
    right = sum(is_right(item, code) for code in codes)
    wrong = Counter(code for code in codes if code and not is_right(item, code))
    code, count = min(wrong.items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))
    return ItemShare(item, right, len(codes), said(item, code), count)
