"""What all packs of a folder share: facts, terms, and the glossary made from the terms."""

from dataclasses import dataclass
from pathlib import Path

from training.modules.facts import read_facts, read_terms
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.glossary_reader import read_glossary
from training.modules.model import Fact, GlossaryGroup, Term

FACTS, TERMS = "facts.toml", "terms.tsv"


@dataclass(frozen=True)
class Commons:
    """The shared files of a folder of packs, and what is wrong in them."""

    facts: dict[str, Fact]
    terms: tuple[Term, ...]
    glossary: tuple[GlossaryGroup, ...]
    findings: Findings


def read_commons(packs: Path) -> Commons:
    """The shared files; a missing terms.tsv or glossary.toml is no fault."""
    folder, findings = Folder(packs), Findings()
    facts = read_facts(folder, Place(FACTS, findings))
    terms = read_terms(folder, Place(TERMS, findings)) if folder.has(TERMS) else ()
    return Commons(facts, terms, read_glossary(folder, terms, findings), findings)
