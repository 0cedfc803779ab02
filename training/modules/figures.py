"""Figures: drawings of our own whose words stand in a file beside them, in both languages.

Browsers show a figure inside the page, so that its words have the page's letters, can be selected,
and follow the reader's language. Lines of a label are separated by a line break in the file.
"""

import re
from xml.etree import ElementTree as ET

from training.kernel.locales import Bilingual, Language
from training.modules.findings import Place
from training.modules.model import Figure
from training.modules.shelf import Shelf
from training.modules.toml_reading import Table, read_toml

MAX_FIGURE_SIGNS = 100_000
LEADING: dict[Language, float] = {"km": 1.65, "en": 1.25}
"""From one line of a label to the next, in letter heights: Khmer stacks signs above and below."""
SVG = "{http://www.w3.org/2000/svg}"
_REFERENCE = re.compile(r"url\(\s*#([^)\s]+)\s*\)")
_CENTRED = ("middle", "central")

ET.register_namespace("", SVG[1:-1])
ET.register_namespace("xlink", "http://www.w3.org/1999/xlink")


def words_file(picture: str) -> str:
    """The name of the file with a drawing's words, inside the pack's folder."""
    return f"pictures/{picture.removesuffix('.svg')}.toml"


def read_figure(name: str, content: bytes, shelf: Shelf) -> Figure | None:
    """The figure of a drawing that has a file of words beside it; None for a plain picture."""
    place = shelf.place(words_file(name))
    if not name.endswith(".svg") or not shelf.folder.has(place.file):
        return None
    text = shelf.folder.text_of(place)
    top = read_toml(text, place) if text is not None else None
    if top is None:
        return None
    drawing = content.decode("utf-8-sig")
    if len(drawing) > MAX_FIGURE_SIGNS:
        place.fault(1, f"{name} has more than {MAX_FIGURE_SIGNS} signs. Draw it more simply.")
        return None
    try:
        root = ET.fromstring(drawing)  # noqa: S314 (checked as a picture before: no DOCTYPE)
    except ET.ParseError:
        return None
    labels = _read_labels(root, top, shelf.place(f"pictures/{name}"))
    return Figure(name, drawing, labels)


def _read_labels(root: ET.Element, top: Table, drawing: Place) -> tuple[tuple[str, Bilingual], ...]:
    if not root.get("viewBox"):
        drawing.fault(1, 'A figure needs viewBox="0 0 width height", or it cannot be fitted.')
    labels: dict[str, Bilingual] = {}
    for text in root.iter(f"{SVG}text"):
        name = text.get("id", "")
        if not name:
            drawing.fault(1, f'The <text> "{_content(text)[:30]}" has no id for its words.')
        elif name in labels:
            drawing.fault(1, f"Two <text> have the id {name}. Give one a new id.")
        elif not top.has(name):
            top.fault(f"The <text> {name} has no words here. Write [{name}] with en and km.")
        else:
            labels[name] = top.table(name).own_words(f"The label {name}")
    top.refuse_the_rest()
    return tuple(labels.items())


def _content(element: ET.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def draw(figure: Figure, language: Language, description: str, prefix: str) -> str:
    """The drawing as SVG for inside a page; `prefix` keeps its ids apart from other ids there.

    Nothing but a checked drawing becomes a `Figure`, so the markup is safe to show.
    """
    root = ET.fromstring(figure.drawing)  # noqa: S314 (checked when it was read: no DOCTYPE)
    labels = dict(figure.labels)
    for text in root.iter(f"{SVG}text"):
        words = labels.get(text.get("id", ""))
        if words:
            _put(text, *words.best(language))
    for element in root.iter():
        _keep_apart(element, prefix)
    for size in ("width", "height"):
        root.attrib.pop(size, None)
    root.set("role", "img")
    root.set("aria-label", description)
    root.tail = None
    return ET.tostring(root, encoding="unicode")


def _put(text: ET.Element, words: str, language: Language) -> None:
    """The words into a <text>: one <tspan> a line; centred lines stay centred as a whole."""
    for child in list(text):
        text.remove(child)
    text.text = None
    text.set("lang", language)
    lines = words.split("\n")
    first = 0.0
    if text.get("dominant-baseline") in _CENTRED:
        first = -LEADING[language] * (len(lines) - 1) / 2
    for number, line in enumerate(lines):
        move = first if number == 0 else LEADING[language]
        span = ET.SubElement(text, f"{SVG}tspan", {"dy": f"{move:g}em"})
        if text.get("x"):
            span.set("x", text.get("x", ""))
        span.text = line.strip()


def _keep_apart(element: ET.Element, prefix: str) -> None:
    for key, value in list(element.attrib.items()):
        if key == "id":
            element.set(key, f"{prefix}-{value}")
        elif key.rpartition("}")[2] == "href":
            element.set(key, value.replace("#", f"#{prefix}-", 1))
        elif "url(" in value:
            element.set(key, _REFERENCE.sub(rf"url(#{prefix}-\1)", value))
