"""Sums: bars, the ranking, the minutes, who finds it too fast."""

import datetime as dt
import uuid
from dataclasses import replace

from tests.live.test_rules import NINE, question
from training.live import reckoning
from training.live.model import Answer, QuestionKind, Signal, SignalKind, Standing, Turn

ONE, TWO, THREE = (uuid.UUID(int=number) for number in (1, 2, 3))
MINUTE = dt.timedelta(minutes=1)


def answer(seat: uuid.UUID, *codes: str, words: str = "", shown: bool = False) -> Answer:
    standing = Standing.SHOWN if shown else Standing.WAITING
    return Answer(uuid.uuid4(), seat, codes, words, standing, NINE)


def test_bars_have_counts_and_whole_per_cent_of_those_who_answered() -> None:
    asked = question(right=("b",))
    told = reckoning.tally(asked, [answer(ONE, "b"), answer(TWO, "b"), answer(THREE, "a")])
    assert [(bar.count, bar.share, bar.is_right) for bar in told.bars] == [
        (1, 33, False),
        (2, 67, True),
        (0, 0, False),
    ]
    assert told.answered == 3


def test_nobody_answered_is_no_share() -> None:
    assert [bar.share for bar in reckoning.tally(question(), []).bars] == [0, 0, 0]


def test_half_a_per_cent_is_rounded_up() -> None:
    answers = [answer(uuid.uuid4(), "a" if place == 0 else "b") for place in range(8)]
    assert [bar.share for bar in reckoning.tally(question(), answers).bars][:2] == [13, 88]


def test_words_stand_on_the_wall_only_when_they_were_let_through() -> None:
    asked = question(QuestionKind.WORDS)
    told = reckoning.tally(asked, [answer(ONE, words="peace", shown=True), answer(TWO, words="x")])
    assert [each.words for each in told.words] == ["peace"]
    assert told.answered == 2


def test_nothing_is_right_or_wrong_before_it_is_revealed() -> None:
    asked = question(right=("a",))
    assert reckoning.own(asked, answer(ONE, "a")).is_right is None
    revealed = replace(asked, revealed_at=NINE)
    assert reckoning.own(revealed, answer(ONE, "a")).is_right is True
    assert reckoning.own(revealed, answer(ONE, "b")).is_right is False
    assert reckoning.own(revealed, None).is_right is None
    assert reckoning.own(replace(revealed, right=()), answer(ONE, "a")).is_right is None


def test_several_right_answers_must_all_be_chosen_and_no_other() -> None:
    asked = question(QuestionKind.SEVERAL, right=("a", "c"))
    assert reckoning.is_right(asked, ("c", "a"))
    assert not reckoning.is_right(asked, ("a",))
    assert not reckoning.is_right(asked, ("a", "b", "c"))


def test_where_one_answer_is_chosen_any_right_one_is_enough() -> None:
    asked = question(QuestionKind.SINGLE, right=("a", "c"))
    assert [reckoning.is_right(asked, codes) for codes in (("a",), ("c",), ("b",), ())] == [
        True,
        True,
        False,
        False,
    ]


def test_the_ranking_counts_right_answers_alone_and_knows_only_nicknames() -> None:
    first = replace(question(right=("a",)), revealed_at=NINE)
    second = replace(first, id=uuid.UUID(int=9))
    hidden = replace(first, id=uuid.UUID(int=10), revealed_at=None)
    answers = {
        first.id: (answer(ONE, "a"), answer(TWO, "a"), answer(THREE, "a")),
        second.id: (answer(ONE, "a"), answer(TWO, "b")),
        hidden.id: (answer(TWO, "a"),),
    }
    names = {ONE: "Lotus", TWO: "River"}
    ranked = reckoning.rank([first, second, hidden], answers, names)
    assert [(line.place, line.nickname, line.right) for line in ranked] == [
        (1, "Lotus", 2),
        (2, "River", 1),
    ]


def test_equal_numbers_share_a_place_and_nobody_stands_there_with_none() -> None:
    asked = replace(question(right=("a",)), revealed_at=NINE)
    names = {ONE: "B", TWO: "A", THREE: "C"}
    ranked = reckoning.rank([asked], {asked.id: (answer(ONE, "a"), answer(TWO, "a"))}, names)
    assert [(line.place, line.nickname) for line in ranked] == [(1, "A"), (1, "B")]


def turn(slide: str, minutes: float, revision: uuid.UUID | None = ONE) -> Turn:
    return Turn(revision, slide, NINE + minutes * MINUTE)


def spent(turns: list[Turn], minutes: float) -> dict[str, int]:
    found = reckoning.seconds_by_slide(turns, "Asia/Phnom_Penh", NINE + minutes * MINUTE)
    return {slide: seconds // 60 for (_, slide), seconds in found.items()}


def test_minutes_are_counted_from_slide_to_slide_until_now() -> None:
    assert spent([turn("a", 0), turn("b", 3), turn("a", 5)], 9) == {"a": 7, "b": 2}


def test_minutes_begin_again_at_the_mark_and_on_another_day() -> None:
    again = turn("", 4, None)
    assert spent([turn("a", 0), again, turn("b", 4)], 6) == {"b": 2}
    assert spent([turn("a", -24 * 60), turn("b", 0)], 1) == {"b": 1}


def test_lunch_and_a_clock_that_goes_back_do_not_count_as_time() -> None:
    assert spent([turn("a", 0)], 120) == {"a": 45}
    assert spent([turn("a", 5), turn("b", 1)], 2) == {"a": 0, "b": 1}


def test_too_fast_is_counted_by_seat_and_for_some_minutes() -> None:
    def signal(seat: uuid.UUID, minutes: int, kind: SignalKind = SignalKind.TOO_FAST) -> Signal:
        return Signal(uuid.uuid4(), seat, kind, "", NINE - minutes * MINUTE)

    signals = [signal(ONE, 1), signal(ONE, 2), signal(TWO, 6), signal(THREE, 0, SignalKind.HAND)]
    assert reckoning.count_too_fast(signals, NINE) == 1


def test_the_mean_of_a_scale_has_one_decimal_and_none_when_nobody_answered() -> None:
    asked = question(kind=QuestionKind.SCALE)
    assert reckoning.mean(reckoning.tally(asked, [])) == ""
    given = [answer(ONE, "2"), answer(TWO, "3"), answer(THREE, "3")]
    assert reckoning.mean(reckoning.tally(asked, given)) == "2.7"
    assert reckoning.mean(reckoning.tally(asked, [answer(ONE, "5")])) == "5.0"


def test_the_same_words_stand_once_with_how_many_wrote_them() -> None:
    said = ((ONE, "Trust"), (TWO, "law"), (THREE, "trust"))
    given = [answer(seat, words=words) for seat, words in said]
    assert reckoning.wall(given) == (("Trust", 2), ("law", 1))
    assert reckoning.wall([]) == ()
