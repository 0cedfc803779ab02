"""Handouts: sheets, cards and the two ends of a line, in both languages."""

from training.modules.findings import Place
from training.modules.manual_reader import check_from
from training.modules.markup import check_inlines, tokens_of
from training.modules.model import Handout, HandoutKind, HandoutText
from training.modules.parts import HANDOUT, Draft, cut
from training.modules.rules import handout_fingerprint
from training.modules.shapes import Block, blocks_of
from training.modules.shelf import Shelf, check_id, check_keys

MAX_HANDOUTS = 20
LINE_ENDS = 2
_ENGLISH_KEYS = ("id", "kind", "facts")
_KHMER_KEYS = ("id", "from")
_ENDINGS = (".en.md", ".km.md")


def read_handouts(shelf: Shelf) -> tuple[Handout, ...]:
    """The handouts of a pack in the order of their file names; faults go to the findings."""
    files = shelf.folder.names("handouts")
    for name in files:
        if not name.endswith(_ENDINGS):
            place = shelf.place(f"handouts/{name}")
            place.warn(1, "Only files that end in .en.md and .km.md belong in handouts/.")
    names = sorted({name[:-6] for name in files if name.endswith(_ENDINGS)})
    if len(names) > MAX_HANDOUTS:
        shelf.place("module.toml").fault(1, f"A module has at most {MAX_HANDOUTS} handouts.")
    found = [_read(name, shelf) for name in names[:MAX_HANDOUTS]]
    return tuple(handout for handout in found if handout)


def _read(name: str, shelf: Shelf) -> Handout | None:
    place = shelf.place(f"handouts/{name}.en.md")
    draft = _draft(shelf, place)
    if draft is None:
        return None
    check_keys(draft, _ENGLISH_KEYS, _ENGLISH_KEYS, _KHMER_KEYS, place)
    check_id(draft, shelf.anchors, place, "handout")
    shelf.check_facts(draft, "Handout", place, has_since=False)
    kind = _kind(draft, place)
    english = _text(draft, kind, place)
    khmer, named = _read_khmer(name, kind, draft.id, english, shelf)
    return Handout(name, draft.id, kind, english, khmer, draft.facts, named)


def _draft(shelf: Shelf, place: Place) -> Draft | None:
    text = shelf.folder.text_of(place)
    if text is None:
        return None
    drafts = cut(text, place, HANDOUT)
    if len(drafts) != 1:
        place.fault(1, "A handout has one # Title {#id …} and its text.")
        return None
    return drafts[0]


def _kind(draft: Draft, place: Place) -> HandoutKind:
    named = draft.attributes.get("kind", "")
    if named in tuple(HandoutKind):
        return HandoutKind(named)
    known = ", ".join(HandoutKind)
    place.fault(draft.line, f'The kind "{named}" of handout {draft.id} is not one of {known}.')
    return HandoutKind.SHEET


def _text(draft: Draft, kind: HandoutKind, place: Place) -> HandoutText:
    key = draft.block("key")
    for first, body in ((draft.line + 1, draft.body), (key.line, "\n".join(key.lines))):
        for _, line in check_inlines(tokens_of(body), first, place):
            place.fault(line, "A handout has no pictures. Say it in words.")
    _check_kind(kind, blocks_of(tokens_of(draft.body)), draft, place)
    return HandoutText(draft.title, draft.body.strip("\n").rstrip(), key.text)


def _check_kind(kind: HandoutKind, blocks: list[Block], draft: Draft, place: Place) -> None:
    heads = [block for block in blocks if block.kind == "heading"]
    for head in heads:
        if head.tokens[0].tag != "h2":
            place.fault(draft.line + 1 + head.line, "Headings inside a handout are ## only.")
    if kind is HandoutKind.CARDS and not heads:
        place.fault(draft.line, "Cards need a ## heading each, with a short text under it.")
    if kind is HandoutKind.LINE and len(heads) != LINE_ENDS:
        place.fault(draft.line, "A line needs two ## headings: the words of its two ends.")
    if kind is not HandoutKind.SHEET and not draft.block("key").text:
        place.warn(draft.line, "This handout has no ::: key with the solutions for the trainer.")


def _read_khmer(
    name: str, kind: HandoutKind, handout_id: str, english: HandoutText, shelf: Shelf
) -> tuple[HandoutText | None, str]:
    place = shelf.place(f"handouts/{name}.km.md")
    if not shelf.folder.has(place.file):
        place.warn(1, "This file is missing: the handout is printed in English only.")
        return None, ""
    draft = _draft(shelf, place)
    if draft is None:
        return None, ""
    check_keys(draft, _KHMER_KEYS, _ENGLISH_KEYS, _KHMER_KEYS, place)
    if draft.id != handout_id:
        place.fault(draft.line, f"The Khmer handout has the id of the English one: {handout_id}.")
    khmer = _text(draft, kind, place)
    named = draft.attributes.get("from", "")
    check_from(named, handout_fingerprint(english), "This handout", draft.line, place)
    if khmer.body.count("\n## ") != english.body.count("\n## "):
        place.warn(draft.line, "This handout has another number of ## parts than the English.")
    if english.key and not khmer.key:
        place.warn(draft.line, "The ::: key of this handout has no Khmer.")
    return khmer, named
