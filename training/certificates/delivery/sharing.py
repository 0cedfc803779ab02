"""The link that opens one certificate for whoever has it, without a log-in.

The token holds the number, signed with the installation's key: nobody makes one up, and who has it
sees no other certificate. It does not grow old, as the paper does not.
"""

from flask import current_app
from itsdangerous import BadSignature, URLSafeSerializer


def _serializer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.config["SECRET_KEY"]), salt="certificate")


def token_of(number: str) -> str:
    """The token for a certificate number, ungrouped."""
    return str(_serializer().dumps(number))


def read_token(token: str) -> str | None:
    """The number in a token that this installation made; None for any other."""
    try:
        number = str(_serializer().loads(token))
    except BadSignature:
        return None
    # The last sign of a signature has bits to spare: only the token as it was made is one.
    return number if token == token_of(number) else None
