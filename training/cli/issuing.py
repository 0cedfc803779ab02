"""Commands for the certificates of a course: issue those that wait, revoke one."""

import click

from training.adapters import clock
from training.certificates import changing, issuing, rules, sealing, service, texts
from training.certificates.model import State
from training.cli.content import certificates
from training.cli.edge import database_of_app, plainly, settings_of_app
from training.courses import service as courses
from training.kernel.access import SYSTEM
from training.kernel.ids import as_id, new_id
from training.operations.model import CannotBeDone


@certificates.command("issue")
@click.argument("course")
@plainly
def issue(course: str) -> None:
    """Issue all certificates that wait in COURSE: its join code, or its id as addresses show it.

    It can be stopped and called again; what is issued stays, and nobody gets one twice.
    """
    database = database_of_app()
    with database.reading() as session:
        known = as_id(course)
        found = (
            courses.find_course(session, known)
            if known
            else courses.find_course_by_code(session, course.replace(" ", ""))
        )
        if found is None:
            raise CannotBeDone(f"There is no course {course} here.")
        course_id = found.id
    press, issued = sealing.press_of(settings_of_app()), 0
    while True:
        done = issuing.issue_part(database, course_id, press, SYSTEM, clock.now())
        issued += done.issued
        if not done.left:
            break
        click.echo(f"{issued} issued, {done.left} to go.", err=True)
    click.echo(f"{issued} certificates issued." if issued else "Nobody was waiting for one.")


@certificates.command("revoke")
@click.argument("number")
@click.option("--reason", required=True, help="Everybody who checks the certificate reads it.")
@plainly
def revoke(number: str, reason: str) -> None:
    """Revoke the certificate NUMBER for ever."""
    if settings_of_app().two_persons:
        raise CannotBeDone(str(texts.TWO_PERSONS))
    with database_of_app().writing() as session:
        found = service.find_by_number(session, number)
        changing.change(session, found.id, State.REVOKED, reason, new_id().hex, SYSTEM, clock.now())
        session.commit()
        click.echo(f"{rules.written_number(found.number)} is revoked.")
