"""Pages of the staff: the first administrator, signing in and out, colleagues."""

import hmac
import logging

from flask import Blueprint, abort, current_app, flash, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from training.adapters.typesetting import characters_without_glyph
from training.audit import service as audit
from training.kernel.access import ActorKind, Who
from training.kernel.ids import as_id
from training.kernel.refusal import Refusal
from training.kernel.texts import N_, say
from training.people import guessing, links, permissions, rules, service, store
from training.people.forms import FirstAdministratorForm, NewAccountForm, PasswordForm, SignInForm
from training.people.model import AccountRole
from training.people.passwords import hash_password, password_fits
from training.people.signing_in import sign_in as open_session
from training.people.signing_in import sign_out as close_session
from training.people.tables import Account
from training.throttle import service as throttle
from training.web.context import actor, database, db, now
from training.web.device import device, remember_account
from training.web.guard import permit, require_staff_connection
from training.web.locale import gettext
from training.web.transaction import refused, roll_back
from training.web.views import own_path

blueprint = Blueprint("people", __name__)
logger = logging.getLogger(__name__)
WRONG_SIGN_IN = say("This name and password do not belong together. Please try again.")
LINK_ENDED = say("This link has ended or was used already. Please ask for a new one.")
Page = str | tuple[str, int] | Response


@blueprint.route("/start/<token>", methods=["GET", "POST"])
@permit(permissions.START)
def start(token: str) -> Page:
    """The one-time link: makes the first administrator and signs in."""
    require_staff_connection()
    right = service.first_administrator_token(str(current_app.config["SECRET_KEY"]))
    if not hmac.compare_digest(token.encode(), right.encode()):
        abort(404)
    form = FirstAdministratorForm()
    if request.method == "POST" and form.validate():
        try:
            own = form.details().name_latin.split()
            rules.check_password(form.password.data or "", form.sign_in_name.data or "", *own)
            password_hash = _hash(form)
            account = service.add_first_administrator(
                db(),
                form.details(),
                form.sign_in_name.data or "",
                password_hash,
                now(),
                characters_without_glyph,
            )
            open_session(account)
            remember_account(account.id)
            return redirect("/")
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
            return render_template("people/start.html", form=form), refusal.status
    if service.has_administrator(db()):
        raise Refusal(service.ALREADY_STARTED, status=410)
    return render_template("people/start.html", form=form), 422 if form.errors else 200


@blueprint.route("/sign-in", methods=["GET", "POST"])
@permit(permissions.SIGN_IN)
def sign_in() -> Page:
    """Name and password. The hash is checked before any transaction is open."""
    require_staff_connection()
    form = SignInForm()
    device()  # whoever sees the form has an id to be counted by
    if request.method != "POST" or not form.validate():
        return render_template("people/sign_in.html", form=form), 422 if form.errors else 200
    name = (form.sign_in_name.data or "").strip().lower()
    roll_back()
    with database().reading() as session:
        account = store.find_account_by_name(session, name)
        budgets = guessing.budgets(name, account.id if account else None, device())
        for key, most in budgets.items():
            throttle.require_room(session, key, most, now())
        password_hash = account.password_hash if account and account.active else ""
    # Checked for a name that nobody has as well, so that the time it takes tells nothing.
    if not password_fits(password_hash, form.password.data or "") or account is None:
        logger.warning("wrong password for %r from %s", name[:60], device().network)
        refusal = throttle.wrong_try(WRONG_SIGN_IN, tuple(budgets), now())
        refused(refusal)
        form.blame(refusal)
        return render_template("people/sign_in.html", form=form), refusal.status
    _note_sign_in(account)
    open_session(account)
    remember_account(account.id)
    return redirect(own_path(request.args.get("next", "/")))


def _note_sign_in(account: Account) -> None:
    who = Who(ActorKind.ACCOUNT, account.id, account.sign_in_name)
    audit.record(db(), who, now(), "signed in", "account", account.id)


