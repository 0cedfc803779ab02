"""What the demonstration's people say at the end of the day, and what they plan to do."""

import hashlib
import uuid
from collections.abc import Mapping, Sequence

from training.courses.tables import Seat
from training.kernel.access import ActorKind, Who
from training.modules.model import Item
from training.operations.demo_day import Stage
from training.quizzes import service as quizzes
from training.quizzes import taking
from training.quizzes.assessments import EVALUATION, PLAN
from training.quizzes.model import Given

OPENS, CLOSES = 16 * 60 + 42, 16 * 60 + 56
STEPS = {True: (3, 4, 4, 4, 5, 5, 5), False: (2, 3, 3, 3, 3, 4, 4)}
"""Steps of a scale from which one is taken: of faces, and of any other."""
SAID: Sequence[Mapping[str, str]] = (
    {"keep": "ឧទាហរណ៍ពីប្រទេសកម្ពុជា និងសកម្មភាពជាក្រុម", "change": "សូមបន្ថែមពេលសម្រាប់ការពិភាក្សា"},
    {"keep": "ការពន្យល់អំពីសសរស្តម្ភទាំងបី ងាយយល់ណាស់"},
    {"change": "ពាក្យបច្ចេកទេសខ្លះពិបាក គួរមានសទ្ទានុក្រមនៅលើតុ"},
    {"keep": "The case studies, and time to talk with people from other sectors"},
    {"keep": "ការសម្តែងតួអំពីសញ្ញាព្រមាន", "change": "បន្ទប់ក្តៅបន្តិចនៅពេលរសៀល"},
    {},
    {"change": "សូមចែកឯកសារជាមុនមួយថ្ងៃ"},
    {"keep": "កម្រងសំណួរលើទូរស័ព្ទ ព្រោះដឹងចម្លើយភ្លាមៗ"},
    {"keep": "គ្រូបណ្តុះបណ្តាលអធ្យាស្រ័យល្អ និងស្តាប់មតិគ្រប់គ្នា", "change": "ល្បឿននៅពេលព្រឹកលឿនបន្តិច"},
    {"change": "More exercises on how to explain R2P in a village"},
    {},
    {"keep": "ការរំលឹកដល់ប្រវត្តិសាស្ត្រដោយគោរព", "change": "គួរមានវគ្គបន្តពីរថ្ងៃ"},
)
"""Words of twelve people, by the id of the question."""
WITH_WORDS = (0, 3, 5, 9, 11, 14, 15, 20, 23, 27, 33, 38)
"""Their places in the roster."""
NO_EVALUATION = frozenset({2, 4, 8, 12, 21, 24, 25, 26, 31})
"""Who did not hand it in: without a phone, gone already, and one who forgot (12)."""
PLANNED: Mapping[int, Mapping[str, str]] = {
    0: {
        "where": "បាត់ដំបង ស្រុកសង្កែ វត្តសាមគ្គី", "whom": "religious people", "when": "one-month",
        "about": "meaning communities", "help": "papers",
        "first-step": "ជួបលោកគ្រូចៅអធិការ ដើម្បីសុំរៀបចំនៅថ្ងៃសីល",
    },
    3: {
        "where": "ប៉ៃលិន វត្តរតនៈ", "whom": "religious young", "when": "three-months",
        "about": "meaning hate-speech", "help": "papers co-trainer",
    },
    5: {
        "where": "បាត់ដំបង សាលាខេត្ត", "whom": "officials", "when": "one-month",
        "about": "meaning prevention", "help": "letter",
        "first-step": "ដាក់ចូលក្នុងរបៀបវារៈកិច្ចប្រជុំប្រចាំខែ",
    },
    9: {
        "where": "ពោធិ៍សាត់ ស្រុកបាកាន", "whom": "officials people", "when": "three-months",
        "about": "prevention communities", "help": "budget papers",
    },
    14: {
        "where": "បាត់ដំបង ឃុំតាប៉ុន", "whom": "people associations", "when": "one-month",
        "about": "communities hate-speech", "help": "co-trainer budget",
        "first-step": "ប្រជុំជាមួយក្រុមស្ត្រីក្នុងឃុំ",
    },
    20: {
        "where": "ពោធិ៍សាត់", "whom": "associations", "when": "open", "about": "open",
        "help": "advice",
    },
    23: {
        "where": "សៀមរាប សាកលវិទ្យាល័យ", "whom": "young teachers", "when": "six-months",
        "about": "meaning memory", "help": "none",
        "first-step": "A guest lecture in the course on human rights",
    },
    27: {
        "where": "បាត់ដំបង ក្លឹបនិស្សិត", "whom": "young", "when": "one-month",
        "about": "hate-speech", "help": "papers advice",
        "first-step": "អញ្ជើញមិត្តភក្តិ១០នាក់មកពិភាក្សា",
    },
    33: {
        "where": "បន្ទាយមានជ័យ វិទ្យាល័យសិរីសោភ័ណ", "whom": "teachers young", "when": "three-months",
        "about": "meaning memory", "help": "papers letter",
    },
}  # fmt: skip
"""The plans of nine people by their places in the roster: words, and ids of options."""
CHANGED = 14
"""Who wrote the plan anew, for a larger place."""


