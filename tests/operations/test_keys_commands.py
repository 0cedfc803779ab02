"""`certificates keys`."""

import json
from pathlib import Path

import pytest
from flask import Flask

from tests.operations.terminal import Run, runner
from training.adapters.migrating import is_at_head
from training.preparation import prepare

LAPTOP = "did:key:z6MkhaXgBZDvotDkL5257faiztiGiC2QtKLGpbnnEGta2doK"


def listed(run: Run) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(
        run("certificates", "keys", "list", "--json").output
    )
    return found


def test_a_computer_gets_its_key_before_it_serves_for_the_first_time(
    run_before_start: Run, empty_app: Flask
) -> None:
    assert "no key yet" in run_before_start("certificates", "keys", "list").output
    made = run_before_start("certificates", "keys", "rotate", "--name", "Laptop of Kampot")
    assert made.exit_code == 0, made.output
    prepare(empty_app)
    (key,) = listed(run_before_start)
    assert (key["name"], key["in_use"]) == ("Laptop of Kampot", True)
    assert is_at_head(empty_app.extensions["training.database"].reading_engine)


def test_a_laptop_makes_a_key_and_the_server_makes_it_known(
    run: Run, other_app: Flask, tmp_path: Path
) -> None:
    assert "no key yet" in run("certificates", "keys", "list").output
    early = run("certificates", "keys", "export-public")
    assert (early.exit_code, early.output.count("keys rotate")) == (1, 1)
    made = run("certificates", "keys", "rotate", "--name", "Laptop of Kampot")
    assert made.exit_code == 0
    written = run("certificates", "keys", "export-public", "--out", tmp_path / "key.txt")
    assert written.exit_code == 0
    prepare(other_app)
    server = runner(other_app)
    known = server("certificates", "keys", "trust", tmp_path / "key.txt", "--name", "Kampot")
    assert known.exit_code == 0, known.output
    ours, theirs = listed(run)[0], listed(server)[0]
    assert ours["public_key"] == theirs["public_key"]
    assert (ours["own"], ours["in_use"], ours["here"]) == (True, True, True)
    assert (theirs["own"], theirs["in_use"], theirs["name"]) == (False, False, "Kampot")
    digits = str(ours["key_id"])[:4].upper()
    assert digits in made.output
    assert digits in known.output


def test_a_key_is_rotated_distrusted_and_taken_back(run: Run) -> None:
    keys = ("certificates", "keys")
    assert run(*keys, "rotate", "--name", "Office").exit_code == 0
    assert run(*keys, "rotate", "--name", "Office", "--reason", "A new year").exit_code == 0
    assert "signs no more" in run(*keys, "list").output
    assert run(*keys, "trust", LAPTOP, "--name", "Kampot").exit_code == 0
    key_id = next(str(each["key_id"]) for each in listed(run) if not each["own"])
    spoken = " ".join(key_id[at : at + 4] for at in range(0, 16, 4)).upper()
    assert run(*keys, "distrust", spoken, "--reason", "Stolen").exit_code == 0
    refused = run(*keys, "trust", LAPTOP, "--name", "Kampot")
    assert (refused.exit_code, "counts as stolen" in refused.output) == (1, True)
    assert run(*keys, "trust", LAPTOP, "--name", "Kampot", "--again").exit_code == 0
    assert next(each for each in listed(run) if not each["own"])["distrusted_at"] is None


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("trust", "missing.txt", "--name", "x"), "cannot be read"),
        (("trust", "did:key:z6Mk", "--name", "x"), "not a public key"),
        (("trust", LAPTOP), "whose key"),
        (("distrust", "0" * 16, "--reason", "x"), "no such key"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(run: Run, words: tuple[str, ...], said: str) -> None:
    result = run("certificates", "keys", *words)
    assert result.exit_code == 1
    assert said in result.output
    assert listed(run) == []
