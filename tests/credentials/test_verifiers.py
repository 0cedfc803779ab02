"""What other people's verifiers make of our credentials: two in JavaScript, one in Python.

None of them has a network; set-up has installed them (`tools/install_verifiers.py`).
"""

import json
import shutil
import subprocess
from typing import Any

import msgspec
import pytest
from openbadgeslib.ob3.ldp import OB3LdpVerifier
from openbadgeslib.ob3.verifier import OB3VerificationError

from tests.conftest import NINE_THIRTY
from tests.credentials.changing import Json, all_changed
from tests.credentials.signed import OURS, STATEMENT
from tools.install_verifiers import FOLDER, SCHEMA, SOURCE, is_installed, node_command
from training.certificates.claims import statement_of
from training.certificates.model import Kind, facts_from_json
from training.certificates.paper import paper
from training.credentials.badges import make_badge
from training.credentials.status_lists import make_status_list

SCRIPT = "verify.mjs"
HOST = STATEMENT.public_url
FACTS = paper.SAMPLE
BADGE = make_badge(OURS, STATEMENT)
SCHEMA_ADDRESS = (
    "https://purl.imsglobal.org/spec/ob/v3p0/schema/json/ob_v3p0_achievementcredential_schema.json"
)
OUR_PLACE = STATEMENT.place.list_index


LIST_ADDRESS: str = json.loads(BADGE)["credentialStatus"]["statusListCredential"]


def listing(*places: int) -> Json:
    """Our status list by its address, with those places set."""
    made = make_status_list(OURS, LIST_ADDRESS, "revocation", places, NINE_THIRTY)
    return {LIST_ADDRESS: json.loads(made)}


def ask_javascript(credentials: list[Json], served: Json) -> list[Json]:
    assert is_installed(), "The verifiers are not installed: run `make setup`."
    shutil.copyfile(SOURCE / SCRIPT, FOLDER / SCRIPT)
    asked = json.dumps({"credentials": credentials, "served": served})
    command = [node_command(), SCRIPT]
    done = subprocess.run(  # noqa: S603 - our own script
        command, cwd=FOLDER, input=asked.encode(), capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr.decode()
    answers: list[Json] = json.loads(done.stdout)
    return answers


def ask_python(credential: Json, served: Json, *, check_status: bool = True) -> bool:
    def download(address: str) -> bytes:
        return json.dumps(served[address]).encode()

    verifier = OB3LdpVerifier.for_issuer_did(OURS.key.issuer)
    try:
        # Of lists it knows no other signature than a JWT's; what is in ours, it reads.
        verifier.verify(
            credential, check_status=check_status, download=download, verify_status_list=False
        )
    except OB3VerificationError:
        return False
    return True


@pytest.fixture(scope="module")
def official_schema() -> Json:
    assert is_installed(), "The verifiers are not installed: run `make setup`."
    schema: Json = json.loads(SCHEMA.read_bytes())
    return schema


STATEMENTS = {
    "with an address": STATEMENT,
    "without one": msgspec.structs.replace(STATEMENT, public_url=""),
    "with little in it": msgspec.structs.replace(STATEMENT, recipient_name="X", facts="{}"),
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_three_verifiers_of_others_accept_our_credential(statement: Any) -> None:
    badge, served = json.loads(make_badge(OURS, statement)), listing()
    (found,) = ask_javascript([badge], served)
    assert found["bazaar"] is True
    assert found["core"]["signature"] is True
    assert found["core"]["status"] is (True if statement.public_url else None)
    assert ask_python(badge, served)


def test_the_official_schema_of_open_badges_holds(official_schema: Json) -> None:
    served = listing() | {SCHEMA_ADDRESS: official_schema}
    badges = [json.loads(make_badge(OURS, statement)) for statement in STATEMENTS.values()]
    for found in ask_javascript(badges, served):
        (result,) = found["core"]["schemas"]["results"]
        assert result["schema"] == SCHEMA_ADDRESS
        assert result["result"] == {"valid": True}


def test_the_official_schema_is_really_asked(official_schema: Json) -> None:
    odd = msgspec.structs.replace(
        STATEMENT, achievement=msgspec.structs.replace(STATEMENT.achievement, type="Diplomat")
    )
    served = listing() | {SCHEMA_ADDRESS: official_schema}
    (found,) = ask_javascript([json.loads(make_badge(OURS, odd))], served)
    (result,) = found["core"]["schemas"]["results"]
    assert result["result"]["valid"] is False


def test_they_refuse_the_credential_with_any_one_field_changed_or_taken_away() -> None:
    bent = all_changed(BADGE)
    assert len(bent) > 80
    answers = ask_javascript(bent, listing())
    believed = [
        (document, answer)
        for document, answer in zip(bent, answers, strict=True)
        if answer["bazaar"] or answer["core"]["signature"] or ask_python(document, listing())
    ]
    assert not believed


def test_they_see_who_is_in_a_status_list() -> None:
    badge = json.loads(BADGE)
    others = listing(0, OUR_PLACE - 1, OUR_PLACE + 1, (1 << 20) - 1)
    ours = listing(OUR_PLACE)
    (among_others,), (named,) = ask_javascript([badge], others), ask_javascript([badge], ours)
    assert among_others["core"]["status"] is True
    assert named["core"]["status"] is False
    assert ask_python(badge, others)
    assert not ask_python(badge, ours)
    assert ask_python(badge, ours, check_status=False)


def test_a_list_that_was_changed_is_not_believed() -> None:
    badge, ours = json.loads(BADGE), listing(OUR_PLACE)[LIST_ADDRESS]
    bent = ours | {"credentialSubject": listing()[LIST_ADDRESS]["credentialSubject"]}
    (found,) = ask_javascript([badge], {LIST_ADDRESS: bent})
    assert found["core"]["status"] is None


def test_certificates_of_every_kind_hold_the_official_schema(official_schema: Json) -> None:
    badges = []
    for kind in Kind:
        facts = msgspec.structs.replace(facts_from_json(FACTS.read_bytes()), kind=kind)
        said = statement_of(facts, STATEMENT.place, HOST, "An office", "3f" * 32, NINE_THIRTY)
        badges.append(json.loads(make_badge(OURS, said)))
    for found in ask_javascript(badges, listing() | {SCHEMA_ADDRESS: official_schema}):
        assert found["bazaar"]
        assert found["core"]["signature"]
        assert found["core"]["schemas"]["results"][0]["result"] == {"valid": True}
