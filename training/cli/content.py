"""Commands for what is taught: content packs, a certificate's look, questions from files."""

import sys
from pathlib import Path

import click
from flask import Flask, current_app
from flask.cli import AppGroup
from sqlalchemy import make_url

from training.adapters import clock
from training.adapters.database import Database
from training.cli.edge import A_FILE, database_of_app, plainly, settings_of_app
from training.kernel.locales import Language
from training.modules import checking
from training.modules.stamping import UnreadableSlides, stamp_translations
from training.operations.model import CannotBeDone

FORMATS = click.Choice(["gift", "moodle-xml", "aiken", "csv", "xlsx"])

modules = AppGroup("modules", help="The content packs: what trainers teach.")

certificates = AppGroup("certificates", help="Certificates on paper.")

quizzes = AppGroup("quizzes", help="Questions from files, and into files.")


@modules.command("check")
@click.option("--json", "as_json", is_flag=True, help="One line of JSON instead of sentences.")
@click.option("--render", is_flag=True, help="Measure every slide in Chromium too.")
@click.option("--pictures", type=A_FILE, help="With --render: a folder for a PNG of every screen.")
@plainly
def check_modules(as_json: bool, render: bool, pictures: Path | None) -> None:
    """Read every pack and tell what is wrong, with file and line."""
    packs = settings_of_app().packs_folder
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
        changed = stamp_translations(settings_of_app().packs_folder, slug)
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
@click.option("--credential", type=A_FILE, help="The signed credential to write; also attached.")
@click.option("--qr", type=A_FILE, help="The text of the signed QR code to write.")
@click.option("--print-facts", is_flag=True, help="Print the facts as JSON.")
@plainly
def preview_certificate(
    out: Path | None,
    facts_file: Path | None,
    credential: Path | None,
    qr: Path | None,
    print_facts: bool,
) -> None:
    """Set one certificate from a sample's facts, or from given ones. Needs no database.

    With --credential or --qr it is signed as at the issue, with a key made for this preview alone.
    """
    from training.operations import preview

    if not (out or credential or qr or print_facts):
        raise click.UsageError("Say --out FILE.pdf, --credential, --qr, --print-facts, or several.")
    facts, attached = preview.read_facts(facts_file), ""
    if credential or qr:
        sealed = preview.seal(facts, clock.now())
        facts, attached = sealed.facts, sealed.credential
        click.echo(f"Signed with a throwaway key of {sealed.issuer}.", err=True)
    if print_facts:
        click.echo(preview.facts_as_text(facts), nl=False)
    if credential:
        preview.write(credential, attached.encode())
    if qr:
        preview.write(qr, facts.verify_url.encode())
    if out:
        preview.write_preview(facts, out, attached)
        click.echo(f"Wrote {out}.", err=True)


@certificates.command("verify")
@click.argument("file", type=A_FILE)
@click.option("--issuer", "issuers", multiple=True, metavar="DID|FILE", help="Who is believed.")
@click.option("--json", "as_json", is_flag=True, help="One object instead of sentences.")
@plainly
def verify_certificate(file: Path, issuers: tuple[str, ...], as_json: bool) -> None:
    """Check FILE: a PDF, a credential, or the text of a QR code. Needs no database.

    Exit code 0: valid; 1: not valid; 2: nobody here can say, or the issuer is not known.
    """
    from training.operations import verifying

    try:
        found = verifying.verify(_database_if_any(), file, issuers)
    except CannotBeDone as fault:
        click.echo(str(fault), err=True)
        raise click.exceptions.Exit(verifying.NOTHING_SAID) from fault
    if as_json:
        click.echo(verifying.as_json(found))
    else:
        click.echo("\n".join(verifying.as_lines(found)))
    raise click.exceptions.Exit(verifying.EXIT[found.answer])


def _database_if_any() -> Database | None:
    """None where the file of the database is not there: looking must not make one."""
    url = make_url(settings_of_app().database_url)
    if url.get_backend_name() == "sqlite" and not Path(url.database or "").is_file():
        return None
    found: Database = current_app.extensions["training.database"]
    return found


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
    database = database_of_app()
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

    database = database_of_app()
    chosen = questions.format_of(file, file_format)
    for line in questions.write_file(database, slug, chosen, file, language):
        click.echo(line, err=True)
