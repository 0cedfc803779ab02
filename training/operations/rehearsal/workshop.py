"""The day in a minute and a half: what the trainer does, and what every phone does then."""

import asyncio
import random
import re
import time
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from training.live.rehearsing import Part, Progress, Step, spread
from training.operations.rehearsal.line import BROKEN
from training.operations.rehearsal.orders import NotThere, Order, Told
from training.operations.rehearsal.phone import Phone, State, Trainer

ITEM = re.compile(r'data-item="([^"]+)"')
DIGITS = re.compile(r'class="code-digits"[^>]*><span>(\d+)</span><span>(\d+)</span>')
CODE_EVERY_SECONDS = 5
SLIDES_WHILE_AWAY = 3
PAGES_EVERY = 10
"""At each change of slide one phone in so many opens another page."""
RETURN_WITHIN_SECONDS = 1.0
SHARES = {
    Step.JOIN: (5, 20),
    Step.SLIDES: (20, 42),
    Step.POLL: (42, 48),
    Step.QUIZ: (48, 65),
    Step.ATTENDANCE: (65, 72),
    Step.DROP: (72, 97),
}
"""From which per cent to which each step is of the whole."""
OPINION = {
    "kind": "single",
    "words_km": "តើអ្នកស្តាប់ឮទេ?",
    "words_en": "Can you hear me?",
    "choices_km": "ឮ\nមិនឮ",
    "choices_en": "Yes\nNo",
}


