"""Commands for the terminal; each calls the same service as the page does.

`flask --app app …` in the folder of the project. An expected fault: a sentence and exit code 1.
"""

import sys
from collections.abc import Callable
from functools import wraps
from pathlib import Path
from typing import ParamSpec

import click
import msgspec
from flask import Flask, current_app
from flask.cli import AppGroup, ScriptInfo, pass_script_info, with_appcontext
from sqlalchemy.exc import SQLAlchemyError

from training.adapters import clock
from training.adapters.settings import Settings, SettingsError
from training.adapters.version import own_version
from training.kernel.locales import Language
from training.kernel.refusal import Refusal
from training.live import rehearsing
from training.modules import checking
from training.modules.stamping import UnreadableSlides, stamp_translations
from training.operations.model import CannotBeDone, Manifest
from training.operations.restoring import Restored

A_FILE = click.Path(path_type=Path)
FORMATS = click.Choice(["gift", "moodle-xml", "aiken", "csv", "xlsx"])
P = ParamSpec("P")

modules = AppGroup("modules", help="The content packs: what trainers teach.")
certificates = AppGroup("certificates", help="Certificates on paper.")
quizzes = AppGroup("quizzes", help="Questions from files, and into files.")


def plainly(command: Callable[P, None]) -> Callable[P, None]:
    """Turns expected faults into one sentence on stderr and exit code 1."""

    @wraps(command)
    def run(*args: P.args, **named: P.kwargs) -> None:
        try:
            command(*args, **named)
        except (CannotBeDone, Refusal, SettingsError) as fault:
            click.echo(str(fault), err=True)
            raise click.exceptions.Exit(1) from fault
        except SQLAlchemyError as error:
            reason = str(getattr(error, "orig", None) or error).strip().splitlines()[0]
            click.echo(f"The database cannot be used: {reason}.", err=True)
            raise click.exceptions.Exit(1) from error

    return run


def _settings() -> Settings:
    settings: Settings = current_app.extensions["training.settings"]
    return settings


@modules.command("check")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@click.option("--render", is_flag=True, help="Measure every slide in Chromium too.")
@click.option("--pictures", type=A_FILE, help="With --render: a folder for a PNG of every screen.")
@plainly
def check_modules(as_json: bool, render: bool, pictures: Path | None) -> None:
    """Read every pack and tell what is wrong, with file and line."""
    packs = _settings().packs_folder
    reports, others = checking.check_packs(packs), checking.check_questionnaires(packs)
    if render or pictures:
        reports = _measured(packs, reports, pictures)
    if as_json:
        click.echo(checking.as_json(reports, others).encode())
    else:
        for line in checking.as_lines(reports + others):
            click.echo(line)
    if not reports:
        raise CannotBeDone(f"There is no content pack in {packs}.")
    if not as_json:
        click.echo(checking.as_summary(reports + others))
    if not checking.can_all_be_taught(reports + others):
        raise click.exceptions.Exit(1)


def _measured(
    packs: Path, reports: tuple[checking.PackReport, ...], pictures: Path | None
) -> tuple[checking.PackReport, ...]:
    from training.operations.measuring import measure_packs

    app: Flask = current_app._get_current_object()  # type: ignore[attr-defined] # noqa: SLF001 (Flask's documented way to the application itself)
    slugs = [report.slug for report in reports]
    found = measure_packs(app, packs, slugs, pictures)
    return tuple(checking.with_warnings(each, found.get(each.slug, ())) for each in reports)


@modules.command("stamp")
@click.argument("slug")
@plainly
def stamp_module(slug: str) -> None:
    """After the Khmer of SLUG was read against the English: note that it is up to date."""
    try:
        changed = stamp_translations(_settings().packs_folder, slug)
    except UnreadableSlides as error:
        for fault in error.faults:
            click.echo(f"{fault.file}:{fault.line}: {fault.severity}: {fault.message}")
        raise CannotBeDone("Nothing was stamped.") from error
    except OSError as error:
        raise CannotBeDone(f"The slides cannot be written: {error}.") from error
    click.echo(f"{slug}: {changed} Khmer slides were stamped; the others were up to date.")


