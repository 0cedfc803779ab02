"""A certificate's file with all that belongs in it: facts, pictures, the signed credential.

Loaded in a transaction, set after it: a page takes longer than a database should wait.
"""

import logging
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from training.adapters.typesetting import TypesettingError
from training.certificates import store, texts
from training.certificates.model import Facts, Picture
from training.certificates.paper.paper import UnknownTemplateError, render_certificate
from training.certificates.tables import Certificate, CertificateCredential
from training.kernel.refusal import Refusal

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Paper:
    """One certificate, ready to be set."""

    facts: Facts
    credential_json: str
    """Attached to the PDF; empty for one that was issued before certificates were signed."""
    pictures: Mapping[str, Picture]
    """At least those that the facts name, by digest."""

    def pdf(self) -> bytes:
        """The file; always the same bytes. Raises what `paper.render_certificate` raises."""
        return render_certificate(self.facts, self.pictures, credential_json=self.credential_json)


def printed(make: Callable[[], bytes]) -> bytes:
    """What `make` gives. Raises Refusal (409) where this installation cannot print it: a layout of
    a newer version, a picture that did not come along."""
    try:
        return make()
    except (TypesettingError, UnknownTemplateError) as error:
        logger.warning("a certificate cannot be printed: %s", error)
        raise Refusal(texts.NOT_PRINTED_HERE, status=409) from error


def load(session: Session, certificate: Certificate) -> Paper:
    """The paper of one certificate."""
    pictures = store.list_pictures(session, certificate.facts.pictures)
    return Paper(certificate.facts, store.find_credential(session, certificate.id), pictures)


def load_course(session: Session, course_id: uuid.UUID) -> Sequence[Paper]:
    """The papers of a course that count, in the Khmer order of names; pictures are shared."""
    rows = store.list_valid(session, course_id)
    asked = select(CertificateCredential.certificate_id, CertificateCredential.document)
    asked = asked.join(Certificate, Certificate.id == CertificateCredential.certificate_id)
    asked = asked.where(Certificate.course_id == course_id)
    documents = {row.certificate_id: row.document for row in session.execute(asked)}
    wanted = {digest for row in rows for digest in row.facts.pictures}
    pictures = store.list_pictures(session, wanted)
    return [Paper(row.facts, documents.get(row.id, ""), pictures) for row in rows]
