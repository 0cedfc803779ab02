"""The crowd of the rehearsal types the code that stands on the trainer's screen when it types."""

from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest

from tests.own_loop import run_apart
from training.operations.rehearsal import workshop
from training.operations.rehearsal.orders import NotThere
from training.operations.rehearsal.workshop import Workshop

PAGE = '<p class="code-digits" lang="en"><span>{}</span><span>{}</span></p>'


@dataclass
class Screen:
    """The trainer's laptop, whose code is another one each time it is asked for."""

    course: str = "/courses/c"
    asked: int = 0
    is_open: bool = True

    async def open(self, _part: str, _path: str) -> str:
        self.asked += 1
        return PAGE.format("000", f"{self.asked:03d}") if self.is_open else "nothing is open"

    async def send(self, *_given: str, **_form: Any) -> None:
        """The order to open attendance."""


@dataclass
class Phone:
    """One of the crowd."""

    screen: Screen
    day: str = "/c/c"
    typed: list[str] = field(default_factory=list)
    shown_then: list[int] = field(default_factory=list)

    async def sees(self, *_given: object) -> bool:
        return True

    async def open(self, *_given: str) -> str:
        return ""

    async def send(self, *_given: str, code: str) -> SimpleNamespace:
        self.typed.append(code)
        self.shown_then.append(self.screen.asked)
        return SimpleNamespace(status=303, headers={"location": "/"})


def a_workshop(screen: Screen, phones: list[Phone]) -> Workshop:
    made: Any = object.__new__(Workshop)
    made.order = SimpleNamespace(agenda_item="item")
    made.pace = SimpleNamespace(opening_seconds=0.4, patience_seconds=1)
    made.phones, made.trainer, made.sent, made._code = phones, screen, {"attendance": 0}, ""
    made._tell = lambda _told: None
    found: Workshop = made
    return found


def test_each_phone_types_the_newest_code(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workshop, "CODE_EVERY_SECONDS", 0.02)
    screen = Screen()
    phones = [Phone(screen) for _ in range(30)]
    played = a_workshop(screen, phones)
    run_apart(played._attend())
    assert played.sent["attendance"] == 30
    assert len({phone.typed[0] for phone in phones}) > 3
    assert all(int(phone.typed[0]) == phone.shown_then[0] for phone in phones)


def test_without_a_code_on_the_screen_the_rehearsal_says_so() -> None:
    screen = Screen(is_open=False)
    with pytest.raises(NotThere, match="could not be shown"):
        run_apart(a_workshop(screen, [Phone(screen)])._attend())
