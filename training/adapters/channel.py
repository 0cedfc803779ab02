"""Announcements to whoever listens: "topic, sequence", nothing more, and only after the commit."""

from sqlalchemy.orm import Session

NOTED = "announcements"


def note(session: Session, topic: str, sequence: int) -> None:
    """Remembers that this transaction changes what the topic's listeners see."""
    session.info.setdefault(NOTED, {})[topic] = sequence
