"""Stamping writes fingerprints and nothing else."""

import pytest

from tests.modules.conftest import Pack
from tests.modules.sample_pack import EN, KHMER, KM
from training.modules.rules import slide_fingerprint
from training.modules.stamping import UnreadableSlides, stamp_translations


def test_a_stamp_makes_a_translation_fresh(pack: Pack) -> None:
    pack.edit(EN, "A short subtitle", "Another subtitle")
    assert pack.read().warnings
    assert pack.stamp() == 1
    assert pack.read().warnings == ()
    slide = pack.module().slides[0]
    assert slide.translated_from == slide_fingerprint(slide.en)


def test_a_second_stamp_changes_nothing(pack: Pack) -> None:
    before = (pack.path / KM).read_bytes()
    assert pack.stamp() == 0
    assert (pack.path / KM).read_bytes() == before


def test_only_the_braces_are_touched(pack: Pack) -> None:
    wild = KHMER.replace("\n", "\r\n").replace("រាប់។", "រាប់។ \u200b ")
    pack.write(KM, b"\xef\xbb\xbf" + wild.encode())
    assert pack.stamp() == 10
    after = (pack.path / KM).read_bytes().decode("utf-8")
    for slide in pack.module().slides:
        after = after.replace(f" from={slide_fingerprint(slide.en)}", "")
    assert after == "\ufeff" + wild


def test_an_old_stamp_in_quotes_is_replaced(pack: Pack) -> None:
    pack.write(KM, KHMER.replace("{#welcome}", '{from="00000000" #welcome}'))
    assert pack.stamp() == 10
    stamp = slide_fingerprint(pack.module().slides[0].en)
    first = (pack.path / KM).read_text(encoding="utf-8").split("\n")[0]
    assert first.endswith(f"{{ #welcome from={stamp}}}")


def test_slides_that_english_lacks_are_left_alone(pack: Pack) -> None:
    pack.write(KM, KHMER.replace("{#welcome}", "{#goodbye}"))
    assert pack.stamp() == 9
    assert "{#goodbye}" in (pack.path / KM).read_text(encoding="utf-8")


def test_nothing_is_written_when_a_file_cannot_be_read(pack: Pack) -> None:
    pack.write(KM, KHMER.replace("{#points}", ""))
    with pytest.raises(UnreadableSlides) as caught:
        pack.stamp()
    assert caught.value.faults[0].file == f"first/{KM}"
    assert "from=" not in (pack.path / KM).read_text(encoding="utf-8")


@pytest.mark.parametrize("slug", ["second", "../first", ""])
def test_an_unknown_pack_is_named(pack: Pack, slug: str) -> None:
    with pytest.raises(UnreadableSlides, match="There is no pack"):
        stamp_translations(pack.packs, slug)


def test_a_linked_file_is_not_written_through(pack: Pack) -> None:
    moved = pack.packs / "elsewhere.md"
    (pack.path / KM).rename(moved)
    (pack.path / KM).symlink_to(moved)
    with pytest.raises(UnreadableSlides, match="is a link"):
        pack.stamp()
