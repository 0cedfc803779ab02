"""Looking up an assessment: how it stands for a seat, and which questions it asks."""

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session

from training.courses import service as courses
from training.courses.model import CourseState
from training.kernel.locales import Bilingual
from training.kernel.refusal import Refusal
from training.modules import service as modules
from training.modules.model import NO_WORDS, Item, Module
from training.quizzes import assessments, correcting, key_store, store, texts
from training.quizzes.assessments import FORMS
from training.quizzes.correcting import Corrections, Key
from training.quizzes.model import Assessment, Attempt, Desk, Opening, Purpose, Terms

if TYPE_CHECKING:
    from training.courses.tables import Course


def get_desk(session: Session, course_id: uuid.UUID, seat_id: uuid.UUID | None, slug: str) -> Desk:
    """How the assessment stands for the seat. Raises Refusal (404)."""
    name = assessments.read_slug(slug)
    desk = store.find_desk(session, course_id, seat_id, slug, name) if name else None
    if desk is None or name is None:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    if not name.purpose.is_scored:
        desk = replace(desk, revision_id=_questionnaire(session, desk))
    if desk.revision_id is None and not name.purpose.is_test:
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    if not items_of(session, desk):
        raise Refusal(texts.NO_SUCH_QUIZ, status=404)
    return desk


def _questionnaire(session: Session, desk: Desk) -> uuid.UUID | None:
    """The one that was opened in this course, else the newest."""
    if desk.opening is not None:
        return desk.opening.revision_id
    return modules.find_newest_id(session, desk.slug)


def items_of(session: Session, desk: Desk, form: str = "") -> tuple[Item, ...]:
    """The questions that the assessment asks, in the order of the pack.

    Of a test those of `form`, else of the form of the seat's sheet, else of form A, of which there
    are as many as of B.
    """
    form = form or (desk.attempt.form if desk.attempt else "")
    return questions(session, desk.course_id, desk.slug, desk.revision_id, form)


def questions(
    session: Session,
    course_id: uuid.UUID,
    slug: str,
    revision_id: uuid.UUID | None,
    form: str,
) -> tuple[Item, ...]:
    """The questions of that assessment, in the order of the pack."""
    name = assessments.read_slug(slug)
    if name is None:
        return ()
    taught = _taught(session, course_id, name.purpose, revision_id)
    return assessments.items_of(name.purpose, taught, form or next(iter(FORMS)))


def all_questions(
    session: Session, course_id: uuid.UUID, slug: str, revision_id: uuid.UUID | None
) -> tuple[Item, ...]:
    """The questions of that assessment, of a test those of both forms."""
    name = assessments.read_slug(slug)
    if name is None:
        return ()
    taught = _taught(session, course_id, name.purpose, revision_id)
    forms = FORMS if name.purpose.is_test else [""]
    return tuple(
        item for form in forms for item in assessments.items_of(name.purpose, taught, form)
    )


def _taught(
    session: Session, course_id: uuid.UUID, purpose: Purpose, revision_id: uuid.UUID | None
) -> tuple[Module, ...]:
    if purpose.is_test:
        ids: Sequence[uuid.UUID] = courses.list_revision_ids(session, course_id)
    else:
        ids = [revision_id] if revision_id else []
    return tuple(modules.get_module(session, each) for each in ids)


def key_of_sheet(
    session: Session,
    course_id: uuid.UUID,
    sheet: Attempt,
    corrections: Corrections | None = None,
) -> Key:
    """What is right on one sheet by now; asks for the corrections of the course if not given."""
    asked = questions(session, course_id, sheet.slug, sheet.revision_id, sheet.form)
    if corrections is None:
        corrections = key_store.list_corrections(session, course_id)
    return correcting.key_of(sheet.slug, asked, corrections)


def keys_of_sheets(
    session: Session, course_id: uuid.UUID, sheets: Sequence[Attempt], corrections: Corrections
) -> list[Key]:
    """What is right by now on each of many sheets; what they have in common is looked up once."""
    made: dict[tuple[str, uuid.UUID | None, str], Key] = {}
    for sheet in sheets:
        if _paper(sheet) not in made:
            made[_paper(sheet)] = key_of_sheet(session, course_id, sheet, corrections)
    return [made[_paper(sheet)] for sheet in sheets]


def asked_beside(session: Session, desk: Desk) -> tuple[str, ...]:
    """The slugs of what else asks the same questions: as practice does, and some homework."""
    if desk.purpose not in assessments.OF_MODULE or desk.revision_id is None:
        return ()
    module = modules.get_module(session, desk.revision_id)
    own = assessments.items_of(desk.purpose, [module], "")
    return tuple(
        assessments.slug_of(each, module.slug)
        for each in assessments.OF_MODULE
        if each is not desk.purpose and assessments.items_of(each, [module], "") == own
    )


def _paper(sheet: Attempt) -> tuple[str, uuid.UUID | None, str]:
    return sheet.slug, sheet.revision_id, sheet.form


def title_of(session: Session, desk: Desk) -> Bilingual:
    """The title of its module; empty where it is not one module's."""
    if desk.purpose not in assessments.OF_MODULE or desk.revision_id is None:
        return NO_WORDS
    return modules.get_module(session, desk.revision_id).title


def list_assessments(
    session: Session, course_id: uuid.UUID, openings: Mapping[str, Opening] | None = None
) -> tuple[Assessment, ...]:
    """All that the course can let its people answer, in the order of the day.

    With `openings`, questionnaires only where they are among them.
    """
    ids = courses.list_revision_ids(session, course_id)
    taught = [modules.get_module(session, each) for each in ids]
    found = [_assessment(Purpose.PRE_TEST, None, taught)]
    for purpose in assessments.OF_MODULE:
        for revision_id, module in zip(ids, taught, strict=True):
            found.append(_assessment(purpose, revision_id, [module]))
    found.append(_assessment(Purpose.POST_TEST, None, taught))
    for purpose in assessments.QUESTIONNAIRES:
        asked = _find_questionnaire(session, assessments.slug_of(purpose), openings)
        if asked is not None:
            found.append(_assessment(purpose, asked, [modules.get_module(session, asked)]))
    return tuple(each for each in found if each.items)


def _find_questionnaire(
    session: Session, slug: str, openings: Mapping[str, Opening] | None
) -> uuid.UUID | None:
    if openings is None:
        return modules.find_newest_id(session, slug)
    return openings[slug].revision_id if slug in openings else None


def _assessment(
    purpose: Purpose, revision_id: uuid.UUID | None, taught: Sequence[Module]
) -> Assessment:
    module = taught[0] if purpose in assessments.OF_MODULE else None
    return Assessment(
        slug=assessments.slug_of(purpose, module.slug if module else ""),
        purpose=purpose,
        revision_id=revision_id,
        title=module.title if module else NO_WORDS,
        items=len(assessments.items_of(purpose, taught, next(iter(FORMS)))),
    )


def desk_of(
    course: "Course",
    asked: Assessment,
    openings: dict[str, Opening],
    changed: dict[str, Terms],
    sheet: Attempt | None,
) -> Desk:
    """How an assessment stands, put together from what a whole list of them shares."""
    return Desk(
        course.id,
        asked.slug,
        asked.purpose,
        asked.revision_id,
        CourseState(course.state),
        course.time_zone,
        openings.get(asked.slug),
        sheet,
        changed.get(asked.slug) or assessments.usual_terms(asked.purpose),
    )
