"""The facts that content may use, and the terms, as their two files give them."""

import re
from collections.abc import Mapping
from datetime import date

from training.modules.findings import Place
from training.modules.folder import Folder
from training.modules.model import Binding, Fact, Term
from training.modules.toml_reading import Table, read_toml

CONFIDENCES = ("S", "V", "M", "M?")
_FACT_ID = re.compile(r"[A-Za-z0-9]+(?:-[A-Za-z0-9]+)*")
_MONTH = re.compile(r"\d{4}-(?:0[1-9]|1[0-2])")
_TERM_COLUMNS = ["en", "km", "binding", "source", "note"]


def read_facts(folder: Folder, place: Place) -> dict[str, Fact]:
    """All facts of the place's file by id; what cannot be read is a fault and left out."""
    text = folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    if top is None:
        return {}
    facts: dict[str, Fact] = {}
    for table in top.tables("fact"):
        fact = _read_fact(table)
        if fact.id in facts:
            table.fault(f"The fact {fact.id} is given twice. Give one of them a new id.", "id")
        if fact.id:
            facts[fact.id] = fact
    top.refuse_the_rest()
    return facts


def _read_fact(table: Table) -> Fact:
    name = table.text("id")
    if name and not _FACT_ID.fullmatch(name):
        table.fault(f'The fact id "{name}" may have letters, digits and hyphens only.', "id")
    after = table.text("after", required=False)
    if after and not _MONTH.fullmatch(after):
        table.fault(f'{name}: after must be a month such as "2019-07".', "after")
    fact = Fact(
        id=name,
        confidence=table.choice("confidence", CONFIDENCES) or "M?",
        text=table.text("text"),
        sources=table.texts("sources"),
        after=after,
    )
    table.refuse_the_rest()
    return fact


def why_not(fact_id: str, facts: Mapping[str, Fact], true_as_of: date | None) -> str:
    """Why content may not name this fact, as a sentence; empty when it may."""
    fact = facts.get(fact_id)
    if fact is None:
        return f"The fact {fact_id} is not in facts.toml. Mend the id or add the fact."
    if fact.confidence == "M?":
        return f"The fact {fact_id} is tagged M? (not verified). Verify it or leave it out."
    if fact.after and true_as_of and f"{true_as_of:%Y-%m}" <= fact.after:
        return f"The fact {fact_id} is later than {fact.after}. Leave it out of this module."
    return ""


def check_facts(
    named: tuple[str, ...], facts: Mapping[str, Fact], true_as_of: date | None
) -> list[str]:
    """A sentence for each named fact that may not be used, or that is named twice."""
    told = [why_not(one, facts, true_as_of) for one in dict.fromkeys(named)]
    twice = [one for one in dict.fromkeys(named) if named.count(one) > 1]
    told += [f"The fact {one} is named twice. Name it once." for one in twice]
    return [sentence for sentence in told if sentence]


def read_terms(folder: Folder, place: Place) -> tuple[Term, ...]:
    """All terms of the place's file in order; a row that cannot be read is a fault."""
    text = folder.text_of(place)
    if text is None:
        return ()
    lines = text.rstrip("\n").split("\n")
    if lines[0].split("\t") != _TERM_COLUMNS:
        place.fault(1, f"The first line must name the columns: {', '.join(_TERM_COLUMNS)}.")
        return ()
    terms = [_read_term(line, number, place) for number, line in enumerate(lines[1:], 2)]
    return tuple(term for term in terms if term)


def _read_term(line: str, number: int, place: Place) -> Term | None:
    cells = [cell.strip() for cell in line.split("\t")]
    if len(cells) != len(_TERM_COLUMNS) or not cells[0] or not cells[1]:
        place.fault(number, "A term has five cells with tabs between them; en and km are filled.")
        return None
    if cells[2] not in tuple(Binding):
        place.fault(number, f"binding of {cells[0]} must be yes, confirm or no.")
        return None
    return Term(cells[0], cells[1], Binding(cells[2]), cells[3], cells[4])
