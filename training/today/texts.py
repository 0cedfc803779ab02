"""Words of the today room."""

from training.kernel.texts import say

NO_DEMO_HERE = say(
    "The demonstration cannot be opened from here. Type `make demo` in a second terminal window."
)
