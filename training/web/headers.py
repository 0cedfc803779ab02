"""Response headers: a strict policy without inline code, and caches that keep secrets out."""

from flask import Flask, Response, request
from flask.sessions import SecureCookieSessionInterface, SessionMixin
from itsdangerous import URLSafeTimedSerializer

from training.adapters.signing import PatientSigner

_DIRECTIVES = (
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self'",
    "img-src 'self' data:",
    "font-src 'self'",
    "connect-src 'self'",
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
)
POLICY = "; ".join(_DIRECTIVES)
BARE_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""Of what is no page, should one be opened as if it were: nothing. It is shorter, too."""
NO_PAGES = frozenset({"text/css", "text/javascript", "image/svg+xml", "application/json"})
SAME_FOR_ALL = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "same-origin"),
    ("X-Frame-Options", "DENY"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
)
"""What no page says otherwise, so that nobody needs to look whether it is said."""
DRAWING_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
"""For pictures that people brought, should one be opened by itself: it can do nothing."""


class SessionCookie(SecureCookieSessionInterface):
    """A session opened over https never travels over http, which phones in the room have.

    Its serializer is made once: Flask's own makes one for every request.
    """

    def __init__(self, app: Flask) -> None:
        self._serializer = super().get_signing_serializer(app)
        if self._serializer is not None:
            self._serializer.signer = PatientSigner

    def get_cookie_secure(self, app: Flask) -> bool:  # noqa: ARG002 - Flask's signature
        """Whether the cookie gets its Secure flag: as this very request came."""
        return request.is_secure

    def get_signing_serializer(self, app: Flask) -> URLSafeTimedSerializer | None:  # noqa: ARG002 - Flask's signature
        """Flask's own, but a session does not end because the clock is set back."""
        return self._serializer

    def save_session(self, app: Flask, session: SessionMixin, response: Response) -> None:
        """Sets the cookie, but not with a file that any cache may keep for everybody."""
        if not response.cache_control.public:
            super().save_session(app, session, response)


def install(app: Flask) -> None:
    """Adds the headers to every response."""
    app.session_interface = SessionCookie(app)

    @app.after_request
    def add(response: Response) -> Response:
        headers = response.headers
        policy = BARE_POLICY if response.mimetype in NO_PAGES else POLICY
        headers.setdefault("Content-Security-Policy", policy)
        headers.extend(SAME_FOR_ALL)
        if request.is_secure:
            headers.setdefault("Strict-Transport-Security", "max-age=31536000")
        # Files that may be kept say so themselves; whatever does not is nobody's to keep.
        headers.setdefault("Cache-Control", "no-store")
        return response
