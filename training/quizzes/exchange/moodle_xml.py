"""Moodle XML read: the questions of a <quiz>, with pictures inside the file.

The elements are those of Moodle's own exporter (docs.moodle.org, "Moodle XML format"), in its old
forms too. Hints, penalties, tags and the general sentences about right and wrong are not taken.
"""

from collections.abc import Callable, Iterator
from decimal import Decimal

from training.kernel.locales import Bilingual
from training.kernel.texts import Text, say
from training.quizzes.exchange.gift_blocks import CLOZE
from training.quizzes.exchange.html_words import Form
from training.quizzes.exchange.markup import Marked, read_markup
from training.quizzes.exchange.model import (
    FULL,
    NO_WORDS,
    Choice,
    Kind,
    NotTaken,
    Question,
    Remark,
    read_decimal,
)
from training.quizzes.exchange.parts import (
    OTHER,
    read_category,
    read_marks,
    read_number,
    read_spelling,
    read_weight,
    truths,
)
from training.quizzes.exchange.pictures import (
    IN_FILE,
    refuse_pictures,
    the_picture,
    without_pictures,
)
from training.quizzes.exchange.wording import default_title, tidy_line
from training.quizzes.exchange.xml_tree import Node, read_xml

_FORMS = {
    "html": Form.HTML,
    "moodle_auto_format": Form.AUTO,
    "plain_text": Form.PLAIN,
    "markdown": Form.MARKDOWN,
    "wiki_like": Form.AUTO,
}
_CALCULATED = say("It makes its numbers by a formula, which cannot be taken.")
_REFUSED = {
    "description": say("It is a text that asks nothing (description)."),
    "cloze": CLOZE,
    "multianswer": CLOZE,
    "gapselect": CLOZE,
    "calculated": _CALCULATED,
    "calculatedsimple": _CALCULATED,
    "calculatedmulti": _CALCULATED,
}
Answers = tuple[tuple[Choice, ...], list[Text]]


def read(content: bytes) -> Iterator[Question | Remark]:
    """Every question of the file in its order, or why it cannot be taken."""
    root, nodes, fault = read_xml(content)
    if root and root != "quiz":
        yield Remark(1, say("The file is XML, but no Moodle quiz: it does not begin with <quiz>."))
        return
    category = ""
    for node in nodes:
        if node.tag != "question":
            continue
        kind = node.attributes.get("type", "")
        if kind == "category":
            category = read_category(_inner(node.find("category")))
            continue
        try:
            yield _read_question(node, kind, category)
        except NotTaken as refused:
            yield Remark(node.line, refused.reason)
    if fault:
        yield Remark(fault.line or 1, fault.reason)


def _read_question(node: Node, kind: str, category: str) -> Question:
    if kind not in _READERS:
        unknown = say("Questions of the type %(type)s cannot be taken.", type=kind[:40] or "?")
        raise NotTaken(_REFUSED.get(kind, unknown))
    if _has_bare_tags(node):
        raise NotTaken(say("Its words hold tags that are not escaped. Write them in CDATA."))
    asked = node.find("questiontext")
    form = _form_of(asked, Form.HTML)
    marked = read_markup(_inner(asked), form)
    files = {_path_of(each): each.text for each in _files(asked)}
    _take_old_picture(node, marked, files)
    picture = the_picture(marked, files)
    reason, lost_reason = _words(node.find("generalfeedback"), form)
    rubric, lost_rubric = _words(node.find("graderinfo"), form)
    its_kind, read_answers = _READERS[kind]
    if its_kind is Kind.SINGLE and node.text_of("single").lower() in ("false", "0"):
        its_kind = Kind.SEVERAL
    choices, lost = read_answers(node, form)
    marks, lost_marks = read_marks(node.text_of("defaultgrade"), its_kind)
    return Question(
        line=node.line,
        kind=its_kind,
        title=_title(node) or default_title(marked.words),
        words=marked.words,
        choices=choices,
        reason=reason,
        rubric=rubric,
        category=category,
        picture=picture,
        marks=marks,
        left_out=(*marked.left_out, *lost_reason, *lost_rubric, *lost, *lost_marks),
    )


def _has_bare_tags(node: Node) -> bool:
    """Whether a text is parted by elements, so that words in them would be lost."""
    return (node.tag == "text" and bool(node.children)) or any(map(_has_bare_tags, node.children))


def _choices(node: Node, form: Form) -> Answers:
    choices, left_out = [], []
    for answer in node.each("answer"):
        marked = read_markup(_inner(answer), _form_of(answer, form))
        refuse_pictures(marked)
        feedback, lost = _words(answer.find("feedback"), form)
        choices.append(Choice(marked.words, _weight(answer), feedback))
        left_out += [*marked.left_out, *lost]
    return tuple(choices), left_out


