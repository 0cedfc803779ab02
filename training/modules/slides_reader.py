"""The slides of one section: the English file and the Khmer file, read into one."""

from dataclasses import dataclass

from training.kernel.locales import Language
from training.modules.findings import Place
from training.modules.markup import check_inlines, count_words, tokens_of
from training.modules.model import Layout, Slide, SlideText
from training.modules.parts import Draft, cut
from training.modules.pictures import PICTURE_NAME
from training.modules.rules import most_words, slide_fingerprint
from training.modules.shapes import begins_with_bold, check_shape, count_parts
from training.modules.shelf import Shelf, check_id, check_keys

_ENGLISH_KEYS = ("id", "layout", "minutes", "facts", "picture")
_KHMER_KEYS = ("id", "from")


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
        check_id(draft, shelf.seen, place)
    khmer_place = shelf.place(slide_file(section, "km"))
    khmer = _read_khmer(drafts, shelf, khmer_place)
    return tuple(
        _read_slide(draft, khmer.get(draft.id), _Pair(shelf, place, khmer_place, bool(khmer)))
        for draft in drafts
        if draft.id
    )


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
        check_keys(draft, _KHMER_KEYS, _ENGLISH_KEYS, _KHMER_KEYS, place)
        check_id(draft, set(found), place)
        if draft.id and draft.id not in known:
            place.fault(draft.line, f"The English file has no slide {draft.id}. Mend the id.")
        if draft.id:
            found.setdefault(draft.id, draft)
    return found


@dataclass(frozen=True)
class _Pair:
    shelf: Shelf
    english: Place
    khmer: Place
    has_khmer: bool


def _read_slide(draft: Draft, khmer: Draft | None, pair: _Pair) -> Slide:
    place = pair.english
    check_keys(draft, _ENGLISH_KEYS, _ENGLISH_KEYS, _KHMER_KEYS, place)
    layout = _layout(draft, place)
    picture = _picture(draft, pair.shelf, place)
    pair.shelf.check_facts(draft, "Slide", place, has_since="since" in draft.blocks)
    english = _text(draft, layout, picture, pair.shelf, place)
    if not english.notes:
        place.warn(draft.line, f"Slide {draft.id} has no notes for the trainer.")
    slide = Slide(
        id=draft.id,
        layout=layout or Layout.POINTS,
        minutes=_minutes(draft, place),
        en=english,
        km=_text(khmer, layout, picture, pair.shelf, pair.khmer) if khmer else None,
        facts=draft.facts,
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
    for name, line in shown:
        if layout is Layout.FIGURE:
            shelf.need_figure(name, place, line)
    for block in draft.blocks.values():
        shown += check_inlines(tokens_of("\n".join(block.lines)), block.line, place)
    for name, line in shown:
        shelf.need_picture(name, place, line)
    _check_since(draft, place)
    words = draft.words
    if picture and not shown and not words.description:
        message = "needs words for those who do not see it: ::: picture, a description, then :::."
        place.fault(draft.line, f"Slide {draft.id}: the picture {picture} {message}")
    if layout:
        check_shape(layout, draft.body, first, place, has_picture=bool(picture or shown))
    return words


def _check_since(draft: Draft, place: Place) -> None:
    block = draft.blocks.get("since")
    if block and not begins_with_bold(block.text):
        place.fault(block.line, "A since box begins with its date in bold: **2020** …")


def _check_length(draft: Draft, slide: Slide, place: Place) -> None:
    words = count_words(tokens_of(slide.en.body)) + count_words(tokens_of(slide.en.since))
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
    if slide.en.since and not slide.km.since:
        place.warn(draft.line, f"The since box of slide {slide.id} has no Khmer.")
    parts = count_parts(slide.layout, slide.en.body), count_parts(slide.layout, slide.km.body)
    if parts[0] != parts[1]:
        message = f"Slide {slide.id} has {parts[1]} points or rows, the English {parts[0]}."
        place.warn(draft.line, f"{message} Make them the same, so that they stand side by side.")
