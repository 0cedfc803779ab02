"""What is asked of somebody in a parallel group, and what can still come for them."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from training.attendance.model import Mark, MarkSource, MarkStatus
from training.attendance.register.compiling import attended
from training.certificates.evidence import (
    CourseFacts,
    asked_of,
    chance_of,
    evidence_of,
    requirements_of_course,
)
from training.courses import rules as course_rules
from training.courses.model import (
    AgendaItem,
    CertificateRule,
    HalfDay,
    ItemKind,
    SeatedPerson,
    Slot,
)
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.people.model import PersonDetails

NOW = dt.datetime(2026, 11, 23, 8, tzinfo=dt.UTC)
TITLE = Bilingual("វេន", "Session")
MORNING, AFTERNOON = Slot(0, HalfDay.MORNING), Slot(0, HalfDay.AFTERNOON)
RULE = CertificateRule(share_percent=50)


@dataclass(frozen=True)
class Somebody:
    group: str = ""
    without_phone: bool = False


def item(starts_at: int, minutes: int, group: str = "") -> AgendaItem:
    return AgendaItem(
        new_id(), starts_at, starts_at + minutes, TITLE, ItemKind.SESSION, True, 0, group
    )


TOGETHER, WITH_A, WITH_B = item(540, 60), item(780, 120, "A"), item(780, 90, "B")
AGENDA = (TOGETHER, WITH_A, WITH_B)


def facts(over: Iterable[uuid.UUID | None] = ()) -> CourseFacts:
    return CourseFacts(RULE, AGENDA, False, frozenset(over), None, None)


def minutes_to_come(group: str, over: Iterable[uuid.UUID | None] = ()) -> int:
    known, seat = facts(over), Somebody(group)
    return chance_of(known, asked_of(known, seat), seat, new_id(), []).minutes


def test_the_share_is_of_the_minutes_of_ones_own_group() -> None:
    shares = [
        asked_of(facts(), Somebody(group)).requirements.minutes_of_share for group in ("A", "B", "")
    ]
    assert shares == [90, 75, 90]


def test_who_is_in_no_group_may_come_to_any_but_to_one_at_a_time() -> None:
    assert [minutes_to_come(group) for group in ("A", "B", "")] == [180, 150, 180]
    assert asked_of(facts(), Somebody()).requirements.held == {MORNING, AFTERNOON}


def test_what_is_over_cannot_come_any_more() -> None:
    assert minutes_to_come("A", [TOGETHER.id]) == 120
    assert minutes_to_come("", [TOGETHER.id, WITH_A.id]) == 90
    assert minutes_to_come("A", [each.id for each in AGENDA]) == 0


def test_the_share_of_everybody_has_no_figures_where_groups_differ() -> None:
    assert requirements_of_course(RULE, AGENDA, None).minutes_possible == 0
    assert requirements_of_course(RULE, (TOGETHER,), None).minutes_possible == 60


def test_nobody_can_still_get_minutes_in_two_places_at_once() -> None:
    """Marked with B for the first 90 minutes of the afternoon, and then put into A."""
    known, seat = facts([TOGETHER.id, WITH_B.id]), Somebody("A")
    assert WITH_B.id is not None
    with_b = Mark(
        new_id(), WITH_B.id, new_id(), 1, MarkStatus.PRESENT, 0, 0, MarkSource.HAND, None, NOW
    )
    evidence = evidence_of(known, with_b.seat_id, [with_b])
    chance = chance_of(known, asked_of(known, seat), seat, with_b.seat_id, [with_b])
    assert (evidence.minutes, chance.minutes) == (90, 30)


def test_register_decision_and_paper_reckon_with_the_same_items_in_every_group() -> None:
    """Also for group C, of which nothing counts."""
    walk = AgendaItem(new_id(), 960, 990, TITLE, ItemKind.SESSION, False, 0, "C")
    agenda = (*AGENDA, walk)
    known = CourseFacts(RULE, agenda, False, frozenset(), None, None)
    for group in ("A", "B", "C", ""):
        seat = Somebody(group)
        asked = asked_of(known, seat).requirements.minutes_possible
        held = course_rules.minutes_held_for(agenda, group)
        person = SeatedPerson(
            new_id(), new_id(), 1, "", False, PersonDetails("", "SOK Dara"), group
        )
        row = attended(person, agenda, {}, frozenset())
        assert asked == held == row.minutes_that_count
        possible = [item for item in agenda if row.may_come_to(item)]
        assert tuple(possible) == course_rules.own_items(agenda, group)
    assert course_rules.minutes_held_for(agenda, "C") == 60
