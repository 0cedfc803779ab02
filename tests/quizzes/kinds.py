"""A quiz with an item of every kind, as long as real ones are, for tests of the pages."""

from training.kernel.locales import Bilingual
from training.modules.model import Item, ItemKind, Module, Option, Pair, Status

SLUG = "kinds"
SECRETS = (
    "Neither a flood",
    "ទឹកជំនន់មិនមែន",
    "Corruption harms",
    "ICISS",
    "អំពើពុករលួយធ្វើឲ្យ",
    "The reason of",
    "មូលហេតុនៃ",
    "Srebrenica",
    "ស្រេប្រេនីតសា",
    "1.7",
    "0.25",
)
"""What no page may hold before the answers are sent."""


def _item(kind: ItemKind, km: str, en: str, **rest: object) -> Item:
    reason = Bilingual(f"មូលហេតុនៃ {kind.value}។", f"The reason of {kind.value}.")
    words = Bilingual(km, en)
    return Item(f"the-{kind.value}", kind, "aim", 1, words, reason, **rest)  # type: ignore[arg-type] # by kind


SEVERAL = _item(
    ItemKind.SEVERAL,
    "តើទំនួលខុសត្រូវក្នុងការការពារ (R2P) និយាយអំពីអំពើអ្វីខ្លះ?",
    "Which of these does the Responsibility to Protect speak of?",
    marks=2,
    options=(
        Option("genocide", Bilingual("អំពើប្រល័យពូជសាសន៍", "Genocide"), right=True),
        Option("war", Bilingual("ឧក្រិដ្ឋកម្មសង្គ្រាម", "War crimes"), right=True),
        Option(
            "flood",
            Bilingual("ទឹកជំនន់ និងគ្រោះរាំងស្ងួត", "Floods and droughts"),
            why=Bilingual(
                "ទឹកជំនន់មិនមែនជាឧក្រិដ្ឋកម្មរបស់នរណាម្នាក់ទេ។",
                "Neither a flood nor a drought is anybody's crime.",
            ),
        ),
        Option(
            "corruption",
            Bilingual("អំពើពុករលួយ", "Corruption"),
            why=Bilingual(
                "អំពើពុករលួយធ្វើឲ្យខូចប្រយោជន៍ប្រជាជន តែមិនមែនជាឧក្រិដ្ឋកម្មមួយក្នុងចំណោមបួននេះទេ។",
                "Corruption harms people, but it is none of the four crimes.",
            ),
        ),
    ),
)
MATCHING = _item(
    ItemKind.MATCHING,
    "តើសសរស្តម្ភនីមួយៗនិយាយអំពីអ្វី?",
    "What is each pillar about?",
    marks=3,
    pairs=(
        Pair(
            "one",
            Bilingual("សសរស្តម្ភទី១", "Pillar One"),
            Bilingual("រដ្ឋការពារប្រជាជនរបស់ខ្លួន", "The State protects its own populations"),
        ),
        Pair(
            "two",
            Bilingual("សសរស្តម្ភទី២", "Pillar Two"),
            Bilingual("រដ្ឋដទៃជួយកសាងសមត្ថភាព", "Others help to build the capacity to protect"),
        ),
        Pair(
            "three",
            Bilingual("សសរស្តម្ភទី៣", "Pillar Three"),
            Bilingual("ឆ្លើយតបទាន់ពេលវេលា និងម៉ឺងម៉ាត់", "A timely and decisive response"),
        ),
    ),
)
ORDERING = _item(
    ItemKind.ORDERING,
    "សូមរៀបតាមលំដាប់ពេលវេលា។",
    "Put these in the order of time.",
    marks=3,
    options=(
        Option("convention", Bilingual("អនុសញ្ញាអំពើប្រល័យពូជសាសន៍", "The Genocide Convention")),
        Option("rwanda", Bilingual("អំពើប្រល័យពូជសាសន៍នៅរវ៉ាន់ដា", "The genocide in Rwanda")),
        Option("summit", Bilingual("កិច្ចប្រជុំកំពូលពិភពលោក", "The World Summit")),
        Option("report", Bilingual("របាយការណ៍អំពីសសរស្តម្ភទាំងបី", "The report on the three pillars")),
    ),
)
SHORT = _item(
    ItemKind.SHORT,
    "តើអំពើប្រល័យពូជសាសន៍ខែកក្កដា ឆ្នាំ១៩៩៥ កើតឡើងនៅទីក្រុងណា?",
    "In which town did the genocide of July 1995 happen?",
    accepted=("Srebrenica", "ស្រេប្រេនីតសា"),
)
NUMBER = _item(
    ItemKind.NUMBER,
    "តើមនុស្សប៉ុន្មានលាននាក់បានស្លាប់ក្នុងរបបខ្មែរក្រហម យ៉ាងតិច?",
    "How many million people died under the Khmer Rouge, at least?",
    value="1.7",
    tolerance="0.25",
    marks=2,
)
SINGLE = _item(
    ItemKind.SINGLE,
    "តើឯកសារលទ្ធផលត្រូវបានអនុម័តនៅឆ្នាំណា?",
    "In which year was the Outcome Document adopted?",
    options=(
        Option("right", Bilingual("ឆ្នាំ២០០៥", "In 2005"), right=True),
        Option(
            "wrong",
            Bilingual("ឆ្នាំ២០០១", "In 2001"),
            why=Bilingual(
                "ឆ្នាំ២០០១ ជាឆ្នាំនៃរបាយការណ៍ ICISS។", "2001 is the year of the ICISS report."
            ),
        ),
    ),
)
TRUE_FALSE = _item(
    ItemKind.TRUE_FALSE,
    "រដ្ឋនីមួយៗមានទំនួលខុសត្រូវមុនគេ។",
    "Each State is the first to have the responsibility.",
    answer=True,
)
ITEMS = (SEVERAL, MATCHING, ORDERING, SHORT, NUMBER, SINGLE, TRUE_FALSE)
MODULE = Module(SLUG, 3, "1.0", Status.READY, Bilingual("គ្រប់ប្រភេទ", "All kinds"), items=ITEMS)
