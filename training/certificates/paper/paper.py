"""The certificate as a PDF for print: the words around the facts, and the call to set them."""

import re
from collections.abc import Mapping, Sequence
from io import BytesIO
from pathlib import Path

import msgspec

from training.adapters import rasters
from training.adapters.qr_codes import QUIET_ZONE
from training.adapters.typesetting import TypesettingError, qr_svg, typeset, typeset_picture
from training.certificates.model import Facts, Picture, Signatory
from training.certificates.paper import formulas
from training.certificates.paper.composing import compose
from training.certificates.paper.page_parts import MM

_FOLDER = Path(__file__).resolve().parent
SAMPLE = _FOLDER / "sample.json"
"""Facts of nobody, for previews."""
_TEMPLATES = {"formal-1": _FOLDER / "formal.typ", "attendance-1": _FOLDER / "formal.typ"}
_DARK = "#1b1f2a"
_MODULE, _SMALLEST_QR, _LARGEST_QR = 0.4 * MM, 29 * MM, 36 * MM
_NUMBER = r"(\d+(?:\.\d+)?)"
_VIEW_BOX = re.compile(rf"""viewBox=["']\s*[-\d.e]+[\s,]+[-\d.e]+[\s,]+{_NUMBER}[\s,]+{_NUMBER}""")
_SIZE = re.compile(rf"""(?s)(?=.*\swidth=["']{_NUMBER}).*\sheight=["']{_NUMBER}""")
_BLEED = 3 * MM
NO_PICTURES: Mapping[str, Picture] = {}


class UnknownTemplateError(Exception):
    """The facts name a template version that this installation does not have."""


def render_certificate(
    facts: Facts, pictures: Mapping[str, Picture] = NO_PICTURES, *, credential_json: str = ""
) -> bytes:
    """The PDF of one certificate; the same facts and pictures give the same bytes.

    `pictures` holds those that the facts name, by digest. `credential_json` is attached to the
    file when it is given. Raises UnknownTemplateError, and TypesettingError with a sentence that
    says which text cannot be printed or that a picture is missing.
    """
    return _render([facts], pictures, credential_json, crop_marks=False)


def picture_of_certificate(
    facts: Facts, pictures: Mapping[str, Picture] = NO_PICTURES, *, dots_per_inch: float = 96
) -> bytes:
    """The page as a PNG, to be looked at on a screen. Raises what `render_certificate` raises."""
    data = _data([facts], pictures, "", crop_marks=False)
    return typeset_picture(_TEMPLATES[facts.template_version], data, dots_per_inch)


def render_certificates(
    many: Sequence[Facts],
    pictures: Mapping[str, Picture] = NO_PICTURES,
    *,
    crop_marks: bool = False,
) -> bytes:
    """One PDF for the printer with a page for each certificate, in the order given.

    All must have layouts of one file. With `crop_marks` the sheets are larger than A4, with
    3 mm of bleed and marks where a print shop cuts them. Raises ValueError when there is none, and
    otherwise what `render_certificate` raises.
    """
    if not many:
        raise ValueError("There are no certificates to print.")
    made = _render(many, pictures, "", crop_marks=crop_marks)
    return _with_bleed(made) if crop_marks else made


def _render(
    many: Sequence[Facts],
    pictures: Mapping[str, Picture],
    credential_json: str,
    *,
    crop_marks: bool,
) -> bytes:
    data = _data(many, pictures, credential_json, crop_marks=crop_marks)
    return typeset(_TEMPLATES[many[0].template_version], data)


