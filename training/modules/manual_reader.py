"""The manual: the participant text of each section in English, and its summary in Khmer."""

from training.modules.findings import Place
from training.modules.markup import check_inlines, tokens_of
from training.modules.model import Chapter, Passage
from training.modules.parts import MANUAL, SUMMARY, Draft, begin, cut
from training.modules.rules import SOURCES, chapter_fingerprint, is_sources, plain_of
from training.modules.shapes import begins_with_bold, blocks_of, split_blocks
from training.modules.shelf import Shelf, check_id, check_keys

_ENGLISH_KEYS = ("id", "facts")
_KHMER_KEYS = ("id", "from")


def read_chapter(section: str, shelf: Shelf) -> Chapter | None:
    """The manual's chapter for a section, or None where there is none."""
    place = shelf.place(f"manual/{section}.en.md")
    if not shelf.folder.has(place.file):
        return None
    text = shelf.folder.text_of(place)
    drafts = cut(text, place, MANUAL) if text is not None else []
    if len(drafts) != 1:
        place.fault(1, "A file of the manual has one # Title {#id …} and ## headings under it.")
        return None
    passages = _read_passages(drafts[0], shelf, place)
    _check_chapter(passages, place)
    summary, translated_from = _read_summary(section, passages, shelf)
    return Chapter(passages[0], passages[1:], summary, translated_from)


def split_chapter(chapter: Draft, place: Place) -> list[Draft]:
    """The chapter's opening and its sub-sections, each with the line of its heading."""
    parts = [Draft(chapter.line, chapter.title, chapter.attributes)]
    for number, line in enumerate(chapter.lines, chapter.line + 1):
        if line.startswith("##") and not line.startswith("###"):
            parts.append(begin(number, line[2:].strip(), place, "heading"))
        else:
            parts[-1].lines.append(line)
    return parts


def passage_of(part: Draft) -> Passage:
    """A part of a chapter as the module keeps it."""
    return Passage(part.id, part.title, part.body.strip("\n").rstrip(), part.facts)


def _read_passages(chapter: Draft, shelf: Shelf, place: Place) -> tuple[Passage, ...]:
    parts = split_chapter(chapter, place)
    for part in parts:
        check_keys(part, _ENGLISH_KEYS, _ENGLISH_KEYS, _KHMER_KEYS, place)
        check_id(part, shelf.anchors, place, "heading")
        has_since = any(line.startswith("::: since") for line in part.lines)
        if part.facts or not part.id.endswith(SOURCES):
            shelf.check_facts(part, "Heading", place, has_since)
        _check_body(part, place)
    return tuple(map(passage_of, parts))


def _check_body(part: Draft, place: Place) -> None:
    first = part.line + 1
    tokens = tokens_of(plain_of(part.body))
    for _, line in check_inlines(tokens, first, place):
        place.fault(line, "The manual has no pictures. Say it in words, or show it on a slide.")
    for block in blocks_of(tokens):
        if block.kind == "heading":
            place.fault(first + block.line, "Headings of the manual are # and ## only.")
    for name, body, begins in split_blocks(part.body):
        if name == "since" and not begins_with_bold(body):
            place.fault(first + begins, "A since box begins with its date in bold: **2020** …")


def _check_chapter(passages: tuple[Passage, ...], place: Place) -> None:
    last = passages[-1]
    if not is_sources(last):
        place.warn(1, "This chapter does not end with ## Sources {#…-sources} and a list.")
    elif "bullet_list" not in [block.kind for block in blocks_of(tokens_of(last.body))]:
        place.warn(1, "The sources of this chapter are not a list: - the document's name.")


def _read_summary(
    section: str, passages: tuple[Passage, ...], shelf: Shelf
) -> tuple[Passage | None, str]:
    place = shelf.place(f"manual/{section}.km.md")
    if not shelf.folder.has(place.file):
        place.warn(1, "This file is missing: the chapter has no Khmer summary.")
        return None, ""
    text = shelf.folder.text_of(place)
    drafts = cut(text, place, SUMMARY) if text is not None else []
    if len(drafts) != 1:
        place.fault(1, "A Khmer summary has one # Title {#id from=…} and its text.")
        return None, ""
    draft = drafts[0]
    check_keys(draft, _KHMER_KEYS, _ENGLISH_KEYS, _KHMER_KEYS, place)
    if draft.id != passages[0].id:
        place.fault(draft.line, f"The summary has the id of its chapter: {passages[0].id}.")
    _check_body(draft, place)
    named = draft.attributes.get("from", "")
    check_from(named, chapter_fingerprint(passages), "This summary", draft.line, place)
    return passage_of(draft), named


def check_from(named: str, now: str, what: str, line: int, place: Place) -> None:
    """Note a warning where a translation does not name the English of today."""
    if not named:
        place.warn(line, f"{what} has no from=. Read it against the English, write from={now}.")
    elif named != now:
        message = f"{what} is stale: its English has changed. Mend it, write from={now}."
        place.warn(line, message)
