"""The two workshops of the demonstration, played through the same services as real ones."""

import datetime as dt
from collections.abc import Mapping

from sqlalchemy.orm import Session

from training.attendance.model import MarkStatus
from training.certificates import service as certificates
from training.certificates.sealing import Press
from training.courses import rules as course_rules
from training.courses import service as courses
from training.courses.model import (
    ASKABLE,
    POST_TEST,
    Asking,
    CertificateRule,
    CoursePlan,
    CourseState,
    HalfDay,
    Organiser,
    Signatory,
)
from training.courses.tables import Course, Seat
from training.kernel.access import ActorKind, Who
from training.kernel.locales import Bilingual
from training.kernel.moments import PHNOM_PENH, local_date
from training.modules import service as modules
from training.modules.model import Module
from training.operations import demo_forms, demo_people
from training.operations.demo_day import (
    Came,
    Sitting,
    Stage,
    answer_quiz,
    enter_from_paper,
    join,
    mark,
)
from training.people import service as people
from training.people.tables import Account
from training.quizzes import service as quizzes

DAYS_AGO = 9
MOST_MODULES = 2
SUNDAY = 7
ORGANISERS = (
    Organiser("អង្គការបង្ហាញសាកល្បង", "Demonstration Organisation"),
    Organiser("វិទ្យាស្ថានបង្ហាញសាកល្បង", "Demonstration Institute"),
)
SIGNATORIES = (
    Signatory("យឹម គំរូ", "YIM Kumru", "នាយក (បង្ហាញសាកល្បង)", "Director (demonstration)"),
    Signatory(
        "នួន ឧទាហរណ៍", "NUON Utearor", "គ្រូបង្គោល (បង្ហាញសាកល្បង)", "Master trainer (demonstration)"
    ),
)
VENUE = Bilingual("សាលប្រជុំបង្ហាញសាកល្បង", "Demonstration Hall")
QUIZ_OPENS, QUIZ_CLOSES, COURSE_ENDS = 11 * 60, 11 * 60 + 13, 17 * 60 + 5

_LATE, _EARLY = MarkStatus.LATE, MarkStatus.LEFT_EARLY
_EXCUSED, _ABSENT = MarkStatus.EXCUSED, MarkStatus.ABSENT
_MORNING, _AFTERNOON = (HalfDay.MORNING,), (HalfDay.AFTERNOON,)
AWAY: Mapping[int, tuple[tuple[HalfDay, ...], MarkStatus]] = {
    8: (_AFTERNOON, _EXCUSED),
    16: (_MORNING, _ABSENT),
    21: (_AFTERNOON, _ABSENT),
    26: (_AFTERNOON, _ABSENT),
    31: (tuple(HalfDay), _EXCUSED),
    37: (_MORNING, _EXCUSED),
}
"""Who of the finished workshop missed a half-day or both, by place in the roster from 0."""
ODD_MINUTES: Mapping[tuple[int, int], Came] = {
    (0, 11): Came(_LATE, 20),
    (0, 19): Came(_LATE, 10),
    (0, 28): Came(_LATE, 35),
    (1, 28): Came(_LATE, 5),
    (2, 13): Came(_LATE, 15),
    (4, 24): Came(_EARLY, 20),
    (5, 33): Came(_EARLY, 10),
}
"""Who came late or left early, by place of the counted item in the day and place in the roster."""
NO_QUIZ = frozenset({2, 4, 16, 25, 31, 37, 39})
"""Who of the finished workshop did not take the quiz: not there, or without a phone."""
WITHOUT_PHONE = frozenset({2, 4, 25})
PRE_TEST = "course.pre-test"
PRE_TEST_OPENS, POST_TEST_OPENS = 8 * 60 + 5, 16 * 60 + 20
LEAST_BEFORE, LEAST_AFTER = 22, 55
NO_TEST = {
    PRE_TEST: frozenset({2, 4, 16, 25, 28, 31, 37}),
    POST_TEST: frozenset({2, 4, 8, 21, 24, 25, 26, 31}),
}
"""Who did not take the tests: not there yet, gone already, or without a phone."""
FIRST_MORNING: Mapping[int, Came | None] = {
    3: Came(_LATE, 15),
    9: None,
    17: Came(_LATE, 8),
    20: None,
}
"""What is odd in the first session of the workshop that runs today."""


def add_finished(
    session: Session, trainer: Account, secret: str, press: Press, now: dt.datetime
) -> tuple[Course, Seat]:
    """The workshop that has ended, and the seat of somebody with a certificate from it."""
    day = local_date(now, PHNOM_PENH) - dt.timedelta(days=DAYS_AGO)
    if day.isoweekday() == SUNDAY:
        day -= dt.timedelta(days=1)
    where = Bilingual("ខេត្តបាត់ដំបង", "Battambang")
    stage, taught = _open_course(session, trainer, secret, now, day, "02", where, asks_more=True)
    seats = join(stage, demo_people.IN_FINISHED, WITHOUT_PHONE)
    counted = [item for item in courses.list_agenda(session, stage.course.id) if item.counts]
    _hold_test(stage, PRE_TEST, seats, PRE_TEST_OPENS, LEAST_BEFORE)
    for number, item in enumerate(counted):
        if (
            item.half_day is HalfDay.AFTERNOON
            and number
            and counted[number - 1].half_day is not item.half_day
        ):
            _hold_quiz(stage, taught, seats)
        mark(stage, item, seats, _not_simply_present(number, item.half_day), close=True)
    _hold_test(stage, POST_TEST, seats, POST_TEST_OPENS, LEAST_AFTER)
    if _has(stage, POST_TEST):
        entered_at = stage.at(POST_TEST_OPENS + 20)
        enter_from_paper(stage, seats, POST_TEST, entered_at)
    demo_forms.hold_evaluation(stage, seats)
    demo_forms.hold_plans(stage, seats)
    ended_at = stage.at(COURSE_ENDS)
    quizzes.close_all(session, stage.course.id, stage.trainer, ended_at)
    courses.set_state(session, stage.course.id, CourseState.ENDED, stage.trainer, ended_at)
    issued_at = stage.at(COURSE_ENDS + 5)
    certificates.issue_all(session, stage.course.id, press, stage.trainer, issued_at)
    return stage.course, seats[14]


