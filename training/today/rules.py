"""The one thing to do now."""

from training.today.model import Step, TraineeFacts


def decide_step(facts: TraineeFacts) -> Step:
    """A certificate first, then what the room is waiting for, then reading."""
    if facts.has_certificate:
        return Step.GET_CERTIFICATE
    if facts.has_ended:
        return Step.WAIT_FOR_CERTIFICATE if facts.is_entitled else Step.SEE_WHY_NOT
    if not facts.is_running:
        return Step.WAIT_FOR_OPENING
    if facts.attendance_waits:
        return Step.MARK_ATTENDANCE
    return Step.ANSWER_QUIZ if facts.quiz_waits else Step.READ_SLIDES
