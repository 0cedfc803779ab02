"""Makes the small good pack whole: thirty items in quiz, forms and reserve, and a long manual."""

from tests.modules.conftest import Pack
from training.modules.model import Use

ITEM = """
[[item]]
id = "item-{number}"
kind = "true-false"
objective = "origins"
difficulty = {difficulty}
use = "{use}"
facts = []
answer = true
question.en = "Is statement {number} true?"
question.km = "តើប្រយោគទី{km}ត្រឹមត្រូវទេ?"
reason.en = "It is agreed."
reason.km = "មានការព្រមព្រៀង។"
"""
USES = [Use.MODULE] * 13 + [Use.FORM_A] * 5 + [Use.FORM_B] * 5 + [Use.RESERVE] * 5
KHMER_DIGITS = str.maketrans("0123456789", "០១២៣៤៥៦៧៨៩")


def make_whole(pack: Pack) -> None:
    """Add items, and words to the manual; stamp anew."""
    quiz = (pack.path / "quiz.toml").read_text(encoding="utf-8")
    pack.write("quiz.toml", quiz + "".join(map(_item, range(len(USES)))))
    words = "Every State agreed to protect its people.\n" * 600
    pack.edit("manual/1-start.en.md", "It was agreed in New York.", f"It was agreed.\n\n{words}")
    pack.stamp()


def _item(number: int) -> str:
    difficulty = 1 + number % 5 % 3 if 13 <= number < 18 else 1 + (number - 5) % 5 % 3
    shown = str(number).translate(KHMER_DIGITS)
    return ITEM.format(number=number, km=shown, use=USES[number], difficulty=difficulty)
