"""The forms of the real pages, read as a browser would: where they go, and what can be chosen."""

from collections.abc import Iterator
from html.parser import HTMLParser
from urllib.parse import urljoin, urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException

Fields = dict[str, list[str]]
"""Values that the page offers for each field, the ones that stand in it first."""


class _Forms(HTMLParser):
    """Collects every form with its address, its method and its fields."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str, Fields]] = []
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "form":
            method = given.get("method", "get").upper()
            self.found.append((given.get("action", ""), method, {}))
        elif tag == "select":
            self._select = given.get("name", "")
            self._add(self._select)
        elif tag == "option" and self._select:
            self._add(self._select, given.get("value", ""), first="selected" in given)
        elif tag in {"input", "textarea", "button"}:
            ticked = given.get("type") not in {"radio", "checkbox"} or "checked" in given
            self._add(given.get("name", ""), given.get("value", "on"), first=ticked)

    def handle_endtag(self, tag: str) -> None:
        if tag == "select":
            self._select = ""

    def _add(self, name: str, *values: str, first: bool = False) -> None:
        if self.found and name:
            kept = self.found[-1][2].setdefault(name, [])
            for value in values:
                kept.insert(0 if first else len(kept), value)


def forms_of(app: Flask, path: str, page: str) -> Iterator[tuple[str, str, Fields]]:
    """(endpoint, method, fields) of every form of the page that leads to a page of ours."""
    reader = _Forms()
    reader.feed(page)
    for action, method, fields in reader.found:
        there = urlsplit(urljoin(path, action)).path
        try:
            endpoint, _ = app.url_map.bind("localhost").match(there, method=method)
        except HTTPException:
            raise AssertionError(f"a form of {path} leads nowhere: {method} {there}") from None
        yield endpoint, method, fields
