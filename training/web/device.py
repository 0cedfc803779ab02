"""The device cookie: a random id, by which a browser's wrong tries are told from its neighbours'.

All phones of a room may share one address, and whoever wants to keep others out has it too. So
wrong codes and passwords are counted by this id first. It is signed: nobody can take another's.
It names the accounts that signed in here before, so that a stranger who types wrong passwords for
a name keeps strangers out, not its owner. It is no key to anything, and lasts half a year.
"""

import ipaddress
import secrets
import uuid
from functools import cache
from typing import cast

from flask import Flask, Response, current_app, g, request
from itsdangerous import BadData, URLSafeSerializer

from training.adapters.settings import installation_tag
from training.kernel.access import Device
from training.kernel.ids import as_id

HALF_A_YEAR_SECONDS = 183 * 24 * 3600
ID_BYTES = 12
MOST_ACCOUNTS = 8


def cookie_name(secret_key: str) -> str:
    """The cookie's name in the installation of that key."""
    return f"device-{installation_tag(secret_key)}"


def device() -> Device:
    """The browser that sent this request; one without an id gets it with the answer."""
    if "device" not in g:
        g.device = _read() or Device(secrets.token_urlsafe(ID_BYTES), True, _network())
        g.device_is_changed = g.device.is_new
    return cast(Device, g.device)


def remember_account(account_id: uuid.UUID) -> None:
    """Notes that this account signed in on this device."""
    found = device()
    others = [each for each in found.accounts if each != account_id]
    accounts = (account_id, *others)[:MOST_ACCOUNTS]
    g.device_is_changed = found.is_new or accounts != found.accounts
    g.device = Device(found.id, found.is_new, found.network, accounts)


def _secret_key() -> str:
    return str(current_app.config["SECRET_KEY"])


@cache
def _serializer(secret_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(secret_key, salt="device")


def _read() -> Device | None:
    secret_key = _secret_key()
    sent = request.cookies.get(cookie_name(secret_key))
    if sent is None:
        return None
    try:
        written = _serializer(secret_key).loads(sent)
    except BadData:
        return None
    if not isinstance(written, list) or not written:
        return None
    known = (as_id(str(each)) for each in written[1:])
    return Device(str(written[0]), False, _network(), tuple(each for each in known if each))


def _network() -> str:
    try:
        address = ipaddress.ip_address(request.remote_addr or "")
    except ValueError:
        return ""
    if isinstance(address, ipaddress.IPv4Address):
        return str(address)
    if address.ipv4_mapped is not None:
        return str(address.ipv4_mapped)
    return str(ipaddress.IPv6Network((int(address), 64), strict=False).network_address)


def _keep(response: Response) -> Response:
    if g.get("device_is_changed", False):
        found = device()
        response.set_cookie(
            cookie_name(_secret_key()),
            str(_serializer(_secret_key()).dumps([found.id, *map(str, found.accounts)])),
            max_age=HALF_A_YEAR_SECONDS,
            httponly=True,
            samesite="Lax",
            secure=request.is_secure,
        )
    return response


def install(app: Flask) -> None:
    """Gives the cookie to those whom a view has looked at."""
    app.after_request(_keep)
