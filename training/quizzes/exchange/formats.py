"""The way into files of questions: which format it is, reading, and writing."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace

from training.kernel.locales import Bilingual, Language
from training.kernel.texts import say
from training.quizzes.exchange import (
    aiken,
    gift,
    gift_writing,
    moodle_xml,
    sheets,
    tables,
    xml_writing,
)
from training.quizzes.exchange.checking import find_fault
from training.quizzes.exchange.model import (
    Format,
    NotTaken,
    Progress,
    Question,
    Reading,
    Remark,
    Writing,
)

MOST_BYTES = 10_000_000
MOST_LINES = 200_000
MOST_QUESTIONS, MOST_REFUSED = 5_000, 500
TOO_LARGE = say(
    "The file has more than %(most)s MB, which is the most.", most=MOST_BYTES // 1_000_000
)
NOTHING_IN_IT = say("There is no question in the file.")
_ENDINGS = {
    ".gift": Format.GIFT,
    ".xml": Format.MOODLE_XML,
    ".csv": Format.CSV,
    ".tsv": Format.CSV,
    ".xlsx": Format.XLSX,
    ".aiken": Format.AIKEN,
}
_AIKEN = re.compile(r"^\s*(?:ANSWER|ចម្លើយ)\s*[:៖]", re.IGNORECASE | re.MULTILINE)
_XML = re.compile(r"\s*<(?:\?xml|!DOCTYPE|!--|quiz\b)", re.IGNORECASE)
"""What no text of a question begins with; that may be a tag of HTML."""


def guess_format(name: str, content: bytes) -> Format:
    """The format of a file, by what it begins with, its name, and what stands in it."""
    if content.startswith(b"PK\x03\x04"):
        return Format.XLSX
    text = content[:200_000].decode(_encoding_of(content), "replace").lstrip("\ufeff")
    if _XML.match(text):
        return Format.MOODLE_XML
    for ending, found in _ENDINGS.items():
        if name.lower().endswith(ending):
            return found
    return Format.AIKEN if _AIKEN.search(text) and "{" not in text else Format.GIFT


def read(content: bytes, file_format: Format, progress: Progress = lambda _: None) -> Reading:
    """All questions of a file and all refusals, in its order. Nothing in a file raises."""
    questions, refused = list[Question](), list[Remark]()
    try:
        for found in _found(content, file_format):
            remark = _remark(found)
            if remark:
                refused.append(remark)
            elif isinstance(found, Question):
                questions.append(found)
            progress(len(questions) + len(refused))
            if len(questions) >= MOST_QUESTIONS or len(refused) >= MOST_REFUSED:
                refused.append(
                    Remark(found.line, say("What follows was not read: it is too much."))
                )
                break
    except NotTaken as fault:
        refused.append(Remark(fault.line or 1, fault.reason))
    if not questions and not refused:
        refused.append(Remark(1, NOTHING_IN_IT))
    return Reading(tuple(questions), tuple(refused))


def _remark(found: Question | Remark) -> Remark | None:
    if isinstance(found, Remark):
        return found
    fault = find_fault(found)
    return Remark(found.line, fault) if fault else None


def _found(content: bytes, file_format: Format) -> Iterator[Question | Remark]:
    if len(content) > MOST_BYTES:
        raise NotTaken(TOO_LARGE)
    if file_format is Format.GIFT:
        return gift.read(text_of(content))
    if file_format is Format.AIKEN:
        return aiken.read(text_of(content))
    if file_format is Format.MOODLE_XML:
        return moodle_xml.read(content)
    if file_format is Format.CSV:
        return _of_rows(sheets.rows_of_csv(text_of(content)))
    return _of_rows(iter(sheets.rows_of_xlsx(content)))


def _of_rows(found: Iterator[tables.Row | Remark]) -> Iterator[Question | Remark]:
    """A table's refused rows in their places, and the questions of the others."""
    rows = list[tables.Row]()
    for each in found:
        if isinstance(each, Remark):
            yield each
        else:
            rows.append(each)
    yield from tables.read(rows)


def text_of(content: bytes) -> str:
    """The text of a file with plain line ends.

    Raises NotTaken unless it is UTF-8 or UTF-16 and has no more lines than are read.
    """
    try:
        text = content.decode(_encoding_of(content))
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        reason = say("The file is not UTF-8. Save it as UTF-8 and choose it again.")
        raise NotTaken(reason, line) from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    if text.count("\n") > MOST_LINES:
        raise NotTaken(say("The file has more than %(most)s lines.", most=MOST_LINES))
    return text


def _encoding_of(content: bytes) -> str:
    """UTF-8, unless a mark or the empty halves of its signs say that it is UTF-16."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        return "utf-16"
    head = content[:2_000]
    first, second = (head[at::2].count(0) for at in (0, 1))
    if abs(first - second) * 20 <= len(head):
        return "utf-8-sig"
    return "utf-16-be" if first > second else "utf-16-le"


def write(questions: Sequence[Question], file_format: Format) -> Writing:
    """The questions as a file of that format; those that it cannot hold are refused."""
    if file_format is Format.GIFT:
        return _write_gift(questions)
    if file_format is Format.AIKEN:
        return _write_aiken(questions)
    if file_format is Format.MOODLE_XML:
        return Writing(xml_writing.write(questions))
    kept, refused = _without_refused(questions, lambda each: tables.write([each]))
    written = tables.write(kept)
    as_file = sheets.as_csv if file_format is Format.CSV else sheets.as_xlsx
    return Writing(as_file(written), refused)


def _without_refused(
    questions: Sequence[Question], try_it: Callable[[Question], object]
) -> tuple[list[Question], tuple[Remark, ...]]:
    kept, refused = list[Question](), list[Remark]()
    for place, question in enumerate(questions, 1):
        try:
            try_it(question)
            kept.append(question)
        except NotTaken as fault:
            refused.append(Remark(place, fault.reason))
    return kept, tuple(refused)


def _write_gift(questions: Sequence[Question]) -> Writing:
    parts, refused, left_out, category = list[str](), list[Remark](), list[Remark](), ""
    for place, question in enumerate(questions, 1):
        try:
            written, lost = gift_writing.write(question, category)
        except NotTaken as fault:
            refused.append(Remark(place, fault.reason))
            continue
        parts.append(written)
        left_out += [Remark(place, text) for text in lost]
        category = question.category
    return Writing("\n".join(parts).encode(), tuple(refused), tuple(left_out))


def _write_aiken(questions: Sequence[Question]) -> Writing:
    kept, refused = _without_refused(questions, aiken.write)
    text = "\n".join(aiken.write(each) for each in kept)
    left_out = tuple(
        Remark(place, say("Aiken has no place for what is said about answers."))
        for place, each in enumerate(questions, 1)
        if each in kept and aiken.lost(each)
    )
    return Writing(text.encode(), refused, left_out)


def in_one(question: Question, language: Language) -> Question:
    """The question with its words in one language, the other one where this is missing."""

    def best(words: Bilingual) -> Bilingual:
        text, found = words.best(language)
        return Bilingual(km=text, en="") if found == "km" else Bilingual(km="", en=text)

    choices = tuple(
        replace(each, words=best(each.words), feedback=best(each.feedback), to=best(each.to))
        for each in question.choices
    )
    picture = question.picture and replace(question.picture, alt=best(question.picture.alt))
    return replace(
        question,
        words=best(question.words),
        reason=best(question.reason),
        rubric=best(question.rubric),
        choices=choices,
        picture=picture,
    )
