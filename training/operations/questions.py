"""Files of questions at the terminal: what was found as JSON or sentences, and what was kept."""

import datetime as dt
from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import click
import msgspec

from training.adapters.database import Database
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual, Language, has_khmer
from training.modules.model import Module
from training.operations.model import CannotBeDone
from training.quizzes import importing
from training.quizzes.exchange import formats
from training.quizzes.exchange.items import Taken
from training.quizzes.exchange.model import Choice, Format, Kind, Progress, Question, Remark, plain

_JSON = msgspec.json.Encoder(decimal_format="number")


def read_file(path: Path) -> bytes:
    """The file, at most one byte more than is taken: that is refused. Raises CannotBeDone."""
    try:
        with path.open("rb") as file:
            return file.read(formats.MOST_BYTES + 1)
    except OSError as error:
        raise CannotBeDone(f"{path} cannot be read: {error.strerror or error}.") from error


def look_at(path: Path, file_format: str | None, progress: Progress) -> Taken:
    """What the file holds. Raises CannotBeDone where it cannot be read at all."""
    chosen = Format(file_format) if file_format else None
    return importing.look_at(path.name, read_file(path), chosen, progress)


def keep(
    database: Database,
    taken: Taken,
    path: Path,
    name: str,
    title: str,
    now: dt.datetime,
    *,
    take_the_rest: bool,
) -> Module:
    """The questions in the database. Raises Refusal."""
    slug = importing.slug_of(name or path.stem)
    words = title or path.stem
    both = Bilingual(km=words, en="") if has_khmer(words) else Bilingual(km="", en=words)
    with database.writing() as session:
        module = importing.keep(
            session, taken, slug, both, SYSTEM, now, take_the_rest=take_the_rest
        )
        session.commit()
    return module


def write_file(
    database: Database, slug: str, file_format: str, path: Path | None, language: Language | None
) -> Sequence[str]:
    """The quiz of the module in that file, or on the standard output; what to say about it.

    Raises CannotBeDone, Refusal.
    """
    with database.reading() as session:
        done = importing.written(session, slug, Format(file_format), language)
    if path is None:
        click.echo(done.content, nl=False)
    else:
        _write(path, done.content)
    refused = [f"question {each.line} is not in it: {each.reason}" for each in done.refused]
    return [*refused, *(f"question {each.line}: {each.reason}" for each in done.left_out)]


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        raise CannotBeDone(f"{path} cannot be written: {error.strerror or error}.") from error


def format_of(path: Path | None, chosen: str | None) -> str:
    """The format to write: the chosen one, else by the ending of the file. Raises CannotBeDone."""
    endings = {".gift": Format.GIFT, ".xml": Format.MOODLE_XML, ".csv": Format.CSV}
    endings |= {".xlsx": Format.XLSX, ".aiken": Format.AIKEN}
    found = chosen or endings.get(path.suffix.lower() if path else ".gift")
    if found is None:
        raise CannotBeDone(f"Say --format: {', '.join(Format)}.")
    return found


class _Choice(msgspec.Struct):
    text: str
    weight: Decimal
    text_km: str = ""


class _Question(msgspec.Struct):
    type: str
    title: str
    text: str
    text_km: str
    category: str
    choices: list[_Choice]
    line: int


class _Remark(msgspec.Struct):
    line: int
    reason: str


class _Report(msgspec.Struct):
    questions: list[_Question]
    refused: list[_Remark]
    notes: list[_Remark]


def as_json(taken: Taken) -> bytes:
    """One line: what can be taken, what is refused, and what is lost of what is taken.

    `text` is English, or Khmer where there is no English; weights are per cent.
    """
    report = _Report(
        questions=[_as_question(each) for each in taken.questions],
        refused=[_Remark(each.line, str(each.reason)) for each in taken.refused],
        notes=[_Remark(each.line, str(each.reason)) for each in taken.notes],
    )
    return _JSON.encode(report)


def _as_question(question: Question) -> _Question:
    return _Question(
        type=question.kind.value,
        title=question.title,
        text=question.words.best("en")[0],
        text_km=question.words.km,
        category=question.category,
        choices=[_as_choice(question.kind, each) for each in question.choices],
        line=question.line,
    )


def _as_choice(kind: Kind, choice: Choice) -> _Choice:
    text, km = choice.words.best("en")[0], choice.words.km
    if choice.number:
        text = str(choice.number)
    elif kind is Kind.MATCHING:
        text, km = f"{text} -> {choice.to.best('en')[0]}", f"{km} -> {choice.to.km}"
    return _Choice(text, Decimal(plain(choice.weight)), km)


def as_lines(taken: Taken, path: Path) -> list[str]:
    """The same in sentences, with file and line."""
    found = [(each.line, f"{each.kind}: {each.title}") for each in taken.questions]
    found += [(each.line, f"refused: {each.reason}") for each in taken.refused]
    found += [(each.line, f"note: {each.reason}") for each in taken.notes]
    return [f"{path}:{line}: {told}" for line, told in sorted(found, key=lambda pair: pair[0])]


def as_summary(taken: Taken) -> str:
    """How many there are."""
    return f"{len(taken.items)} questions can be taken, {_refused(taken.refused)}."


def _refused(refused: Sequence[Remark]) -> str:
    return f"{len(refused)} refused" if refused else "none is refused"
