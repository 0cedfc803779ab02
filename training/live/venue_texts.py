"""Words of the venue check."""

from training.kernel.texts import N_, Text, say
from training.live.rehearsal_texts import seconds

UNREADABLE = say("This could not be read, so nothing was changed. Please reload the page.")

NOBODY_YET = say("No phone has arrived yet.")
ARRIVED = say("Phones reach this laptop. The router does not keep them away from it.")
ALL_WELL = say("Nothing is wrong with the Wi-Fi where these phones are.")
_SILENT = N_(
    "Phone %(number)s began and was not heard of again. Its page was closed, its screen went off, "
    "or it left this Wi-Fi."
)
_LOST = N_("Phone %(number)s got no answer to %(lost)s of %(sent)s requests.")
_SLOW = N_("Phone %(number)s waited %(found)s seconds for half of the answers. That is slow.")
_WANDERED = N_(
    "Phone %(number)s came from more than one address. It changes between this Wi-Fi and another "
    "network."
)
_AWAY = N_(
    "Phone %(number)s was away for %(found)s seconds in a row. It left this Wi-Fi for mobile data, "
    "or the Wi-Fi does not reach it."
)

_STAY = say(
    "Switch mobile data off on the phones, and tell them to stay in this Wi-Fi although it has no "
    "internet. Tell the room the same in the morning."
)
_NEARER = say(
    "Put the router higher and nearer to the people, away from walls and metal, and try again from "
    "the seats at the back. If it has two bands, use both. A Wi-Fi that many neighbours use on the "
    "same channel loses requests too: choose another channel in the router."
)
ADVICE = {
    NOBODY_YET.msgid: say(
        "If a phone shows no page within a minute: is it in this Wi-Fi, with mobile data off? Is "
        "the address on this page the laptop's own in this Wi-Fi? If both are so, the router keeps "
        "devices apart, or the laptop's firewall keeps phones out. Switch off what the router "
        "calls client isolation, AP isolation or guest network, and allow Python in the firewall "
        "for private networks. If the router is not yours, bring your own."
    ),
    _SILENT: _STAY,
    _WANDERED: _STAY,
    _AWAY: _STAY,
    _LOST: _NEARER,
    _SLOW: _NEARER,
}
"""What to do, by the sentence that says what was found."""


def silent(number: int) -> Text:
    """A phone that stopped."""
    return say(_SILENT, number=number)


def lost(number: int, count: int, sent: int) -> Text:
    """A phone whose requests got lost."""
    return say(_LOST, number=number, lost=count, sent=sent)


def slow(number: int, milliseconds: int) -> Text:
    """A phone that waited long."""
    return say(_SLOW, number=number, found=seconds(milliseconds))


def wandered(number: int) -> Text:
    """A phone that changed between networks."""
    return say(_WANDERED, number=number)


def away(number: int, milliseconds: int) -> Text:
    """A phone that was away."""
    return say(_AWAY, number=number, found=seconds(milliseconds))
