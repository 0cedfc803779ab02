"""The session's cookie: Flask's own, but it does not end when the clock is set back."""

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from itsdangerous import URLSafeTimedSerializer

from training.adapters.signing import PatientSigner


class Sessions(SecureCookieSessionInterface):
    """Flask's sessions, signed by the patient signer."""

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:
        """Flask's serializer."""
        made = super().get_signing_serializer(app)
        if made is not None:
            made.signer = PatientSigner
        return made


def install(app: Flask) -> None:
    """Takes the place of Flask's interface."""
    app.session_interface = Sessions()
