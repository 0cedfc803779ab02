"""Small grey pictures of certificates that were looked at and approved.

`python -m tests.certificates.approved` makes them anew: look at each one before it is committed.
"""

import datetime as dt
import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from PIL import Image, ImageChops, ImageStat

from training.certificates.model import (
    Facts,
    Kind,
    Logo,
    Named,
    Picture,
    Signatory,
    facts_from_json,
)
from training.certificates.paper import paper
from training.certificates.paper.paper import picture_of_certificate

FOLDER = Path(__file__).with_name("approved")
SAMPLE = paper.SAMPLE
DOTS_PER_INCH = 32
GREYS = 8
SIGNATURE, ROUND, WIDE, TALL = ("1" * 64, "2" * 64, "3" * 64, "4" * 64)


def drawing(width: int, height: int, shape: str) -> Picture:
    """A picture as it is kept."""
    svg = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}">{shape}</svg>'
    return Picture("image/svg+xml", svg.encode())


PICTURES = {
    SIGNATURE: drawing(
        200,
        60,
        '<path d="M10 40C30 0 50 60 70 30S100 10 120 40S160 20 190 30" fill="none"'
        ' stroke="#102a70" stroke-width="3"/>',
    ),
    ROUND: drawing(60, 60, '<circle cx="30" cy="30" r="28" fill="#16345c"/>'),
    WIDE: drawing(180, 60, '<rect width="180" height="60" rx="9" fill="#2d6a4f"/>'),
    TALL: drawing(40, 60, '<path d="M20 0L40 60H0Z" fill="#8c2f39"/>'),
}


def sample(**changes: Any) -> Facts:
    """The sample that comes with the layout, changed."""
    return msgspec.structs.replace(facts_from_json(SAMPLE.read_bytes()), **changes)


def cases() -> Iterator[tuple[str, Facts]]:
    """What is looked at: all kinds, few and many words, logos and signatories."""
    first, second = sample().signatories
    third = Signatory("ស៊ឹម សុជាតិ", "SIM Socheat", "អភិបាលរង នៃគណៈអភិបាលខេត្ត", "Deputy Governor")
    signed = tuple(
        msgspec.structs.replace(person, signature=SIGNATURE) for person in (first, second, third)
    )
    logos = [Logo(digest, "ស្ថាប័ន", "Institute") for digest in (ROUND, WIDE, TALL)]
    token = "https://certificates.example.org/v/SAMPLE-2026-00042#" + "aB3_x9Zk" * 45
    yield "attendance", sample()
    yield (
        "completion-of-a-monk",
        sample(
            kind=Kind.COMPLETION, is_monk=True, title_km="ព្រះតេជគុណ", title_en="Venerable",
            name_km="ឃុន សុវណ្ណរតនោ", name_en="KHUN Sovannaratano", kingdom_header=True,
            logos=(logos[0],), signatories=signed[:1], verify_url=token,
        ),
    )  # fmt: skip
    yield (
        "trainer-signed-by-three",
        sample(
            kind=Kind.TRAINER, kingdom_header=True, logos=tuple(logos[:2]), signatories=signed,
            lunar_date_km="ថ្ងៃពុធ ១កើត ខែទុតិយាសាឍ ឆ្នាំមមី អដ្ឋស័ក ពុទ្ធសករាជ ២៥៧០",
            key_fingerprint="7f3a 91c2 08de 55b1", verify_url=token,
        ),
    )  # fmt: skip
    yield (
        "facilitation-without-signatories",
        sample(kind=Kind.FACILITATION, signatories=(), verify_url="", logos=(*logos, *logos)),
    )
    modules = tuple(
        Named(f"មេរៀនទី{number} អំពីការការពារ", f"Lesson {number} on protection")
        for number in range(1, 21)
    )
    yield "twenty-modules", sample(kind=Kind.TRAINER, modules=modules, days=3)
    yield (
        "long-names",
        sample(
            name_km=("សុវណ្ណារ៉ាត្នា ឃ្មុំស្រីពៅ " * 6)[:120],
            name_en=("Sovannaratana Khmumsreypov " * 6)[:120],
            course_title_km=sample().course_title_km * 2,
        ),
    )
    yield (
        "latin-only",
        sample(name_km="", title_km="", course_title_km="", date=dt.date(2026, 12, 30), days=4),
    )


def small(facts: Facts) -> Image.Image:
    """The page as a small picture in a few greys."""
    made = picture_of_certificate(facts, PICTURES, dots_per_inch=DOTS_PER_INCH)
    with Image.open(io.BytesIO(made)) as image:
        grey = image.convert("RGBA")
    ground = Image.new("RGBA", grey.size, "white")
    flat = Image.alpha_composite(ground, grey).convert("L")
    return flat.point(
        [round(level * (GREYS - 1) / 255) * 255 // (GREYS - 1) for level in range(256)]
    )


def unlike(one: Image.Image, other: Image.Image) -> float:
    """How unlike two pictures are where they are so the most: the mean difference of a part.

    Of 255, over squares of 13 mm.
    """
    if one.size != other.size:
        return 255.0
    apart = ImageChops.difference(one, other)
    side = 16
    return max(
        ImageStat.Stat(apart.crop((x, y, x + side, y + side))).mean[0]
        for x in range(0, one.width - side + 1, side // 2)
        for y in range(0, one.height - side + 1, side // 2)
    )


def main() -> None:
    """Writes all of them."""
    FOLDER.mkdir(exist_ok=True)
    for name, facts in cases():
        small(facts).quantize(GREYS).save(FOLDER / f"{name}.png", optimize=True)


if __name__ == "__main__":
    main()
