"""Use cases of planning and running a course."""

import datetime as dt
import uuid
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any

import msgspec
from sqlalchemy import delete
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import certificate_rule, grouping, join_address, rules, store, texts
from training.courses.agenda import fingerprint, lines_of, one_day_template, with_ids
from training.courses.model import AgendaItem, CourseDay, CoursePlan, CourseState, WiFi
from training.courses.tables import AgendaRow, Course, CourseModule, CourseTrainer, Seat
from training.kernel.access import Role, Who
from training.kernel.ids import new_id, random_digits
from training.kernel.refusal import Refusal
from training.people.model import AccountIdentity, AccountRole

agenda_guards: list[Callable[[Session, uuid.UUID], frozenset[uuid.UUID]]] = []
"""Filled by the application: each tells which items of a course's agenda a room above refers to."""

EndingStep = Callable[[Session, uuid.UUID, Who, dt.datetime], object]
ending_steps: list[EndingStep] = []
"""Filled by the application: what rooms above do when a course ends, in the same transaction."""

ArrivalStep = Callable[[Session, uuid.UUID, uuid.UUID], str]
arrival_steps: list[ArrivalStep] = []
"""Filled by the application: what rooms above do when a phone comes to hold a seat, in the same
transaction. Each gets course and seat, and gives the address to go on to, or ""."""


