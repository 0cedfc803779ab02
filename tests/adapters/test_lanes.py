"""Lanes of threads: the order of what waits, who is told when, and what is settled before."""

import asyncio
import threading
import time
from collections.abc import Callable, Coroutine
from functools import partial
from typing import Any

import pytest

from tests.own_loop import run_apart
from training.adapters.lanes import TOGETHER_SECONDS, Lane, NotKeptError, SingleLane

LONG_SECONDS = 10.0


class Book:
    """A keeper that writes down what happened, and may fail."""

    def __init__(self, fails: bool = False) -> None:
        self.written: list[str] = []
        self.threads: set[str] = set()
        self._fails = fails

    def commit_together(self) -> None:
        self.threads.add(threading.current_thread().name)

    def settle(self) -> None:
        self.written.append("settled")
        if self._fails:
            raise OSError("the disk is broken")


AnyLane = Lane | SingleLane
MakeLane = Callable[[], AnyLane]
BOTH = pytest.mark.parametrize(
    "make", [lambda: Lane(1, "one"), lambda: SingleLane("one", Book())], ids=["lane", "single lane"]
)


def in_a_loop(lane: AnyLane, scene: Callable[[], Coroutine[Any, Any, Any]]) -> Any:
    try:
        return run_apart(scene())
    finally:
        lane.close()


@BOTH
def test_what_waits_is_done_in_its_order(make: MakeLane) -> None:
    lane, order = make(), list[int]()

    async def scene() -> list[int]:
        def note(number: int) -> int:
            order.append(number)
            return -number

        return await asyncio.gather(*(lane.work(partial(note, n)) for n in range(50)))

    assert in_a_loop(lane, scene) == [-n for n in range(50)]
    assert order == list(range(50))


def test_no_more_work_is_done_at_once_than_there_are_threads() -> None:
    lane, now, most, lock = Lane(3, "three"), 0, 0, threading.Lock()

    def work() -> None:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.005)
        with lock:
            now -= 1

    async def scene() -> None:
        await asyncio.gather(*(lane.work(work) for _ in range(30)))

    in_a_loop(lane, scene)
    assert most == 3


@BOTH
def test_an_error_is_told_to_the_one_who_asked_and_to_nobody_else(make: MakeLane) -> None:
    lane = make()

    def break_down() -> None:
        raise LookupError("broken")

    async def scene() -> list[Any]:
        asked = (lane.work(each) for each in (lambda: 1, break_down, lambda: 3))
        return await asyncio.gather(*asked, return_exceptions=True)

    first, broken, third = in_a_loop(lane, scene)
    assert (first, third) == (1, 3)
    assert isinstance(broken, LookupError)


@BOTH
@pytest.mark.parametrize("error", [LookupError, SystemExit])
def test_work_for_nobody_may_go_wrong_and_the_lane_goes_on(
    make: MakeLane, error: type[BaseException]
) -> None:
    lane = make()

    def break_down() -> None:
        raise error

    async def scene() -> str:
        for _ in range(3):
            lane.let(break_down)
        return await lane.work(lambda: "still here")

    assert in_a_loop(lane, scene) == "still here"


@BOTH
def test_what_nobody_waits_for_any_more_is_not_begun(make: MakeLane) -> None:
    lane, begun, enough = make(), list[str](), threading.Event()

    async def scene() -> None:
        first = asyncio.create_task(lane.work(lambda: enough.wait(LONG_SECONDS)))
        second = asyncio.create_task(lane.work(lambda: begun.append("second")))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.sleep(0)
        enough.set()
        await first
        await lane.work(lambda: begun.append("third"))

    in_a_loop(lane, scene)
    assert begun == ["third"]


def test_an_answer_does_not_wait_for_a_long_piece_of_work_behind_it() -> None:
    """The thread that made it is busy with the next one: the lane looks after it all the same."""
    lane, enough = SingleLane("one", Book()), threading.Event()

    async def scene() -> str:
        short = asyncio.create_task(lane.work(lambda: "short"))
        long = asyncio.create_task(lane.work(lambda: enough.wait(LONG_SECONDS)))
        answer = await asyncio.wait_for(short, LONG_SECONDS / 2)
        enough.set()
        await long
        return answer

    assert in_a_loop(lane, scene) == "short"


def test_all_is_settled_before_anybody_is_told() -> None:
    book = Book()
    lane = SingleLane("one", book)

    async def scene() -> None:
        async def ask(number: int) -> None:
            await lane.work(lambda: book.written.append(f"made {number}"))
            book.written.append(f"told {number}")

        await asyncio.gather(*(ask(number) for number in range(40)))

    in_a_loop(lane, scene)
    for number in range(40):
        made, told = (book.written.index(f"{what} {number}") for what in ("made", "told"))
        assert "settled" in book.written[made:told], number


def test_what_is_done_together_is_settled_together() -> None:
    book = Book()
    lane = SingleLane("one", book)

    async def scene() -> None:
        await asyncio.gather(*(lane.work(lambda: None) for _ in range(200)))

    in_a_loop(lane, scene)
    assert 1 <= book.written.count("settled") < 50


def test_whoever_comes_while_it_settles_is_begun_at_once() -> None:
    settling, begun = threading.Event(), threading.Event()

    class Slow(Book):
        def settle(self) -> None:
            settling.set()
            self.written.append("in time" if begun.wait(LONG_SECONDS) else "too late")

    book = Slow()
    lane = SingleLane("one", book)

    async def scene() -> None:
        first = asyncio.create_task(lane.work(lambda: None))
        await asyncio.to_thread(settling.wait, LONG_SECONDS)
        await lane.work(begun.set)
        await first

    in_a_loop(lane, scene)
    assert set(book.written) == {"in time"}


def test_what_cannot_be_settled_is_told_as_done_to_nobody() -> None:
    lane = SingleLane("one", Book(fails=True))

    async def scene() -> list[Any]:
        asked = (lane.work(partial(abs, n)) for n in range(5))
        return await asyncio.gather(*asked, return_exceptions=True)

    found = in_a_loop(lane, scene)
    assert all(isinstance(each, NotKeptError) for each in found)
    assert all(isinstance(each.__cause__, OSError) for each in found)


def test_the_threads_know_from_their_beginning_that_they_commit_together() -> None:
    book = Book()
    lane = SingleLane("one", book)

    async def scene() -> str:
        return await lane.work(lambda: threading.current_thread().name)

    assert in_a_loop(lane, scene) in book.threads


def test_a_single_lane_rests_when_nobody_asks() -> None:
    """No timer goes on for ever, and no thread is kept busy."""
    lane = SingleLane("one", Book())

    async def scene() -> None:
        await lane.work(lambda: None)
        await asyncio.sleep(3 * TOGETHER_SECONDS)
        assert lane._rounds is None
        assert not lane._is_busy

    in_a_loop(lane, scene)
