"""Photographs of signed sheets: kept as evidence, so added and never taken away."""

import datetime as dt
import uuid
from collections.abc import Sequence

from sqlalchemy.orm import Session

from training.adapters import rasters
from training.attendance import sheet_store
from training.attendance import sheet_texts as texts
from training.attendance.model import Sheet
from training.attendance.tables import SheetPhoto
from training.audit import service as audit
from training.courses import service as courses
from training.kernel.access import Who
from training.kernel.ids import new_id
from training.kernel.refusal import Refusal

MOST_BYTES = 12_000_000
"""What may be sent at once."""
LONGEST_SIDE = 2_000
"""Pixels: a page of names is read well, and takes about half a megabyte."""
MOST_OF_A_SHEET = 30


def readable_photos(sent: Sequence[bytes]) -> tuple[bytes, ...]:
    """Photographs that were sent as they are kept: upright, smaller, JPEG and nothing beside.

    An empty one is none. Takes some time: call it outside of a transaction. Raises Refusal (422).
    """
    found = tuple(_readable_photo(each) for each in sent if each)
    if not found:
        raise Refusal(texts.PHOTO_NEEDED, field="photos")
    return found


def _readable_photo(content: bytes) -> bytes:
    if len(content) > MOST_BYTES:
        raise Refusal(texts.PHOTO_TOO_LARGE, field="photos")
    try:
        return rasters.as_photograph(content, LONGEST_SIDE)
    except rasters.UnreadablePictureError as error:
        raise Refusal(texts.PHOTO_NO_PICTURE, field="photos") from error
    except rasters.TooManyPixelsError as error:
        raise Refusal(texts.PHOTO_TOO_MANY_PIXELS, field="photos") from error


def add_photos(
    session: Session,
    sheet: Sheet,
    pictures: Sequence[bytes],
    submission_key: str,
    who: Who,
    now: dt.datetime,
) -> None:
    """Keeps photographs as `readable_photos` gave them; the same key keeps each once.

    Raises Refusal (409) where the sheet would have more than are kept.
    """
    courses.lock_course(session, sheet.course_id)
    kept = sheet_store.list_photo_keys(session, sheet.id)
    keyed = {f"{submission_key}.{place}": each for place, each in enumerate(pictures)}
    new = {key: each for key, each in keyed.items() if key not in kept}
    if len(kept) + len(new) > MOST_OF_A_SHEET:
        raise Refusal(texts.TOO_MANY_PHOTOS, status=409, field="photos")
    for key, picture in new.items():
        photo_id = new_id()
        row = {
            "id": photo_id,
            "sheet_id": sheet.id,
            "content": picture,
            "added_by": who.id,
            "added_at": now,
            "submission_key": key,
        }
        sheet_store.add_photo(session, row)
        facts = {"photo": str(photo_id), "number": sheet.number}
        audit.record(
            session, who, now, "photographed", "sign-in sheet", sheet.id,
            course_id=sheet.course_id, after=facts,
        )  # fmt: skip


def get_photo(session: Session, sheet: Sheet, photo_id: uuid.UUID) -> SheetPhoto:
    """A photograph of that sheet. Raises Refusal (404)."""
    photo = sheet_store.find_photo(session, sheet.id, photo_id)
    if photo is None:
        raise Refusal(texts.NO_PHOTO, status=404)
    return photo


list_photos = sheet_store.list_photos
