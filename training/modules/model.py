"""What a module is made of. `msgspec.json` turns a `Module` into a stored revision and back."""

import enum
from datetime import date

import msgspec

from training.kernel.locales import Bilingual, Language


class Layout(enum.StrEnum):
    """How the body of a slide is built."""

    TITLE = "title"
    POINTS = "points"
    COLUMNS = "columns"
    TIMELINE = "timeline"
    TABLE = "table"
    QUESTION = "question"
    ACTIVITY = "activity"
    PICTURE = "picture"


class Status(enum.StrEnum):
    """Whether a module can be planned into a course."""

    READY = "ready"
    IN_PREPARATION = "in-preparation"


class ItemKind(enum.StrEnum):
    """How a quiz item is answered."""

    SINGLE = "single"
    TRUE_FALSE = "true-false"


class Severity(enum.StrEnum):
    """A fault stops a pack from being read; a warning does not."""

    FAULT = "fault"
    WARNING = "warning"


class Fault(msgspec.Struct, frozen=True, order=True):
    """One finding in a pack: a fault or a warning, with the place where it was found.

    `file` is relative to the folder of packs; `line` counts from 1.
    """

    file: str
    line: int
    message: str
    severity: Severity = Severity.FAULT


class SlideText(msgspec.Struct, frozen=True):
    """The words of a slide in one language; body and notes are Markdown.

    `description` says what the slide's `picture` shows, for those who do not see it.
    """

    title: str
    body: str = ""
    notes: str = ""
    description: str = ""


class Slide(msgspec.Struct, frozen=True):
    """One slide. `translated_from` is the fingerprint that the Khmer file names, or empty."""

    id: str
    layout: Layout
    minutes: int
    en: SlideText
    km: SlideText | None = None
    facts: tuple[str, ...] = ()
    picture: str = ""
    translated_from: str = ""

    def text(self, language: Language) -> tuple[SlideText, Language]:
        """The words to show a reader of `language`, and the language that they are in."""
        if language == "km" and self.km is not None:
            return self.km, "km"
        return self.en, "en"


class Section(msgspec.Struct, frozen=True):
    """A part of a module; `id` is the name of its slide files, `minutes` is planned time."""

    id: str
    minutes: int
    title: Bilingual
    slides: tuple[Slide, ...] = ()


class Aim(msgspec.Struct, frozen=True):
    """What participants can do afterwards."""

    id: str
    words: Bilingual


class Option(msgspec.Struct, frozen=True):
    """One answer of a single-choice item."""

    id: str
    words: Bilingual
    right: bool = False


class Item(msgspec.Struct, frozen=True):
    """One quiz item; `answer` is set for true-false, `options` for single. Difficulty 1 to 3."""

    id: str
    kind: ItemKind
    objective: str
    difficulty: int
    question: Bilingual
    reason: Bilingual
    facts: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    answer: bool | None = None


class Module(msgspec.Struct, frozen=True):
    """Everything that one pack teaches, in both languages, without its pictures' bytes."""

    slug: str
    number: int
    version: str
    status: Status
    title: Bilingual
    working_title: bool = False
    minutes: int = 0
    true_as_of: date | None = None
    licence: str = ""
    sources: tuple[str, ...] = ()
    aims: tuple[Aim, ...] = ()
    sections: tuple[Section, ...] = ()
    items: tuple[Item, ...] = ()

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All slides in the order in which they are taught."""
        return tuple(slide for section in self.sections for slide in section.slides)


class Fact(msgspec.Struct, frozen=True):
    """One entry of facts.toml. `after` is a month such as `2019-07`, or empty."""

    id: str
    confidence: str
    text: str
    sources: tuple[str, ...] = ()
    after: str = ""


class Binding(enum.StrEnum):
    """How firmly a Khmer term stands."""

    YES = "yes"
    CONFIRM = "confirm"
    NO = "no"


class Term(msgspec.Struct, frozen=True):
    """One row of terms.tsv."""

    en: str
    km: str
    binding: Binding
    source: str = ""
    note: str = ""


class Reading(msgspec.Struct, frozen=True):
    """What came of reading one pack: the module, unless there was a fault, and all findings."""

    slug: str
    module: Module | None
    pictures: dict[str, bytes]
    faults: tuple[Fault, ...] = ()
    warnings: tuple[Fault, ...] = ()
