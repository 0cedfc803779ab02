"""A room that took the tests before and after, or a quiz, written straight into the database."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence

from msgspec import structs
from sqlalchemy.orm import Session

from tests.conftest import NINE_THIRTY, Workshop, any_glyph
from tests.quizzes.conftest import single
from training.courses import joining
from training.courses import service as courses
from training.courses.tables import CourseModule
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.modules.model import Aim, Item, Module, Status, Use
from training.modules.tables import ModuleRevision
from training.people.model import PersonDetails
from training.quizzes import rules
from training.quizzes.assessments import POST_TEST, PRE_TEST, drawn_form, other_form
from training.quizzes.desk import questions
from training.quizzes.model import EndedBy
from training.quizzes.tables import QuizAnswer, QuizAttempt, QuizOpening

SLUG = "tested"


def _kept(item_id: str, use: Use) -> Item:
    return structs.replace(single(item_id, "right", "wrong", "odd"), use=use)


MODULE = Module(
    SLUG, 2, "1", Status.READY, Bilingual("ម៉ូឌុលសាកល្បង", "The tested module"),
    aims=(Aim("aim", Bilingual("អាចសាកល្បង", "try it out")),),
    kept_items=tuple(
        _kept(f"{use.value}-{number}", use)
        for use in (Use.FORM_A, Use.FORM_B) for number in range(4)
    ),
)  # fmt: skip


def teach(session: Session, workshop: Workshop) -> None:
    """Gives the course a module with the two forms, of four questions each."""
    made = ModuleRevision(
        id=new_id(), slug=SLUG, fingerprint=SLUG, content=MODULE, offered=True, read_at=NINE_THIRTY
    )
    session.add(made)
    session.flush()
    session.add(CourseModule(course_id=workshop.course_id, position=7, revision_id=made.id))
    session.flush()


def seat_people(session: Session, workshop: Workshop, people: int) -> None:
    """Lets people join until there are so many in the course."""
    course = courses.get_course(session, workshop.course_id)
    for number in range(len(courses.list_seats(session, course.id)), people):
        details = PersonDetails(f"សុខ ដារ៉ា {number}", f"SOK Dara {number}")
        joining.join(session, course, details, f"seat-{number}", NINE_THIRTY, any_glyph)
    session.flush()


Right = Callable[[int, int], bool]
"""Whether the person at that place has the question at that place right."""


def sit(session: Session, workshop: Workshop, slug: str, right: Right, *, people: int) -> None:
    """The first so many seats take the assessment; what is not right is the first wrong option."""
    for place, seat in enumerate(courses.list_seats(session, workshop.course_id)[:people]):
        form = _form(workshop.course_id, seat.number, slug)
        desk_revision = None if form else workshop.revision_id
        items = questions(session, workshop.course_id, slug, desk_revision, form)
        codes = {item.id: _code(item, right(place, number)) for number, item in enumerate(items)}
        _add_sheet(session, workshop, seat.seat_id, slug, form, items, codes)


def _form(course_id: uuid.UUID, number: int, slug: str) -> str:
    if slug not in {PRE_TEST, POST_TEST}:
        return ""
    before = drawn_form(course_id, number)
    return before if slug == PRE_TEST else other_form(before)


def _code(item: Item, is_right: bool) -> str:
    wanted = rules.right_code(item)
    wrong = [each.code for each in rules.choices_of(item) if each.code != wanted]
    return wanted if is_right else wrong[0]


def _add_sheet(
    session: Session,
    workshop: Workshop,
    seat_id: uuid.UUID,
    slug: str,
    form: str,
    items: Sequence[Item],
    codes: dict[str, str],
) -> None:
    made = new_id()
    session.add(
        QuizAttempt(
            id=made, course_id=workshop.course_id, seat_id=seat_id, slug=slug,
            revision_id=None if form else workshop.revision_id, form=form, number=1, seed=7,
            started_at=NINE_THIRTY, due_at=None, finished_at=NINE_THIRTY + dt.timedelta(minutes=9),
            finished_by=EndedBy.SEAT.value, seen_at=None,
            score=rules.score(items, codes), most=rules.most_of(items),
        )
    )  # fmt: skip
    session.flush()
    for number, (item_id, code) in enumerate(codes.items(), 1):
        session.add(
            QuizAnswer(
                id=new_id(), attempt_id=made, item_id=item_id, choice=code,
                submission_key=f"{made}-{number}", arrived_at=None,
                given_at=NINE_THIRTY + dt.timedelta(seconds=20 * number),
            )
        )  # fmt: skip
    session.flush()


def whole_room(session: Session, workshop: Workshop, people: int, *, is_over: bool = True) -> None:
    """Everybody takes both tests: one of four right before, three of four after.

    Unless `is_over`, the second can still be answered.
    """
    teach(session, workshop)
    seat_people(session, workshop, people)
    sit(session, workshop, PRE_TEST, lambda _, number: number == 0, people=people)
    sit(session, workshop, POST_TEST, lambda _, number: number < 3, people=people)
    session.add(
        QuizOpening(
            id=new_id(), course_id=workshop.course_id, slug=POST_TEST, revision_id=None,
            submission_key=POST_TEST, opened_at=NINE_THIRTY,
            closed_at=NINE_THIRTY if is_over else None,
        )
    )  # fmt: skip
    session.commit()
