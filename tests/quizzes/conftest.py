"""Fixtures of the quizzes: the small pack's quiz, opened, and quizzes of any length."""

import datetime as dt
import uuid
from collections.abc import Callable, Iterator, Mapping
from types import MappingProxyType

import pytest
from flask import Flask
from msgspec import structs
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop
from tests.hearing import heard
from training.adapters.database import Database
from training.courses.tables import CourseModule
from training.kernel.access import SYSTEM
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.modules.model import Item, ItemKind, Module, Option, Status, Use
from training.modules.tables import ModuleRevision, RevisionPicture
from training.quizzes import answers, service, sheet, taking
from training.quizzes.model import Attempt, Given, KeptAnswer, Saved

SLUG = "small"
Change = Callable[..., None]
AddForms = Callable[[str, int], None]


@pytest.fixture
def database(app: Flask) -> Database:
    """The application's database."""
    found: Database = app.extensions["training.database"]
    return found


@pytest.fixture
def session(database: Database, workshop: Workshop) -> Iterator[Session]:
    """A session that writes, in the workshop; what it does is never committed."""
    with database.writing() as session:
        yield session


@pytest.fixture
def opened(database: Database, workshop: Workshop) -> Workshop:
    """The workshop with its quiz open."""
    with database.writing() as session:
        service.open_quiz(session, workshop.course_id, SLUG, "open-1", SYSTEM, NINE_THIRTY)
        session.commit()
    return workshop


@pytest.fixture
def begun(database: Database, opened: Workshop) -> Workshop:
    """The workshop where SUN Sopheap has begun the quiz."""
    with database.writing() as session:
        taking.begin(session, opened.course_id, opened.seat_id, SLUG, NINE_THIRTY)
        session.commit()
    return opened


def place_of(
    session: Session, workshop: Workshop, item_id: str, code: str, slug: str = SLUG
) -> str:
    """Where SUN Sopheap's sheet shows the choice with that code."""
    from training.quizzes import rules

    desk = service.get_desk(session, workshop.course_id, workshop.seat_id, slug)
    assert desk.attempt is not None
    item = rules.get_item(service.items_of(session, desk), item_id)
    codes = [each.code for each in rules.choices_in_order(item, desk.attempt.seed)]
    return str(codes.index(code) + 1)


def written(asked: Item, seed: int, code: str) -> str:
    """What a page sends for an answer that was kept: the page's own form, filled in again."""
    (shown,) = sheet.questions([asked], seed, {asked.id: KeptAnswer(code, NINE_THIRTY)})
    if asked.kind is ItemKind.MATCHING:
        return ",".join(str(left.joined) for left in shown.lefts)
    if asked.kind is ItemKind.ORDERING:
        return ",".join(str(row.chosen) for row in shown.rows)
    if asked.kind in answers.TYPED:
        return shown.typed
    return ",".join(str(row.place) for row in shown.rows if row.chosen)


def give(
    session: Session, workshop: Workshop, item_id: str, code: str, key: str, slug: str = SLUG
) -> Saved:
    """SUN Sopheap's answer at 09:30."""
    given = Given(item_id, place_of(session, workshop, item_id, code, slug), key)
    return taking.answer(session, workshop.course_id, workshop.seat_id, slug, given, NINE_THIRTY)


def give_sheet(
    session: Session,
    workshop: Workshop,
    seat_id: uuid.UUID,
    codes: Mapping[str, str],
    slug: str = SLUG,
    now: dt.datetime = NINE_THIRTY,
) -> None:
    """A sheet that this seat takes, fills with those of the codes that it asks for, and sends."""
    taking.begin(session, workshop.course_id, seat_id, slug, now)
    desk = service.get_desk(session, workshop.course_id, seat_id, slug)
    assert desk.attempt is not None
    seed = desk.attempt.seed
    given = [
        Given(item.id, written(item, seed, codes[item.id]), f"{seat_id}-{item.id}"[-60:])
        for item in service.items_of(session, desk)
        if item.id in codes
    ]
    taking.finish(session, workshop.course_id, seat_id, slug, given, SYSTEM, now)


def find_sheet(session: Session, workshop: Workshop, slug: str) -> Attempt:
    """SUN Sopheap's latest sheet of that assessment."""
    found = service.get_desk(session, workshop.course_id, workshop.seat_id, slug).attempt
    assert found is not None
    return found


def answer_form(
    database: Database, workshop: Workshop, item_id: str, code: str, key: str, slug: str = SLUG
) -> dict[str, str]:
    """The same as the fields of a form."""
    with database.reading() as session:
        place = place_of(session, workshop, item_id, code, slug)
    return {"item": item_id, "choice": place, "submission_key": key}


def close(session: Session, workshop: Workshop) -> int:
    """The trainer closes the quiz at 09:30."""
    opening = service.get_desk(session, workshop.course_id, None, SLUG).opening
    assert opening is not None
    return service.close_quiz(session, workshop.course_id, SLUG, opening.id, SYSTEM, NINE_THIRTY)


