"""The evaluation and the training plan: read from files, kept as revisions, planned by none."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, PACKS
from training.modules import service as modules
from training.modules.checking import as_lines, as_summary, check_packs, check_questionnaires
from training.modules.model import ItemKind
from training.modules.questionnaires import FOLDER, read_questionnaires

BUNDLED = Path(__file__).parents[2] / "modules"
EVALUATION, PLAN = "course.evaluation", "course.plan"


@pytest.fixture
def packs(tmp_path: Path) -> Path:
    """The test packs, to be broken."""
    return Path(shutil.copytree(PACKS, tmp_path / "packs"))


@pytest.fixture
def session(app: Flask) -> Iterator[Session]:
    with app.extensions["training.database"].writing() as opened:
        yield opened


def edit(packs: Path, name: str, old: str, new: str) -> None:
    file = packs / FOLDER / name
    text = file.read_text(encoding="utf-8")
    assert old in text
    file.write_text(text.replace(old, new, 1), encoding="utf-8")


def faults_of(packs: Path) -> list[str]:
    return list(as_lines(check_questionnaires(packs)))


def test_those_of_the_platform_are_short_whole_in_both_languages_and_without_marks() -> None:
    evaluation, plan = read_questionnaires(BUNDLED)
    assert evaluation.faults == evaluation.warnings == plan.faults == plan.warnings == ()
    assert evaluation.module is not None
    assert plan.module is not None
    assert 8 <= len(evaluation.module.items) <= 10
    assert 5 <= len(plan.module.items) <= 6
    kinds = [item.kind for item in evaluation.module.items]
    assert kinds.count(ItemKind.TEXT) == 2
    assert any(item.smileys for item in evaluation.module.items)
    assert not any(item.is_scored for item in evaluation.module.items + plan.module.items)


def test_a_folder_without_them_has_none(tmp_path: Path) -> None:
    assert read_questionnaires(tmp_path) == ()


@pytest.mark.parametrize(
    ("name", "old", "new", "fault"),
    [
        ("plan.toml", "marks = 0", "marks = 1", "gives no marks"),
        ("plan.toml", "marks = 0", 'marks = 0\nuse = "reserve"', "asked as a whole"),
        ("plan.toml", "marks = 0", 'marks = 0\nfacts = ["D5"]', "D5"),
        ("plan.toml", 'id = "whom"', 'id = "where"', "used twice"),
        ("plan.toml", 'kind = "short"', 'kind = "essay"', "kind must be one of"),
        ("plan.toml", 'title.en = "Plan"', "", "title"),
        ("evaluation.toml", "steps = 5", "steps = 9", "from 3 to 7"),
        ("evaluation.toml", "smileys = true", "smilies = true", 'key "smilies" is not known'),
        ("evaluation.toml", "[[item]]", "[[item", "This is not TOML"),
        (
            "evaluation.toml",
            "marks = 0",
            'marks = 0\npicture = "a.svg"\nalt.en = "A"\nalt.km = "ក"',
            "no pictures",
        ),
    ],
)
def test_what_cannot_be_asked_is_a_fault_with_its_place(
    packs: Path, name: str, old: str, new: str, fault: str
) -> None:
    edit(packs, name, old, new)
    found = [each for each in faults_of(packs) if ": fault: " in each]
    assert all(each.startswith(f"{FOLDER}/{name}:") for each in found)
    assert any(fault in each for each in found)


def test_one_without_items_is_a_fault(packs: Path) -> None:
    (packs / FOLDER / "plan.toml").write_text('title.en = "Plan"\ntitle.km = "ផែនការ"\n')
    assert any("has 1 to 20 items" in each for each in faults_of(packs))


def test_the_check_names_a_broken_one_and_leaves_the_packs_as_they_are(packs: Path) -> None:
    edit(packs, "plan.toml", "marks = 0", "marks = 2")
    assert not any(report.faults for report in check_packs(packs))
    reports = check_packs(packs) + check_questionnaires(packs)
    assert as_summary(reports) == f"Cannot be taught as they are: {FOLDER}/plan."


def test_they_are_read_with_the_packs_and_planned_by_no_course(session: Session) -> None:
    assert modules.find_newest_id(session, EVALUATION) is not None
    assert modules.find_newest_id(session, PLAN) is not None
    offered = [module.slug for _, module in modules.list_offered(session)]
    assert offered == ["small"]
    assert modules.list_in_preparation(session) == []


def test_a_change_is_a_new_revision_and_a_change_back_another(
    session: Session, packs: Path
) -> None:
    first = modules.find_newest_id(session, PLAN)
    modules.read_packs(session, packs, NINE_THIRTY)
    assert modules.find_newest_id(session, PLAN) == first
    edit(packs, "plan.toml", '"Where?"', '"In which place?"')
    modules.read_packs(session, packs, NINE_THIRTY)
    second = modules.find_newest_id(session, PLAN)
    edit(packs, "plan.toml", '"In which place?"', '"Where?"')
    modules.read_packs(session, packs, NINE_THIRTY)
    third = modules.find_newest_id(session, PLAN)
    assert first
    assert second
    assert third
    assert len({first, second, third}) == 3
    asked = [
        modules.get_module(session, each).items[0].question.en for each in (first, second, third)
    ]
    assert asked == ["Where?", "In which place?", "Where?"]


def test_a_broken_one_leaves_the_last_good_revision_and_all_packs(
    session: Session, packs: Path
) -> None:
    before = modules.find_newest_id(session, EVALUATION)
    edit(packs, "evaluation.toml", "steps = 5", "steps = 99")
    readings = modules.read_packs(session, packs, NINE_THIRTY)
    assert {each.slug for each in readings if each.faults} == {f"{FOLDER}/evaluation"}
    assert {each.slug for each in readings if each.module} == {"small", f"{FOLDER}/plan"}
    assert modules.find_newest_id(session, EVALUATION) == before
