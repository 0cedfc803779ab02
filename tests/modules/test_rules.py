"""Fingerprints, staleness and coverage."""

import msgspec

from tests.modules.conftest import Pack
from tests.modules.sample_pack import KM
from training.kernel.locales import Bilingual
from training.modules.model import Layout, Module, Section, Slide, SlideText, Status
from training.modules.rules import (
    coverage,
    is_stale,
    list_stale,
    most_words,
    pack_fingerprint,
    slide_fingerprint,
)

ENGLISH = SlideText(title="A", body="- b\n- c", notes="n")
KHMER = SlideText(title="ក")


def test_a_fingerprint_has_eight_hex_letters() -> None:
    assert len(slide_fingerprint(ENGLISH)) == 8
    assert int(slide_fingerprint(ENGLISH), 16) >= 0


def test_every_word_counts_for_the_fingerprint() -> None:
    others = [
        msgspec.structs.replace(ENGLISH, title="B"),
        msgspec.structs.replace(ENGLISH, body="- b\n- d"),
        msgspec.structs.replace(ENGLISH, notes=""),
        msgspec.structs.replace(ENGLISH, description="x"),
        SlideText(title="A", body="- b\n- cn"),
    ]
    prints = {slide_fingerprint(text) for text in [ENGLISH, *others]}
    assert len(prints) == 6


def test_blanks_at_line_ends_do_not_count() -> None:
    spaced = SlideText(title="A", body="- b  \n- c\n\n", notes="n ")
    assert slide_fingerprint(spaced) == slide_fingerprint(ENGLISH)


def test_staleness_asks_for_the_very_fingerprint() -> None:
    slide = Slide("a", Layout.POINTS, 1, ENGLISH, KHMER, translated_from="00000000")
    assert is_stale(slide)
    fresh = msgspec.structs.replace(slide, translated_from=slide_fingerprint(ENGLISH))
    assert not is_stale(fresh)
    assert not is_stale(msgspec.structs.replace(slide, km=None))


def test_stale_slides_are_listed(pack: Pack) -> None:
    assert list_stale(pack.module()) == ()
    text = (pack.path / KM).read_text(encoding="utf-8")
    pack.write(KM, text.replace("from=", "from=0"))
    assert len(list_stale(pack.module())) == 10


def test_the_pack_fingerprint_follows_content_and_pictures(pack: Pack) -> None:
    module = pack.module()
    pictures = pack.read().pictures
    first = pack_fingerprint(module, pictures)
    assert len(first) == 64
    assert first == pack_fingerprint(module, dict(reversed(pictures.items())))
    again = msgspec.json.decode(msgspec.json.encode(module), type=Module)
    assert first == pack_fingerprint(again, pictures)
    assert first != pack_fingerprint(module, {"drawing.svg": b"x"})
    assert first != pack_fingerprint(module, {})
    assert first != pack_fingerprint(msgspec.structs.replace(module, version="1.1"), pictures)


def test_coverage_is_the_share_of_texts_with_words() -> None:
    slide = Slide("a", Layout.POINTS, 1, ENGLISH, SlideText(title="ក"))
    title = Bilingual(km="", en="T")
    module = Module("m", 1, "1.0", Status.READY, title)
    assert coverage(module) == {"en": 1.0, "km": 0.0}
    section = Section("s", 1, Bilingual(km="ស", en="S"), (slide,))
    whole = msgspec.structs.replace(module, sections=(section,))
    assert coverage(whole) == {"en": 1.0, "km": 2 / 5}


def test_a_full_pack_is_covered(pack: Pack) -> None:
    assert coverage(pack.module()) == {"en": 1.0, "km": 1.0}


def test_tables_and_timelines_hold_more_words() -> None:
    assert most_words(Layout.TABLE) == most_words(Layout.TIMELINE) == 90
    assert most_words(Layout.POINTS) == 45
