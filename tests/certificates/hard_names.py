"""Names that are hard to set and to copy, made by the rule of the Khmer syllable; always the same.

A syllable is a consonant, up to two consonants below it, a sign that shifts its voice, a vowel and
a sign at the end (Unicode Standard, 16.4).
"""

import random
from collections.abc import Iterator

CONSONANTS = [chr(code) for code in range(0x1780, 0x17A3) if code not in {0x179D, 0x179E}]
SHIFTERS = ["៉", "៊"]
VOWELS = [chr(code) for code in range(0x17B6, 0x17C6)]
RARE_VOWELS = ["ឹ", "ឺ", "ួ", "ើ", "ឿ", "ៀ", "ែ", "ៃ", "ោះ", "ុះ", "ាំ", "ុំ", "េះ", "ៅ"]
ENDS = ["ំ", "ះ", "់"]
INDEPENDENT = list("ឥឦឧឩឪឫឬឭឮឯឰឱឳ")
COENG = "្"
STACKED = ["ស្ត្រី", "ខ្ញុំ", "សាស្ត្រ", "ចន្ទ្រា", "កម្ព្រ", "ឥន្ទ្រី", "ញ្ច្រា", "ល្ខោន", "ម្ហូប", "ផ្ល៉ែ", "ប៉ែន", "ម៉ៅ"]
SEEN = ["ធម៌", "ពណ៌", "ស័ក្តិ", "អាសន៍", "ឯក៍", "ណា៎", "វឌ្ឍន៍", "សិទ្ធិ", "ពុទ្ធ", "បុណ្យ", "ឱ្យ", "ឪពុក"]
LATIN = [
    "Sovannaratana",
    "O'Brien",
    "Nguyễn",
    "Đặng",
    "Zoë",
    "Søren",
    "Łukasz",
    "D’Arc",
    "Anne-Marie",
]


def syllable(rule: random.Random) -> str:
    """One syllable."""
    letters = [rule.choice(CONSONANTS)]
    below = rule.choice([0, 0, 1, 1, 2])
    if below:
        letters += [COENG, rule.choice([sign for sign in CONSONANTS if sign not in "ឡរ"])]
    if below == 2:
        letters += [COENG, "រ"]
    if rule.random() < 0.15:
        letters.append(rule.choice(SHIFTERS))
    if rule.random() < 0.7:
        letters.append(rule.choice(VOWELS + RARE_VOWELS))
    elif rule.random() < 0.4:
        letters.append(rule.choice(ENDS))
    return "".join(letters)


def word(rule: random.Random, syllables: int) -> str:
    """Syllables together, now and then one of a known hard kind."""
    kinds = [STACKED, SEEN, INDEPENDENT]
    return "".join(
        rule.choice(rule.choice(kinds)) if rule.random() < 0.3 else syllable(rule)
        for _ in range(syllables)
    )


def khmer(rule: random.Random) -> str:
    """Family name and name."""
    return f"{word(rule, rule.randint(1, 2))} {word(rule, rule.randint(2, 4))}"


def latin(rule: random.Random) -> str:
    """The same in Latin letters."""
    return " ".join((rule.choice(LATIN).upper(), rule.choice(LATIN), rule.choice(LATIN)))


def long(make: str, rule: random.Random) -> str:
    """A name of 120 characters."""
    name = make
    while len(name) < 120:
        name += rule.choice(["", " "]) + (khmer(rule) if make[0] >= "\u1780" else latin(rule))
    return name[:120].rstrip(COENG + " ")


def hard_names(count: int) -> Iterator[tuple[str, str]]:
    """Khmer and Latin name, in turn: both, long ones, only one, with a zero-width space."""
    rule = random.Random(2026)  # noqa: S311 - the same names each time are wanted
    for number in range(count):
        km, en = khmer(rule), latin(rule)
        match number % 5:
            case 1:
                yield long(km, rule), long(en, rule)
            case 2:
                yield "", en
            case 3:
                yield km, ""
            case 4:
                yield "\u200b".join(km.split(" ")), en
            case _:
                yield km, en
