"""Words of the rehearsal. Numbers stand in the reader's digits where the page shows them."""

from training.kernel.texts import N_, Text, say, say_n

STEPS = {
    "prepare": N_("A copy of the data is made and a server is started"),
    "join": N_("Everybody joins"),
    "slides": N_("The phones follow twenty slides"),
    "poll": N_("Everybody answers a question to the room"),
    "quiz": N_("Everybody finishes the quiz within ten seconds"),
    "attendance": N_("Everybody types the attendance code"),
    "drop": N_("The Wi-Fi is away for twenty seconds, and everybody comes back"),
    "count": N_("What was saved is counted"),
}
PARTS = {
    "join": N_("Joining, each page"),
    "pages": N_("Pages opened while the room follows"),
    "slides": N_("A new slide, until it is on the phone"),
    "poll": N_("An answer to the room, until it is saved"),
    "quiz": N_("The quiz, each page and answer"),
    "attendance": N_("The attendance code, each page"),
    "return": N_("Back after the Wi-Fi was away, until the right slide is there"),
}
LEVELS = {
    "good": N_("This laptop will hold."),
    "narrow": N_("This laptop will hold, but without much to spare."),
    "bad": N_("This laptop will not hold like this."),
}

NOT_HERE = say(
    "A rehearsal cannot be started from this page here: it needs the program on the trainer's own "
    "laptop. In a terminal there, “flask --app app rehearse” does the same."
)
COURSE_RUNS = say("The course is running. A rehearsal would slow its pages down; do it before.")
SOMEBODY_IS_HERE = say(
    "Phones are connected at this moment. A rehearsal would slow their pages down; do it when "
    "nobody is there."
)
RUNS_ALREADY = say("A rehearsal is running already.")
HOW_MANY = say("Please give a number of phones from 1 to 500.")
BROKE_OFF = say("The last rehearsal broke off. Please try again.")


def seconds(milliseconds: float) -> float:
    """0.15, 1.2, 12: the two figures that say something, and no more."""
    found = float(f"{milliseconds / 1000:.2g}")
    return int(found) if found.is_integer() else found


def lost(found: float, _most: float) -> Text:
    """What was called saved and is not there."""
    if not found:
        return say("Nothing was lost: whatever a phone was told is saved is in the database.")
    return say_n(
        "%(count)s thing that a phone was told is saved is not in the database.",
        "%(count)s things that phones were told are saved are not in the database.",
        int(found),
    )


def double(found: float, _most: float) -> Text:
    """What is there twice."""
    if not found:
        return say("Nothing was counted twice.")
    return say_n("%(count)s thing is there twice.", "%(count)s things are there twice.", int(found))


def failed(found: float, _most: float) -> Text:
    """What was not answered."""
    if not found:
        return say("Every page came, and every slide reached every phone.")
    return say_n(
        "%(count)s time a page did not come or a slide did not reach a phone.",
        "%(count)s times a page did not come or a slide did not reach a phone.",
        int(found),
    )


def pages(found: float, most: float) -> Text:
    """How long pages took."""
    return say(
        "99 of 100 pages came within %(found)s seconds; up to %(most)s would be good.",
        found=seconds(found),
        most=seconds(most),
    )


def slides(found: float, most: float) -> Text:
    """How long a slide took."""
    return say(
        "A new slide was on 99 of 100 phones within %(found)s seconds; up to %(most)s would be "
        "good.",
        found=seconds(found),
        most=seconds(most),
    )


def answers(found: float, most: float) -> Text:
    """How long answers took."""
    return say(
        "99 of 100 answers were saved within %(found)s seconds; up to %(most)s would be good.",
        found=seconds(found),
        most=seconds(most),
    )


def returns(found: float, most: float) -> Text:
    """How long it took until everybody was back."""
    return say(
        "After the Wi-Fi had been away, the last phone showed the right slide after %(found)s "
        "seconds; up to %(most)s would be good.",
        found=seconds(found),
        most=seconds(most),
    )


def cpu(found: float, most: float) -> Text:
    """How busy the server was."""
    return say(
        "In its busiest moments the program used %(found)s per cent of one processor core; up to "
        "%(most)s would be good.",
        found=int(found),
        most=int(most),
    )


def memory(found: float, most: float) -> Text:
    """How much memory the server took."""
    return say(
        "The program took %(found)s megabytes of memory; up to %(most)s would be good.",
        found=int(found),
        most=int(most),
    )