def _truth(node: Node, form: Form) -> Answers:
    """Old files have the words of their own language; then the first answer is true."""
    answers = list(node.each("answer"))
    if len(answers) != 2:
        raise NotTaken(say("It has %(count)s answers and not true and false.", count=len(answers)))
    if _inner(answers[0]).strip().lower() == "false":
        answers.reverse()
    of_true, of_false = [_words(each.find("feedback"), form) for each in answers]
    weights = [_weight(each) for each in answers]
    if sorted(weights) != [0, FULL]:
        raise NotTaken(say("It does not say whether true or false is right."))
    choices = truths(weights[0] == FULL, of_true[0], of_false[0])
    return choices, [*of_true[1], *of_false[1]]


def _spellings(node: Node, form: Form) -> Answers:
    choices, left_out = [], []
    for answer in node.each("answer"):
        weight = _weight(answer)
        if _inner(answer).strip() == "*" and weight < FULL:
            left_out.append(OTHER)
            continue
        feedback, lost = _words(answer.find("feedback"), form)
        choices.append(Choice(read_spelling(_inner(answer)), weight, feedback))
        left_out += lost
    return tuple(choices), left_out


def _numbers(node: Node, form: Form) -> Answers:
    choices, left_out = [], []
    for answer in node.each("answer"):
        weight, written = _weight(answer), _inner(answer).strip()
        if written in ("*", "") and weight < FULL:
            left_out.append(OTHER)
            continue
        number = read_number(f"{written}:{answer.text_of('tolerance') or 0}")
        feedback, lost = _words(answer.find("feedback"), form)
        choices.append(Choice(weight=weight, feedback=feedback, number=number))
        left_out += lost
    units = node.find("units")
    if units and units.find("unit"):
        left_out.append(say("The units of the number were left out."))
    return tuple(choices), left_out


def _pairs(node: Node, form: Form) -> Answers:
    choices, left_out = [], []
    for pair in node.each("subquestion"):
        marked = read_markup(_inner(pair), _form_of(pair, form))
        refuse_pictures(marked)
        to, lost = without_pictures(read_markup(_inner(pair.find("answer")), Form.AUTO))
        choices.append(Choice(marked.words, FULL, to=to))
        left_out += [*marked.left_out, *lost]
    return tuple(choices), left_out


def _order(node: Node, form: Form) -> Answers:
    """The order of the file is the right one: `fraction` only counts its answers."""
    choices, left_out = [], list[Text]()
    for answer in node.each("answer"):
        marked = read_markup(_inner(answer), _form_of(answer, form))
        refuse_pictures(marked)
        choices.append(Choice(marked.words, FULL))
        left_out += marked.left_out
    return tuple(choices), left_out


def _essay(node: Node, form: Form) -> Answers:  # noqa: ARG001 - as the other readers
    wants_files = (read_decimal(node.text_of("attachmentsrequired")) or 0) > 0
    if wants_files or node.text_of("responseformat") == "noinline":
        raise NotTaken(say("It asks for files, which cannot be handed in here."))
    return (), []


_READERS: dict[str, tuple[Kind, Callable[[Node, Form], Answers]]] = {
    "multichoice": (Kind.SINGLE, _choices),
    "truefalse": (Kind.TRUE_FALSE, _truth),
    "shortanswer": (Kind.SHORT, _spellings),
    "numerical": (Kind.NUMBER, _numbers),
    "matching": (Kind.MATCHING, _pairs),
    "match": (Kind.MATCHING, _pairs),
    "ordering": (Kind.ORDERING, _order),
    "essay": (Kind.TEXT, _essay),
}


def _inner(node: Node | None) -> str:
    """The text of an element: in its <text>, or in itself as old files have it."""
    if node is None:
        return ""
    inner = node.find("text")
    return inner.text if inner else node.text


def _form_of(node: Node | None, otherwise: Form) -> Form:
    return _FORMS.get(node.attributes.get("format", ""), otherwise) if node else otherwise


def _files(node: Node | None) -> Iterator[Node]:
    if node:
        yield from node.each("file")


def _path_of(file: Node) -> str:
    """As a text names it: the folder, where it lies in one, and the name."""
    folder = file.attributes.get("path", "").strip("/")
    return f"{folder}/{file.attributes.get('name', '')}".lstrip("/")


def _take_old_picture(node: Node, marked: Marked, files: dict[str, str]) -> None:
    """Before Moodle 2 a picture stood beside the text."""
    content, name = node.text_of("image_base64"), node.text_of("image").rpartition("/")[2]
    if content and name:
        files[name] = content
        marked.pictures[IN_FILE + name] = NO_WORDS


def _words(node: Node | None, form: Form) -> tuple[Bilingual, list[Text]]:
    return without_pictures(read_markup(_inner(node), _form_of(node, form)))


def _title(node: Node) -> str:
    written = _inner(node.find("name"))
    has_markup = "multilang" in written or "{mlang" in written
    words = read_markup(written, Form.AUTO if has_markup else Form.PLAIN).words
    return tidy_line(words.best("en")[0])


def _weight(answer: Node) -> Decimal:
    return read_weight(answer.attributes.get("fraction", "").strip() or "0")
