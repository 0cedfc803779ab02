"""How an assessment stands, when it opens, and when an answer is taken: facts in, decisions out."""

import datetime as dt
from collections.abc import Collection, Mapping, Sequence
from urllib.parse import unquote
from zoneinfo import ZoneInfo

from training.courses import rules as course_rules
from training.courses.model import CourseState
from training.kernel.moments import local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import Text, say
from training.modules.model import Item
from training.quizzes import assessments, texts
from training.quizzes.answers import (
    CHOSEN,
    choices_in_order,
    choices_of,
    read_answer,
    right_code,
)
from training.quizzes.model import Attempt, Desk, Given, Opening, Purpose, Standing
from training.quizzes.scoring import is_right, most_of, score

__all__ = ["CHOSEN", "choices_in_order", "choices_of", "is_right", "most_of", "right_code", "score"]

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
    by_id = {item.id: item for item in items}
    return [
        read_answer(by_id.get(each.item_id) or get_item(items, each.item_id), seed, each.written)
        for each in given
    ]


def read_given(written: Sequence[str]) -> tuple[Given, ...]:
    """Answers as a form carries them: `item written key time`, one a field. Raises Refusal (422).

    What was written comes percent-encoded, since words have spaces. The time may be left out.
    """
    if len(written) > MOST_AT_ONCE:
        raise Refusal(texts.UNREADABLE)
    parts = [each.split(" ", 3) for each in written]
    if any(len(each) not in {3, 4} for each in parts):
        raise Refusal(texts.UNREADABLE)
    return tuple(
        Given(item, unquote(written), key, read_time("".join(time)))
        for item, written, key, *time in parts
    )


def read_time(written: str) -> dt.datetime | None:
    """When an answer was given, in milliseconds since 1970 as the page counts; None for nonsense.

    A page without its script says nothing.
    """
    if not (written.isascii() and written.isdigit() and len(written) <= 14):
        return None
    return dt.datetime.fromtimestamp(int(written) / 1000, dt.UTC)


def check_key(submission_key: str) -> None:
    """Raises Refusal (422) for a key that cannot be kept."""
    if not 0 < len(submission_key) <= KEY_LENGTH or not submission_key.isprintable():
        raise Refusal(texts.UNREADABLE)


def next_unanswered(ids: Sequence[str], answered: Collection[str], after: str = "") -> str | None:
    """The id of the first open item after `after`, from the start again at the end; or None."""
    start = ids.index(after) + 1 if after in ids else 0
    ordered = (*ids[start:], *ids[:start])
    return next((each for each in ordered if each not in answered), None)


def states_of(purpose: Purpose) -> tuple[CourseState, ...]:
    """In which states of the course answers to it are taken."""
    if not purpose.calls_the_room:
        return CourseState.RUNNING, CourseState.ENDED
    return (CourseState.RUNNING,)


def standing(desk: Desk, now: dt.datetime) -> Standing:
    """How the quiz stands for the seat at this desk.

    A sheet whose time is up is finished, also before somebody looks and it is scored.
    """
    sheet = desk.attempt
    if sheet is not None:
        is_over = sheet.finished_at or (sheet.due_at and sheet.due_at <= now)
        return Standing.FINISHED if is_over else Standing.BEGUN
    if desk.opening is None:
        return Standing.NOT_OPEN
    return Standing.OPEN if is_open(desk, now) else Standing.CLOSED


def is_open(desk: Desk, now: dt.datetime) -> bool:
    """Whether answers to it are taken from whoever has time left."""
    try:
        require_open(desk, now)
    except Refusal:
        return False
    return True


def require_open(desk: Desk, now: dt.datetime) -> None:
    """Raises Refusal (409) unless the course is in the right state and the quiz open."""
    if desk.course_state not in states_of(desk.purpose):
        course_rules.require_running(desk.course_state)
    if desk.opening is None:
        raise Refusal(texts.NOT_OPEN, status=409)
    end = closed_at(desk)
    if end is not None and end <= now:
        raise Refusal(closed_words(end, desk.time_zone, now), status=409)


def closed_at(desk: Desk) -> dt.datetime | None:
    """When the assessment was closed, or will be by its deadline."""
    ends = (desk.opening.closed_at if desk.opening else None, desk.terms.closes_at)
    return min((each for each in ends if each is not None), default=None)


def ended_at(desk: Desk) -> dt.datetime | None:
    """When the seat's sheet ended, or will: by the trainer, the deadline, or its own time.

    One that has ended stays so, also where the assessment was opened again for others.
    """
    sheet = desk.attempt
    if sheet is not None and sheet.finished_at is not None:
        return sheet.finished_at
    ends = [each for each in (closed_at(desk), sheet.due_at if sheet else None) if each]
    return min(ends, default=None)


