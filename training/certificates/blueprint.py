"""What all pages of the room share."""

from flask import Blueprint, Response
from werkzeug.wrappers import Response as BaseResponse

blueprint = Blueprint("certificates", __name__)
Page = str | tuple[str, int] | BaseResponse


def as_pdf(content: bytes, name: str, *, download: bool) -> Response:
    """The answer that is a PDF file, to be opened or to be kept."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set(
        "Content-Disposition", "attachment" if download else "inline", filename=f"{name}.pdf"
    )
    return answer
