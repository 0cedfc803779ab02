"""Commands as somebody types them."""

from collections.abc import Callable

from click.testing import Result
from flask import Flask

Run = Callable[..., Result]


def runner(app: Flask) -> Run:
    """`run("backup", "file.zip")` runs a command and lets unexpected faults through."""

    def run(*words: object) -> Result:
        arguments = [str(word) for word in words]
        return app.test_cli_runner().invoke(args=arguments, catch_exceptions=False)

    return run
