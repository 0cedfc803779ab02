"""Whether the disk is full: what the system says where a file cannot grow any more."""

import errno

_FULL = frozenset(
    getattr(errno, name) for name in ("ENOSPC", "EDQUOT", "EFBIG") if hasattr(errno, name)
)


def is_full(error: OSError) -> bool:
    """Whether there was no room: on the disk, in the quota, or for a file of that size."""
    return error.errno in _FULL
