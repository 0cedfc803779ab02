"""Khmer alphabetical order, which neither code points nor the database know."""

from functools import cache

import icu


@cache
def _collator() -> icu.Collator:
    return icu.Collator.createInstance(icu.Locale("km"))


def sort_key(text: str) -> bytes:
    """The ICU `km` collation key of a name: compare keys as bytes to sort names.

    ZWSP and ZWNJ count for nothing, so that two spellings that look the same stand together.
    """
    bare = text.replace("\u200b", "").replace("\u200c", "").casefold()
    return bytes(_collator().getSortKey(bare))
