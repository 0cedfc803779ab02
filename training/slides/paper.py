"""Manual, handouts and glossary as PDFs for print: the words around the text, and the call."""

from functools import lru_cache
from pathlib import Path
from threading import Lock

from training.adapters.typesetting import typeset
from training.kernel.locales import KEPT_TOGETHER, Bilingual, Language
from training.modules.model import Chapter, Handout, HandoutKind, Module
from training.modules.printing import before_cards, cards_of, paper_blocks
from training.modules.rules import is_sources

_FOLDER = Path(__file__).resolve().parent / "paper"
_LOCK = Lock()
_DAY = {"year": 2019, "month": 7, "day": 31}

CONTENTS = Bilingual(km="មាតិកា", en="Contents")
WORKING_TITLE = Bilingual(km="ចំណងជើងបណ្តោះអាសន្ន", en="Working title")
FOR_TRAINER = Bilingual(km="សម្រាប់គ្រូបណ្តុះបណ្តាល", en="For the trainer")
GLOSSARY = Bilingual(km="សទ្ទានុក្រម", en="Glossary")
ASK_A_READER = Bilingual(
    km="ពាក្យដែលមានសញ្ញា * កំពុងរង់ចាំការបញ្ជាក់៖ សូមប្រើជាមួយពាក្យអង់គ្លេស។",
    en="Words with * wait to be confirmed: give the English with them.",
)


def manual_pdf(module: Module) -> bytes:
    """The manual of a module, A4, with contents; kept in memory, since many ask for the same.

    Raises TypesettingError with a sentence that says which text cannot be printed.
    """
    with _LOCK:  # the first sets it, the others wait for it
        return _manual_pdf(module)


@lru_cache(maxsize=4)
def _manual_pdf(module: Module) -> bytes:
    data = {
        **_about(module),
        "contents": _both(CONTENTS),
        "working": _both(WORKING_TITLE) if module.working_title else None,
        "chapters": [_chapter(each) for each in module.chapters],
    }
    return typeset(_FOLDER / "manual.typ", data)


def _chapter(chapter: Chapter) -> dict[str, object]:
    summary = chapter.summary
    return {
        "title": chapter.opening.title,
        "title_km": summary.title if summary else "",
        "summary": paper_blocks(summary.body, "km") if summary else [],
        "blocks": paper_blocks(chapter.opening.body, "en"),
        "passages": [
            {
                "title": passage.title,
                "is_sources": is_sources(passage),
                "blocks": paper_blocks(passage.body, "en"),
            }
            for passage in chapter.passages
        ],
    }


def handout_pdf(module: Module, handout: Handout, wanted: Language) -> bytes:
    """A handout in one language; in English where it has no Khmer. Raises TypesettingError."""
    text, language = handout.text(wanted)
    is_sheet = handout.kind is HandoutKind.SHEET
    before = text.body if is_sheet else ""
    data = {
        **_about(module),
        "language": language,
        "kind": handout.kind,
        "heading": text.title,
        "blocks": paper_blocks(before, language) if is_sheet else before_cards(text.body, language),
        "cards": [] if is_sheet else cards_of(text.body, language),
        "key": paper_blocks(text.key, language),
        "for_trainer": FOR_TRAINER.best(language)[0],
        "module_words": module.title.best(language)[0],
    }
    data["title"] = text.title
    return typeset(_FOLDER / "handout.typ", data)


def glossary_pdf(module: Module) -> bytes:
    """The glossary, Khmer beside English, in its groups. Raises TypesettingError."""
    groups = [
        {
            "title": _both(group.title),
            "terms": [
                {**_both(term.words), "mark": "" if term.is_confirmed else "*"}
                for term in group.terms
            ],
        }
        for group in module.glossary
    ]
    data = {
        **_about(module),
        "title": GLOSSARY.en,
        "heading": _both(GLOSSARY),
        "note": _both(ASK_A_READER),
        "groups": groups,
    }
    return typeset(_FOLDER / "glossary.typ", data)


def _both(words: Bilingual) -> dict[str, str]:
    return {"km": words.km, "en": words.en}


def _about(module: Module) -> dict[str, object]:
    day = module.true_as_of
    return {
        "title": module.title.en,
        "kept": KEPT_TOGETHER,
        "names": _both(module.title),
        "number": module.number,
        "version": module.version,
        "licence": module.licence,
        "as_of": day.isoformat() if day else "",
        "issued": {"year": day.year, "month": day.month, "day": day.day} if day else _DAY,
    }
