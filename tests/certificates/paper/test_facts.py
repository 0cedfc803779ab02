"""Facts as JSON, and facts of which no certificate can be made."""

from typing import Any

import msgspec
import pytest

from tests.certificates.paper.conftest import SAMPLE, sample, third
from training.adapters.typesetting import TypesettingError
from training.certificates.model import (
    Named,
    facts_from_json,
    facts_to_json,
)
from training.certificates.paper.paper import (
    UnknownTemplateError,
    render_certificate,
    render_certificates,
)


def test_facts_go_through_json_and_back_unchanged() -> None:
    facts = sample(kingdom_header=True)
    assert facts_from_json(facts_to_json(facts)) == facts
    assert facts_to_json(facts) == facts_to_json(facts_from_json(facts_to_json(facts)))


@pytest.mark.parametrize(
    "change",
    [
        {"unheard_of": 1},
        {"name_en": "x" * 201},
        {"date": "15 July"},
        {"signatories": [msgspec.to_builtins(third())] * 4},
        {"minutes_held": -1},
        {"number": ""},
    ],
)
def test_json_that_is_no_certificate_is_refused(change: dict[str, Any]) -> None:
    facts = msgspec.json.decode(SAMPLE.read_bytes()) | change
    with pytest.raises(msgspec.ValidationError):
        facts_from_json(msgspec.json.encode(facts))


def test_no_certificates_make_no_file() -> None:
    with pytest.raises(ValueError, match="no certificates"):
        render_certificates([])


def test_a_layout_that_is_not_here_is_refused() -> None:
    with pytest.raises(UnknownTemplateError, match="gala-7"):
        render_certificate(sample(template_version="gala-7"))
    with pytest.raises(UnknownTemplateError):
        render_certificates([sample(), sample(template_version="gala-7")])


def test_a_name_that_cannot_be_printed_is_refused_with_its_characters() -> None:
    with pytest.raises(TypesettingError, match="漢"):
        render_certificate(sample(name_en="漢 Anna"))


@pytest.mark.parametrize(
    ("facts", "told"),
    [
        ({"name_km": "", "name_en": " \u200b"}, "SAMPLE-2026-00042 has no name of a person"),
        ({"course_title_km": "", "course_title_en": ""}, "has no title of a course"),
        ({"name_en": "Sok \U0001f600"}, "U\\+1F600"),
        ({"name_km": "สมชาย"}, "U\\+0E2A"),
        ({"venue_en": "Hall \u202ecipher"}, "U\\+202E"),
        ({"modules": (Named("ក", "null\x00"),)}, "U\\+0000"),
    ],
)
def test_what_makes_no_certificate_is_said_in_a_sentence(facts: dict[str, Any], told: str) -> None:
    with pytest.raises(TypesettingError, match=told):
        render_certificate(sample(**facts))
