"""What the slides room shows, as plain values."""

import enum
import uuid
from dataclasses import dataclass, field

from training.kernel.locales import Language
from training.modules.model import Module, Section, Slide


class View(enum.StrEnum):
    """Which languages stand on the projector."""

    KM = "km"
    EN = "en"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Deck:
    """A module as one course teaches it; known by its revision, which never changes."""

    revision_id: uuid.UUID
    module: Module = field(compare=False)


@dataclass(frozen=True, slots=True)
class Place:
    """A slide where it stands: its number in the module, from 1, and its section."""

    number: int
    section: Section
    slide: Slide

    @property
    def begins_section(self) -> bool:
        """Whether it is the first of its section."""
        return self.section.slides[0].id == self.slide.id


@dataclass(frozen=True, slots=True)
class Notes:
    """The words for the trainer, as Markdown, with the language that they are in."""

    markdown: str
    language: Language
