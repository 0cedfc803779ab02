"""The one thing to do now."""

from training.today.model import Step, TraineeFacts


def decide_step(facts: TraineeFacts) -> Step:
    """A certificate first, then what the room waits for, the own name, the slide, reading."""
    if facts.has_certificate:
        return Step.GET_CERTIFICATE
    if facts.has_ended:
        return _after_the_end(facts)
    if not facts.is_running:
        return Step.WAIT_FOR_OPENING
    in_order = (
        (facts.attendance_waits, Step.MARK_ATTENDANCE),
        (facts.quiz_waits, Step.ANSWER_QUIZ),
        (facts.room_asks, Step.FOLLOW),
        (facts.name_waits, Step.CHECK_NAME),
        (facts.room_follows, Step.FOLLOW),
    )
    return next((step for waits, step in in_order if waits), Step.READ_SLIDES)


def _after_the_end(facts: TraineeFacts) -> Step:
    if not facts.is_entitled:
        return Step.SEE_WHY_NOT
    return Step.CHECK_NAME if facts.name_waits else Step.WAIT_FOR_CERTIFICATE
