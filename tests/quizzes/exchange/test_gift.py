"""GIFT as teachers and Moodle write it."""

from decimal import Decimal

import pytest

from training.kernel.locales import Bilingual
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format, Kind, Number, Question


def read(text: str) -> tuple[list[Question], list[tuple[int, str]]]:
    found = formats.read(text.encode(), Format.GIFT)
    return list(found.questions), [(each.line, str(each.reason)) for each in found.refused]


def one(text: str) -> Question:
    questions, refused = read(text)
    assert refused == []
    (question,) = questions
    return question


def reason(text: str) -> str:
    questions, refused = read(text)
    assert questions == []
    ((_, told),) = refused
    return told


def english(text: str) -> Bilingual:
    return Bilingual(km="", en=text)


def answers(question: Question) -> list[tuple[str, float]]:
    return [(each.words.km or each.words.en, float(each.weight)) for each in question.choices]


def test_a_question_with_one_right_answer() -> None:
    found = one("// first\n::Year::When was it adopted?{\n ~1994#Too early.\n =2005\n}\n")
    assert (found.kind, found.title, found.line) == (Kind.SINGLE, "Year", 2)
    assert found.words == english("When was it adopted?")
    assert answers(found) == [("1994", 0), ("2005", 100)]
    assert found.choices[0].feedback == english("Too early.")


def test_weights_have_decimals_and_may_be_negative() -> None:
    found = one("Which?{~%33.333%a ~%33,333%b ~%-100%c ~%33.334%d}")
    assert found.kind is Kind.SEVERAL
    assert answers(found) == [
        ("a", 33.333),
        ("b", 33.333),
        ("c", -100),
        ("d", 33.334),
    ]


def test_escaped_signs_are_meant() -> None:
    found = one(r"::A\:\:B::x \= \{y\} \~ \# \\ z{=a\=b#c\: \#1 ~\\n}")
    assert found.title == "A::B"
    assert found.words == english(r"x = {y} ~ # \ z")
    assert answers(found) == [("a=b", 100), ("\\n", 0)]
    assert found.choices[0].feedback == english("c: #1")


def test_an_escaped_n_ends_a_line() -> None:
    assert one(r"One\nTwo{T}").words == english("One\nTwo")


def test_html_becomes_plain_words() -> None:
    found = one(
        "[html]<p>Which <b>pillar</b>\nis it?</p><ul><li>first</li><li>CO<sub>2</sub></li></ul>"
        "{=<p>One &amp; only</p>#<i>Yes</i> ~[plain]<b>}"
    )
    assert found.words == english("Which pillar is it?\n\n• first\n\n• CO₂")
    assert answers(found) == [("One & only", 100), ("<b>", 0)]
    assert found.choices[0].feedback == english("Yes")


def test_markdown_becomes_plain_words() -> None:
    assert one("[markdown]Is it **true**?{T}").words == english("Is it true?")


def test_two_languages_by_spans_and_by_the_filter() -> None:
    km, en = (f'<span lang\\="{each}" class\\="multilang">' for each in ("km", "en"))
    spans = f"{km}ពីរ</span> {en}two</span>"
    found = one(
        f"[html]<p>R2P\\: {spans}?</p>{{={spans} "
        r"~\{mlang km\}បី\{mlang\}\{mlang en_us,fr\}three\{mlang\}}"
    )
    assert found.words == Bilingual(km="R2P: ពីរ?", en="R2P: two?")
    assert [each.words for each in found.choices] == [
        Bilingual(km="ពីរ", en="two"),
        Bilingual(km="បី", en="three"),
    ]


def test_of_several_languages_ours_are_taken_and_another_stands_in() -> None:
    spans = "".join(
        f'<span class\\="multilang" lang\\="{code}">{word}</span>'
        for code, word in (("fr", "deux"), ("en", "two"), ("de", "zwei"))
    )
    assert one(f"{spans}{{T}}").words == english("two")
    assert one('<span class\\="multilang" lang\\="fr">deux</span>{T}').words == english("deux")


