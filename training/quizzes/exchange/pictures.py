"""Pictures that files of questions carry: at most one for a question, checked before it is kept."""

import base64
import binascii
import re
from collections.abc import Mapping
from urllib.parse import unquote

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.modules.pictures import picture_faults
from training.quizzes.exchange.markup import Marked
from training.quizzes.exchange.model import NotTaken, Picture

MOST_PICTURE_BYTES = 500_000
IN_FILE = "@@PLUGINFILE@@/"
"""How Moodle's texts name a file that stands beside them."""
_DATA = re.compile(r"data:image/(png|jpeg|jpg|svg\+xml)(?:;charset=[\w-]+)?;base64,", re.IGNORECASE)
_NAMED = re.compile(r"(.*)\.(png|jpe?g|svg)", re.IGNORECASE | re.DOTALL)
LEFT_OUT = say("A picture in what is said about the answers was left out.")


def the_picture(marked: Marked, files: Mapping[str, str]) -> Picture | None:
    """The picture of a question. `files` are those beside it, by name, in base64.

    Raises NotTaken.
    """
    if marked.fault:
        raise NotTaken(marked.fault)
    if not marked.pictures:
        return None
    if len(marked.pictures) > 1:
        raise NotTaken(say("It has several pictures; a question can have one."))
    ((address, alt),) = marked.pictures.items()
    return _read(address, alt, files)


def address_of(picture: Picture) -> str:
    """The picture itself as an address, for files that have no other place for it."""
    ending = picture.name.rpartition(".")[2]
    kind = {"svg": "svg+xml", "jpg": "jpeg"}.get(ending, ending)
    return f"data:image/{kind};base64,{base64.b64encode(picture.content).decode('ascii')}"


def refuse_pictures(marked: Marked) -> None:
    """Raises NotTaken where an answer is a picture, or cannot be shown."""
    if marked.pictures:
        raise NotTaken(say("One of its answers has a picture; only the question can have one."))
    if marked.fault:
        raise NotTaken(marked.fault)


def without_pictures(marked: Marked) -> tuple[Bilingual, list[Text]]:
    """The words of what is said beside a question, and what was left out of it."""
    left_out = [LEFT_OUT] * bool(marked.pictures)
    return marked.words, [*marked.left_out, *left_out, *([marked.fault] if marked.fault else [])]


def _read(address: str, alt: Bilingual, files: Mapping[str, str]) -> Picture:
    embedded = _DATA.match(address)
    if embedded:
        kind = embedded[1].lower().partition("+")[0]
        return _checked(f"picture.{kind}", address[embedded.end() :], alt)
    name = unquote(address.partition("?")[0])
    if not name.startswith(IN_FILE):
        reason = say(
            "Its picture %(name)s is not in the file. Put it in, or leave it out.", name=name[:80]
        )
        raise NotTaken(reason)
    name = name.removeprefix(IN_FILE)
    if name not in files:
        raise NotTaken(say("Its picture %(name)s is not in the file.", name=name[:80]))
    return _checked(name, files[name], alt)


def _checked(name: str, encoded: str, alt: Bilingual) -> Picture:
    named = _NAMED.fullmatch(name)
    if not named:
        raise NotTaken(say("Its picture %(name)s is neither PNG, JPEG nor SVG.", name=name[:80]))
    if len(encoded) > MOST_PICTURE_BYTES * 2:
        raise NotTaken(_too_large(name))
    try:
        content = base64.b64decode("".join(encoded.split()), validate=True)
    except (binascii.Error, ValueError) as error:
        raise NotTaken(say("Its picture %(name)s is damaged.", name=name[:80])) from error
    if len(content) > MOST_PICTURE_BYTES:
        raise NotTaken(_too_large(name))
    kept = picture_name(named[1], named[2].lower())
    if picture_faults(kept, content):
        reason = say(
            "Its picture %(name)s cannot be shown on phones. Save it as a plain PNG.",
            name=name[:80],
        )
        raise NotTaken(reason)
    return Picture(kept, content, alt)


def picture_name(stem: str, ending: str) -> str:
    """A name that a picture of a module can have."""
    plain = re.sub(r"[^A-Za-z0-9]+", "-", stem).strip("-")[:40].strip("-")
    return f"{plain or 'picture'}.{ending}"


def _too_large(name: str) -> Text:
    return say(
        "Its picture %(name)s is larger than %(most)s KB. Make it smaller.",
        name=name[:80],
        most=MOST_PICTURE_BYTES // 1000,
    )
