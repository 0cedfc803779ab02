"""The certificate as a PDF for print: the words around the facts, and the call to set them."""

import re
from collections.abc import Mapping, Sequence
from pathlib import Path

from training.adapters import rasters
from training.adapters.typesetting import TypesettingError, qr_svg, typeset, typeset_picture
from training.certificates.model import Facts, Logo, Named, Picture, Signatory
from training.kernel.written import written_date, written_duration

_FOLDER = Path(__file__).resolve().parent / "paper"
_TEMPLATES = {"formal-1": _FOLDER / "attendance.typ", "attendance-1": _FOLDER / "attendance.typ"}
_LONGEST_GROUP = 6
_LONGEST_ADDRESS = 120
_DARK = "#1b1f2a"
_DOTS_PER_INCH = 96
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
    return typeset(*_to_set([facts], pictures, credential_json, crop_marks=False))


def draw_certificate(facts: Facts, pictures: Mapping[str, Picture] = NO_PICTURES) -> bytes:
    """A PNG of the same page, 1,123 by 794 pixels, as a design is shown while it is edited.

    Raises what `render_certificate` raises.
    """
    setting = _to_set([facts], pictures, "", crop_marks=False)
    return typeset_picture(*setting, dots_per_inch=_DOTS_PER_INCH)


def render_certificates(
    many: Sequence[Facts],
    pictures: Mapping[str, Picture] = NO_PICTURES,
    *,
    crop_marks: bool = False,
) -> bytes:
    """One PDF for the printer with a page for each certificate, in the order given.

    All must have the same template version. With `crop_marks` the pages are larger than A4: for a
    print shop that cuts them. Raises ValueError when there is none, and otherwise what
    `render_certificate` raises.
    """
    if not many:
        raise ValueError("There are no certificates to print.")
    return typeset(*_to_set(many, pictures, "", crop_marks=crop_marks))


def _to_set(
    many: Sequence[Facts],
    pictures: Mapping[str, Picture],
    credential_json: str,
    *,
    crop_marks: bool,
) -> tuple[Path, dict[str, object]]:
    """The layout, and what to put into it."""
    first = many[0]
    versions = {facts.template_version for facts in many}
    if len(versions) > 1 or first.template_version not in _TEMPLATES:
        raise UnknownTemplateError(
            f"This installation cannot print the certificate layout {', '.join(sorted(versions))}."
        )
    data: dict[str, object] = {
        "title": _document_title(many),
        "author": first.organisers[0].title_en if first.organisers else "",
        "issued": _ymd(first),
        "credential_json": credential_json,
        "crop_marks": crop_marks,
        "pictures": _pictures(many, pictures),
        "certificates": [_page(facts) for facts in many],
    }
    return _TEMPLATES[first.template_version], data


def _pictures(many: Sequence[Facts], pictures: Mapping[str, Picture]) -> dict[str, str]:
    """Every picture that is printed, each once, however many pages carry it."""
    wanted = dict.fromkeys(digest for facts in many for digest in facts.pictures)
    if any(digest not in pictures for digest in wanted):
        raise TypesettingError(
            "A logo or a signature of this certificate is missing here, so it cannot be printed."
        )
    return {
        _picture_key(digest): rasters.as_svg(pictures[digest].media_type, pictures[digest].content)
        for digest in wanted
    }


def _picture_key(digest: str) -> str:
    return f"{digest}_svg" if digest else ""


def _document_title(many: Sequence[Facts]) -> str:
    first = many[0]
    if len(many) == 1:
        return f"Certificate of Attendance {first.number}: {first.name_km} / {first.name_en}"
    return f"Certificates of Attendance: {first.course_title_en}"


def _ymd(facts: Facts) -> dict[str, int]:
    day = facts.issued_on
    return {"year": day.year, "month": day.month, "day": day.day}


