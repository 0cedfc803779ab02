"""Signatures with a date, on computers whose clock may be set back."""

from typing import Any

from itsdangerous import SignatureExpired, TimestampSigner


class PatientSigner(TimestampSigner):
    """Its signatures grow old, but one that seems to come from the future is as good as new.

    itsdangerous refuses those, which would sign everybody out and spoil every open form whenever
    the clock is put right. Who could date a signature ahead has the key, and needs no such trick.
    """

    def unsign(
        self, signed_value: str | bytes, max_age: int | None = None, return_timestamp: bool = False
    ) -> Any:
        """As in itsdangerous. Raises SignatureExpired after `max_age` seconds, and only then."""
        value, signed_at = super().unsign(signed_value, None, return_timestamp=True)
        if max_age is not None and self.get_timestamp() - signed_at.timestamp() > max_age:
            raise SignatureExpired("too old", payload=value, date_signed=signed_at)
        return (value, signed_at) if return_timestamp else value
