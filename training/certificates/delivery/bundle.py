"""All certificates of a course as one ZIP, made while it is being sent.

Each PDF is set when its turn comes and forgotten when it is on its way, so that a thousand need no
more memory than one, and the first is there in the first second.
"""

import re
import zipfile
from collections.abc import Iterator, Sequence

import icu

from training.adapters.memory import give_back_scraps
from training.adapters.spreadsheets import as_csv
from training.certificates.delivery.papers import Paper, printed
from training.certificates.model import Facts
from training.kernel.refusal import Refusal

INDEX = "index.csv"
PAPERS_BETWEEN = 20
"""After so many, memory that lies in scraps is given back."""
_MOST_KHMER_BYTES = 100
_MOST_LATIN_BYTES = 60
"""A file name may have 255 bytes on most disks; a Khmer letter takes three."""
_NOT_IN_A_NAME = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*\u200b\u200e\u200f\u2060]+')
_HEADS = (
    "លេខវិញ្ញាបនបត្រ / Number",
    "ឈ្មោះជាអក្សរខ្មែរ / Khmer name",
    "ឈ្មោះជាអក្សរឡាតាំង / Latin name",
    "វគ្គ (ភាសាខ្មែរ) / Course in Khmer",
    "វគ្គ (ភាសាអង់គ្លេស) / Course in English",
    "ថ្ងៃចេញ / Issued on",
    "ឯកសារ / File",
    "ផ្ទៀងផ្ទាត់ / Check",
    "ចំណាំ / Note",
)
_NOT_PRINTED = (
    "កុំព្យូទ័រនេះមិនអាចបោះពុម្ពវិញ្ញាបនបត្រនេះបានទេ ដូច្នេះគ្មានឯកសារ / "
    "This computer cannot print this certificate, so there is no file"
)


def stream(papers: Sequence[Paper]) -> Iterator[bytes]:
    """The ZIP in pieces: a PDF for each, then an index that a spreadsheet opens.

    The index comes last, when it is known what could be printed here: what could not, it names and
    says so. The same papers give the same bytes.
    """
    names = file_names([paper.facts for paper in papers])
    sent, rows = _Outgoing(), list[tuple[str, ...]]([_HEADS])
    with zipfile.ZipFile(sent, "w", zipfile.ZIP_STORED) as archive:
        for place, (paper, name) in enumerate(zip(papers, names, strict=True), start=1):
            made = _printed(paper)
            if made:
                _put(archive, name, made, paper.facts)
                yield sent.take()
            rows.append(_row(paper.facts, name if made else "", "" if made else _NOT_PRINTED))
            if place % PAPERS_BETWEEN == 0:
                give_back_scraps()
        _put(archive, INDEX, as_csv(rows), papers[0].facts if papers else None)
        yield sent.take()
    yield sent.take()


def _printed(paper: Paper) -> bytes:
    """The file, empty where this installation cannot print it; why stands in the log."""
    try:
        return printed(paper.pdf)
    except Refusal:
        return b""


def file_names(many: Sequence[Facts]) -> list[str]:
    """A name for each file: its place, the person in both scripts, the number.

    `007 សុខ សុភាព · SOK Sopheap · R2P-7KQ4M-2XAB9.pdf`; all differ, since the places do.
    """
    digits = max(3, len(str(len(many))))
    return [f"{place:0{digits}} {_person(facts)}.pdf" for place, facts in enumerate(many, start=1)]


def _person(facts: Facts) -> str:
    parts = [
        _shortened(facts.name_km, _MOST_KHMER_BYTES),
        _shortened(facts.name_en, _MOST_LATIN_BYTES),
        _plain(facts.number),
    ]
    return " · ".join(part for part in parts if part)


def _plain(text: str) -> str:
    return " ".join(_NOT_IN_A_NAME.sub(" ", text).split()).strip(". ")


def _shortened(text: str, most_bytes: int) -> str:
    """The text as far as it fits, cut between letters as a reader sees them."""
    plain = _plain(text)
    if len(plain.encode()) <= most_bytes:
        return plain
    letters = icu.BreakIterator.createCharacterInstance(icu.Locale("km"))
    letters.setText(plain)
    kept, begin = "", 0
    for end in letters:
        # ICU counts in UTF-16, which is as long as Python's own for all that can be printed here.
        if len(plain[:end].encode()) > most_bytes - len("…".encode()):
            break
        kept, begin = plain[:end], end
    return f"{kept.rstrip()}…" if begin else ""


def _row(facts: Facts, name: str, note: str) -> tuple[str, ...]:
    return (
        facts.number,
        facts.name_km,
        facts.name_en,
        facts.course_title_km,
        facts.course_title_en,
        facts.issued_on.isoformat(),
        name,
        facts.verify_url.partition("#")[0] if facts.verify_url.startswith("http") else "",
        note,
    )


def _put(archive: zipfile.ZipFile, name: str, content: bytes, facts: Facts | None) -> None:
    day = (facts.issued_on.year, facts.issued_on.month, facts.issued_on.day) if facts else None
    entry = zipfile.ZipInfo(name, (*(day or (2000, 1, 1)), 0, 0, 0))
    entry.external_attr = 0o644 << 16
    archive.writestr(entry, content)


class _Outgoing:
    """What `zipfile` writes to where nothing can be taken back: it never looks behind itself."""

    def __init__(self) -> None:
        self._pieces: list[bytes] = []

    def write(self, piece: bytes) -> int:
        self._pieces.append(bytes(piece))
        return len(piece)

    def flush(self) -> None:
        """Nothing waits here."""

    def close(self) -> None:
        """Nothing is held."""

    def take(self) -> bytes:
        taken = b"".join(self._pieces)
        self._pieces.clear()
        return taken
