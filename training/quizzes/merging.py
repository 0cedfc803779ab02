"""Somebody joined twice: what the seat that goes has answered.

An assessment that only that seat has sheets of comes over with all its tries, answers and results,
as if the one that stays had written them. Where both have sheets, each keeps its own: those of the
seat that stays count, and the report shows the others beside them. A sheet that is not finished is
finished with its assessment. More time that was given to either is given to the one that stays.

An evaluation that both have answered before its closing counts once, see `anonymous`.
"""

import datetime as dt
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses.model import Foreseen, Pair
from training.kernel.access import Who
from training.kernel.texts import Text, say
from training.quizzes import assessments, desk, store, terms_store, texts


def foresee(session: Session, pair: Pair) -> Sequence[Foreseen]:
    """Each assessment of the seat that goes: whether it comes over, or both have one."""
    both = _slugs(session, pair, going=False)
    return [
        Foreseen(_both_words(session, pair, slug), collides=True)
        if slug in both
        else Foreseen(say("%(quiz)s: the answers come over.", quiz=_name(session, pair, slug)))
        for slug in sorted(_slugs(session, pair, going=True))
    ]


def _both_words(session: Session, pair: Pair, slug: str) -> Text:
    name = _name(session, pair, slug)
    return say(
        "%(quiz)s: both seats have answered. The answers of the seat that stays count, the others "
        "stay readable.",
        quiz=name,
    )


def _name(session: Session, pair: Pair, slug: str) -> Text:
    name = assessments.read_slug(slug)
    kind = Text(texts.PURPOSES[name.purpose]) if name else Text(slug)
    title = desk.title_of(session, desk.get_desk(session, pair.course_id, None, slug))
    if not (title.km or title.en):
        return kind
    return say("%(kind)s “%(title)s”", kind=kind, title=title)


def _slugs(session: Session, pair: Pair, *, going: bool) -> set[str]:
    seat_id = pair.going if going else pair.staying
    return {sheet.slug for sheet in store.list_attempts(session, pair.course_id, seat_id=seat_id)}


def carry_over(session: Session, pair: Pair, who: Who, now: dt.datetime) -> None:
    """Gives the one seat's sheets to the other where that has none, and more time."""
    coming = _slugs(session, pair, going=True) - _slugs(session, pair, going=False)
    if coming:
        store.give_to_seat(session, pair.going, pair.staying, coming)
        audit.record(
            session, who, now, "took over answers for", "seat", pair.staying,
            course_id=pair.course_id,
            after={"quizzes": sorted(coming), "from_seat": str(pair.going)},
        )  # fmt: skip
    more, own = (
        terms_store.find_extra_percent(session, each) for each in (pair.going, pair.staying)
    )
    if more > own:
        terms_store.keep_extra_percent(session, pair.staying, more)
