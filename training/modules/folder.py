"""The files of one folder, read within bounds: no links, nothing outside, nothing too big."""

import re
import stat
import unicodedata
from pathlib import Path

from training.modules.findings import Place

MAX_TEXT_BYTES = 1_000_000
MAX_PICTURE_BYTES = 500_000
MAX_NAMES = 500
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ufffe\uffff]")


class Folder:
    """A folder whose files are asked for by plain names such as `slides/1-welcome.en.md`."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def names(self, inside: str = "") -> list[str]:
        """The names in a subfolder, sorted; empty when it is not a plain folder."""
        path = self.path / inside
        try:
            if path.is_symlink() or not path.is_dir():
                return []
            return sorted(one.name for one in path.iterdir())[:MAX_NAMES]
        except OSError:
            return []

    def has(self, name: str) -> bool:
        """Whether anything lies there under this name, readable or not."""
        path = self.path / name
        return path.is_symlink() or path.exists()

    def bytes_of(self, name: str, limit: int, place: Place, line: int = 1) -> bytes | None:
        """The bytes of a file of at most `limit` bytes, or None after a fault on `line`."""
        reason = self._refusal(name)
        if reason:
            place.fault(line, f"{name} {reason}")
            return None
        try:
            with (self.path / name).open("rb") as file:
                found = file.read(limit + 1)
        except OSError:
            place.fault(line, f"{name} could not be opened. Check that it may be read.")
            return None
        if len(found) > limit:
            place.fault(line, f"{name} is larger than {limit // 1000} KB. Make it smaller.")
            return None
        return found

    def _refusal(self, name: str) -> str:
        if not _is_plain(name):
            return (
                "does not lie in this folder. Use a name inside it, without .. or a drive letter."
            )
        path = self.path
        for part in name.split("/"):
            path = path / part
            if path.is_symlink():
                return "is a link to somewhere else. Put the file itself there."
        try:
            mode = path.stat().st_mode
        except (OSError, ValueError):
            return "is missing. Add it, or mend its name."
        return "" if stat.S_ISREG(mode) else "is not a file. Put a plain file there."

    def text_of(self, place: Place) -> str | None:
        """The text of the place's file with plain line ends, in NFC; None after a fault."""
        found = self.bytes_of(place.file, MAX_TEXT_BYTES, place)
        if found is None:
            return None
        try:
            text = found.decode("utf-8-sig")
        except UnicodeDecodeError as error:
            line = found.count(b"\n", 0, error.start) + 1
            place.fault(line, "This line is not UTF-8. Save the file as UTF-8.")
            return None
        text = text.replace("\r\n", "\n").replace("\r", "\n")
        hidden = _CONTROL.search(text)
        if hidden:
            line = text.count("\n", 0, hidden.start()) + 1
            place.fault(line, f"This line has the hidden sign U+{ord(hidden[0]):04X}. Delete it.")
            return None
        return unicodedata.normalize("NFC", text)


def _is_plain(name: str) -> bool:
    parts = name.split("/")
    usual = all(part not in ("", ".", "..") for part in parts)
    return usual and not any(sign in name for sign in "\\:\x00")
