"""Every row of every table, taken out and put back, so that each request meets the same day."""

from typing import Any

from flask import Flask
from sqlalchemy import delete, insert, select

from training.adapters.database import Base

Rows = dict[str, list[Any]]


def take(app: Flask) -> Rows:
    """Every row, as Python values."""
    with app.extensions["training.database"].reading() as session:
        return {
            table.name: sorted((tuple(row) for row in session.execute(select(table))), key=repr)
            for table in Base.metadata.sorted_tables
        }


def put_back(app: Flask, rows: Rows) -> None:
    """Makes the tables hold these rows and no others."""
    tables = Base.metadata.sorted_tables
    with app.extensions["training.database"].writing() as session:
        for table in reversed(tables):
            session.execute(delete(table))
        for table in tables:
            if rows[table.name]:
                names = [column.name for column in table.columns]
                values = [dict(zip(names, row, strict=True)) for row in rows[table.name]]
                session.execute(insert(table), values)
        session.commit()
