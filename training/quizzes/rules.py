"""What an answer is worth and when one may be given: facts in, decisions out."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from zoneinfo import ZoneInfo

from training.courses import rules as course_rules
from training.courses.model import CourseState
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.modules.model import Item, ItemKind
from training.quizzes import texts
from training.quizzes.model import Choice, Desk, Given, ItemShare, Standing

KEY_LENGTH = 64
MOST_AT_ONCE = 200
"""Answers that come along with one sending; more than any phone has waiting."""
TRUE, FALSE = Choice("true"), Choice("false")


def choices_of(item: Item) -> tuple[Choice, ...]:
    """Every answer that this item can be given, in the order of the pack."""
    if item.kind is ItemKind.TRUE_FALSE:
        return TRUE, FALSE
    return tuple(Choice(option.id, option.words) for option in item.options)


def choices_in_order(item: Item, seed: int) -> tuple[Choice, ...]:
    """The choices as the sheet with this seed shows them, the same in every language.

    Options are shuffled, so that neighbours do not see the same places; true stays before false.
    """
    choices = choices_of(item)
    if item.kind is ItemKind.TRUE_FALSE:
        return choices
    return tuple(sorted(choices, key=lambda choice: _rank(seed, item.id, choice.code)))


def _rank(seed: int, item_id: str, code: str) -> bytes:
    return hashlib.sha256(f"{seed}/{item_id}/{code}".encode()).digest()


def right_choice(item: Item) -> Choice:
    """The right answer. Raises ValueError for an item that has none."""
    if item.kind is ItemKind.TRUE_FALSE:
        return TRUE if item.answer else FALSE
    for option in item.options:
        if option.right:
            return Choice(option.id, option.words)
    raise ValueError(f"item {item.id} has no right option")


def is_right(item: Item, code: str | None) -> bool:
    """Whether this is the right answer; no answer is not."""
    return code == right_choice(item).code


def find_choice(item: Item, code: str | None) -> Choice | None:
    """The choice with this code."""
    return next((choice for choice in choices_of(item) if choice.code == code), None)


def score(items: Sequence[Item], given: Mapping[str, str]) -> int:
    """How many items are right: one point each. `given` holds codes by item id."""
    return sum(is_right(item, given.get(item.id)) for item in items)


def get_item(items: Sequence[Item], item_id: str) -> Item:
    """The item. Raises Refusal (422)."""
    found = next((item for item in items if item.id == item_id), None)
    if found is None:
        raise Refusal(texts.UNREADABLE)
    return found


def read_choice(item: Item, seed: int, place: str) -> Choice:
    """The choice at that place of the sheet, counted from 1. Raises Refusal (422)."""
    choices = choices_in_order(item, seed)
    if not (place.isascii() and place.isdigit() and len(place) < 3):
        raise Refusal(texts.UNREADABLE)
    if not 1 <= int(place) <= len(choices):
        raise Refusal(texts.UNREADABLE)
    return choices[int(place) - 1]


def read_choices(items: Sequence[Item], seed: int, given: Sequence[Given]) -> list[str]:
    """The codes of the choices at the given places, one for each answer. Raises Refusal (422)."""
    for each in given:
        check_key(each.submission_key)
    return [read_choice(get_item(items, each.item_id), seed, each.place).code for each in given]


def read_given(written: Sequence[str]) -> tuple[Given, ...]:
    """Answers as a form carries them: `item place key`, one a field. Raises Refusal (422)."""
    if len(written) > MOST_AT_ONCE:
        raise Refusal(texts.UNREADABLE)
    parts = [each.split(" ", 2) for each in written]
    if any(len(each) != 3 for each in parts):
        raise Refusal(texts.UNREADABLE)
    return tuple(Given(*each) for each in parts)


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
    wrong = Counter(code for code in codes if code is not None and not is_right(item, code))
    code, count = min(wrong.items(), key=lambda pair: (-pair[1], pair[0]), default=(None, 0))
    return ItemShare(item, right, len(codes), find_choice(item, code), count)
