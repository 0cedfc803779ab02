"""A refusal: the software says no, says why, and nothing is half-saved."""

from collections.abc import Callable
from typing import Any

from training.kernel.texts import Text


class Refusal(Exception):
    """Raised by services. The edge rolls back and shows the reason in the reader's language.

    `status` is the HTTP status (4xx). `field` names the form field that the reason belongs to.
    `remember` runs in a transaction of its own after the roll-back: a wrong try is counted even
    though the request that made it changes nothing.
    """

    def __init__(
        self,
        reason: Text,
        *,
        status: int = 422,
        field: str = "",
        remember: Callable[[Any], None] | None = None,
    ) -> None:
        super().__init__(str(reason))
        self.reason = reason
        self.status = status
        self.field = field
        self.remember = remember
