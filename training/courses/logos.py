"""Logos of organisers and funders on the papers of a course."""

import datetime as dt
import uuid

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from training.audit import service as audit
from training.courses import store, texts
from training.courses.model import CourseState, Logo, LogoRole
from training.courses.service import lock_course
from training.courses.tables import Course, CourseLogo
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal

MOST_OF_A_ROLE = 4


def add_logo(
    session: Session,
    course_id: uuid.UUID,
    role: LogoRole,
    words: Bilingual,
    picture: tuple[str, bytes],
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> None:
    """Puts a logo behind the others of its role; the same key adds it once.

    `picture` is what `pictures.printable_picture` gave. Raises Refusal: 404 without such a course,
    409 when the course has ended or has as many as fit.
    """
    course = _changeable(session, course_id)
    made = select(CourseLogo.id).where(
        CourseLogo.course_id == course.id, CourseLogo.submission_key == submission_key
    )
    if session.scalar(made) is not None:
        return
    own = [logo for logo in store.list_logos(session, course_id) if logo.role is role]
    if len(own) >= MOST_OF_A_ROLE:
        raise Refusal(texts.too_many_logos(MOST_OF_A_ROLE), status=409, field="role")
    last = select(func.max(CourseLogo.position)).where(CourseLogo.course_id == course_id)
    logo = CourseLogo(
        id=new_id(),
        course_id=course_id,
        role=role.value,
        position=(session.scalar(last) or 0) + 1,
        words_km=words.km,
        words_en=words.en,
        media_type=picture[0],
        content=picture[1],
        submission_key=submission_key,
        added_at=now,
    )
    session.add(logo)
    session.flush()
    _note(session, "added", course_id, logo.id, role, words, who, now)


def _changeable(session: Session, course_id: uuid.UUID) -> Course:
    course = lock_course(session, course_id)
    if course.state == CourseState.ENDED:
        raise Refusal(texts.COURSE_ENDED, status=409)
    return course


def _note(
    session: Session,
    action: str,
    course_id: uuid.UUID,
    logo_id: uuid.UUID,
    role: LogoRole,
    words: Bilingual,
    who: Who,
    now: dt.datetime,
) -> None:
    facts = {"role": role.value, "words_km": words.km, "words_en": words.en}
    audit.record(session, who, now, action, "logo", logo_id, course_id=course_id, after=facts)


def remove_logo(
    session: Session, course_id: uuid.UUID, logo_id: uuid.UUID, who: Who, now: dt.datetime
) -> None:
    """Takes a logo off the papers; one that is gone already stays so. Raises Refusal (404, 409)."""
    _changeable(session, course_id)
    logo = store.find_logo(session, course_id, logo_id)
    if logo is not None:
        session.execute(delete(CourseLogo).where(CourseLogo.id == logo_id))
        _note(session, "removed", course_id, logo_id, logo.role, logo.words, who, now)


def move_logo_up(session: Session, course_id: uuid.UUID, logo_id: uuid.UUID) -> None:
    """Puts a logo before the one that stands before it. Raises Refusal (404, 409)."""
    _changeable(session, course_id)
    moved = get_logo(session, course_id, logo_id)
    own = [logo for logo in store.list_logos(session, course_id) if logo.role is moved.role]
    place = own.index(moved)
    if place:
        rows = [session.get_one(CourseLogo, own[at].id) for at in (place - 1, place)]
        rows[0].position, rows[1].position = rows[1].position, rows[0].position


def get_logo(session: Session, course_id: uuid.UUID, logo_id: uuid.UUID) -> Logo:
    """A logo of this course. Raises Refusal (404)."""
    logo = store.find_logo(session, course_id, logo_id)
    if logo is None:
        raise Refusal(texts.NO_LOGO, status=404)
    return logo
