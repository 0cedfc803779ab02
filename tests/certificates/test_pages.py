import io
import random
import zlib

import msgspec
import pikepdf
import pytest

from training.certificates.model import Facts, UnreadablePdfError, facts_from_json
from training.certificates.paper import paper
from training.certificates.paper.pages import (
    MOST_BYTES,
    attachment_of,
    digest_of_pages,
    engine,
    shows_pages,
)
from training.certificates.paper.paper import render_certificate

CREDENTIAL = '{"is": "ខ្មែរ"}'


@pytest.fixture(scope="module")
def facts() -> Facts:
    return facts_from_json(paper.SAMPLE.read_bytes())


@pytest.fixture(scope="module")
def bare(facts: Facts) -> bytes:
    return render_certificate(facts)


@pytest.fixture(scope="module")
def full(facts: Facts) -> bytes:
    return render_certificate(facts, credential_json=CREDENTIAL)


def saved(document: pikepdf.Pdf, **options: object) -> bytes:
    target = io.BytesIO()
    packing = {"object_stream_mode": pikepdf.ObjectStreamMode.disable, **options}
    document.save(target, **packing)
    return target.getvalue()


def test_the_pages_are_the_same_with_and_without_the_credential(bare: bytes, full: bytes) -> None:
    assert digest_of_pages(bare) == digest_of_pages(full)
    assert shows_pages(full, f"{engine()}:{digest_of_pages(bare)}")
    assert not shows_pages(full, f"{engine()}:{'0' * 64}")


def test_the_credential_comes_out_of_the_file_as_it_went_in(bare: bytes, full: bytes) -> None:
    assert attachment_of(full) == CREDENTIAL.encode()
    assert attachment_of(bare) is None


def test_a_tool_that_packs_the_file_anew_changes_no_page(full: bytes) -> None:
    document = pikepdf.open(io.BytesIO(full))
    with document.open_metadata() as about:
        about["dc:title"] = "Another title"
    unpacked = saved(
        document,
        compress_streams=False,
        stream_decode_level=pikepdf.StreamDecodeLevel.generalized,
    )
    repacked = saved(document, recompress_flate=True)
    assert digest_of_pages(unpacked) == digest_of_pages(repacked) == digest_of_pages(full)


def test_other_facts_make_other_pages(facts: Facts, bare: bytes) -> None:
    other = render_certificate(msgspec.structs.replace(facts, name_en="TBOUNG Sreymov"))
    assert digest_of_pages(other) != digest_of_pages(bare)


def print_over(document: pikepdf.Pdf) -> None:
    document.pages[0].contents_add(document.make_stream(b"1 1 1 rg 100 300 200 40 re f"))


def change_the_contents(document: pikepdf.Pdf) -> None:
    contents = document.pages[0].obj.Contents
    contents.write(contents.read_bytes().replace(b" Tm", b" Tm ", 1))


def crop(document: pikepdf.Pdf) -> None:
    document.pages[0].obj.CropBox = pikepdf.Array([0, 0, 400, 400])


def turn(document: pikepdf.Pdf) -> None:
    document.Root.Pages.Rotate = 90


def stamp(document: pikepdf.Pdf) -> None:
    picture = document.make_stream(b"0 0 10 10 re f", Type=pikepdf.Name.XObject)
    note = pikepdf.Dictionary(
        Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Stamp, AP=pikepdf.Dictionary(N=picture)
    )
    document.pages[0].obj.Annots = pikepdf.Array([document.make_indirect(note)])


def add_a_page(document: pikepdf.Pdf) -> None:
    document.add_blank_page()


def swap_a_font(document: pikepdf.Pdf) -> None:
    described = next(thing for thing in document.objects if is_a(thing, "/Type", "/FontDescriptor"))
    font = next(described[key] for key in ("/FontFile2", "/FontFile3") if key in described)
    font.write(bytes(reversed(font.read_bytes())))


def is_a(thing: pikepdf.Object | None, key: str, name: str) -> bool:
    return isinstance(thing, pikepdf.Dictionary) and thing.get(key) == name


def say_something_else_aloud(document: pikepdf.Pdf) -> None:
    figure = next(thing for thing in document.objects if is_a(thing, "/S", "/Figure"))
    figure.Alt = pikepdf.String("Another person")


def run_a_script(document: pikepdf.Pdf) -> None:
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="app.alert(1)")


