"""Words of the certificates room."""

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

NOT_ENDED = say("Certificates are issued when the course has ended. Please end the course first.")
NOBODY_ENTITLED = say("Nobody is waiting for a certificate, so none was issued.")
NO_CERTIFICATE = say(
    "There is no certificate here yet. The trainer issues it when the course has ended."
)
UNKNOWN_NUMBER = say(
    "No certificate with this number was issued here. Please compare it with the paper, "
    "letter by letter."
)
BOTH_CERTIFIED = say(
    "Both seats have a certificate, so they cannot be merged: both were issued and can be checked."
)
OTHER_CERTIFIED = say(
    "The other seat has a certificate, so it has to be the one that stays. "
    "Please choose it to stay."
)
