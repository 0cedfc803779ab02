"""Words of the pages on which certificates are checked."""

from training.certificates.checking.checking import Answer, Pages
from training.certificates.model import State
from training.certificates.texts import STATES
from training.credentials.model import Verdict
from training.kernel.texts import N_, say

__all__ = ["STATES"]
HEADLINES = {
    State.VALID: N_("This certificate is valid"),
    State.SUSPENDED: N_("This certificate is suspended"),
    State.REVOKED: N_("This certificate was revoked"),
    State.REPLACED: N_("This certificate was replaced"),
}
MEANINGS = {
    State.VALID: N_("Compare every line with the paper. If one differs, the paper was changed."),
    State.SUSPENDED: N_("It does not count at present. It may be reinstated later."),
    State.REVOKED: N_("It does not count any more, whatever the paper shows."),
    State.REPLACED: N_("A corrected certificate took its place. Only that one counts."),
}
ANSWERS = {
    Answer.VALID: N_("This certificate is valid"),
    Answer.NOT_VALID: N_("This certificate is not valid"),
    Answer.CANNOT_SAY: N_("We cannot say whether this certificate counts"),
}
ANSWER_STATES = {
    Answer.VALID: N_("Valid"),
    Answer.NOT_VALID: N_("Not valid"),
    Answer.CANNOT_SAY: N_("Not known"),
}
VERDICTS = {
    Verdict.GENUINE: N_("The digital signature is genuine: nothing was changed after it."),
    Verdict.FORGED: N_(
        "The digital signature is not genuine: this was changed, or nobody signed it."
    ),
    Verdict.UNKNOWN_ISSUER: N_(
        "It was signed with a key that is not known here as its issuer’s. Anybody can make such a "
        "key, so it proves nothing."
    ),
    Verdict.DISTRUSTED: N_(
        "It was signed with a key that counts as stolen. Only what the register holds is believed."
    ),
}
PAGES = {
    Pages.AS_ISSUED: N_("The pages of this file are as they were issued."),
    Pages.NOT_COMPARED: N_(
        "The pages of this file cannot be compared with what was issued. Compare every line below "
        "with the page."
    ),
    Pages.DIFFER: N_(
        "The pages of this file are not those that were issued: somebody has changed what they "
        "show."
    ),
}
FIELDS = {
    "number": N_("Certificate number"),
    "kind": N_("Kind"),
    "name_km": N_("Name in Khmer"),
    "name_latin": N_("Name in Latin letters"),
    "course": N_("Course"),
    "date": N_("Date of the course"),
    "days": N_("Days"),
    "minutes": N_("Hours"),
    "issued_on": N_("Date of issue"),
    "facts_digest": N_("Everything on the paper"),
    "facts": N_("Everything on the paper"),
    "key_id": N_("Key"),
}
"""Fields of what is signed, as a reader calls them."""

UNREADABLE = say(
    "This is neither a certificate number nor the text of a certificate’s QR code. Please copy it "
    "again, whole."
)
VERDICT_STATES = {
    Verdict.GENUINE: N_("Genuine signature"),
    Verdict.FORGED: N_("Not genuine"),
    Verdict.UNKNOWN_ISSUER: N_("Unknown issuer"),
    Verdict.DISTRUSTED: N_("Stolen key"),
}
SHOWN_CLAIMS = {
    "number": N_("Certificate number"),
    "kind": N_("Kind"),
    "name_km": N_("Name in Khmer"),
    "name_latin": N_("Name in Latin letters"),
    "course": N_("Course"),
    "date": N_("Date of the course"),
    "minutes": N_("Hours"),
    "issued_on": N_("Date of issue"),
}
"""What a QR code says, in the order in which it is shown."""
NO_LIST = say("Please choose a file, or type the numbers.")
NOT_THERE = N_("Not in the register")
NO_NUMBER = N_("Not a certificate number")
