"""Where the people of a list begin, and what each column is: guessed from its head and its words.

Organisers write titles above the head, heads of two rows with merged cells, both languages in one
cell. Whatever is guessed here, a person looks at it and may choose otherwise.
"""

import re
from collections.abc import Iterable, Sequence

from training.courses.roster.model import NAMES, Line, Mapping, Meaning, Sheet
from training.courses.roster.words import read_gender, read_name, read_province, read_title
from training.kernel.locales import western_digits
from training.people.model import TITLES

_LOOKED_AT = 40
"""Lines among which a head is looked for."""
_SAMPLE = 60
_HEAD_SIGNS = 60
_PATTERNS = (
    (
        Meaning.NOT_KEPT,
        r"^(?:no|n[°ºo]|nr|s/?n|id|#)\W*$|^ល\W*រ\W*$|លេខរៀង|លេខ\s*ទូរ|phone|\btel\b|mobile|contact|"
        r"ទូរស័ព្ទ|ទូរសព្ទ|mail|អ៊ីមែល|សារអេឡិច|sign|ហត្ថលេខា|ស្នាមម្រាម|មេដៃ|position|job|function|"
        r"តួនាទី|មុខតំណែង|មុខងារ|birth|\bdob\b|កំណើត|\bage\b|អាយុ|remark|note|សម្គាល់|ផ្សេងៗ|"
        r"telegram|តេឡេក្រាម|nationality|សញ្ជាតិ",
    ),
    (
        Meaning.ORGANISATION,
        r"organi[sz]ation|\borg\b|institut|ministr|department|agency|workplace|employer|company|"
        r"school|university|ស្ថាប័ន|អង្គការ|អង្គភាព|ក្រសួង|មន្ទីរ|កន្លែងធ្វើការ|សាលា|ក្រុមហ៊ុន",
    ),
    (Meaning.PROVINCE, r"province|capital|ខេត្ត|រាជធានី"),
    (Meaning.GENDER, r"\bsex\b|gender|ភេទ"),
    (Meaning.FAMILY, r"family|surname|last\s*name|នាមត្រកូល|គោត្តនាម"),
    (Meaning.GIVEN, r"given|first\s*name|forename|នាមខ្លួន"),
    (
        Meaning.NAME,
        r"name|participant|ឈ្មោះ|នាម|អក្សរ\s*(?:ឡាតាំង|ខ្មែរ|អង់គ្លេស)|^(?:ឡាតាំង|latin|romani[sz]ed)$|"
        r"(?:latin|khmer|english|roman)\s+(?:letters|script|alphabet)",
    ),
    (Meaning.TITLE, r"\btitle\b|salutation|honorific|ងារ"),
)
_MEANINGS = [(meaning, re.compile(words, re.IGNORECASE)) for meaning, words in _PATTERNS]
_IN_KHMER = re.compile(r"khmer|ខ្មែរ", re.IGNORECASE)
_IN_LATIN = re.compile(r"latin|english|roman|ឡាតាំង|អង់គ្លេស|អក្សរអង់គ្លេស", re.IGNORECASE)


def meaning_of_head(words: str) -> Meaning | None:
    """What the head of a column says of it; None where it says nothing that is known."""
    bare = " ".join(words.split())
    if not bare or len(bare) > _HEAD_SIGNS:
        return None
    for meaning, pattern in _MEANINGS:
        if pattern.search(bare):
            return _in_its_script(bare) if meaning is Meaning.NAME else meaning
    return None


def _in_its_script(words: str) -> Meaning:
    km, latin = _IN_KHMER.search(words), _IN_LATIN.search(words)
    if bool(km) == bool(latin):
        return Meaning.NAME
    return Meaning.NAME_KM if km else Meaning.NAME_LATIN


def guess(sheet: Sheet) -> Mapping:
    """Where the people begin and what the columns are."""
    place, height = _find_head(sheet.lines)
    if height == 0:
        return _described(sheet, sheet.lines[0].number if sheet.lines else 1, ())
    heads = _joined(sheet.lines[place : place + height], sheet.width)
    following = sheet.lines[place + height :]
    first = following[0].number if following else sheet.lines[-1].number + 1
    return _described(sheet, first, heads)


def read_with(sheet: Sheet, first: int) -> Mapping:
    """The same where a person has said in which line the people begin."""
    guessed = guess(sheet)
    return guessed if first == guessed.first else _described(sheet, first, guessed.heads)


