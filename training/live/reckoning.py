"""What came of a question, who stands where, and how much time was used: pure sums."""

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from training.live.model import (
    Answer,
    Bar,
    OwnAnswer,
    Question,
    QuestionKind,
    Ranked,
    Signal,
    SignalKind,
    Standing,
    Tally,
    Turn,
)

LONGEST_GAP = dt.timedelta(minutes=45)
"""A slide that stood longer counts for so long only: the room was at lunch."""
TOO_FAST_FOR = dt.timedelta(minutes=5)
"""Who found it too fast longer ago has caught up."""
RANKED = 10


def is_right(question: Question, codes: Sequence[str]) -> bool | None:
    """Whether exactly the right answers were chosen; None where nothing is right or wrong.

    Where only one can be chosen, any right one is enough.
    """
    if not question.right:
        return None
    if question.kind is QuestionKind.SINGLE:
        return bool(codes) and set(codes) <= set(question.right)
    return set(codes) == set(question.right)


def tally(question: Question, answers: Sequence[Answer]) -> Tally:
    """The bars of the answers that count, one a seat, and the words that the room may see.

    Shares are whole per cent of those who answered, rounded half up; where several answers can be
    chosen they sum to more than 100.
    """
    counts = Counter(code for answer in answers for code in answer.codes)
    answered = len(answers)
    bars = tuple(
        Bar(
            choice,
            counts[choice.code],
            (200 * counts[choice.code] + answered) // (2 * answered) if answered else 0,
            choice.code in question.right,
        )
        for choice in question.choices
    )
    shown = tuple(each for each in answers if each.words and each.standing is Standing.SHOWN)
    return Tally(question, answered, bars, shown)


def mean(tally: Tally) -> str:
    """The mean of a scale with one decimal, rounded half up; "" where nobody answered."""
    counted = sum(bar.count for bar in tally.bars)
    if not counted:
        return ""
    total = sum(int(bar.choice.code) * bar.count for bar in tally.bars)
    tenths = (20 * total + counted) // (2 * counted)
    return f"{tenths // 10}.{tenths % 10}"


def wall(words: Sequence[Answer]) -> tuple[tuple[str, int], ...]:
    """Words that the room may see, the same words once with how many wrote them.

    Upper and lower case are the same. They stand in the order in which they came.
    """
    counts = Counter(each.words.casefold() for each in words)
    first: dict[str, str] = {}
    for each in words:
        first.setdefault(each.words.casefold(), each.words)
    return tuple((written, counts[folded]) for folded, written in first.items())


def own(question: Question, answer: Answer | None) -> OwnAnswer:
    """A question as one seat may see it: nothing of what was right before it is revealed."""
    if not question.is_revealed or answer is None:
        return OwnAnswer(question, answer, None)
    return OwnAnswer(question, answer, is_right(question, answer.codes))


def rank(
    questions: Iterable[Question],
    answers: Mapping[uuid.UUID, Sequence[Answer]],
    nicknames: Mapping[uuid.UUID, str],
) -> tuple[Ranked, ...]:
    """The first RANKED places by the number of right answers alone, never by time.

    Only revealed questions count, and only seats with a nickname stand here. `answers` are by
    question, `nicknames` by seat.
    """
    right = Counter(
        answer.seat_id
        for question in questions
        if question.is_revealed and question.right
        for answer in answers.get(question.id, ())
        if is_right(question, answer.codes)
    )
    numbers = sorted((right[seat] for seat in nicknames), reverse=True)
    lines = [Ranked(numbers.index(right[seat]) + 1, name, right[seat])
             for seat, name in nicknames.items()]  # fmt: skip
    ordered = sorted(lines, key=lambda each: (each.place, each.nickname))
    return tuple(each for each in ordered if each.place <= RANKED and each.right)


def seconds_by_slide(
    turns: Sequence[Turn], time_zone: str, now: dt.datetime
) -> dict[tuple[uuid.UUID, str], int]:
    """How long each slide of each revision stood today, in whole seconds.

    `turns` are in order. Those of another day do not count, nor those before the latest turn
    without a slide. A clock that went back counts as no time.
    """
    zone = ZoneInfo(time_zone)
    today = [each for each in turns if each.turned_at.astimezone(zone).date()
             == now.astimezone(zone).date()]  # fmt: skip
    begins = max((place for place, each in enumerate(today) if not each.slide_id), default=-1) + 1
    counted = today[begins:]
    ends = [*(each.turned_at for each in counted[1:]), now]
    spent: dict[tuple[uuid.UUID, str], int] = {}
    for turn, end in zip(counted, ends, strict=False):
        if turn.revision_id is None:
            continue
        stood = min(max(end - turn.turned_at, dt.timedelta()), LONGEST_GAP)
        key = (turn.revision_id, turn.slide_id)
        spent[key] = spent.get(key, 0) + int(stood.total_seconds())
    return spent


def count_too_fast(signals: Iterable[Signal], now: dt.datetime) -> int:
    """How many seats found it too fast in the last minutes."""
    return len(
        {
            each.seat_id
            for each in signals
            if each.kind is SignalKind.TOO_FAST and now - each.sent_at <= TOO_FAST_FOR
        }
    )
