"""What can become of a certificate: which change is possible from which state."""

from training.certificates import texts
from training.certificates.model import State
from training.kernel.refusal import Refusal
from training.kernel.texts import Text

SHORTEST_REASON = 3
LONGEST_REASON = 300
POSSIBLE = {
    State.VALID: (State.SUSPENDED, State.REVOKED),
    State.SUSPENDED: (State.VALID, State.REVOKED),
    State.REVOKED: (),
    State.REPLACED: (),
}
"""What somebody can do to a certificate, in the order in which a page offers it. A revoked one
stays so, as those who keep a copy of the status lists may have read it: who ought to have one after
all gets a new one."""
_WHY_NOT: dict[State, Text] = {
    State.VALID: texts.IS_VALID,
    State.SUSPENDED: texts.IS_SUSPENDED,
    State.REVOKED: texts.IS_REVOKED,
    State.REPLACED: texts.IS_REPLACED,
}


def require_possible(current: State, wanted: State) -> None:
    """Raises Refusal (409) where a certificate cannot come from one state to the other."""
    if wanted not in POSSIBLE[current]:
        raise Refusal(_WHY_NOT[current], status=409)


def require_correctable(current: State) -> None:
    """Raises Refusal (409) for a certificate that does not count: a corrected one would."""
    if current is not State.VALID:
        raise Refusal(_WHY_NOT[current], status=409)


def clean_reason(typed: str) -> str:
    """The reason in one line. Raises Refusal (422) without one that says something."""
    reason = " ".join(typed.split())
    if len(reason) < SHORTEST_REASON:
        raise Refusal(texts.REASON_NEEDED, field="reason")
    if len(reason) > LONGEST_REASON:
        raise Refusal(texts.REASON_TOO_LONG, field="reason")
    return reason
