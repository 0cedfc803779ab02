"""What the pages of a check, and their script, need beside the finding itself."""

import datetime as dt
from typing import Any

import msgspec

from training.certificates import rules
from training.certificates.blueprint import kind_name
from training.certificates.checking import texts as check_texts
from training.certificates.checking.checking import Record
from training.certificates.claims import claims_of
from training.certificates.model import Kind, digest_of_facts
from training.certificates.paper import formulas
from training.credentials.model import KnownKey, written_key_id
from training.kernel.moments import PHNOM_PENH, local_date
from training.kernel.texts import N_
from training.kernel.written import months
from training.web.context import language
from training.web.locale import gettext

_DATES = {"km": "ថ្ងៃទី{day} ខែ{month} ឆ្នាំ{year}", "en": "{day} {month} {year}"}
_EPOCH = dt.date(1970, 1, 1)


def page_words() -> dict[str, Any]:
    """For the templates."""
    return {
        "texts": check_texts,
        "formulas": formulas,
        "written_key_id": written_key_id,
        "written_number": rules.written_number,
        "day_of": day_of,
        "script_words": script_words,
    }


def day_of(moment: dt.datetime) -> dt.date:
    """The day of a moment, as Cambodia counts it."""
    return local_date(moment, PHNOM_PENH)


def script_words() -> dict[str, Any]:
    """How the script writes dates, lengths of time and kinds in the reader's language."""
    return {
        "date": _DATES[language()],
        "months": months(language()),
        "time": gettext(
            N_("%(hours)s hours %(minutes)s minutes"), hours="{hours}", minutes="{minutes}"
        ),
        "kinds": {kind.value: kind_name(kind) for kind in Kind},
    }


def known_keys(*keys: KnownKey | None) -> dict[str, Any]:
    """Public keys as the script reads them, by key id."""
    return {
        each.key_id: {
            "key": each.public_key.hex(),
            "name": each.name,
            "distrusted": each.distrusted_at is not None,
        }
        for each in keys
        if each is not None
    }


def recorded_words(record: Record) -> dict[str, Any]:
    """What the register says of the fields that a QR code holds, as the script compares them."""
    said = claims_of(record.facts)
    return {
        **msgspec.structs.asdict(said),
        "date": (said.date - _EPOCH).days,
        "issued_on": (said.issued_on - _EPOCH).days,
        "facts_digest": digest_of_facts(record.facts).hex(),
        "key_id": record.key_id,
    }
