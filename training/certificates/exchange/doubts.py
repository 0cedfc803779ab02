"""Which corrections in a file wait for an administrator before they count here.

A laptop corrects what its own keys have signed. Its correction counts here at once, unless it was
made where nobody knew what became of the corrected certificate here. What was revoked or corrected
here, or signed by another key, stays as it is; what was suspended here is replaced, but by nothing
that counts. An administrator lets the correction count (reinstates it), or not.
"""

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from training.certificates.exchange.file import Register
from training.certificates.exchange.going_out import changes_of
from training.certificates.model import State
from training.certificates.rules import written_number
from training.certificates.tables import HELD_BACK, Certificate, CertificateChange
from training.kernel.ids import new_id


def does_not_count(number: str, reason: str) -> str:
    """Why a correction waits: this server had suspended, revoked or corrected what it corrects."""
    why = f" ({reason})" if reason else ""
    return (
        f"វាកែតម្រូវលេខ {number} ដែលគ្មានសុពលភាពនៅទីនេះ / "
        f"It corrects {number}, which did not count here{why}"
    )


def of_another_key(number: str) -> str:
    """Why a correction waits: none of the keys that sign the file has signed what it corrects."""
    return (
        f"វាអះអាងថាកែតម្រូវលេខ {number} ដែលបានចុះហត្ថលេខាដោយកូនសោផ្សេង / "
        f"It says that it corrects {number}, which another key has signed"
    )


class Doubts:
    """What speaks against the corrections of one file, part after part of it."""

    def __init__(self, register: Register) -> None:
        self._signing = {each.key_id for each in register.signers}
        self._told = {change.id for each in register.entries for change in each.changes}
        self._barred: dict[uuid.UUID, str] = {}
        """Why a correction of that certificate waits; "" where nothing speaks against it."""

    def look_at(
        self,
        rows: Sequence[Certificate],
        changes: Mapping[uuid.UUID, Sequence[CertificateChange]],
    ) -> None:
        """Notes what our own word of these is, before the file changes it."""
        for row in rows:
            newest = next(reversed(changes.get(row.id, ())), None)
            own_word = newest is not None and newest.id not in self._told
            is_barred = own_word and row.state != State.VALID
            why = does_not_count(written_number(row.number), newest.reason if newest else "")
            self._barred.setdefault(row.id, why if is_barred else "")

    def corrected_by(self, added: Certificate, corrected: Certificate) -> uuid.UUID | None:
        """The certificate that a new one takes the place of, if it may say so."""
        number = written_number(corrected.number)
        if corrected.key_id not in self._signing:
            self._barred[added.id] = of_another_key(number)
            return None
        why = self._barred.get(corrected.id, "")
        if why:
            self._barred[added.id] = why
        return None if why and corrected.state == State.REPLACED else corrected.id

    def hold_back(self, session: Session, added: Sequence[Certificate], now: dt.datetime) -> int:
        """Suspends those of the new ones that are doubtful and may come to count: how many.

        Those too that come suspended: else a later file could reinstate them.
        """
        may_count = {State.VALID, State.SUSPENDED}
        held = [each for each in added if each.state in may_count and self._barred.get(each.id)]
        changes = changes_of(session, [each.id for each in held])
        for row in held:
            change = CertificateChange(
                id=new_id(),
                certificate_id=row.id,
                version=len(changes.get(row.id, ())) + 1,
                state=State.SUSPENDED.value,
                reason=self._barred[row.id],
                changed_at=now,
                submission_key=HELD_BACK,
            )
            session.add(change)
            row.state = State.SUSPENDED.value
        session.flush()
        return len(held)