@certificates.command("preview")
@click.option("--out", type=A_FILE, help="The PDF to write.")
@click.option("--facts", "facts_file", type=A_FILE, help="JSON as --print-facts prints it.")
@click.option("--print-facts", is_flag=True, help="Print the facts as JSON.")
@plainly
def preview_certificate(out: Path | None, facts_file: Path | None, print_facts: bool) -> None:
    """Set one certificate from a sample's facts, or from given ones. Needs no database."""
    from training.operations import preview

    if out is None and not print_facts:
        raise click.UsageError("Say --out FILE.pdf, --print-facts, or both.")
    facts = preview.read_facts(facts_file)
    if print_facts:
        click.echo(preview.facts_as_text(facts), nl=False)
    if out is not None:
        preview.write_preview(facts, out)
        click.echo(f"Wrote {out}.", err=True)


@quizzes.command("import")
@click.argument("file", type=A_FILE)
@click.option("--format", "file_format", type=FORMATS, help="Else it is seen from the file.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be taken.")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@click.option("--take-the-rest", is_flag=True, help="Save also when some questions are refused.")
@click.option("--name", default="", help="The module is called own-NAME; else after the file.")
@click.option("--title", default="", help="What the module is called in courses.")
@plainly
def import_questions(
    file: Path,
    file_format: str | None,
    dry_run: bool,
    as_json: bool,
    take_the_rest: bool,
    name: str,
    title: str,
) -> None:
    """Take the questions of FILE as a module with a quiz; exit code 1 when nothing was saved."""
    from training.operations import questions

    taken = questions.look_at(file, file_format, _progress)
    if as_json:
        click.echo(questions.as_json(taken))
    else:
        click.echo("\n".join((*questions.as_lines(taken, file), questions.as_summary(taken))))
    if dry_run:
        return
    database = current_app.extensions["training.database"]
    module = questions.keep(
        database, taken, file, name, title, clock.now(), take_the_rest=take_the_rest
    )
    told = (
        f"Saved as module {module.slug}, version {module.version}: {len(module.items)} questions."
    )
    click.echo(told, err=as_json)


def _progress(count: int) -> None:
    if count % 100 == 0 and sys.stderr.isatty():
        click.echo(f"{count} questions …", err=True)


@quizzes.command("export")
@click.argument("slug")
@click.argument("file", type=A_FILE, required=False)
@click.option("--format", "file_format", type=FORMATS, help="Else by the ending of FILE, or GIFT.")
@click.option("--language", type=click.Choice(["km", "en"]), help="Else both languages.")
@plainly
def export_questions(
    slug: str, file: Path | None, file_format: str | None, language: Language | None
) -> None:
    """Write the quiz of the module SLUG into FILE, else to the standard output.

    What the format cannot hold is told.
    """
    from training.operations import questions

    database = current_app.extensions["training.database"]
    chosen = questions.format_of(file, file_format)
    for line in questions.write_file(database, slug, chosen, file, language):
        click.echo(line, err=True)


@click.command()
@with_appcontext
@click.argument("file", type=A_FILE)
@click.option("--overwrite", is_flag=True, help="Replace FILE where there is one.")
@plainly
def backup(file: Path, overwrite: bool) -> None:
    """Write everything into one FILE, while the server serves."""
    from training.operations.backup import back_up

    manifest = back_up(_settings(), file, clock.now(), own_version(), overwrite=overwrite)
    click.echo(f"Wrote {file} and read it again: {_contents(manifest)}.")
    click.echo("It holds names and the secret key: keep it where only you can read it.")


