"""Use cases of the modules room: packs become revisions, revisions are taught."""

import datetime as dt
import uuid
from collections.abc import Collection, Mapping, Sequence
from itertools import chain, count, repeat
from pathlib import Path

from msgspec import structs
from sqlalchemy import select, update
from sqlalchemy.orm import Session

from training.adapters.database import hold
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.modules.commons import read_commons
from training.modules.model import OWN, Item, Module, Reading, Status
from training.modules.questionnaires import read_questionnaires
from training.modules.reader import read_pack, slugs_of
from training.modules.rules import pack_fingerprint
from training.modules.tables import ModuleRevision, RevisionPicture

_modules: dict[uuid.UUID, Module] = {}


def read_packs(session: Session, packs: Path, now: dt.datetime) -> tuple[Reading, ...]:
    """Reads every pack of the folder; what is new becomes a revision. The caller commits.

    A pack with a fault is left out and its last good revision stays on offer. The same holds for
    the questionnaires beside the packs, whose readings come last.
    """
    hold(session, "reading packs")
    commons = read_commons(packs)
    readings = tuple(read_pack(packs, slug, commons) for slug in slugs_of(packs))
    for reading in readings:
        if reading.module is not None:
            _keep(session, reading.module, reading.pictures, now)
    asked = read_questionnaires(packs)
    for reading in asked:
        if reading.module is not None:
            _keep_questionnaire(session, reading.module, now)
    return readings + asked


def _keep_questionnaire(session: Session, module: Module, now: dt.datetime) -> None:
    """It becomes the newest of its name, also where it is again as it was once; none plans it."""
    before = _newest(session, module.slug)
    if before is None or (before.title, before.items) != (module.title, module.items):
        next_one = structs.replace(module, version=_next_version(before))
        _keep(session, next_one, {}, now, is_offered=False)


def _next_version(before: Module | None) -> str:
    return str(int(before.version) + 1) if before else "1"


def keep_own_items(
    session: Session,
    slug: str,
    title: Bilingual,
    items: tuple[Item, ...],
    pictures: Mapping[str, bytes],
    now: dt.datetime,
) -> Module:
    """Questions of one's own become a module with a quiz and without slides. The caller commits.

    `slug` begins with `own-`, as no pack's does. Where there is a module of that name already, the
    questions become its next revision, unless they are the same; courses keep what they pinned.
    """
    hold(session, "reading packs")
    before = _newest(session, slug)
    if before and (before.title, before.items) == (title, items):
        return before
    numbers = [each.number for each in map(_newest, repeat(session), _slugs(session)) if each]
    module = Module(
        slug=slug,
        number=before.number if before else max(numbers, default=0) + 1,
        version=_next_version(before),
        status=Status.READY,
        title=title,
        working_title=True,
        items=items,
    )
    _keep(session, module, pictures, now)
    return module


def list_own(session: Session, after: str, most: int) -> Sequence[tuple[Module, dt.datetime]]:
    """So many modules of questions of one's own, by slug behind `after`, each with its moment."""
    asked = select(ModuleRevision.id, ModuleRevision.read_at).where(
        ModuleRevision.slug.startswith(OWN, autoescape=True),
        ModuleRevision.slug > after,
        ModuleRevision.offered,
    )
    found = session.execute(asked.order_by(ModuleRevision.slug).limit(most)).all()
    return [(get_module(session, each), read_at) for each, read_at in found]


def list_revisions(session: Session, slugs: Collection[str]) -> Mapping[uuid.UUID, str]:
    """Every revision that there ever was of these modules, with the slug of its module."""
    asked = select(ModuleRevision.id, ModuleRevision.slug).where(ModuleRevision.slug.in_(slugs))
    return dict(session.execute(asked).all())


def find_free_slug(session: Session, wanted: str) -> str:
    """The slug, with a number where there is a module of that name.

    Nobody else takes it before the caller's transaction ends.
    """
    hold(session, "reading packs")
    taken = set(_slugs(session))
    numbered = (f"{wanted}-{number}" for number in count(2))
    return next(each for each in chain([wanted], numbered) if each not in taken)


def _slugs(session: Session) -> Sequence[str]:
    return session.scalars(select(ModuleRevision.slug).distinct()).all()


