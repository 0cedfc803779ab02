"""The form with which staff add a person or correct one."""

from typing import Any

from training.courses.forms import OTHER, PersonForm
from training.courses.model import ASKABLE, Asking
from training.people.model import TITLES, PersonDetails

ALL_OPTIONAL = dict.fromkeys(ASKABLE, Asking.OPTIONAL)


class StaffPersonForm(PersonForm):
    """Everything may be filled in, and only a name must be."""

    def details(self) -> PersonDetails:
        """The typed person; a title of their own counts wherever the list was left alone."""
        if not self.title.data and self.title_typed.data:
            self.title.data = OTHER
        return super().details()


def values_of(details: PersonDetails) -> dict[str, Any]:
    """A person as the form's first values."""
    is_listed = details.title in TITLES or not details.title
    return {
        "name_km": details.name_km,
        "name_latin": details.name_latin,
        "title": details.title if is_listed else OTHER,
        "title_typed": "" if is_listed else details.title,
        "gender": details.gender,
        "organisation": details.organisation,
        "sector": details.sector,
        "province": details.province,
    }
