"""Queries about the stage, the turns, who is connected, and nicknames."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict
from typing import Any, cast

from sqlalchemy import Table, bindparam, select, update
from sqlalchemy import insert as insert_rows
from sqlalchemy.orm import Session

from training.adapters.database import ask, insert
from training.kernel.ids import new_id
from training.live.model import Shows, Stage, Turn
from training.live.tables import LiveNickname, LivePresence, LiveStage, LiveTurn

_STAGES = cast(Table, LiveStage.__table__)
_PRESENCE = cast(Table, LivePresence.__table__)
_COLUMNS = (  # in the order of Stage
    LiveStage.course_id,
    LiveStage.sequence,
    LiveStage.revision_id,
    LiveStage.slide_id,
    LiveStage.part,
    LiveStage.parts,
    LiveStage.is_blank,
    LiveStage.shows,
    LiveStage.question_id,
    LiveStage.driver_key,
    LiveStage.driver_name,
    LiveStage.driven_at,
    LiveStage.link_generation,
    LiveStage.has_ranking,
)
_SHOWS = _COLUMNS.index(LiveStage.shows)
# What every turn of a slide asks: built once, filled in each time.
_STAGE = select(*_COLUMNS).where(LiveStage.course_id == bindparam("course_id"))
_HELD = _STAGE.with_for_update()
_CHANGE = (
    update(_STAGES)
    .where(_STAGES.c.course_id == bindparam("held"))
    .values(sequence=_STAGES.c.sequence + 1)
    .returning(*_COLUMNS)
)
_NEWEST_TURN = (
    select(LiveTurn.id)
    .where(LiveTurn.course_id == bindparam("course_id"))
    .order_by(LiveTurn.id.desc())
    .limit(1)
)
_ADD_TURN = insert_rows(cast(Table, LiveTurn.__table__))


def _stage(row: Any) -> Stage:
    facts: list[Any] = list(row)
    facts[_SHOWS] = Shows(row[_SHOWS])
    return Stage(*facts)


def find_stage(session: Session, course_id: uuid.UUID) -> Stage:
    """The course's stage; an empty one where nothing was shown yet."""
    row = ask(session, _STAGE, {"course_id": course_id}).first()
    return Stage(course_id) if row is None else _stage(row)


def hold_stage(session: Session, course_id: uuid.UUID) -> Stage:
    """The stage, made where there is none, and held until the commit: one change at a time."""
    known = ask(session, _HELD, {"course_id": course_id}).first()
    if known is None:
        first = {**asdict(Stage(course_id)), "shows": Shows.SLIDE.value}
        ask(session, insert(session, _STAGES).on_conflict_do_nothing(), first)
        known = ask(session, _HELD, {"course_id": course_id}).one()
    return _stage(known)


def change_stage(session: Session, course_id: uuid.UUID, **changes: Any) -> Stage:
    """Changes a stage that is held, and raises its sequence."""
    return _stage(ask(session, _CHANGE, {"held": course_id, **changes}).one())


def list_sequences(session: Session, course_ids: Collection[uuid.UUID]) -> dict[uuid.UUID, int]:
    """The sequences of those courses; a course without a stage is left out."""
    asked = select(LiveStage.course_id, LiveStage.sequence)
    rows = session.execute(asked.where(LiveStage.course_id.in_(course_ids)))
    return dict(rows.all())


def add_turn(
    session: Session,
    course_id: uuid.UUID,
    revision_id: uuid.UUID | None,
    slide_id: str,
    now: dt.datetime,
) -> None:
    """Notes that a slide came up. Its id follows the one before, whatever the clocks say."""
    row = {
        "id": new_id(ask(session, _NEWEST_TURN, {"course_id": course_id}).scalar()),
        "course_id": course_id,
        "revision_id": revision_id,
        "slide_id": slide_id,
        "turned_at": now,
    }
    ask(session, _ADD_TURN, row)


