"""What may be planned, who may join: facts in, decisions out."""

import datetime as dt
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict

from msgspec import structs

from training.courses import texts
from training.courses.model import (
    ASKABLE,
    MINUTES_OF_A_DAY,
    MOST_DAYS,
    MOST_GROUPS,
    MOST_ITEMS,
    POST_TEST,
    AgendaItem,
    Asking,
    CertificateRule,
    CoursePlan,
    CourseState,
    Day,
    ItemKind,
    Slot,
)
from training.kernel.locales import western_digits
from training.kernel.moments import local_date, minutes_covered, minutes_of
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.modules.model import Module, Use
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


def read_day(typed: str) -> dt.date | None:
    """A day written as `2026-11-23`, in either script's digits; None for any other text."""
    written = western_digits(typed.strip())
    if not _DAY.fullmatch(written):
        return None
    try:
        return dt.date.fromisoformat(written)
    except ValueError:
        return None


def check_agenda(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The items in the order of the days. Raises Refusal for the first fault."""
    if len(items) > MOST_ITEMS:
        raise Refusal(texts.TOO_MANY_ITEMS)
    if days_of(items) > MOST_DAYS:
        raise Refusal(texts.TOO_MANY_DAYS)
    if len(groups_of(items)) > MOST_GROUPS:
        raise Refusal(texts.TOO_MANY_GROUPS)
    for fault in agenda_faults(items).values():
        raise Refusal(fault)
    return tuple(sorted(items, key=lambda item: (item.begins, item.group)))


def agenda_faults(items: Sequence[AgendaItem]) -> dict[int, Text]:
    """What is wrong with each faulty item, by its place in `items`."""
    alone = {place: fault for place, item in enumerate(items) if (fault := _item_fault(item))}
    together: dict[int, Text] = {}
    for group in groups_of(items) or ("",):
        busy_until = 0
        own = [place for place, item in enumerate(items) if item.is_for(group)]
        for place in sorted(own, key=lambda place: items[place].begins):
            if items[place].begins < busy_until:
                together[place] = texts.AGENDA_OVERLAPS
            busy_until = max(busy_until, items[place].ends)
    return {**together, **alone}


def groups_of(items: Iterable[AgendaItem]) -> tuple[str, ...]:
    """The parallel groups that the agenda names, in their order; none where all do the same."""
    return tuple(sorted({item.group for item in items if item.group}))


def slots_of(items: Iterable[AgendaItem]) -> tuple[Slot, ...]:
    """The half-days in which something counts for attendance, in the order of the course."""
    return tuple(sorted({item.slot for item in items if item.counts}))


def days_of(items: Iterable[AgendaItem]) -> int:
    """How many days the course lasts: one at least."""
    return max((item.day for item in items), default=0) + 1


def with_a_day_more(items: Sequence[AgendaItem]) -> tuple[AgendaItem, ...]:
    """The agenda, and a day like the first after its last."""
    day = days_of(items)
    again = (structs.replace(item, id=None, day=day) for item in items if item.day == 0)
    return (*items, *again)


def split_days(items: Iterable[AgendaItem], first: dt.date) -> tuple[Day, ...]:
    """The agenda by days, `first` being the date of the first; days without an item left out."""
    by_number: dict[int, list[AgendaItem]] = {}
    for item in items:
        by_number.setdefault(item.day, []).append(item)
    return tuple(
        Day(number + 1, first + dt.timedelta(days=number), tuple(by_number[number]))
        for number in sorted(by_number)
    )


def own_items(items: Iterable[AgendaItem], group: str) -> tuple[AgendaItem, ...]:
    """What somebody of that group takes part in; all of it for who is in none ("") yet.

    The one rule for the day on the phone, the register and the certificate.
    """
    return tuple(item for item in items if item.may_come(group))


def renamed_groups(earlier: Iterable[AgendaItem], later: Sequence[AgendaItem]) -> dict[str, str]:
    """What each group is called now whose name is gone from the agenda.

    That is the one name that its items bear, which are known by their ids. Where they are gone too,
    or went to several groups or to everybody, there is none.
    """
    kept, now = groups_of(later), {item.id: item.group for item in later if item.id}
    names: dict[str, set[str]] = {}
    for item in earlier:
        if item.group and item.group not in kept and item.id in now:
            names.setdefault(item.group, set()).add(now[item.id])
    return {group: next(iter(found)) for group, found in names.items() if len(found) == 1}


def minute_of_course(day: dt.date, time_zone: str, now: dt.datetime) -> int:
    """Whole minutes since the midnight before the course's first day, `day`, in its zone.

    Negative before that day.
    """
    days = (local_date(now, time_zone) - day).days
    return days * MINUTES_OF_A_DAY + minutes_of(now, time_zone)


def _item_fault(item: AgendaItem) -> Text | None:
    if not 0 <= item.starts_at < item.ends_at <= 24 * 60:
        return texts.AGENDA_TIMES_WRONG
    if not (item.title.km or item.title.en):
        return texts.AGENDA_TITLE_NEEDED
    if item.counts and item.kind is ItemKind.PAUSE:
        return texts.AGENDA_PAUSE_COUNTS
    return None


def check_choices(details: PersonDetails) -> None:
    """Raises Refusal for a gender, sector or province that is not in the list."""
    given = asdict(details)
    for name, words in CHOICES.items():
        if given[name] and given[name] not in words:
            raise Refusal(texts.UNKNOWN_CHOICE, field=name)


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


def items_on(
    items: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime
) -> tuple[AgendaItem, ...]:
    """All that are on now, by the clock of the course's zone: one for each parallel group.

    `day` is the course's first day.
    """
    minute = minute_of_course(day, time_zone, now)
    return tuple(item for item in items if item.begins <= minute < item.ends)


def current_item(
    items: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime
) -> AgendaItem | None:
    """The item that is on now, by the clock of the course's zone; of parallel ones the first.

    `day` is the course's first day.
    """
    return next(iter(items_on(items, day, time_zone, now)), None)


def next_items(
    items: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime
) -> tuple[AgendaItem, ...]:
    """What each parallel group has next: one item where all have the same."""
    found = [
        next_item([item for item in items if item.is_for(group)], day, time_zone, now)
        for group in groups_of(items) or ("",)
    ]
    return tuple(dict.fromkeys(item for item in found if item is not None))


def next_item(
    items: Sequence[AgendaItem], day: dt.date, time_zone: str, now: dt.datetime
) -> AgendaItem | None:
    """The first item that has not begun yet; `day` is the course's first day."""
    minute = minute_of_course(day, time_zone, now)
    return next((item for item in items if item.begins > minute), None)


def counted_minutes(items: Sequence[AgendaItem]) -> int:
    """Minutes of all items that count for attendance: the hours on the certificate.

    Of parallel groups the one that has the most: nobody can be in two.
    """
    return max(counted_minutes_of(items, group) for group in groups_of(items) or ("",))


def counted_minutes_of(items: Iterable[AgendaItem], group: str) -> int:
    """Minutes of the items that count for somebody of that group."""
    return minutes_covered(item.span for item in items if item.counts and item.is_for(group))


def minutes_held_for(items: Sequence[AgendaItem], group: str) -> int:
    """How long the training was for somebody of that group; without one, as for the longest."""
    return counted_minutes_of(items, group) if group else counted_minutes(items)


def can_be_earned(items: Sequence[AgendaItem], rule: CertificateRule) -> bool:
    """Whether somebody who is there all day would meet the rule."""
    asks_presence = rule.half_days or rule.share_percent
    return counted_minutes(items) >= max(rule.minutes, 1 if asks_presence else 0)


def list_quizzes(modules: Iterable[Module]) -> tuple[str, ...]:
    """The slugs of what a certificate can depend on, where these modules are taught."""
    taught = tuple(modules)
    has_test = any(module.items_for(Use.FORM_A) for module in taught)
    own = tuple(module.slug for module in taught if module.items)
    return (POST_TEST, *own) if has_test else own


def check_rule(rule: CertificateRule, modules: Iterable[Module]) -> None:
    """Raises Refusal for a rule that asks for a quiz which a course of these modules has not."""
    if rule.quiz and rule.quiz not in list_quizzes(modules):
        raise Refusal(texts.QUIZ_NOT_TAUGHT, field="quiz")
    if rule.is_passed and not rule.quiz:
        raise Refusal(texts.QUIZ_TO_PASS_NEEDED, field="quiz")


def minutes_left(item: AgendaItem, time_zone: str, now: dt.datetime) -> int:
    """Whole minutes until an item that is on ends."""
    return max(0, item.ends_at - minutes_of(now, time_zone))
