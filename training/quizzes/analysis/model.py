"""What is analysed: sheets of answers as plain values."""

import enum
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field

Objective = tuple[str, str]
"""The slug of a module and the id of one of its objectives."""


class When(enum.StrEnum):
    """Whether a sheet was answered as the test before or after a course, or apart from it."""

    BEFORE = "before"
    AFTER = "after"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Sheet:
    """The finished answers of one seat."""

    seat_id: uuid.UUID
    when: When
    form: str
    """`a` or `b`; empty where everybody has the same questions."""
    codes: Mapping[str, str]
    """The answers that count, by item id, as `quizzes.answers` keeps them."""
    score: int
    most: int
    seconds: Mapping[str, int] = field(default_factory=dict)
    """Spent on an item, by item id; without those of which it is not known."""
    marks: Mapping[str, int] = field(default_factory=dict)
    """Given by the trainer for open texts, by item id."""

    @property
    def percent(self) -> float:
        """The score in per cent of what there was to get; 0 where there was nothing."""
        return 100 * self.score / self.most if self.most else 0.0
