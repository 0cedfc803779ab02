"""What this room says to people."""

from training.kernel.texts import say

NOT_A_KEY = say(
    "This is not a public key. It is one line that begins with did:key: or did:web: and is shown "
    "on the page of keys of the other computer."
)
NO_NAME = say("Please say whose key this is.")
NO_REASON = say("Please say why. Whoever looks into this later will need it.")
UNKNOWN_KEY = say("There is no such key here.")
KNOWN_FOR_ANOTHER = say("This key is known already, as the key of another issuer.")
STOLEN = say("This key was distrusted: it counts as stolen, and cannot be made known again.")
