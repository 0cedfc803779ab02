"""What is written around the facts on a certificate, in both languages: its formulas."""

import re

from training.certificates.model import KIND_NAMES, Facts, Kind
from training.kernel.locales import Bilingual
from training.kernel.written import written_date, written_duration

_CERTIFY = Bilingual("សូមបញ្ជាក់ថា", "This is to certify that")
_DEEDS = {
    Kind.ATTENDANCE: Bilingual("បានចូលរួមវគ្គបណ្តុះបណ្តាល", "has attended the training course"),
    Kind.COMPLETION: Bilingual(
        "បានប្រឡងជាប់តេស្តក្រោយវគ្គ និងបានបញ្ចប់វគ្គបណ្តុះបណ្តាល",
        "has passed the final test and completed the training course",
    ),
    Kind.TRAINER: Bilingual(
        "បានបញ្ចប់ដោយជោគជ័យនូវវគ្គបណ្តុះបណ្តាល", "has successfully completed the training course"
    ),
    Kind.FACILITATION: Bilingual("បានសម្របសម្រួលវគ្គបណ្តុះបណ្តាល", "has facilitated the training course"),
}
_DEEDS_OF_A_MONK = {
    Kind.ATTENDANCE: "បាននិមន្តចូលរួមវគ្គបណ្តុះបណ្តាល",
    Kind.COMPLETION: "បាននិមន្តចូលរួម បានប្រឡងជាប់តេស្តក្រោយវគ្គ និងបានបញ្ចប់វគ្គបណ្តុះបណ្តាល",
    Kind.TRAINER: "បាននិមន្តចូលរួម និងបានបញ្ចប់ដោយជោគជ័យនូវវគ្គបណ្តុះបណ្តាល",
    Kind.FACILITATION: "បាននិមន្តសម្របសម្រួលវគ្គបណ្តុះបណ្តាល",
}
_MAY_DELIVER = Bilingual("និងមានសិទ្ធិបណ្តុះបណ្តាលម៉ូឌុល", "and may deliver the modules")
_MAY_DELIVER_IT = Bilingual("និងមានសិទ្ធិបណ្តុះបណ្តាលវគ្គនេះ", "and may deliver this course")
_SMALL = frozenset({"of"})
"""Words that a heading writes without a capital."""
_LONGEST_GROUP = 6
_LONGEST_ADDRESS = 120


def heading(facts: Facts) -> Bilingual:
    """What the paper is called: as its kind, in English with the capitals of a heading."""
    own = KIND_NAMES[facts.kind]
    usual = " ".join(word if word in _SMALL else word.capitalize() for word in own.en.split())
    return Bilingual(facts.wording.heading_km or own.km, facts.wording.heading_en or usual)


def certify(facts: Facts) -> Bilingual:
    """What stands before the name."""
    return Bilingual(
        facts.wording.certify_km or _CERTIFY.km, facts.wording.certify_en or _CERTIFY.en
    )


def deed(facts: Facts) -> Bilingual:
    """What stands after the name: what the person did, a monk with the verb that is due to him."""
    own, wording = _DEEDS[facts.kind], facts.wording
    if facts.is_monk:
        km = wording.deed_monk_km or _DEEDS_OF_A_MONK[facts.kind]
    else:
        km = wording.deed_km or own.km
    return Bilingual(km, wording.deed_en or own.en)


def may_deliver(facts: Facts) -> Bilingual | None:
    """What stands before the modules on a trainer's certificate."""
    if facts.kind is not Kind.TRAINER:
        return None
    return _MAY_DELIVER if facts.modules else _MAY_DELIVER_IT


def held(facts: Facts) -> Bilingual:
    """Where, when and how long."""
    return Bilingual(_held_km(facts), _held_en(facts))


def given(facts: Facts) -> Bilingual:
    """The words for the day of issue, with the verb that is due to a monk."""
    verb = "ប្រគេន" if facts.is_monk else "ប្រគល់ជូន"
    return Bilingual(
        f"{verb}នៅ{written_date(facts.issued_on, 'km')}",
        f"Given on {written_date(facts.issued_on, 'en')}",
    )


def _held_km(facts: Facts) -> str:
    place = " ".join(part for part in (facts.venue_km, facts.province_km) if part)
    when = f"នៅ{written_date(facts.date, 'km', facts.days)}"
    where = f"នៅ{place} {when}" if place else when
    return f"ដែលបានរៀបចំ{where} រយៈពេល {written_duration(facts.minutes_held, 'km')}"


def _held_en(facts: Facts) -> str:
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
    if not verify_url.startswith(("http://", "https://")):
        return ""
    address = verify_url.partition("#")[0].partition("?")[0]
    return address if len(address) <= _LONGEST_ADDRESS else ""
