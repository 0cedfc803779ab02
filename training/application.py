"""The application: settings in, rooms wired, one tuple of rooms."""

import datetime as dt
import importlib
import importlib.util
import secrets
import uuid
from collections.abc import Callable
from functools import partial
from types import ModuleType

from flask import Flask, request
from flask_login import LoginManager
from flask_wtf.csrf import CSRFProtect

from training import cli, live_wiring
from training.adapters import migrating
from training.adapters.database import Database, open_database
from training.adapters.memory import give_back_large_blocks
from training.adapters.metrics import Metrics
from training.adapters.places import TEMPLATES
from training.adapters.settings import Settings, installation_tag, load_settings
from training.adapters.version import own_version
from training.attendance import arriving
from training.attendance import merging as attendance_merging
from training.attendance import service as attendance
from training.certificates import merging as certificates_merging
from training.certificates import service as certificates
from training.certificates.designs import designs
from training.courses import certificate_rule, merging, seat_cookie
from training.courses import service as courses
from training.kernel.access import Role
from training.live import merging as live_merging
from training.live import service as live
from training.modules import service as modules
from training.people import signing_in
from training.quizzes import merging as quizzes_merging
from training.quizzes import service as quizzes
from training.web import (
    assets,
    compression,
    device,
    errors,
    guard,
    headers,
    locale,
    observing,
    readable,
    sizes,
    templating,
    transaction,
)
from training.web.context import SAFE_METHODS, Actor, db

ROOMS = (
    "training.web",
    "training.audit",
    "training.throttle",
    "training.people",
    "training.modules",
    "training.courses",
    "training.slides",
    "training.quizzes",
    "training.attendance",
    "training.credentials",
    "training.certificates",
    "training.live",
    "training.today",
)
LARGEST_BODY = 1024 * 1024
LONGEST_IDLE = dt.timedelta(hours=18)
"""A signed-in browser in which nothing changed for so long has to sign in again: a day's work fits,
a laptop forgotten overnight does not."""


def _part(room: str, name: str) -> ModuleType | None:
    """One file of a room, where the room has it."""
    if importlib.util.find_spec(f"{room}.{name}") is None:
        return None
    return importlib.import_module(f"{room}.{name}")


def load_tables() -> None:
    """Imports every room's tables, so that the metadata is whole."""
    for room in ROOMS:
        _part(room, "tables")


def create_app(
    settings: Settings | None = None, *, testing: bool = False, keep_secret: bool = True
) -> Flask:
    """The Flask application for these settings, else for those of the environment.

    Without `keep_secret` nothing is written: where there is no signing key yet, one is made up that
    lasts as long as the process, which is enough for a command that signs nothing.
    Raises SettingsError, with a sentence for the terminal, when a setting cannot be used.
    """
    give_back_large_blocks()
    settings = settings or load_settings()
    app = transaction.Application(
        __name__,
        template_folder=str(TEMPLATES),
        static_folder=None,  # see web.assets
    )
    app.url_map.merge_slashes = False  # an address with // is no page, and leads nowhere
    _configure(app, settings, testing, keep_secret)
    load_tables()
    app.extensions["training.settings"] = settings
    database = open_database(settings.database_url, settings.synchronous)
    app.extensions["training.database"] = database
    app.extensions["training.channel"] = live_wiring.make_channel(database, settings.workers)
    app.extensions["training.live"] = partial(live_wiring.make_stream, app)
    _install(app, settings)
    for room in ROOMS:
        views = _part(room, "views")
        if views is not None:
            app.register_blueprint(views.blueprint)
    guard.require_permissions(app)
    _tie_rooms()
    app.extensions["training.conditions"] = _conditions(database)
    cli.install(app)
    return app


def _tie_rooms() -> None:
    """Tells rooms, which look down only, what rooms above them want to have a say in."""
    certificate_rule.in_words[:] = [certificates.say_rule]
    certificate_rule.offers[:] = [designs.offer_kinds]
    courses.agenda_guards[:] = [attendance.items_in_use]
    courses.ending_steps[:] = [quizzes.close_all, attendance.close_all, live.end]
    courses.arrival_steps[:] = [arriving.mark_on_arrival]
    merging.merging_rooms[:] = [
        certificates_merging,
        attendance_merging,
        quizzes_merging,
        live_merging,
    ]
    quizzes.opening_steps[:] = [live.touch]
    attendance.opening_steps[:] = [live.touch]
    attendance.followers[:] = [live.list_ever_connected]


def _conditions(database: Database) -> dict[str, Callable[[], bool]]:
    """What must hold before a workshop can be served, by its name on `/readyz`, in this order."""

    def is_content_read() -> bool:
        with database.reading() as session:
            return modules.has_offered(session)

    return {
        "database": database.answers,
        "schema": partial(migrating.is_at_head, database.reading_engine),
        "content": is_content_read,
    }


def _configure(app: Flask, settings: Settings, testing: bool, keep_secret: bool) -> None:
    known = settings.secret_key() if keep_secret else settings.find_secret_key()
    secret_key = known or secrets.token_hex(32)
    app.config.update(
        TESTING=testing,
        SECRET_KEY=secret_key,
        MAX_CONTENT_LENGTH=LARGEST_BODY,
        MAX_FORM_MEMORY_SIZE=LARGEST_BODY,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=LONGEST_IDLE,
        SESSION_COOKIE_NAME=f"session-{installation_tag(secret_key)}",
        WTF_CSRF_TIME_LIMIT=None,
        WTF_CSRF_SSL_STRICT=False,
    )


def _install(app: Flask, settings: Settings) -> None:
    observing.install(app, Metrics(own_version()))
    sizes.install(app)
    readable.install(app)
    if settings.behind_proxy:
        from werkzeug.middleware.proxy_fix import ProxyFix

        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=1)  # type: ignore[method-assign] # the documented way
    transaction.install(app)
    errors.install(app)
    headers.install(app)
    locale.install(app)
    device.install(app)
    templating.install(app)
    assets.install(app)
    guard.install(app, find_actor)
    app.after_request(seat_cookie.lead_on)
    CSRFProtect(app)
    compression.install(app)
    # Pages know the actor. Flask-Login would ask for its user again on the page of an error, even
    # where the error is that nobody can be asked.
    signing_in.install(LoginManager(app, add_context_processor=False))


def find_actor(course_id: uuid.UUID | None) -> Actor:
    """Who makes this request, and as what in the course that it is about."""
    roles = {Role.VISITOR}
    identity = signing_in.current_identity()
    if identity is not None:
        roles |= courses.staff_roles(db(), identity, course_id)
    held = seat_cookie.held_seats()
    seat_id = None
    if course_id and held:
        is_deed = request.method not in SAFE_METHODS
        seat_id = courses.find_held_seat(db(), course_id, held, for_a_deed=is_deed)
    if seat_id is not None:
        roles.add(Role.TRAINEE)
    return Actor(
        account_id=identity.account_id if identity else None,
        person_id=identity.person_id if identity else None,
        name=identity.name.en if identity else "",
        seat_id=seat_id,
        held_seat_ids=held,
        roles=frozenset(roles),
    )
