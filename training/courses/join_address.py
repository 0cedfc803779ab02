"""Where phones find this course: the addresses to offer, and one that was typed."""

import re
from collections.abc import Iterable
from urllib.parse import urlsplit

from training.adapters.addresses import lan_addresses
from training.courses import texts
from training.kernel.refusal import Refusal

_ADDRESS = re.compile(r"(https?)://([a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)(?::(\d{1,5}))?/?", re.ASCII)
_PORT = re.compile(r":\d{1,5}$", re.ASCII)
_NUMBER = re.compile(r"//\d+\.\d+\.\d+\.\d+(:\d+)?$", re.ASCII)
_THIS_MACHINE = re.compile(r"localhost|127\..*|0\.0\.0\.0|\[?::1\]?")


def offer_addresses(lan: Iterable[str], root: str, public_url: str) -> tuple[str, ...]:
    """Addresses that phones may open, the likeliest first, each once.

    `root` is where the reader sees this site; its port is the one that phones need, and its name
    is offered too, unless it means the reader's own machine.
    """
    seen = urlsplit(root)
    port = _PORT.search(seen.netloc)
    found = [f"http://{address}{port[0] if port else ''}" for address in lan]
    if not _THIS_MACHINE.fullmatch(seen.hostname or ""):
        found.insert(0, f"{seen.scheme}://{seen.netloc}")
    if public_url:
        found.append(public_url)
    return tuple(dict.fromkeys(found))


def address_for_phones(chosen: str, root: str, public_url: str) -> str:
    """Where phones find this site: the address chosen for the course, else the likeliest one.

    "" for a machine in no network.
    """
    return chosen or next(iter(offer_addresses(lan_addresses(), root, public_url)), "")


def read_address(typed: str) -> str:
    """An address as `http://host:port`. Raises Refusal (422) where no phone could open it."""
    address = typed.strip().lower()
    if "://" not in address:
        address = f"http://{address}"
    found = _ADDRESS.fullmatch(address)
    if len(address) > 200 or not found or int(found[3] or 1) not in range(1, 65536):
        raise Refusal(texts.ADDRESS_WRONG, field="address_typed")
    return address.rstrip("/")


def has_moved(address: str, offered: Iterable[str]) -> bool:
    """Whether the address is a number of a network that this machine is not in now."""
    return bool(_NUMBER.search(address)) and address not in offered


def spoken_address(address: str) -> str:
    """The address as a person types it: without `http://`."""
    return address.split("://", 1)[-1]
