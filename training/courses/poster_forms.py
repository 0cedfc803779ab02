"""The form of the poster: the Wi-Fi, and the address that phones open."""

from collections.abc import Sequence
from typing import Any

from wtforms import BooleanField, StringField

from training.courses import texts
from training.courses.join_address import read_address, spoken_address
from training.courses.model import WiFi
from training.kernel.refusal import Refusal
from training.kernel.texts import N_
from training.web.forms import Form, SelectField, at_most, fault, submission_key_field, tidy
from training.web.locale import gettext
from training.web.rows import printable

LONGEST_WIFI_NAME_BYTES = 32
OTHER = "other-typed"


def a_network_name(form: Any, field: Any) -> None:
    """Refuses a name that no router can have, and a password without a name."""
    if len(field.data.encode()) > LONGEST_WIFI_NAME_BYTES:
        raise fault(texts.WIFI_NAME_LONG)
    if form.wifi_password.data and not field.data:
        raise fault(texts.WIFI_NAME_NEEDED)


def a_network_password(_form: Any, field: Any) -> None:
    """Refuses a password that WPA does not know."""
    typed = field.data or ""
    if typed and not (8 <= len(typed) <= 63 and all(" " <= sign <= "~" for sign in typed)):
        raise fault(texts.WIFI_PASSWORD_WRONG)


class PosterForm(Form):
    """What the poster says beside the course itself."""

    wifi_name = StringField(
        N_("Wi-Fi name"), filters=[tidy], validators=[a_network_name, at_most(32), printable]
    )
    wifi_password = StringField(N_("Wi-Fi password"), validators=[a_network_password])
    without_internet = BooleanField(
        N_("This Wi-Fi has no internet: print the request to stay connected")
    )
    address = SelectField(N_("Address that phones open"), validate_choice=False)
    address_typed = StringField(N_("Another address"), filters=[tidy], validators=[at_most(200)])
    submission_key = submission_key_field()

    def offer(self, addresses: Sequence[str]) -> None:
        """Fills the choices."""
        self.offered = frozenset(addresses)
        self.address.choices = [
            *((each, spoken_address(each)) for each in addresses),
            (OTHER, str(gettext(N_("Another address, typed in")))),
        ]

    def wifi(self) -> WiFi:
        """The typed network. Raises Refusal for an address that no phone could open."""
        typed = self.address_typed.data or ""
        chosen = "" if self.address.data == OTHER else self.address.data or ""
        if not (typed or chosen):
            raise Refusal(texts.ADDRESS_NEEDED, field="address")
        if not typed and chosen not in self.offered:
            raise Refusal(texts.UNKNOWN_CHOICE, field="address")
        return WiFi(
            name=self.wifi_name.data or "",
            password=self.wifi_password.data or "",
            address=read_address(typed or chosen),
            without_internet=bool(self.without_internet.data),
        )


def values_of(wifi: WiFi, offered: Sequence[str]) -> dict[str, Any]:
    """What was kept, as the form's first values."""
    is_offered = not wifi.address or wifi.address in offered
    first = wifi.address or next(iter(offered), OTHER)
    return {
        "wifi_name": wifi.name,
        "wifi_password": wifi.password,
        "without_internet": wifi.without_internet,
        "address": first if is_offered else OTHER,
        "address_typed": "" if is_offered else spoken_address(wifi.address),
    }