@pytest.mark.parametrize(
    "asked",
    [
        "{mlang km}ពីរ{mlang}{mlang en}two{mlang}",
        r"\{ mlang km \}ពីរ\{ mlang \}\{MLANG EN\}two\{mlang\}",
        r"\{mlang kh\}ពីរ\{mlang\}\{mlang other\}two\{mlang\}\{mlang en\}two\{mlang\}",
        "<SPAN LANG='KM' CLASS='MULTILANG'>ពីរ</SPAN><SPAN CLASS='MULTILANG' LANG='EN'>two</SPAN>",
        r"<span lang\=km class\=multilang>ពីរ</span><span lang\=en class\=multilang>two</span>",
        "<lang lang='km'>ពីរ</lang><lang lang='en'>two</lang>",
        "<span lang='km-KH' class='multilang'>ពីរ</span> "
        "<span dir='ltr' lang='en_us' class='x multilang'>two</span>",
    ],
)
def test_a_language_is_marked_in_many_ways(asked: str) -> None:
    found = one(f"{asked}{{={asked} ~no}}")
    assert found.words == Bilingual(km="ពីរ", en="two")
    assert found.choices[0].words == found.words
    assert found.left_out == ()


def test_signs_in_a_tag_begin_no_answer_and_no_feedback() -> None:
    tag = '<span style="color: #ff0000; a~b" class="x">'
    found = one(f"Which?{{={tag}two</span>#<a href='http://un.org/#p=1'>why</a> ~{tag}one</span>}}")
    assert answers(found) == [("two", 100), ("one", 0)]
    assert found.choices[0].feedback == english("why (http://un.org/#p=1)")


def test_what_is_said_in_a_third_language_is_left_out_with_a_note() -> None:
    asked = "{mlang en}two{mlang}{mlang fr}deux{mlang}"
    for text in (f"{asked}{{T}}", f"Which?{{={asked} ~no}}", f"Which?{{=two#{asked} ~no}}"):
        assert [str(each) for each in one(text).left_out] == [
            "What it says in other languages than Khmer and English was left out."
        ]


def test_words_with_khmer_letters_are_khmer() -> None:
    found = one("តើ R2P ជាអ្វី?{=ការការពារ ~war}")
    assert found.words == Bilingual(km="តើ R2P ជាអ្វី?", en="")
    assert [each.words.en for each in found.choices] == ["", "war"]


def test_a_gap_stands_where_the_answers_stood() -> None:
    found = one("It was adopted in {=2005 ~1994} in New York.")
    assert found.words == english("It was adopted in _____ in New York.")


@pytest.mark.parametrize("answer", ["T", "TRUE", "true", "T#no#yes"])
def test_true_and_its_words_for_both_answers(answer: str) -> None:
    found = one(f"It is so.{{{answer}}}")
    assert found.kind is Kind.TRUE_FALSE
    assert [each.weight for each in found.choices] == [100, 0]
    if "#" in answer:
        assert [each.feedback.en for each in found.choices] == ["yes", "no"]


def test_general_words_for_everybody() -> None:
    found = one("It is so.{FALSE#Not so.\n####Read paragraph 138.}")
    assert found.reason == english("Read paragraph 138.")
    assert found.choices[0].feedback == english("Not so.")


@pytest.mark.parametrize(
    ("written", "value", "tolerance"),
    [("#138", "138", "0"), ("#3:2", "3", "2"), ("#1..5", "3", "2"), ("#-5..-1.5", "-3.25", "1.75"),
     ("#.5:0.1", "0.5", "0.1"), ("#១៣៨", "138", "0"), ("#1e2", "100", "0")],
)  # fmt: skip
def test_numbers_with_a_tolerance_or_a_range(written: str, value: str, tolerance: str) -> None:
    (choice,) = one(f"How many?{{{written}}}").choices
    assert choice.number == Number(Decimal(value), Decimal(tolerance))


def test_several_numbers_have_weights() -> None:
    found = one("When?{#\n =2005:0 #Right\n =%50%2005:5\n ~#Wrong\n}")
    assert [(str(each.number), float(each.weight)) for each in found.choices] == [
        ("2005", 100),
        ("2005:5", 50),
    ]
    assert [str(each) for each in found.left_out] == [
        "What it says about any other answer was left out."
    ]


def test_pairs_spellings_lines_and_free_text() -> None:
    pairs = one("Match.{=Pillar one -> the State =Pillar two->help = -> nothing}")
    assert [(each.words.en, each.to.en) for each in pairs.choices] == [
        ("Pillar one", "the State"),
        ("Pillar two", "help"),
        ("", "nothing"),
    ]
    short = one("Where?{=New York =%50%NY =%0%*#No}")
    assert (short.kind, answers(short)) == (Kind.SHORT, [("New York", 100), ("NY", 50)])
    order = one("Order.{>3 ALL VERTICAL ABSOLUTE_POSITION SHOW\nfirst\nsecond\nthird\n}")
    assert (order.kind, len(order.choices)) == (Kind.ORDERING, 3)
    assert one("Say why.{}").kind is Kind.TEXT


