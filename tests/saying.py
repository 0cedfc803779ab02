"""What a refusal must show: the sentence in the reader's language, and a database left as is."""

import html
from collections.abc import Collection, Iterator
from contextlib import contextmanager

from flask import Flask
from sqlalchemy import Table
from werkzeug.test import TestResponse

from training.adapters.database import Base
from training.kernel.locales import khmer_digits
from training.kernel.texts import Text
from training.web.locale import translate

COUNTED_TRIES = "wrong_tries"
"""The one table that a refusal may write into: it counts wrong codes."""
Contents = dict[str, list[str]]


def contents(app: Flask) -> Contents:
    """Every row of every table as the database keeps it, but for the counted tries."""
    tables = [each for each in Base.metadata.sorted_tables if each.name != COUNTED_TRIES]
    with app.extensions["training.database"].reading() as session:
        connection = session.connection()

        def rows(table: Table) -> list[str]:
            names = ", ".join(f'"{column.name}"' for column in table.columns)
            found = connection.exec_driver_sql(f'SELECT {names} FROM "{table.name}"')  # noqa: S608 - our own names
            return sorted(map(repr, found))

        return {each.name: rows(each) for each in tables}


@contextmanager
def nothing_saved(app: Flask, but: Collection[str] = ()) -> Iterator[None]:
    """Fails when what is done inside changes any row, but for those of the tables in `but`."""
    before = contents(app)
    yield
    after = contents(app)
    assert [name for name in before if name not in but and after[name] != before[name]] == []


def counts(app: Flask) -> dict[str, int]:
    """How many rows each table has."""
    return {name: len(rows) for name, rows in contents(app).items()}


def grown(before: dict[str, int], after: dict[str, int]) -> dict[str, int]:
    """By how much each table grew that did."""
    return {name: after[name] - before[name] for name in after if after[name] != before[name]}


def sentence(app: Flask, text: Text | str, language: str) -> str:
    """The text as a reader of `language` sees it. Fails when the catalogue has no Khmer for it."""
    with app.test_request_context():
        said = str(translate(text, language))
        english = str(translate(text, "en"))
    assert language == "en" or said != english, f"no Khmer for: {english}"
    return said


def digits(written: str, language: str) -> str:
    """Digits as that language writes them."""
    return khmer_digits(written) if language == "km" else written


def require_said(
    app: Flask, answer: TestResponse, status: int, text: Text | str, language: str
) -> None:
    """Fails unless the page has this status, is in this language and says this sentence."""
    assert answer.status_code == status, answer.text
    page = html.unescape(answer.text)
    assert f'<html lang="{language}"' in page
    assert sentence(app, text, language) in page
