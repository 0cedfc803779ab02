"""How much a request may bring: a form everywhere, a file where the view says so."""

from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, request

View = TypeVar("View", bound=Callable[..., Any])
FORM_BYTES = 64 * 1024
"""What may come beside a file: the other fields, and how the parts are parted."""


def takes_file(most_bytes: int) -> Callable[[View], View]:
    """Declares that a form of this view may bring a file of so many bytes."""

    def declare(view: View) -> View:
        view.largest_body = most_bytes + FORM_BYTES  # type: ignore[attr-defined] # read back below
        return view

    return declare


def largest_of_all(app: Flask) -> int:
    """The largest body that any view takes, in bytes; 0 where none says more than the usual."""
    return max((_largest(each) for each in app.view_functions.values()), default=0)


def _largest(view: object) -> int:
    found: int = getattr(view, "largest_body", 0)
    return found


def install(app: Flask) -> None:
    """Widens the limit before anything reads the body."""

    @app.before_request
    def widen() -> None:
        largest = _largest(app.view_functions.get(request.endpoint or ""))
        if largest:
            request.max_content_length = largest
