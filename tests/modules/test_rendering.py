"""Slides become clean HTML, whatever was written."""

import re

import pytest
from markupsafe import Markup

from tests.modules.conftest import Pack
from training.modules.model import Layout, Slide, SlideText
from training.modules.rendering import render_notes, render_prose, render_slide, render_text


def url(name: str) -> str:
    return f"/pictures/1/{name}?a=1&b=2"


def body(layout: Layout, text: str, picture: str = "", description: str = "") -> str:
    return str(render_text(layout, SlideText("T", text, "", description), picture, url))


def flat(html: str) -> str:
    return re.sub(r">\s+<", "><", html).strip()


def test_the_words_follow_the_reader(pack: Pack) -> None:
    slide = pack.module().slides[0]
    assert "A short subtitle" in render_slide(slide, "en", url)
    assert "ចំណងជើងរង" in render_slide(slide, "km", url)
    without = Slide("a", Layout.POINTS, 1, SlideText("T", "- one"))
    assert "one" in render_slide(without, "km", url)


def test_every_layout_has_its_class(pack: Pack) -> None:
    for slide in pack.module().slides:
        html = render_slide(slide, "km", url)
        assert isinstance(html, Markup)
        name = "drawing" if slide.layout is Layout.FIGURE else slide.layout
        assert html.startswith(f'<div class="slide-body slide-{name}">')


def test_title() -> None:
    html = flat(body(Layout.TITLE, "Sub\n\n- aim"))
    assert '<p class="slide-subtitle">Sub</p><ul><li>aim</li></ul>' in html


def test_columns_take_the_heading_level_of_the_page() -> None:
    text = SlideText("T", "::: column\n## L\n- a\n:::\n\n::: column\n## R\nb\n:::")
    html = flat(str(render_text(Layout.COLUMNS, text, "", url, heading_level=3)))
    assert '<section class="slide-column"><h3>L</h3><ul><li>a</li></ul></section>' in html
    assert html.count("<section") == 2


def test_a_timeline_sets_the_date_apart() -> None:
    html = flat(body(Layout.TIMELINE, "- **1948** Genocide **Convention**\n- **2005**: Summit"))
    assert html == (
        '<div class="slide-body slide-timeline"><ol class="slide-line">'
        '<li><div class="slide-date">1948</div>'
        '<div class="slide-event">Genocide <strong>Convention</strong></div></li>'
        '<li><div class="slide-date">2005</div><div class="slide-event">Summit</div></li>'
        "</ol></div>"
    )


def test_a_timeline_with_blank_lines_between_its_items() -> None:
    html = flat(body(Layout.TIMELINE, "- **1948** One\n\n- **2005** Two\n  - more"))
    assert '<div class="slide-event"><p>One</p></div>' in html
    assert "<ul><li>more</li></ul>" in html


def test_a_table_says_what_its_columns_are_and_has_no_style() -> None:
    html = flat(body(Layout.TABLE, "| a | b | c |\n|---|--:|---|\n| 1 | 2 | 3 |"))
    assert '<th scope="col">a</th><th class="is-right" scope="col">b</th>' in html
    assert '<td>1</td><td class="is-right" data-label="b">2</td><td data-label="c">3</td>' in html
    assert "style" not in html


def test_a_table_of_two_columns_does_not_say_the_second_in_every_row() -> None:
    html = flat(body(Layout.TABLE, "| a | b |\n|---|---|\n| 1 | 2 |"))
    assert '<th scope="col">b</th>' in html
    assert "<td>1</td><td>2</td>" in html


def test_question_and_activity() -> None:
    html = flat(body(Layout.QUESTION, "What?\n\n- a"))
    assert '<p class="slide-question-text">What?</p><ul class="slide-answers">' in html
    html = flat(body(Layout.ACTIVITY, "Aim\n\n1. go"))
    assert '<p class="slide-aim">Aim</p><ol class="slide-steps">' in html


def test_a_picture_in_the_body_is_a_figure_with_a_caption() -> None:
    html = flat(body(Layout.PICTURE, "![Two *circles*](pictures/a.svg)\n\nBelow"))
    assert '<img src="/pictures/1/a.svg?a=1&amp;b=2" alt="Two *circles*">' in html
    assert html.count("<img") == 1
    assert '<p class="slide-caption">Below</p>' in html


def test_the_picture_of_the_braces_comes_first_with_its_description() -> None:
    html = flat(body(Layout.POINTS, "- one", "a.svg", 'A "wall"'))
    assert re.search(
        r'<img src="/pictures/1/a.svg[^"]*" alt="A &quot;wall&quot;"></figure><ul>', html
    )


def test_a_picture_is_not_shown_twice() -> None:
    html = body(Layout.PICTURE, "![x](pictures/a.svg)", "a.svg")
    assert html.count("<img") == 1


def test_a_picture_among_words() -> None:
    html = body(Layout.POINTS, "see ![x](pictures/a.svg) here")
    assert '<img src="/pictures/1/a.svg' in html


