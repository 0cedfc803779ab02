"""What the terminal shows once the server can be reached: its addresses, a QR, the first link."""

import sys
from collections.abc import Callable
from dataclasses import dataclass

from training.adapters import qr_codes
from training.adapters.addresses import lan_addresses
from training.adapters.settings import Settings

EVERYWHERE = "0.0.0.0"  # noqa: S104 - only compared with: the setting decides


@dataclass(frozen=True, slots=True)
class Welcome:
    """What the terminal shows once the server can be reached."""

    port: int
    room_addresses: tuple[str, ...]
    """Full addresses (`http://…/`) for phones, the likeliest first; none without a network."""
    administrator_link: str
    """The one-time link that makes the first administrator; "" once there is one."""
    public_address: str = ""
    """Of a server behind a proxy, where the world finds it; there is no room then."""


def welcome_for(
    settings: Settings,
    administrator_path: str,
    find_addresses: Callable[[], tuple[str, ...]] = lan_addresses,
) -> Welcome:
    """What to show: the addresses that fit the setting, and where the first link can be opened."""
    if settings.host == EVERYWHERE:
        addresses = find_addresses()
    else:
        addresses = () if settings.host.startswith(("127.", "localhost")) else (settings.host,)
    own = settings.host if settings.host != EVERYWHERE else "localhost"
    on_the_web = settings.behind_proxy and settings.public_url
    base = settings.public_url if on_the_web else f"http://{own}:{settings.port}"
    return Welcome(
        port=settings.port,
        room_addresses=tuple(f"http://{address}:{settings.port}/" for address in addresses),
        administrator_link=f"{base}{administrator_path}" if administrator_path else "",
        public_address=f"{base}/" if on_the_web else "",
    )


def announce(welcome: Welcome) -> None:
    """Prints the welcome at once, also into a file or a pipe."""
    print("\n".join(welcome_lines(welcome, sys.stdout.encoding or "ascii")), flush=True)


def welcome_lines(welcome: Welcome, encoding: str) -> list[str]:
    """The lines of the welcome, for a terminal of that encoding."""
    lines = [
        "",
        "R2P Training is running. Ctrl-C ends it; the data stays.",
        "",
        f"  This computer:       http://localhost:{welcome.port}/",
    ]
    if welcome.public_address:
        lines += [f"  For everybody:       {welcome.public_address}"]
    else:
        lines += _room_lines(welcome.room_addresses, encoding)
    if welcome.administrator_link:
        lines += [
            "",
            "  There is no administrator yet. This link makes the first one, once;",
            f"  open it {'now' if welcome.public_address else 'on this computer'}:",
            "",
            f"  {welcome.administrator_link}",
        ]
    return [*lines, ""]


def _room_lines(addresses: tuple[str, ...], encoding: str) -> list[str]:
    if not addresses:
        return [
            "  Phones in the room:  no network was found. Connect this computer to the",
            "                       router of the room and start again.",
        ]
    first, *others = addresses
    lines = [f"  Phones in the room:  {first}"]
    lines += [f"                or:    {other}" for other in others]
    return [*lines, "", *qr_lines(f"{first}join", encoding)]


def qr_lines(address: str, encoding: str) -> list[str]:
    """The address as a QR of block characters; none where the terminal cannot show those."""
    lines = qr_codes.qr_lines(address)
    try:
        "".join(lines).encode(encoding)
    except (UnicodeEncodeError, LookupError):
        return []
    return [f"  {line}" for line in lines]
