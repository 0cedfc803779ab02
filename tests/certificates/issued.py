"""A course that has ended and certificates of it, for tests that begin after the issue."""

import uuid

from flask import Flask
from sqlalchemy import select

from tests.certificates.test_service import end, issue, mark
from tests.conftest import Workshop
from training.certificates.tables import Certificate


def issue_one(app: Flask, workshop: Workshop) -> uuid.UUID:
    """SUN Sopheap's certificate of attendance: its id."""
    mark(app, workshop, workshop.seat_id, 3, 8)
    end(app, workshop)
    assert issue(app, workshop) == 1
    with app.extensions["training.database"].reading() as session:
        found: uuid.UUID = session.scalars(select(Certificate.id)).one()
    return found
