"""What a module is made of. `msgspec.json` turns a `Module` into a stored revision and back."""

import enum
from datetime import date

import msgspec

from training.kernel.locales import Bilingual, Language

OWN = "own-"
"""How the slug of a module begins that comes from a file of questions and not from a pack."""


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
    BOARD = "board"
    FIGURE = "figure"


class Status(enum.StrEnum):
    """Whether a module can be planned into a course."""

    READY = "ready"
    IN_PREPARATION = "in-preparation"


class ItemKind(enum.StrEnum):
    """How a quiz item is answered."""

    SINGLE = "single"
    SEVERAL = "several"
    TRUE_FALSE = "true-false"
    MATCHING = "matching"
    ORDERING = "ordering"
    SHORT = "short"
    NUMBER = "number"
    SCALE = "scale"
    TEXT = "text"


class Use(enum.StrEnum):
    """What a quiz item is kept for."""

    MODULE = "module"
    FORM_A = "form-a"
    FORM_B = "form-b"
    RESERVE = "reserve"


class HandoutKind(enum.StrEnum):
    """How a handout is set on paper."""

    SHEET = "sheet"
    CARDS = "cards"
    LINE = "line"


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


NO_WORDS = Bilingual(km="", en="")


class SlideText(msgspec.Struct, frozen=True):
    """The words of a slide in one language; body and notes are Markdown.

    `description` says what the slide's `picture` shows, for those who do not see it; `since` is
    a dated box about what came after the module's date.
    """

    title: str
    body: str = ""
    notes: str = ""
    description: str = ""
    since: str = ""


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


class Passage(msgspec.Struct, frozen=True):
    """A heading of the manual and what stands under it, as Markdown with ::: blocks."""

    id: str
    title: str
    body: str = ""
    facts: tuple[str, ...] = ()


class Chapter(msgspec.Struct, frozen=True):
    """The participant text of one section, in English, with a summary in Khmer.

    `opening` is what stands under the chapter's own title, `passages` its sub-sections.
    `translated_from` is the fingerprint of the English that the summary sums up, or empty.
    """

    opening: Passage
    passages: tuple[Passage, ...] = ()
    summary: Passage | None = None
    translated_from: str = ""

    @property
    def parts(self) -> tuple[Passage, ...]:
        """Everything that has a heading, in order."""
        return (self.opening, *self.passages)


class Section(msgspec.Struct, frozen=True):
    """A part of a module; `id` is the name of its files, `minutes` is planned time.

    `aim` is the one sentence with which a module in preparation says what the section is for.
    """

    id: str
    minutes: int
    title: Bilingual
    slides: tuple[Slide, ...] = ()
    chapter: Chapter | None = None
    aim: Bilingual = NO_WORDS


class HandoutText(msgspec.Struct, frozen=True):
    """A handout in one language, as Markdown; `key` is for the trainer alone."""

    title: str
    body: str = ""
    key: str = ""


class Handout(msgspec.Struct, frozen=True):
    """A printed sheet, a set of cards, or the two ends of a line to stand on."""

    name: str
    id: str
    kind: HandoutKind
    en: HandoutText
    km: HandoutText | None = None
    facts: tuple[str, ...] = ()
    translated_from: str = ""

    def text(self, language: Language) -> tuple[HandoutText, Language]:
        """The words for a reader of `language`, and the language that they are in."""
        if language == "km" and self.km is not None:
            return self.km, "km"
        return self.en, "en"


class Figure(msgspec.Struct, frozen=True):
    """A drawing of our own whose words are translated: `labels` go into its <text> by id."""

    name: str
    drawing: str
    labels: tuple[tuple[str, Bilingual], ...] = ()


class Aim(msgspec.Struct, frozen=True):
    """What participants can do afterwards."""

    id: str
    words: Bilingual


class Option(msgspec.Struct, frozen=True):
    """One answer that can be chosen, or one line to be put in order.

    `why` says kindly why a wrong one is wrong.
    """

    id: str
    words: Bilingual
    right: bool = False
    why: Bilingual = NO_WORDS


class Pair(msgspec.Struct, frozen=True):
    """Two sides that belong together, of a matching item."""

    id: str
    left: Bilingual
    right: Bilingual


class Item(msgspec.Struct, frozen=True):
    """One quiz item. Difficulty 1 to 3; `marks` are whole, and most kinds give a part of them.

    What is right stands in `options` (single and several: those marked right; ordering: their
    order), `answer` (true-false), `pairs` (matching), `accepted` (short: spellings in any language)
    or `value` and `tolerance` (number, as decimals). A text is marked by the trainer, and `rubric`
    says what gives how many marks.

    An item of 0 marks asks for an opinion: nothing in it is right, and it may be without a reason,
    an objective (then empty) and a difficulty (then 0). A scale always is one: `steps`, 3 to 7,
    between its two `ends`; with `smileys` they are shown as faces. `picture` is the name of one of
    the module's pictures, and `alt` what it shows.
    """

    id: str
    kind: ItemKind
    objective: str
    difficulty: int
    question: Bilingual
    reason: Bilingual
    facts: tuple[str, ...] = ()
    options: tuple[Option, ...] = ()
    answer: bool | None = None
    use: Use = Use.MODULE
    pairs: tuple[Pair, ...] = ()
    accepted: tuple[str, ...] = ()
    value: str = ""
    tolerance: str = "0"
    marks: int = 1
    ends: tuple[Bilingual, ...] = ()
    steps: int = 0
    smileys: bool = False
    rubric: Bilingual = NO_WORDS
    picture: str = ""
    alt: Bilingual = NO_WORDS

    @property
    def is_scored(self) -> bool:
        """Whether an answer can have marks."""
        return self.marks > 0 and self.kind is not ItemKind.SCALE


class GlossaryTerm(msgspec.Struct, frozen=True):
    """One word of the glossary; `is_confirmed` when its Khmer was reviewed or is attested."""

    words: Bilingual
    is_confirmed: bool


class GlossaryGroup(msgspec.Struct, frozen=True):
    """Words of the glossary that belong together."""

    title: Bilingual
    terms: tuple[GlossaryTerm, ...]


class Module(msgspec.Struct, frozen=True):
    """Everything that one pack teaches, in both languages, without its pictures' bytes.

    `items` are the quiz of the module. The items of the forms and the reserve lie apart, in
    `kept_items`: what shows a quiz cannot show them before their time.
    """

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
    kept_items: tuple[Item, ...] = ()
    figures: tuple[Figure, ...] = ()
    handouts: tuple[Handout, ...] = ()
    glossary: tuple[GlossaryGroup, ...] = ()

    @property
    def is_own(self) -> bool:
        """Whether it came from a file of questions and not from a pack."""
        return self.slug.startswith(OWN)

    @property
    def slides(self) -> tuple[Slide, ...]:
        """All slides in the order in which they are taught."""
        return tuple(slide for section in self.sections for slide in section.slides)

    @property
    def chapters(self) -> tuple[Chapter, ...]:
        """The manual in the order of the sections."""
        return tuple(section.chapter for section in self.sections if section.chapter)

    def items_for(self, use: Use) -> tuple[Item, ...]:
        """The items of the quiz, of a form, or of the reserve, in the order of the file."""
        return tuple(item for item in (*self.items, *self.kept_items) if item.use is use)


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