def _not_simply_present(number: int, half: HalfDay) -> dict[int, Came | None]:
    away = {place: Came(status) for place, (halves, status) in AWAY.items() if half in halves}
    odd = {place: came for (item, place), came in ODD_MINUTES.items() if item == number}
    return {**odd, **away}


def _hold_quiz(stage: Stage, taught: list[Module], seats: list[Seat]) -> None:
    quiz = next((module for module in taught if module.items), None)
    if quiz is None:
        return
    session, course_id = stage.session, stage.course.id
    key = stage.key("quiz", quiz.slug)
    quizzes.open_quiz(session, course_id, quiz.slug, key, stage.trainer, stage.at(QUIZ_OPENS))
    answer_quiz(stage, seats, Sitting(quiz.slug, QUIZ_OPENS + 1, NO_QUIZ, upto=13))
    quizzes.close_all(session, course_id, stage.trainer, stage.at(QUIZ_CLOSES))


def _has(stage: Stage, slug: str) -> bool:
    offered = quizzes.list_assessments(stage.session, stage.course.id)
    return slug in {each.slug for each in offered}


def _hold_test(stage: Stage, slug: str, seats: list[Seat], opens: int, least_percent: int) -> None:
    session, course_id = stage.session, stage.course.id
    if not _has(stage, slug):
        return
    quizzes.open_quiz(session, course_id, slug, stage.key(slug), stage.trainer, stage.at(opens))
    sitting = Sitting(slug, opens + 1, NO_TEST[slug], least_percent=least_percent)
    answer_quiz(stage, seats, sitting)
    opening = quizzes.get_desk(session, course_id, None, slug).opening
    closed_at = stage.at(opens + 12)
    quizzes.close_quiz(
        session, course_id, slug, opening.id if opening else None, stage.trainer, closed_at
    )


def add_running(
    session: Session, trainer: Account, secret: str, now: dt.datetime
) -> tuple[Course, Seat]:
    """The workshop of today, and the seat of somebody in it whose quiz waits."""
    where = Bilingual("រាជធានីភ្នំពេញ", "Phnom Penh")
    day = local_date(now, PHNOM_PENH)
    stage, taught = _open_course(session, trainer, secret, now, day, "12", where)
    seats = join(stage, demo_people.IN_RUNNING, WITHOUT_PHONE)
    first, second, *_ = [
        each for each in courses.list_agenda(session, stage.course.id) if each.counts
    ]
    _hold_test(stage, PRE_TEST, seats[:9], PRE_TEST_OPENS, LEAST_BEFORE)
    mark(stage, first, seats, dict(FIRST_MORNING), close=True)
    mark(stage, second, seats[:15], {3: None, 8: None}, close=False)
    quiz = next((module for module in taught if module.items), None)
    if quiz is not None:
        key = stage.key("quiz", quiz.slug)
        quizzes.open_quiz(
            session, stage.course.id, quiz.slug, key, stage.trainer, stage.at(QUIZ_OPENS)
        )
        answer_quiz(stage, seats[:9], Sitting(quiz.slug, QUIZ_OPENS + 1, WITHOUT_PHONE, upto=3))
    return stage.course, seats[-1]


def _open_course(
    session: Session,
    trainer: Account,
    secret: str,
    now: dt.datetime,
    day: dt.date,
    province: str,
    where: Bilingual,
    *,
    asks_more: bool = False,
) -> tuple[Stage, list[Module]]:
    identity = people.find_identity(session, trainer.id, trainer.epoch)
    who = Who(ActorKind.ACCOUNT, trainer.id, identity.name.en if identity else "")
    offered = list(modules.list_offered(session))[:MOST_MODULES]
    has_test = POST_TEST in course_rules.list_quizzes(module for _, module in offered)
    more = CertificateRule(quiz=POST_TEST if has_test else "", evaluation=True)
    plan = CoursePlan(
        title=Bilingual(
            f"វគ្គបណ្តុះបណ្តាលគ្រូបង្គោលស្តីពីទំនួលខុសត្រូវក្នុងការការពារ (R2P) {where.km}",
            f"Training of trainers on the Responsibility to Protect (R2P), {where.en}",
        ),
        date=day,
        province=province,
        venue=VENUE,
        time_zone=PHNOM_PENH,
        organisers=ORGANISERS,
        signatories=SIGNATORIES,
        revision_ids=tuple(revision_id for revision_id, _ in offered),
        asked=dict.fromkeys(ASKABLE, Asking.OPTIONAL),
        rule=more if asks_more else CertificateRule(),
    )
    planned_at = now - dt.timedelta(days=DAYS_AGO + 14)
    key = f"demo-{province}"
    course = courses.plan_course(session, plan, trainer.id, key, who, planned_at)
    stage = Stage(session, course, who, secret, now)
    courses.set_state(session, course.id, CourseState.RUNNING, who, stage.at(7 * 60 + 40))
    return stage, [module for _, module in offered]
