"""The register: found by number and by the beginning of a printed name, at one price."""

import re
import uuid

import pytest
from flask import Flask
from msgspec.structs import replace
from sqlalchemy import insert, select

from tests.certificates.issued import issue_one
from tests.conftest import NINE_THIRTY, Workshop
from tests.hearing import heard
from tests.proofreading import ProofReadingClient
from training.certificates import rules
from training.certificates.tables import Certificate
from training.kernel.ids import new_id


@pytest.fixture
def certificate_id(app: Flask, workshop: Workshop) -> uuid.UUID:
    """SUN Sopheap's."""
    return issue_one(app, workshop)


def fill(app: Flask, count: int) -> list[str]:
    """So many certificates of another register, named PEN Nary 0 and so on: their numbers."""
    with app.extensions["training.database"].writing() as session:
        facts = session.scalars(select(Certificate.facts)).first()
        numbers = [rules.new_number() for _ in range(count)]
        rows = [
            {
                "id": new_id(),
                "number": number,
                "kind": "attendance",
                "edition": 1,
                "facts": replace(
                    facts,
                    number=rules.written_number(number),
                    name_km=f"ប៉ែន ណារី {place:05}",
                    name_en=f"PEN Nary {place:05}",
                ),
                "issued_at": NINE_THIRTY,
            }
            for place, number in enumerate(numbers)
        ]
        session.execute(insert(Certificate), rows)
        session.commit()
    return numbers


def names_on(page: str) -> list[str]:
    return re.findall(r'<span lang="en">((?:PEN|SUN) [^<]+)</span>', page)


@pytest.mark.usefixtures("certificate_id")
def test_a_name_is_found_by_its_beginning_in_either_script_whatever_the_case(
    app: Flask, administrator: ProofReadingClient
) -> None:
    fill(app, 3)
    for typed in ("sun s", "SUNSOPHEAP", "ស៊ុន", "ស៊ុនសុភាព"):
        assert names_on(administrator.get("/certificates", query_string={"q": typed}).text) == [
            "SUN Sopheap"
        ]
    for typed in ("pen nary 0000", "ប៉ែន"):
        shown = administrator.get("/certificates", query_string={"q": typed}).text
        assert len(names_on(shown)) == 3
    nobody = administrator.get("/certificates", query_string={"q": "opheap"}).text
    assert names_on(nobody) == []
    assert "No certificate begins like this" in nobody


def test_a_number_leads_to_its_page(
    app: Flask, certificate_id: uuid.UUID, administrator: ProofReadingClient
) -> None:
    with app.extensions["training.database"].reading() as session:
        number = session.get_one(Certificate, certificate_id).number
    for typed in (number, rules.written_number(number).lower(), f" r2p {number[:5]} {number[5:]}"):
        answer = administrator.get("/certificates", query_string={"q": typed})
        assert answer.location == f"/certificates/{rules.written_number(number)}"


@pytest.mark.usefixtures("certificate_id")
@pytest.mark.parametrize("typed", ["", "pen"])
def test_its_pages_show_everybody_once(
    app: Flask, administrator: ProofReadingClient, typed: str
) -> None:
    fill(app, 120)
    seen: list[str] = []
    path = f"/certificates?q={typed}"
    for _ in range(5):
        page = administrator.get(path).text
        seen += names_on(page)
        onward = re.search(r'href="(/certificates\?[^"]*after=[^"]+)"', page)
        if onward is None:
            break
        path = onward[1].replace("&amp;", "&")
    assert len(seen) == len(set(seen)) == (120 if typed else 121)


@pytest.mark.usefixtures("certificate_id")
@pytest.mark.parametrize("typed", ["", "pen", "ប៉ែន"])
def test_it_costs_the_same_for_three_rows_and_for_three_thousand(
    app: Flask, administrator: ProofReadingClient, typed: str
) -> None:
    asked: list[str] = []
    counts = []
    with heard(app.extensions["training.database"], lambda *given: asked.append(given[2])):
        for more in (3, 2_997):
            fill(app, more)
            administrator.get("/certificates", query_string={"q": typed})
            asked.clear()
            assert administrator.get("/certificates", query_string={"q": typed}).status_code == 200
            counts.append(len(asked))
    assert counts[0] == counts[1] <= 5
