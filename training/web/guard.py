"""The guard: every view declares a permission, and a view without one does not start."""

import logging
import uuid
from collections.abc import Callable
from typing import Any, TypeVar

from flask import Flask, Response, g, redirect, request, url_for

from training.adapters.addresses import is_own_address
from training.kernel.access import Permission, Role
from training.kernel.refusal import Refusal
from training.kernel.texts import say
from training.web.context import SAFE_METHODS, Actor, language, settings

logger = logging.getLogger(__name__)
View = TypeVar("View", bound=Callable[..., Any])
FindActor = Callable[[uuid.UUID | None], Actor]
NOT_ALLOWED = say("This page is not for this account.")
NOT_JOINED = say("Please join the course first, with the code that the trainer shows.")
STRANGE_ORIGIN = say(
    "This form was sent from another site, so nothing was saved. Please open the page again."
)
STAFF_ELSEWHERE = say(
    "Staff sign in on the trainer's laptop itself, or over a secure (https) address. "
    "On this connection a password could be overheard."
)


def permit(permission: Permission) -> Callable[[View], View]:
    """Declares who may see this view."""

    def declare(view: View) -> View:
        view.permission = permission  # type: ignore[attr-defined] # read back by `permission_of`
        return view

    return declare


def permission_of(app: Flask, endpoint: str) -> Permission | None:
    """The permission that the view of this endpoint declares."""
    found: Permission | None = getattr(app.view_functions[endpoint], "permission", None)
    return found


def require_permissions(app: Flask) -> None:
    """Raises RuntimeError naming every endpoint that declares no permission."""
    bare = [
        name for name in app.view_functions if name != "static" and not permission_of(app, name)
    ]
    if bare:
        raise RuntimeError(f"these views declare no permission: {', '.join(sorted(bare))}")


def staff_may_come_this_way() -> bool:
    """Whether a password or a staff session may travel over this connection."""
    return request.is_secure or settings().staff_over_http or comes_from_this_machine()


def comes_from_this_machine() -> bool:
    """Whether the caller is this machine itself, and not a proxy that nobody told us to trust."""
    if "X-Forwarded-For" in request.headers and not settings().behind_proxy:
        return False
    return is_own_address(request.remote_addr or "")


def require_staff_connection() -> None:
    """Raises Refusal (403) where a password could be overheard."""
    if not staff_may_come_this_way():
        raise Refusal(STAFF_ELSEWHERE, status=403)


def require_own_origin() -> None:
    """Raises Refusal (403) when a browser says that another site sent this form."""
    origin = request.headers.get("Origin")
    if request.method in SAFE_METHODS or origin is None:
        return
    if origin.split("://", 1)[-1] != request.host:
        raise Refusal(STRANGE_ORIGIN, status=403)


def _turn_away(permission: Permission, actor: Actor) -> Response:
    if Role.TRAINEE in permission.roles:
        if actor.account_id is None:
            if request.method in SAFE_METHODS:
                return redirect(url_for("courses.join"))  # type: ignore[return-value] # werkzeug's base class
            raise Refusal(NOT_JOINED, status=403)
    elif actor.account_id is None and request.method in SAFE_METHODS:
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")))  # type: ignore[return-value] # werkzeug's base class
    logger.warning("%s is not allowed: account %s", permission.name, actor.account_id)
    raise Refusal(NOT_ALLOWED, status=403)


def install(app: Flask, find_actor: FindActor) -> None:
    """Sets the guard before every view. `find_actor` gets the request's course id, if any."""
    app.extensions["training.find_actor"] = find_actor

    @app.before_request
    def check() -> Response | None:
        language()
        if request.endpoint is None or request.endpoint == "static":
            return None
        require_own_origin()
        course_id = (request.view_args or {}).get("course_id")
        g.actor = find_actor(course_id)
        permission = permission_of(app, request.endpoint)
        if permission is None:
            raise RuntimeError(f"{request.endpoint} declares no permission")
        return None if permission.allows(g.actor.roles) else _turn_away(permission, g.actor)
