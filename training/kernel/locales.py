"""The two languages, and digits that turn from one script into the other."""

import re
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter
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
# A word without a bar joins nothing, and keeps a shorter one from joining two words: the civilian
# population is two words, and `must protect` is not `need`. Some rows hold the words beside them as
# well: a joiner within a word leads other dictionaries (Safari's) astray in what stands beside it.
_TAKEN_APART = "ទំនួល|ខុស|ត្រូវ ការ|ការពារ ការ|បង្ការ វត្ត|មាន"
_TAKEN_APART_BY_BROWSERS = """
    ប្រជាជនស៊ីវិល ត្រូវការពារ
    ឧក្រិដ្ឋ|កម្ម ពូជ|សាសន៍ ជាតិ|សាសន៍ មនុស្ស|ជាតិ មនុស្ស|ធម៌ សហ|ប្រជា|ជាតិ អង្គ|ការ អន្តរ|ជាតិ អនុ|សញ្ញា
    កថា|ខណ្ឌ ព្រហ្ម|ទណ្ឌ ជ្រៀត|ជ្រែក ទុក្ខ|បុក|ម្នេញ ទូលំ|ទូលាយ ភាព|ក្រីក្រ ប្រើ|ប្រាស់ ប្រដាប់|អាវុធ
    ផ្តួច|ផ្តើម ឡើង|វិញ ស្មើ|គ្នា ពេល|វេលា ក្រុម|ប្រឹក្សា ជន|ស៊ីវិល យល់|ខុស យល់|ច្រឡំ ជាក់|ស្តែង
    ទណ្ឌ|កម្ម ជុំ|វិញ អំពើ|ប្រល័យ|ពូជ|សាសន៍ ប្រល័យ|ពូជ|សាសន៍ អំពើ|ហិង្សា វាយ|ប្រហារ ជាតិ|ពន្ធុ
    អត្ត|សញ្ញាណ រចនា|សម្ព័ន្ធ រួម|បញ្ចូល នីតិ|រដ្ឋ ផ្ទៃ|ក្នុង អធិបតេយ្យ|ភាព គណនេយ្យ|ភាព អ|ស្ថិរ|ភាព
    ភាព|ចលាចល មាន|ភាពធន់ ផល|ប្រយោជន៍ ព្រម|ព្រៀង ជាក់|លាក់ ប្រតិបត្តិ|ការ ដំណើរ|ការ ហេតុ|ការណ៍
    វិធាន|ការ ការ|ព្រមាន ការ|វាយ|តម្លៃ ការ|ចងចាំ កិច្ច|សន្ទនា សេចក្តី|ព្រាង សន្ធិ|សញ្ញា បណ្តុះ|បណ្តាល
    សំណុំ|រឿង អតីត|កាល រយៈ|ពេល ទាន់|ពេល ខែ|ឧសភា ប្រាំ|មួយ ស្ងប់|ស្ងាត់ វិស័យ|ខ្ញុំ ពី|ត|ស៊ូ|វ៉ាន់
    ចូល|រួម រក្សា|ទុក គ្រោង|ទុក បម្រុង|ទុក ចាត់|ទុក ត្រឹម|ត្រូវ ទាំង|អស់ កំណត់|ត្រា កត់|ត្រា កំណត់|ចំណាំ រូប|ភាព
    រូប|មន្ត កុំ|ព្យូទ័រ កុំ|ព្យូទ័រ|យួរដៃ កុំ|ព្យូទ័រ|នេះ កុំ|ព្យូទ័រ|នោះ កុំ|ព្យូទ័រ|ដែល កុំ|ព្យូទ័រ|បាន កុំ|ព្យូទ័រ|ណា អេ|ក្រង់
    កា|មេ|រ៉ា ហើយ|ម៉ូ|ឌុ|ល|លែង កូ|ដ|ដែល កូ|ដ|ក្នុង កម្ម|វិធី សទ្ទា|នុ|ក្រម ជា|តា|រាង ជួរ|ដេក តួ|អក្សរ
    ឡា|តាំង ចំណង|ជើង នាំ|ចូល នាំ|ចេញ ចាក|ចេញ ផ្ទៀង|ផ្ទាត់ វាយ|តម្លៃ វាស់|ស្ទង់ ផ្លាស់|ប្តូរ ប្រែ|ប្រួល កែ|ប្រែ
    បក|ប្រែ ចាប់|ផ្តើម រង់|ចាំ គ្រប់|គ្រង គ្រប់|គ្រាន់ ទទួល|ស្គាល់ យល់|ព្រម លើក|លែង ដោះ|ស្រាយ ប៉ះ|ពាល់ រា|រាំង
    ផ្គូ|ផ្គង ជឿ|ជាក់ លួ|ច|ចាប់ពី ប្រកា|ស|ម្តង សុពល|ភាព អង្គ|ភាព បច្ចុប្បន្ន|ភាព ភាព|យុត្តិ|ធម៌ យុត្តិ|ធម៌
    លក្ខ|ខណ្ឌ មូល|ហេតុ លទ្ធ|ផល លំ|ហាត់ របៀប|វារៈ ផ្ទាល់|ខ្លួន សាមី|ខ្លួន និមិត្ត|សញ្ញា អត្ត|សញ្ញាណ|ប័ណ្ណ
    ហត្ថ|លេខា សិក្ខា|សាលា នាម|ត្រកូល ហៅ|ក្រៅ ព្រះ|សង្ឃ រោង|ពុម្ព ទី|កន្លែង កាល|បរិច្ឆេទ ចំណាត់|ថ្នាក់
    មាត្រ|ដ្ឋាន របាយ|ការណ៍ សេចក្តី|សង្ខេប ពាក្យ|ពេចន៍ ទំនាក់|ទំនង មិល្លី|វិនាទី ចុង|ក្រោយ ពាក់|កណ្តាល
    បណ្តោះ|អាសន្ន ស្រេច|ចិត្ត ពិត|ប្រាកដ ញឹក|ញាប់ ងាយ|ស្រួល ប្រហាក់|ប្រហែល រៀង|រាល់ ដូច|ម្តេច ដូច|ត|ទៅ ក៏|ដោយ
    ដប់|ពីរ លេខ|នី|មួយ អ|វត្ត|មាន ទុក|ទ|ទេ ឱ្យ|ទ|ទេ នៅ|ទ|ទេ នេះ|ទ|ទេ ម៉ោង|ទ|ទេ បន្ទាត់|ទ|ទេ
    ជួរ|ដេក|ទ|ទេ វគ្គ|ដ|ដែល កត់|ត្រា|វត្ត|មាន កំណត់|ត្រា|វត្ត|មាន កត់|ត្រា|មកដល់ អ|យុត្តិ|ធម៌ ត្រូវ|ការ
    អ្នក|ណា
"""
KEPT_TOGETHER = tuple(_TAKEN_APART.replace("|", "").split())
"""The words that the typesetter keeps whole in its own way."""
_WORD_JOINER = "\u2060"
_JOINED = {
    word.replace("|", ""): word.replace("|", _WORD_JOINER)
    for word in (_TAKEN_APART + _TAKEN_APART_BY_BROWSERS).split()
}
# By their first letter, since most letters of a text begin none of them; the longest come first.
_BY_FIRST = groupby(sorted(_JOINED, key=lambda word: (word[0], -len(word))), itemgetter(0))
_ANY = "|".join(f"{first}(?:{'|'.join(each[1:] for each in words)})" for first, words in _BY_FIRST)
# Whole letters only: none that hangs below another, and with all the signs that hang on the last.
_WHOLE = re.compile(f"(?<!\u17d2)(?:{_ANY})(?![\u17b6-\u17d3])")
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