def _newest(session: Session, slug: str) -> Module | None:
    found = find_newest_id(session, slug)
    return None if found is None else get_module(session, found)


def find_newest_id(session: Session, slug: str) -> uuid.UUID | None:
    """The revision of that slug that was read last."""
    asked = select(ModuleRevision.id).where(ModuleRevision.slug == slug)
    return session.scalar(asked.order_by(ModuleRevision.id.desc()).limit(1))


def find_newest(session: Session, slug: str) -> Module | None:
    """The module of that slug as it is offered, else as it was read last."""
    found = _offered_or_newest_id(session, slug)
    return None if found is None else get_module(session, found)


def _offered_or_newest_id(session: Session, slug: str) -> uuid.UUID | None:
    offered = select(ModuleRevision.id).where(ModuleRevision.slug == slug, ModuleRevision.offered)
    return session.scalar(offered) or find_newest_id(session, slug)


def _keep(
    session: Session,
    module: Module,
    pictures: Mapping[str, bytes],
    now: dt.datetime,
    *,
    is_offered: bool = True,
) -> None:
    fingerprint = pack_fingerprint(module, pictures)
    asked = select(ModuleRevision).where(ModuleRevision.fingerprint == fingerprint)
    revision = session.scalar(asked)
    offered = is_offered and module.status is Status.READY
    if revision is not None and revision.offered == offered:
        return
    others = update(ModuleRevision).where(ModuleRevision.slug == module.slug)
    session.execute(others.values(offered=False))
    if revision is not None:
        revision.offered = offered
        return
    revision = ModuleRevision(
        id=new_id(),
        slug=module.slug,
        fingerprint=fingerprint,
        content=module,
        offered=offered,
        read_at=now,
    )
    session.add(revision)
    session.flush()
    for name, content in pictures.items():
        session.add(RevisionPicture(revision_id=revision.id, name=name, content=content))


def get_module(session: Session, revision_id: uuid.UUID) -> Module:
    """The module of a revision; kept in memory, since a revision never changes.

    Raises sqlalchemy.exc.NoResultFound.
    """
    module = _modules.get(revision_id)
    if module is None:
        if len(_modules) >= 64:
            _modules.clear()
        asked = select(ModuleRevision.content).where(ModuleRevision.id == revision_id)
        module = _modules[revision_id] = session.scalars(asked).one()
    return module


def list_offered(session: Session) -> Sequence[tuple[uuid.UUID, Module]]:
    """The modules that a new course can teach, by number."""
    asked = select(ModuleRevision.id).where(ModuleRevision.offered)
    found = [(each, get_module(session, each)) for each in session.scalars(asked)]
    return sorted(found, key=lambda pair: (pair[1].number, pair[1].slug))


def has_offered(session: Session) -> bool:
    """Whether there is a module that a new course can teach."""
    return (
        session.scalar(select(ModuleRevision.id).where(ModuleRevision.offered).limit(1)) is not None
    )


def list_in_preparation(session: Session) -> Sequence[Module]:
    """The modules that are being written and cannot be taught yet, by number."""
    asked = select(ModuleRevision.slug, ModuleRevision.id, ModuleRevision.offered)
    rows = session.execute(asked.order_by(ModuleRevision.id)).all()
    offered = {slug for slug, _, is_offered in rows if is_offered}
    newest = {slug: each for slug, each, _ in rows if slug not in offered}
    found = [get_module(session, each) for each in newest.values()]
    in_preparation = [each for each in found if each.status is Status.IN_PREPARATION]
    return sorted(in_preparation, key=lambda each: (each.number, each.slug))


def find_picture(session: Session, revision_id: uuid.UUID, name: str) -> bytes | None:
    """A picture's bytes."""
    picture = session.get(RevisionPicture, (revision_id, name))
    return None if picture is None else picture.content


def pictures_of_newest(session: Session, slug: str) -> dict[str, bytes]:
    """The pictures of the module that `find_newest` finds, by name."""
    revision_id = _offered_or_newest_id(session, slug)
    asked = select(RevisionPicture).where(RevisionPicture.revision_id == revision_id)
    return {picture.name: picture.content for picture in session.scalars(asked)}
