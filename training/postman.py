"""The postman of this process: a thread that looks now and then whether letters are due."""

import logging
import threading
from collections.abc import Callable
from functools import partial

from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from training.adapters import clock
from training.adapters.mail import MailServer
from training.certificates.delivery import posting
from training.kernel.locales import Language
from training.kernel.texts import Text
from training.web.locale import translate

logger = logging.getLogger(__name__)
PAUSE_SECONDS = 15.0


def postman_for(app: Flask) -> "Postman | None":
    """The postman of an application; None where settings name no mail server."""
    server: MailServer | None = app.extensions["training.settings"].mail
    return Postman(partial(make_round, app, server)) if server is not None else None


def make_round(app: Flask, server: MailServer) -> int:
    """Sends what is due now: how many letters were taken."""

    def in_words(text: Text, language: Language) -> str:
        with app.app_context():
            g.language = language
            return translate(text, language)

    return posting.post_due(app.extensions["training.database"], server, in_words, clock.now)


class Postman:
    """Makes a round every quarter of a minute until he is told to stop."""

    def __init__(self, make_round: Callable[[], int], pause_seconds: float = PAUSE_SECONDS) -> None:
        self._make_round = make_round
        self._pause_seconds = pause_seconds
        self._stop = threading.Event()
        self._thread = threading.Thread(target=self._walk, name="postman", daemon=True)

    def begin(self) -> None:
        """Begins to walk."""
        self._thread.start()

    def close(self) -> None:
        """Ends after the letter in hand; what is cut off is tried again at the next start."""
        self._stop.set()

    def _walk(self) -> None:
        while not self._stop.wait(self._pause_seconds):
            try:
                self._make_round()
            except SQLAlchemyError as error:
                logger.warning("letters have to wait: %s", str(error).splitlines()[0])
            except Exception:
                logger.exception("the postman stumbled and goes on")