def count(session: Session, table: type) -> int:
    """How many rows there are."""
    return session.scalar(select(func.count()).select_from(table)) or 0


def single(item_id: str, *codes: str) -> Item:
    """A single-choice item whose first option is right."""
    options = tuple(
        Option(code, Bilingual(f"ក {code}", f"Option {code}"), right=code == codes[0])
        for code in codes
    )
    words = Bilingual(f"សំណួរ {item_id}", f"Question {item_id}")
    return Item(item_id, ItemKind.SINGLE, "aim", 1, words, words, options=options)


def true_false(item_id: str, answer: bool) -> Item:
    """A true-false item."""
    words = Bilingual(f"សំណួរ {item_id}", f"Question {item_id}")
    return Item(item_id, ItemKind.TRUE_FALSE, "aim", 1, words, words, answer=answer)


def add_module(
    database: Database,
    workshop: Workshop,
    module: Module,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Gives the course another module, whose quiz is open and begun by SUN Sopheap."""
    with database.writing() as session:
        plan_module(session, workshop, module, pictures)
        taking.begin(session, workshop.course_id, workshop.seat_id, module.slug, NINE_THIRTY)
        session.commit()


def teach(database: Database, workshop: Workshop, module: Module) -> None:
    """Gives the course another module."""
    with database.writing() as session:
        pin(session, workshop, module)
        session.commit()


def plan_module(
    session: Session,
    workshop: Workshop,
    module: Module,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
) -> None:
    """Gives the course another module, whose quiz is open."""
    pin(session, workshop, module, pictures)
    slug = module.slug
    service.open_quiz(session, workshop.course_id, slug, slug, SYSTEM, NINE_THIRTY)


def pin(
    session: Session,
    workshop: Workshop,
    module: Module,
    pictures: Mapping[str, bytes] = MappingProxyType({}),
    place: int | None = None,
) -> None:
    """Gives the course another module, at that place of its day."""
    revision_id: uuid.UUID = new_id()
    session.add(
        ModuleRevision(
            id=revision_id,
            slug=module.slug,
            fingerprint=module.slug,
            content=module,
            offered=True,
            read_at=NINE_THIRTY,
        )
    )
    session.flush()
    for name, content in pictures.items():
        session.add(RevisionPicture(revision_id=revision_id, name=name, content=content))
    position = len(module.items) if place is None else place
    session.add(
        CourseModule(course_id=workshop.course_id, position=position, revision_id=revision_id)
    )
    session.flush()


def add_items(session: Session, workshop: Workshop, slug: str, items: tuple[Item, ...]) -> None:
    """Gives the course another module with these items, whose quiz is open."""
    title = Bilingual("ម៉ូឌុល", "Module")
    plan_module(session, workshop, Module(slug, 2, "1.0", Status.READY, title, items=items))


@pytest.fixture
def add_quiz(database: Database, workshop: Workshop) -> Callable[[str, int], None]:
    """`add_quiz(slug, items)` gives the course another module with so many items."""

    def add(slug: str, items: int) -> None:
        module = Module(
            slug,
            2,
            "1.0",
            Status.READY,
            Bilingual("ម៉ូឌុល", "Module"),
            items=tuple(single(f"item-{each}", "a", "b", "c", "d") for each in range(items)),
        )
        add_module(database, workshop, module)

    return add


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement sent to the database from now on."""
    sent: list[str] = []
    with heard(database, lambda *given: sent.append(str(given[2]))):
        yield sent


FORMS = Module(
    "forms", 2, "1", Status.READY, Bilingual("ទម្រង់", "Forms"),
    items=(single("own", "a", "b"),),
    kept_items=(
        structs.replace(single("one", "a", "b", "c"), use=Use.FORM_A),
        structs.replace(true_false("two", True), use=Use.FORM_A),
        structs.replace(single("uno", "a", "b", "c"), use=Use.FORM_B),
        structs.replace(true_false("dos", False), use=Use.FORM_B),
        structs.replace(single("spare", "a", "b"), use=Use.RESERVE),
    ),
)  # fmt: skip


@pytest.fixture
def planned(session: Session, workshop: Workshop) -> Workshop:
    """The workshop, with a module more that has the two forms of a test and a reserve."""
    pin(session, workshop, FORMS, place=7)
    return workshop


@pytest.fixture
def add_forms(database: Database, workshop: Workshop) -> AddForms:
    """`add_forms(slug, place)` gives the course another module like that, for good."""

    def add(slug: str, place: int) -> None:
        with database.writing() as session:
            pin(session, workshop, structs.replace(FORMS, slug=slug), place=place)
            session.commit()

    return add


@pytest.fixture
def change(database: Database, workshop: Workshop) -> Change:
    """`change(verb, *facts)`: one committed change of the workshop's course."""

    def apply(verb: Callable[..., object], *facts: object) -> None:
        with database.writing() as session:
            verb(session, workshop.course_id, *facts)
            session.commit()

    return apply