@blueprint.post("/sign-out")
@permit(permissions.SIGN_OUT)
def sign_out() -> Response:
    """Ends every session of whoever signs out, in this browser and in all others."""
    account_id = actor().account_id
    if account_id is not None:
        service.end_sessions(db(), account_id, actor().who(), now())
    close_session()
    return redirect("/")


@blueprint.get("/visit/<token>")
@permit(permissions.SIGN_IN)
def visit(token: str) -> Response:
    """A demonstration's sign-in link; it expires after twelve hours."""
    require_staff_connection()
    account_id = links.read_visit_token(token)
    account = db().get(Account, account_id) if account_id else None
    if account is None or not account.active:
        raise Refusal(LINK_ENDED, status=410)
    open_session(account)
    return redirect("/")


@blueprint.get("/staff")
@permit(permissions.MANAGE_STAFF)
def staff() -> Page:
    """Everybody who can sign in, a page at a time."""
    return _staff_page(NewAccountForm())


def _staff_page(form: NewAccountForm) -> str:
    after_id = as_id(request.args.get("after", ""))
    after = db().get(Account, after_id) if after_id else None
    found = store.list_accounts(db(), after)
    rows = found[: store.PAGE]
    return render_template(
        "people/staff.html",
        rows=rows,
        form=form,
        is_first_page=after is None,
        following=rows[-1][0].id if len(found) > store.PAGE else None,
    )


@blueprint.post("/staff")
@permit(permissions.MANAGE_STAFF)
def add_staff() -> Page:
    """A new trainer, who chooses a password with a link."""
    form = NewAccountForm()
    if form.validate():
        try:
            account = service.add_account(
                db(),
                form.details(),
                form.sign_in_name.data or "",
                AccountRole.ADMINISTRATOR
                if request.form.get("administrator")
                else AccountRole.TRAINER,
                actor().who(),
                now(),
                characters_without_glyph,
            )
            return redirect(url_for("people.password_link", account_id=account.id))
        except Refusal as refusal:
            refused(refusal)
            form.blame(refusal)
    return _staff_page(form), 422


@blueprint.get("/staff/<uuid:account_id>/link")
@permit(permissions.MANAGE_STAFF)
def password_link(account_id: object) -> Page:
    """The link with which a colleague chooses a password."""
    found = store.find_account(db(), account_id)  # type: ignore[arg-type] # the converter gives a UUID
    if found is None:
        abort(404)
    account, person = found
    address = url_for("people.choose_password", token=links.password_token(account), _external=True)
    return render_template(
        "people/password_link.html", account=account, person=person, address=address
    )


@blueprint.route("/password/<token>", methods=["GET", "POST"])
@permit(permissions.SIGN_IN)
def choose_password(token: str) -> Page:
    """A colleague chooses a password with the link."""
    require_staff_connection()
    read = links.read_password_token(token)
    form = PasswordForm()
    if read is None:
        raise Refusal(LINK_ENDED, status=410)
    if request.method == "POST" and form.validate():
        name = _account_of(read).sign_in_name
        try:
            rules.check_password(form.password.data or "", name)
        except Refusal as refusal:
            form.blame(refusal)
            return render_template("people/choose_password.html", form=form), refusal.status
        password_hash = _hash(form)
        account = _account_of(read)
        service.choose_password(db(), account, password_hash, now())
        open_session(account)
        remember_account(account.id)
        flash(gettext(N_("The password was saved.")), "saved")
        return redirect("/")
    account = _account_of(read)
    status = 422 if form.errors else 200
    return render_template("people/choose_password.html", form=form, account=account), status


def _hash(form: FirstAdministratorForm | PasswordForm) -> str:
    """The hash, made while no transaction is open: the guard began one for who is signed in."""
    roll_back()
    return hash_password(form.password.data or "")


def _account_of(read: tuple[object, str]) -> Account:
    account = db().get(Account, read[0])
    if account is None or not account.active or not links.still_counts(account, read[1]):
        raise Refusal(LINK_ENDED, status=410)
    return account
