"""All that was ever said about one person and one agenda item, in one list by time."""

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy.orm import Session

from training.attendance import claim_store, rules, store
from training.attendance.model import Claim, Conflict, Mark
from training.audit import service as audit
from training.courses import service as courses
from training.people import service as people

_MOST_ENTRIES = 300


@dataclass(frozen=True, slots=True)
class Line:
    """One version, or one thing that was said beside it."""

    said: Mark | Claim
    at: dt.datetime
    who: str
    """Whose hand it was; empty for a phone."""
    reason: str
    """Why, in words, where somebody wrote it."""
    number: int
    """The seat number that it was said of: another one where somebody had joined twice."""
    holds: bool
    """The mark that holds now."""
    is_contested: bool
    """Speaks against what holds, and is not settled."""

    @property
    def is_claim(self) -> bool:
        """Whether it was kept beside what held, and not taken over."""
        return isinstance(self.said, Claim)

    @property
    def is_restored(self) -> bool:
        """Whether it brings back an earlier version."""
        return isinstance(self.said, Mark) and self.said.restores is not None


def list_history(
    session: Session, item_id: uuid.UUID, seat_id: uuid.UUID, number: int
) -> tuple[Line, ...]:
    """Newest first: every version and every claim, also those of seats merged into this one."""
    lines: list[tuple[uuid.UUID, Line]] = []
    for each_id, each_number in ((seat_id, number), *courses.list_merged(session, seat_id)):
        marks = store.list_versions(session, item_id, each_id)
        claims = claim_store.list_claims_of(session, item_id, each_id)
        notes = _notes(session, each_id, item_id)
        names = names_of(session, (*marks, *claims))
        holding = next(iter(marks), None) if each_id == seat_id else None
        contest = rules.conflict(holding, claims)
        everything: list[Mark | Claim] = [*marks, *claims]
        for said in everything:
            line = _line(said, each_number, notes, names, holding, contest)
            lines.append((said.id, line))
    return tuple(line for _, line in sorted(lines, key=lambda each: each[0], reverse=True))


@dataclass(frozen=True, slots=True)
class _Note:
    at: dt.datetime
    who: str
    reason: str


def _notes(session: Session, seat_id: uuid.UUID, item_id: uuid.UUID) -> dict[int, _Note]:
    """What the audit trail knows of each version."""
    return {
        entry.after["version"]: _Note(entry.at, entry.actor_name, entry.after.get("reason", ""))
        for entry in audit.list_entries(session, seat_id, _MOST_ENTRIES)
        if entry.subject == "attendance"
        and entry.after.get("agenda_item_id") == str(item_id)
        and "version" in entry.after
    }


def _line(
    said: Mark | Claim,
    number: int,
    notes: dict[int, _Note],
    names: dict[uuid.UUID, str],
    holding: Mark | None,
    contest: Conflict | None,
) -> Line:
    if isinstance(said, Claim):
        name = names.get(said.said_by, "") if said.said_by else ""
        is_contested = contest is not None and said in contest.claims
        return Line(said, said.said_at, name, "", number, False, is_contested)
    note = notes.get(said.version)
    name = note.who if note else names.get(said.marked_by, "") if said.marked_by else ""
    at = note.at if note and said.restores else said.marked_at
    reason = note.reason if note else ""
    return Line(said, at, name, reason, number, said is holding, False)


def names_of(session: Session, said: Iterable[Mark | Claim]) -> dict[uuid.UUID, str]:
    """The names of those who marked by hand or entered a sheet, in Latin letters."""
    ids = {each.said_by if isinstance(each, Claim) else each.marked_by for each in said}
    names = people.names_of_accounts(session, {each for each in ids if each is not None})
    return {account_id: name.en for account_id, name in names.items()}
