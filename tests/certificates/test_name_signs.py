"""What the eye does not see in a name is named by its signs; usual names are not troubled."""

import pytest

from training.certificates.names.signs import (
    Odd,
    Oddity,
    in_usual_order,
    odd_in_khmer,
    odd_in_latin,
)


@pytest.mark.parametrize(
    "name",
    ["", "ស៊ុន សុភាព", "កែវ ចាន់ថា", "ឆឹម ស្រីពៅ", "ញ៉ែម អ៊ុត្តរា", "ព្រះធម្មឃោសាចារ្យ", "ហ៊ុន ម៉ានី", "លី ប៊ុនធឿន"],
)
def test_a_usual_khmer_name_is_not_odd(name: str) -> None:
    assert odd_in_khmer(name) == ()


@pytest.mark.parametrize("name", ["", "SUN Sopheap", "O'BRIEN Mary-Ann", "LÊ Thị Hoa", "DR. KIM"])
def test_a_usual_latin_name_is_not_odd(name: str) -> None:
    assert odd_in_latin(name) == ()


def test_an_invisible_sign_is_shown_by_its_number() -> None:
    (odd,) = odd_in_khmer("ស៊ុន\u200b សុភាព")
    assert odd == Odd(Oddity.INVISIBLE, "\u200b")
    assert odd.code_points == "U+200B"
    assert odd_in_latin("SUN\u00a0Sopheap") == (Odd(Oddity.INVISIBLE, "\u00a0"),)


def test_signs_out_of_order_are_shown_with_the_usual_order() -> None:
    """The vowel before the subscript looks the same, and is another text."""
    wrong, right = "ស\u17bb\u17d2រី", "ស\u17d2រ\u17bbី"
    (odd,) = odd_in_khmer(wrong)
    assert odd.oddity is Oddity.ORDER
    assert odd.usual == in_usual_order(wrong)
    assert odd.usual != wrong
    assert in_usual_order(in_usual_order(right)) == in_usual_order(right)


def test_letters_of_another_script_are_shown() -> None:
    assert odd_in_latin("S\u0421N") == (Odd(Oddity.FOREIGN, "\u0421"),)
    assert odd_in_khmer("ស៊ុន Sun")[0] == Odd(Oddity.FOREIGN, "S")
    assert odd_in_khmer("ស\u0e01") == (Odd(Oddity.FOREIGN, "\u0e01"),)


def test_digits_and_signs_that_names_do_not_have_are_shown_once() -> None:
    assert odd_in_latin("S0K B0pha*") == (
        Odd(Oddity.NO_LETTER, "0"),
        Odd(Oddity.NO_LETTER, "*"),
    )