def _contents(manifest: Manifest) -> str:
    words = {"courses": "courses", "persons": "persons", "certificates": "certificates"}
    return ", ".join(f"{manifest.counts.get(table, 0)} {word}" for table, word in words.items())


@click.command()
@with_appcontext
@click.argument("file", type=A_FILE)
@click.option("--overwrite", is_flag=True, help="Also where there is a database; that one is kept.")
@plainly
def restore(file: Path, overwrite: bool) -> None:
    """Put the backup in FILE in the place of this installation's data."""
    from training.operations.restoring import restore as put_back

    current_app.extensions["training.database"].dispose()
    done = put_back(_settings(), file, clock.now(), overwrite=overwrite)
    for line in _told(done):
        click.echo(line)


def _told(done: Restored) -> list[str]:
    made = f"{done.manifest.made_at:%d %B %Y, %H:%M} UTC"
    lines = [f"Restored the backup of {made} to {done.database}: {_contents(done.manifest)}."]
    if done.kept:
        lines.append(f"The database that was there before is kept as {done.kept}.")
    if done.server_runs:
        lines.append("A server is using this folder. Stop it and start it again now.")
    return lines


@click.command()
@with_appcontext
@click.option(
    "--to",
    "target",
    required=True,
    envvar="TRAINING_MOVE_TO",
    help="The URL of an empty database; TRAINING_MOVE_TO says it too, without showing a password.",
)
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@plainly
def move(target: str, as_json: bool) -> None:
    """Copy everything into an empty database and compare: SQLite to PostgreSQL, or back."""
    from training.operations import moving

    moved = moving.move(_settings().database_url, target)
    if as_json:
        click.echo(msgspec.json.encode(moved))
    else:
        click.echo("\n".join(moving.as_lines(moved, target)))


@click.command()
@with_appcontext
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@pass_script_info
@plainly
def demo(info: ScriptInfo, as_json: bool) -> None:
    """Fill an empty database with a demonstration; any other database is refused."""
    from training import preparation
    from training.operations import demonstration

    app = info.load_app()
    demonstration.require_empty(_settings(), app.extensions["training.database"])
    preparation.prepare(app)
    made = demonstration.fill(app, clock.now())
    if as_json:
        click.echo(msgspec.json.encode(made))
    else:
        click.echo("\n".join(demonstration.as_lines(made)))


@click.command()
@with_appcontext
@click.option(
    "--phones",
    default=rehearsing.USUAL_PHONES,
    show_default=True,
    type=click.IntRange(rehearsing.FEWEST_PHONES, rehearsing.MOST_PHONES),
)
@click.option("--json", "as_json", is_flag=True, help="One object with the figures.")
@click.option("--quick", is_flag=True, help="A few seconds instead of a minute and a half.")
@click.option("--lines", is_flag=True, hidden=True, help="For the page that shows how far it is.")
@plainly
def rehearse(phones: int, as_json: bool, quick: bool, lines: bool) -> None:
    """Play a whole workshop with simulated phones, and say whether this laptop will hold.

    It runs on this machine alone, over a copy of the data that is removed afterwards.
    """
    from training.operations.rehearsal import orders, telling
    from training.operations.rehearsal.staging import rehearse as play

    telling.end_in_order(with_input=lines)
    pace = orders.QUICK if quick else orders.USUAL
    try:
        figures = play(_settings(), phones, pace, telling.teller(lines))
    except CannotBeDone as fault:
        if lines:
            click.echo(msgspec.json.encode(telling.Line(fault=str(fault))))
        raise
    if lines:
        click.echo(msgspec.json.encode(telling.Line(figures=figures)))
    elif as_json:
        click.echo(msgspec.json.encode(telling.as_report(figures)))
    else:
        click.echo("\n".join(telling.as_lines(figures)))


def install(app: Flask) -> None:
    """Adds the commands to `flask --app app`."""
    for command in (modules, certificates, quizzes, backup, restore, move, demo, rehearse):
        app.cli.add_command(command)
