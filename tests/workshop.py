"""The workshop that most tests are about: a course that runs, its people, and another course."""

import datetime as dt
import uuid
from dataclasses import dataclass, replace

from flask import Flask

from training.certificates.sealing import Press, press_of
from training.courses import joining
from training.courses import service as courses
from training.courses.model import Asking, CoursePlan, CourseState, Organiser, Signatory
from training.kernel.access import SYSTEM
from training.kernel.locales import Bilingual
from training.modules import service as modules
from training.people import service as people
from training.people.model import AccountRole, PersonDetails

DAY = dt.date(2026, 11, 23)
NINE_THIRTY = dt.datetime(2026, 11, 23, 2, 30, tzinfo=dt.UTC)
"""09:30 in Phnom Penh: Module 1, part A is on."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """A running course on DAY with one trainer and two trainees, and another with others."""

    course_id: uuid.UUID
    join_code: str
    revision_id: uuid.UUID
    item_ids: tuple[uuid.UUID, ...]
    """Agenda items by start: item_ids[3] is Module 1, part A (09:00-10:10, counts)."""
    seat_id: uuid.UUID
    other_seat_id: uuid.UUID
    administrator_id: uuid.UUID
    trainer_id: uuid.UUID
    stranger_id: uuid.UUID
    """A trainer of another course."""
    elsewhere_id: uuid.UUID
    seat_elsewhere_id: uuid.UUID
    press: Press
    """What this installation seals certificates with; it has no public address."""


def any_glyph(_text: str) -> list[str]:
    """Says that every character can be printed."""
    return []


def plan_of(title: Bilingual, revision_id: uuid.UUID) -> CoursePlan:
    """A course of one module on DAY that asks for a name only."""
    return CoursePlan(
        title=title,
        date=DAY,
        province="12",
        venue=Bilingual("សាលាខេត្ត", "Provincial hall"),
        time_zone="Asia/Phnom_Penh",
        organisers=(Organiser("អ្នករៀបចំ", "The organiser"),),
        signatories=(Signatory("កែវ សុវណ្ណារី", "KEO Sovannary", "នាយិកា", "Director"),),
        revision_ids=(revision_id,),
    )


def make_workshop(app: Flask) -> Workshop:
    """See Workshop."""
    with app.extensions["training.database"].writing() as session:

        def account(latin: str, name: str, role: AccountRole) -> uuid.UUID:
            details = PersonDetails("", latin)
            made = people.add_account(
                session, details, name, role, SYSTEM, NINE_THIRTY, any_glyph, "no hash fits this"
            )
            session.flush()
            return made.id

        administrator = account("CHAN Dara", "dara", AccountRole.ADMINISTRATOR)
        trainer = account("SOK Bopha", "bopha", AccountRole.TRAINER)
        stranger = account("KIM Vanna", "vanna", AccountRole.TRAINER)
        (revision_id, _), *_ = modules.list_offered(session)
        plan = replace(
            plan_of(Bilingual("វគ្គសាកល្បង", "A test course"), revision_id),
            asked={"gender": Asking.OPTIONAL, "province": Asking.OPTIONAL},
        )
        course = courses.plan_course(session, plan, trainer, "plan-1", SYSTEM, NINE_THIRTY)
        elsewhere = courses.plan_course(session, plan, stranger, "plan-2", SYSTEM, NINE_THIRTY)
        for each in (course, elsewhere):
            courses.set_state(session, each.id, CourseState.RUNNING, SYSTEM, NINE_THIRTY)

        def seat(where: uuid.UUID, km: str, latin: str) -> uuid.UUID:
            details = PersonDetails(km, latin)
            found = courses.get_course(session, where)
            return joining.join(
                session, found, details, f"{where}-{latin}", NINE_THIRTY, any_glyph
            ).id

        made = Workshop(
            course_id=course.id,
            join_code=course.join_code,
            revision_id=revision_id,
            item_ids=tuple(item.id for item in courses.list_agenda(session, course.id) if item.id),
            seat_id=seat(course.id, "ស៊ុន សុភាព", "SUN Sopheap"),
            other_seat_id=seat(course.id, "កែវ ចាន់ថា", "KEO Chantha"),
            administrator_id=administrator,
            trainer_id=trainer,
            stranger_id=stranger,
            elsewhere_id=elsewhere.id,
            seat_elsewhere_id=seat(elsewhere.id, "លី ម៉ារី", "LY Mary"),
            press=press_of(app.extensions["training.settings"]),
        )
        session.commit()
    return made
