"""The sentences of the slides room for those who ask for what cannot be had."""

from training.kernel.texts import say

PAPER_NOT_PRINTED = say(
    "This paper could not be made. A text in the module may hold a character that cannot be "
    "printed. Please tell the administrator."
)