@pytest.mark.parametrize(
    "change",
    [
        print_over, change_the_contents, crop, turn, stamp, add_a_page, swap_a_font,
        say_something_else_aloud, run_a_script,
    ],
)  # fmt: skip
def test_whatever_is_changed_on_a_page_changes_its_hash(full: bytes, change: object) -> None:
    document = pikepdf.open(io.BytesIO(full))
    change(document)  # type: ignore[operator]
    assert digest_of_pages(saved(document)) != digest_of_pages(full)


@pytest.mark.parametrize(
    "content",
    [b"", b"%PDF-1.7\n", b"hello", b"%PDF-1.7\n" + bytes(MOST_BYTES)],
    ids=["nothing", "a head alone", "a text", "5 MB"],
)
def test_what_is_no_pdf_is_said_to_be_none(content: bytes) -> None:
    with pytest.raises(UnreadablePdfError):
        shows_pages(content, "0" * 64)
    with pytest.raises(UnreadablePdfError):
        attachment_of(content)


def test_a_locked_file_is_refused(full: bytes) -> None:
    lock = pikepdf.Encryption(owner="owner", user="")
    with pytest.raises(UnreadablePdfError):
        digest_of_pages(saved(pikepdf.open(io.BytesIO(full)), encryption=lock))


def test_a_small_file_never_unpacks_into_a_large_one(full: bytes) -> None:
    document = pikepdf.open(io.BytesIO(full))
    packed = zlib.compress(bytes(200_000_000), 9)
    bomb = pikepdf.Stream(document, packed, Filter=pikepdf.Name.FlateDecode)
    document.pages[0].obj.Contents = bomb
    file = saved(document, compress_streams=False)
    with pikepdf.open(io.BytesIO(file)) as opened, pytest.raises(pikepdf.PdfError):
        opened.pages[0].obj.Contents.read_bytes()
    with pytest.raises(UnreadablePdfError):
        digest_of_pages(file)


@pytest.mark.parametrize(
    "packing",
    [{"object_stream_mode": pikepdf.ObjectStreamMode.generate}, {"linearize": True}],
    ids=["packed objects", "two tables"],
)
def test_objects_that_are_not_in_the_open_are_not_looked_at(
    full: bytes, packing: dict[str, object]
) -> None:
    with pytest.raises(UnreadablePdfError, match="another program"):
        attachment_of(saved(pikepdf.open(io.BytesIO(full)), **packing))


@pytest.mark.parametrize("word", [b"/Prev 9", b"/XRefStm 9", b"/X#52efStm 9"])
def test_a_second_table_of_objects_is_not_followed(full: bytes, word: bytes) -> None:
    with pytest.raises(UnreadablePdfError, match="another program"):
        attachment_of(full.replace(b"trailer\n<<", b"trailer\n<<" + word))


def test_what_somebody_appended_to_the_file_is_not_looked_at(full: bytes) -> None:
    end = full.rindex(b"xref\n0 ")
    with pytest.raises(UnreadablePdfError, match="another program"):
        attachment_of(full + b"\n" + full[end:].replace(b"<</Size", b"<</Prev %d/Size" % end))
    with pytest.raises(UnreadablePdfError, match="another program"):
        attachment_of(full + b"% a word more")


def test_a_file_with_more_than_a_certificate_can_have_is_refused(full: bytes) -> None:
    document = pikepdf.open(io.BytesIO(full))
    many = (document.make_indirect(pikepdf.Dictionary(N=number)) for number in range(20_001))
    document.Root.Many = pikepdf.Array(many)
    with pytest.raises(UnreadablePdfError):
        digest_of_pages(saved(document))


@pytest.mark.parametrize(
    ("whole", "broken"),
    [(b"\n30 0 obj", b"\n30 x obj"), (b"0000000000 65535 f", b"0000000000!65535 f")],
)
def test_a_file_of_which_readers_may_make_different_things_is_damaged(
    full: bytes, whole: bytes, broken: bytes
) -> None:
    assert full.count(whole) == 1
    with pytest.raises(UnreadablePdfError):
        digest_of_pages(full.replace(whole, broken))


def test_random_damage_is_told_and_never_falls_over(full: bytes) -> None:
    chance = random.Random(8)  # noqa: S311 - the same damage in every run
    document = pikepdf.open(io.BytesIO(full))
    flat = saved(document)
    right, told = digest_of_pages(full), 0
    for _ in range(150):
        damaged = bytearray(flat)
        for _ in range(chance.randint(1, 30)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        try:
            told += digest_of_pages(bytes(damaged)) != right
            attachment_of(bytes(damaged))
        except UnreadablePdfError:
            told += 1
    assert told > 100
