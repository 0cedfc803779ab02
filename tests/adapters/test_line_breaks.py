"""Where lines of drawings end."""

from hypothesis import given
from hypothesis import strategies as st

from training.adapters.line_breaks import width, wrapped

ENGLISH = "How many risk factors does the UN Framework of Analysis name, and how are they divided?"
KHMER = "ពន្យល់កថាខណ្ឌទី១៣៨ ដល់ទី១៤០ នៃឯកសារលទ្ធផលកិច្ចប្រជុំកំពូលពិភពលោក"
SCRAPS = st.sampled_from(
    ["word ", "R2P", "ការពារ", "ប្រជាជន", " ", "😀", "៖", "a" * 40, "\u200b", "ក"]
)
"""Words, signs outside of the first plane, and a word longer than a line."""


def test_lines_end_between_words() -> None:
    assert wrapped(ENGLISH, 24) == (
        "How many risk factors does the UN Framework of",
        "Analysis name, and how are they divided?",
    )


def test_khmer_lines_end_between_words_too() -> None:
    lines = wrapped(KHMER, 12)
    assert len(lines) > 1
    assert not [line for line in lines if line[0] in "្ាិីុូើេែោៅំះៗ"]
    assert wrapped("ទំនួលខុសត្រូវក្នុងការការពារ", 3)[0] == "ទំនួលខុសត្រូវ", "a term stays whole"


@given(st.lists(SCRAPS, max_size=20).map("".join), st.floats(2, 30))
def test_nothing_is_lost_and_lines_are_short(text: str, most: float) -> None:
    lines = wrapped(text, most)
    assert "".join("".join(lines).split()) == "".join(text.split())
    long = [line for line in lines if width(line) > most]
    assert not [line for line in long if len(wrapped(line, 0.01)) > 1], "only a word is longer"
    assert all(lines)