def test_categories_are_nested_and_hold_until_the_next() -> None:
    questions, _ = read(
        "$CATEGORY: $course$/top/R2P/Pillars: one\n\na{T}\n\nb{T}\n\n$CATEGORY: Other\nc{T}"
    )
    assert [each.category for each in questions] == ["R2P/Pillars: one"] * 2 + ["Other"]


def test_a_mark_of_byte_order_and_line_ends_of_windows_change_nothing() -> None:
    text = "::A::One?{\n=a\n~b\n}\n\n::B::Two?{T}\n"
    plain = formats.read(text.encode(), Format.GIFT)
    for other in (
        text.encode("utf-8-sig"),
        text.replace("\n", "\r\n").encode("utf-8-sig"),
        text.replace("\n", "\r").encode(),
        text.encode("utf-16"),
    ):
        assert formats.read(other, Format.GIFT) == plain


def test_an_empty_line_in_braces_and_none_between_questions_are_forgiven() -> None:
    questions, refused = read("One?{\n=a\n\n~b\n\n// more\n~c\n}\n::Two::Two?{T}\nThree?{F}")
    assert refused == []
    assert [(each.line, len(each.choices)) for each in questions] == [(1, 3), (9, 2), (10, 2)]


def test_an_unclosed_brace_costs_one_question_and_not_the_rest() -> None:
    questions, refused = read("One?{=a ~b\n\n::Two::Two?{T}\n\nThree?{=a ~b\n\n=c\n\nFour?{F}")
    assert [each.line for each in questions] == [3, 9]
    assert refused == [
        (1, "A brace { is not closed by a }."),
        (5, "A brace { is not closed by a }."),
        (7, "It has no answers in braces: a text that asks nothing cannot be taken."),
    ]


@pytest.mark.parametrize(
    "broken",
    ["One?{=a ~b", "One?{=a {b} ~c}", "One }x{=a}", "Gaps {1:SA:=x} and {:MULTICHOICE:=y~z}"],
)
def test_a_title_begins_the_next_question_also_straight_after_a_broken_one(broken: str) -> None:
    questions, refused = read(f"{broken}\n::Two::Two?{{T}}\n")
    assert [(each.title, each.line) for each in questions] == [("Two", 2)]
    assert [line for line, _ in refused] == [1]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("It is {1:MULTICHOICE:=red~blue}.", "It has gaps with answers in its text (cloze)"),
        ("It is {:SHORTANSWER:=red}.", "It has gaps with answers in its text (cloze)"),
        ("It is {2:nm:=3}.", "It has gaps with answers in its text (cloze)"),
        ("Just words.", "It has no answers in braces: a text that asks nothing cannot be taken."),
        ("a } b", "A brace } closes nothing; write \\} where a sign is meant."),
        ("a {=x{y} ~z}", "A brace { stands inside braces; write \\{ where a sign is meant."),
        ("{=a ~b} and {=c ~d}", "It has braces in several places. Write \\{ for a sign; several"),
        ("Which?{a ~b =c}", "Its first answer has no ~ or = before it."),
        ("Which?{~a ~b}", "None of its answers is marked as right."),
        ("Which?{=a ~}", "One of its answers is empty."),
        ("Which?{=a}{T}", "It has braces in several places."),
        ("{T}", "It has no words that ask something."),
        ("Which?{~%150%a =b}", 'The weight "150" is none from -100 to 100.'),
        ("How many?{#}", "It has no answer."),
        ("How many?{#many}", '"many" is no number.'),
        ("How many?{#1..}", '"1.." is no number.'),
        ("Match.{=a->b =c}", "One of its pairs has no -> between its sides."),
        ("Match.{=a->b}", "It needs at least 2 answers."),
        ("Where?{=New*}", "It accepts any words at a *, which cannot be done here."),
        ("[html]<audio src\\='a.mp3'>{T}", "It has <audio>, which a phone cannot be shown here."),
        ("[html]x<img src\\='a.png'>{T}", "Its picture a.png is not in the file."),
        ("x" * 5_001 + "{T}", "One of its texts is longer than 5000 signs."),
    ],
)  # fmt: skip
def test_what_cannot_be_taken_is_told_in_a_sentence(text: str, told: str) -> None:
    assert reason(text).startswith(told)


def test_a_file_that_is_not_utf_8_names_the_line() -> None:
    found = formats.read("a{T}\n\nb é{T}".encode("latin-1"), Format.GIFT)
    assert [(each.line, str(each.reason)) for each in found.refused] == [
        (3, "The file is not UTF-8. Save it as UTF-8 and choose it again.")
    ]
