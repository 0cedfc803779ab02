"""The slides of one section: the English file and the Khmer file, read into one."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from training.kernel.locales import Language
from training.modules.facts import check_facts
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.markup import check_inlines, count_words, tokens_of
from training.modules.model import Fact, Layout, Slide, SlideText
from training.modules.pictures import PICTURE_NAME
from training.modules.rules import most_words, slide_fingerprint
from training.modules.shapes import check_shape, count_parts
from training.modules.slide_files import Draft, cut
from training.modules.toml_reading import ID

_ENGLISH_KEYS = ("id", "layout", "minutes", "facts", "picture")
_KHMER_KEYS = ("id", "from")


@dataclass
class Shelf:
    """What all sections of a pack share while it is read."""

    folder: Folder
    findings: Findings
    facts: Mapping[str, Fact]
    true_as_of: date | None = None
    seen: set[str] = field(default_factory=set)
    pictures: dict[str, tuple[str, int]] = field(default_factory=dict)

    def place(self, file: str) -> Place:
        """The place of one file of the pack."""
        return Place(file, self.findings)

    def need_picture(self, name: str, place: Place, line: int) -> None:
        """Remember that a slide shows this picture, and where it said so first."""
        self.pictures.setdefault(name, (place.file, line))


def slide_file(section: str, language: Language) -> str:
    """The name of a section's file in a language, inside the pack's folder."""
    return f"slides/{section}.{language}.md"


def read_slides(section: str, shelf: Shelf) -> tuple[Slide, ...]:
    """The slides of a section in the order of the English file; faults go to the findings."""
    place = shelf.place(slide_file(section, "en"))
    text = shelf.folder.text_of(place)
    if text is None:
        return ()
    drafts = cut(text, place)
    if not drafts:
        place.fault(1, "This file has no slides. Begin each with # Title {#id …}.")
    for draft in drafts:
        _check_id(draft, shelf.seen, place)
    khmer_place = shelf.place(slide_file(section, "km"))
    khmer = _read_khmer(drafts, shelf, khmer_place)
    return tuple(
        _read_slide(draft, khmer.get(draft.id), _Pair(shelf, place, khmer_place, bool(khmer)))
        for draft in drafts
        if draft.id
    )


def _check_id(draft: Draft, seen: set[str], place: Place) -> None:
    if not draft.id:
        if draft.attributes:
            place.fault(draft.line, f'The slide "{draft.title[:40]}" has no id. Write {{#id …}}.')
    elif not ID.fullmatch(draft.id):
        place.fault(draft.line, f'The id "{draft.id}" may have a-z, 0-9 and hyphens only.')
    elif draft.id in seen:
        place.fault(draft.line, f"The slide id {draft.id} is used twice. Give one a new id.")
    seen.add(draft.id)


def _read_khmer(english: list[Draft], shelf: Shelf, place: Place) -> dict[str, Draft]:
    if not shelf.folder.has(place.file):
        many = f"{len(english)} slide{'s are' if len(english) != 1 else ' is'}"
        place.warn(1, f"This file is missing: {many} shown in English.")
        return {}
    text = shelf.folder.text_of(place)
    drafts = cut(text, place) if text is not None else []
    known = {draft.id for draft in english}
    found: dict[str, Draft] = {}
    for draft in drafts:
        _check_keys(draft, _KHMER_KEYS, place)
        _check_id(draft, set(found), place)
        if draft.id and draft.id not in known:
            place.fault(draft.line, f"The English file has no slide {draft.id}. Mend the id.")
        if draft.id:
            found.setdefault(draft.id, draft)
    return found


def _check_keys(draft: Draft, allowed: tuple[str, ...], place: Place) -> None:
    for key in draft.attributes:
        if key in allowed:
            continue
        if key in _ENGLISH_KEYS:
            place.fault(draft.line, f"{key}= belongs in the English file only. Delete it here.")
        elif key in _KHMER_KEYS:
            place.fault(draft.line, f"{key}= belongs in the Khmer file only. Delete it here.")
        else:
            place.fault(draft.line, f"{key}= is not known in the braces. Mend its spelling.")


@dataclass(frozen=True)
class _Pair:
    shelf: Shelf
    english: Place
    khmer: Place
    has_khmer: bool


def _read_slide(draft: Draft, khmer: Draft | None, pair: _Pair) -> Slide:
    place = pair.english
    _check_keys(draft, _ENGLISH_KEYS, place)
    layout = _layout(draft, place)
    picture = _picture(draft, pair.shelf, place)
    facts = tuple(draft.attributes.get("facts", "").split())
    for sentence in check_facts(facts, pair.shelf.facts, pair.shelf.true_as_of):
        place.fault(draft.line, f"Slide {draft.id}: {sentence}")
    english = _text(draft, layout, picture, pair.shelf, place)
    if not english.notes:
        place.warn(draft.line, f"Slide {draft.id} has no notes for the trainer.")
    slide = Slide(
        id=draft.id,
        layout=layout or Layout.POINTS,
        minutes=_minutes(draft, place),
        en=english,
        km=_text(khmer, layout, picture, pair.shelf, pair.khmer) if khmer else None,
        facts=facts,
        picture=picture,
        translated_from=khmer.attributes.get("from", "") if khmer else "",
    )
    _check_length(draft, slide, place)
    if khmer:
        _compare(slide, khmer, pair.khmer)
    elif pair.has_khmer:
        place.warn(draft.line, f"Slide {draft.id} has no Khmer. It is shown in English.")
    return slide


def _layout(draft: Draft, place: Place) -> Layout | None:
    named = draft.attributes.get("layout", "")
    if named in tuple(Layout):
        return Layout(named)
    known = ", ".join(Layout)
    place.fault(draft.line, f'Slide {draft.id}: the layout "{named}" is not one of {known}.')
    return None


def _minutes(draft: Draft, place: Place) -> int:
    typed = draft.attributes.get("minutes", "")
    if typed.isascii() and typed.isdigit() and 1 <= int(typed[:4]) <= 240:
        return int(typed[:4])
    place.fault(draft.line, f"Slide {draft.id}: minutes= must be a whole number from 1 to 240.")
    return 0


def _picture(draft: Draft, shelf: Shelf, place: Place) -> str:
    name = draft.attributes.get("picture", "").removeprefix("pictures/")
    if not name and "picture" not in draft.attributes:
        return ""
    if not PICTURE_NAME.fullmatch(name):
        place.fault(draft.line, f"Slide {draft.id}: picture= must name an svg, png or jpg file.")
        return ""
    shelf.need_picture(name, place, draft.line)
    return name


def _text(
    draft: Draft, layout: Layout | None, picture: str, shelf: Shelf, place: Place
) -> SlideText:
    first = draft.line + 1
    shown = check_inlines(tokens_of(draft.body), first, place)
    noted = check_inlines(tokens_of("\n".join(draft.notes)), draft.notes_line, place)
    check_inlines(tokens_of("\n".join(draft.description)), draft.description_line, place)
    for name, line in shown + noted:
        shelf.need_picture(name, place, line)
    words = draft.words
    if picture and not shown and not words.description:
        message = "needs words for those who do not see it: ::: picture, a description, then :::."
        place.fault(draft.line, f"Slide {draft.id}: the picture {picture} {message}")
    if layout:
        check_shape(layout, draft.body, first, place, has_picture=bool(picture or shown))
    return words


def _check_length(draft: Draft, slide: Slide, place: Place) -> None:
    words = count_words(tokens_of(slide.en.body))
    most = most_words(slide.layout)
    if words > most:
        message = f"Slide {slide.id} has {words} words; at most {most}. Move some to the notes."
        place.warn(draft.line, message)


def _compare(slide: Slide, draft: Draft, place: Place) -> None:
    now = slide_fingerprint(slide.en)
    if not slide.translated_from:
        message = f"Slide {slide.id} has no from=. Read it against the English, write from={now}."
        place.warn(draft.line, message)
    elif slide.translated_from != now:
        message = f"Slide {slide.id} is stale: its English has changed. Mend it, write from={now}."
        place.warn(draft.line, message)
    if slide.km is None:
        return
    if slide.en.notes and not slide.km.notes:
        place.warn(draft.line, f"The notes of slide {slide.id} have no Khmer.")
    parts = count_parts(slide.layout, slide.en.body), count_parts(slide.layout, slide.km.body)
    if parts[0] != parts[1]:
        message = f"Slide {slide.id} has {parts[1]} points or rows, the English {parts[0]}."
        place.warn(draft.line, f"{message} Make them the same, so that they stand side by side.")
