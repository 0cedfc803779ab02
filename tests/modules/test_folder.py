"""Files are read within bounds, and pictures are only pictures."""

import os
import struct
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.modules.conftest import Pack
from tests.modules.sample_pack import DRAWING, EN
from training.modules.findings import Findings, Place
from training.modules.folder import Folder
from training.modules.pictures import picture_faults
from training.modules.reader import read_pack

SVG = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink">'


def png(width: int, height: int) -> bytes:
    """The head of a PNG of that size."""
    return b"\x89PNG\r\n\x1a\n" + struct.pack(">I4sII", 13, b"IHDR", width, height) + b"\x08\x02"


def jpeg(width: int, height: int, before: bytes = b"") -> bytes:
    """The head of a progressive JPEG of that size, with another segment in front."""
    frame = b"\xff\xc2" + struct.pack(">HBHHB", 11, 8, height, width, 1) + b"\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab" + before + frame + b"\xff\xda"


@pytest.mark.parametrize(("ending", "make"), [("png", png), ("jpg", jpeg)])
def test_a_small_file_of_far_too_many_pixels_is_a_fault_with_its_name(
    pack: Pack, ending: str, make: Callable[[int, int], bytes]
) -> None:
    pack.edit(EN, "drawing.svg", f"photo.{ending}")
    pack.write(f"pictures/photo.{ending}", make(30_000, 30_000))
    assert pack.fault() == (
        f"pictures/photo.{ending}",
        1,
        f"photo.{ending} has 30,000 by 30,000 pixels; 12,000,000 in all are the most. "
        "Make it smaller.",
    )


def test_a_file_larger_than_a_megabyte(pack: Pack) -> None:
    pack.write("quiz.toml", "#" * 1_000_001)
    assert pack.fault() == (
        "quiz.toml",
        1,
        "quiz.toml is larger than 1000 KB. Make it smaller.",
    )


def test_a_picture_larger_than_500_kb(pack: Pack) -> None:
    pack.write("pictures/drawing.svg", DRAWING + " " * 500_000)
    file, line, message = pack.fault()
    assert (file, line) == (EN, 11)
    assert message == "pictures/drawing.svg is larger than 500 KB. Make it smaller."


def test_text_that_is_not_utf_8_names_its_line(pack: Pack) -> None:
    pack.write("quiz.toml", b"# one\n# caf\xe9\n")
    assert pack.fault() == (
        "quiz.toml",
        2,
        "This line is not UTF-8. Save the file as UTF-8.",
    )


@pytest.mark.parametrize("sign", ["\x00", "\x1b", "\u202e", "\u2066"])
def test_a_hidden_sign_names_its_line(pack: Pack, sign: str) -> None:
    pack.write("quiz.toml", f"# one\n# {sign}\n")
    assert pack.fault() == (
        "quiz.toml",
        2,
        f"This line has the hidden sign U+{ord(sign):04X}. Delete it.",
    )


@pytest.mark.parametrize("name", ["quiz.toml", EN, "pictures/drawing.svg", "module.toml"])
def test_a_link_is_refused(pack: Pack, tmp_path: Path, name: str) -> None:
    moved = tmp_path / "elsewhere"
    (pack.path / name).rename(moved)
    (pack.path / name).symlink_to(moved)
    assert f"{name} is a link to somewhere else." in pack.read().faults[0].message


@pytest.mark.parametrize("name", ["slides", "pictures"])
def test_a_linked_subfolder_is_refused(pack: Pack, tmp_path: Path, name: str) -> None:
    (pack.path / name).rename(tmp_path / name)
    (pack.path / name).symlink_to(tmp_path / name)
    assert "is a link to somewhere else." in pack.read().faults[0].message


def test_a_linked_pack_is_refused(pack: Pack) -> None:
    (pack.packs / "second").symlink_to(pack.path)
    reading = read_pack(pack.packs, "second")
    assert reading.module is None
    assert "is not a plain folder here" in reading.faults[0].message


@pytest.mark.parametrize("slug", ["..", "../first", "/etc", "First", "a b", "", "nothing-here"])
def test_a_slug_stays_in_the_folder(pack: Pack, slug: str) -> None:
    reading = read_pack(pack.packs, slug)
    assert reading.module is None
    assert len(reading.faults) == 1


@pytest.mark.parametrize("name", ["../x", "/etc/passwd", "a//b", "./a", "a\\b", "C:x", "a\x00"])
def test_names_that_leave_the_folder_are_refused(tmp_path: Path, name: str) -> None:
    findings = Findings()
    assert Folder(tmp_path).bytes_of(name, 10, Place("x", findings)) is None
    assert "does not lie in this folder" in findings.faults()[0].message