def plan_course(
    session: Session,
    plan: CoursePlan,
    account_id: uuid.UUID | None,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Course:
    """A new course with the one-day agenda; the same key gives the same course."""
    made = store.find_course_by_key(session, submission_key)
    if made is not None:
        return made
    rules.check_plan(plan)
    certificate_rule.check(session, plan)
    course = Course(
        id=new_id(),
        state=CourseState.PLANNED.value,
        join_code=_free_join_code(session),
        join_open=True,
        wifi=WiFi(),
        seats_given=0,
        submission_key=submission_key,
        created_at=now,
        ended_at=None,
    )
    _apply(course, plan)
    session.add(course)
    session.flush()
    _pin_modules(session, course.id, plan.revision_ids)
    _add_agenda(session, course.id, one_day_template())
    if account_id is not None:
        session.add(CourseTrainer(course_id=course.id, account_id=account_id))
    audit.record(
        session, who, now, "planned", "course", course.id, course_id=course.id, after=_words(plan)
    )
    return course


def _apply(course: Course, plan: CoursePlan) -> None:
    course.title_km, course.title_en = plan.title.km, plan.title.en
    course.date, course.province, course.time_zone = plan.date, plan.province, plan.time_zone
    course.venue_km, course.venue_en = plan.venue.km, plan.venue.en
    course.organisers, course.signatories = plan.organisers, plan.signatories
    course.asked, course.rule = plan.asked, plan.rule


def _words(plan: CoursePlan) -> dict[str, Any]:
    found: dict[str, Any] = msgspec.to_builtins(plan)
    return found


def plan_of(session: Session, course: Course) -> CoursePlan:
    """What was planned, as a value."""
    return CoursePlan(
        title=course.title,
        date=course.date,
        province=course.province,
        venue=course.venue,
        time_zone=course.time_zone,
        organisers=course.organisers,
        signatories=course.signatories,
        revision_ids=tuple(store.list_revision_ids(session, course.id)),
        asked=course.asked,
        rule=course.rule,
    )


def _free_join_code(session: Session) -> str:
    while True:
        code = random_digits(6)
        if store.find_course_by_code(session, code) is None:
            return code


def _pin_modules(session: Session, course_id: uuid.UUID, ids: Sequence[uuid.UUID]) -> None:
    session.execute(delete(CourseModule).where(CourseModule.course_id == course_id))
    for position, revision_id in enumerate(ids):
        session.add(CourseModule(course_id=course_id, position=position, revision_id=revision_id))


def _add_agenda(session: Session, course_id: uuid.UUID, items: Sequence[AgendaItem]) -> None:
    session.add_all(_row(course_id, item) for item in items)


def _row(course_id: uuid.UUID, item: AgendaItem) -> AgendaRow:
    return AgendaRow(
        id=item.id or new_id(),
        course_id=course_id,
        starts_at=item.starts_at,
        ends_at=item.ends_at,
        title_km=item.title.km,
        title_en=item.title.en,
        kind=item.kind.value,
        counts=item.counts,
        day=item.day,
        group=item.group,
    )


def get_course(session: Session, course_id: uuid.UUID) -> Course:
    """The course. Raises Refusal (404)."""
    course = store.find_course(session, course_id)
    if course is None:
        raise Refusal(texts.NO_COURSE, status=404)
    return course


def get_day(session: Session, course_id: uuid.UUID) -> CourseDay:
    """Where the course stands, its day and zone. Raises Refusal (404)."""
    day = store.find_day(session, course_id)
    if day is None:
        raise Refusal(texts.NO_COURSE, status=404)
    return day


def lock_course(session: Session, course_id: uuid.UUID) -> Course:
    """The course, locked until the transaction ends. Raises Refusal (404)."""
    get_course(session, course_id)
    return session.get_one(Course, course_id, with_for_update=True, populate_existing=True)


def get_seat(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID) -> Seat:
    """A seat of that course. Raises Refusal (404)."""
    seat = store.find_seat(session, seat_id)
    if seat is None or seat.course_id != course_id:
        raise Refusal(texts.NO_SEAT, status=404)
    return seat


def change_plan(
    session: Session, course_id: uuid.UUID, plan: CoursePlan, who: Who, now: dt.datetime
) -> Course:
    """Changes a course that has not ended; its modules only while it is planned."""
    course = lock_course(session, course_id)
    if course.state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    earlier = plan_of(session, course)
    if course.state != CourseState.PLANNED:
        plan = replace(plan, revision_ids=earlier.revision_ids)
    rules.check_plan(plan)
    certificate_rule.check(session, plan)
    before, after = _words(earlier), _words(plan)
    changed = [name for name in after if after[name] != before[name]]
    if not changed:
        return course
    _apply(course, plan)
    if "revision_ids" in changed:
        _pin_modules(session, course.id, plan.revision_ids)
    audit.record(
        session, who, now, "changed", "course", course.id, course_id=course.id,
        before={name: before[name] for name in changed},
        after={name: after[name] for name in changed},
    )  # fmt: skip
    return course


def items_in_use(session: Session, course_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """Agenda items that must stay, because a room above refers to them."""
    return frozenset[uuid.UUID]().union(*(guard(session, course_id) for guard in agenda_guards))


def change_agenda(
    session: Session,
    course_id: uuid.UUID,
    items: Sequence[AgendaItem],
    in_use: frozenset[uuid.UUID],
    who: Who,
    now: dt.datetime,
    submission_key: str = "",
    seen: str = "",
) -> int:
    """Replaces the day's items. `in_use` holds ids that attendance refers to: they must stay.

    With the same submission key the same new items come again, so that a form may be sent twice.
    `seen` is the fingerprint of the day that the page showed. Raises Refusal (409) when somebody
    else has changed the day since, so that nothing of theirs is lost.

    Gives how many people are in no parallel group any more, because theirs is gone.
    """
    course = lock_course(session, course_id)
    if course.state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    made = with_ids(items, course_id, submission_key) if submission_key else {}
    ordered = rules.check_agenda([made.get(place, item) for place, item in enumerate(items)])
    earlier = store.list_agenda(session, course_id)
    if ordered == earlier:
        return 0
    ids = [item.id for item in ordered if item.id is not None]
    known, kept = {item.id for item in earlier}, set(ids)
    is_strange = bool(kept - known - {item.id for item in made.values()}) or len(kept) < len(ids)
    if is_strange or (seen and seen != fingerprint(earlier)):
        raise Refusal(texts.WRONG_STATE, status=409)
    if in_use - kept:
        raise Refusal(texts.AGENDA_IN_USE, status=409)
    for removed in known - kept:
        session.execute(delete(AgendaRow).where(AgendaRow.id == removed))
    for item in ordered:
        session.merge(_row(course_id, item))
    session.expire(course, ["days"])
    audit.record(
        session, who, now, "changed", "agenda", course.id,
        course_id=course.id,
        before={"items": lines_of(earlier)}, after={"items": lines_of(ordered)},
    )  # fmt: skip
    return grouping.follow_agenda(session, course_id, earlier, ordered, who, now)


def set_state(
    session: Session, course_id: uuid.UUID, wanted: CourseState, who: Who, now: dt.datetime
) -> Course:
    """Opens or ends a course. Asking twice for the same is no fault."""
    course = lock_course(session, course_id)
    before = CourseState(course.state)
    if before is wanted:
        return course
    if not rules.may_become(before, wanted):
        raise Refusal(texts.WRONG_STATE, status=409)
    if wanted is CourseState.ENDED:
        for step in ending_steps:
            step(session, course_id, who, now)
    course.state = wanted.value
    course.ended_at = now if wanted is CourseState.ENDED else None
    audit.record(
        session, who, now, "set state of", "course", course.id,
        course_id=course.id, before={"state": before.value}, after={"state": wanted.value},
    )  # fmt: skip
    return course


def set_join_open(
    session: Session, course_id: uuid.UUID, join_open: bool, who: Who, now: dt.datetime
) -> None:
    """Lets people join, or closes the door."""
    course = lock_course(session, course_id)
    if course.join_open != join_open:
        course.join_open = join_open
        audit.record(
            session, who, now, "opened joining of" if join_open else "closed joining of",
            "course", course.id, course_id=course.id,
        )  # fmt: skip


def set_wifi(session: Session, course_id: uuid.UUID, wifi: WiFi) -> None:
    """Keeps the network that the poster names."""
    get_course(session, course_id).wifi = wifi


def require_running(session: Session, course_id: uuid.UUID) -> Course:
    """The course, running. Raises Refusal (404, 409)."""
    course = get_course(session, course_id)
    rules.require_running(CourseState(course.state))
    return course


def staff_roles(
    session: Session, identity: AccountIdentity, course_id: uuid.UUID | None
) -> frozenset[Role]:
    """What a member of staff is, in this course where there is one."""
    roles = {Role.STAFF}
    if identity.role is AccountRole.ADMINISTRATOR:
        roles.add(Role.ADMINISTRATOR)
    if course_id is not None and store.is_trainer(session, course_id, identity.account_id):
        roles.add(Role.TRAINER)
    return frozenset(roles)


def newest_course(session: Session, seat_ids: Sequence[uuid.UUID]) -> uuid.UUID | None:
    """The course of the first of these seats that there is."""
    found = (store.find_seat(session, each) for each in seat_ids)
    return next((seat.course_id for seat in found if seat is not None), None)


# Looking things up needs no rule: the store's answers are this room's answers.
find_course = store.find_course
find_course_by_code = store.find_course_by_code
has_courses = store.has_courses
has_seat = store.has_seat
find_seat = store.find_seat
list_trainers = store.list_trainers
find_seat_id = store.find_seat_id
find_held_seat = store.find_held_seat
go_on_with = store.go_on_with
list_agenda = store.list_agenda
find_item = store.find_item
list_courses = store.list_courses
list_held_seats = store.list_held_seats
list_merged = store.list_merged
list_people = store.list_people
list_revision_ids = store.list_revision_ids
list_seats = store.list_seats
count_days = store.count_days
count_seats = store.count_seats
count_teaching = store.count_teaching
logos_of = store.list_logos
put_in_group = grouping.put_in_group
address_for_phones = join_address.address_for_phones
offer_addresses = join_address.offer_addresses
spoken_address = join_address.spoken_address
