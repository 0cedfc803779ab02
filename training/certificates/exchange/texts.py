"""What is said about registers that go from one installation to another."""

from training.kernel.texts import Text, say

NO_FILE = say("Please choose a file.")
TOO_LARGE = say(
    "This file is larger than a page takes. On the server itself it can be taken: "
    "flask --app app certificates import FILE"
)
NOT_A_REGISTER = say(
    "This is not a whole register of certificates from R2P Training. Nothing was taken."
)
CHANGED = say("This register was changed after it was signed. Nothing was taken.")
TOO_MANY = say("There are more certificates than one file takes.")
NOTHING_TO_GIVE = say(
    "There is no signed certificate here yet, so there is nothing to carry anywhere."
)


def unknown_key(fingerprint: str) -> Text:
    """The file is signed by nobody whom we know."""
    return say(
        "This register is signed with the key %(key)s, which is not known here. Nothing was "
        "taken. If it is the key of one of your computers, make it known on the page of keys, "
        "then send the file again.",
        key=fingerprint,
    )


def distrusted_key(fingerprint: str) -> Text:
    """The file is signed with a key that counts as stolen."""
    return say(
        "This register is signed with the key %(key)s, which counts as stolen. Nothing was taken.",
        key=fingerprint,
    )


def not_genuine(number: str) -> Text:
    """One of the certificates is not what its key signed."""
    return say(
        "The certificate %(number)s in this register is not as it was signed. Nothing was taken.",
        number=number,
    )


def conflict(number: str) -> Text:
    """One of the certificates is here with other words."""
    return say(
        "The certificate %(number)s is in this register already, with other content. "
        "Nothing was taken.",
        number=number,
    )
