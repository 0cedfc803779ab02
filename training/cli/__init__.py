"""Commands for the terminal; each calls the same service as the page does.

`flask --app app …` in the folder of the project. An expected fault: a sentence and exit code 1.
"""

from flask import Flask

from training.cli.content import certificates, modules, quizzes
from training.cli.installation import backup, demo, move, rehearse, restore
from training.cli.keys import keys


def install(app: Flask) -> None:
    """Adds the commands to `flask --app app`."""
    certificates.add_command(keys)
    for command in (modules, certificates, quizzes, backup, restore, move, demo, rehearse):
        app.cli.add_command(command)
