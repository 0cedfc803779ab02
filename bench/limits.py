"""The limits that were set, as data: what is measured, the most, and why it may be missed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from bench.analysis import BOTH_TESTS, ONE_TEST
from bench.bundle import ROW as ZIP
from bench.burst import CHECK_INS, MARKS, ROOM, SPREAD
from bench.certificates import STATUS_LIST, TWO_HUNDRED, WITH_CREDENTIAL
from bench.checking import VALID
from bench.phone import SCANNED, TOGETHER
from bench.questions import GIFT

JOIN, SLIDE, QUIZ = "join page", "slide page", "quiz page"
CPU_SLIDE, CPU_QUIZ = "slide page (24 slides)", "quiz page (15 items)"
WHOLE_QUIZ = "quiz of 15, opening to review"
BURST = "500 complete quizzes"


@dataclass(frozen=True, slots=True)
class Limit:
    """One limit, and where its figure stands in the results: table, row, column."""

    name: str
    unit: str
    most: float
    table: str
    row: str
    column: str
    why: str = ""
    """What is shown beside it when it is missed."""


@dataclass(frozen=True, slots=True)
class Held:
    """A limit held against a run."""

    name: str
    unit: str
    figure: float | None
    """None where it could not be measured on that machine."""
    limit: float
    met: bool
    why: str


def _weight(name: str, row: str, size: float, count: int, when: str, why: str = "") -> list[Limit]:
    return [
        Limit(f"{name}, {when}", "KB", size, "phone_pages", row, f"{when}_bytes", why),
        Limit(f"{name}, {when}", "requests", count, "phone_pages", row, f"{when}_requests"),
    ]


def _cpu(row: str, most_ms: float, most_pages: float | None = None, why: str = "") -> list[Limit]:
    found = [Limit(row, "ms CPU", most_ms, "cpu", row, "cpu_ms", why)]
    if most_pages is not None:
        found.append(Limit(row, "bare pages", most_pages, "cpu", row, "bare_pages", why))
    return found


BUSY_MS = 0.45
OF_TIME = {"ms CPU", "ms, p99", "ms", "s"}
BUSY = (
    "The host was busy: a bare page took {} ms at its fastest, about 0.34 ms on a quiet machine of "
    "this kind."
)
NOT_MEASURED = "It could not be measured on this machine: there is no Chromium, or no /proc."
PAPERS = (
    "each of the forty has a layout and a QR code of its own, about 11 ms a page; a second time "
    "would cost a third, but what typst remembers of a large job is dropped, since ten such jobs "
    "would hold 700 MB"
)
PAPER = (
    "each person's paper is laid out anew by typst and has a QR code of its own; what papers have "
    "in common is remembered."
)
SHEET = (
    "four pages of names that typst has not seen before; Khmer names take half of it, since their "
    "words are looked for with a dictionary."
)
FORTY = (
    "40 papers in one file are laid out at once. Sign-ins leave nothing behind, single papers "
    "about 75 MB; what typst remembers of a large job is dropped."
)
HTML_ALONE = (
    "three requests for three pages, and nothing but their own text: 24 slides and 15 questions in "
    "Khmer, gzip. Each page by itself keeps the limit."
)
QUEUE = (
    "one process works through 500 requests one after the other, so the last phone waits for the "
    "CPU of all of them. On a server `TRAINING_WORKERS` divides the wait."
)
TELLING = (
    "the trainer's own request is in it: the row of a change that one phone follows. Telling 500 "
    "is the difference."
)
HAMMERED = (
    "16 callers without a pause keep both cores busy, with those that call; the trainer's request "
    "shares the interpreter with four pages. From the first phone to the last it takes under 20 ms."
)


def _live(name: str, unit: str, most: float, column: str, why: str = "") -> Limit:
    return Limit(f"500 follow: {name}", unit, most, "live", "", column, why)


LIMITS = (
    *(
        limit
        for row in (JOIN, SLIDE, QUIZ)
        for limit in (*_weight(row, row, 20, 4, "cold"), *_weight(row, row, 12, 3, "warm"))
    ),
    *_weight("the three together", TOGETHER, 50, 8, "cold"),
    *_weight("the three together", TOGETHER, 12, 3, "warm", HTML_ALONE),
    *_weight(SCANNED, SCANNED, 50, 4, "cold"),
    *_cpu(JOIN, 2.5, 8),
    *_cpu(CPU_SLIDE, 2.5, 8),
    *_cpu(CPU_QUIZ, 4),
    *_cpu("one answer saved", 2.5),
    *_cpu(WHOLE_QUIZ, 40),
    *_cpu("attendance mark by code", 3),
    *_cpu("attendance mark by scan", 3),
    Limit("roll of 500", "KB", 40, "cpu", "roll of 500", "body_bytes"),
    *_cpu("roll of 500", 15, 44),
    *_cpu("a tap on the roll", 2, 6),
    *_cpu("one certificate, PDF", 15, why=PAPER),
    *_cpu("40 certificates in one PDF", 250, why=PAPERS),
    Limit(WITH_CREDENTIAL, "ms CPU", 30, "certificates", WITH_CREDENTIAL, "cpu_ms"),
    Limit(TWO_HUNDRED, "ms CPU", 1000, "certificates", TWO_HUNDRED, "cpu_ms", PAPERS),
    Limit(ZIP, "MB", 250, "bundle", ZIP, "peak_memory_mb"),
    Limit(f"{ZIP}: its first PDF", "ms CPU", 1000, "bundle", ZIP, "first_pdf_ms"),
    Limit(STATUS_LIST, "ms CPU", 150, "certificates", STATUS_LIST, "cpu_ms"),
    *_cpu("sign-in sheet of 60, PDF", 60, why=SHEET),
    Limit("analysis of 2,000 sheets, one test", "ms CPU", 300, "analysis", ONE_TEST, "cpu_ms"),
    Limit("analysis of 2,000 sheets, two tests", "ms CPU", 300, "analysis", BOTH_TESTS, "cpu_ms"),
    Limit(VALID, "ms CPU", 4, "checking", VALID, "cpu_ms"),
    Limit("import of 1,000 GIFT questions", "s", 2, "questions", GIFT, "import_s"),
    Limit(BURST, "ms, p99", 1000, "bursts", BURST, "p99_ms", QUEUE),
    Limit(BURST, "errors", 0, "bursts", BURST, "errors"),
    Limit(BURST, "answers lost", 0, "bursts", BURST, "lost"),
    Limit(BURST, "answers double", 0, "bursts", BURST, "double"),
    Limit(SPREAD, "ms, p99", 50, "bursts", SPREAD, "p99_ms"),
    Limit(SPREAD, "answers lost", 0, "bursts", SPREAD, "lost"),
    Limit(SPREAD, "answers double", 0, "bursts", SPREAD, "double"),
    Limit(MARKS, "ms, p99", 1000, "bursts", MARKS, "p99_ms", QUEUE),
    Limit(MARKS, "errors", 0, "bursts", MARKS, "errors"),
    Limit(MARKS, "marks lost", 0, "bursts", MARKS, "lost"),
    Limit(CHECK_INS, "ms, p99", 50, "bursts", CHECK_INS, "p99_ms"),
    Limit(CHECK_INS, "errors", 0, "bursts", CHECK_INS, "errors"),
    Limit(CHECK_INS, "marks lost", 0, "bursts", CHECK_INS, "lost"),
    Limit(CHECK_INS, "marks double", 0, "bursts", CHECK_INS, "double"),
    Limit(ROOM, "ms, p99", 700, "bursts", ROOM, "p99_ms"),
    Limit(ROOM, "answers lost", 0, "bursts", ROOM, "lost"),
    Limit("first answer after start", "s", 1.5, "process", "", "start_seconds"),
    Limit("memory, idle", "MB", 120, "process", "", "memory_idle_mb"),
    Limit(
        "memory, after sign-ins and certificates", "MB", 230, "process", "",
        "memory_after_work_mb", FORTY,
    ),
    _live("all know of a change", "ms, p99", 50, "message_p99_ms"),
    _live("while pages are hammered", "ms, p99", 100, "hammered_p99_ms", HAMMERED),
    _live("a change, the trainer's request included", "ms CPU", 12, "cpu_ms", TELLING),
    _live("more memory", "MB", 15, "memory_more_mb"),
    _live("all are back after all were cut off", "s", 1, "back_seconds"),
    _live("not back then", "phones", 0, "not_back"),
    _live("slowest page meanwhile", "ms", 300, "slowest_page_ms"),
    _live("Ctrl-C until the end", "s", 1, "end_seconds"),
    _live("without a goodbye then", "phones", 0, "without_goodbye"),
    _live("four workers on PostgreSQL", "ms, p99", 60, "workers_p99_ms"),
)  # fmt: skip


def hold(results: Mapping[str, Any]) -> list[Held]:
    """Every limit against those results."""
    bare: float = next(iter(results["cpu"]))["cpu_ms"]
    return [_held(limit, _figure(limit, results), bare) for limit in LIMITS]


def _figure(limit: Limit, results: Mapping[str, Any]) -> float | None:
    table = results[limit.table]
    if limit.row:
        rows = [row for row in table if row["name"] == limit.row]
        if not rows:
            return None
        table = rows[0]
    found: float | None = table[limit.column]
    return found / 1000 if found is not None and limit.unit == "KB" else found


def _held(limit: Limit, figure: float | None, bare_ms: float) -> Held:
    if figure is None:
        return Held(limit.name, limit.unit, None, limit.most, False, NOT_MEASURED)
    if figure <= limit.most:
        return Held(limit.name, limit.unit, figure, limit.most, True, "")
    is_busy = limit.unit in OF_TIME and bare_ms > BUSY_MS
    reasons = [limit.why, BUSY.format(bare_ms) if is_busy else ""]
    why = " ".join(each for each in reasons if each)
    return Held(limit.name, limit.unit, figure, limit.most, False, why)