class Workshop:
    """One workshop, from the first phone to the last."""

    def __init__(self, order: Order, tell: Callable[[Told], None]) -> None:
        self.order = order
        self.pace = order.pace
        self.phones = [Phone(order.port, order.course_id) for _ in order.names]
        self.trainer = Trainer(order.port, order.course_id)
        self.sent = {"seats": 0, "poll": 0, "quiz": 0, "attendance": 0}
        self.times: dict[str, list[float]] = {"slides": [], "return": []}
        self.missed = {"slides": 0, "return": 0}
        self._code = ""
        """The digits that the trainer's screen shows."""
        self._tell = tell
        self._step = Step.JOIN

    async def play(self) -> Told:
        """The whole day. Raises NotThere where it cannot go on."""
        await self.trainer.sign_in(self.order.visit)
        await self._join()
        await self._follow_slides()
        await self._poll()
        await self._quiz()
        await self._attend()
        await self._drop()
        return Told(parts=tuple(self._parts()), sent=self.sent)

    def _begin(self, step: Step) -> None:
        self._step = step
        self._move_on(0)

    def _move_on(self, share: float) -> None:
        """Tells how much of this step is done."""
        first, last = SHARES[self._step]
        self._tell(Told(progress=Progress(self._step, round(first + (last - first) * share))))

    async def _all(self, deed: Callable[[Phone], Awaitable[Any]], within_seconds: float) -> None:
        """Every phone does this, each at a moment of its own within so many seconds."""

        async def at_a_moment(phone: Phone) -> None:
            await asyncio.sleep(random.uniform(0, within_seconds))  # noqa: S311 - people
            await deed(phone)
            done.append(phone)
            if len(done) % 10 == 0:
                self._move_on(len(done) / len(self.phones))

        done: list[Phone] = []
        await asyncio.gather(*map(at_a_moment, self.phones))

    async def _is_called(self, phone: Phone, part: str, what: Callable[[State], Any]) -> bool:
        """Whether the phone comes to see what it is to answer."""
        is_called = await phone.sees(what, self.pace.patience_seconds)
        if not is_called:
            phone.fail(part)
        return is_called

    async def _join(self) -> None:
        self._begin(Step.JOIN)
        names = dict(zip(self.phones, self.order.names, strict=True))

        async def join(phone: Phone) -> None:
            if await phone.join(self.order.join_code, *names[phone]):
                self.sent["seats"] += 1
                await phone.begin_to_follow()

        await self._all(join, self.pace.join_seconds)
        if self.sent["seats"] < len(self.phones):
            raise NotThere(
                f"only {self.sent['seats']} of {len(self.phones)} phones could join the course"
            )

    async def _follow_slides(self) -> None:
        self._begin(Step.SLIDES)
        for number in range(self.pace.slides):
            sequence, sent_at = await self._turn(number)
            readers = self.phones[number % PAGES_EVERY :: PAGES_EVERY]
            others = (phone.open("pages", phone.day) for phone in readers)
            rest = asyncio.sleep(self.pace.slide_seconds)
            await asyncio.gather(self.trainer.look(), rest, *others)
            await self._note_arrivals("slides", sequence, dict.fromkeys(self.phones, sent_at))
            self._move_on((number + 1) / self.pace.slides)

    async def _turn(self, number: int) -> tuple[int, float]:
        slide = self.order.slides[number % len(self.order.slides)]
        return await self.trainer.turn(*slide), self.trainer.sent_at

    async def _note_arrivals(self, part: str, sequence: int, since: dict[Phone, float]) -> None:
        """How long after its moment each phone had that sequence, or a later one."""
        patience = self.pace.patience_seconds
        seen = await asyncio.gather(
            *(phone.sees(lambda state: state["sequence"] >= sequence, patience) for phone in since)
        )
        for (phone, moment), came in zip(since.items(), seen, strict=True):
            if not came:
                self.missed[part] += 1
                continue
            # A phone that was there before its moment waited for nothing.
            at = next(at for reached, at in phone.arrivals if reached >= sequence)
            self.times[part].append(max(0.0, at - moment) * 1000)

    async def _poll(self) -> None:
        self._begin(Step.POLL)
        await self.trainer.command("questions", **OPINION)

        async def answer(phone: Phone) -> None:
            if not await self._is_called(phone, "poll", lambda state: state["question_id"]):
                return
            path = f"{phone.day}/live/questions/{phone.state['question_id']}/answer"
            choice = random.choice("12")  # noqa: S311 - an opinion
            if await phone.send("poll", path, choice=choice) is not None:
                self.sent["poll"] += 1

        await self._all(answer, self.pace.poll_seconds)
        question = next(phone.state["question_id"] for phone in self.phones)
        for deed in ("reveal", "put-away"):
            await self.trainer.command(f"questions/{question}/{deed}")

    async def _quiz(self) -> None:
        self._begin(Step.QUIZ)
        slug = self.order.quiz
        opened = await self.trainer.send(
            "trainer", f"{self.trainer.course}/quiz/{slug}/open", "text/html"
        )
        if opened is None:
            raise NotThere("the quiz could not be opened")
        items: dict[Phone, list[str]] = {}

        async def open_sheet(phone: Phone) -> None:
            path = f"{phone.day}/quiz/{slug}"
            if not await self._is_called(phone, "quiz", lambda state: path in state["calls"]):
                return
            await phone.open("quiz", path)
            await phone.send("quiz", f"{path}/begin", "text/html")
            items[phone] = ITEM.findall(await phone.open("quiz", path))

        async def take(phone: Phone) -> None:
            path = f"{phone.day}/quiz/{slug}"
            pause = random.uniform(0.5, 0.95) * self.pace.quiz_seconds / (len(items[phone]) + 1)  # noqa: S311
            for item in items[phone]:
                await asyncio.sleep(pause)
                saved = await phone.send("quiz", f"{path}/answers", item=item, choice="1")
                self.sent["quiz"] += saved is not None
            await phone.open("quiz", f"{path}/check")
            await phone.send("quiz", f"{path}/finish")
            await phone.open("quiz", f"{path}/result")

        await self._all(open_sheet, self.pace.opening_seconds)
        await asyncio.gather(*map(take, items))

    async def _attend(self) -> None:
        self._begin(Step.ATTENDANCE)
        path = f"{self.trainer.course}/attendance"
        form = {"item": self.order.agenda_item}
        await self.trainer.send("trainer", f"{path}/open", "text/html", **form)
        await self._read_code()

        async def mark(phone: Phone) -> None:
            own = f"{phone.day}/attendance"
            if not await self._is_called(phone, "attendance", lambda state: own in state["calls"]):
                return
            await phone.open("attendance", own)
            answer = await phone.send("attendance", own, "text/html", code=self._code)
            if answer is not None and answer.status in {302, 303}:
                self.sent["attendance"] += 1
                await phone.open("attendance", answer.headers["location"])

        screen = asyncio.create_task(self._keep_the_code())
        try:
            await self._all(mark, self.pace.opening_seconds)
        finally:
            screen.cancel()
            await asyncio.gather(screen, return_exceptions=True)

    async def _keep_the_code(self) -> None:
        """The screen asks for the code again and again, as it changes every half minute."""
        while True:
            await asyncio.sleep(CODE_EVERY_SECONDS)
            await self._read_code()

    async def _read_code(self) -> None:
        """What the screen shows now. Raises NotThere where it never showed one."""
        path = f"{self.trainer.course}/attendance/code"
        found = DIGITS.search(await self.trainer.open("trainer", path))
        if found is not None:
            self._code = "".join(found.groups())
        elif not self._code:
            raise NotThere("the attendance code could not be shown")

    async def _drop(self) -> None:
        """All connections break; the trainer goes on; then all come back."""
        self._begin(Step.DROP)
        await asyncio.gather(*(phone.cut() for phone in self.phones))
        sequence = 0
        for number in range(SLIDES_WHILE_AWAY):
            await asyncio.sleep(self.pace.away_seconds / SLIDES_WHILE_AWAY)
            sequence, _ = await self._turn(self.pace.slides + number)
            self._move_on((number + 1) / (SLIDES_WHILE_AWAY + 1))
        since: dict[Phone, float] = {}

        async def come_back(phone: Phone) -> None:
            since[phone] = time.perf_counter()
            phone.come_back()
            await phone.open("pages", f"{phone.day}/live")

        await self._all(come_back, RETURN_WITHIN_SECONDS)
        await self._note_arrivals("return", sequence, since)
        await asyncio.gather(*(phone.cut() for phone in self.phones))

    def _parts(self) -> Iterable[Part]:
        for name in ("join", "pages", "slides", "poll", "quiz", "attendance", "return"):
            waited = self.times.get(name) or [
                each for phone in self.phones for each in phone.waited.get(name, ())
            ]
            failed = sum(phone.failed.get(name, 0) for phone in self.phones)
            yield Part(name, spread(waited), failed + self.missed.get(name, 0))


async def play(order: Order, tell: Callable[[Told], None]) -> Told:
    """Plays the workshop that was ordered; in the end what the phones met with."""
    try:
        return await Workshop(order, tell).play()
    except NotThere as fault:
        return Told(fault=str(fault))
    except BROKEN as error:
        return Told(fault=f"the server was not reached: {error}")
