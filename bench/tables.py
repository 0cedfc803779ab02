"""The results as tables: for the terminal, and between markers in docs/performance.md."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

PAGE = Path(__file__).resolve().parents[1] / "docs" / "performance.md"


@dataclass(frozen=True, slots=True)
class Table:
    """One table: the name of its markers, its heads, its rows as text. Words stand to the left."""

    name: str
    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: frozenset[int] = frozenset({0})

    def as_lines(self) -> list[str]:
        """For the terminal."""
        whole = [self.heads, *self.rows]
        widths = [max(len(row[place]) for row in whole) for place in range(len(self.heads))]
        return [
            "  ".join(
                each.ljust(width) if place in self.words else each.rjust(width)
                for place, (each, width) in enumerate(zip(row, widths, strict=True))
            ).rstrip()
            for row in whole
        ]

    def as_markdown(self) -> list[str]:
        """For the page."""
        rules = ["---" if place in self.words else "---:" for place in range(len(self.heads))]
        lines = [self.heads, *self.rows]
        written = ["| " + " | ".join(row) + " |" for row in lines]
        return [written[0], "|" + "|".join(rules) + "|", *written[1:]]


def tables_of(results: Mapping[str, Any]) -> list[Table]:
    """Every table of a run."""
    return [
        _table("limits", results["limits"], LIMITS, words={0, 1, 4, 5}),
        _table("cpu", results["cpu"], CPU),
        _table("questions", results["questions"], QUESTIONS),
        _table("analysis", results["analysis"], ANALYSIS),
        _table("checking", results["checking"], CHECKING),
        _table("certificates", results["certificates"], CERTIFICATES),
        _table("bundle", results["bundle"], BUNDLE),
        _table("bursts", results["bursts"], BURSTS),
        _pairs("live", results["live"], LIVE),
        _table("rehearsal", results["rehearsal"]["parts"], REHEARSAL),
        _pairs("rehearsal_whole", results["rehearsal"]["whole"], REHEARSAL_WHOLE, words={0, 1}),
        _table("phone", results["phone_pages"], PHONE),
        _pairs("process", results["process"], PROCESS),
        _table("postgresql", results["cpu_postgresql"], POSTGRESQL),
        _nation_rows(results["nation"]),
        _table("nation", results["nation"]["pages"], NATION),
        _pairs("conditions", results["conditions"], CONDITIONS, words={0, 1}),
    ]


LIMITS = {
    "what": "name", "in": "unit", "figure": "figure", "limit": "limit", "met": "met",
    "why not": "why",
}  # fmt: skip
CPU = {
    "request": "name", "CPU ms": "cpu_ms", "median": "cpu_ms_median", "bare pages": "bare_pages",
    "statements": "statements", "bytes": "body_bytes",
}  # fmt: skip
QUESTIONS = {
    "file": "name", "import, s": "import_s", "export, s": "export_s", "bytes": "size_bytes",
}  # fmt: skip
ANALYSIS = {"figures of": "name", "CPU ms": "cpu_ms"}
CHECKING = {
    "request": "name", "CPU ms": "cpu_ms", "bare pages": "bare_pages",
    "bytes, gzip": "bytes_gzip", "statements": "statements",
}  # fmt: skip
BUNDLE = {
    "of all": "name", "CPU until the first PDF, ms": "first_pdf_ms", "CPU, s": "cpu_s",
    "size, MB": "size_mb", "memory at its peak, MB": "peak_memory_mb",
}  # fmt: skip
CERTIFICATES = {"of a certificate": "name", "CPU ms": "cpu_ms"}
BURSTS = {
    "at one instant": "name", "requests": "requests", "p50 ms": "p50_ms", "p99 ms": "p99_ms",
    "longest ms": "max_ms", "errors": "errors", "lost": "lost", "double": "double",
}  # fmt: skip
LIVE = {
    "a change is known to a phone, ms, p50": "message_p50_ms",
    "p99": "message_p99_ms",
    "the longest": "message_max_ms",
    "all 500 know, ms, median of 40 changes": "all_know_ms",
    "of a change the server was ready and had no core, ms": "waited_ms",
    "and the phone has fetched what to show, ms, p50": "state_p50_ms",
    "p99 ": "state_p99_ms",
    "a change is known while 16 connections ask for pages without a pause, ms, p50":
        "hammered_p50_ms",
    "p99  ": "hammered_p99_ms",
    "pages a second meanwhile": "hammered_pages_per_s",
    "server CPU of a change that one phone follows, ms": "cpu_ms_alone",
    "that 500 follow": "cpu_ms",
    "that 500 follow and fetch": "cpu_ms_with_states",
    "memory with one stream, MB": "memory_mb",
    "500 streams add, MB": "memory_more_mb",
    "500 come at once, s until all are told": "came_seconds",
    "500 are cut off and come back at once, s until all are told": "back_seconds",
    "not back": "not_back",
    "the slowest page meanwhile, ms": "slowest_page_ms",
    "Ctrl-C with 500, s until the process has ended": "end_seconds",
    "ended without a goodbye": "without_goodbye",
    "four workers on PostgreSQL, a change is known, ms, p50": "workers_p50_ms",
    "p99   ": "workers_p99_ms",
}  # fmt: skip
REHEARSAL = {
    "ms": "name", "times": "count", "p50": "p50_ms", "p99": "p99_ms", "longest": "worst_ms",
    "did not come": "failed",
}  # fmt: skip
REHEARSAL_WHOLE = {
    "verdict": "verdict", "phones": "phones", "it took, s": "seconds",
    "load of the machine (2 cores) before and after, this and others": "others",
    "seats, answers and marks that phones were told are saved": "saved",
    "of these lost": "lost", "there twice": "double",
    "server CPU over all of it, % of one core": "cpu_percent",
    "over its busiest five seconds": "busiest_cpu_percent",
    "server memory at its start, MB": "start_memory_mb", "at most, MB": "most_memory_mb",
}  # fmt: skip
PHONE = {
    "page": "name", "cold bytes": "cold_bytes", "requests": "cold_requests",
    "warm bytes": "warm_bytes", "requests ": "warm_requests",
}  # fmt: skip
PROCESS = {
    "first start on an empty folder, s": "first_start_seconds",
    "start until the first answered page, s": "start_seconds",
    "the slowest of four starts, s": "start_seconds_slowest",
    "CPU of the fastest of them until then, s": "start_cpu_seconds",
    "memory, idle, MB": "memory_idle_mb",
    "memory after 12 sign-ins, four at a time, MB": "memory_after_sign_ins_mb",
    "memory after 20 PDFs of one person, MB": "memory_after_pdfs_mb",
    "memory after 40 certificates in one PDF, MB": "memory_after_work_mb",
}
POSTGRESQL = {
    "request": "name", "application CPU ms": "application_ms", "server CPU ms": "server_ms",
    "statements": "statements",
}  # fmt: skip
NATION = {
    "request": "name", "province, CPU ms": "province_ms", "nation, CPU ms": "nation_ms",
    "nation / province": "ratio", "statements": "province_statements",
    "statements ": "nation_statements",
}  # fmt: skip
CONDITIONS = {
    "Python": "python", "system": "system", "cores": "cores", "libraries": "libraries",
    "database": "database", "room": "room",
    "bare Flask page over the run, ms: fastest, median, slowest": "bare_page_ms",
    "the whole run took, s": "seconds",
}  # fmt: skip


def _table(
    name: str, rows: Sequence[Mapping[str, Any]], columns: Mapping[str, str],
    words: set[int] | None = None,
) -> Table:  # fmt: skip
    heads = tuple(each.strip() for each in columns)
    filled = tuple(tuple(written(row[key]) for key in columns.values()) for row in rows)
    return Table(name, heads, filled, frozenset(words or {0}))


def _pairs(
    name: str, found: Mapping[str, Any], lines: Mapping[str, str], words: set[int] | None = None
) -> Table:
    rows = tuple((label.strip(), written(found[key])) for label, key in lines.items())
    return Table(name, ("", ""), rows, frozenset(words or {0}))


def _nation_rows(found: Mapping[str, Any]) -> Table:
    rows = tuple(
        (table.replace("_", " "), written(count), written(found["nation_rows"][table]))
        for table, count in found["province_rows"].items()
    )
    return Table("nation_rows", ("rows", "province", "nation"), rows)


def written(value: object) -> str:
    """A figure as the page writes it."""
    if isinstance(value, bool):
        return "yes" if value else "**no**"
    if value is None:
        return "–"
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, float):
        return f"{value:,.2f}".rstrip("0").rstrip(".")
    return str(value)


def quote(results: Mapping[str, Any]) -> None:
    """Rewrites every table of docs/performance.md. Raises LookupError for one without markers."""
    page = PAGE.read_text(encoding="utf-8")
    for table in tables_of(results):
        page, count = between(table.name).subn(
            lambda found, table=table: "\n".join(  # type: ignore[misc] # a loop's variable, bound
                [found[1], *table.as_markdown(), found[3]]
            ),
            page,
        )
        if count != 1:
            raise LookupError(f"docs/performance.md has no place for the table {table.name}")
    PAGE.write_text(page, encoding="utf-8")


def between(name: str) -> re.Pattern[str]:
    """The markers of a table, and what stands between them."""
    return re.compile(rf"(<!-- table {name} -->)\n(.*?)\n?(<!-- end -->)", re.DOTALL)
