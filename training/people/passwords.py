"""Password hashing: argon2id at OWASP's minimum, few at a time, never inside a transaction."""

import threading

from argon2 import PasswordHasher
from argon2.exceptions import Argon2Error, InvalidHashError

_hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
_at_once = threading.BoundedSemaphore(2)
_nobody = _hasher.hash("nobody has this password")


def hash_password(password: str) -> str:
    """The argon2id hash of a password; about 30 ms of CPU and 19 MiB."""
    with _at_once:
        return _hasher.hash(password)


def password_fits(password_hash: str, password: str) -> bool:
    """Whether the password is the right one. Takes as long where there is no hash at all."""
    with _at_once:
        try:
            _hasher.verify(password_hash or _nobody, password)
        except (Argon2Error, InvalidHashError):
            return False
    return bool(password_hash)
