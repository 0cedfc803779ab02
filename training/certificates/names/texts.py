"""Words about the names on certificates."""

from training.certificates.names.rules import Said
from training.certificates.names.signs import Odd, Oddity
from training.kernel.texts import N_, Text, say

SAID = {
    Said.NOTHING: N_("Has said nothing"),
    Said.RIGHT: N_("Confirmed"),
    Said.ASKED: N_("Asks for a correction"),
    Said.ANSWERED: N_("Answered, not confirmed yet"),
    Said.OTHER: N_("Confirmed another spelling"),
}
NAME_CHANGED = say(
    "The name was changed while this page was open. Please look at it again. Nothing was saved."
)
SAY_WHAT = say("Please write how the name should be, or say in words what is not right.")
SAID_TOO_OFTEN = say("This was said very often. Please speak to the trainer about the name.")
NOT_THE_NEWEST = say(
    "Something newer was said about this name. Please look at it again. Nothing was changed."
)
STILL_THE_SAME = say(
    "This is how the name is spelt already. Please correct it here, or choose to leave it as it is."
)
NOTHING_ASKED = say("Nobody asks for a correction of this name.")
LINK_UNKNOWN = say(
    "This link does not lead to a certificate. Please ask whoever sent it for the whole link."
)


def odd_words(odd: Odd) -> Text:
    """What is odd about a name, with the numbers of the signs."""
    if odd.oddity is Oddity.INVISIBLE:
        return say("It holds a sign that nobody sees: %(codes)s", codes=odd.code_points)
    if odd.oddity is Oddity.ORDER:
        return say("The signs of %(signs)s are in an unusual order", signs=odd.signs)
    if odd.oddity is Oddity.FOREIGN:
        return say(
            "%(signs)s (%(codes)s) is a letter of another script",
            signs=odd.signs,
            codes=odd.code_points,
        )
    return say("%(signs)s (%(codes)s) is no letter", signs=odd.signs, codes=odd.code_points)