def test_what_is_not_a_file_is_not_waited_for(pack: Pack) -> None:
    (pack.path / "quiz.toml").unlink()
    os.mkfifo(pack.path / "quiz.toml")
    assert pack.fault()[2] == "quiz.toml is not a file. Put a plain file there."


def test_pictures_nobody_shows_are_told(pack: Pack) -> None:
    pack.write("pictures/spare.png", b"\x89PNG\r\n\x1a\n")
    assert pack.warning()[0::2] == (
        "pictures/spare.png",
        "No slide and no item shows this picture.",
    )


def test_other_files_among_the_pictures_are_told(pack: Pack) -> None:
    pack.write("pictures/notes.txt", "x")
    assert pack.warning()[2] == "Only svg, png and jpg files belong in pictures/."


def test_a_bad_picture_is_a_fault_of_the_picture(pack: Pack) -> None:
    pack.write("pictures/drawing.svg", SVG + "<script/></svg>")
    file, line, message = pack.fault()
    assert (file, line) == ("pictures/drawing.svg", 1)
    assert message.startswith("drawing.svg has <script>, which is not a plain drawing.")


@pytest.mark.parametrize(
    ("inner", "says"),
    [
        ("<script>x</script>", "<script>"),
        ("<style>a{}</style>", "<style>"),
        ("<foreignObject/>", "<foreignObject>"),
        ('<image width="1"/>', "<image>"),
        ('<a href="#x"/>', "<a>"),
        ('<animate attributeName="href"/>', "<animate>"),
        ('<use href="#x"/>', "<use>"),
        ('<div xmlns="http://www.w3.org/1999/xhtml"/>', "<div>"),
        ('<rect onload="x()"/>', "script in onload="),
        ('<rect ONCLICK="x()"/>', "script in onclick="),
        ('<rect style="fill:red"/>', "has style="),
        ('<textPath href="https://x.example/#a"/>', "refers to another file."),
        ('<textPath xlink:href="other.svg#a"/>', "refers to another file."),
        ('<rect fill="url(https://x.example/)"/>', "refers to another file in fill="),
        ("<rect fill=\"URL( ' //x.example')\"/>", "refers to another file in fill="),
        ('<rect fill="u\\72l(x)"/>', "refers to another file in fill="),
        ('<g xml:base="https://x.example/"/>', "refers to another file in base="),
        ("<?xml-stylesheet href='x.css'?>", "processing instruction"),
        ("<rect", "is not readable as SVG"),
    ],
)
def test_a_drawing_with_more_than_lines_is_refused(inner: str, says: str) -> None:
    told = picture_faults("a.svg", f"{SVG}{inner}</svg>".encode())
    assert len(told) == 1
    assert says in told[0]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"\xff\xfe<svg", "is not UTF-8"),
        (b'<!DOCTYPE svg [<!ENTITY a "b">]><svg/>', "has a DOCTYPE"),
        (b"<svg/>", "does not begin with <svg xmlns="),
        (b'<?xml version="1.0" encoding="ISO-2022-JP"?>' + SVG.encode() + b"</svg>", "encoding"),
    ],
)
def test_a_drawing_that_is_none(content: bytes, says: str) -> None:
    assert says in picture_faults("a.svg", content)[0]


@pytest.mark.parametrize(
    "inner",
    [
        '<rect fill="url(#shade)"/>',
        "<rect fill=\"url( '#shade' )\"/>",
        '<defs><linearGradient id="shade"><stop offset="1"/></linearGradient></defs>',
        '<text lang="km">ច្បាប់</text>',
    ],
)
def test_a_plain_drawing_is_fine(inner: str) -> None:
    head = '<?xml version="1.0" encoding="UTF-8"?>\n'
    assert picture_faults("a.svg", f"{head}{SVG}{inner}</svg>".encode()) == ()


@pytest.mark.parametrize(
    ("name", "content", "is_fine"),
    [
        ("a.png", png(4_000, 3_000), True),
        ("a.png", png(0, 9), False),
        ("a.png", png(9, 9)[:20], False),
        ("a.png", b"\x89PNG\r\n\x1a\nmore", False),
        ("a.png", b"<svg", False),
        ("a.png", jpeg(9, 9), False),
        ("a.jpg", jpeg(4_000, 3_000), True),
        ("a.jpg", jpeg(9, 9, before=b"\xff\xff\xd0"), True),
        ("a.jpg", b"\xff\xd8\xff\xe0", False),
        ("a.jpg", b"\xff\xd8\xff\xe0\x00\x00" * 90_000, False),
        ("a.jpeg", png(9, 9), False),
    ],
)
def test_a_photograph_is_what_its_name_says(name: str, content: bytes, is_fine: bool) -> None:
    assert (picture_faults(name, content) == ()) is is_fine
