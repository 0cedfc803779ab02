"""Questions of every kind, as hypothesis makes them up."""

from decimal import Decimal

from hypothesis import strategies as st
from hypothesis.strategies import SearchStrategy

from training.kernel.locales import Bilingual
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    NOTHING,
    Choice,
    Kind,
    Number,
    Picture,
    Question,
)
from training.quizzes.exchange.parts import truths
from training.quizzes.exchange.wording import in_its_language, tidy, tidy_line

PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + (7).to_bytes(4) + (5).to_bytes(4) + b"\x08\x02rest"
SCRAPS = st.sampled_from(
    [
        *"\\~=#{}:%[]<>&*'\"/-+@|.,;_ \n",
        *("->", "//", "::", "####", "<b>", "<br>", "&amp;", "&lt;", "[html]", "[plain]", "{mlang}"),
        *("$CATEGORY:", "%50%", "=%100%", "A) ", "ANSWER: A", "T", "TRUE", "12", "3.5", "\t"),
        *("ក", "ការពារ", "ប្រជាជន", "\u200b", "គ្មាន", "៣", "R2P", "é", "question", "word", "\\n"),
        *("\\:", "\\\\", "<!--", "-->", "_____", "\n\n", "'=1", "_x0041_", "(", "^"),
    ]
)
SIGNS = st.characters(exclude_categories=["Cs"], max_codepoint=0x2FFFF)
TEXTS = st.lists(SCRAPS | SIGNS, min_size=1, max_size=8).map("".join).map(tidy).filter(bool)
LINES = TEXTS.map(tidy_line).filter(bool)
NOTHING_SAID = st.just("")
BOTH = st.builds(Bilingual, km=TEXTS, en=TEXTS)
WORDS = BOTH | st.builds(Bilingual, km=TEXTS, en=NOTHING_SAID) | TEXTS.map(in_its_language)
PERHAPS = st.just(NO_WORDS) | WORDS
SPELLINGS = LINES.filter(lambda text: "->" not in text).map(in_its_language)
TITLES = LINES.map(lambda text: text[:60].strip()).filter(
    lambda text: bool(text) and "mlang" not in text
)
CATEGORIES = st.sampled_from(["", "R2P", "R2P/Origins: 2005", "ការពារ/ខ. គោល", "top/x", "a // b"])
WEIGHTS = st.sampled_from([Decimal(each) for each in ("0", "50", "33.33333", "-100", "-16.66667")])
DECIMALS = st.decimals(-(10**9), 10**9, places=4)
POSITIVE = st.decimals(0, 1000, places=4)


def choices(
    words: SearchStrategy[Bilingual], weight: SearchStrategy[Decimal]
) -> SearchStrategy[Choice]:
    return st.builds(Choice, words=words, weight=weight, feedback=PERHAPS)


def several(one: SearchStrategy[Choice], least: int = 2) -> SearchStrategy[tuple[Choice, ...]]:
    return st.lists(one, min_size=least, max_size=5).map(tuple)


def with_a_right_one(
    words: SearchStrategy[Bilingual], least: int = 2
) -> SearchStrategy[tuple[Choice, ...]]:
    right = choices(words, st.just(FULL))
    others = st.lists(choices(words, WEIGHTS), min_size=least - 1, max_size=4)
    return (
        st.tuples(right, others)
        .flatmap(lambda pair: st.permutations([pair[0], *pair[1]]))
        .map(tuple)
    )


NUMBERS = st.builds(
    Choice,
    weight=st.sampled_from([FULL, Decimal(50)]),
    feedback=PERHAPS,
    number=st.builds(Number, DECIMALS, POSITIVE),
)
CHOICES: dict[Kind, SearchStrategy[tuple[Choice, ...]]] = {
    Kind.SINGLE: with_a_right_one(WORDS),
    Kind.SEVERAL: with_a_right_one(WORDS),
    Kind.TRUE_FALSE: st.builds(truths, st.booleans(), PERHAPS, PERHAPS),
    Kind.MATCHING: several(st.builds(Choice, words=PERHAPS, weight=st.just(FULL), to=WORDS)).filter(
        lambda pairs: any(pair.words != NO_WORDS for pair in pairs)
    ),
    Kind.ORDERING: several(st.builds(Choice, words=WORDS, weight=st.just(FULL))),
    Kind.SHORT: with_a_right_one(SPELLINGS, least=1),
    Kind.NUMBER: several(NUMBERS, least=1),
    Kind.TEXT: st.just(()),
}


def questions(*kinds: Kind) -> SearchStrategy[Question]:
    """Questions of these kinds, without pictures, rubrics and marks."""
    return st.one_of(
        *(
            st.builds(
                Question,
                line=st.just(1),
                kind=st.just(kind),
                title=TITLES,
                words=WORDS,
                choices=CHOICES[kind],
                reason=PERHAPS,
                category=CATEGORIES,
            )
            for kind in kinds
        )
    )


PICTURES = st.builds(
    Picture,
    st.sampled_from(["map.png", "picture.png"]),
    st.just(PNG),
    PERHAPS.map(lambda words: Bilingual(km=tidy_line(words.km), en=tidy_line(words.en))),
)
PLAIN_SINGLE = st.builds(
    lambda words, right, wrong: Question(
        1,
        Kind.SINGLE,
        "",
        in_its_language(words),
        (
            Choice(in_its_language(right), FULL),
            *(Choice(in_its_language(each), NOTHING) for each in wrong),
        ),
    ),
    LINES,
    LINES,
    st.lists(LINES, min_size=1, max_size=4),
)
