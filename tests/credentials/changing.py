"""Every field of a document, changed or taken away, one at a time."""

import copy
import json
from collections.abc import Callable, Iterator
from typing import Any

Json = dict[str, Any]
Path = tuple[Any, ...]
Change = Callable[[Any, Any], None]


def leaves(value: Any, path: Path = ()) -> Iterator[Path]:
    """Where every text and every yes or no is."""
    if isinstance(value, dict | list):
        items = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in items:
            yield from leaves(inner, (*path, key))
    else:
        yield path


def alter(inner: Any, key: Any) -> None:
    """Another value of the same kind."""
    inner[key] = (not inner[key]) if isinstance(inner[key], bool) else f"{inner[key]}x"


def remove(inner: Any, key: Any) -> None:
    """The field is gone."""
    del inner[key]


CHANGES: tuple[Change, ...] = (alter, remove)


def changed(badge: str, path: Path, change: Change) -> Json:
    """The document with that one change."""
    document: Any = json.loads(badge)
    inner = document
    for key in path[:-1]:
        inner = inner[key]
    change(inner, path[-1])
    return dict(document)


def all_changed(badge: str) -> list[Json]:
    """The document once for each field and change."""
    paths = leaves(json.loads(badge))
    return [copy.deepcopy(changed(badge, path, each)) for path in paths for each in CHANGES]