def _described(sheet: Sheet, first: int, heads: tuple[str, ...]) -> Mapping:
    body = [line for line in sheet.lines if line.number >= first][:_SAMPLE]
    columns = [[line.cell(at) for line in body] for at in range(sheet.width)]
    said = [meaning_of_head(heads[at]) if at < len(heads) else None for at in range(sheet.width)]
    meanings = [
        known or _meaning_of_words(words, heads[at] if at < len(heads) else "")
        for at, (known, words) in enumerate(zip(said, columns, strict=True))
    ]
    return Mapping(first, _settled(meanings, columns), heads)


def _find_head(lines: Sequence[Line]) -> tuple[int, int]:
    """The place of the head among the lines, and of how many lines it is; 0 where there is none."""
    scores = [_score(line) for line in lines[:_LOOKED_AT]]
    best = max(scores, default=0)
    if all(len(line.cells) < 2 for line in lines):
        return (len(scores) - 1 - scores[::-1].index(best), 1) if best else (0, 0)
    if best < 2:  # a title may hold the word for names
        return 0, 0
    place, height = scores.index(best), 1
    while place + height < len(lines) and _goes_on(lines[place], lines[place + height]):
        height += 1
    return place, height


def _score(line: Line) -> int:
    return len({cell for cell in line.cells if meaning_of_head(cell)})


def _goes_on(head: Line, line: Line) -> bool:
    """Whether a line is the second row of the head: it holds words of heads and nothing else."""
    own = [(at, cell) for at, cell in enumerate(line.cells) if cell and cell != head.cell(at)]
    return bool(own) and all(_is_below_head(head, at, cell) for at, cell in own)


def _is_below_head(head: Line, at: int, cell: str) -> bool:
    if meaning_of_head(cell) or _IN_KHMER.search(cell) or _IN_LATIN.search(cell):
        return True
    above = head.cell(at) or head.cell(at - 1)
    return meaning_of_head(above) is Meaning.GENDER and bool(read_gender(cell))


def _joined(rows: Sequence[Line], width: int) -> tuple[str, ...]:
    """The words above each column. Where cells were merged and a CSV has forgotten it, the words
    on the left go on above a second row."""
    heads = []
    for at in range(width):
        parts = [row.cell(at) for row in rows]
        if len(rows) > 1 and not parts[0] and any(parts[1:]):
            parts[0] = next(
                (rows[0].cell(left) for left in range(at, -1, -1) if rows[0].cell(left)), ""
            )
        heads.append(" ".join(dict.fromkeys(part for part in parts if part)))
    return tuple(heads)


def _meaning_of_words(cells: Iterable[str], head: str) -> Meaning | None:
    """What most words of a column are; None where they may be names."""
    words = [cell for cell in cells if cell]
    if not words:
        return Meaning.NOT_KEPT
    if _most(bool(read_gender(cell, head)) for cell in words):
        return Meaning.GENDER
    if _most(bool(read_province(cell)) for cell in words):
        return Meaning.PROVINCE
    if _most(read_title(cell) in TITLES for cell in words):
        return Meaning.TITLE
    if _most(
        sum(sign.isdigit() for sign in western_digits(cell)) * 2 >= len(cell) for cell in words
    ):
        return Meaning.NOT_KEPT
    return None


def _most(are: Iterable[bool]) -> bool:
    found = list(are)
    return sum(found) * 5 > len(found) * 3


def _settled(
    meanings: Sequence[Meaning | None], columns: Sequence[Sequence[str]]
) -> tuple[Meaning, ...]:
    """Where no head speaks of names, the first column of words in each script holds them; where
    several do, each holds those of its script."""
    settled, taken = list(meanings), set[Meaning]()
    has_head, many = any(each in NAMES for each in meanings), meanings.count(Meaning.NAME) > 1
    for at, words in enumerate(columns):
        script = _script_of(words)
        if meanings[at] is Meaning.NAME and many and script:
            settled[at] = script
        elif meanings[at] is None and script and not has_head and Meaning.NAME not in taken:
            settled[at] = None if script in taken else script
            taken.add(script)
    return tuple(each or Meaning.NOT_KEPT for each in settled)


def _script_of(cells: Iterable[str]) -> Meaning | None:
    """In which script a column has names; None where most of its cells hold no words."""
    names = [read_name(cell) for cell in cells if cell]
    if not _most(bool(each.km) for each in names):
        return Meaning.NAME_LATIN if _most(bool(each.latin) for each in names) else None
    return Meaning.NAME if _most(bool(each.latin) for each in names) else Meaning.NAME_KM
