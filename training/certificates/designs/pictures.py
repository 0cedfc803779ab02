"""Logos and signatures on certificates, kept by the hash of their bytes and never changed."""

import datetime as dt
import hashlib
import uuid

from sqlalchemy.orm import Session

from training.adapters.database import insert
from training.certificates.model import Logo, Picture
from training.certificates.tables import CertificatePicture
from training.courses import service as courses
from training.courses.model import LogoRole
from training.courses.pictures import MOST_BYTES, printable_picture
from training.kernel.access import Who

__all__ = [
    "MOST_BYTES",
    "digest_of",
    "keep",
    "keep_course_logos",
    "keep_picture",
    "read_picture",
]


def keep_picture(session: Session, content: bytes, who: Who, now: dt.datetime) -> str:
    """Keeps a picture that was sent, and gives its digest; the same picture is kept once.

    It is read and written anew before the session is used for the first time, so that nobody waits
    meanwhile. Raises Refusal (422) for what is larger than `MOST_BYTES`, no picture, or a drawing
    that is more than a drawing.
    """
    return keep(session, read_picture(content), who.id, now)


def read_picture(content: bytes) -> Picture:
    """A picture that was sent as it would be kept. Raises Refusal (422), as `keep_picture`."""
    return Picture(*printable_picture(content))


def digest_of(picture: Picture) -> str:
    """The name under which a picture is kept: SHA-256 of its bytes in hexadecimal digits."""
    return hashlib.sha256(picture.content).hexdigest()


def keep_course_logos(session: Session, course_id: uuid.UUID, now: dt.datetime) -> tuple[Logo, ...]:
    """Keeps the logos of a course's organisers: as they stand on its certificates from now on."""
    return tuple(
        Logo(
            keep(session, Picture(logo.media_type, logo.content), None, now),
            words_km=logo.words.km,
            words_en=logo.words.en,
        )
        for logo in courses.logos_of(session, course_id)
        if logo.role is LogoRole.ORGANISER
    )


def keep(session: Session, picture: Picture, by: uuid.UUID | None, now: dt.datetime) -> str:
    """Keeps a picture that `read_picture` gave, once, and gives its digest."""
    digest = digest_of(picture)
    asked = insert(session, CertificatePicture.__table__).on_conflict_do_nothing()
    kept = {"digest": digest, "added_at": now, "added_by": by}
    session.execute(asked.values(media_type=picture.media_type, content=picture.content, **kept))
    return digest
