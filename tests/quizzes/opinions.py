"""A quiz with what is not scored, what the trainer marks, and pictures, for tests of the pages."""

from training.kernel.locales import Bilingual
from training.modules.model import NO_WORDS, Item, ItemKind, Module, Option, Status

SLUG = "opinions"
MAP = (
    b'<svg xmlns="http://www.w3.org/2000/svg" width="640" height="900" viewBox="0 0 640 900">'
    b'<rect x="40" y="40" width="560" height="820" fill="none" stroke="black" stroke-width="12"/>'
    b'<path d="M60 840 L320 300 L580 840 Z" fill="teal"/></svg>'
)
PICTURES = {"map.svg": MAP}
MAP_ALT = Bilingual("ផែនទីសាមញ្ញមួយ មានភ្នំពណ៌ខៀវ។", "A plain map with a blue-green hill.")
SURE = Item(
    "how-sure",
    ItemKind.SCALE,
    "",
    0,
    Bilingual("តើលោកអ្នកយល់យ៉ាងណាចំពោះថ្ងៃនេះ?", "How did you find this day?"),
    NO_WORDS,
    marks=0,
    steps=5,
    smileys=True,
    ends=(Bilingual("មិនពេញចិត្តសោះ", "Not good at all"), Bilingual("ពេញចិត្តខ្លាំង", "Very good")),
)
PACE = Item(
    "the-pace",
    ItemKind.SCALE,
    "",
    0,
    Bilingual("តើល្បឿននៃវគ្គបណ្តុះបណ្តាលយ៉ាងណាដែរ?", "How was the pace of the training?"),
    NO_WORDS,
    marks=0,
    steps=7,
    ends=(Bilingual("យឺតពេក", "Much too slow"), Bilingual("លឿនពេក", "Much too fast")),
)
DEED = Item(
    "your-deed",
    ItemKind.TEXT,
    "aim",
    2,
    Bilingual(
        "តើលោកអ្នកនឹងធ្វើអ្វីមុនគេ បើមានពាក្យចចាមអារ៉ាមបែបនេះក្នុងភូមិ?",
        "What would you do first if such a rumour went round in your village?",
    ),
    NO_WORDS,
    marks=3,
    rubric=Bilingual(
        "ជូនដំណឹងដល់មេភូមិ ១ ពិន្ទុ។ កត់ត្រាទុក ១ ពិន្ទុ។ មិនផ្សាយបន្ត ១ ពិន្ទុ។",
        "Tells the village chief: 1. Writes it down: 1. Does not pass it on: 1.",
    ),
    picture="map.svg",
    alt=MAP_ALT,
)
COMMENT = Item(
    "comment",
    ItemKind.TEXT,
    "",
    0,
    Bilingual("តើមានអ្វីផ្សេងទៀតដែលលោកអ្នកចង់ប្រាប់យើង?", "What else would you like to tell us?"),
    NO_WORDS,
    marks=0,
)
HELP = Item(
    "what-help",
    ItemKind.SEVERAL,
    "",
    0,
    Bilingual("តើលោកអ្នកត្រូវការជំនួយអ្វីខ្លះ?", "What help do you need?"),
    NO_WORDS,
    marks=0,
    options=(
        Option("books", Bilingual("សៀវភៅ", "Books")),
        Option("room", Bilingual("បន្ទប់ប្រជុំ", "A room to meet in")),
        Option("visit", Bilingual("ដំណើរទស្សនកិច្ច", "A visit")),
    ),
)
YEAR = Item(
    "which-year",
    ItemKind.SINGLE,
    "aim",
    1,
    Bilingual("តើឯកសារលទ្ធផលត្រូវបានអនុម័តនៅឆ្នាំណា?", "When was the Outcome Document adopted?"),
    Bilingual("នៅកិច្ចប្រជុំកំពូលពិភពលោក។", "At the World Summit."),
    options=(
        Option("right", Bilingual("ឆ្នាំ២០០៥", "In 2005"), right=True),
        Option("wrong", Bilingual("ឆ្នាំ២០០១", "In 2001")),
    ),
    picture="map.svg",
    alt=MAP_ALT,
)
ITEMS = (SURE, PACE, DEED, COMMENT, HELP, YEAR)
MODULE = Module(SLUG, 4, "1.0", Status.READY, Bilingual("មតិយោបល់", "Opinions"), items=ITEMS)
SECRETS = ("village chief", "ជូនដំណឹងដល់មេភូមិ", "At the World Summit", "កិច្ចប្រជុំកំពូល")
"""What no page may hold before the answers are sent."""