def list_turns(session: Session, course_id: uuid.UUID, since: dt.datetime) -> tuple[Turn, ...]:
    """The turns from that moment on, in order."""
    asked = select(LiveTurn.revision_id, LiveTurn.slide_id, LiveTurn.turned_at)
    asked = asked.where(LiveTurn.course_id == course_id, LiveTurn.turned_at >= since)
    return tuple(Turn(*row) for row in session.execute(asked.order_by(LiveTurn.id)))


def list_connected(
    session: Session, course_id: uuid.UUID, since: dt.datetime
) -> frozenset[uuid.UUID]:
    """The seats whose phones were there since that moment and have not gone."""
    asked = select(LivePresence.seat_id).where(
        LivePresence.course_id == course_id,
        LivePresence.seen_at >= since,
        LivePresence.gone_at.is_(None),
    )
    return frozenset(session.scalars(asked))


def list_ever_connected(session: Session, course_id: uuid.UUID) -> frozenset[uuid.UUID]:
    """The seats of a course whose phones ever followed it."""
    asked = select(LivePresence.seat_id).where(LivePresence.course_id == course_id)
    return frozenset(session.scalars(asked))


def is_anybody_connected(session: Session, since: dt.datetime) -> bool:
    """Whether a phone of any course was there since that moment and has not gone."""
    asked = select(LivePresence.seat_id).where(
        LivePresence.seen_at >= since, LivePresence.gone_at.is_(None)
    )
    return session.scalar(asked.limit(1)) is not None


def note_presence(
    session: Session,
    here: Mapping[uuid.UUID, uuid.UUID],
    gone: Mapping[uuid.UUID, dt.datetime],
    now: dt.datetime,
) -> None:
    """Writes down which seats are connected, with their courses, and when others have gone.

    A seat that another process has seen since then has not gone: it has come back there.
    """
    if here:
        statement = insert(session, LivePresence.__table__)
        fresh = {"seen_at": statement.excluded.seen_at, "gone_at": None}
        rows: Sequence[dict[str, Any]] = [
            {"seat_id": seat_id, "course_id": course_id, "seen_at": now}
            for seat_id, course_id in sorted(here.items())
        ]
        ask(session, statement.on_conflict_do_update(index_elements=["seat_id"], set_=fresh), rows)
    if gone:
        ask(
            session,
            _PRESENCE.update()
            .where(
                _PRESENCE.c.seat_id == bindparam("seat"),
                _PRESENCE.c.seen_at <= bindparam("left_at"),
            )
            .values(gone_at=bindparam("left_at")),
            [{"seat": seat_id, "left_at": left_at} for seat_id, left_at in sorted(gone.items())],
        )


def set_nickname(
    session: Session, course_id: uuid.UUID, seat_id: uuid.UUID, nickname: str, folded: str
) -> bool:
    """Names the seat for the ranking; False where another seat of the course has the name."""
    taken = select(LiveNickname.seat_id).where(
        LiveNickname.course_id == course_id,
        LiveNickname.folded == folded,
        LiveNickname.seat_id != seat_id,
    )
    if session.scalar(taken) is not None:
        return False
    session.merge(
        LiveNickname(seat_id=seat_id, course_id=course_id, nickname=nickname, folded=folded)
    )
    return True


def drop_nickname(session: Session, seat_id: uuid.UUID) -> None:
    """The seat stands in no ranking any more."""
    found = session.get(LiveNickname, seat_id)
    if found is not None:
        session.delete(found)


def find_nickname(session: Session, seat_id: uuid.UUID) -> str:
    """The seat's nickname, or ""."""
    found = session.get(LiveNickname, seat_id)
    return found.nickname if found else ""


def list_nicknames(session: Session, course_id: uuid.UUID) -> dict[uuid.UUID, str]:
    """The nicknames of the course, by seat."""
    asked = select(LiveNickname.seat_id, LiveNickname.nickname)
    rows = session.execute(asked.where(LiveNickname.course_id == course_id))
    return dict(rows.all())
