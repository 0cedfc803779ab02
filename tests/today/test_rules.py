"""The order of the one thing to do now."""

from dataclasses import replace

from training.today.model import Step, TraineeFacts
from training.today.rules import decide_step

RUNNING = TraineeFacts(
    is_running=True,
    has_ended=False,
    has_certificate=False,
    is_entitled=False,
    attendance_waits=False,
    quiz_waits=False,
    room_asks=False,
    name_waits=False,
    room_follows=False,
)


def test_a_running_course_without_anything_open_is_read() -> None:
    assert decide_step(RUNNING) is Step.READ_SLIDES


def test_attendance_comes_before_the_quiz() -> None:
    both = replace(RUNNING, attendance_waits=True, quiz_waits=True)
    assert decide_step(both) is Step.MARK_ATTENDANCE
    assert decide_step(replace(both, attendance_waits=False)) is Step.ANSWER_QUIZ


def test_the_room_is_followed_when_nothing_else_waits() -> None:
    follows = replace(RUNNING, room_follows=True)
    assert decide_step(follows) is Step.FOLLOW
    assert decide_step(replace(follows, quiz_waits=True)) is Step.ANSWER_QUIZ
    assert decide_step(replace(follows, attendance_waits=True)) is Step.MARK_ATTENDANCE


def test_the_own_name_is_looked_at_when_nothing_urgent_waits() -> None:
    waits = replace(RUNNING, name_waits=True, room_follows=True)
    assert decide_step(waits) is Step.CHECK_NAME
    assert decide_step(replace(waits, room_asks=True)) is Step.FOLLOW
    assert decide_step(replace(waits, quiz_waits=True)) is Step.ANSWER_QUIZ
    assert decide_step(replace(waits, attendance_waits=True)) is Step.MARK_ATTENDANCE


def test_after_the_end_the_name_is_looked_at_before_one_waits() -> None:
    ended = replace(RUNNING, is_running=False, has_ended=True, name_waits=True)
    assert decide_step(ended) is Step.SEE_WHY_NOT
    assert decide_step(replace(ended, is_entitled=True)) is Step.CHECK_NAME


def test_a_certificate_comes_first_whatever_else_is_open() -> None:
    everything = TraineeFacts(
        is_running=True,
        has_ended=False,
        has_certificate=True,
        is_entitled=True,
        attendance_waits=True,
        quiz_waits=True,
        room_asks=True,
        name_waits=True,
        room_follows=True,
    )
    assert decide_step(everything) is Step.GET_CERTIFICATE


def test_after_the_end_one_waits_or_sees_why_not() -> None:
    ended = replace(RUNNING, is_running=False, has_ended=True)
    assert decide_step(ended) is Step.SEE_WHY_NOT
    assert decide_step(replace(ended, is_entitled=True)) is Step.WAIT_FOR_CERTIFICATE


def test_before_the_opening_one_waits() -> None:
    assert decide_step(replace(RUNNING, is_running=False)) is Step.WAIT_FOR_OPENING
