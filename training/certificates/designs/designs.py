"""Designs of certificates: made, changed, chosen for a course; frozen once one was issued with it.

All versions of one design are a family. A course names the family, and the newest version is
printed. The version that a certificate was issued with is never changed: whoever changes it makes
the next one.
"""

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import msgspec
from sqlalchemy import Select, func, select, update
from sqlalchemy.orm import Session

from training.adapters.database import hold
from training.audit import service as audit
from training.certificates.designs import texts as design_texts
from training.certificates.model import KIND_NAMES, Design, Facts, Kind, Logo
from training.certificates.tables import Certificate, CertificateDesign
from training.courses.model import KindOffer
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal

if TYPE_CHECKING:
    from training.courses.tables import Course

HOUSE = Design()
"""What is printed where nobody has chosen a design: the formulas of the kind, and whoever the
course says signs."""
MOST_LOGOS = 2
"""Of a design; with the four that a course may have they are what fits on the page."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a design, as its pages show it."""

    id: uuid.UUID
    family: uuid.UUID
    number: int
    kind: Kind
    name: str
    design: Design
    used_at: dt.datetime | None
    """Since when it is frozen; None: it can be changed."""


def design_for(session: Session, course: "Course", kind: Kind) -> tuple[uuid.UUID | None, Design]:
    """What a certificate of that kind looks like in this course, and its row.

    Without a row (None) it is the house's own. Call `mark_used` with the row in the transaction
    that issues, and note it in `Certificate.design_id`.
    """
    family = course.rule.designs.get(kind.value)
    found = family and session.scalar(
        _newest().where(CertificateDesign.family == family, CertificateDesign.kind == kind.value)
    )
    return (found.id, found.design) if found else (None, HOUSE)


def mark_used(session: Session, design_id: uuid.UUID | None, now: dt.datetime) -> None:
    """Freezes a version, because a certificate is being issued with it; None is the house's own."""
    if design_id is not None:
        unused = CertificateDesign.id == design_id, CertificateDesign.used_at.is_(None)
        session.execute(update(CertificateDesign).where(*unused).values(used_at=now))


def on_facts(facts: Facts, design: Design, course_logos: Sequence[Logo] = ()) -> Facts:
    """The facts of a course as this design prints them: its own logos after those of the course.

    Signatories of the design sign instead of those of the course.
    """
    return msgspec.structs.replace(
        facts,
        template_version=design.layout,
        kingdom_header=design.kingdom_header,
        wording=design.wording,
        logos=(*course_logos, *design.logos),
        signatories=design.signatories or facts.signatories,
    )


def list_newest(session: Session) -> tuple[Version, ...]:
    """The newest version of every design, by its name within its kind."""
    found = [_version(row) for row in session.scalars(_newest())]
    order = list(Kind)
    return tuple(sorted(found, key=lambda each: (order.index(each.kind), each.name, each.id)))


def offer_kinds(session: Session) -> tuple[KindOffer, ...]:
    """Every kind of certificate with its designs, as the plan of a course offers them."""
    found = list_newest(session)
    return tuple(
        KindOffer(
            code=kind.value,
            words=KIND_NAMES[kind],
            hint=design_texts.KIND_HINTS[kind],
            asks_for_test=kind in {Kind.COMPLETION, Kind.TRAINER},
            designs=tuple((each.family, each.name) for each in found if each.kind is kind),
        )
        for kind in Kind
    )


def list_versions(session: Session, family: uuid.UUID) -> tuple[Version, ...]:
    """All versions of one design, the newest first."""
    asked = select(CertificateDesign).where(CertificateDesign.family == family)
    rows = session.scalars(asked.order_by(CertificateDesign.version.desc()))
    return tuple(_version(row) for row in rows)


def count_issued(session: Session, design_ids: Sequence[uuid.UUID]) -> dict[uuid.UUID, int]:
    """How many certificates were issued with each of these versions, where there are any."""
    asked = select(Certificate.design_id, func.count()).where(Certificate.design_id.in_(design_ids))
    rows = session.execute(asked.group_by(Certificate.design_id))
    return {design_id: count for design_id, count in rows if design_id is not None}


def get(session: Session, design_id: uuid.UUID) -> Version:
    """That version. Raises Refusal (404)."""
    row = session.get(CertificateDesign, design_id)
    if row is None:
        raise Refusal(design_texts.NO_DESIGN, status=404)
    return _version(row)


def make(
    session: Session, kind: Kind, name: str, submission_key: str, who: Who, now: dt.datetime
) -> Version:
    """A new design that begins as the house's own; the same key makes it once."""
    hold(session, "certificate designs")
    found = _find_by_key(session, submission_key)
    if found is not None:
        return _version(found)
    return _add(session, new_id(), 1, kind, name, HOUSE, submission_key, who, now)


def change(
    session: Session,
    design_id: uuid.UUID,
    name: str,
    design: Design,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Version:
    """What a design says from now on: in place, or as its next version where it is frozen.

    Raises Refusal: 404 without such a design, 409 when somebody has made a newer version of it.
    """
    hold(session, "certificate designs")
    row = session.get(
        CertificateDesign, design_id, with_for_update=True, populate_existing=True
    )  # who issues with it meanwhile waits, or has frozen it
    if row is None:
        raise Refusal(design_texts.NO_DESIGN, status=404)
    made, old = _find_by_key(session, submission_key), _version(row)
    if made is not None and made.family == old.family:
        return _version(made)
    newest = list_versions(session, old.family)[0]
    if newest.id != old.id:
        raise Refusal(design_texts.NEWER_DESIGN, status=409)
    if (name, design) == (old.name, old.design):
        return old
    if old.used_at is not None:
        number = old.number + 1
        return _add(session, old.family, number, old.kind, name, design, submission_key, who, now)
    row.name, row.design = name, design
    session.flush()
    _note(session, "changed", old, _version(row), who, now)
    return _version(row)


def _add(
    session: Session,
    family: uuid.UUID,
    number: int,
    kind: Kind,
    name: str,
    design: Design,
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> Version:
    row = CertificateDesign(
        id=new_id(),
        family=family,
        version=number,
        kind=kind.value,
        name=name,
        design=design,
        made_at=now,
        made_by=who.id,
        submission_key=submission_key,
    )
    session.add(row)
    session.flush()
    _note(session, "made", None, _version(row), who, now)
    return _version(row)


def _note(
    session: Session, action: str, old: Version | None, made: Version, who: Who, now: dt.datetime
) -> None:
    before = _facts(old) if old else None
    audit.record(
        session, who, now, action, "certificate design", made.id, before=before, after=_facts(made)
    )


def _facts(version: Version) -> dict[str, object]:
    return {
        "name": version.name,
        "kind": version.kind.value,
        "version": version.number,
        "design": msgspec.to_builtins(version.design),
    }


def _newest() -> Select[CertificateDesign]:
    newest = (
        select(CertificateDesign.family, func.max(CertificateDesign.version).label("version"))
        .group_by(CertificateDesign.family)
        .subquery()
    )
    of_the_newest = (CertificateDesign.family == newest.c.family) & (
        CertificateDesign.version == newest.c.version
    )
    return select(CertificateDesign).join(newest, of_the_newest)


def _find_by_key(session: Session, submission_key: str) -> CertificateDesign | None:
    asked = select(CertificateDesign).where(CertificateDesign.submission_key == submission_key)
    return session.scalar(asked)


def _version(row: CertificateDesign) -> Version:
    return Version(
        id=row.id,
        family=row.family,
        number=row.version,
        kind=Kind(row.kind),
        name=row.name,
        design=row.design,
        used_at=row.used_at,
    )
