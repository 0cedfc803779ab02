"""One simulated person: a phone that follows the room, and the trainer's laptop."""

import asyncio
import contextlib
import json
import random
import re
import time
import uuid
from collections.abc import Callable
from typing import Any

from training.operations.rehearsal.line import Answer, Cookies, Cut, Line
from training.operations.rehearsal.orders import NotThere

TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
STREAM = re.compile(r'data-stream="([^"]+)"')
ASSET = re.compile(r'(?:href|src)="((?:/static/|/bundles?/|/assets?/)[^"]+)"')
JSON = "application/json"
State = dict[str, Any]


class Browser:
    """Pages, forms and cookies, as any browser has them. Notes how long everything took."""

    def __init__(self, port: int) -> None:
        self.cookies = Cookies({"lang": "km"})
        self.line = Line(port, self.cookies)
        self.token = ""
        self.waited: dict[str, list[float]] = {}
        self.failed: dict[str, int] = {}

    async def open(self, part: str, path: str) -> str:
        """A page, with what it leads on to; its text, "" where it did not come."""
        answer = await self._asked(part, path, None, "text/html")
        while answer is not None and answer.status in {302, 303}:
            answer = await self._asked(part, answer.headers["location"], None, "text/html")
        return self._read(answer)

    async def send(self, part: str, path: str, accept: str = JSON, **form: Any) -> Answer | None:
        """A form; None where it was refused or not answered."""
        sent = {"csrf_token": self.token, "submission_key": uuid.uuid4().hex, **form}
        return await self._asked(part, path, sent, accept)

    def _read(self, answer: Answer | None) -> str:
        text = answer.text if answer is not None else ""
        found = TOKEN.search(text)
        self.token = found[1] if found else self.token
        return text

    async def _asked(
        self, part: str, path: str, form: dict[str, Any] | None, accept: str
    ) -> Answer | None:
        try:
            answer = await self.line.ask(path, form, accept)
        except (OSError, TimeoutError):
            self.fail(part)
            return None
        self.waited.setdefault(part, []).append(answer.milliseconds)
        if answer.status >= 400:
            self.fail(part)
            return None
        return answer

    def fail(self, part: str) -> None:
        """Something of this part of the day did not come."""
        self.failed[part] = self.failed.get(part, 0) + 1


class Phone(Browser):
    """A phone that hears of changes and fetches the room's state, as the page's script does."""

    def __init__(self, port: int, course: str) -> None:
        super().__init__(port)
        self.day = f"/c/{course}"
        self.state: State = {"sequence": 0}
        self.arrivals: list[tuple[int, float]] = []
        """Sequence and moment of every state that was fetched."""
        self._ear = Line(port, self.cookies)
        self._mouth = Line(port, self.cookies)
        self._stream = ""
        self._news = asyncio.Condition()
        self._following: asyncio.Task[None] | None = None

    async def join(self, join_code: str, name_km: str, name_latin: str) -> bool:
        """From the scanned code to the own day; whether there is a seat now."""
        path = f"/join/{join_code}"
        page = await self.open("join", path)
        for asset in ASSET.findall(page):
            await self._asked("join", asset, None, "*/*")
        form = {"name_km": name_km, "name_latin": name_latin, "another_person": "y"}
        answer = await self.send("join", path, "text/html", **form)
        if answer is None or answer.status not in {302, 303}:
            return False
        await self.open("join", answer.headers["location"])
        return True

    async def begin_to_follow(self) -> None:
        """Opens the page that follows and its stream. Raises NotThere for a page without one."""
        page = await self.open("join", f"{self.day}/live")
        found = STREAM.search(page)
        if found is None:
            raise NotThere("the page that follows the trainer has no stream")
        self._stream = found[1]
        self._following = asyncio.create_task(self._follow())

    async def _follow(self) -> None:
        """Listens until it is stopped; comes back where the stream ends."""
        while True:
            with contextlib.suppress(OSError, TimeoutError, Cut, asyncio.IncompleteReadError):
                reader = await self._ear.stream(self._stream)
                while line := await reader.readline():
                    if line.startswith(b"data: "):
                        await self._catch_up(int(line[6:]))
            self._ear.cut()
            self._ear.mend()
            await asyncio.sleep(random.uniform(0.5, 1.5))  # noqa: S311 - as retry: says

    async def _catch_up(self, sequence: int) -> None:
        if sequence <= self.state["sequence"]:
            return
        path = f"{self._stream}/state?lang=km&after={sequence}"
        answer = await self._mouth.ask(path, None, JSON)
        if answer.status != 200:
            raise OSError(f"the state was answered with {answer.status}")
        async with self._news:
            self.state = json.loads(answer.text)
            self.arrivals.append((self.state["sequence"], time.perf_counter()))
            self._news.notify_all()

    async def sees(self, what: Callable[[State], Any], patience_seconds: float) -> bool:
        """Waits until the room's state is so; False where it does not come."""
        try:
            async with asyncio.timeout(patience_seconds), self._news:
                await self._news.wait_for(lambda: bool(what(self.state)))
        except TimeoutError:
            return False
        return True

    async def cut(self) -> None:
        """Loses the network, in the middle of whatever it was doing."""
        if self._following is not None:
            self._following.cancel()
            await asyncio.gather(self._following, return_exceptions=True)
        for line in (self.line, self._ear, self._mouth):
            line.cut()

    def come_back(self) -> None:
        """The network is there again, and the page goes on."""
        for line in (self.line, self._ear, self._mouth):
            line.mend()
        self._following = asyncio.create_task(self._follow())


class Trainer(Browser):
    """The trainer's laptop: drives the room over the same pages as a person."""

    def __init__(self, port: int, course: str) -> None:
        super().__init__(port)
        self.course = f"/courses/{course}"
        self.sent_at = 0.0
        """When the last command was sent."""

    async def sign_in(self, visit: str) -> None:
        """Opens the session and the presenter's window. Raises NotThere."""
        await self.open("trainer", visit)
        await self.open("trainer", f"{self.course}/live")
        state = await self._asked("trainer", f"{self.course}/live/state", None, JSON)
        if state is None or state.status != 200:
            raise NotThere("the trainer could not sign in")

    async def command(self, path: str, **form: Any) -> State:
        """A command to the stage; the new state. Raises NotThere where it is refused."""
        self.sent_at = time.perf_counter()
        answer = await self.send("trainer", f"{self.course}/live/{path}", driver="laptop", **form)
        if answer is None:
            raise NotThere(f"the trainer's command {form.get('word', path)} was refused")
        state: State = json.loads(answer.text)
        return state

    async def turn(self, module: str, slide: str) -> int:
        """Shows a slide; the sequence that phones are to reach."""
        return int((await self.command("stage", word="go", module=module, slide=slide))["sequence"])

    async def look(self) -> None:
        """What the projector and the presenter's window ask for after a change."""
        await self.open("trainer", f"{self.course}/live/state?view=both")
