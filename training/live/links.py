"""Links that are their own key: a phone as remote control, a second computer as projector.

A link names its course and the generation of links that it belongs to; the trainer ends all links
at once by beginning a new generation.
"""

import enum
import uuid

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from training.kernel.ids import as_id
from training.live.model import Stage


class LinkKind(enum.StrEnum):
    """What a link opens, and nothing else."""

    REMOTE = "remote"
    SCREEN = "screen"


def _serializer(kind: LinkKind) -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt=f"live-{kind.value}")


def token_of(kind: LinkKind, stage: Stage) -> str:
    """The token of a link into this course."""
    return str(_serializer(kind).dumps([stage.course_id.hex, stage.link_generation]))


def read_token(kind: LinkKind, token: str) -> tuple[uuid.UUID, int] | None:
    """The course and the generation of a token; None for one that nobody here made."""
    try:
        written, generation = _serializer(kind).loads(token)
    except (BadData, ValueError, TypeError):
        return None
    course_id = as_id(str(written))
    return (course_id, generation) if course_id and isinstance(generation, int) else None
