"""What may be planned, who may join: facts in, decisions out."""

import datetime as dt
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from itertools import pairwise

from training.courses import texts
from training.courses.model import ASKABLE, AgendaItem, Asking, CertificateRule, CoursePlan, CourseState, ItemKind
from training.kernel.locales import western_digits
from training.kernel.moments import local_date, minutes_of
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.people.model import GENDERS, PROVINCES, SECTORS, PersonDetails

CHOICES = {"gender": GENDERS, "sector": SECTORS, "province": PROVINCES}
_DAY = re.compile(r"20\d\d-\d\d-\d\d", re.ASCII)


def check_plan(plan: CoursePlan) -> None:
    """Raises Refusal for a plan that no day can be run by."""
    if not (plan.title.km or plan.title.en):
        raise Refusal(texts.TITLE_NEEDED, field="title_km")
    if plan.province not in PROVINCES:
        raise Refusal(texts.UNKNOWN_CHOICE, field="province")
    if not plan.revision_ids:
        raise Refusal(texts.MODULE_NEEDED, field="modules")
    if len(plan.signatories) > 3:
        raise Refusal(texts.TOO_MANY_SIGNATORIES, field="signatories")


def check_agenda(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The items in the order of the day. Raises Refusal for times that cannot be."""
    for item in items:
        if not 0 <= item.starts_at < item.ends_at <= 24 * 60:
            raise Refusal(texts.AGENDA_TIMES_WRONG)
        if not (item.title.km or item.title.en):
            raise Refusal(texts.AGENDA_TITLE_NEEDED)
    ordered = sorted(items, key=lambda item: item.starts_at)
    for earlier, later in pairwise(ordered):
        if later.starts_at < earlier.ends_at:
            raise Refusal(texts.AGENDA_OVERLAPS)
    return tuple(ordered)


def check_asked(details: PersonDetails, asked: Mapping[str, Asking]) -> PersonDetails:
    """Keeps only what was asked for. Raises Refusal for a required fact that is missing."""
    given = asdict(details)
    for name in ASKABLE:
        asking = asked.get(name, Asking.NO)
        if asking is Asking.NO:
            given[name] = ""
        elif asking is Asking.REQUIRED and not given[name].strip():
            raise Refusal(texts.ASKED_FACT_MISSING, field=name)
        elif given[name] and name in CHOICES and given[name] not in CHOICES[name]:
            raise Refusal(texts.UNKNOWN_CHOICE, field=name)
    return PersonDetails(**given)


def require_joinable(state: CourseState, join_open: bool) -> None:
    """Raises Refusal (410 or 409) unless the course can be joined now."""
    if state is CourseState.PLANNED:
        raise Refusal(texts.NOT_OPEN_YET, status=409, field="code")
    if state is CourseState.ENDED or not join_open:
        raise Refusal(texts.JOIN_CODE_CLOSED, status=410, field="code")


def require_running(state: CourseState) -> None:
    """Raises Refusal (409) unless the course is running."""
    if state is CourseState.PLANNED:
        raise Refusal(texts.NOT_OPEN_YET, status=409)
    if state is CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)


def may_become(state: CourseState, wanted: CourseState) -> bool:
    """A planned course may run, a running one may end, an ended one may be taken up again."""
    return (state, wanted) in {
        (CourseState.PLANNED, CourseState.RUNNING),
        (CourseState.RUNNING, CourseState.ENDED),
        (CourseState.ENDED, CourseState.RUNNING),
    }


def current_item(
    items: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime
) -> AgendaItem | None:
    """The item that is on now: on the course's day, by the clock of its zone."""
    if local_date(now, time_zone) != day:
        return None
    minute = minutes_of(now, time_zone)
    return next((item for item in items if item.starts_at <= minute < item.ends_at), None)


def next_item(
    items: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime
) -> AgendaItem | None:
    """The first item that has not begun yet."""
    today = local_date(now, time_zone)
    if today > day:
        return None
    minute = minutes_of(now, time_zone) if today == day else -1
    return next((item for item in items if item.starts_at > minute), None)


def counted_minutes(items: Sequence[AgendaItem]) -> int:
    """Minutes of all items that count for attendance: the hours on the certificate."""
    return sum(item.minutes for item in items if item.counts)


def can_be_earned(items: Sequence[AgendaItem], rule: CertificateRule) -> bool:
    """Whether somebody who is there all day would meet the rule."""
    halves = {item.half_day for item in items if item.counts}
    return len(halves) >= rule.half_days and counted_minutes(items) >= rule.minutes
