"""Whether Khmer words keep to the terms that bind: variants not to be written, and terms missed.

Only terms of the glossary are missed. A term is looked for where the English of the same block has
it as a phrase, the longest phrase first, so that "genocide prevention" is not "genocide" too.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from training.modules.glossary_reader import plain_term
from training.modules.khmer_text import Spot, bare
from training.modules.model import Binding, GlossaryGroup, Term

_PREFIXES = ("ការ", "អំពើ", "សេចក្តី", "ភាព")
_SHORT_FORM = re.compile(r"\s*\(([^)]*)\)")
_A_LETTER = re.compile("[A-Za-z\u1780-\u17b3]")


@dataclass(frozen=True)
class TermCheck:
    """The terms of a folder of packs, ready to be looked for."""

    refused: tuple[tuple[str, str], ...] = ()
    """Khmer variants with the Khmer to be written, where it is known."""
    wanted: tuple[tuple[re.Pattern[str], tuple[str, ...], str, str], ...] = field(default=())
    """The English phrase, the Khmer words one of which must be there, the term in both."""

    def variants(self, khmer: str) -> Iterator[Spot]:
        """The variants in a Khmer text that are not to be written."""
        plain = bare(khmer)
        for variant, en in self.refused:
            if variant in plain:
                yield Spot(0, f"{variant} is not to be written ({en}): see terms.tsv.")

    def missed(self, english: str, khmer: str) -> Iterator[tuple[str, str]]:
        """The terms that the English has and the Khmer has not: English key and Khmer."""
        plain = bare(khmer)
        rest = english
        for phrase, words, en, km in self.wanted:
            rest, count = phrase.subn("\x00", rest)
            if count and not any(word in plain for word in words):
                yield en, km


def term_check(terms: Sequence[Term], glossary: Sequence[GlossaryGroup]) -> TermCheck:
    """What terms.tsv and glossary.toml ask for."""
    refused = [(bare(term.km), term.en) for term in terms if term.binding is Binding.NO]
    found = [term.words for group in glossary for term in group.terms]
    wanted = [
        (_phrase(words.en), _ways(words.km), words.en, words.km)
        for words in sorted(found, key=lambda words: len(words.en), reverse=True)
    ]
    return TermCheck(tuple(refused), tuple(wanted))


def names_of(english: str, flags: re.RegexFlag) -> re.Pattern[str]:
    """A term's English names as whole words, one or many, without a short form in brackets."""
    names = without_short_form(plain_term(english)).split(" / ")
    inner = "|".join(re.escape(name) for name in names)
    return re.compile(rf"\b(?:{inner})(?:s|es)?\b", flags)


def without_short_form(term: str) -> str:
    """A term without what stands in brackets, such as (R2P) or a year."""
    return _SHORT_FORM.sub("", term)


def _phrase(english: str) -> re.Pattern[str]:
    """What is looked for in running English: a name has capital letters."""
    return names_of(english, re.NOFLAG if english[0].isupper() else re.IGNORECASE)


def _ways(khmer: str) -> tuple[str, ...]:
    """The Khmer, its alternatives and short forms, and each without what makes a noun of it."""
    ways = [without_short_form(one) for one in khmer.split(" / ")]
    for one in list(ways):
        ways += [one.removeprefix(prefix) for prefix in _PREFIXES if one.startswith(prefix)]
    ways += [found[1] for found in _SHORT_FORM.finditer(khmer) if _A_LETTER.search(found[1])]
    return tuple(dict.fromkeys(map(bare, ways)))
