"""A test client that proof-reads every HTML page that any test fetches."""

import gzip
import json
from html.parser import HTMLParser
from typing import Any

from flask.testing import FlaskClient
from werkzeug.test import TestResponse

VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"}
WITHOUT_BODY = {"HEAD", "OPTIONS"}
NO_LABEL_NEEDED = {"hidden", "submit", "button", "image"}


class _Reader(HTMLParser):
    """Collects what the proof-reading looks at."""

    def __init__(self) -> None:
        super().__init__()
        self.headings = 0
        self.titles = 0
        self.html_language = ""
        self.ids: list[str] = []
        self.labelled: set[str] = set()
        self.fields: list[dict[str, str | None]] = []
        self.faults: list[str] = []
        self.open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        language = given.get("lang") or (self.open[-1][1] if self.open else "")
        if tag not in VOID:
            self.open.append((tag, language))
        if written_id := given.get("id"):
            self.ids.append(written_id)
        self.faults += [f"<{tag} {name}>: inline code" for name in given if name.startswith("on")]
        if "style" in given or tag == "style":
            self.faults.append(f"<{tag}>: inline style")
        self._look(tag, given)

    def _look(self, tag: str, given: dict[str, str | None]) -> None:
        if tag == "html":
            self.html_language = given.get("lang") or ""
        elif tag == "h1":
            self.headings += 1
        elif tag == "title":
            self.titles += len(self.open) == 3
        elif tag == "label" and given.get("for"):
            self.labelled.add(given["for"] or "")
        elif tag == "script" and not given.get("src") and given.get("type") != "application/json":
            self.faults.append("<script> without src")
        elif tag == "img" and given.get("alt") is None:
            self.faults.append("<img> without alt")
        elif tag in {"input", "select", "textarea"} and given.get("type") not in NO_LABEL_NEEDED:
            in_label = any(name == "label" for name, _ in self.open)
            if not in_label and not given.get("aria-label"):
                self.fields.append(given)

    def handle_endtag(self, tag: str) -> None:
        while self.open:
            name, _ = self.open.pop()
            if name == tag:
                return


def proof_read(response: TestResponse) -> None:
    """Fails with every fault of the page in one message."""
    page = _Reader()
    body = response.data
    if response.headers.get("Content-Encoding") == "gzip":
        body = gzip.decompress(body)
    page.feed(body.decode())
    faults = page.faults
    if page.headings != 1:
        faults.append(f"{page.headings} h1 headings")
    if page.html_language not in {"km", "en"}:
        faults.append(f"html lang={page.html_language!r}")
    if page.titles != 1:
        faults.append(f"{page.titles} titles")
    faults += [
        f"id {each!r} twice" for each in sorted({i for i in page.ids if page.ids.count(i) > 1})
    ]
    faults += [
        f"no label for field {field.get('name')!r}"
        for field in page.fields
        if (field.get("id") or "") not in page.labelled
    ]
    policy = response.headers.get("Content-Security-Policy", "")
    if "default-src 'none'" not in policy or "unsafe" in policy:
        faults.append("the content security policy is not strict")
    assert not faults, f"{response.request.path}: " + "; ".join(faults)


class ReadResponse(TestResponse):
    """An answer as a reader takes it: the joiners that hold Khmer words together are not seen."""

    @property
    def text(self) -> str:
        """The words of the answer without U+2060, which is for showing only."""
        return super().text.replace("\u2060", "")

    def get_json(self, *args: Any, **kwargs: Any) -> Any:
        """What a script is told, without them as well."""
        told = json.dumps(super().get_json(*args, **kwargs), ensure_ascii=False)
        return json.loads(told.replace("\u2060", ""))


class ProofReadingClient(FlaskClient):
    """Flask's test client; every HTML answer is proof-read before the test sees it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.response_wrapper = type("ReadAnswer", (ReadResponse, self.response_wrapper), {})

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        """As FlaskClient.open."""
        response = super().open(*args, **kwargs)
        is_page = response.mimetype == "text/html" and response.request.method not in WITHOUT_BODY
        if is_page and response.status_code not in {301, 302, 303, 308}:
            proof_read(response)
        return response
