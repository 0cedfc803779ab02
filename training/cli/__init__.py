"""Commands for the terminal; each calls the same service as the page does.

`flask --app app …` in the folder of the project. An expected fault: a sentence and exit code 1.
"""

from flask import Flask

from training.cli import issuing, registers
from training.cli.content import certificates, modules, quizzes
from training.cli.installation import backup, demo, move, rehearse, restore
from training.cli.keys import keys

__all__ = ["install", "issuing"]
"""`issuing` puts its commands on `certificates` itself."""


def install(app: Flask) -> None:
    """Adds the commands to `flask --app app`."""
    for command in (keys, registers.export, registers.take):
        certificates.add_command(command)
    for command in (modules, certificates, quizzes, backup, restore, move, demo, rehearse):
        app.cli.add_command(command)
