"""Files of questions, for tests: chosen by staff, kept, and what was saved of them."""

import io

from werkzeug.datastructures import FileStorage
from werkzeug.test import TestResponse, encode_multipart

from tests.proofreading import ProofReadingClient
from training.adapters.database import Database
from training.modules import service as modules
from training.modules.model import OWN, Module
from training.modules.tables import ModuleRevision

GIFT = """::one::Which colour has the sky?{=blue#It is. ~green#That is grass.}

::two::<span lang="km" class="multilang">អ្វី?</span><span lang="en" class="multilang">Why?</span>{T}

::three::Match.{=a->b =c->d}

::four::Where?{=New York =NY}
"""


def choose(
    client: ProofReadingClient,
    content: str | bytes = GIFT,
    name: str = "sky.gift",
    path: str = "/questions",
    **fields: str,
) -> TestResponse:
    sent = content.encode() if isinstance(content, str) else content
    boundary, body = encode_multipart({"file": FileStorage(io.BytesIO(sent), name), **fields})
    kind = f"multipart/form-data; boundary={boundary}"
    return client.post(path, data=body, content_type=kind)


def chosen(client: ProofReadingClient, content: str = GIFT, path: str = "/questions") -> str:
    answer = choose(client, content, path=path)
    assert answer.status_code == 303, answer.text
    return answer.location or ""


def keep(client: ProofReadingClient, content: str = GIFT, **fields: str) -> TestResponse:
    sent = {"title_en": "The sky", "title_km": "មេឃ", **fields}
    return client.post(chosen(client, content), data=sent)


def find_set(database: Database, slug: str) -> Module | None:
    with database.reading() as session:
        return modules.find_newest(session, slug)


def saved_sets(database: Database) -> int:
    """Sets of questions of one's own, in all their versions."""
    own = ModuleRevision.slug.startswith(OWN, autoescape=True)
    with database.reading() as session:
        return session.query(ModuleRevision).filter(own).count()


def saved_nothing(database: Database) -> bool:
    return saved_sets(database) == 0
