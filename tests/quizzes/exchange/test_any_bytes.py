"""Whatever a file holds: questions and refusals come out, never an exception."""

import io
import time
import zipfile

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.quizzes.exchange.strategies import SCRAPS
from training.quizzes.exchange import formats
from training.quizzes.exchange.model import Format

NOT_MINUTES_SECONDS = 60
_TAGS = """
<quiz>
</quiz>
<question type="multichoice">
<question type="numerical">
<question type="truefalse">
<question type="matching">
<question type="ordering">
<question type="essay">
<question type="shortanswer">
</question>
<name>
</name>
<questiontext>
</questiontext>
<text>
</text>
<answer fraction="100">
<answer fraction="x">
</answer>
<subquestion>
</subquestion>
<span lang="km" class="multilang">
</span>
<file name="a.png">
</file>
<img src="@@PLUGINFILE@@/a.png">
<img src="data:image/png;base64,AA">
<![CDATA[
]]>
<!--
<a
&x;
"""
_CELLS = """
type
question
question.km
a
b
a.to
a.weight
right
number
single
matching
A, B
true
1..5
1e99
99999999999999999999999999
%
,
;
"
"""
TAGS = st.sampled_from(_TAGS.split("\n"))
CELLS = st.sampled_from([*_CELLS.split("\n"), "\n", "\r\n", "\t"])
FILES = st.one_of(
    st.binary(max_size=200),
    st.lists(SCRAPS | TAGS | CELLS, max_size=25).map(lambda parts: "".join(parts).encode()),
    st.lists(TAGS | SCRAPS, max_size=25).map(lambda parts: f"<quiz>{''.join(parts)}".encode()),
    st.lists(CELLS | SCRAPS, max_size=25).map(lambda parts: f"question,{''.join(parts)}".encode()),
)


@settings(max_examples=600, deadline=None)
@given(content=FILES, file_format=st.sampled_from(Format))
@example(content=b"\xff\xfe\x00", file_format=Format.GIFT)
@example(content=b'<?xml version="1.0" encoding="utf-7"?><quiz/>', file_format=Format.MOODLE_XML)
@example(content=b'<?xml version="1.0" encoding="nothing"?><quiz/>', file_format=Format.MOODLE_XML)
@example(content=b"PK\x03\x04", file_format=Format.XLSX)
@example(content=b"question\x00,a", file_format=Format.CSV)
def test_no_bytes_ever_raise(content: bytes, file_format: Format) -> None:
    read = formats.read(content, file_format)
    assert read.questions or read.refused
    assert all(remark.line >= 1 and str(remark.reason) for remark in read.refused)
    assert formats.guess_format("quiz.txt", content) in Format


@settings(max_examples=60, deadline=None)
@given(
    names=st.sets(st.sampled_from(["xl/workbook.xml", "[Content_Types].xml", "_rels/.rels"])),
    inside=st.sampled_from([b"", b"<a/>", b"<workbook/>", b"\x00", b"<Types/>"]),
)
def test_no_packed_file_ever_raises(names: set[str], inside: bytes) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as packed:
        for name in names:
            packed.writestr(name, inside)
    read = formats.read(out.getvalue(), Format.XLSX)
    assert read.questions == ()
    assert len(read.refused) == 1


@pytest.mark.parametrize("file_format", Format)
def test_a_file_that_is_too_large_is_refused_in_one_sentence(file_format: Format) -> None:
    read = formats.read(b"x" * (formats.MOST_BYTES + 1), file_format)
    assert read.questions == ()
    assert [str(each.reason) for each in read.refused] == [
        "The file has more than 10 MB, which is the most."
    ]


@pytest.mark.parametrize("tiring", ["{mlang", "{ mlang ", "<span", "<lang ", "{mlang km"])
def test_a_mark_of_language_that_is_never_closed_costs_no_minutes(tiring: str) -> None:
    begin = time.process_time()
    formats.read(f"Which? {tiring}{' ' * 100_000}{{=One ~Two}}".encode(), Format.GIFT)
    assert time.process_time() - begin < NOT_MINUTES_SECONDS


GIFT = "<p>តើ R2P ជាអ្វី?</p>{=ការការពារ ~war}\n"
AIKEN = "Which year?\nA) 1994\nB) 2005\nANSWER: B\n"
XML = '<?xml version="1.0" encoding="UTF-16"?><quiz></quiz>'


@pytest.mark.parametrize(
    ("name", "content", "file_format"),
    [
        ("quiz.gift", GIFT.encode(), Format.GIFT),
        ("quiz.txt", GIFT.encode("utf-8-sig"), Format.GIFT),
        ("quiz.txt", AIKEN.encode("utf-16"), Format.AIKEN),
        ("quiz.txt", AIKEN.encode("utf-16-be"), Format.AIKEN),
        ("quiz.txt", XML.encode("utf-16"), Format.MOODLE_XML),
        ("quiz.txt", b"\xef\xbb\xbf\n<quiz></quiz>", Format.MOODLE_XML),
    ],
)
def test_the_format_is_seen_in_every_encoding_and_html_is_not_taken_for_xml(
    name: str, content: bytes, file_format: Format
) -> None:
    assert formats.guess_format(name, content) is file_format


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_needs_no_byte_order_mark(encoding: str) -> None:
    (question,) = formats.read(GIFT.encode(encoding), Format.GIFT).questions
    assert question.words.km == "តើ R2P ជាអ្វី?"
