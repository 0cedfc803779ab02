"""Signatures with a date: they grow old, but a clock that is set back spoils none."""

import pytest
from itsdangerous import BadSignature, SignatureExpired, URLSafeTimedSerializer

from training.adapters import signing
from training.adapters.signing import PatientSigner

A_WEEK = 7 * 24 * 3600


@pytest.fixture
def serializer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer("key", salt="test", signer=PatientSigner)


def signed_at(
    serializer: URLSafeTimedSerializer, monkeypatch: pytest.MonkeyPatch, seconds_from_now: int
) -> str:
    """A token that was signed then."""
    now = PatientSigner("key").get_timestamp()
    with monkeypatch.context() as then:
        then.setattr(signing.PatientSigner, "get_timestamp", lambda _: now + seconds_from_now)
        return str(serializer.dumps("who"))


@pytest.mark.parametrize("seconds", [3600, 0, -A_WEEK + 60])
def test_a_signature_counts_until_it_is_too_old(
    serializer: URLSafeTimedSerializer, monkeypatch: pytest.MonkeyPatch, seconds: int
) -> None:
    token = signed_at(serializer, monkeypatch, seconds)
    assert serializer.loads(token, max_age=A_WEEK) == "who"
    _, when = serializer.loads(token, max_age=A_WEEK, return_timestamp=True)
    assert when.tzinfo is not None


def test_an_old_signature_has_expired(
    serializer: URLSafeTimedSerializer, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = signed_at(serializer, monkeypatch, -A_WEEK - 60)
    with pytest.raises(SignatureExpired):
        serializer.loads(token, max_age=A_WEEK)


def test_a_changed_token_is_refused(serializer: URLSafeTimedSerializer) -> None:
    token = str(serializer.dumps("who"))
    with pytest.raises(BadSignature):
        serializer.loads(token[:-9] + token[-9:].swapcase(), max_age=A_WEEK)
