"""Words of the certificates room."""

from training.kernel.texts import say

NOT_ENDED = say("Certificates are issued when the course has ended. Please end the course first.")
NOBODY_ENTITLED = say("Nobody is waiting for a certificate, so none was issued.")
NO_CERTIFICATE = say(
    "There is no certificate here yet. The trainer issues it when the course has ended."
)
UNKNOWN_NUMBER = say(
    "No certificate with this number was issued here. Please compare it with the paper, "
    "letter by letter."
)
