"""Words of the pages on which designs of certificates are edited and chosen."""

from training.certificates.model import Kind
from training.kernel.texts import N_, say

KIND_HINTS = {
    Kind.ATTENDANCE: N_("For everybody who meets the rule."),
    Kind.COMPLETION: N_("For who also passed the test after the course."),
    Kind.TRAINER: N_("For who also passed that test and may now deliver these modules."),
    Kind.FACILITATION: N_("For the trainers of the course."),
}

NO_DESIGN = say("This design is not here. Please choose one of the list.")
NEWER_DESIGN = say(
    "Somebody has made a newer version of this design meanwhile. Please open that one and make "
    "the change there."
)
NO_PICTURE = say("This picture is not here any more. Please choose its file again.")
LOGO_WITHOUT_PICTURE = say("Please choose the picture of this logo, or leave its words empty.")
SIGNATORY_WITHOUT_NAME = say("Please write the name of this signatory, or leave all of it empty.")
PREVIEW_BUSY = say("A preview is being drawn for you already. Please try again in a moment.")
NOT_DRAWN = say("This design cannot be drawn. Please take out what was changed last.")
