"""Faults and warnings are gathered here while a pack is read, so that all are told at once."""

from training.modules.model import Fault, Severity

MAX_OF_EACH = 500


class Findings:
    """Gathers what is wrong in a pack; the prefix is put before every file name."""

    def __init__(self, prefix: str = "") -> None:
        self._prefix = prefix
        self._seen: dict[Severity, dict[Fault, None]] = {one: {} for one in Severity}

    def add(self, file: str, line: int, message: str, severity: Severity) -> None:
        """Note a finding once; line 0 stands for the file as a whole and becomes 1."""
        whole = f"{self._prefix}/{file}" if self._prefix else file
        seen = self._seen[severity]
        if len(seen) < MAX_OF_EACH:
            seen.setdefault(Fault(whole, max(line, 1), message, severity))

    def faults(self) -> tuple[Fault, ...]:
        """All faults, by file and line."""
        return tuple(sorted(self._seen[Severity.FAULT]))

    def warnings(self) -> tuple[Fault, ...]:
        """All warnings, by file and line."""
        return tuple(sorted(self._seen[Severity.WARNING]))


class Place:
    """One file of a pack, to which faults and warnings are pinned by line."""

    def __init__(self, file: str, findings: Findings) -> None:
        self.file = file
        self._findings = findings

    def fault(self, line: int, message: str) -> None:
        """Note what stops the pack from being read."""
        self._findings.add(self.file, line, message, Severity.FAULT)

    def warn(self, line: int, message: str) -> None:
        """Note what a reader should look at, and what does not stop the pack."""
        self._findings.add(self.file, line, message, Severity.WARNING)
