"""A certificate on paper without a database: for whoever designs or checks the page."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec

from training.adapters.house_fonts import characters_without_glyph, describe_characters
from training.adapters.typesetting import TypesettingError
from training.certificates import paper
from training.certificates.model import Facts, facts_from_json, facts_to_json
from training.operations.model import CannotBeDone

SAMPLE = Path(paper.__file__).with_name("paper") / "sample.json"
MOST_BYTES = 200_000


def read_facts(path: Path | None) -> Facts:
    """The facts of that JSON file, the sample's where it is silent; the sample's for None.

    Raises CannotBeDone with a sentence that names the key at fault.
    """
    source = path or SAMPLE
    try:
        with source.open("rb") as file:
            text = file.read(MOST_BYTES + 1)
    except OSError as error:
        raise CannotBeDone(f"{source} cannot be read: {error.strerror or error}.") from error
    if len(text) > MOST_BYTES:
        raise CannotBeDone(f"{source} is larger than {MOST_BYTES // 1000} KB.")
    try:
        return facts_from_json(_over_the_sample(text.removeprefix(b"\xef\xbb\xbf")))
    except msgspec.ValidationError as error:
        raise CannotBeDone(f"{source} does not fit a certificate: {_plainly(error)}.") from error
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise CannotBeDone(f"{source} is not JSON in UTF-8: {error}.") from error


def _over_the_sample(text: bytes) -> bytes:
    """The given keys, and the sample's for all others: a name alone is enough to try a name."""
    given = msgspec.json.decode(text)
    if not isinstance(given, dict):
        return text
    return msgspec.json.encode({**msgspec.json.decode(SAMPLE.read_bytes()), **given})


def _plainly(error: msgspec.ValidationError) -> str:
    """`Expected `str`, got `int` - at `$.name_km`` as `name_km: Expected str, got int`."""
    told, _, place = str(error).partition(" - at ")
    told = told.replace("`", "")
    key = place.strip("`").removeprefix("$").removeprefix(".")
    return f"{key}: {told}" if key else told


def facts_as_text(facts: Facts) -> bytes:
    """The facts as JSON with a key on each line, in UTF-8."""
    return msgspec.json.format(facts_to_json(facts), indent=2) + b"\n"


def write_preview(facts: Facts, target: Path) -> None:
    """Writes the PDF. Raises CannotBeDone."""
    for key, text in _texts("", msgspec.to_builtins(facts)):
        strange = characters_without_glyph(text)
        if strange:
            raise CannotBeDone(f"{key}: no font here can print {describe_characters(strange)}.")
    try:
        made = paper.render_certificate(facts)
    except (TypesettingError, paper.UnknownTemplateError) as error:
        raise CannotBeDone(str(error)) from error
    try:
        target.write_bytes(made)
    except OSError as error:
        raise CannotBeDone(f"{target} cannot be written: {error.strerror or error}.") from error


def _texts(key: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield key, value
    elif isinstance(value, dict):
        for name, inner in value.items():
            yield from _texts(f"{key}.{name}" if key else name, inner)
    elif isinstance(value, list | tuple):
        for place, inner in enumerate(value):
            yield from _texts(f"{key}[{place}]", inner)
