"""docs/security.md says what is met and which test shows it; this holds it to its word."""

import ast
import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGE = ROOT / "docs" / "security.md"
ROW = re.compile(r"\| (\d+(?:\.\d+){2}) \| ([12]) \| ([^|]+) \| ([^|]+) \| ([^|]+) \| ([^|]*) \|")
EVIDENCE = re.compile(r"`([^`]+)`")
REQUIREMENTS = {
    1: 27, 2: 11, 3: 19, 4: 10, 5: 9, 6: 35, 7: 18, 8: 7, 9: 7, 11: 14, 12: 9, 13: 13, 14: 9,
    15: 13, 16: 16,
}  # fmt: skip
"""How many of levels 1 and 2 each chapter of ASVS 5.0.0 has; 10 (29) and 17 (7) do not apply."""
CLIENTS = {"urllib.request", "http.client", "requests", "httpx", "aiohttp", "smtplib", "ftplib"}


def rows() -> list[tuple[str, ...]]:
    text = PAGE.read_text(encoding="utf-8")
    return [tuple(cell.strip() for cell in found) for found in ROW.findall(text)]


@cache
def functions_in(path: str) -> frozenset[str]:
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    return frozenset(node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef))


def is_there(evidence: str) -> bool:
    """Whether this test, this target of make or this file exists."""
    if evidence.startswith("make "):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        return f"\n{evidence.removeprefix('make ')}:" in makefile
    path, _, name = evidence.partition("::")
    if not (ROOT / path).is_file():
        return False
    return name in functions_in(path) if name else not path.startswith("tests/")


def test_every_requirement_of_levels_1_and_2_has_one_row() -> None:
    ids = [row[0] for row in rows()]
    assert len(ids) == len(set(ids))
    assert Counter(int(each.split(".")[0]) for each in ids) == REQUIREMENTS


@pytest.mark.parametrize("row", rows(), ids=lambda row: str(row[0]))
def test_a_row_says_whether_it_is_met_and_what_shows_it(row: tuple[str, ...]) -> None:
    _, _, subject, state, how, shown = row
    assert subject
    assert how
    assert state in {"met", "not met", "n/a"}
    evidence = EVIDENCE.findall(shown)
    assert bool(evidence) or state != "met", "a met row names what shows it"
    assert [each for each in evidence if not is_there(each)] == []


def test_evidence_that_is_not_there_is_noticed() -> None:
    assert is_there(
        "tests/tools/test_security_table.py::test_evidence_that_is_not_there_is_noticed"
    )
    assert not is_there("tests/tools/test_security_table.py::test_nothing")
    assert not is_there("tests/tools/test_security_table.py")
    assert not is_there("tests/nowhere.py::test_nothing")
    assert not is_there("make nothing")


def test_the_server_has_no_means_to_open_addresses_elsewhere_but_its_own_mail_server() -> None:
    found = set()
    for file in (ROOT / "training").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                found |= {(file.name, alias.name) for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                found |= {(file.name, node.module)}
                found |= {(file.name, f"{node.module}.{alias.name}") for alias in node.names}
    assert len(found) > 100
    # The mail server is named by a setting, never by a request.
    assert {pair for pair in found if pair[1] in CLIENTS} == {("mail.py", "smtplib")}