def require_answerable(desk: Desk, now: dt.datetime) -> None:
    """Raises Refusal (409) unless this seat can give or change an answer now."""
    require_open(desk, now)
    sheet = desk.attempt
    if sheet is None:
        raise Refusal(texts.NOT_BEGUN, status=409)
    is_for_good = sheet.finished_by is not None and sheet.finished_by.is_for_good
    if sheet.due_at is not None and sheet.due_at <= now and not is_for_good:
        time = clock_of(sheet.due_at, desk.time_zone)
        raise Refusal(say(texts.TIME_UP_AT, time=time), status=409)
    if sheet.finished_at is not None:
        time = clock_of(sheet.finished_at, desk.time_zone)
        raise Refusal(say(texts.SENT_AT, time=time), status=409)


def is_overdue(sheet: Attempt | None, now: dt.datetime) -> bool:
    """Whether the sheet's time is up and nobody has scored it yet."""
    if sheet is None or sheet.finished_at is not None or sheet.due_at is None:
        return False
    return sheet.due_at <= now


def may_try_again(desk: Desk, now: dt.datetime) -> bool:
    """Whether the seat, which has finished a sheet, may take another one."""
    sheet = desk.attempt
    if sheet is None or sheet.finished_at is None or not is_open(desk, now):
        return False
    return desk.terms.tries == 0 or sheet.number < desk.terms.tries


FAIR = dt.timedelta(hours=24)
"""How long after the end an answer is taken that was given before it."""


def is_fair(
    desk: Desk, tapped_at: dt.datetime | None, known: dt.datetime, now: dt.datetime
) -> bool:
    """Whether an answer that arrives after the end counts, because it was given before it.

    Its phone says so, by the server's clock as the phone last heard it; that must not lie before
    `known`, when the sheet was last heard of. Whoever sent the sheet for good, or has seen what was
    right, can add nothing; nor can whoever's paper was entered, nor anybody to an evaluation, which
    has no names any more.
    """
    sheet, end = desk.attempt, ended_at(desk)
    if sheet is None or end is None or tapped_at is None:
        return False
    if desk.purpose is Purpose.EVALUATION:
        return False
    if sheet.seen_at is not None or (sheet.finished_by and sheet.finished_by.is_for_good):
        return False
    return known <= tapped_at <= end and end <= now <= end + FAIR


def waits_for_phone(desk: Desk, now: dt.datetime) -> bool:
    """Whether the owner's phone may still bring answers, which it could not once right ones show.

    So the result is not shown on the way: its page first lets the phone send what it has.
    """
    sheet, end = desk.attempt, ended_at(desk)
    if sheet is None or end is None or sheet.finished_by is None or sheet.finished_by.is_for_good:
        return False
    return sheet.seen_at is None and now <= end + FAIR


def require_openable(
    desk: Desk, openings: Mapping[str, Opening], beside: Collection[str], now: dt.datetime
) -> None:
    """Raises Refusal (409) where opening would come too early, or give something away.

    `beside` are the slugs of what else asks the same questions: one of them could show what is
    right in another that is open.
    """
    if desk.course_state not in states_of(desk.purpose):
        raise Refusal(texts.OPEN_ONLY_WHILE_RUNNING, status=409)
    if desk.terms.closes_at is not None and desk.terms.closes_at <= now:
        raise Refusal(texts.DEADLINE_OVER, status=409)
    if desk.purpose is Purpose.PRACTICE:
        name = assessments.read_slug(desk.slug)
        quiz = openings.get(name.module_slug) if name else None
        if quiz is None or quiz.is_open:
            raise Refusal(texts.QUIZ_FIRST, status=409)
    if any(slug in openings and openings[slug].is_open for slug in beside):
        raise Refusal(texts.SAME_QUESTIONS_OPEN, status=409)
    pre, post = openings.get(assessments.PRE_TEST), openings.get(assessments.POST_TEST)
    if desk.purpose is Purpose.POST_TEST and pre is not None and pre.is_open:
        raise Refusal(texts.PRE_TEST_OPEN, status=409)
    if desk.purpose is Purpose.PRE_TEST and post is not None:
        raise Refusal(texts.POST_TEST_WAS, status=409)


def closed_words(closed_at: dt.datetime, time_zone: str, now: dt.datetime) -> Text:
    """The sentence that says when the quiz was closed; it names the day, unless that is today."""
    day, time = local_date(closed_at, time_zone), clock_of(closed_at, time_zone)
    if day == local_date(now, time_zone):
        return say(texts.CLOSED_AT, time=time)
    return say(texts.CLOSED_ON, day=day, time=time)


def clock_of(moment: dt.datetime, time_zone: str) -> str:
    """Hour and minute in that zone, in Western digits."""
    return moment.astimezone(ZoneInfo(time_zone)).strftime("%H:%M")