def test_notes_are_empty_when_there_are_none() -> None:
    assert render_notes(SlideText("T"), url) == ""
    assert "<p>Say <strong>it</strong>" in render_notes(SlideText("T", "", "Say **it**"), url)


def test_khmer_stays_as_it_was_typed() -> None:
    words = "ទំនួល\u200bខុសត្រូវក្នុង\u200bការការពារ"
    assert f"<li>{words}</li>" in body(Layout.POINTS, f"- {words}")


ATTACKS = [
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<svg><script>1</script></svg>",
    "[x](javascript:alert(1))",
    "[x](JaVaScRiPt:alert(1))",
    "[x](&#106;avascript:alert(1))",
    "[x](data:text/html,<script>1</script>)",
    "[x](vbscript:x)",
    "<javascript:alert(1)>",
    "![x](javascript:alert(1))",
    "![x](https://far.example/a.png)",
    "![x](data:image/svg+xml,<svg/onload=1>)",
    '![" onerror="alert(1)](pictures/a.svg)',
    '[x](https://a.example "t\\" onclick=\\"1")',
    "&lt;script&gt;alert(1)&lt;/script&gt;",
    "<iframe src=//x></iframe>",
    "<p style='position:fixed'>x</p>",
    "| a |\n|---|\n| <b onclick=x>1</b> |",
    "- **<img src=x onerror=1>** y",
    "::: column\n<script>1</script>\n:::",
    "<!--<img src=x onerror=1>-->",
]


@pytest.mark.parametrize("layout", list(Layout))
@pytest.mark.parametrize("attack", ATTACKS)
def test_nothing_that_runs_comes_through(layout: Layout, attack: str) -> None:
    text = SlideText('<script>"', attack, attack, f'"><script>{attack}')
    for html in (
        str(render_text(layout, text, "a.svg", url)),
        str(render_notes(text, url)),
    ):
        tags = re.findall(r"<[^>]*>", html)
        inside = [re.sub(r'alt="[^"]*"', "", tag).lower() for tag in tags]
        assert not [tag for tag in inside if re.search(r"script|onerror|onclick|style=|data:", tag)]
        assert not re.search(r"<(?:svg|iframe|b|!--)", html)
        assert "far.example" not in "".join(inside)
        sources = re.findall(r'src="([^"]*)"', html)
        assert all(source.startswith("/pictures/1/a.svg") for source in sources)


@pytest.mark.parametrize("answer", ["javascript:alert(1)", '"><script>1</script>', "data:x"])
def test_a_bad_address_from_the_caller_does_not_run(answer: str) -> None:
    for text in ("![x](pictures/a.svg)", "see ![x](pictures/a.svg)"):
        html = str(render_text(Layout.POINTS, SlideText("T", text), "", lambda _: answer))
        assert "<script" not in html
        assert 'src="javascript' not in html
        assert 'src="data' not in html


def test_a_board_has_plates_with_numbers_and_leads() -> None:
    html = flat(body(Layout.BOARD, "9. **Tensions** of groups\n10. **Signs**"))
    assert html == (
        '<div class="slide-body slide-board"><ul class="board-list">'
        '<li><div class="board-lead"><span class="board-number">9</span> Tensions</div>'
        '<div class="board-words">of groups</div></li>'
        '<li><div class="board-lead"><span class="board-number">10</span> Signs</div>'
        '<div class="board-words"></div></li></ul></div>'
    )


def test_a_since_box_stands_at_the_foot_in_the_readers_language() -> None:
    text = SlideText("T", "- one", since="**2020** Agreed <b>again</b>.")
    english = flat(str(render_text(Layout.POINTS, text, "", url)))
    assert english.endswith(
        '<aside class="slide-since"><p class="since-head">Since then</p>'
        "<p><strong>2020</strong> Agreed &lt;b&gt;again&lt;/b&gt;.</p></aside></div>"
    )
    assert "ក្រោយមក" in render_text(Layout.POINTS, text, "", url, language="km")


def test_a_drawing_stands_where_the_picture_is_and_nowhere_else() -> None:
    text = SlideText("T", "![A wall](pictures/wall.svg)\n\nSign \ue0001\ue001 of another.")
    html = render_text(
        Layout.FIGURE, text, "", url, drawing=lambda name, says: f"<svg>{says}</svg>"
    )
    assert html.count("<svg>A wall</svg>") == 1
    assert '<figure class="slide-figure"><svg>' in html


def test_prose_has_boxes_and_no_html_of_its_own() -> None:
    html = flat(str(render_prose("One.\n\n::: case\nIn <i>Orvenia</i>.\n:::\n\nTwo.", "en")))
    assert html == (
        '<p>One.</p><aside class="prose-box prose-case"><p class="prose-head">Example</p>'
        "<p>In &lt;i&gt;Orvenia&lt;/i&gt;.</p></aside><p>Two.</p>"
    )