def hold_evaluation(stage: Stage, seats: list[Seat]) -> None:
    """Who is there says how the day was; then it is closed, and nobody knows who said what."""
    if not _open(stage, EVALUATION):
        return
    words = dict(zip(WITH_WORDS, SAID, strict=True))
    for place, seat in enumerate(seats):
        if place not in NO_EVALUATION:
            said = {**_steps(stage, place), **words.get(place, {})}
            _fill_in(stage, seat, EVALUATION, said)
    _close(stage, EVALUATION)


def hold_plans(stage: Stage, seats: list[Seat]) -> None:
    """Nine people plan what they will do, and one of them changes the plan."""
    if not _open(stage, PLAN):
        return
    for place, planned in PLANNED.items():
        _fill_in(stage, seats[place], PLAN, planned)
    _fill_in(stage, seats[CHANGED], PLAN, {"where": "បាត់ដំបង ឃុំតាប៉ុន និងឃុំអន្លង់វិល"}, minutes=6)
    _close(stage, PLAN)


def _open(stage: Stage, slug: str) -> bool:
    session, course_id = stage.session, stage.course.id
    if slug not in {each.slug for each in quizzes.list_assessments(session, course_id)}:
        return False
    opens = stage.at(OPENS)
    quizzes.open_quiz(session, course_id, slug, stage.key(slug), stage.trainer, opens)
    return True


def _close(stage: Stage, slug: str) -> None:
    opening = quizzes.get_desk(stage.session, stage.course.id, None, slug).opening
    opening_id = opening.id if opening else None
    quizzes.close_quiz(
        stage.session, stage.course.id, slug, opening_id, stage.trainer, stage.at(CLOSES)
    )


def _items(stage: Stage, slug: str) -> tuple[Item, ...]:
    desk = quizzes.get_desk(stage.session, stage.course.id, None, slug)
    return quizzes.items_of(stage.session, desk)


def _steps(stage: Stage, place: int) -> dict[str, str]:
    """One step of every scale, the same for the same person every time."""
    scales = [item for item in _items(stage, EVALUATION) if item.steps]
    drawn = {item.id: hashlib.sha256(f"{place}/{item.id}".encode()).digest()[0] for item in scales}
    return {item.id: str(STEPS[item.smileys][drawn[item.id] % 7]) for item in scales}


def _fill_in(
    stage: Stage, seat: Seat, slug: str, said: Mapping[str, str], minutes: float = 1
) -> None:
    """The seat answers what of this the questionnaire asks, and sends it."""
    session, course_id = stage.session, stage.course.id
    now = stage.at(OPENS + minutes)
    taking.begin(session, course_id, seat.id, slug, now)
    for item in _items(stage, slug):
        written = _written(item, said.get(item.id, ""))
        if written:
            given = Given(item.id, written, stage.key(slug, item.id, minutes))
            taking.answer(session, course_id, seat.id, slug, given, now)
    taking.finish(
        session, course_id, seat.id, slug, (), _who(seat.id), stage.at(OPENS + minutes + 3)
    )


def _written(item: Item, said: str) -> str:
    """As a page sends it: the places of options, which have no order of a sheet's own here."""
    if not item.options:
        return said
    places = {option.id: str(place) for place, option in enumerate(item.options, 1)}
    return ",".join(places[each] for each in said.split() if each in places)


def _who(seat_id: uuid.UUID) -> Who:
    return Who(ActorKind.SEAT, seat_id, "")
