"""What is known of the people of a course: gathered from the rooms below, for the rule to decide.

A course's facts are looked up in the same few statements for one person as for five hundred.
"""

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from sqlalchemy.orm import Session

from training.attendance import rules as attendance_rules
from training.attendance import service as attendance
from training.attendance.model import Mark
from training.certificates.rules import PASSING, Chance, Evidence, QuizResult, Requirements
from training.courses import rules as course_rules
from training.courses.model import POST_TEST, AgendaItem, CertificateRule, CourseState, Slot
from training.kernel.locales import Bilingual
from training.quizzes import service as quizzes

if TYPE_CHECKING:
    from training.courses.tables import Course
    from training.quizzes.handed_in import Collected, HandedIn

EVALUATION = "course.evaluation"


class Seated(Protocol):
    """What is asked about a seat; its row and its view in lists both have it."""

    @property
    def group(self) -> str:
        """The parallel group that the person is in; empty: none."""
        ...

    @property
    def without_phone(self) -> bool:
        """Whether the person takes part without a phone."""
        ...


@dataclass(frozen=True, slots=True)
class CourseFacts:
    """All that one course's certificates depend on but the marks and the people."""

    rule: CertificateRule
    agenda: tuple[AgendaItem, ...]
    has_ended: bool
    over: frozenset[uuid.UUID | None]
    """Agenda items in which nobody can be marked any more, but by hand."""
    quiz: "Collected | None"
    evaluation: "Collected | None"
    test: "Collected | None" = None
    """The test after the course, where a kind of certificate asks for it."""

    @property
    def test_percent(self) -> int:
        """Its pass mark; 0: it has none."""
        return self.test.pass_percent if self.test else 0


def gather(
    session: Session,
    course: "Course",
    agenda: tuple[AgendaItem, ...],
    now: dt.datetime,
    seat_id: uuid.UUID | None = None,
) -> CourseFacts:
    """The facts of a course at this moment; of quizzes those of one seat, if it is given."""
    rule = course.rule
    test = POST_TEST if set(PASSING) & set(rule.kinds) else ""
    asked = {rule.quiz, EVALUATION if rule.evaluation else "", test} - {""}
    found = {slug: quizzes.collect(session, course.id, slug, now, seat_id) for slug in asked}
    has_ended = course.state == CourseState.ENDED
    over = _over(session, course, agenda, now)
    return CourseFacts(
        rule, agenda, has_ended, over, found.get(rule.quiz), found.get(EVALUATION), found.get(test)
    )


def _over(
    session: Session, course: "Course", agenda: Sequence[AgendaItem], now: dt.datetime
) -> frozenset[uuid.UUID | None]:
    """What has ended by the agenda, and where attendance was taken and is not open any more.

    Where nobody was marked at all, attendance was not taken yet: nobody has missed it.
    """
    if course.state == CourseState.ENDED:
        return frozenset(item.id for item in agenda)
    minute = course_rules.minute_of_course(course.date, course.time_zone, now)
    ended = frozenset(item.id for item in agenda if item.counts and item.ends <= minute)
    if not ended:
        return frozenset()
    opened = {each.agenda_item_id for each in attendance.list_open(session, course.id)}
    return (ended & attendance.items_in_use(session, course.id)) - opened


def requirements_of_course(
    rule: CertificateRule, agenda: Sequence[AgendaItem], quiz: "Collected | None"
) -> Requirements:
    """What is asked of everybody; the share is not in minutes where the groups' minutes differ."""
    groups = course_rules.groups_of(agenda) or ("",)
    possible = {course_rules.counted_minutes_of(agenda, group) for group in groups}
    return Requirements(
        rule=rule,
        held=frozenset(course_rules.slots_of(agenda)),
        minutes_possible=possible.pop() if len(possible) == 1 else 0,
        quiz_title=_title(rule, quiz),
        pass_percent=quiz.pass_percent if quiz else 0,
    )


