"""A file that somebody brings to be checked: a PDF, a credential, or the text of a QR code."""

from collections.abc import Callable, Collection, Mapping

import msgspec

from training.adapters.typesetting import TypesettingError
from training.certificates.checking.checking import (
    Finding,
    Pages,
    Record,
    facts_that_differ,
    found_of_token,
    other_key,
    read_scanned,
)
from training.certificates.checking.forms import LONGEST_SCANNED, is_credential
from training.certificates.model import Facts, Picture, UnreadablePdfError, facts_from_json
from training.certificates.paper.pages import (
    MOST_BYTES,
    attachment_of,
    digest_of_pages,
    shows_pages,
)
from training.certificates.paper.paper import UnknownTemplateError, render_certificate
from training.credentials import service as credentials
from training.credentials.model import CheckedBadge, Issuers, Verdict
from training.kernel.refusal import Refusal
from training.kernel.texts import say

__all__ = ["MOST_BYTES", "check_file"]

NOT_READ = say(
    "What is signed in this file cannot be read here: it may come from a newer version of the "
    "program. Please check the certificate by its number or its QR code."
)

Look = Callable[[str], Record | None]
"""What the register holds under a number; always None where there is no register."""
Pictures = Callable[[Collection[str]], Mapping[str, Picture]]
"""Those of the pictures with these digests that are here."""
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""What some editors put before a text that they save: it is no part of it."""
_HEAD_BYTES = 1_024
"""A PDF says within so many bytes that it is one."""

TOO_LARGE = say(
    "This file is larger than %(most)s MB. No certificate is that large, so it was not looked at.",
    most=MOST_BYTES // 1_000_000,
)
NOT_A_CERTIFICATE = say(
    "This is neither a PDF, nor a credential (JSON), nor the text of a QR code. "
    "Please choose the file that came with the certificate."
)
UNREADABLE_PDF = say(
    "This PDF is damaged or locked, or another program has saved it anew, so nothing in it can be "
    "checked. Please take the file as it was issued, or check the number or the QR code."
)
NOTHING_SIGNED = say(
    "There is nothing signed in this PDF, so it proves nothing. It may be a scan, or somebody "
    "wrote it. Please check the certificate by its number or its QR code."
)


def no_pictures(_digests: Collection[str]) -> Mapping[str, Picture]:
    """Where there is no register."""
    return {}


def check_file(
    content: bytes, issuers: Issuers, look: Look, pictures: Pictures = no_pictures
) -> Finding:
    """What the file is worth. Raises Refusal where nothing in it can be checked."""
    if len(content) > MOST_BYTES:
        raise Refusal(TOO_LARGE, status=413, field="file")
    if b"%PDF-" in content[:_HEAD_BYTES]:
        return _check_pdf(content, issuers, look, pictures)
    bare = content.removeprefix(_BYTE_ORDER_MARK)
    if is_credential(bare):
        return _found(credentials.check_badge(bare, issuers), look, None)
    return _check_text(content, issuers, look)


def _check_pdf(content: bytes, issuers: Issuers, look: Look, pictures: Pictures) -> Finding:
    try:
        document = attachment_of(content)
    except UnreadablePdfError as error:
        raise Refusal(UNREADABLE_PDF, field="file") from error
    if document is None:
        raise Refusal(NOTHING_SIGNED, field="file")
    checked = credentials.check_badge(document, issuers)
    return _found(checked, look, _compare_pages(content, checked, pictures))


def _compare_pages(content: bytes, checked: CheckedBadge, pictures: Pictures) -> Pages:
    """How the pages stand to the hash that was signed with the credential.

    A file that was downloaded again after the program had changed is drawn by another engine than
    the one that was signed for; so what the signed facts give here is as issued too. Who stole a
    key can sign for any pages, so the hash that it signed vouches for none. Ours can always be
    read, so what is too much to be looked at is not what was issued.
    """
    if checked.verdict is Verdict.FORGED or not checked.pages_digest:
        return Pages.NOT_COMPARED
    try:
        is_signed = shows_pages(content, checked.pages_digest)
        if is_signed and checked.verdict is not Verdict.DISTRUSTED:
            return Pages.AS_ISSUED
        if checked.issuer is not None and shows_pages(content, _drawn_here(checked, pictures)):
            return Pages.AS_ISSUED
    except UnreadablePdfError:
        return Pages.DIFFER
    return Pages.NOT_COMPARED if is_signed else Pages.DIFFER


def _drawn_here(checked: CheckedBadge, pictures: Pictures) -> str:
    """The hash of the pages that the signed facts give; empty where they cannot be drawn here."""
    try:
        facts = facts_from_json(checked.facts)
        return digest_of_pages(render_certificate(facts, pictures(facts.pictures)))
    except (FileNotFoundError, msgspec.DecodeError, TypesettingError, UnknownTemplateError):
        return ""  # no fonts, no picture, no such layout


def _found(checked: CheckedBadge, look: Look, pages: Pages | None) -> Finding:
    facts = None if checked.verdict is Verdict.FORGED else _facts_in(checked.facts)
    record = None if facts is None else look(facts.number)
    differs: tuple[str, ...] = ()
    if facts is not None and record is not None:
        differs = facts_that_differ(facts, record.facts) + other_key(checked, record)
    return Finding(
        verdict=checked.verdict,
        key_id=checked.key_id,
        issuer=checked.issuer,
        named_issuer=checked.named_issuer,
        facts=facts,
        record=record,
        differs=differs,
        pages=pages,
    )


def _facts_in(text: str) -> Facts:
    """The facts that were signed. Raises Refusal where they are not such as this program reads."""
    try:
        return facts_from_json(text)
    except msgspec.DecodeError as error:
        raise Refusal(NOT_READ, field="file") from error


def _check_text(content: bytes, issuers: Issuers, look: Look) -> Finding:
    try:
        text = content[: LONGEST_SCANNED + 1].decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    scanned = read_scanned(text) if len(content) <= LONGEST_SCANNED else None
    if scanned is None or not scanned.token:
        raise Refusal(NOT_A_CERTIFICATE, field="file")
    checked = credentials.check_token(scanned.token, issuers)
    record = look(checked.claims.number) if checked.claims is not None else None
    return found_of_token(checked, scanned, record)
