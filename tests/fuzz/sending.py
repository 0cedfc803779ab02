"""One request as somebody might send it, drawn by hypothesis; printed, it can be sent again."""

import hashlib
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import quote, urlencode

from hypothesis import strategies as st
from werkzeug.routing import Rule
from werkzeug.test import TestResponse

from tests.conftest import Workshop
from tests.fuzz.days import DESIGN_ID, DRAWING, FILE_ID, LOGO_ID, PHOTO_ID, QUESTION_ID, SLUG
from tests.fuzz.forms import Fields
from tests.fuzz.hostile import BROKEN_BODIES, ODD_NAMES, QUERY_NAMES, VALUES, hostile_headers
from tests.proofreading import ProofReadingClient

Pairs = tuple[tuple[str | bytes, str | bytes], ...]


def as_bytes(value: str | bytes) -> bytes:
    """UTF-8, with half surrogate pairs as what they are."""
    return value if isinstance(value, bytes) else value.encode("utf-8", "surrogatepass")


@dataclass(frozen=True)
class Sent:
    """All of a request but who sends it."""

    method: str
    path: str
    query: Pairs = ()
    body: bytes = b""
    kind: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    scheme: str = "http"
    address: str = "127.0.0.1"

    def send(self, client: ProofReadingClient) -> TestResponse:
        """Sends it."""
        query = urlencode([(as_bytes(name), as_bytes(value)) for name, value in self.query])
        headers = dict(self.headers)
        length = headers.pop("Content-Length", None)
        environ = {"REMOTE_ADDR": self.address}
        if length is not None:
            environ["CONTENT_LENGTH"] = length
        if "Host" in headers:
            environ["HTTP_HOST"] = headers.pop("Host")
        return client.open(
            self.path,
            method=self.method,
            base_url=f"{self.scheme}://localhost",
            query_string=query,
            data=self.body,
            content_type=self.kind or None,
            headers=headers,
            environ_overrides=environ,
        )

    def says(self, words: str) -> bool:
        """Whether the request itself holds these words, so that an answer may repeat them."""
        plain = (self.path, *self.query, self.body, *self.headers.values())
        return quote(words, safe="") in repr(plain) or words in repr(plain)


def _ids_of(workshop: Workshop) -> dict[str, str]:
    """Ids that are others in every run, by a name that stays."""
    given = {name: getattr(workshop, name) for name in workshop.__slots__}
    items = {f"item_ids[{number}]": each for number, each in enumerate(given.pop("item_ids"))}
    return {f"<{name}>": str(each) for name, each in (given | items).items()}


def _renamed(sent: Sent, names: Mapping[str, str]) -> Sent:
    path, body = sent.path, sent.body
    for old, new in names.items():
        path, body = path.replace(old, new), body.replace(old.encode(), new.encode())
    return replace(sent, path=path, body=body)


def to_keep(sent: Sent, workshop: Workshop) -> Sent:
    """The request with names such as `<course_id>` for the ids of this run."""
    return _renamed(sent, {it: name for name, it in _ids_of(workshop).items()})


def kept(sent: Sent, workshop: Workshop) -> Sent:
    """A request that was kept, with the ids of this run."""
    return _renamed(sent, _ids_of(workshop))


def _values_of(workshop: Workshop) -> dict[str, tuple[object, ...]]:
    here, elsewhere = workshop.course_id, workshop.elsewhere_id
    return {
        "course_id": (here, here, here, elsewhere),
        "seat_id": (workshop.seat_id, workshop.other_seat_id, workshop.seat_elsewhere_id),
        "account_id": (workshop.trainer_id, workshop.stranger_id, workshop.seat_id),
        "item_id": (*workshop.item_ids[3:5], workshop.item_ids[0], "colour", here),
        "seat_number": (1, 2, 99),
        "code": (workshop.join_code, workshop.join_code, "000000"),
        "slug": (SLUG, SLUG, f"home.{SLUG}", "course.pre-test", "course.plan", "course.evaluation"),
        "number": ("R2P-00000-00000",),
        "proposal_id": (workshop.seat_id,),
        "chosen": ("en", "km"),
        "name": ("Moul-Regular.ttf", "x.svg"),
        "token": ("x.y.z", "AAAAAAAA", "IjAwMDAwMDAwMDAi.AAAA"),
        "filename": ("style.css", "quiz.js"),
        "question_id": (QUESTION_ID, QUESTION_ID, workshop.seat_id),
        "answer_id": (workshop.seat_id,),
        "deed": ("close", "reveal", "put-away"),
        "file_id": (FILE_ID, FILE_ID, workshop.seat_id),
        "logo_id": (LOGO_ID, LOGO_ID, workshop.seat_id),
        "design_id": (DESIGN_ID, DESIGN_ID, workshop.seat_id),
        "digest": (hashlib.sha256(DRAWING).hexdigest(), "0" * 64),
        "photo_id": (PHOTO_ID, PHOTO_ID, workshop.seat_id),
        "sheet_number": (1, 1, 2, 10**30),
        "letter_id": (workshop.seat_id,),
        "key_id": ("0123456789abcdef",),
        "purpose": ("revocation", "suspension"),
        "list_number": (0, 1, 9999, 10**30),
    }