def _data(
    many: Sequence[Facts],
    pictures: Mapping[str, Picture],
    credential_json: str,
    *,
    crop_marks: bool,
) -> dict[str, object]:
    first = many[0]
    versions = {facts.template_version for facts in many}
    layouts = {_TEMPLATES.get(each) for each in versions}
    if len(layouts) > 1 or None in layouts:
        raise UnknownTemplateError(
            f"This installation cannot print the certificate layout {', '.join(sorted(versions))}."
        )
    for facts in many:
        _require_name(facts)
    drawings = _drawings(many, pictures)
    shapes = {digest: _shape(drawing) for digest, drawing in drawings.items()}
    return {
        "title": _document_title(many),
        "author": first.organisers[0].title_en if first.organisers else "",
        "issued": _ymd(first),
        "credential_json": credential_json,
        "crop_marks": crop_marks,
        "pictures": {f"{digest}_svg": drawing for digest, drawing in drawings.items()},
        "certificates": [_page(facts, shapes) for facts in many],
    }


def _require_name(facts: Facts) -> None:
    for name, what in (
        (facts.name_km + facts.name_en, "name of a person"),
        (facts.course_title_km + facts.course_title_en, "title of a course"),
    ):
        if not name.replace("\u200b", "").strip():
            raise TypesettingError(
                f"Certificate {facts.number} has no {what}, neither in Khmer nor in Latin letters."
            )


def _with_bleed(pdf: bytes) -> bytes:
    """The file with the bleed told to whoever places it on sheets (ISO 32000-1, 14.11.2)."""
    import pikepdf  # megabytes that only a file for a print shop needs

    made = BytesIO()
    with pikepdf.open(BytesIO(pdf)) as document:
        for page in document.pages:
            left, bottom, right, top = map(float, page.trimbox)
            page.bleedbox = pikepdf.Rectangle(
                left - _BLEED, bottom - _BLEED, right + _BLEED, top + _BLEED
            )
        document.save(made, deterministic_id=True)
    return made.getvalue()


def _drawings(many: Sequence[Facts], pictures: Mapping[str, Picture]) -> dict[str, str]:
    """Every picture that is printed as an SVG, once, however many pages carry it."""
    wanted = dict.fromkeys(digest for facts in many for digest in facts.pictures)
    if any(digest not in pictures for digest in wanted):
        raise TypesettingError(
            "A logo or a signature of this certificate is missing here, so it cannot be printed."
        )
    return {
        digest: rasters.as_svg(pictures[digest].media_type, pictures[digest].content)
        for digest in wanted
    }


def _shape(drawing: str) -> float:
    """How many times the drawing is as wide as high, by its view box or its size; 1 by neither."""
    root = drawing[drawing.find("<svg") :].partition(">")[0]
    found = _VIEW_BOX.search(root) or _SIZE.search(root)
    wide, high = (float(found[1]), float(found[2])) if found else (1.0, 1.0)
    return min(max(wide / high, 0.1), 10.0) if high and wide else 1.0


def _document_title(many: Sequence[Facts]) -> str:
    first = many[0]
    kind = formulas.heading(first).en
    if len(many) == 1:
        names = " / ".join(name for name in (first.name_km, first.name_en) if name)
        return f"{kind} {first.number}: {names}"
    return f"{kind}: {first.course_title_en or first.course_title_km}, {len(many)} copies"


def _ymd(facts: Facts) -> dict[str, int]:
    day = facts.issued_on
    return {"year": day.year, "month": day.month, "day": day.day}


def _page(facts: Facts, shapes: Mapping[str, float]) -> dict[str, object]:
    code = qr_svg(facts.verify_url, dark=_DARK) if facts.verify_url else ""
    modules = int(code.partition('viewBox="0 0 ')[2].partition(" ")[0]) if code else 0
    # Large enough for a cheap phone.
    side = min(max(_MODULE * modules, _SMALLEST_QR), _LARGEST_QR) if code else 0.0
    return {
        **msgspec.to_builtins(compose(facts, side, shapes)),
        "signatures": [_signature(person) for person in facts.signatories],
        "qr_svg": code,
        "qr_side": side,
        "qr_quiet": side * QUIET_ZONE / modules if code else 0.0,
        "qr_alt": f"QR code that leads to the page which verifies certificate {facts.number}",
    }


def _signature(person: Signatory) -> dict[str, str]:
    return {
        "picture": person.signature,
        "words": f"Signature of {person.name_en or person.name_km}",
    }
