"""Questions, answer sheets and the key as PDFs for print: the words around them, and the call.

The letters are those of `lettering`, so what is ticked on paper can be typed as it stands there.
"""

import base64
import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from training.adapters.typesetting import MOST_CHARACTERS_IN_A_FILE, typeset
from training.kernel.locales import KEPT_TOGETHER, Bilingual, khmer_digits
from training.kernel.written import written_date
from training.modules.model import NO_WORDS, Item, ItemKind
from training.quizzes import answers, lettering
from training.quizzes.correcting import Key
from training.quizzes.model import Choice

_FOLDER = Path(__file__).resolve().parent / "paper"
BOTH = "both"
TRUTHS = {"true": Bilingual("ត្រូវ", "True"), "false": Bilingual("ខុស", "False")}
FORMS = {"a": Bilingual("វិញ្ញាសា ក", "Form A"), "b": Bilingual("វិញ្ញាសា ខ", "Form B")}
SHEET = Bilingual("សន្លឹកចម្លើយ", "Answer sheet")
NAME = Bilingual("ឈ្មោះ", "Name")
SEAT_NUMBER = Bilingual("លេខកន្លែង", "Seat number")
ON_THE_SHEET = Bilingual(
    "សូមគូសចម្លើយលើសន្លឹកចម្លើយ ហើយកុំសរសេរលើសន្លឹកសំណួរនេះ។",
    "Please mark your answers on the answer sheet and write nothing on these pages.",
)
HOW_TO_MARK = Bilingual(
    "សូមគូសខ្វែងលើប្រអប់នៃចម្លើយ។ បើគូសខុស សូមផាត់ប្រអប់នោះឱ្យខ្មៅទាំងមូល រួចគូសខ្វែងប្រអប់ផ្សេង។",
    "Cross the box of your answer. To change it, fill that box all black and cross another one.",
)
NOT_FOR_THE_ROOM = Bilingual("ចម្លើយត្រឹមត្រូវ៖ សម្រាប់តែគ្រូបណ្តុះបណ្តាល", "Right answers: not for the room")
FOR_EVERYBODY = Bilingual(
    "អ្នកចូលរួមទាំងអស់បានពិន្ទុពេញសម្រាប់សំណួរនេះ", "Everybody has the points of this question"
)
HINTS = {
    ItemKind.SEVERAL: Bilingual("អាចមានចម្លើយត្រឹមត្រូវលើសពីមួយ។", "More than one answer may be right."),
    ItemKind.ORDERING: Bilingual(
        "សូមដាក់លេខលំដាប់ឱ្យបន្ទាត់នីមួយៗ៖ លេខ ១ នៅមុនគេ។", "Give each line its place: 1 is the first."
    ),
    ItemKind.MATCHING: Bilingual(
        "សូមសរសេរអក្សរដែលត្រូវគ្នានឹងលេខនីមួយៗ។", "For each number, write the letter that belongs to it."
    ),
}
LINES = {ItemKind.TEXT: 4}
"""Lines to write on, where it is not one."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """What is printed, and for which course."""

    course: Bilingual
    name: Bilingual
    date: dt.date
    days: int = 1
    """How many days from `date` on."""


@dataclass(frozen=True, slots=True)
class Booklet:
    """The questions of one form (`a`, `b`, or empty); pictures by item id, name and bytes."""

    form: str
    items: tuple[Item, ...]
    pictures: Mapping[str, tuple[str, bytes]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Sheet:
    """One answer sheet; without a number it is for anybody, who writes name and number."""

    form: str
    number: int = 0
    name: Bilingual = NO_WORDS


def questions_pdf(about: Occasion, booklets: Sequence[Booklet], language: str) -> bytes:
    """The questions in `km`, `en` or `both`, for the whole room. Raises TypesettingError."""
    data = {
        **_about(about, language),
        "note": _words(ON_THE_SHEET, language),
        "booklets": [
            {
                "form": _form(booklet.form, language),
                "questions": [
                    _question(number, item, booklet, language)
                    for number, item in enumerate(booklet.items, 1)
                ],
            }
            for booklet in booklets
        ],
    }
    return typeset(_FOLDER / "questions.typ", data)


def answer_sheets_pdf(
    about: Occasion, booklets: Sequence[Booklet], sheets: Sequence[Sheet], *, named: bool = True
) -> bytes:
    """An answer sheet for each, in both languages; `named` ones have name and seat number.

    Raises TypesettingError.
    """
    data = {
        **_about(about, BOTH),
        "named": named,
        "words": {
            "sheet": _words(SHEET, BOTH),
            "name": _words(NAME, BOTH),
            "number": _words(SEAT_NUMBER, BOTH),
            "note": _words(HOW_TO_MARK, BOTH),
        },
        "forms": {each.form: _boxes(each) for each in booklets},
        "sheets": [
            {
                "form": each.form,
                "number": str(each.number) if each.number else "",
                "name": _words(each.name, BOTH),
            }
            for each in sheets
        ],
    }
    return typeset(_FOLDER / "answers.typ", data)


def key_pdf(about: Occasion, booklets: Sequence[Booklet], keys: Sequence[Key]) -> bytes:
    """What is right by now, for the trainer: a key for each booklet. Raises TypesettingError."""
    data = {
        **_about(about, BOTH),
        "warning": _words(NOT_FOR_THE_ROOM, BOTH),
        "booklets": [
            {
                "form": _form(booklet.form, BOTH),
                "rows": [
                    _right(number, item, corrected, is_void=key.is_void(item.id))
                    for number, (item, corrected) in enumerate(
                        zip(booklet.items, key.items, strict=True), 1
                    )
                    if item.is_scored
                ],
            }
            for booklet, key in zip(booklets, keys, strict=True)
        ],
    }
    return typeset(_FOLDER / "key.typ", data)


def _about(about: Occasion, language: str) -> dict[str, object]:
    day = about.date
    dated = Bilingual(
        f"{about.course.km} · {written_date(day, 'km', about.days)}",
        f"{about.course.en} · {written_date(day, 'en', about.days)}",
    )
    return {
        "title": f"{about.name.km} / {about.name.en}",
        "kept": KEPT_TOGETHER,
        "issued": {"year": day.year, "month": day.month, "day": day.day},
        "course": _words(dated, language),
        "name": _words(about.name, language),
    }


def _words(words: Bilingual, language: str) -> dict[str, str]:
    """The words to print; those that have only one language stand in it."""
    if language == BOTH:
        return {"km": words.km, "en": words.en if words.en != words.km else ""}
    best, found = words.best(language)
    return {"km": best if found == "km" else "", "en": best if found == "en" else ""}


def _form(form: str, language: str) -> dict[str, str] | None:
    return _words(FORMS[form], language) if form else None


def _number(number: int, language: str) -> str:
    return khmer_digits(number) if language == "km" else str(number)


def _question(number: int, item: Item, booklet: Booklet, language: str) -> dict[str, object]:
    choices = () if item.kind is ItemKind.SCALE else lettering.choices_on_paper(item)
    hint = HINTS.get(item.kind)
    return {
        "number": f"{_number(number, language)}.",
        "words": _words(item.question, language),
        "hint": _words(hint, language) if hint else None,
        "choices": [
            {"letter": _letter(place, language), "words": _words(_said(choice), language)}
            for place, choice in enumerate(choices, 1)
        ],
        "lefts": [_words(pair.left, language) for pair in item.pairs],
        "steps": item.steps if item.kind is ItemKind.SCALE else 0,
        "smileys": item.smileys,
        "ends": [_words(end, language) for end in item.ends],
        "digits": [_number(place, language) for place in range(1, 11)],
        "picture_svg": _picture(*booklet.pictures.get(item.id, ("", b""))),
        "alt": item.alt.best(language)[0],
    }


def _letter(place: int, language: str) -> str:
    latin, khmer = lettering.LATIN[place - 1], lettering.KHMER[place - 1]
    return {"km": khmer, "en": latin}.get(language, f"{khmer} {latin}")


def _said(choice: Choice) -> Bilingual:
    return TRUTHS[choice.code] if choice.words is None else choice.words


def _picture(name: str, content: bytes) -> str:
    """An SVG as it is, a photograph within one; empty where it is too large to be set."""
    if name.endswith(".svg"):
        found = content.decode(errors="replace")
    elif content:
        kind = "png" if name.endswith(".png") else "jpeg"
        sent = base64.b64encode(content).decode()
        found = (
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 160 90"><image width="160"'
            f' height="90" href="data:image/{kind};base64,{sent}"/></svg>'
        )
    else:
        return ""
    return found if len(found) <= MOST_CHARACTERS_IN_A_FILE else ""


def _boxes(booklet: Booklet) -> dict[str, object]:
    numbered = [(number, item) for number, item in enumerate(booklet.items, 1)]
    return {
        "mark": _form(booklet.form, BOTH),
        "ticked": [
            {"number": _sign(str(number)), "signs": _signs(item)}
            for number, item in numbered
            if item.kind in lettering.LETTERED
        ],
        "written": [
            _written(number, item)
            for number, item in numbered
            if item.kind not in lettering.LETTERED
        ],
    }


def _sign(digits: str) -> dict[str, str]:
    return {"km": khmer_digits(digits), "en": digits}


def _lettered(place: int) -> dict[str, str]:
    return {"km": lettering.KHMER[place - 1], "en": lettering.LATIN[place - 1]}


def _signs(item: Item) -> list[dict[str, object]]:
    is_scale = item.kind is ItemKind.SCALE
    return [
        {
            **(_sign(str(place)) if is_scale else _lettered(place)),
            "words": _words(TRUTHS[choice.code], BOTH) if choice.words is None else None,
            "face": place if is_scale and item.smileys else 0,
            "faces": item.steps,
        }
        for place, choice in enumerate(lettering.choices_on_paper(item), 1)
    ]


def _written(number: int, item: Item) -> dict[str, object]:
    hint = HINTS.get(item.kind)
    boxes: list[dict[str, str]] = []
    if item.kind is ItemKind.ORDERING:
        boxes = [_lettered(place) for place in range(1, len(item.options) + 1)]
    if item.kind is ItemKind.MATCHING:
        boxes = [_sign(str(place)) for place in range(1, len(item.pairs) + 1)]
    return {
        "number": _sign(str(number)),
        "hint": _words(hint, BOTH) if hint else None,
        "boxes": boxes,
        "lines": LINES.get(item.kind, 1),
    }


def _right(number: int, item: Item, corrected: Item, *, is_void: bool) -> dict[str, object]:
    """The letters are those of the item as it was printed, before its key was `corrected`."""
    said = answers.said_right(corrected) or ((Choice("", item.rubric),) if item.rubric.en else ())
    codes = [answers.right_code(corrected)] if item.kind not in answers.TYPED else []
    if item.kind is ItemKind.SINGLE:
        codes = [choice.code for choice in said]
    if is_void:
        said, codes = (Choice("", FOR_EVERYBODY),), []
    km, en = (
        "/".join(lettering.typed_of(item, code, alphabet) for code in codes)
        for alphabet in (lettering.KHMER, lettering.LATIN)
    )
    return {
        "number": f"{number}.",
        "letters": _words(Bilingual(km, en), BOTH),
        "right": [_words(_without_arrow(_said(choice)), BOTH) for choice in said],
    }


def _without_arrow(words: Bilingual) -> Bilingual:
    """The fonts of the house have no arrow between the two sides of a pair."""
    return Bilingual(words.km.replace(" → ", " – "), words.en.replace(" → ", " – "))