def _page(facts: Facts) -> dict[str, object]:
    return {
        "kingdom": facts.kingdom_header,
        "logos": [_logo(logo) for logo in facts.logos if logo.picture],
        "organisers": [_named(organiser) for organiser in facts.organisers],
        "certify": {"km": "សូមបញ្ជាក់ថា", "en": "This is to certify that"},
        "title_km": facts.title_km,
        "title_en": facts.title_en,
        "name_km": facts.name_km,
        "name_en": facts.name_en,
        "attended": {"km": attended_km(facts), "en": "has attended the training course"},
        "course_km": facts.course_title_km,
        "course_en": facts.course_title_en,
        "held_km": held_km(facts),
        "held_en": held_en(facts),
        "modules": [_named(module) for module in facts.modules],
        "given_km": given_km(facts),
        "given_en": f"Given on {written_date(facts.issued_on, 'en')}",
        "signatories": [_signatory(person) for person in facts.signatories],
        "number": number_in_groups(facts.number),
        "qr_svg": qr_svg(facts.verify_url, dark=_DARK) if facts.verify_url else "",
        "qr_alt": f"QR code that leads to the page which verifies certificate {facts.number}",
        "address": address_to_type(facts.verify_url),
    }


def _logo(logo: Logo) -> dict[str, str]:
    words = " / ".join(part for part in (logo.words_km, logo.words_en) if part)
    return {"picture": _picture_key(logo.picture), "words": words or "Logo"}


def _named(named: Named) -> dict[str, str]:
    return {"title_km": named.title_km, "title_en": named.title_en}


def _signatory(person: Signatory) -> dict[str, str]:
    return {
        "name_km": person.name_km,
        "name_en": person.name_en,
        "title_km": person.title_km,
        "title_en": person.title_en,
        "picture": _picture_key(person.signature),
    }


def attended_km(facts: Facts) -> str:
    """The Khmer formula of attendance, with the verb that is due to a monk."""
    verb = "បាននិមន្តចូលរួម" if facts.is_monk else "បានចូលរួម"
    return f"{verb}វគ្គបណ្តុះបណ្តាល"


def given_km(facts: Facts) -> str:
    """The Khmer words for the day of issue, with the verb that is due to a monk."""
    verb = "ប្រគេន" if facts.is_monk else "ប្រគល់ជូន"
    return f"{verb}នៅ{written_date(facts.issued_on, 'km')}"


def held_km(facts: Facts) -> str:
    """Where, when and how long, in Khmer."""
    place = " ".join(part for part in (facts.venue_km, facts.province_km) if part)
    where = [f"នៅ{place}"] if place else []
    when = f"នៅ{written_date(facts.date, 'km', facts.days)}"
    return " ".join(
        ["ដែលបានរៀបចំ", *where, when, f"រយៈពេល {written_duration(facts.minutes_held, 'km')}"]
    ).replace("ដែលបានរៀបចំ នៅ", "ដែលបានរៀបចំនៅ")


def held_en(facts: Facts) -> str:
    """Where, when and how long, in English."""
    place = ", ".join(part for part in (facts.venue_en, facts.province_en) if part)
    where = f"held at {place}, " if place else "held "
    when = f"on {written_date(facts.date, 'en', facts.days)}"
    return f"{where}{when}, for {written_duration(facts.minutes_held, 'en')}"


def number_in_groups(number: str) -> str:
    """The number as it is read aloud: its own groups, and long ones in fours.

    `R2P-2026-7KQ4M2XA` gives `R2P-2026-7KQ4 M2XA`.
    """

    def split(run: re.Match[str]) -> str:
        signs = run.group()
        if len(signs) <= _LONGEST_GROUP:
            return signs
        return " ".join(signs[at : at + 4] for at in range(0, len(signs), 4))

    return re.sub(r"[0-9A-Za-z]+", split, number)


def address_to_type(verify_url: str) -> str:
    """What a person types to verify: the address without the signed part that the QR code has.

    Empty when nobody would type it.
    """
    address = verify_url.partition("#")[0].partition("?")[0]
    return address if len(address) <= _LONGEST_ADDRESS else ""
