"""The statement of every answer to a question of the room: built once, filled in each time."""

from sqlalchemy import bindparam, select

from training.courses.tables import Course
from training.live.tables import LiveAnswer, LiveQuestion

QUESTION = (
    LiveQuestion.id,
    LiveQuestion.kind,
    LiveQuestion.words_km,
    LiveQuestion.words_en,
    LiveQuestion.choices,
    LiveQuestion.right_codes,
    LiveQuestion.reason_km,
    LiveQuestion.reason_en,
    LiveQuestion.opened_at,
    LiveQuestion.closes_at,
    LiveQuestion.closed_at,
    LiveQuestion.revealed_at,
)
_NEWEST_OF_SEAT = (
    select(LiveAnswer.id)
    .where(LiveAnswer.question_id == LiveQuestion.id, LiveAnswer.seat_id == bindparam("seat_id"))
    .order_by(LiveAnswer.id.desc())
    .limit(1)
    .scalar_subquery()
)
ANSWERABLE = (
    select(*QUESTION, Course.state, _NEWEST_OF_SEAT.label("newest"))
    .join(Course, Course.id == LiveQuestion.course_id)
    .where(
        LiveQuestion.id == bindparam("question_id"),
        LiveQuestion.course_id == bindparam("course_id"),
    )
    .with_for_update(read=True, of=LiveQuestion)
)
