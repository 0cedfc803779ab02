"""Files of 1,000 questions with markup in two languages: read, turned into items, and written."""

import time
from dataclasses import dataclass

from training.modules.model import Item
from training.quizzes.exchange import formats, items
from training.quizzes.exchange.from_items import as_questions
from training.quizzes.exchange.model import Format

COUNT = 1_000
TURNS = 3
GIFT = "1,000 questions, gift"
_ONE = """// question: {n}
::Question {n}::[html]<p><span lang\\="km" class\\="multilang">តើសសរស្តម្ភមានប៉ុន្មាន?</span>
<span lang\\="en" class\\="multilang">How many <b>pillars</b> are there?</span></p>{{
	=<p>Three</p>#Right\\: the report of 2009.
	~%-33.33333%Two#No. The report of 2009 names three pillars.
	~Four \\= too many
	~<span lang\\="km" class\\="multilang">ប្រាំ</span>
	<span lang\\="en" class\\="multilang">Five</span>
	####The three pillars have equal weight.
}}

"""


@dataclass(frozen=True, slots=True)
class Exchange:
    """One format, in seconds of wall time: the fastest of three turns."""

    name: str
    import_s: float
    """From the bytes to the items."""
    export_s: float
    """From the items to the bytes."""
    size_bytes: int


def measure() -> list[Exchange]:
    """Every format that holds such questions. Raises RuntimeError where one is lost."""
    gift = "".join(_ONE.format(n=number) for number in range(COUNT)).encode()
    asked = items.take(formats.read(gift, Format.GIFT)).items
    return [_measured(each, asked) for each in Format if each is not Format.AIKEN]


def _measured(file_format: Format, asked: tuple[Item, ...]) -> Exchange:
    imports, exports, content = [], [], b""
    for _ in range(TURNS):
        began = time.perf_counter()
        content = formats.write(as_questions(asked, "bench"), file_format).content
        exports.append(time.perf_counter() - began)
        began = time.perf_counter()
        back = items.take(formats.read(content, file_format)).items
        imports.append(time.perf_counter() - began)
        if back != asked:
            raise RuntimeError(f"{file_format} lost a question")
    name = f"1,000 questions, {file_format}"
    return Exchange(name, round(min(imports), 2), round(min(exports), 2), len(content))
