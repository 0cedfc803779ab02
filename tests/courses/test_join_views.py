"""Joining: the code in both scripts, the person, the seat, double taps and refusals."""

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import ClientMaker, Workshop
from tests.proofreading import ProofReadingClient
from training.courses.tables import Seat
from training.kernel.locales import khmer_digits


def person(**more: str) -> dict[str, str]:
    return {"name_km": "ហេង ស្រីមុំ", "name_latin": "HENG Sreymom", "submission_key": "k1", **more}


def seats(app: Flask) -> int:
    with app.extensions["training.database"].reading() as session:
        count: int = session.query(Seat).count()
        return count


def test_join_takes_the_code_in_both_scripts(
    visitor: ProofReadingClient, workshop: Workshop
) -> None:
    for typed in (
        workshop.join_code,
        khmer_digits(workshop.join_code),
        f" {workshop.join_code[:3]} {workshop.join_code[3:]} ",
    ):
        answer = visitor.post("/join", data={"code": typed})
        assert answer.status_code == 302
        assert answer.location == f"/join/{workshop.join_code}"


def test_join_gives_a_seat_and_its_cookie(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    answer = visitor.post(f"/join/{workshop.join_code}", data=person())
    assert answer.status_code == 302
    assert answer.location == f"/c/{workshop.course_id}"
    assert visitor.get(answer.location).status_code == 200


def test_join_twice_with_one_key_gives_one_seat(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    before = seats(app)
    for _ in range(2):
        assert visitor.post(f"/join/{workshop.join_code}", data=person()).status_code == 302
    assert seats(app) == before + 1


def test_the_empty_form_is_everybodys_own(
    app: Flask, client_for: ClientMaker, workshop: Workshop
) -> None:
    """It is kept in memory for each language: nothing that somebody typed may be in it."""
    address = f"/join/{workshop.join_code}"
    english, khmer = client_for(), client_for(language="km")
    assert "Khmer name" in english.get(address).text
    assert "Khmer name" not in khmer.get(address).text
    refused = english.post(address, data=person(name_km="", name_latin="TYPED Somebody" * 200))
    assert refused.status_code == 422
    assert "TYPED Somebody" in refused.text
    for client in (english, khmer):
        assert "TYPED" not in client.get(address).text
    assert english.get(address).text.count("Khmer name") == 1
    assert FlaskClient(app).head(address).status_code == 200


def test_a_wrong_code_is_said_in_khmer(client_for: ClientMaker, workshop: Workshop) -> None:
    answer = client_for(language="km").post("/join", data={"code": "000000"})
    assert answer.status_code == 404
    assert 'lang="km"' in answer.text


def test_the_same_name_needs_a_word(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    same = person(name_km="ស៊ុន សុភាព", name_latin="SUN Sopheap")
    before = seats(app)
    answer = visitor.post(f"/join/{workshop.join_code}", data=same)
    assert answer.status_code == 409
    assert "another person" in answer.text
    assert seats(app) == before
    assert (
        visitor.post(
            f"/join/{workshop.join_code}", data={**same, "another_person": "y"}
        ).status_code
        == 302
    )


def test_continue_with_the_seat_code(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    with app.extensions["training.database"].reading() as session:
        code = session.get_one(Seat, workshop.seat_id).code
    typed = f"{code[:4].lower()}-{code[4:]}"
    answer = visitor.post("/continue", data={"code": workshop.join_code, "seat_code": typed})
    assert answer.location == f"/c/{workshop.course_id}"
    wrong = visitor.post("/continue", data={"code": workshop.join_code, "seat_code": "AAAAAAAA"})
    assert wrong.status_code == 404


def test_the_answer_lost_on_the_way_is_given_again_after_the_code_has_closed(
    app: Flask, client_for: ClientMaker, trainer: ProofReadingClient, workshop: Workshop
) -> None:
    before = seats(app)
    join = f"/join/{workshop.join_code}"
    assert client_for().post(join, data=person()).status_code == 302
    trainer.post(f"/courses/{workshop.course_id}/joining", data={"open": "no"})
    again = client_for()
    answer = again.post(join, data=person())
    assert answer.location == f"/c/{workshop.course_id}"
    assert "ហេង ស្រីមុំ" in again.get(answer.location).text
    assert client_for().post(join, data=person(submission_key="k2")).status_code == 410
    assert seats(app) == before + 1


def test_a_form_gone_back_to_with_another_name_is_another_person(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    before = seats(app)
    join = f"/join/{workshop.join_code}"
    visitor.post(join, data=person())
    answer = visitor.post(join, data=person(name_km="លឹម ដារ៉ា", name_latin="LIM Dara"))
    assert "លឹម ដារ៉ា" in visitor.get(answer.location or "").text
    assert seats(app) == before + 2


def test_a_form_without_a_key_never_gives_the_seat_of_somebody_else(
    app: Flask, visitor: ProofReadingClient, workshop: Workshop
) -> None:
    before = seats(app)
    join = f"/join/{workshop.join_code}"
    first = visitor.post(join, data=person(submission_key=""))
    second = visitor.post(join, data=person(submission_key=""))
    assert (first.status_code, second.status_code) == (302, 409)
    assert seats(app) == before + 1


@pytest.mark.parametrize(
    "title", [{"title": "other-typed", "title_typed": "😀"}, {"title": "x" * 61}]
)
def test_a_title_that_no_certificate_can_bear_is_refused(
    app: Flask, trainer: ProofReadingClient, workshop: Workshop, title: dict[str, str]
) -> None:
    before = seats(app)
    people = f"/courses/{workshop.course_id}/people"
    answer = trainer.post(people, data=person(**title))
    assert answer.status_code == 422
    assert seats(app) == before


def test_a_name_without_its_space_is_the_same_name(
    visitor: ProofReadingClient, workshop: Workshop
) -> None:
    same = person(name_km="ស៊ុនសុភាព", name_latin="Sun Sopheap")
    assert visitor.post(f"/join/{workshop.join_code}", data=same).status_code == 409