@st.composite
def paths(draw: Any, rule: Rule, workshop: Workshop) -> str:
    """An address of the rule, now and then with a part that is none."""
    known = _values_of(workshop)
    parts = []
    for is_blank, content in rule._trace:
        if not is_blank:
            parts.append(content)
            continue
        good = [quote(str(each)) for each in known[content]]
        odd = st.just(str(uuid.UUID(int=7))) | VALUES.map(lambda it: quote(as_bytes(it), safe=""))
        parts.append(draw(st.sampled_from(good * 3) | odd))
    return "".join(parts).lstrip("|")


def _form(draw: Any, fields: Fields) -> Pairs:
    """The fields of a real form, up to three of them spoilt, missing or twice there."""
    names = sorted(fields)
    spoilt = draw(st.lists(st.sampled_from(names), max_size=3, unique=True)) if names else []
    pairs: list[tuple[str | bytes, str | bytes]] = []
    for name in names:
        good = fields[name] or [""]
        if name not in spoilt:
            pairs.append((name, good[0]))
        else:
            values = VALUES | st.sampled_from(good)
            pairs += [(name, value) for value in draw(st.lists(values, max_size=2))]
    extra = st.tuples(st.sampled_from(ODD_NAMES), VALUES)
    return (*pairs, *draw(st.lists(extra, max_size=1)))


def _multipart(pairs: Pairs, *, files: bool) -> tuple[str, bytes]:
    name = b'; filename="../x.php"\r\nContent-Type: image/svg+xml' if files else b""
    parts = [
        b'--edge\r\nContent-Disposition: form-data; name="'
        + quote(as_bytes(key)).encode()
        + b'"'
        + name
        + b"\r\n\r\n"
        + as_bytes(value)
        + b"\r\n"
        for key, value in pairs
    ]
    return "multipart/form-data; boundary=edge", b"".join(parts) + b"--edge--\r\n"


def _body(draw: Any, fields: Fields) -> tuple[str, bytes]:
    shape = draw(st.sampled_from(("form",) * 6 + ("multipart", "files", "broken", "none")))
    if shape == "broken":
        broken: tuple[str, bytes] = draw(st.sampled_from(BROKEN_BODIES))
        return broken
    pairs = _form(draw, fields) if shape != "none" else ()
    if shape in {"multipart", "files"}:
        return _multipart(pairs, files=shape == "files")
    sent = urlencode([(as_bytes(name), as_bytes(value)) for name, value in pairs])
    return "application/x-www-form-urlencoded", sent.encode()


@st.composite
def requests(draw: Any, rule: Rule, method: str, fields: Fields, workshop: Workshop) -> Sent:
    """A request to the rule; the simplest one is a good one."""
    query = draw(st.lists(st.tuples(st.sampled_from(QUERY_NAMES), VALUES), max_size=2))
    kind, body = _body(draw, fields) if method == "POST" else ("", b"")
    rarely = st.integers(0, 7).map(lambda number: number == 7)
    return Sent(
        method=draw(st.sampled_from((method, method, method, "HEAD", "OPTIONS"))),
        path=draw(paths(rule, workshop)),
        query=tuple(query),
        body=body,
        kind=kind,
        headers=draw(hostile_headers()),
        scheme="https" if draw(rarely) else "http",
        address="203.0.113.7" if draw(rarely) else "127.0.0.1",
    )
