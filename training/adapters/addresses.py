"""This machine's addresses: which one phones in the room can use, and whether a caller is us."""

import ipaddress
from collections.abc import Iterable
from dataclasses import dataclass

import ifaddr

# Networks that exist only inside this machine, by how their interface is called.
_INSIDE = (
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
    "vboxnet",
    "lxc",
    "lxd",
    "podman",
    "cni",
    "tun",
)
_INSIDE_WORDS = ("virtualbox", "vmware", "hyper-v", "vethernet", "wsl", "loopback", "tailscale")
# The likeliest first: home and venue routers, then office networks, then private ones, then any.
_HOME = ipaddress.IPv4Network("192.168.0.0/16")
_OFFICE = ipaddress.IPv4Network("10.0.0.0/8")
_OTHER = ipaddress.IPv4Network("172.16.0.0/12")
_ANY = ipaddress.IPv4Network("0.0.0.0/0")
_LIKELIEST = (_HOME, _OFFICE, _OTHER, _ANY)


@dataclass(frozen=True, slots=True)
class Interface:
    """One network interface: what the system calls it, and its IPv4 and IPv6 addresses."""

    name: str
    addresses: tuple[str, ...]


def read_interfaces() -> tuple[Interface, ...]:
    """The interfaces of this machine as they are now; none when the system does not say."""
    try:
        adapters = list(ifaddr.get_adapters())
    except OSError:
        return ()
    return tuple(
        Interface(
            f"{adapter.name} {adapter.nice_name}".lower(),
            tuple(ip.ip if isinstance(ip.ip, str) else ip.ip[0] for ip in adapter.ips),
        )
        for adapter in adapters
    )


def choose_lan_addresses(interfaces: Iterable[Interface]) -> tuple[str, ...]:
    """The IPv4 addresses at which others can reach this machine, the likeliest first, each once."""
    found = {
        address
        for interface in interfaces
        if not _is_inside(interface.name)
        for text in interface.addresses
        if (address := _lan_address(text)) is not None
    }
    return tuple(str(address) for address in sorted(found, key=_likelihood))


def lan_addresses() -> tuple[str, ...]:
    """The addresses at which phones in the room may find this machine, the likeliest first."""
    return choose_lan_addresses(read_interfaces())


def is_own_address(remote: str) -> bool:
    """Whether a caller's address is loopback or one of this machine's own.

    Anything that is not an IP address gives False.
    """
    caller = _parse(remote)
    if caller is None:
        return False
    if caller.is_loopback:
        return True
    return any(_parse(own) == caller for each in read_interfaces() for own in each.addresses)


def _is_inside(name: str) -> bool:
    return name.startswith(_INSIDE) or any(word in name for word in _INSIDE_WORDS)


def _lan_address(text: str) -> ipaddress.IPv4Address | None:
    address = _parse(text)
    if not isinstance(address, ipaddress.IPv4Address):
        return None
    return None if address.is_loopback or address.is_link_local else address


def _likelihood(address: ipaddress.IPv4Address) -> tuple[int, ipaddress.IPv4Address]:
    return next(i for i, network in enumerate(_LIKELIEST) if address in network), address


def _parse(text: str) -> ipaddress.IPv4Address | ipaddress.IPv6Address | None:
    try:
        address = ipaddress.ip_address(text.partition("%")[0])
    except ValueError:
        return None
    mapped = address.ipv4_mapped if isinstance(address, ipaddress.IPv6Address) else None
    return mapped or address
