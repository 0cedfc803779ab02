"""The trainer's page of the rehearsal: start it, see how far it is, read the verdict."""

import uuid
from typing import Protocol

from flask import current_app, redirect, render_template, request, url_for

from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.locales import digits_only
from training.kernel.moments import local_date
from training.kernel.refusal import Refusal
from training.kernel.texts import Text
from training.live import permissions, rehearsing, service
from training.live import rehearsal_texts as texts
from training.live.blueprint import Page, blueprint
from training.live.rehearsing import FEWEST_PHONES, MOST_PHONES, USUAL_PHONES, Progress
from training.web.context import db, now, settings
from training.web.guard import permit, require_staff_connection
from training.web.transaction import refused, roll_back

REHEARSAL = "/courses/<uuid:course_id>/rehearsal"
_LONGEST_NUMBER = 4


class Rehearsals(Protocol):
    """What starts rehearsals beside this server, one at a time."""

    @property
    def broke_off(self) -> bool:
        """Whether the last one came to no result."""

    def start(self, phones: int) -> bool:
        """Starts one; False where one is running. Raises OSError."""

    def progress(self) -> Progress | None:
        """How far it is; None where none is running."""

    def stop(self) -> None:
        """Ends it."""


def _rehearsals() -> Rehearsals | None:
    """None where this server is not one program on the trainer's laptop."""
    found: Rehearsals | None = current_app.extensions.get("training.rehearsals")
    return found


@blueprint.get(REHEARSAL)
@permit(permissions.PREPARE)
def rehearsal(course_id: uuid.UUID) -> Page:
    """What a rehearsal is, the button, how far it is, and the last result."""
    return _page(course_id)


def _page(course_id: uuid.UUID, refusal: Refusal | None = None) -> str:
    launcher = _rehearsals()
    last = rehearsing.read_last(settings().data_folder)
    return render_template(
        "live/rehearsal.html",
        course=courses.get_course(db(), course_id),
        reason=refusal.reason if refusal else None,
        obstacle=_obstacle(course_id),
        progress=launcher.progress() if launcher else None,
        broke_off=launcher is not None and launcher.broke_off,
        last=last,
        verdict=rehearsing.judge(last) if last else None,
        phones=last.phones if last else USUAL_PHONES,
        most=MOST_PHONES,
        day_of=local_date,
        texts=texts,
    )


def _obstacle(course_id: uuid.UUID) -> Text | None:
    """Why no rehearsal can be started here and now, or None."""
    if _rehearsals() is None:
        return texts.NOT_HERE
    if courses.get_course(db(), course_id).state == CourseState.RUNNING:
        return texts.COURSE_RUNS
    return texts.SOMEBODY_IS_HERE if service.is_anybody_connected(db(), now()) else None


@blueprint.post(REHEARSAL)
@permit(permissions.PREPARE)
def start_rehearsal(course_id: uuid.UUID) -> Page:
    """Starts one in a process of its own; it goes on when this page is closed."""
    require_staff_connection()
    try:
        _start(course_id, _read_phones())
    except OSError:
        return _not_started(course_id, Refusal(texts.BROKE_OFF, status=503))
    except Refusal as refusal:
        return _not_started(course_id, refusal)
    return redirect(url_for("live.rehearsal", course_id=course_id), 303)


def _start(course_id: uuid.UUID, phones: int) -> None:
    """Raises Refusal (409) where one cannot be started, OSError where the process cannot."""
    obstacle, launcher = _obstacle(course_id), _rehearsals()
    if obstacle is not None or launcher is None:
        raise Refusal(obstacle or texts.NOT_HERE, status=409)
    roll_back()  # the process copies the database
    if not launcher.start(phones):
        raise Refusal(texts.RUNS_ALREADY, status=409)


def _not_started(course_id: uuid.UUID, refusal: Refusal) -> Page:
    refused(refusal)
    return _page(course_id, refusal), refusal.status


def _read_phones() -> int:
    typed = request.form.get("phones", "").strip()
    digits = digits_only(typed)
    if len(digits) != len(typed) or not 0 < len(digits) <= _LONGEST_NUMBER:
        raise Refusal(texts.HOW_MANY, field="phones")
    if not FEWEST_PHONES <= int(digits) <= MOST_PHONES:
        raise Refusal(texts.HOW_MANY, field="phones")
    return int(digits)


@blueprint.post(REHEARSAL + "/stop")
@permit(permissions.PREPARE)
def stop_rehearsal(course_id: uuid.UUID) -> Page:
    """Ends the one that is running; the last result stays."""
    require_staff_connection()
    launcher = _rehearsals()
    roll_back()
    if launcher is not None:
        launcher.stop()
    return redirect(url_for("live.rehearsal", course_id=course_id), 303)
