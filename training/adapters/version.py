"""Which version of the software this is."""

from functools import cache
from importlib.metadata import PackageNotFoundError, version


@cache
def own_version() -> str:
    """The version as the installed package states it; "unknown" where nothing is installed."""
    try:
        return version("r2p-training")
    except PackageNotFoundError:
        return "unknown"
