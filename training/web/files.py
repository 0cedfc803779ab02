"""Forms that take a file into memory."""

from typing import Any, ClassVar

from flask import request
from werkzeug.datastructures import FileStorage

from training.kernel.texts import Text, say
from training.web.forms import Form, fault, tidy

NO_FILE = say("Please choose a file.")
EMPTY = say("This file is empty.")


class FileForm(Form):
    """A form with a field `file`. Its view says with `sizes.takes_file` how much may come."""

    most_bytes: ClassVar[int]
    too_large: ClassVar[Text]
    file_name = ""
    content = b""

    def validate_file(self, _field: Any) -> None:
        """Refuses no file, an empty one and one that is too large; reads it else."""
        sent = request.files.get("file") or FileStorage()
        self.file_name = tidy(" ".join((sent.filename or "").split()))
        self.content = sent.stream.read(self.most_bytes + 1)
        if not self.file_name:
            raise fault(NO_FILE)
        if not self.content:
            raise fault(EMPTY)
        if len(self.content) > self.most_bytes:
            raise fault(self.too_large)
