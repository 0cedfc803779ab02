"""The two languages, and digits that turn from one script into the other."""

import re
from dataclasses import dataclass
from typing import Literal

Language = Literal["km", "en"]
LANGUAGES: tuple[Language, ...] = ("km", "en")
FIRST_LANGUAGE: Language = "km"
OWN_NAMES: dict[Language, str] = {"km": "ខ្មែរ", "en": "English"}

_TO_KHMER = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")
_TO_WESTERN = str.maketrans("០១២៣៤៥៦៧៨៩", "0123456789")


def khmer_digits(value: object) -> str:
    """The text of `value` with Khmer digits."""
    return str(value).translate(_TO_KHMER)


def western_digits(typed: str) -> str:
    """What was typed, with Khmer digits turned into Western ones."""
    return typed.translate(_TO_WESTERN)


def digits_only(typed: str) -> str:
    """The digits in what was typed, Western, nothing else: `១២៣ 456` gives `123456`."""
    return "".join(sign for sign in western_digits(typed) if sign in "0123456789")


# Words of the subject that are taken apart at the end of a line, and where: first those that both
# browsers and the typesetter take apart, then those that only browsers' dictionaries do not know.
# The civilian population is two words, so its own row joins nothing.
_TAKEN_APART = "ទំនួល|ខុស|ត្រូវ ការ|ការពារ ការ|បង្ការ វត្ត|មាន"
_TAKEN_APART_BY_BROWSERS = """
    ប្រជាជនស៊ីវិល
    ឧក្រិដ្ឋ|កម្ម ពូជ|សាសន៍ ជាតិ|សាសន៍ មនុស្ស|ជាតិ មនុស្ស|ធម៌ សហ|ប្រជា|ជាតិ អង្គ|ការ អន្តរ|ជាតិ អនុ|សញ្ញា
    កថា|ខណ្ឌ ព្រហ្ម|ទណ្ឌ ជ្រៀត|ជ្រែក ទុក្ខ|បុក|ម្នេញ ទូលំ|ទូលាយ ភាព|ក្រីក្រ ប្រើ|ប្រាស់ ប្រដាប់|អាវុធ
    ផ្តួច|ផ្តើម ឡើង|វិញ ស្មើ|គ្នា ពេល|វេលា ក្រុម|ប្រឹក្សា ជន|ស៊ីវិល យល់|ខុស យល់|ច្រឡំ ជាក់|ស្តែង
    ទណ្ឌ|កម្ម ជុំ|វិញ អំពើ|ប្រល័យ|ពូជ|សាសន៍ ប្រល័យ|ពូជ|សាសន៍ អំពើ|ហិង្សា វាយ|ប្រហារ ជាតិ|ពន្ធុ
    អត្ត|សញ្ញាណ រចនា|សម្ព័ន្ធ រួម|បញ្ចូល នីតិ|រដ្ឋ ផ្ទៃ|ក្នុង អធិបតេយ្យ|ភាព គណនេយ្យ|ភាព អ|ស្ថិរ|ភាព
    ភាព|ចលាចល មាន|ភាពធន់ ផល|ប្រយោជន៍ ព្រម|ព្រៀង ជាក់|លាក់ ប្រតិបត្តិ|ការ ដំណើរ|ការ ហេតុ|ការណ៍
    វិធាន|ការ ការ|ព្រមាន ការ|វាយតម្លៃ ការ|ចងចាំ កិច្ច|សន្ទនា សេចក្តី|ព្រាង សន្ធិ|សញ្ញា បណ្តុះ|បណ្តាល
    សំណុំ|រឿង អតីត|កាល រយៈ|ពេល ទាន់|ពេល ខែ|ឧសភា ប្រាំ|មួយ ស្ងប់|ស្ងាត់ វិស័យ|ខ្ញុំ ពី|ត|ស៊ូ|វ៉ាន់
"""
KEPT_TOGETHER = tuple(_TAKEN_APART.replace("|", "").split())
"""The words that the typesetter keeps whole in its own way."""
_WORD_JOINER = "\u2060"
_JOINED = {
    word.replace("|", ""): word.replace("|", _WORD_JOINER)
    for word in (_TAKEN_APART + _TAKEN_APART_BY_BROWSERS).split()
}
_WHOLE = re.compile("|".join(_JOINED))
# Where it begins a word, this syllable makes a noun of the verb that follows.
_NOUN_OF_A_VERB = re.compile("(?<![\u1780-\u17d3\u2060])ការ(?=[\u1780-\u17a2])")


def kept_together(text: str) -> str:
    """The text with an invisible sign (U+2060) where a line must not break inside a word.

    For showing only: what is stored, typed or compared never holds it.
    """
    text = _WHOLE.sub(lambda found: _JOINED[found[0]], text)
    return _NOUN_OF_A_VERB.sub(lambda found: found[0] + _WORD_JOINER, text)


def has_khmer(text: str) -> bool:
    """Whether one letter of the Khmer block is in the text."""
    return any("\u1780" <= sign <= "\u17b3" for sign in text)


@dataclass(frozen=True, slots=True)
class Bilingual:
    """The same words in both languages; either may be empty, then the other stands in."""

    km: str
    en: str

    def __str__(self) -> str:
        return self.en or self.km

    def best(self, language: str) -> tuple[str, Language]:
        """The words to show a reader of `language`, and the language that they are in."""
        if language == "km":
            return (self.km, "km") if self.km else (self.en, "en")
        return (self.en, "en") if self.en else (self.km, "km")
