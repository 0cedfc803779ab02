"""Words of the certificates room."""

from training.certificates.model import State
from training.certificates.rules import Outlook
from training.kernel.texts import N_, say

OUTLOOKS = {
    Outlook.LOST: N_("Will miss the certificate"),
    Outlook.OPEN: N_("Still possible"),
    Outlook.MET: N_("Everything is there"),
}
OUTLOOK_HINTS = {
    Outlook.LOST: N_("Nothing that still comes can change this. If a mark is wrong, correct it."),
    Outlook.OPEN: N_("They can still get it. This is missing so far:"),
    Outlook.MET: N_("Nothing that still comes can take it away."),
}

STATES = {
    State.VALID: N_("Valid"),
    State.SUSPENDED: N_("Suspended"),
    State.REVOKED: N_("Revoked"),
    State.REPLACED: N_("Replaced"),
}
DEEDS = {
    State.VALID: N_("Reinstate the certificate"),
    State.SUSPENDED: N_("Suspend the certificate"),
    State.REVOKED: N_("Revoke the certificate"),
}
"""What somebody does to a certificate, by the state that it comes to."""
DONE = {
    State.VALID: N_("The certificate is valid again."),
    State.SUSPENDED: N_("The certificate is suspended."),
    State.REVOKED: N_("The certificate is revoked."),
}
PAST = {
    State.VALID: N_("Reinstated"),
    State.SUSPENDED: N_("Suspended"),
    State.REVOKED: N_("Revoked"),
    State.REPLACED: N_("Replaced"),
}
PROPOSED = N_("It was proposed. A second administrator has to agree.")
AGREED = N_("Agreed: the change is made.")
TAKEN_BACK = N_("The proposal was taken back.")
TURNED_DOWN = N_("The change was turned down.")
CORRECTED = N_("A new certificate was issued. The old one points to it.")
UNKNOWN_STATE = say("Please say what should be done with the certificate.")

NOT_ENDED = say("Certificates are issued when the course has ended. Please end the course first.")
LUNAR_DATE_TOO_LONG = say("The lunar date is too long. Please shorten it.")
NOBODY_ENTITLED = say("Nobody is waiting for a certificate, so none was issued.")
NO_CERTIFICATE = say(
    "There is no certificate here yet. The trainer issues it when the course has ended."
)
NO_CREDENTIAL = say("This certificate was issued without a signed file, so there is none.")
DOES_NOT_COUNT = say(
    "This certificate does not count any more, so its file is not given out. Its page says why."
)
NOT_PRINTED_HERE = say(
    "This computer cannot print this certificate. Please update the program, or print it where it "
    "was issued."
)
UNKNOWN_NUMBER = say(
    "No certificate with this number was issued here. Please compare it with the paper, "
    "letter by letter."
)
NUMBER_NOT_HERE = say(
    "This register does not have that number. Please compare it with the paper, letter by letter. "
    "A certificate that was issued on a laptop may come here some days later: scan its QR code, "
    "which can be checked without the register."
)
NO_STATUS_LIST = say("There is no such status list here.")
BOTH_CERTIFIED = say(
    "Both seats have a certificate, so they cannot be merged: both were issued and can be checked."
)
ASKED_OF_GOING = say(
    "For the seat that goes a correction of the name is asked for. That is not taken over: please "
    "look at the name of the seat that stays."
)
OTHER_CERTIFIED = say(
    "The other seat has a certificate, so it has to be the one that stays. "
    "Please choose it to stay."
)

IS_VALID = say("This certificate is valid already.")
IS_SUSPENDED = say("This certificate is suspended. Please reinstate it first.")
IS_REVOKED = say(
    "This certificate was revoked, and that cannot be taken back. Who ought to have one gets a new "
    "one."
)
IS_REPLACED = say("This certificate was replaced. Please change the one that took its place.")
REPLACED_ELSEWHERE = say(
    "The certificate of this person was replaced, and the one that took its place is not in this "
    "register. Please look for it where the correction was made."
)
REASON_NEEDED = say("Please say why. Everybody who checks the certificate reads it.")
REASON_TOO_LONG = say("The reason is too long. Please say it in 300 characters.")
WAITS_ALREADY = say("A change of this certificate waits for a second person already.")
UNKNOWN_KIND = say("Please choose one of the kinds in the list.")
NO_PROPOSAL = say("This change was not proposed.")
DECIDED_MEANWHILE = say(
    "This was decided in the meantime, or the certificate has changed. Nothing was done: please "
    "look at what became of it."
)
SECOND_PERSON = say("Somebody else has to agree: who proposed a change cannot agree to it.")
TWO_PERSONS = say(
    "Here two persons are asked for: please propose it on the page of the certificate."
)
