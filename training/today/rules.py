"""The one thing to do now."""

from training.today.model import Step, TraineeFacts


def decide_step(facts: TraineeFacts) -> Step:
    """A certificate first, then what the room waits for, then its slide, then reading."""
    if facts.has_certificate:
        return Step.GET_CERTIFICATE
    if facts.has_ended:
        return Step.WAIT_FOR_CERTIFICATE if facts.is_entitled else Step.SEE_WHY_NOT
    if not facts.is_running:
        return Step.WAIT_FOR_OPENING
    if facts.attendance_waits:
        return Step.MARK_ATTENDANCE
    if facts.quiz_waits:
        return Step.ANSWER_QUIZ
    return Step.FOLLOW if facts.room_follows else Step.READ_SLIDES
