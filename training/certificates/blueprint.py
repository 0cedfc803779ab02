"""What all pages of the room share."""

from flask import Blueprint, Response
from markupsafe import Markup, escape
from werkzeug.wrappers import Response as BaseResponse

from training.certificates.model import KIND_NAMES, Kind
from training.web.locale import spoken

blueprint = Blueprint("certificates", __name__)
Page = str | tuple[str, int] | BaseResponse


@blueprint.app_template_filter()
def kind_name(kind: str) -> Markup:
    """What a kind is called in the reader's language; what is none of ours, as it is written."""
    return spoken(KIND_NAMES[Kind(kind)]) if kind in KIND_NAMES else escape(kind)


def as_pdf(content: bytes, name: str, *, download: bool) -> Response:
    """The answer that is a PDF file, to be opened or to be kept."""
    answer = Response(content, mimetype="application/pdf")
    answer.headers.set(
        "Content-Disposition", "attachment" if download else "inline", filename=f"{name}.pdf"
    )
    return answer
