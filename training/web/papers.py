"""A paper as an answer: a PDF for the browser to show, or a sentence about why there is none."""

import logging
from collections.abc import Callable

from flask import Response

from training.adapters.typesetting import TypesettingError
from training.kernel.refusal import Refusal
from training.kernel.texts import Text

logger = logging.getLogger(__name__)


def pdf_answer(name: str, make: Callable[[], bytes], not_printed: Text) -> Response:
    """The PDF that `make` sets, under `name` with its ending.

    What cannot be printed is named in the log. Raises Refusal (409) with `not_printed`.
    """
    try:
        content = make()
    except TypesettingError as error:
        logger.warning("%s.pdf: %s", name, error)
        raise Refusal(not_printed, status=409) from error
    answer = Response(content, mimetype="application/pdf")
    answer.headers["Content-Disposition"] = f'inline; filename="{name}.pdf"'
    return answer