def _title(rule: CertificateRule, quiz: "Collected | None") -> Bilingual | None:
    if quiz is not None:
        return quiz.title
    return Bilingual(rule.quiz, rule.quiz) if rule.quiz else None


@dataclass(frozen=True, slots=True)
class Asked:
    """What is asked of everybody in a parallel group, and what of it is not over yet."""

    requirements: Requirements
    to_come: tuple[AgendaItem, ...]
    half_days_to_come: frozenset[Slot]


def asked_of(facts: CourseFacts, seat: Seated) -> Asked:
    """What is asked of one person: the same for all who share group and having a phone or not."""
    own = course_rules.own_items(facts.agenda, seat.group)
    to_come = tuple(item for item in own if item.counts and item.id not in facts.over)
    requirements = Requirements(
        rule=facts.rule,
        held=frozenset(course_rules.slots_of(own)),
        minutes_possible=course_rules.minutes_held_for(facts.agenda, seat.group),
        quiz_title=_title(facts.rule, facts.quiz),
        pass_percent=facts.quiz.pass_percent if facts.quiz else 0,
        has_phone=not seat.without_phone,
    )
    return Asked(requirements, to_come, frozenset(item.slot for item in to_come))


def evidence_of(
    facts: CourseFacts, seat_id: uuid.UUID, marks: Iterable[Mark], *, for_owner: bool = False
) -> Evidence:
    """What is known of one person; `for_owner` leaves out a result that its owner may not see."""
    presence = attendance_rules.summary(facts.agenda, marks)
    evaluation = facts.evaluation.of(seat_id) if facts.evaluation else None
    quiz, score = _told(facts.quiz, seat_id, facts, for_owner=for_owner)
    test, test_score = _told(facts.test, seat_id, facts, for_owner=for_owner)
    return Evidence(
        half_days=presence.half_days,
        minutes=presence.minutes,
        quiz=quiz,
        score_percent=score,
        evaluation=evaluation is not None and evaluation.is_finished,
        test=test,
        test_percent=test_score,
    )


def _told(
    asked: "Collected | None", seat_id: uuid.UUID, facts: CourseFacts, *, for_owner: bool
) -> tuple[QuizResult, int | None]:
    """How far somebody is with it and the share of its marks, as far as the reader may know."""
    own = asked.of(seat_id) if asked else None
    is_hidden = for_owner and own is not None and not own.is_shown
    percent = None if own is None or is_hidden else own.percent
    return _result(own, is_secret=is_hidden and not facts.has_ended), percent


def _result(quiz: "HandedIn | None", *, is_secret: bool) -> QuizResult:
    if quiz is None or not quiz.is_finished:
        return QuizResult.NOT_HANDED_IN
    if is_secret:
        return QuizResult.UNKNOWN
    if quiz.is_passed:
        return QuizResult.PASSED
    return QuizResult.UNKNOWN if quiz.waits else QuizResult.NOT_PASSED


def chance_of(
    facts: CourseFacts, asked: Asked, seat: Seated, seat_id: uuid.UUID, marks: Sequence[Mark]
) -> Chance:
    """What can still come for one person. Who is in no group can be with one of them at a time."""
    now = attendance_rules.summary(facts.agenda, marks).minutes
    at_best = max(
        attendance_rules.minutes_at_best(
            facts.agenda, marks, (item for item in asked.to_come if item.is_for(group))
        )
        for group in course_rules.groups_of(asked.to_come) or ("",)
    )
    return Chance(
        half_days=asked.half_days_to_come,
        minutes=at_best - now,
        quiz=_may_come(facts.quiz, seat, seat_id),
        evaluation=_may_come(facts.evaluation, seat, seat_id),
        test=_may_come(facts.test, seat, seat_id),
    )


def _may_come(asked: "Collected | None", seat: Seated, seat_id: uuid.UUID) -> bool:
    if asked is None:
        return False
    return asked.of(seat_id).may_change or (seat.without_phone and asked.takes_paper)
