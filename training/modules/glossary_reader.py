"""glossary.toml: which words of terms.tsv the bilingual glossary holds, in groups."""

import re
from collections.abc import Mapping, Sequence

from training.kernel.locales import Bilingual
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.model import Binding, GlossaryGroup, GlossaryTerm, Term
from training.modules.toml_reading import Table, read_toml

GLOSSARY = "glossary.toml"


def read_glossary(
    folder: Folder, terms: Sequence[Term], findings: Findings
) -> tuple[GlossaryGroup, ...]:
    """The groups of the glossary in order; none where there is no such file."""
    place = Place(GLOSSARY, findings)
    if not folder.has(GLOSSARY):
        return ()
    text = folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    if top is None:
        return ()
    known = {term.en: term for term in terms if term.binding is not Binding.NO}
    seen: set[str] = set()
    groups = tuple(_read_group(table, known, seen) for table in top.tables("group"))
    top.refuse_the_rest()
    return groups


def _read_group(table: Table, known: Mapping[str, Term], seen: set[str]) -> GlossaryGroup:
    title = table.words("title", "this group")
    found: list[GlossaryTerm] = []
    for key in table.texts("terms"):
        if key not in known:
            table.fault(f'"{key}" is no English term of terms.tsv, or its binding is no.', "terms")
        elif key in seen:
            table.fault(f'"{key}" is in the glossary twice. Keep one.', "terms")
        else:
            seen.add(key)
            term = known[key]
            words = Bilingual(km=term.km, en=plain_term(term.en))
            found.append(GlossaryTerm(words, term.binding is Binding.YES))
    table.refuse_the_rest()
    return GlossaryGroup(title, tuple(found))


def plain_term(english: str) -> str:
    """An English term without a remark in brackets; a short form such as (R2P) stays."""
    return re.sub(r"\s*\((?![A-Z0-9]+\))[^)]*\)$", "", english)
